/** What a durable process in memory is, besides its state. */
import type { Terms } from './start-options.ts';
import type { Attributes } from './step.ts';

/** What of a process stays as it is while it is in memory. */
export interface KeptFacts {
  /** Who waits for its result: a durable process and its operation. */
  readonly answer: { readonly pid: string; readonly operation: number } | undefined;
  /** The name it was started under, or its pid. */
  readonly id: string;
  /** Of which owner of the process this is (L2). */
  readonly fence: number;
  readonly startedAt: number;
  /** When its run was to begin. */
  readonly beginAt: number;
  /** It was begun before that, to end. */
  readonly isEarly: boolean;
  /** Counts from 1 (Ru1). */
  readonly run: number;
  readonly terms: Terms;
  /** What people find it by. */
  readonly attributes: Attributes;
}
