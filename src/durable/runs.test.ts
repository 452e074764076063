import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorValue } from '#process';
import { lateTime, nextRun } from './runs.ts';
import { noteSchedule, scheduledAt } from './scheduled.ts';
import type { Terms } from './start-options.ts';

const at = (time: string) => Date.parse(`2026-06-01T${time}Z`);

const clock = (millis = Number.NaN) => new Date(millis).toISOString().slice(11, 16);

const termsOf = (schedule: string, catchUp: Terms['cron_catch_up']) =>
  ({ cron_schedule: schedule, cron_catch_up: catchUp, parent_close_policy: 'abandon' }) as Terms;

function begins(schedule: string, catchUp: Terms['cron_catch_up'], begun: string, ended: string): string {
  const facts = { run: 1, startedAt: at('00:00'), scheduledAt: at(begun), isCanceled: false };
  const next = nextRun(termsOf(schedule, catchUp), { type: 'normal', value: null }, facts, at(ended));
  return clock(next?.at);
}

/** When runs were to begin whose first one was for 09:00 and failed; they are tried anew after 50 minutes, and succeed from 10:30 on. */
function retried(schedule: string, catchUp: Terms['cron_catch_up']): string[] {
  const policy = { initial_interval: 50 * 60_000, backoff_coefficient: 1, maximum_interval: 0 };
  const retry_policy = { ...policy, maximum_attempts: 0, non_retryable_error_types: [] };
  const terms = { ...termsOf(schedule, catchUp), retry_policy };
  const failed = { type: 'failed', error: new ErrorValue('Unavailable', 'not yet', true) } as const;
  const begun: string[] = [];
  let attributes = {};
  let now = 0;
  for (let run = 1, beginAt = at('09:00'); begun.length < 5; ) {
    begun.push(clock(beginAt));
    now = Math.max(now, beginAt);
    const exit = now < at('10:30') ? failed : ({ type: 'normal', value: null } as const);
    const times = { startedAt: at('00:00'), scheduledAt: scheduledAt(attributes, beginAt) };
    const next = nextRun(terms, exit, { run, ...times, isCanceled: false }, now);
    assert.ok(next !== undefined);
    attributes = { ...attributes, ...noteSchedule(next, attributes) };
    ({ run, at: beginAt } = next);
  }
  return begun;
}

test('Ru7: a clock that is behind, or was set back, begins no run twice for one time', () => {
  assert.equal(begins('0 * * * *', 'once', '09:00', '08:59:59.999'), '10:00');
  assert.equal(begins('0 * * * *', 'skip', '09:00', '06:10'), '10:00');
  assert.equal(begins('0 * * * *', 'all', '09:00', '06:10'), '10:00');
  assert.equal(begins('@every 1h', 'once', '09:00', '08:59:59.999'), '10:00');
});

test('Ru4: times that pass while a run is under way are skipped, unless all are to be made up for', () => {
  assert.equal(begins('0 * * * *', 'once', '09:00', '11:30'), '12:00');
  assert.equal(begins('0 * * * *', 'all', '09:00', '11:30'), '10:00');
  assert.equal(begins('@every 90m', 'once', '09:00', '09:20'), '10:30');
  assert.equal(begins('@every 90m', 'once', '09:00', '10:40'), '12:00');
});

test('Ru8: times that pass between a failed run and the next are made up for, or not, as others are', () => {
  assert.deepEqual(retried('0 * * * *', 'all'), ['09:00', '09:50', '10:40', '10:00', '11:00']);
  assert.deepEqual(retried('0 * * * *', 'once'), ['09:00', '09:50', '10:40', '11:00', '12:00']);
  assert.deepEqual(retried('50 * * * *', 'all'), ['09:00', '09:50', '10:40', '09:50', '10:50']);
});

test('Ru8: spans are counted from the time that the failed run was for', () => {
  assert.deepEqual(retried('@every 30m', 'all'), ['09:00', '09:50', '10:40', '09:30', '10:00']);
  assert.deepEqual(retried('@every 1h', 'once'), ['09:00', '09:50', '10:40', '11:00', '12:00']);
  const late = { beginAt: at('09:50'), scheduledAt: at('09:00') };
  assert.equal(clock(lateTime(termsOf('@every 1h', 'skip'), late, at('13:10'))), '14:00');
});

test('Ru8: what is kept of a run says nothing of one that an older version began since', () => {
  const note = noteSchedule({ run: 2, at: at('09:50'), scheduledAt: at('09:00') }, {}) ?? {};
  assert.equal(clock(scheduledAt(note, at('09:50'))), '09:00');
  assert.equal(clock(scheduledAt(note, at('10:00'))), '10:00');
  assert.equal(clock(scheduledAt({ memo: { note: 'first' } }, at('10:00'))), '10:00');
});
