import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineDiff } from './line-diff.ts';

const shown = (before: string, after: string) =>
  lineDiff(before, after).map(({ type, text }) => `${{ same: ' ', gone: '-', come: '+' }[type]}${text}`);

test('lines that stay are told apart from those that go and come', () => {
  assert.deepEqual(shown('a\nb\nc\n', 'a\nx\nc\nd\n'), [' a', '-b', '+x', ' c', '+d']);
  assert.deepEqual(shown('', 'a'), ['+a']);
  assert.deepEqual(shown('a', ''), ['-a']);
  assert.deepEqual(shown('same', 'same'), [' same']);
});

test('what goes and what stays is the text before, what comes and what stays the text after', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.map((l) => `${l}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = lineDiff(before, after);
      const joined = (without: string) =>
        diff
          .filter(({ type }) => type !== without)
          .map(({ text: line }) => `${line}\n`)
          .join('');
      assert.equal(joined('come'), before);
      assert.equal(joined('gone'), after);
    }),
  );
});

test('texts that are too long to compare are shown as replaced', () => {
  const lines = (name: string) => Array.from({ length: 3000 }, (_, index) => `${name} ${index}`).join('\n');
  const diff = lineDiff(lines('a'), lines('b'));
  assert.equal(diff.length, 6000);
});
