import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SteadyMap, SteadySet } from './steady-map.ts';
import type { Value } from './value.ts';

const keys: readonly (readonly [string, (i: number) => Value])[] = [
  ['whole numbers', (i) => i * 7919],
  ['fractions', (i) => i / 8 + 0.1],
  ['large numbers', (i) => 2 ** 60 + i * 2 ** 20],
  ['integers beyond 2^53', (i) => 2n ** 60n + BigInt(i)],
  ['texts', (i) => `k${i}`],
  ['texts with a long end', (i) => `k${i}${'x'.repeat(20)}`],
];

for (const [name, keyOf] of keys) {
  test(`Gr1: a divided map has what was set under ${name}`, () => {
    const map = new SteadyMap<Value, number>();
    const count = 100_000;
    for (let i = 0; i < count; i++) map.set(keyOf(i), i);
    for (let i = 0; i < count; i += 3) map.set(keyOf(i), -i);
    for (let i = 0; i < count; i++) assert.equal(map.get(keyOf(i)), i % 3 === 0 ? -i : i);
    assert.equal(map.get(keyOf(count)), undefined);
  });
}

test('Gr1: keys of all kinds live in one map, and 0 and -0 are one key', () => {
  const map = new SteadyMap<Value, number>();
  for (let i = 0; i < 70_000; i++) map.set(i, i);
  map.set(-0, -1);
  map.set(true, -2);
  map.set('1', -3);
  map.set(1n, -4);
  assert.deepEqual(
    [map.get(0), map.get(true), map.get(false), map.get('1'), map.get(1), map.get(1n)],
    [-1, -2, undefined, -3, 1, -4],
  );
});

test('a map does what a map does', () => {
  const key = fc.oneof(fc.double({ noNaN: true }), fc.string(), fc.bigInt(), fc.boolean());
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat())), (entries) => {
      const [ours, model] = [new SteadyMap<Value, number>(), new Map<Value, number>()];
      for (let i = 0; i < 66_000; i++) ours.set(`filler ${i}`, i);
      for (const [each, value] of entries) {
        ours.set(each, value);
        model.set(each, value);
      }
      for (const [each, value] of model) assert.equal(ours.get(each), value);
    }),
    { numRuns: 20 },
  );
});

test('Gr2: a set takes each object once', () => {
  const set = new SteadySet<object>();
  const objects = Array.from({ length: 600_000 }, () => ({}));
  assert.ok(objects.every((each) => set.add(each)));
  assert.ok(objects.every((each) => !set.add(each)));
  assert.equal(set.width, 3);
});
