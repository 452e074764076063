import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base';
import type { Held } from '#plugin';
import { invoke, invokeMethod, settled, TestBeat, TestCall, VirtualClock } from '#testing';
import { durationHandle } from './duration-handle.ts';
import type { Time } from './instant.ts';
import { locationHandle } from './location-handle.ts';
import { timeHandle } from './time-handle.ts';
import { time } from './time-module.ts';
import { tickerHandle, timerHandle } from './timer-handles.ts';

type Name = keyof typeof time.functions;

async function run(name: Name, ...given: unknown[]): Promise<unknown> {
  const [value, error] = await invoke(time.functions[name], given);
  if (error !== undefined) throw error;
  return value;
}

async function on(held: unknown, name: string, ...given: unknown[]): Promise<unknown> {
  return (await invokeMethod(held, name, given))[0];
}

/** 5 March 2024, 14:07:09.5 in UTC. */
const sample = () => run('date', 2024, 3, 5, 14, 7, 9, 500_000_000, time.values.utc);

function refuses(name: Name, given: unknown[], kind: 'Invalid' | 'NotFound'): Promise<void> {
  return assert.rejects(
    run(name, ...given),
    (thrown) => isFailure(thrown, kind) && thrown.retryable === false,
  );
}

test('the module has all its functions, values and methods', () => {
  const names = (of: object) => Object.keys(of).sort();
  assert.deepEqual(names(time.functions), [
    ...['after', 'date', 'fixed_zone', 'load_location', 'now', 'parse', 'parse_duration', 'sleep', 'ticker'],
    ...['timer', 'unix'],
  ]);
  assert.deepEqual(names(time.values), ['localtz', 'utc']);
  assert.equal(names(time.constants).length, 40);
  assert.deepEqual(names(timeHandle.methods), [
    ...['add', 'add_date', 'after', 'before', 'clock', 'date', 'day', 'equal', 'format', 'format_rfc3339'],
    ...['hour', 'in_local', 'in_location', 'is_zero', 'location', 'minute', 'month', 'nanosecond', 'round'],
    ...['second', 'sub', 'truncate', 'unix', 'unix_nano', 'utc', 'weekday', 'year', 'year_day'],
  ]);
  assert.deepEqual(names(durationHandle.methods), [
    ...['hours', 'microseconds', 'milliseconds', 'minutes', 'nanoseconds', 'seconds'],
  ]);
  assert.deepEqual(names(locationHandle.methods), ['string']);
  assert.deepEqual(names(timerHandle.methods), ['channel', 'reset', 'response', 'stop']);
  assert.deepEqual(names(tickerHandle.methods), ['channel', 'response', 'stop']);
});

test('now is the time of the call, to the nanosecond', async () => {
  const clock = new VirtualClock(1_700_000_000_123);
  const [value] = await invoke(time.functions.now, [], new TestCall({ clock }));
  assert.equal(await on(value, 'unix_nano'), 1_700_000_000_123_000_000n);
  assert.equal(await on(value, 'unix'), 1_700_000_000);
});

test('a time is rounded and cut to durations that were read, and to nothing else', async () => {
  const minute = await run('parse_duration', '1m');
  const rounded = await on(await sample(), 'round', minute);
  assert.equal(await on(await on(rounded, 'utc'), 'format', '15:04:05'), '14:07:00');
  for (const method of ['round', 'truncate']) {
    for (const given of [60_000_000_000, '1m', undefined]) {
      const [, error] = await invokeMethod(await sample(), method, [given]);
      assert.ok(isFailure(error, 'Invalid'), `${method}(${given})`);
    }
  }
});

