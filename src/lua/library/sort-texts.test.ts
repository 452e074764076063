import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Value } from '../machine.ts';
import { sortTexts } from './sort-texts.ts';

/** Bytes that texts are made of: the lowest, the highest, and some between. */
const bytes = fc.constantFrom('\0', '\x01', 'a', 'b', '\x7f', '\x80', '\xff');
const text = fc.array(bytes, { maxLength: 9 }).map((parts) => parts.join(''));

test('St1: texts are sorted by their bytes, whatever they begin with', () => {
  const check = (prefix: string, some: string[]): void => {
    const expected = some.map((each, i) => prefix + each + String.fromCharCode(i % 256)).sort();
    const items: Value[] = ['before', ...some.map((each, i) => prefix + each + String.fromCharCode(i % 256))];
    items.push('after');
    const isSorted = sortTexts(items, 1, items.length - 1);
    if (isSorted) assert.deepEqual(items, ['before', ...expected, 'after']);
  };
  const many = fc.array(text, { minLength: 256, maxLength: 400 });
  fc.assert(fc.property(fc.constantFrom('', 'user:', '\0'), many, check), { numRuns: 60 });
});

test('St1: a text comes behind what it begins with, whatever byte follows', () => {
  const items: Value[] = Array.from({ length: 300 }, (_, i) => `${i % 100}${'\0'.repeat(i % 3)}`);
  const expected = items.slice().sort();
  assert.equal(sortTexts(items, 0, items.length), true);
  assert.deepEqual(items, expected);
});

test('St2: texts of which too many begin alike stay as they are', () => {
  for (const begin of ['x', 'y'.repeat(40)]) {
    const items: Value[] = Array.from(
      { length: 300 },
      (_, i) => `${i % 2 === 0 ? begin : 'z'}abcd${999 - i}`,
    );
    const before = items.slice();
    assert.equal(sortTexts(items, 0, items.length), false);
    assert.deepEqual(items, before);
  }
});
