import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededChance, systemChance } from './chance.ts';

test('the same seed gives the same numbers and bytes', () => {
  const [one, two, other] = [new SeededChance('a'), new SeededChance('a'), new SeededChance('b')];
  const draw = (chance: SeededChance) => [chance.random(), chance.random(), ...chance.bytes(8)];
  const drawn = draw(one);
  assert.deepEqual(draw(two), drawn);
  assert.notDeepEqual(draw(other), drawn);
});

test('a seed keeps its meaning from release to release', () => {
  const chance = new SeededChance(1);
  assert.deepEqual(
    [chance.random(), chance.random()].map((n) => n.toFixed(6)),
    ['0.833910', '0.992849'],
  );
});

test('numbers are spread over 0 to 1', () => {
  const chance = new SeededChance(7);
  const buckets = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 10_000; draw++) {
    const number = chance.random();
    assert.ok(number >= 0 && number < 1);
    const bucket = Math.floor(number * 10);
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) assert.ok(count > 850 && count < 1150, `${buckets}`);
});

test('a saved generator goes on where it stood', () => {
  const chance = new SeededChance(3);
  chance.random();
  const state = chance.save();
  const expected = [chance.random(), chance.random()];
  const restored = new SeededChance(0);
  restored.restore(state);
  assert.deepEqual([restored.random(), restored.random()], expected);
});

test('the chance of the system gives numbers and bytes', () => {
  const number = systemChance.random();
  assert.ok(number >= 0 && number < 1);
  assert.equal(systemChance.bytes(16).length, 16);
  assert.notDeepEqual(systemChance.bytes(16), systemChance.bytes(16));
});
