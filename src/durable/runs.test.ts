import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRun } from './runs.ts';
import type { Terms } from './start-options.ts';

const at = (time: string) => Date.parse(`2026-06-01T${time}Z`);

function begins(schedule: string, catchUp: Terms['cron_catch_up'], begun: string, ended: string): string {
  const terms = { cron_schedule: schedule, cron_catch_up: catchUp, parent_close_policy: 'abandon' } as Terms;
  const facts = { run: 1, startedAt: at('00:00'), beginAt: at(begun), isCanceled: false };
  const next = nextRun(terms, { type: 'normal', value: null }, facts, at(ended));
  return new Date(next?.at ?? Number.NaN).toISOString().slice(11, 19);
}

test('Ru7: a clock that is behind, or was set back, begins no run twice for one time', () => {
  assert.equal(begins('0 * * * *', 'once', '09:00', '08:59:59.999'), '10:00:00');
  assert.equal(begins('0 * * * *', 'skip', '09:00', '06:10'), '10:00:00');
  assert.equal(begins('0 * * * *', 'all', '09:00', '06:10'), '10:00:00');
  assert.equal(begins('@every 1h', 'once', '09:00', '08:59:59.999'), '10:00:00');
});

test('Ru4: times that pass while a run is under way are skipped, unless all are to be made up for', () => {
  assert.equal(begins('0 * * * *', 'once', '09:00', '11:30'), '12:00:00');
  assert.equal(begins('0 * * * *', 'all', '09:00', '11:30'), '10:00:00');
  assert.equal(begins('@every 90m', 'once', '09:00', '09:20'), '10:30:00');
  assert.equal(begins('@every 90m', 'once', '09:00', '10:40'), '12:00:00');
});
