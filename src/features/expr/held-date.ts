/** What expressions hold of instants, lengths of time and zones: the values of the module `time`. */

import {
  compare,
  constants,
  durationText,
  format,
  locationHandle,
  nanosIn,
  type Time,
  timeHandle,
  timeText,
  type Zone,
} from '#features/time';
import { Held } from '#plugin';

// What a handle holds is known by the handle.
export function timeIn(value: unknown): Time | undefined {
  return value instanceof Held && Object.is(value.handle, timeHandle) ? (value.live as Time) : undefined;
}

export function zoneIn(value: unknown): Zone | undefined {
  return value instanceof Held && Object.is(value.handle, locationHandle) ? (value.live as Zone) : undefined;
}

/** Negative, zero or positive; undefined when they are no dates and no durations, or one of each. */
export function compareDates(left: unknown, right: unknown): number | undefined {
  const [one, other] = [timeIn(left), timeIn(right)];
  if (one !== undefined && other !== undefined) return compare(one, other);
  const [length, than] = [nanosIn(left), nanosIn(right)];
  if (length === undefined || than === undefined) return undefined;
  return length < than ? -1 : length > than ? 1 : 0;
}

/** The name of its type. */
export function heldType({ handle }: Held): string {
  return handle.name;
}

/** As `string()` has it. */
export function heldText(value: Held): string {
  const [time, nanos, zone] = [timeIn(value), nanosIn(value), zoneIn(value)];
  if (time !== undefined) return timeText(time);
  return nanos === undefined ? (zone?.name ?? value.handle.name) : durationText({ nanos });
}

/** As JSON has it: dates as RFC 3339, durations as nanoseconds. */
export function heldJson(value: Held): string | number {
  const [time, nanos] = [timeIn(value), nanosIn(value)];
  if (time !== undefined) return format(time, constants.RFC3339NANO);
  return nanos === undefined ? heldText(value) : Number(nanos);
}
