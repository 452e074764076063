import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { durationMillis, durationNanos, formatMillis, formatNanos } from './duration.ts';

test('durations are read as people write them', () => {
  const millis: Record<string, number> = {
    '250ms': 250,
    '1.5s': 1500,
    '30s': 30_000,
    '1h30m': 5_400_000,
    '7d': 604_800_000,
    '1d12h': 129_600_000,
    '10us': 0.01,
    '10µs': 0.01,
    '10μs': 0.01,
    '.5s': 500,
    '-1m': -60_000,
    '+1m': 60_000,
    '0': 0,
    '2h45m30.5s': 9_930_500,
  };
  for (const [text, expected] of Object.entries(millis)) assert.equal(durationMillis(text), expected, text);
});

test('what is no duration is refused', () => {
  for (const text of [
    '',
    '-',
    '5',
    '1.s.',
    's',
    '1 h',
    '1w',
    'h1',
    '1h30',
    '1e3s',
    ' 1s',
    '1s ',
    'constructor',
  ]) {
    assert.equal(durationNanos(text), undefined, text);
  }
});

test('nanoseconds are exact', () => {
  assert.equal(durationNanos('2562047h47m16.854775807s'), 9_223_372_036_854_775_807n);
  assert.equal(durationNanos('1.000000001s'), 1_000_000_001n);
});

test('durations are written in the largest units that apply', () => {
  assert.equal(formatMillis(5_400_000), '1h30m0s');
  assert.equal(formatMillis(5_445_000), '1h30m45s');
  assert.equal(formatMillis(1500), '1.5s');
  assert.equal(formatMillis(250), '250ms');
  assert.equal(formatMillis(60_000), '1m0s');
  assert.equal(formatMillis(-60_500), '-1m0.5s');
  assert.equal(formatNanos(1_500n), '1.5µs');
  assert.equal(formatNanos(999), '999ns');
  assert.equal(formatNanos(0n), '0s');
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      (n) => durationNanos(formatNanos(n)) === n,
    ),
  );
});