test('a time has the fields of its zone', async () => {
  const berlin = await run('load_location', 'Europe/Berlin');
  const there = await on(await sample(), 'in_location', berlin);
  const fields = ['year', 'month', 'day', 'hour', 'minute', 'second', 'nanosecond', 'weekday', 'year_day'];
  const values = await Promise.all(fields.map((name) => on(there, name)));
  assert.deepEqual(values, [2024, 3, 5, 15, 7, 9, 500_000_000, 2, 65]);
  assert.deepEqual(await invokeMethod(there, 'date'), [2024, 3, 5]);
  assert.deepEqual(await invokeMethod(there, 'clock'), [15, 7, 9]);
  assert.equal(await on(there, 'format_rfc3339'), '2024-03-05T15:07:09+01:00');
  assert.equal(await on(await on(there, 'utc'), 'format', '3:04PM'), '2:07PM');
  assert.equal(await on(await on(there, 'location'), 'string'), 'Europe/Berlin');
});

test('durations are numbers of nanoseconds, texts or objects', async () => {
  const start = await sample();
  const minute = await run('parse_duration', '1m');
  for (const duration of [minute, '1m', 60_000_000_000, 60_000_000_000n, '60s', 60e9 + 0.4]) {
    assert.equal(await on(await on(start, 'add', duration), 'minute'), 8);
  }
  const later = await on(start, 'add', '90m');
  assert.equal(await on(await on(later, 'sub', start), 'hours'), 1.5);
  assert.equal(await on(await on(start, 'sub', later), 'milliseconds'), -5_400_000);
  assert.equal(await on(await on(later, 'sub', '90m'), 'equal', start), true);
});

test('a duration gives whole small units and parts of large ones', async () => {
  const held = await run('parse_duration', '1h30m45.123456789s');
  assert.equal(await on(held, 'nanoseconds'), 5_445_123_456_789);
  assert.equal(await on(held, 'microseconds'), 5_445_123_456);
  assert.equal(await on(held, 'milliseconds'), 5_445_123);
  assert.equal(await on(held, 'seconds'), 5445.123456789);
  assert.equal(await on(await run('parse_duration', '1h30m45s'), 'hours'), 1.5125);
  assert.equal(await on(await run('parse_duration', 2n ** 62n), 'nanoseconds'), 2n ** 62n);
  assert.equal(await on(await run('parse_duration', held), 'nanoseconds'), 5_445_123_456_789);
});

test('times compare as instants', async () => {
  const start = await sample();
  const later = await on(start, 'add', 1);
  assert.equal(await on(start, 'before', later), true);
  assert.equal(await on(start, 'after', later), false);
  assert.equal(await on(start, 'equal', await on(start, 'in_local')), true);
  const { lt, eq } = timeHandle.meta ?? {};
  const live = (held: unknown) => (held as Held<Time>).live;
  assert.equal(lt?.(live(start), live(later)), true);
  assert.equal(eq?.(live(start), live(later)), false);
  assert.equal(await on(await run('date', 1, 1, 1, 0, 0, 0, 0, time.values.utc), 'is_zero'), true);
});

test('wrong arguments are Invalid, unknown zones NotFound', async () => {
  await refuses('parse', ['2006-01-02', 'soon'], 'Invalid');
  await refuses('parse_duration', ['soon'], 'Invalid');
  await refuses('parse_duration', ['1d'], 'Invalid');
  await refuses('parse_duration', [], 'Invalid');
  await refuses('load_location', [''], 'Invalid');
  await refuses('load_location', ['Nowhere/Place'], 'NotFound');
  await refuses('load_location', ['+01:00'], 'NotFound');
  await refuses('timer', [0], 'Invalid');
  await refuses('ticker', ['-1s'], 'Invalid');
  await refuses('sleep', ['soon'], 'Invalid');
  await refuses('date', [2024], 'Invalid');
  await refuses('unix', [2 ** 60], 'Invalid');
});

test('zones go by their names', async () => {
  const fixed = await run('fixed_zone', 'Ship', 3 * 3600 + 1800);
  assert.equal(await on(fixed, 'string'), 'Ship');
  assert.equal(await on(time.values.utc, 'string'), 'UTC');
  const there = await run('date', 2024, 1, 1, 12, 0, 0, 0, fixed);
  assert.equal(await on(there, 'format', '15:04 -0700 MST'), '12:00 +0330 Ship');
});

