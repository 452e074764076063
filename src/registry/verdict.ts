/**
 * What a guard found out about a change: plain data, kept on the version that the change made. A change is `watching`
 * from its application on; what follows is final.
 */
import type { EntryId } from '#plugin';

export interface Verdict {
  readonly state: 'watching' | 'kept' | 'taken back' | 'stuck';
  /** Who applied the change, and why. */
  readonly author: string;
  readonly reason: string;
  /** What was done before the change was applied. */
  readonly checks: readonly GuardCheck[];
  readonly watch: Watch;
  /** By entry; what was before is of the code that ran then. */
  readonly health: readonly HealthComparison[];
  readonly broken: readonly BrokenBar[];
  /** One sentence for people. */
  readonly summary: string;
  /** Who settled it: the guard, or a person. */
  readonly settledBy?: string;
  /** Milliseconds since 1970. */
  readonly settledAt?: number;
  readonly takenBack?: TakenBack;
}

export interface GuardCheck {
  readonly name: 'lint' | 'tests' | 'consent';
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** One sentence, and lines for people. */
  readonly summary: string;
  readonly details: readonly string[];
}

export interface Watch {
  /** Those that the change touches, and code that it changes by way of them. */
  readonly entries: readonly EntryId[];
  /** The versions of the change, oldest first: its author may have added some. */
  readonly versions: readonly number[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly bars: Bars;
  /** The node was shut down in good order with so many milliseconds left. */
  readonly paused?: number;
}

/** What a change may make worse before it is taken back. */
export interface Bars {
  /** Milliseconds that it is watched. */
  readonly window: number;
  /** By how much the share of failed calls may grow, from 0 to 1. */
  readonly error_rate: number;
  /** How many more failures of processes and services there may be than before in the same time. */
  readonly restarts: number;
  /** How many times slower than before calls may be, at the 95th percentile. */
  readonly latency_ratio: number;
  /** With fewer calls neither errors nor latency are judged. */
  readonly min_calls: number;
}

/** Counted since the node started, or within a time. */
export interface HealthFigures {
  readonly calls: number;
  readonly errors: number;
  readonly canceled: number;
  /** Calls that were under way all the time. */
  readonly waiting: number;
  /** Milliseconds; 0 when nothing was measured. */
  readonly p50: number;
  readonly p95: number;
  /** Processes and runs of a service that failed. */
  readonly failures: number;
}

export interface HealthComparison {
  readonly entry: EntryId;
  /** Beginnings of the hashes of its programs. */
  readonly programs: { readonly before: string; readonly after: string };
  readonly before: HealthFigures;
  readonly after: HealthFigures;
}

export interface BrokenBar {
  readonly entry: EntryId;
  readonly bar: 'error_rate' | 'restarts' | 'latency_ratio';
  readonly limit: number;
  readonly value: number;
}

export interface TakenBack {
  /** The version that took it back; none when nothing could be. */
  readonly version?: number;
  readonly entries: readonly EntryId[];
  /** B1: what stayed as it was found, and why. */
  readonly left: readonly { readonly entry: EntryId; readonly reason: string }[];
  /** B2: processes that go on with code of the change. */
  readonly running: readonly string[];
}
