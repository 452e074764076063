/**
 * How much fuel a slice is, so that it is about a millisecond of work (Sc1).
 *
 * It follows what was measured, for all processes together. Whose slices take much longer has slices of its own, which
 * grow again slowly; what a slice spends without working for it says nothing.
 */
import type { Clock } from '#base';
import { R } from '#lua';
import { MemoryAccount } from './memory-account.ts';
import type { Process } from './process.ts';

const SLICE_MILLIS = 1;
/** A slice that takes longer than this is the process's own matter. */
const SLOW_MILLIS = 4;
const SLOWEST_PACE = 16;
/** How the slices of a slow process grow while they are short enough. */
const QUICKENING = 1.05;
const SHORTEST_SLICE = 1000;
const LONGEST_SLICE = 10_000;

export class Pace {
  /** Fuel of a slice. */
  slice: number;
  /** When the clock was read just before this slice, else NaN. */
  began = Number.NaN;
  /** Fuel that this slice spent without working for it. */
  unworked = 0;
  readonly #clock: Clock;
  readonly #longest: number;

  constructor(clock: Clock, longest = LONGEST_SLICE) {
    this.#clock = clock;
    this.#longest = longest;
    this.slice = longest;
  }

  /** Begins a slice of a process; `isLong`: the one before was used up, and so may be this one. */
  begin({ memory, reductions }: Process, isLong: boolean): number {
    this.unworked = 0;
    // Seldom enough for a look at the clock. Without it those that always run after others would not be measured.
    if (isLong && Number.isNaN(this.began)) this.began = this.#clock.monotonic();
    if (memory !== null && memory.pace !== 0) return memory.pace;
    // Of a process whose pace nobody knows yet: what it runs may be slow, and is at least cold.
    return reductions >= this.slice ? this.slice : Math.min(this.slice, LONGEST_SLICE);
  }

  /** Takes fuel from the running slice that no work stands behind. */
  charge(fuel: number): void {
    R.fuel -= fuel;
    this.unworked += fuel;
  }

  /** Brings the slice, which was used up, nearer to a millisecond. */
  adapt(process: Process, slice: number): void {
    if (Number.isNaN(this.began)) return;
    const took = this.#clock.monotonic() - this.began;
    const account = process.memory;
    const worked = slice - R.fuel - this.unworked;
    if (took > SLOW_MILLIS && worked / took < SHORTEST_SLICE) {
      process.memory ??= new MemoryAccount();
      process.memory.pace = Math.max(SLOWEST_PACE, Math.floor((worked / took) * SLICE_MILLIS));
      return;
    }
    if (account !== null && account.pace > 0) {
      if (took > 2 * SLICE_MILLIS) account.pace = Math.max(SLOWEST_PACE, account.pace >> 1);
      else account.pace = Math.ceil(account.pace * QUICKENING);
      if (account.pace >= this.slice) account.pace = 0;
      return;
    }
    if (took <= 0 || worked * 2 < slice) return;
    const ideal = (worked / took) * SLICE_MILLIS;
    const next = (this.slice * 3 + ideal) / 4;
    this.slice = Math.floor(Math.min(this.#longest, Math.max(SHORTEST_SLICE, next)));
  }
}
