import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LayeredMap } from './layered-map.ts';

type Change = readonly [number, string | undefined];

const change = fc.tuple(fc.nat(600), fc.option(fc.string(), { nil: undefined, freq: 3 }));

test('it is what a map would be after the same changes, however many there are', () => {
  const steps = fc.array(fc.array(change, { maxLength: 40 }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(600)), steps, (keys, changes) => {
      const model = new Map(keys.map((key) => [key, `first ${key}`]));
      let map = LayeredMap.over<number, string>(new Map(model));
      for (const step of changes) {
        map = map.next(step);
        for (const [key, value] of step) {
          if (value === undefined) model.delete(key);
          else model.set(key, value);
        }
        assert.equal(map.size, model.size);
        assert.deepEqual(new Map(map), model);
        for (const [key] of step)
          assert.deepEqual([map.get(key), map.has(key)], [model.get(key), model.has(key)]);
      }
      assert.deepEqual([...map.values()].sort(), [...model.values()].sort());
      assert.deepEqual(new Set(map.keys()), new Set(model.keys()));
    }),
    { numRuns: 60 },
  );
});

test('Lm1: a successor leaves the map that it came from as it is', () => {
  const first = LayeredMap.over(new Map([[1, 'a']]));
  const second = first.next([[1, 'b'] as Change as [number, string], [2, 'c']]);
  const third = second.next([[1, undefined]]);
  assert.deepEqual([...first], [[1, 'a']]);
  assert.deepEqual(
    [...second],
    [
      [1, 'b'],
      [2, 'c'],
    ],
  );
  assert.deepEqual([...third], [[2, 'c']]);
});

test('Lm2: what stays keeps its place, what is new comes last', () => {
  const map = LayeredMap.over(
    new Map([
      [3, 'x'],
      [1, 'y'],
      [2, 'z'],
    ]),
  ).next([
    [9, 'new'],
    [3, 'changed'],
    [1, undefined],
  ]);
  assert.deepEqual(
    [...map],
    [
      [3, 'changed'],
      [2, 'z'],
      [9, 'new'],
    ],
  );
});

test('Lm3: of two that come from one, only what changed is named as what may differ', () => {
  const first = LayeredMap.over(new Map(Array.from({ length: 1000 }, (_, key) => [key, `v${key}`])));
  const one = first.next([
    [1, 'x'],
    [2, undefined],
  ]);
  const other = first.next([[2000, 'new']]);
  assert.deepEqual([...LayeredMap.mayDiffer(one, other)].sort(), [1, 2, 2000]);
  assert.deepEqual([...LayeredMap.mayDiffer(one, one)], []);
  assert.equal([...LayeredMap.mayDiffer(one, new Map([[7, 'v7']]))].length, 999);
});
