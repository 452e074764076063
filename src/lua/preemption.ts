/**
 * Where a slice ends.
 *
 * Each place at which code stops costs once: its continuation is compiled and has to grow warm, and V8 gives up the
 * function that saves there for the first time. So the last `RESERVE` reductions of a long slice are kept back: once
 * all others are spent, the slice ends at the next place that is cheap. Cheapest are the loops of main chunks, whose
 * code goes on as it is (see emit/loops.ts); then places where code has stopped before; then loops that lie in no
 * other one of their function. What is left is forfeited. Short slices have no reserve, so that tests choose the places.
 *
 *   Sl1  `R.fuel` is a small integer: were it ever a fraction, V8 would compile anew everything that counts it.
 *        Work that costs less than one is paid by `spendPart`.
 *
 * Every check has a number. Checks may share one: then one stops where the other has, which is no harm.
 */
import { R, SLICE } from './machine.ts';

const RESERVE = 6000;
/** Slices that are shorter have no reserve. */
const LONG = 20_000;

const NUMBERS = 4096;
/** The checks of each kind have numbers from here on. */
const FIRST = { piece: 0, outer: 512, other: 1536 } as const;
export type CheckKind = keyof typeof FIRST;
const END: Readonly<Record<CheckKind, number>> = { piece: FIRST.outer, outer: FIRST.other, other: NUMBERS };

/** At how much fuel each check stops, within the reserve. */
const limits = new Int16Array(NUMBERS).fill(-RESERVE);
limits.fill(0, FIRST.piece, FIRST.outer);
limits.fill(-RESERVE * 0.75, FIRST.outer, FIRST.other);
const HAS_STOPPED = -RESERVE / 2;

/** The number of the check at a site of a function; `salt` keeps units apart. */
export function checkNumber(kind: CheckKind, salt: number, index: number, site: number): number {
  return FIRST[kind] + ((salt * 31 + index * 67 + site) % (END[kind] - FIRST[kind]));
}

/** The fuel is spent, perhaps but for the reserve: true when the stack must be unwound. */
export function slice(check: number): boolean {
  const limit = limits[check] as number;
  if (R.fuel > -R.reserve) {
    if (R.fuel > limit) return false;
    R.fuel = -R.reserve;
  }
  if (limit < HAS_STOPPED) limits[check] = HAS_STOPPED;
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return true;
}

/** Begins a slice of the fuel in `R.fuel`. */
export function beginSlice(): void {
  R.reserve = R.fuel >= LONG ? RESERVE : 0;
  R.fuel -= R.reserve;
}

/** Ends it: what is left of the fuel is in `R.fuel`. */
export function endSlice(): void {
  R.fuel += R.reserve;
  R.reserve = 0;
}

let parts = 0;

/** Spends fuel that may be less than one. */
export function spendPart(fuel: number): void {
  parts += fuel;
  if (parts < 1) return;
  const whole = Math.floor(parts);
  parts -= whole;
  R.fuel -= whole;
}
