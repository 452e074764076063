import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SystemClock } from './clock.ts';

test('C2: timers run in the order of their deadlines and not before them', async () => {
  const clock = new SystemClock();
  const start = clock.monotonic();
  const ran: string[] = [];
  await new Promise<void>((done) => {
    clock.setTimer(start + 6, () => {
      ran.push('second');
      assert.ok(clock.monotonic() >= start + 6);
      done();
    });
    clock.setTimer(start + 3, () => ran.push('first'));
  });
  assert.deepEqual(ran, ['first', 'second']);
});

test('C3: a timer that is due when set runs in a later turn', async () => {
  const clock = new SystemClock();
  let turns = 0;
  await new Promise<void>((done) => {
    const again = () => {
      turns++;
      if (turns === 3) done();
      else clock.setTimer(0, again);
    };
    clock.setTimer(0, again);
    assert.equal(turns, 0);
  });
  assert.equal(turns, 3);
});

test('C4: a timer that is due when set waits for no timer of the host', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const clock = new SystemClock();
  await new Promise<void>((done) => clock.setTimer(clock.monotonic() - 5, done));
});

test('a deadline beyond the range of the host timer does not fire at once', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const clock = new SystemClock();
  const timer = clock.setTimer(clock.monotonic() + 30 * 24 * 3600 * 1000, () => assert.fail('fired'));
  context.mock.timers.tick(2 ** 31 - 1);
  assert.equal(timer.cancel(), true);
});

test('a cancelled timer does not run and is cancelled once', async () => {
  const clock = new SystemClock();
  const timer = clock.setTimer(0, () => assert.fail('ran'));
  assert.equal(timer.cancel(), true);
  assert.equal(timer.cancel(), false);
  await new Promise<void>((done) => clock.setTimer(0, done));
});

test('a timer that throws does not take the others with it', async (context) => {
  context.mock.timers.enable({ apis: ['setImmediate'] });
  const clock = new SystemClock();
  let ran = false;
  clock.setTimer(0, () => {
    throw new Error('broken');
  });
  clock.setTimer(0, () => {
    ran = true;
  });
  assert.throws(() => context.mock.timers.tick(1), /broken/);
  context.mock.timers.tick(1);
  assert.equal(ran, true);
});

test('the clock of nanoseconds agrees with the clock of milliseconds', () => {
  const clock = new SystemClock();
  const apart = clock.nowNanos() / 1_000_000n - BigInt(clock.now());
  assert.ok(apart >= -5n && apart <= 5n, `${apart} ms apart`);
  const first = clock.nowNanos();
  assert.ok(clock.nowNanos() >= first);
});
