import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFailure } from '#base';
import { compare, patched, patchesOf } from './comparison.ts';
import { alternationOf, type Difference, partsOf, textAfter, textBefore } from './difference.ts';
import { fuzzyIndexOf } from './fuzzy-match.ts';
import { textDifferences } from './line-difference.ts';
import { applyPatches, makePatches, type PatchOptions } from './patch.ts';
import { patchText, readPatches } from './patch-text.ts';
import { efficient, readable } from './readable-difference.ts';
import { differences } from './shortest-difference.ts';

const plenty = () => ({ work: 1e9 });
const signs = { equal: '=', delete: '-', insert: '+' };

/** `=kept -taken +put` */
function shown(parts: readonly Difference[]): string {
  return parts.map(({ operation, text }) => signs[operation] + text).join(' ');
}

function differs(before: string, after: string, wanted: string): void {
  assert.equal(shown(partsOf(alternationOf(differences(before, after, plenty())))), wanted);
}

function reads(before: string, after: string, wanted: string): void {
  assert.equal(shown(readable(differences(before, after, plenty()))), wanted);
}

const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n', 'é', '😀', '😎'), maxLength: 40 });

/** Two texts that have much in common. */
const pairs = fc.oneof(
  fc.tuple(texts, texts),
  fc
    .tuple(texts, texts, texts, texts)
    .map(([one, two, three, four]) => [one + two + three, one + four + three] as const),
);

test('the shortest way from one text to the other is found', () => {
  differs('', '', '');
  differs('abc', 'abc', '=abc');
  differs('abc', 'ab123c', '=ab +123 =c');
  differs('a123bc', 'abc', '=a -123 =bc');
  differs('abc', 'a123b456c', '=a +123 =b +456 =c');
  differs('a123b456c', 'abc', '=a -123 =b -456 =c');
  differs('a', 'b', '-a +b');
  differs('xabcy', 'abc', '-x =abc -y');
});

