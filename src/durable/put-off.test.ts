import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '#testing';
import { PutOff } from './put-off.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What begins in an hour, and when it did. */
function waiting() {
  const clock = new VirtualClock();
  const begun: number[] = [];
  const start = clock.now();
  const putOff = new PutOff(clock, () => begun.push(clock.monotonic()));
  assert.equal(putOff.waits('a', start + HOUR), true);
  return { clock, begun, putOff };
}

test('Po1: it does not begin before its time by the clock on the wall', () => {
  const { clock, begun } = waiting();
  clock.advance(MINUTE);
  clock.set(-40);
  clock.advance(HOUR - MINUTE);
  assert.deepEqual(begun, []);
  clock.advance(40);
  assert.deepEqual(begun, [HOUR + 40]);
});

test('a clock that was set back puts nothing off', () => {
  const { clock, begun } = waiting();
  clock.advance(MINUTE);
  clock.set(-5 * HOUR);
  clock.advance(HOUR);
  assert.deepEqual(begun, [HOUR]);
});

test('Po2: when the clock is set on, it begins two minutes after its time at the latest', () => {
  for (const jump of [30 * MINUTE, 5 * HOUR]) {
    const { clock, begun } = waiting();
    clock.advance(10 * MINUTE + 1);
    clock.set(jump);
    clock.advance(HOUR);
    const expected = jump === 30 * MINUTE ? 30 * MINUTE : 12 * MINUTE;
    assert.deepEqual(begun, [expected]);
  }
});

test('Cj1, Cj2: a clock that is put right at once hastens nothing, and nobody looks when nothing waits', () => {
  const { clock, begun, putOff } = waiting();
  clock.set(5 * HOUR);
  clock.advance(90_000);
  clock.set(-5 * HOUR);
  clock.advance(10 * MINUTE);
  assert.deepEqual([begun, clock.waiting], [[], 2]);
  putOff.forget('a');
  assert.equal(clock.waiting, 0);
});
