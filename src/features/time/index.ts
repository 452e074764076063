/** Instants, durations, zones and waiting for guests. */
import { defineFeature } from '#plugin';
import { time as timeModule } from './time-module.ts';

export const time = defineFeature({
  name: 'time',
  summary: 'Instants, durations, zones, and waiting for them.',
  modules: [timeModule],
  handles: timeModule.handles,
});

export type { Duration } from './duration.ts';
export { durationHandle, someDuration } from './duration-handle.ts';
export { format } from './format.ts';
export { type Time, timeOf, timeOfNanos } from './instant.ts';
export { parse } from './parse.ts';
export { timeHandle } from './time-handle.ts';
export { loadZone, local, utc, type Zone } from './zone.ts';
