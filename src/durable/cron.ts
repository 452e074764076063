/** Schedules: five or six fields as cron has them, its nicknames such as `@daily`, and `@every 90m`. Times are UTC. */
import { createRequire } from 'node:module';
import type { Cron } from 'croner';
import { durationMillis } from '#base';

const every = /^@every\s+(\S+)$/;

export function isCron(text: string): boolean {
  const span = spanOf(text);
  if (span !== undefined) return span >= 1000;
  try {
    return patternOf(text).nextRun() !== null;
  } catch {
    return false;
  }
}

/** The next time after that moment, both in milliseconds since 1970; undefined when there is none. */
export function nextTime(text: string, after: number): number | undefined {
  const span = spanOf(text);
  if (span !== undefined) return after + span;
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
  return new Pattern(text, { timezone: 'UTC', paused: true });
}
