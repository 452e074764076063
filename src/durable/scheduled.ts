/**
 * For which time of its schedule a run is. One that begins anew after a failure begins later than that, and its process keeps
 * the time beside its attributes (Ru8).
 */
import { type Data, isRecord } from '#base';
import type { NextRun } from './runs.ts';
import type { Attributes } from './step.ts';

/** When the run was to begin, unless it is for a time before. Milliseconds since 1970. */
export function scheduledAt({ scheduled }: Attributes, beginAt: number): number {
  // A version that does not know of it may have begun a run since.
  return isRecord(scheduled) && scheduled.begin === beginAt ? Number(scheduled.at) : beginAt;
}

/** What is kept of it for the next run; undefined when that has changed nothing. */
export function noteSchedule(
  { at: begin, scheduledAt: at }: NextRun,
  { scheduled = null }: Attributes,
): Readonly<Record<'scheduled', Data>> | undefined {
  if (at !== begin) return { scheduled: { at, begin } };
  return scheduled === null ? undefined : { scheduled: null };
}
