/**
 * Integers of 64 bits that variables own. Between the steps of a generator or a hash such a variable holds its integer as
 * two halves, which the next step changes in place: a bigint would be made for each (measured: a step of 64 bits 25 to 42
 * ns, in halves 6 to 10).
 *
 *   Wi1  Only variables that the resolver has found (wide-variables.ts) hold one, and each has its own: it is nowhere else.
 *   Wi2  It stands for an integer of any size; whoever reads such a variable for anything but a step takes the integer.
 *   Wi3  Frames, tables and arguments hold integers as ever: so what is saved knows nothing of halves.
 */
import { fromHalves, highOf, lowOf } from './integer.ts';
import type { Cell, Value } from './machine.ts';

export class WideInteger {
  /** Both signed; declared only, as the classes of machine.ts, so that V8 knows them for small integers. */
  declare high: number;
  declare low: number;
  constructor(high: number, low: number) {
    this.high = high;
    this.low = low;
  }
}

/** What a variable for steps holds after it got this value. */
export function widen(value: Value): Value {
  return typeof value === 'bigint' ? new WideInteger(highOf(value), lowOf(value)) : value;
}

/** The value of such a variable. */
export function narrow(held: Value): Value {
  return held instanceof WideInteger ? fromHalves(held.high, held.low) : held;
}

/** What a captured variable holds, as a value. */
export function contentOf({ v }: Cell): Value {
  return narrow(v);
}
