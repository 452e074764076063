/** Instants, durations, zones and waiting for guests. */
import { defineFeature } from '#plugin';
import { time as timeModule } from './time-module.ts';

export const time = defineFeature({
  name: 'time',
  summary: 'Instants, durations, zones, and waiting for them.',
  modules: [timeModule],
  handles: timeModule.handles,
});

export { isLeapYear } from './calendar.ts';
export { constants } from './constants.ts';
export { type Duration, durationText, inUnits, nanosOf, saturated } from './duration.ts';
export { durationHandle, nanosIn, someDuration } from './duration-handle.ts';
export { format, timeText } from './format.ts';
export {
  compare,
  type Fields,
  fieldsOf,
  inZone,
  isZero,
  minus,
  plus,
  plusDate,
  round,
  type Time,
  timeOf,
  timeOfNanos,
  totalNanos,
  truncate,
} from './instant.ts';
export { locationHandle } from './location-handle.ts';
export { parse } from './parse.ts';
export { timeHandle } from './time-handle.ts';
export { loadZone, local, utc, type Zone } from './zone.ts';
