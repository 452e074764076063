/**
 * Whether a watched change made things worse than its bars allow.
 *
 *   Ju1  Errors: the share of calls that fail or are given up may grow by `error_rate`.
 *   Ju2  Latency: the 95th percentile may be `latency_ratio` times what it was, and must differ by more than `NOTICEABLE`.
 *        Calls that began and do not answer count as being as long as they have been waited for.
 *   Ju3  Restarts: processes and services may fail `restarts` times more than they did before in the same time.
 *   Ju4  With fewer than `min_calls` calls neither errors nor latency are judged, latency also not without as many before.
 *
 * Pure: figures go in, broken bars come out.
 */
import type { EntryId } from '#plugin';
import type { Bars, BrokenBar, HealthFigures } from '#registry';

/** A difference in milliseconds that is worth taking a change back for: code that has just come is slow at first. */
const NOTICEABLE = 5;

export interface Judged {
  readonly entry: EntryId;
  readonly before: HealthFigures;
  readonly after: HealthFigures;
  /** Milliseconds in which the figures before were counted, and those after. */
  readonly countedFor: number;
  readonly watchedFor: number;
}

export function judge(judged: Judged, bars: Bars): BrokenBar[] {
  const { entry, before, after } = judged;
  const broken: BrokenBar[] = [];
  const isEnough = attempts(after) >= bars.min_calls;
  const errorLimit = failedShare(before) + bars.error_rate;
  if (isEnough && failedShare(after) > errorLimit) {
    broken.push({ entry, bar: 'error_rate', limit: rounded(errorLimit), value: rounded(failedShare(after)) });
  }
  const latencyLimit = Math.max(before.p95 * bars.latency_ratio, before.p95 + NOTICEABLE);
  const isTimed = attempts(before) >= bars.min_calls && attempts(after) + after.waiting >= bars.min_calls;
  if (isTimed && after.p95 > latencyLimit) {
    broken.push({ entry, bar: 'latency_ratio', limit: rounded(latencyLimit), value: rounded(after.p95) });
  }
  const restartLimit = bars.restarts + expected(judged);
  if (after.failures > restartLimit) {
    broken.push({ entry, bar: 'restarts', limit: rounded(restartLimit), value: after.failures });
  }
  return broken;
}

/** Ju3: failures that would have come anyway. */
function expected({ before, countedFor, watchedFor }: Judged): number {
  return before.failures * (watchedFor / Math.max(countedFor, watchedFor, 1));
}

export function attempts({ calls, canceled }: HealthFigures): number {
  return calls + canceled;
}

export function failedShare(figures: HealthFigures): number {
  const all = attempts(figures);
  return all === 0 ? 0 : (figures.errors + figures.canceled) / all;
}

/** For people: `app:price fails in 40 % of 25 calls, 5 % are allowed`. */
export function describeBroken({ entry, bar, limit, value }: BrokenBar): string {
  switch (bar) {
    case 'error_rate':
      return `${percent(value)} of the calls of ${entry} fail, at most ${percent(limit)} may`;
    case 'latency_ratio':
      return `calls of ${entry} take ${value} ms at the 95th percentile, at most ${limit} ms are allowed`;
    case 'restarts':
      return `${entry} failed ${value} times, at most ${limit} are allowed`;
  }
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
