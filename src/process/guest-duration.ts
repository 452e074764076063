/** Durations as guests give them to this layer: milliseconds, or a text such as `1m30s`. */
import { durationMillis } from '#base';

/** Milliseconds, or undefined for what is no duration. */
export function millisOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const millis = durationMillis(value);
  return millis === undefined || millis < 0 ? undefined : millis;
}
