import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Value } from '../machine.ts';
import { sortBlock } from './sort-natively.ts';

const numbers = fc.oneof(
  fc.integer(),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0),
);

test('many numbers are sorted by value, whatever is among them', () => {
  const check = (some: number[], odd: number | undefined): void => {
    const items: Value[] = ['before'];
    for (let i = 0; i < 1500; i++) items.push((some[i % some.length] as number) ^ (i * 7919));
    if (odd !== undefined) items[700] = odd;
    const expected = items.slice(1).sort((a, b) => Number(a) - Number(b));
    items.push('after');
    sortBlock(items, 1, items.length - 1);
    assert.deepEqual(items, ['before', ...expected, 'after']);
  };
  const odd = fc.constantFrom(undefined, 0.5, 2 ** 40, -1e300, Number.POSITIVE_INFINITY);
  fc.assert(fc.property(fc.array(numbers, { minLength: 1, maxLength: 50 }), odd, check), { numRuns: 60 });
});

test('a negative zero stays one', () => {
  const items: Value[] = Array.from({ length: 1200 }, (_, i) => i + 1);
  items[1100] = -0;
  sortBlock(items, 0, items.length);
  assert.ok(Object.is(items[0], -0));
});
