/** Lengths of time in nanoseconds, exact: integers of 64 bits, as bigints. */
import { durationNanos, formatNanos } from '#base';

export interface Duration {
  readonly nanos: bigint;
}

const longest = 2n ** 63n - 1n;
const shortest = -(2n ** 63n);

export const nanosPerSecond = 1_000_000_000n;

/** The nanoseconds of a number or a text such as `1h30m`; undefined when it is no duration of 64 bits. */
export function nanosOf(value: number | bigint | string): bigint | undefined {
  // Nearly all are small whole numbers, which need not be compared as bigints.
  if (Number.isSafeInteger(value)) return BigInt(value);
  const nanos = typeof value === 'string' ? textNanos(value) : wholeNanos(value);
  return nanos === undefined || nanos > longest || nanos < shortest ? undefined : nanos;
}

/** Those that were read last: programs name few. */
const known = new Map<string, bigint>();
const MOST_KNOWN = 64;
const LONGEST_KNOWN = 32;

/** Days are a unit of configurations only: not all of them have 24 hours. */
function textNanos(text: string): bigint | undefined {
  const found = known.get(text);
  if (found !== undefined) return found;
  const nanos = text.includes('d') ? undefined : durationNanos(text);
  if (nanos === undefined || text.length > LONGEST_KNOWN) return nanos;
  if (known.size === MOST_KNOWN) known.clear();
  known.set(text, nanos);
  return nanos;
}

function wholeNanos(value: number | bigint): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
}

/** The nearest duration there is. */
export function saturated(nanos: bigint): bigint {
  if (nanos > longest) return longest;
  return nanos < shortest ? shortest : nanos;
}

/** How many units, with a fraction: whole ones and the rest apart, so that no digit is lost. */
export function inUnits(nanos: bigint, unit: bigint): number {
  return Number(nanos / unit) + Number(nanos % unit) / Number(unit);
}

/** For timers of the runtime. */
export function millisOf(nanos: bigint): number {
  return Number(nanos) / 1e6;
}

export function durationText({ nanos }: Duration): string {
  return formatNanos(nanos);
}
