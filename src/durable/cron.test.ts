import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCron, nextTime } from './cron.ts';

/** The first times of a schedule after a moment. */
function times(schedule: string, after: string, count = 3): string[] {
  const found: string[] = [];
  for (let at = Date.parse(after); found.length < count; ) {
    at = nextTime(schedule, at, at) ?? Number.NaN;
    found.push(new Date(at).toISOString().slice(5, 16));
  }
  return found;
}

test('fields are times in UTC, or in the zone that is named before them', () => {
  assert.deepEqual(times('0 9 * * *', '2026-06-01T00:00Z', 1), ['06-01T09:00']);
  assert.deepEqual(times('CRON_TZ=Europe/Berlin 0 9 * * *', '2026-06-01T00:00Z', 1), ['06-01T07:00']);
  assert.deepEqual(times('TZ=America/New_York @daily', '2026-06-01T12:00Z', 1), ['06-02T04:00']);
});

test('a time that daylight saving leaves out comes when the clocks have been put forward', () => {
  const schedule = 'CRON_TZ=Europe/Berlin 30 2 * * *';
  assert.deepEqual(times(schedule, '2026-03-27T12:00Z'), ['03-28T01:30', '03-29T01:00', '03-30T00:30']);
});

test('a time that daylight saving brings twice comes once a day, and twice for a schedule of every hour', () => {
  const daily = 'CRON_TZ=Europe/Berlin 30 2 * * *';
  assert.deepEqual(times(daily, '2026-10-24T12:00Z'), ['10-25T00:30', '10-26T01:30', '10-27T01:30']);
  const hourly = 'CRON_TZ=Europe/Berlin 0 * * * *';
  assert.deepEqual(times(hourly, '2026-10-24T23:30Z'), ['10-25T00:00', '10-25T01:00', '10-25T02:00']);
});

test('spans are counted from the last time that was to be, however late it is', () => {
  const from = Date.parse('2026-06-01T00:00Z');
  const minutes = (after: number) =>
    ((nextTime('@every 90m', from + after * 60_000, from) ?? 0) - from) / 60_000;
  assert.deepEqual([minutes(-5), minutes(0), minutes(89), minutes(90), minutes(200)], [90, 90, 90, 180, 270]);
});

test('what never comes, an unknown zone and spans below a second are no schedules', () => {
  const wrong = ['0 0 30 2 *', 'CRON_TZ=Mars/Base 0 9 * * *', '@every 10ms', '@every soon', 'daily', ''];
  assert.deepEqual(wrong.filter(isCron), []);
  assert.ok(isCron('0 0 29 2 *') && isCron('*/10 * * * * *'));
});
