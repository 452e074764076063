/**
 * Decides what follows when a supervised service ends.
 *
 * Pure: the exit, the history and chance go in, the decision comes out. The supervisor next door
 * holds the timers and the services and does what is decided here, so each rule is tested without
 * waiting.
 *
 *   R1  A service that was asked to stop, or ended by itself, rests.
 *   R2  A failure marked as not retryable ends the attempts at once.
 *   R3  A run of at least `stableAfter` forgets the failures before it.
 *   R4  Before jitter, no delay is longer than `maxDelay`.
 */
import { type Failure, failure } from '#base';

export interface RestartPolicy {
  /** Milliseconds before the first restart. */
  readonly initialDelay: number;
  /** Milliseconds that no delay exceeds, before jitter. */
  readonly maxDelay: number;
  /** By how much each delay is longer than the one before. */
  readonly factor: number;
  /** The share of a delay by which chance makes it shorter or longer. */
  readonly jitter: number;
  /** 0: without end. */
  readonly maxAttempts: number;
  /** Milliseconds of running after which a service counts as stable. */
  readonly stableAfter: number;
}

/** How a service ended. */
export type Exit =
  /** It was asked to stop. */
  | { readonly type: 'stopped' }
  /** It ended by itself, and well. */
  | { readonly type: 'ended' }
  /** It failed, after so many milliseconds of running. */
  | { readonly type: 'failed'; readonly failure: Failure; readonly ranFor: number };

export type Decision =
  | { readonly type: 'rest' }
  | { readonly type: 'restart'; readonly attempt: number; readonly after: number }
  | { readonly type: 'give-up'; readonly failure: Failure };

/** `failed` counts the failed attempts so far; `random` is from 0 to 1. */
export function decide(policy: RestartPolicy, failed: number, exit: Exit, random: number): Decision {
  if (exit.type !== 'failed') return { type: 'rest' };
  if (exit.failure.retryable === false) return { type: 'give-up', failure: exit.failure };

  const attempt = exit.ranFor >= policy.stableAfter ? 1 : failed + 1;
  if (policy.maxAttempts > 0 && attempt > policy.maxAttempts) {
    const message = `failed ${attempt} times: ${exit.failure.message}`;
    return { type: 'give-up', failure: failure('Unavailable', message, { cause: exit.failure }) };
  }
  const delay = Math.min(policy.initialDelay * policy.factor ** (attempt - 1), policy.maxDelay);
  return { type: 'restart', attempt, after: delay * (1 + policy.jitter * (2 * random - 1)) };
}
