/** Which options of a call are no such values: told where they are given, since what calls reads them late. */
import { isRecord } from '#base';
import { millisOf } from './guest-duration.ts';

type Given = Readonly<Record<string, unknown>>;

const duration = 'a duration: milliseconds, or a text such as "1m30s"';

const isDuration = (value: unknown): boolean => millisOf(value) !== undefined;
const isNumber = (value: unknown): boolean => typeof value === 'number';

const attempts = [
  ['max_attempts', isNumber, 'a number'],
  ['initial_delay', isDuration, duration],
  ['backoff_factor', isNumber, 'a number'],
] as const;

const activity = [
  ...['schedule_to_close_timeout', 'start_to_close_timeout'].map(
    (name) => [name, isDuration, duration] as const,
  ),
  ['retry_policy', isRecord, 'a table'],
] as const;

const checks = [
  ['timeout', isDuration, duration],
  ['retry', isRecord, 'a table'],
  ...attempts.map(([name, ...check]) => [`retry.${name}`, ...check] as const),
  ...['activity.', 'temporal.activity.'].flatMap((prefix) =>
    activity.map(([name, ...check]) => [prefix + name, ...check] as const),
  ),
] as const;

/** What is wrong with the first option that is no such value; undefined when none is. */
export function optionProblem(options: Given): string | undefined {
  const { retry } = options;
  return (
    problemIn(options, checks, '') ?? (isRecord(retry) ? problemIn(retry, attempts, 'retry.') : undefined)
  );
}

function problemIn(
  given: Given,
  wanted: typeof checks | typeof attempts,
  before: string,
): string | undefined {
  for (const [name, admits, expected] of wanted) {
    const value = given[name];
    if (value !== undefined && !admits(value)) return `the option ${before}${name} must be ${expected}`;
  }
  return undefined;
}
