import { type LibraryLimits, libraryLimits } from '#lua';
import type { Limits as GivenLimits } from '#plugin';

export type { GivenLimits };

/** What one process may use. */
export interface Limits extends LibraryLimits {
  /** Bytes of memory; Infinity is without limit. */
  readonly memory: number;
  /** From this mailbox length on, a send costs its sender fuel in proportion to the length (M2). */
  readonly softMailbox: number;
  /** At this length a send is refused, retryable (M2). */
  readonly hardMailbox: number;
  /** What it may compute in its life; Infinity is without limit. */
  readonly reductions: number;
}

export const defaultLimits: Limits = {
  memory: 128 * 2 ** 20,
  softMailbox: 1000,
  hardMailbox: 100_000,
  reductions: Number.POSITIVE_INFINITY,
  ...libraryLimits,
};

/** What a program asks for, within what its host grants. */
export function limitsOf(program: GivenLimits | undefined, host: GivenLimits | undefined): Limits {
  if (program === undefined && host === undefined) return defaultLimits;
  const given = (name: keyof GivenLimits, otherwise: number) =>
    orNone(least(program?.[name], host?.[name]) ?? otherwise);
  const hardMailbox = given('mailbox', defaultLimits.hardMailbox);
  return {
    memory: given('memory', defaultLimits.memory),
    softMailbox: Math.min(defaultLimits.softMailbox, hardMailbox),
    hardMailbox,
    reductions: given('reductions', 0),
    text: Math.min(defaultLimits.text, given('text', defaultLimits.text)),
    search: given('search', defaultLimits.search),
  };
}

function orNone(limit: number): number {
  return limit === 0 ? Number.POSITIVE_INFINITY : limit;
}

/** The lower of two limits, of which 0 is none. */
function least(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a === 0 || (b !== 0 && b < a) ? b : a;
}

/** The fuel that a send to a mailbox of this length costs above its own work. */
export function floodCost(length: number, limits: Limits): number {
  return length < limits.softMailbox ? 0 : length >> 3;
}
