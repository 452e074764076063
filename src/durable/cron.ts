/**
 * Schedules: five or six fields as cron has them, its nicknames such as `@daily`, and `@every 90m`. Fields are times in UTC, or
 * in the zone that is named before them: `CRON_TZ=Europe/Berlin 0 9 * * *`.
 */
import { createRequire } from 'node:module';
import type { Cron } from 'croner';
import { durationMillis } from '#base';

const every = /^@every\s+(\S+)$/;
const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/;

export function isCron(text: string): boolean {
  const span = spanOf(text);
  if (span !== undefined) return span >= 1000;
  try {
    return patternOf(text).nextRun() !== null;
  } catch {
    return false;
  }
}

/**
 * The first time after `after`, both in milliseconds since 1970; undefined when there is none. Spans of `@every` are counted
 * from `from`.
 */
export function nextTime(text: string, after: number, from: number): number | undefined {
  const span = spanOf(text);
  if (span !== undefined) return from + span * Math.max(1, Math.floor((after - from) / span) + 1);
  return patternOf(text).nextRun(new Date(after))?.getTime();
}

function spanOf(text: string): number | undefined {
  const [, span] = every.exec(text) ?? [];
  return span === undefined ? undefined : (durationMillis(span) ?? 0);
}

// Few applications have schedules, and those that have none do not wait for the library.
const load = createRequire(import.meta.url);

function patternOf(text: string): Cron {
  const { Cron: Pattern } = load('croner') as typeof import('croner'); // a package has the type of its declarations
  const [, timezone = 'UTC', fields = text] = zoned.exec(text) ?? [];
  return new Pattern(fields, { timezone, paused: true });
}
