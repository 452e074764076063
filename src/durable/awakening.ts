/**
 * Reads those who are about to go on when their node starts or takes them over.
 *
 *   Sl4  Who has nothing to do before a moment that is to come, and for whom nothing has come, stays in the store: only that
 *        moment is read.
 */
import type { Clock } from '#base';
import type { Backend } from './store/backend.ts';
import { NEVER, type RestingProcess, type StoredProcess } from './store/records.ts';

export type Found = StoredProcess | RestingProcess;

export function isResting(found: Found): found is RestingProcess {
  return 'wakeAt' in found;
}

/** In milliseconds of the monotonic clock. */
export interface Rest {
  readonly until: number;
  /** When its state was saved. */
  readonly since: number;
}

/** A clock that was set back while no node ran makes no rest longer than it was to be (D12). */
export function restOf({ wakeAt, at }: RestingProcess, clock: Clock): Rest {
  const since = clock.monotonic() - elapsedSince(at, clock);
  return { until: wakeAt === NEVER ? Number.POSITIVE_INFINITY : since + wakeAt - at, since };
}

/**
 * Milliseconds since a state was saved, `at` by the clock on the wall. `since`: the same by the monotonic clock, where that is
 * known: then a clock that was set back meanwhile takes nothing away.
 */
export function elapsedSince(at: number, clock: Clock, since = Number.POSITIVE_INFINITY): number {
  return Math.max(0, clock.now() - at, clock.monotonic() - since);
}

/** `isAlone`: the turn of one that was lost several times has come (K1). */
export async function readAwakening(
  { backend, clock }: { readonly backend: Backend; readonly clock: Clock },
  pids: readonly string[],
  isAlone = false,
): Promise<readonly Found[]> {
  const now = clock.now();
  const resting = isAlone ? [] : (await backend.ask('resting', pids)).filter(({ wakeAt }) => wakeAt > now);
  const isAtRest = new Set(resting.map(({ pid }) => pid));
  const others = pids.filter((pid) => !isAtRest.has(pid));
  if (others.length === 0) return resting;
  return [...resting, ...(await backend.ask('resumed', others, isAlone))];
}
