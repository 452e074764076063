/**
 * How a host treats its processes, and what follows when one of them fails. Pure.
 *
 *   Hs1  Delays grow as those of services do. An error that is marked as not retryable is not tried again.
 *   Hs2  A failure that no more attempt follows is treated as `exhausted` says.
 */
import type { Failure } from '#base';
import type { limitsOf } from '#process';
import { decide, type RestartPolicy } from '#supervisor';

export interface RetrySettings extends Omit<RestartPolicy, 'stableAfter'> {
  /** What follows when the attempts are used up. */
  readonly exhausted: 'hold' | 'fail';
}

export interface DurableHostSettings {
  /** How its processes are told of it; by its id and as 'default' when left out. */
  readonly queue?: { readonly name: string; readonly namespace: string };
  /** What becomes of a process that fails with an error that nobody takes. */
  readonly onError: 'fail' | 'hold' | 'retry';
  readonly retry: RetrySettings;
  /** What each of its processes may use. */
  readonly limits?: Parameters<typeof limitsOf>[1];
  /** Bytes of one payload. */
  readonly maxPayload: number;
  /** Bytes of one saved state. */
  readonly maxState: number;
  /** For how many milliseconds a process rests in memory before it is in the store alone. */
  readonly hibernateAfter: number;
  readonly keep: {
    /** Past steps of each process, for those who look back, and to go on from. */
    readonly steps: number;
    /** For how many milliseconds those are kept that have ended. */
    readonly finished: number;
  };
}

export const defaultHostSettings: DurableHostSettings = {
  onError: 'fail',
  retry: {
    initialDelay: 1000,
    maxDelay: 300_000,
    factor: 2,
    jitter: 0.1,
    maxAttempts: 10,
    exhausted: 'hold',
  },
  maxPayload: 2 * 1024 * 1024,
  maxState: 64 * 1024 * 1024,
  hibernateAfter: 60_000,
  keep: { steps: 50, finished: 72 * 3_600_000 },
};

/** It ends; or it is held, and tried again by itself after so many milliseconds, or when a person says so. */
export type AfterFailure =
  | { readonly type: 'fail' }
  | { readonly type: 'hold'; readonly retryAfter: number | undefined };

/** `failures`: how often it has failed since its last commit, before this time; `random` is from 0 to 1. */
export function afterFailure(
  { onError, retry }: DurableHostSettings,
  failures: number,
  failure: Failure,
  random: number,
): AfterFailure {
  if (onError === 'fail') return { type: 'fail' };
  if (onError === 'hold') return { type: 'hold', retryAfter: undefined };
  const policy = { ...retry, stableAfter: Number.POSITIVE_INFINITY };
  const decision = decide(policy, failures, { type: 'failed', failure, ranFor: 0 }, random);
  if (decision.type === 'restart') return { type: 'hold', retryAfter: decision.after };
  return retry.exhausted === 'fail' ? { type: 'fail' } : { type: 'hold', retryAfter: undefined };
}
