/**
 * How a process ends, and what follows from it for the processes that are linked to it or watch it.
 *
 * Pure: an exit and a relation go in, what the other process gets comes out. The scheduler delivers it, after the
 * process is gone (P4).
 *
 *   Ex1  A monitor gets one EXIT, whatever the exit.
 *   Ex2  A link does nothing at a normal end. At any other it gives LINK_DOWN to a process that traps links, and ends
 *        one that does not, with an error that names the process it was linked to.
 *   Ex3  A result of `nil, err` is a failure; so is a raised error. `false, "text"` is a normal end with `false`.
 */
import type { Value } from '#lua';
import { ErrorValue, errorFrom, type Trace } from './error-value.ts';

export type Exit =
  /** The main body returned; `value` is its first result. A second one is seen by who waits on the same scheduler. */
  | { readonly type: 'normal'; readonly value: Value; readonly second?: Value }
  /** It returned `nil, err` or raised an error. */
  | { readonly type: 'failed'; readonly error: ErrorValue; readonly isRaised?: boolean }
  /** Ended by force: `terminate`, or a cancel whose deadline has passed. */
  | { readonly type: 'terminated'; readonly error: ErrorValue }
  /** Ended by a link or by a limit. */
  | { readonly type: 'killed'; readonly error: ErrorValue; readonly isOverLimit?: boolean }
  /** Its scheduler or node is gone. */
  | { readonly type: 'lost'; readonly error: ErrorValue };

export type AbnormalExit = Exclude<Exit, { readonly type: 'normal' }>;

export function isNormal(exit: Exit): exit is Extract<Exit, { readonly type: 'normal' }> {
  return exit.type === 'normal';
}

/** It ended by what it did itself: failed, or used more than it may. */
export function isFault(exit: Exit): exit is AbnormalExit {
  return exit.type === 'failed' || (exit.type === 'killed' && exit.isOverLimit === true);
}

/** It has used more than it may. */
export function overLimit(message: string): AbnormalExit {
  return { type: 'killed', error: new ErrorValue('Internal', message, false), isOverLimit: true };
}

/** The exit of a body that returned these results (Ex3). */
export function exitOf(results: readonly Value[]): Exit {
  const value = results[0]; // taken apart as a list it would cost a walk
  const error = results[1];
  if (value === undefined && error !== undefined) return { type: 'failed', error: errorFrom(error) };
  return error === undefined ? { type: 'normal', value } : { type: 'normal', value, second: error };
}

export function crashed(error: Value, traceback: string | Trace): AbnormalExit {
  return { type: 'failed', error: errorFrom(error, traceback), isRaised: true };
}

/** What a durable process is told of a call of it: an error that was raised without a kind is `Internal`, and final. */
export function exitOfActivity(exit: Exit): Exit {
  if (exit.type !== 'failed' || exit.isRaised !== true || exit.error.kind !== '') return exit;
  return { type: 'failed', error: exit.error.of('Internal', false) };
}

export const TERMINATED: AbnormalExit = terminated('');

/** The end of a process that somebody ended at once; why, when that was said. */
export function terminated(reason: string): AbnormalExit {
  const message = reason === '' ? 'process terminated' : `process terminated: ${reason}`;
  return { type: 'terminated', error: new ErrorValue('Canceled', message, false) };
}

/** The end of whoever does not trap the link that went down. */
export function killedByLink(pid: string, exit: AbnormalExit): AbnormalExit {
  const { kind, message, retryable } = exit.error;
  return {
    type: 'killed',
    error: new ErrorValue(kind, `linked process ${pid} ended: ${message}`, retryable),
  };
}

export type LinkEffect =
  | { readonly type: 'nothing' }
  | { readonly type: 'event' }
  | { readonly type: 'end'; readonly exit: AbnormalExit };

/** What a link that went down means for the process at its other end. */
export function linkEffect(pid: string, exit: Exit, trapsLinks: boolean): LinkEffect {
  if (isNormal(exit)) return { type: 'nothing' };
  return trapsLinks ? { type: 'event' } : { type: 'end', exit: killedByLink(pid, exit) };
}
