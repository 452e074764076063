import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failure } from '#base';
import { decide, type Exit, type RestartPolicy } from './restart.ts';

const policy: RestartPolicy = {
  initialDelay: 1000,
  maxDelay: 90_000,
  factor: 2,
  jitter: 0.1,
  maxAttempts: 0,
  stableAfter: 5000,
};

function crash(ranFor: number, retryable?: boolean): Exit {
  return { type: 'failed', failure: failure('Internal', 'boom', { retryable }), ranFor };
}

const policies: fc.Arbitrary<RestartPolicy> = fc.record({
  initialDelay: fc.integer({ min: 0, max: 10_000 }),
  maxDelay: fc.integer({ min: 0, max: 100_000 }),
  factor: fc.double({ min: 1, max: 5, noNaN: true }),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  maxAttempts: fc.integer({ min: 0, max: 20 }),
  stableAfter: fc.integer({ min: 0, max: 10_000 }),
});
const chance = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const failedBefore = fc.integer({ min: 0, max: 1000 });

test('R1: a service that was asked to stop, or ended by itself, rests', () => {
  assert.deepEqual(decide(policy, 3, { type: 'stopped' }, 0.5), { type: 'rest' });
  assert.deepEqual(decide(policy, 3, { type: 'ended' }, 0.5), { type: 'rest' });
});

test('R2: a failure that is not retryable ends the attempts, with that failure', () => {
  const exit = crash(60_000, false);
  assert.deepEqual(decide(policy, 0, exit, 0.5), {
    type: 'give-up',
    failure: exit.type === 'failed' && exit.failure,
  });
});

test('R3: a stable run forgets earlier failures', () => {
  assert.deepEqual(decide(policy, 40, crash(5000), 0.5), { type: 'restart', attempt: 1, after: 1000 });
  assert.deepEqual(decide(policy, 2, crash(4999), 0.5), { type: 'restart', attempt: 3, after: 4000 });
});

test('R3: it also makes room for all attempts again', () => {
  const few = { ...policy, maxAttempts: 2 };
  assert.equal(decide(few, 2, crash(0), 0.5).type, 'give-up');
  assert.equal(decide(few, 2, crash(5000), 0.5).type, 'restart');
});

test('R4: delays grow by the factor up to the longest one', () => {
  const delays = [0, 1, 2, 3, 6, 7, 500].map((failed) => {
    const decision = decide(policy, failed, crash(0), 0.5);
    return decision.type === 'restart' ? decision.after : undefined;
  });
  assert.deepEqual(delays, [1000, 2000, 4000, 8000, 64_000, 90_000, 90_000]);
});

test('R4: jitter moves a delay by its share at most, and only jitter exceeds the longest delay', () => {
  fc.assert(
    fc.property(policies, failedBefore, chance, (any, failed, random) => {
      const decision = decide(any, failed, crash(0), random);
      if (decision.type !== 'restart') return true;
      return decision.after >= 0 && decision.after <= any.maxDelay * (1 + any.jitter) * (1 + 1e-12) + 1e-6;
    }),
  );
});

test('with a limit the attempts end, and the message names the failure', () => {
  const decision = decide({ ...policy, maxAttempts: 3 }, 3, crash(0), 0.5);
  assert.ok(decision.type === 'give-up');
  assert.equal(decision.failure.kind, 'Unavailable');
  assert.equal(decision.failure.message, 'failed 4 times: boom');
});

test('a service that never runs stably is started again exactly as often as is allowed', () => {
  fc.assert(
    fc.property(policies, chance, (any, random) => {
      fc.pre(any.maxAttempts > 0 && any.stableAfter > 0);
      let failed = 0;
      for (let restarts = 0; ; restarts++) {
        const decision = decide(any, failed, crash(0), random);
        if (decision.type !== 'restart') return restarts === any.maxAttempts;
        failed = decision.attempt;
      }
    }),
  );
});
