/**
 * The processes of one scheduler that can go on, in two classes.
 *
 *   M4   Woken processes run before those whose slice ran out; these get at least one slice in eight, counted by the
 *        fuel that is spent.
 *   Rq1  Within a class the order is that of arrival.
 *   Rq2  A process is in the queue at most once. One that has ended is passed over.
 *
 * Hot: lists are linked through the processes, so nothing is allocated.
 */
import { ENDED, type Process, SPENT, WOKEN } from './process.ts';

/** Slices that woken processes may use before one whose slice ran out has its turn. */
const WOKEN_SLICES = 7;
/** What a switch to a process counts, in fuel. */
const SWITCH_COST = 20;

export class RunQueue {
  #woken: Process | null = null;
  #lastWoken: Process | null = null;
  #spent: Process | null = null;
  #lastSpent: Process | null = null;
  /** Fuel that woken processes may still use before one whose slice ran out has its turn. */
  #wokenFuel = 0;

  get isEmpty(): boolean {
    return this.#woken === null && this.#spent === null;
  }

  /** Adds a process that something has come for. */
  addWoken(process: Process): void {
    process.standing = WOKEN;
    if (this.#lastWoken === null) this.#woken = process;
    else this.#lastWoken.nextInQueue = process;
    this.#lastWoken = process;
  }

  /** Adds a process whose slice ran out. */
  addSpent(process: Process): void {
    process.standing = SPENT;
    if (this.#lastSpent === null) this.#spent = process;
    else this.#lastSpent.nextInQueue = process;
    this.#lastSpent = process;
  }

  /** Takes the process whose turn it is; `slice` is the fuel of a slice now. */
  next(slice: number): Process | null {
    for (;;) {
      let process: Process | null;
      if (this.#spent !== null && (this.#woken === null || this.#wokenFuel <= 0)) {
        process = this.#spent;
        this.#spent = process.nextInQueue;
        if (this.#spent === null) this.#lastSpent = null;
        this.#wokenFuel = WOKEN_SLICES * slice;
      } else {
        process = this.#woken;
        if (process === null) return null;
        this.#woken = process.nextInQueue;
        if (this.#woken === null) this.#lastWoken = null;
      }
      process.nextInQueue = null;
      if (process.standing !== ENDED) return process;
    }
  }

  /** Counts what a woken process has used. */
  count(fuel: number): void {
    this.#wokenFuel -= fuel + SWITCH_COST;
  }
}
