import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '#testing';
import { Timers } from './timers.ts';

test('alarms run in the order of their deadlines, with one timer of the clock', () => {
  const clock = new VirtualClock();
  const timers = new Timers(clock);
  const seen: string[] = [];
  timers.after(30, () => seen.push('c'));
  timers.after(10, () => seen.push('a'));
  timers.after(20, () => seen.push('b'));
  assert.equal(clock.waiting, 1);
  clock.advance(25);
  assert.deepEqual(seen, ['a', 'b']);
  clock.advance(5);
  assert.deepEqual([seen.join(''), clock.waiting, timers.size], ['abc', 0, 0]);
});

test('a cancelled alarm does not run, and the last one takes the clock’s timer along', () => {
  const clock = new VirtualClock();
  const timers = new Timers(clock);
  const alarm = timers.after(10, () => assert.fail('ran'));
  assert.deepEqual([timers.cancel(alarm), timers.cancel(alarm), clock.waiting], [true, false, 0]);
  clock.advance(20);
});

test('an alarm of no delay that sets itself again lets the loop have its turn', () => {
  const clock = new VirtualClock();
  const timers = new Timers(clock);
  let rounds = 0;
  const again = () => {
    if (++rounds < 5) timers.after(0, again);
  };
  timers.after(0, again);
  clock.advance(0);
  assert.equal(rounds, 5);
});

test('what an alarm throws does not stop the others', () => {
  const clock = new VirtualClock();
  const timers = new Timers(clock);
  let ran = false;
  timers.after(1, () => {
    throw new Error('broken');
  });
  timers.after(2, () => {
    ran = true;
  });
  assert.throws(() => clock.advance(1), /broken/);
  clock.advance(5);
  assert.ok(ran);
});