test('times, durations and zones are the same after they were saved', async () => {
  const zones = [time.values.utc, time.values.localtz, await run('load_location', 'Asia/Tokyo')];
  for (const zone of [...zones, await run('fixed_zone', 'X', -60)]) {
    const held = (await run('date', 2024, 5, 6, 7, 8, 9, 10, zone)) as Held<Time>;
    const saved = timeHandle.save?.(held.live);
    assert.ok(saved !== undefined);
    assert.deepEqual(timeHandle.restore?.(structuredClone(saved), new TestCall()), held.live);
  }
  assert.deepEqual(durationHandle.restore?.(5n, new TestCall()), { nanos: 5n });
});

test('sleep waits for its duration', async () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  const slept = invoke(time.functions.sleep, ['1.5s'], new TestCall({ clock })).then(() =>
    seen.push(clock.monotonic()),
  );
  await clock.advanceAsync(1499);
  assert.deepEqual(seen, []);
  await clock.advanceAsync(1);
  await slept;
  assert.deepEqual(seen, [1500]);
});

/** The Unix times that have come through the channel. */
async function received(channel: unknown): Promise<unknown[]> {
  assert.ok(channel instanceof TestBeat);
  const values: unknown[] = [];
  for (let value = channel.take(); value !== undefined; value = channel.take()) values.push(value);
  await settled();
  return Promise.all(values.map((value) => on(value, 'unix')));
}

test('after gives the time once', async () => {
  const clock = new VirtualClock(0);
  const [channel] = await invoke(time.functions.after, ['10s'], new TestCall({ clock }));
  await clock.advanceAsync(60_000);
  assert.deepEqual(await received(channel), [10]);
});

test('Ti1, Ti3: a timer fires once, unless it is stopped or set anew', async () => {
  const clock = new VirtualClock(0);
  const call = new TestCall({ clock });
  const [timer] = await invoke(time.functions.timer, ['10s'], call);
  const channel = await on(timer, 'channel');
  assert.equal(await on(timer, 'response'), channel);
  await clock.advanceAsync(5000);
  assert.deepEqual(await invokeMethod(timer, 'reset', ['10s'], call), [true]);
  await clock.advanceAsync(20_000);
  assert.deepEqual(await received(channel), [15]);
  assert.deepEqual(await invokeMethod(timer, 'reset', ['1s'], call), [false]);
  assert.equal(await on(timer, 'stop'), true);
  assert.equal(await on(timer, 'stop'), false);
  await clock.advanceAsync(20_000);
  assert.deepEqual(await received(channel), []);
});

test('Ti2, Ti3: a ticker keeps its beat, leaves out what is not taken, and ends when it is stopped', async () => {
  const clock = new VirtualClock(0);
  const [ticker] = await invoke(time.functions.ticker, ['10s'], new TestCall({ clock }));
  const channel = await on(ticker, 'channel');
  const seen: unknown[] = [];
  for (let round = 0; round < 3; round++) {
    await clock.advanceAsync(10_000);
    seen.push(...(await received(channel)));
  }
  await clock.advanceAsync(35_000);
  seen.push(...(await received(channel)));
  await clock.advanceAsync(5000);
  seen.push(...(await received(channel)));
  assert.deepEqual(seen, [10, 20, 30, 40, 70]);
  assert.equal(await on(ticker, 'stop'), true);
  await clock.advanceAsync(50_000);
  assert.deepEqual(await received(channel), []);
});

test('timers end with their process', async () => {
  const clock = new VirtualClock(0);
  const call = new TestCall({ clock });
  await invoke(time.functions.ticker, ['10s'], call);
  const [channel] = await invoke(time.functions.after, ['10s'], call);
  call.end();
  await clock.advanceAsync(60_000);
  assert.equal(clock.waiting, 0);
  assert.deepEqual(await received(channel), []);
});