test('Df1: the parts make both texts, whatever is done to them', () => {
  fc.assert(
    fc.property(pairs, fc.integer({ min: 0, max: 50 }), ([before, after], work) => {
      for (const budget of [plenty(), { work }]) {
        const parts = textDifferences(before, after, budget);
        for (const form of [parts, partsOf(alternationOf(parts)), readable(parts), efficient(parts, 4)]) {
          assert.equal(textBefore(form), before);
          assert.equal(textAfter(form), after);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('no shorter way exists than the one that is found', () => {
  const small = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
  fc.assert(
    fc.property(small, small, (before, after) => {
      const parts = differences(before, after, plenty());
      const changed = parts.reduce(
        (sum, { operation, text }) => sum + (operation === 'equal' ? 0 : text.length),
        0,
      );
      assert.equal(changed, distance(before, after));
    }),
  );
});

/** Insertions and deletions from one to the other, by the table that everybody knows. */
function distance(before: string, after: string): number {
  let row = Array.from({ length: after.length + 1 }, (_, index) => index);
  for (const [i, character] of [...before].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...after].entries()) {
      next.push(character === other ? (row[j] ?? 0) : 1 + Math.min(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

test('characters are not cut', () => {
  assert.equal(shown(compare('😀', '😎', plenty())), '-😀 +😎');
  assert.equal(shown(compare('a😀b', 'a😎b', plenty())), '=a -😀 +😎 =b');
});

test('long texts are compared by lines and then within them', () => {
  const lines = Array.from({ length: 200 }, (_, index) => `line number ${index} of many\n`);
  const changed = lines.map((line, index) => (index % 50 === 7 ? line.replace('many', 'some') : line));
  const parts = readable(textDifferences(lines.join(''), changed.join(''), plenty()));
  const edits = parts.filter(({ operation }) => operation !== 'equal');
  assert.deepEqual(shown(edits), Array(4).fill('-many +some').join(' '));
});

test('Rd1: words that happen to share a letter are two words', () => {
  reads('hello world', 'hello there', '=hello  -world +there');
  reads('mouse', 'sofas', '-mouse +sofas');
});

test('Rd2: changes stand where words and lines begin', () => {
  reads('The cat', 'The cute cat', '=The  +cute  =cat');
  reads('AAA\nBBB\n', 'AAA\nAAA\nBBB\n', '+AAA\n =AAA\nBBB\n');
  reads('The xxx. The zzz.', 'The xxx. The yyy. The zzz.', '=The xxx. + The yyy. = The zzz.');
});

test('Rd3: what two changes share at their ends is kept', () => {
  reads('abcxxx', 'xxxdef', '-abc =xxx +def');
  reads('xxxabc', 'defxxx', '+def =xxx -abc');
});

const options: PatchOptions = {
  threshold: 0.5,
  distance: 1000,
  margin: 4,
  deleteThreshold: 0.5,
  editCost: 4,
};
const quick = 'The quick brown fox jumps over the lazy dog.';
const that = 'That quick brown fox jumped over a lazy dog.';

function patches(before: string, after: string, given = options) {
  return makePatches(before, differences(before, after, plenty()), given);
}

test('Pt1: patches are written as diff-match-patch writes them', () => {
  const text = (before: string, after: string) => patches(before, after).map(patchText).join('');
  assert.equal(
    text(that, quick),
    '@@ -1,8 +1,7 @@\n Th\n-at\n+e\n  qui\n@@ -21,17 +21,18 @@\n jump\n-ed\n+s\n  over \n-a\n+the\n  laz\n',
  );
  assert.equal(
    text(quick, that),
    '@@ -1,11 +1,12 @@\n Th\n-e\n+at\n  quick b\n@@ -22,18 +22,17 @@\n jump\n-s\n+ed\n  over \n-the\n+a\n  laz\n',
  );
  assert.equal(text('a%b\nc', 'a%b\néc'), '@@ -1,5 +1,6 @@\n a%25b%0A\n+%C3%A9\n c\n');
});

test('patches are read back from their text', () => {
  const made = patches(quick, that);
  assert.deepEqual(readPatches(made.map(patchText).join('')), made);
  assert.deepEqual(readPatches('@@ -0,0 +1,3 @@\n+abc\n'), [
    { parts: [{ operation: 'insert', text: 'abc' }], start: 0 },
  ]);
  for (const bad of ['x', '+a', '@@ -1 +1 @@\n*a', '@@ -1 +1 @@\n+%zz']) {
    assert.throws(
      () => readPatches(bad),
      (thrown) => isFailure(thrown, 'Invalid'),
    );
  }
});

function applies(
  made: ReturnType<typeof patches>,
  text: string,
  result: string,
  ...applied: boolean[]
): void {
  assert.deepEqual(applyPatches(made, text, options, plenty()), [result, applied]);
}

test('Pt2, Pt3: patches are applied to what has changed, or left out', () => {
  applies(patches(quick, that), quick, that, true, true);
  applies(
    patches(quick, that),
    'The quick red rabbit jumps over the tired tiger.',
    'That quick red rabbit jumped over a tired tiger.',
    ...[true, true],
  );
  applies(
    patches(quick, that),
    'I am the very model of a modern major general.',
    'I am the very model of a modern major general.',
    ...[false, false],
  );
  const digits = '1234567890'.repeat(7);
  const big = patches(`x${digits}y`, 'xabcy');
  applies(
    big,
    'x123456789012345678901234567890-----++++++++++-----123456789012345678901234567890y',
    'xabcy',
    true,
  );
});

test('patches at the ends of a text are applied', () => {
  applies(patches('', 'test'), '', 'test', true);
  applies(patches('XY', 'XtestY'), 'XY', 'XtestY', true);
  applies(patches('y', 'y123'), 'x', 'x123', true);
});

test('a patch makes the second text of the first', () => {
  fc.assert(
    fc.property(pairs, ([before, after]) => {
      const written = patchesOf(before, after, options, plenty());
      assert.deepEqual(patched(written, before, options, plenty()), [after, written.map(() => true)]);
    }),
    { numRuns: 300 },
  );
});

test('the place most like the pattern is found', () => {
  const finds = (text: string, pattern: string, expected: number, threshold = 0.5, distance = 100) =>
    fuzzyIndexOf(text, pattern, expected, { threshold, distance });
  assert.equal(finds('abcdefghijk', 'fgh', 5), 5);
  assert.equal(finds('abcdefghijk', 'fgh', 0), 5);
  assert.equal(finds('abcdefghijk', 'efxhi', 0), 4);
  assert.equal(finds('abcdefghijk', 'cdefxyhijk', 5), 2);
  assert.equal(finds('abcdefghijk', 'bxy', 1), -1);
  assert.equal(finds('123456789xx0', '3456789x0', 2), 2);
  assert.equal(finds('abcdefghijk', 'efxyhi', 1, 0.4), 4);
  assert.equal(finds('abcdefghijk', 'efxyhi', 1, 0.3), -1);
  assert.equal(finds('abcdefghijk', 'bcdef', 1, 0), 1);
  assert.equal(finds('abcdexyzabcde', 'abccde', 3), 0);
  assert.equal(finds('abcdexyzabcde', 'abccde', 5), 8);
  assert.equal(finds('abcdefghijklmnopqrstuvwxyz', 'abcdefg', 24, 0.5, 10), -1);
  assert.equal(finds('abcdefghijklmnopqrstuvwxyz', 'abcdxxefg', 1, 0.5, 10), 0);
  assert.equal(finds('abcdefghijklmnopqrstuvwxyz', 'abcdefg', 24, 0.5, 1000), 0);
});
