import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '#testing';
import { restsUntil } from './awakening.ts';
import { NEVER } from './store/records.ts';

test('Sl4: what is left of a rest counts by the clock, and is no longer than it was to be when that was set back', () => {
  const clock = new VirtualClock();
  clock.advance(1000);
  const now = clock.now();
  const left = (wakeAt: number, at: number) =>
    restsUntil({ pid: 'a', wakeAt, at }, clock) - clock.monotonic();
  assert.equal(left(now + 500, now - 300), 500);
  assert.equal(left(now + 90_500, now + 90_000), 500);
  assert.equal(left(NEVER, now), Number.POSITIVE_INFINITY);
});
