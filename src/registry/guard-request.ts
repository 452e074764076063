/** How somebody asks for a guarded change, and what answers. */
import type { Context, Infer } from '#plugin';
import { t } from '#plugin';
import type { ProposedOp } from './proposal.ts';
import type { Verdict } from './verdict.ts';
import type { Version } from './version.ts';

/** What nobody knows is refused: a bar that is misspelt would guard nothing. */
export const guardOptions = t.object(
  {
    tests: t
      .oneOf(t.string, t.list(t.string))
      .default([])
      .describe('Tests that must pass with the change before it is applied: ids, or patterns of ids.'),
    lint: t
      .oneOf('error', 'warning', 'off')
      .default('error')
      .describe('The least finding of the linter that refuses the change.'),
    window: t.duration('30s').describe('How long it is watched; 0 for not at all.'),
    error_rate: t
      .number({ min: 0, max: 1, default: 0.05 })
      .describe('By how much the share of calls that fail may grow.'),
    restarts: t
      .integer({ min: 0, default: 1 })
      .describe('How many more processes and services may fail than before in the same time.'),
    latency_ratio: t
      .number({ min: 1, default: 2 })
      .describe('How many times slower than before calls may be, at the 95th percentile.'),
    min_calls: t
      .integer({ min: 1, default: 20 })
      .describe('With fewer calls of an entry neither its errors nor its latency are judged.'),
    reason: t.string.default('').describe('Why, for the verdict.'),
    wait: t.boolean.default(false).describe('The call returns when the verdict is final.'),
  },
  { unknown: 'refuse' },
);

export type GuardOptions = Infer<typeof guardOptions>;

export interface GuardRequest {
  readonly ops: readonly ProposedOp[];
  readonly author: string;
  readonly message?: string | undefined;
  /** The version that the change was made for; the current one if left out. */
  readonly base?: number | undefined;
  readonly options: GuardOptions;
  /** As whom the tests run. */
  readonly context?: Context | undefined;
  /** The person who agrees to what cannot be taken back (B3). */
  readonly consentBy?: string | undefined;
}

/** A change that was applied under a guard. */
export interface Guarded {
  readonly version: Version;
  /** Resolves when the verdict is final; never rejects. */
  readonly settled: Promise<Verdict>;
}

export interface ChangeGuard {
  /** Resolves when the change is in force and watched. Throws what refuses it. */
  apply(request: GuardRequest): Promise<Guarded>;
}
