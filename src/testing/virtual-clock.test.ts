import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from './virtual-clock.ts';

test('time stands still until it is moved', () => {
  const clock = new VirtualClock(1000);
  assert.deepEqual([clock.now(), clock.monotonic(), clock.nowNanos()], [1000, 0, 1_000_000_000n]);
  clock.advance(1.5);
  assert.deepEqual([clock.now(), clock.monotonic(), clock.nowNanos()], [1001, 1.5, 1_001_500_000n]);
});

test('timers run in the order of their deadlines and see their own as the time', () => {
  const clock = new VirtualClock();
  const seen: [string, number][] = [];
  const note = (name: string) => () => seen.push([name, clock.monotonic()]);
  clock.setTimer(30, note('c'));
  clock.setTimer(10, note('a'));
  clock.setTimer(10, note('b'));
  clock.advance(29);
  assert.deepEqual(seen, [
    ['a', 10],
    ['b', 10],
  ]);
  assert.deepEqual([clock.waiting, clock.next, clock.monotonic()], [1, 30, 29]);
  clock.advance(1);
  assert.deepEqual(seen.at(-1), ['c', 30]);
});

test('what a timer sets runs in the same advance when it is due', () => {
  const clock = new VirtualClock();
  let ticks = 0;
  const tick = () => {
    ticks++;
    clock.setTimer(clock.monotonic() + 10, tick);
  };
  clock.setTimer(10, tick);
  clock.advance(100);
  assert.equal(ticks, 10);
});

test('a cancelled timer does not run', () => {
  const clock = new VirtualClock();
  const timer = clock.setTimer(5, () => assert.fail('ran'));
  assert.equal(timer.cancel(), true);
  assert.equal(timer.cancel(), false);
  clock.runAll();
});

test('runAll moves to the last timer', () => {
  const clock = new VirtualClock();
  clock.setTimer(5, () => clock.setTimer(50, () => {}));
  clock.runAll();
  assert.equal(clock.monotonic(), 50);
});

test('a deadline in the past does not turn time back', () => {
  const clock = new VirtualClock();
  clock.advance(100);
  clock.setTimer(5, () => assert.equal(clock.monotonic(), 100));
  clock.runAll();
  assert.equal(clock.monotonic(), 100);
});

test('advanceAsync lets promises go on between timers', async () => {
  const clock = new VirtualClock();
  const sleep = (millis: number) =>
    new Promise<void>((done) => clock.setTimer(clock.monotonic() + millis, done));
  const seen: number[] = [];
  const walk = async () => {
    for (let step = 0; step < 3; step++) {
      await sleep(10);
      seen.push(clock.monotonic());
    }
  };
  const walked = walk();
  await clock.advanceAsync(100);
  await walked;
  assert.deepEqual(seen, [10, 20, 30]);
});
