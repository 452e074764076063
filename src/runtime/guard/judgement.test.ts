import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Bars, HealthFigures } from '#registry';
import { describeBroken, failedShare, judge } from './judgement.ts';
import { nothing } from './node-health.ts';

const bars: Bars = { window: 30_000, error_rate: 0.05, restarts: 1, latency_ratio: 2, min_calls: 20 };

const broken = (before: Partial<HealthFigures>, after: Partial<HealthFigures>, more: Partial<Bars> = {}) =>
  judge(
    {
      entry: 'app:f',
      before: { ...nothing, ...before },
      after: { ...nothing, ...after },
      countedFor: 60_000,
      watchedFor: 30_000,
    },
    { ...bars, ...more },
  ).map(({ bar }) => bar);

test('Ju1: the share of failed calls may grow by the bar, and what was bad before may stay so', () => {
  assert.deepEqual(broken({ calls: 100 }, { calls: 100, errors: 5 }), []);
  assert.deepEqual(broken({ calls: 100 }, { calls: 100, errors: 6 }), ['error_rate']);
  assert.deepEqual(broken({ calls: 100, errors: 50 }, { calls: 100, errors: 55 }), []);
  assert.deepEqual(broken({ calls: 100, errors: 50 }, { calls: 100, errors: 56 }), ['error_rate']);
  assert.deepEqual(broken({ calls: 100, errors: 100 }, { calls: 100, errors: 1 }), []);
  assert.deepEqual(broken({}, { calls: 20, errors: 20 }, { error_rate: 1 }), []);
});

test('Ju1: calls that were given up count as failed', () => {
  assert.deepEqual(broken({ calls: 100 }, { calls: 10, canceled: 10 }), ['error_rate']);
});

test('Ju2: calls may take twice as long, and some milliseconds more whatever they took', () => {
  assert.deepEqual(broken({ calls: 100, p95: 10 }, { calls: 100, p95: 20 }), []);
  assert.deepEqual(broken({ calls: 100, p95: 10 }, { calls: 100, p95: 20.1 }), ['latency_ratio']);
  assert.deepEqual(broken({ calls: 100, p95: 0.1 }, { calls: 100, p95: 5 }), []);
  assert.deepEqual(broken({ calls: 100, p95: 0.1 }, { calls: 100, p95: 5.2 }), ['latency_ratio']);
  assert.deepEqual(broken({ calls: 100, p95: 1 }, { waiting: 20, p95: 5000 }), ['latency_ratio']);
});

test('Ju3: failures that came before in the same time are allowed for', () => {
  assert.deepEqual(broken({}, { failures: 1 }), []);
  assert.deepEqual(broken({}, { failures: 2 }), ['restarts']);
  assert.deepEqual(broken({ failures: 4 }, { failures: 3 }), []);
  assert.deepEqual(broken({ failures: 4 }, { failures: 4 }), ['restarts']);
  assert.deepEqual(broken({}, { failures: 1 }, { restarts: 0 }), ['restarts']);
});

test('Ju4: few calls are no evidence', () => {
  assert.deepEqual(broken({ calls: 100, p95: 1 }, { calls: 19, errors: 19, p95: 1000 }), []);
  assert.deepEqual(broken({ calls: 19, p95: 1 }, { calls: 100, p95: 1000 }), []);
  assert.deepEqual(broken({}, { calls: 1, errors: 1 }, { min_calls: 1 }), ['error_rate']);
});

const figures = fc.record({
  calls: fc.nat(1000),
  errors: fc.nat(1000),
  canceled: fc.nat(100),
  waiting: fc.nat(50),
  p50: fc.nat(1000),
  p95: fc.nat(1000),
  failures: fc.nat(20),
});

test('what did not get worse breaks no bar', () => {
  fc.assert(
    fc.property(figures, (same) => {
      assert.deepEqual(
        judge({ entry: 'app:f', before: same, after: same, countedFor: 1, watchedFor: 1 }, bars),
        [],
      );
    }),
  );
});

test('a broken bar says its limit and a value beyond it, for people too', () => {
  fc.assert(
    fc.property(figures, figures, (before, after) => {
      const found = judge({ entry: 'app:f', before, after, countedFor: 60_000, watchedFor: 30_000 }, bars);
      for (const one of found) {
        assert.ok(one.value >= one.limit);
        assert.match(describeBroken(one), /app:f.*\d/);
      }
    }),
  );
});

test('nothing that was called never failed', () => {
  assert.equal(failedShare(nothing), 0);
});
