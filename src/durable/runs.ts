/**
 * Processes that begin anew: their options say when and how often.
 *
 *   Ru1  A process keeps its pid, its name and those who watch it; nobody is told of an end that is not final.
 *   Ru2  It begins with what it was started with. What had come in is gone with the run; what comes later waits for the next.
 *   Ru3  After a failure `retry_policy` decides, and when that has enough or there is none, `cron_schedule`. Who was asked
 *        to end, or was ended by force, is not begun again.
 *   Ru4  Times of a schedule that passed while the process ran are skipped, and those that passed while no node did are
 *        made up for once; or all of them are, one after the other; or none.
 *   Ru5  The time of a run counts from when it was to begin, or, when that was late, from when it began. Only its commits
 *        tell a later node that it began late: then its time counts from the last one.
 *   Ru6  What a run asks for has other keys than what the runs before asked for, and no answer to them is one to it.
 *   Ru7  No time of a schedule begins two runs, also when the clock was set back, or is behind the one that timers go by.
 *   Ru8  A run that begins anew after a failure is for the same time of the schedule: the times after that one are those that
 *        are next, or have passed.
 *   Ru9  Whose time is over before another try would begin ends at once, with `Timeout` and why it was to be tried again.
 */
import { ErrorValue, type Exit, isNormal, type Process, type Tie, timeoutError } from '#process';
import { nextTime } from './cron.ts';
import type { Terms } from './start-options.ts';
import type { StoredState } from './store/records.ts';

/** It goes on no more. */
export const isEnd = (state: StoredState): boolean => state === 'completed' || state === 'failed';

/** Of one process; milliseconds since 1970. */
export interface RunFacts {
  /** Counts from 1 since the last success. */
  readonly run: number;
  readonly startedAt: number;
  /** When the run was to begin. */
  readonly beginAt: number;
  /** For which time of the schedule it was (Ru8). */
  readonly scheduledAt: number;
  readonly isCanceled: boolean;
}

export interface NextRun {
  readonly run: number;
  readonly at: number;
  /** For which time of a schedule it is; when it begins, where there is none. */
  readonly scheduledAt: number;
}

/** When a process that ended so begins anew; undefined when the end is final. */
export function nextRun(
  terms: Terms,
  exit: Exit,
  { run, startedAt, scheduledAt, isCanceled }: Omit<RunFacts, 'beginAt'>,
  now: number,
): NextRun | undefined {
  if (isCanceled || (exit.type !== 'normal' && exit.type !== 'failed')) return undefined;
  const next = afterFailure(terms, exit, { run, scheduledAt }, now) ?? afterSchedule(terms, scheduledAt, now);
  if (next === undefined || next.at >= lastMoment(terms, startedAt)) return undefined;
  return next;
}

/** How a process ends that does not begin anew (Ru9). */
export function lastEnd(
  terms: Terms,
  exit: Exit,
  { run, startedAt, scheduledAt, isCanceled }: Omit<RunFacts, 'beginAt'>,
  now: number,
): Exit {
  if (isCanceled || exit.type !== 'failed') return exit;
  const last = lastMoment(terms, startedAt);
  const next = now < last ? afterFailure(terms, exit, { run, scheduledAt }, now) : undefined;
  return next === undefined || next.at < last ? exit : tookTooLong(exit.error);
}

function afterFailure(
  { retry_policy: policy, cron_schedule: schedule }: Terms,
  exit: Exit,
  { run, scheduledAt }: Pick<RunFacts, 'run' | 'scheduledAt'>,
  now: number,
): NextRun | undefined {
  if (policy === undefined || isNormal(exit)) return undefined;
  const { kind, retryable } = exit.error;
  const { initial_interval: first, backoff_coefficient: factor, maximum_attempts: most } = policy;
  if (retryable === false || policy.non_retryable_error_types.includes(kind)) return undefined;
  if (most > 0 && run >= most) return undefined;
  const longest = policy.maximum_interval || 100 * first;
  const at = Math.floor(now + Math.min(longest, first * factor ** (run - 1)));
  return { run: run + 1, at, scheduledAt: schedule === undefined ? at : scheduledAt };
}

function afterSchedule(
  { cron_schedule: schedule, cron_catch_up: catchUp }: Terms,
  scheduledAt: number,
  now: number,
): NextRun | undefined {
  if (schedule === undefined) return undefined;
  // Ru7.
  const after = catchUp === 'all' ? scheduledAt : Math.max(scheduledAt, now);
  const at = nextTime(schedule, after, scheduledAt);
  return at === undefined ? undefined : { run: 1, at, scheduledAt: at };
}

/** When a process that is started now begins; `now` when at once. */
export function firstTime({ cron_schedule: schedule }: Terms, delay: number, now: number): number {
  const from = Math.floor(now + delay);
  return schedule === undefined ? from : (nextTime(schedule, from, from) ?? from);
}

/** When one begins whose time passed while no node ran. */
export function lateTime(
  { cron_schedule: schedule, cron_catch_up: catchUp }: Terms,
  { beginAt, scheduledAt }: Pick<RunFacts, 'beginAt' | 'scheduledAt'>,
  now: number,
): number {
  return schedule === undefined || catchUp !== 'skip'
    ? beginAt
    : (nextTime(schedule, now, scheduledAt) ?? beginAt);
}

/** When the process must have ended at the latest; Infinity when nothing says so. */
function lastMoment({ execution_timeout: span }: Terms, startedAt: number): number {
  return span === undefined || span === 0 ? Number.POSITIVE_INFINITY : startedAt + span;
}

/** When its run must have ended (Ru5). `at`: when it last committed, or now when it begins. */
export function endOfRun(
  terms: Terms,
  { startedAt, beginAt, at }: Pick<RunFacts, 'startedAt' | 'beginAt'> & { readonly at: number },
  isNew: boolean,
): number {
  const { run_timeout: span } = terms;
  if (span === undefined || span === 0) return lastMoment(terms, startedAt);
  const isLate = isNew || at >= beginAt + span;
  return Math.min((isLate ? Math.max(at, beginAt) : beginAt) + span, lastMoment(terms, startedAt));
}

/** Of one step. */
const MOST_OPERATIONS = 2 ** 20;

/** The number of an operation that nothing before the step can have reached (Ru6). */
export function operationsBefore(step: number): number {
  return step * MOST_OPERATIONS;
}

/** What a run ends with that took too long. `last`: why it was to be tried again. */
export function tookTooLong(last?: ErrorValue): Exit {
  return { type: 'failed', error: timeoutError('the workflow took longer than it may', true, last) };
}

/** What one ends with that is asked to end before its time to begin. */
export function endedEarly(reason: string): Exit {
  const message = `was asked to end before it began${reason === '' ? '' : `: ${reason}`}`;
  return { type: 'failed', error: new ErrorValue('Canceled', message, false) };
}

/** What those who watch a process are told again to its next run (Ru1). */
export function tiesOf({ watchers, links }: Process): Tie[] {
  const tie = (type: 'monitor' | 'link') => (from: string) => ({ type, from });
  return [...(watchers?.all ?? []).map(tie('monitor')), ...(links?.all ?? []).map(tie('link'))];
}
