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

/** In milliseconds of the monotonic clock. A clock that was set back makes no rest longer than it was to be (D12). */
export function restsUntil({ wakeAt, at }: RestingProcess, clock: Clock): number {
  if (wakeAt === NEVER) return Number.POSITIVE_INFINITY;
  return clock.monotonic() + wakeAt - Math.max(at, clock.now());
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
