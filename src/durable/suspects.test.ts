import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '#testing';
import { Suspects } from './suspects.ts';

const LONGEST = 5000;

function waiting(pids: readonly string[], attempts = 2) {
  const clock = new VirtualClock();
  const begun: string[][] = [];
  const suspects = new Suspects(clock, (pid) => begun.at(-1)?.push(pid));
  const turn = (act: () => void) => {
    begun.push([]);
    act();
  };
  turn(() => {
    for (const pid of pids) suspects.add(pid, attempts);
  });
  return { clock, begun, suspects, turn };
}

const some = (count: number) => Array.from({ length: count }, (_, i) => `p${i}`);

test('K1: at the third attempt they go on in waves, each twice as large as the one before', async () => {
  const { clock, begun, turn } = waiting(some(9));
  for (let wave = 0; wave < 3; wave++) turn(() => clock.advance(LONGEST));
  assert.deepEqual(begun, [['p0'], ['p1', 'p2'], ['p3', 'p4', 'p5', 'p6'], ['p7', 'p8']]);
});

test('K1: a wave begins as soon as all of the one before have passed', () => {
  const { begun, suspects, turn } = waiting(some(4));
  turn(() => suspects.passed('p0'));
  turn(() => suspects.passed('p1'));
  assert.deepEqual(begun, [['p0'], ['p1', 'p2'], []]);
  assert.deepEqual(
    [suspects.isTurn('p1'), suspects.isTurn('p2'), suspects.isTurn('p3')],
    [false, true, false],
  );
  turn(() => suspects.passed('p2'));
  assert.deepEqual(begun.at(-1), ['p3']);
});

test('K1: those who were in a wave in which the node was lost go on one at a time, after the others', () => {
  const { clock, begun, suspects, turn } = waiting(['a']);
  turn(() => {
    for (const pid of ['x', 'y']) suspects.add(pid, 3);
    suspects.add('b', 2);
  });
  for (let i = 0; i < 4; i++) turn(() => clock.advance(LONGEST));
  assert.deepEqual(begun, [['a'], [], ['b'], ['x'], ['y'], []]);
});

test('K1: those who are not meant any more go on with nothing, and keep nobody waiting', () => {
  const { begun, suspects, turn } = waiting(some(4));
  turn(() => suspects.forget((pid) => pid === 'p0' || pid === 'p2'));
  assert.deepEqual(begun, [['p0'], ['p1', 'p3']]);
});
