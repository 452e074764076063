import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { libraryLimits, R } from '../machine.ts';
import { ends, matchStart, search, starts } from './matcher.ts';
import { compile, type Pattern } from './pattern.ts';
import { BEGAN, GIVEN_UP, searchCode } from './pattern-code.ts';

/** Pieces of patterns, over subjects of which they match parts. */
const item = fc
  .tuple(
    fc.constantFrom('a', 'b', '%a', '%d', '[^ab]', '[ab]', '.', '%s', '"', '[^"]', '%.', '%f[%a]'),
    fc.constantFrom('', '', '*', '+', '?'),
  )
  .map(([set, many]) => (set.startsWith('%f') ? set : set + many));
const captured = fc.tuple(item, fc.boolean()).map(([text, isCaptured]) => (isCaptured ? `(${text})` : text));
const texts = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.array(captured, { minLength: 1, maxLength: 6 }),
    fc.constantFrom('', '$', '()'),
  )
  .map(([start, items, end]) => start + items.join('') + end);
const subjects = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '"', '.'), maxLength: 20 });

/** The end, the beginning and the captures of a match. */
function found(pattern: Pattern, end: number, began: number): unknown {
  if (end < 0) return undefined;
  const n = pattern.captures;
  return [began, end, [...starts.subarray(0, n)], [...ends.subarray(0, n)]];
}

test('C2: a pattern as a function finds what its instructions find', () => {
  let made = 0;
  const check = (text: string, subject: string, from: number): void => {
    const pattern = compile(text);
    const run = searchCode(pattern, { starts, ends, limit: libraryLimits.search });
    pattern.worked = Number.NEGATIVE_INFINITY;
    if (run === undefined || from > subject.length) return;
    made++;
    const end = search(pattern, subject, from);
    const expected = found(pattern, end, matchStart);
    starts.fill(7);
    ends.fill(7);
    const given = run(subject, from);
    assert.deepEqual(found(pattern, given, starts[BEGAN] as number), expected, `${text} in ${subject}`);
  };
  fc.assert(fc.property(texts, subjects, fc.nat(3), check), { numRuns: 3000 });
  assert.ok(made > 500);
});

test('C2: a search of too many steps is given up', () => {
  const pattern = compile('a+b');
  const run = searchCode(pattern, { starts, ends, limit: 100 });
  assert.equal(run?.('a'.repeat(50), 0), -1);
  const quadratic = searchCode(compile('a[ab]*c'), { starts, ends, limit: 100 });
  assert.equal(quadratic?.('ab'.repeat(500), 0), GIVEN_UP);
});

test('a pattern that gives back stays a program', () => {
  assert.equal(searchCode(compile('.*b'), { starts, ends, limit: libraryLimits.search }), undefined);
  assert.equal(searchCode(compile('a-b'), { starts, ends, limit: libraryLimits.search }), undefined);
});

test('a pattern that has worked for a while becomes a function', () => {
  R.fuel = 1_000_000;
  const pattern = compile('x%d+y');
  const subject = `${'x1 '.repeat(3000)}x12y`;
  const ended = [search(pattern, subject, 0), search(pattern, subject, 0)];
  assert.notEqual(pattern.compiled, undefined);
  assert.deepEqual(ended, [subject.length, subject.length]);
  assert.equal(matchStart, subject.length - 4);
});
