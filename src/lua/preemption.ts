/**
 * Where a slice ends.
 *
 * Each place at which code stops costs once: its continuation is compiled and has to grow warm, and V8 gives up the
 * function that saves there for the first time. So a long slice ends at a place where code has stopped before, when
 * one is passed while its last `EARLY` reductions are spent; what is left of the fuel is forfeited. Short slices end
 * where the fuel is out, so that tests choose the places.
 *
 * Every check has a number, and `limits` says at how much fuel it stops. Checks may share a number: then one stops
 * where the other has, which is no harm.
 */
import { R, SLICE } from './machine.ts';

const EARLY = 6000;
/** Slices that are shorter end where the fuel is out. */
const LONG = 20_000;

const NUMBERS = 4096;
export const limits = new Int32Array(NUMBERS);

/** The number of the check at a site of a function; `salt` keeps units apart. */
export function checkNumber(salt: number, index: number, site: number): number {
  return (salt * 31 + index * 67 + site) & (NUMBERS - 1);
}

/** The fuel of a check is at its limit: true when the stack must be unwound. */
export function slice(check: number): boolean {
  if (R.fuel > 0 && !R.mayStopEarly) return false;
  limits[check] = EARLY;
  if (R.fuel > 0) R.fuel = 0;
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return true;
}

/** Begins a slice of the fuel in `R.fuel`. */
export function beginSlice(): void {
  R.mayStopEarly = R.fuel >= LONG;
}
