import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '#testing';
import { elapsedSince, restOf } from './awakening.ts';
import { NEVER } from './store/records.ts';

test('Sl4: what is left of a rest counts by the clock, and is no longer than it was to be when that was set back', () => {
  const clock = new VirtualClock();
  clock.advance(1000);
  const now = clock.now();
  const left = (wakeAt: number, at: number) =>
    restOf({ pid: 'a', wakeAt, at }, clock).until - clock.monotonic();
  assert.equal(left(now + 500, now - 300), 500);
  assert.equal(left(now + 90_500, now + 90_000), 500);
  assert.equal(left(NEVER, now), Number.POSITIVE_INFINITY);
});

test('Sl6: the time since a state was saved is that of the clock that went further', () => {
  const clock = new VirtualClock();
  const [at, since] = [clock.now(), clock.monotonic()];
  clock.advance(1000);
  assert.deepEqual([elapsedSince(at, clock), elapsedSince(at, clock, since)], [1000, 1000]);
  clock.set(-600);
  assert.deepEqual([elapsedSince(at, clock), elapsedSince(at, clock, since)], [400, 1000]);
  clock.set(5000);
  assert.deepEqual([elapsedSince(at, clock), elapsedSince(at, clock, since)], [5400, 5400]);
  clock.set(-9000);
  assert.equal(elapsedSince(at, clock), 0);
});
