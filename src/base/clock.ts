/**
 * Time, as everything in the system is handed it. Nothing else asks the host for the time, so every
 * feature runs under a virtual clock.
 *
 *   C1  Deadlines are instants of `monotonic`, which never goes back and knows no daylight saving.
 *   C2  A timer runs once, never before its deadline, and in the order of deadlines.
 *   C3  A timer set while timers run has its turn after the event loop's, even when it is due at once.
 *   C4  All timers of a clock share one timer of the host. For those that are due when it is set it is a turn of the event loop:
 *       the host's own timers take a millisecond at least.
 */
import { type Deadline, Deadlines } from './deadlines.ts';

export interface Clock {
  /** Milliseconds since 1970, as people's clocks show them. */
  now(): number;
  /** Nanoseconds since 1970. */
  nowNanos(): bigint;
  /** Milliseconds since an unnamed instant, with fractions. */
  monotonic(): number;
  /** Runs `run` once `monotonic` has reached `at`. */
  setTimer(at: number, run: () => void): Timer;
}

export interface Timer {
  /** False when the timer has run or was cancelled before. */
  cancel(): boolean;
}

/** The longest wait that the host's timer takes; beyond it, it would fire at once. */
const longestWait = 2 ** 31 - 1;

/** Milliseconds of a clock that never goes back, with fractions. */
export function monotonicMillis(): number {
  // `performance.now` is as quick, but its first use loads a part of Node that costs 5 ms.
  const time = process.hrtime(); // taken apart as a list it would cost a walk
  return time[0] * 1e3 + time[1] / 1e6;
}

/** How far the wall clock may leave the monotonic one before `nowNanos` follows it. */
const tolerance = 2_000_000n;

export class SystemClock implements Clock {
  readonly #deadlines = new Deadlines<() => void>();
  #wallAhead = wallNanos() - process.hrtime.bigint();
  #hostTimer: NodeJS.Timeout | undefined;
  #hostTurn: NodeJS.Immediate | undefined;
  #hostTimerAt = Number.POSITIVE_INFINITY;

  now(): number {
    return Date.now();
  }

  nowNanos(): bigint {
    const monotonic = process.hrtime.bigint();
    const wall = wallNanos();
    const apart = monotonic + this.#wallAhead - wall;
    if (apart > tolerance || apart < -tolerance) this.#wallAhead = wall - monotonic;
    return monotonic + this.#wallAhead;
  }

  monotonic(): number {
    return monotonicMillis();
  }

  setTimer(at: number, run: () => void): Timer {
    const deadline = this.#deadlines.add(at, run);
    if (at < this.#hostTimerAt) this.#arm();
    return { cancel: () => this.#cancel(deadline) };
  }

  #cancel(deadline: Deadline<() => void>): boolean {
    const removed = this.#deadlines.remove(deadline);
    // With timers left, the host's timer finds nothing due and is set again: cheaper than doing so here.
    if (this.#deadlines.size === 0) this.#arm();
    return removed;
  }

  #arm(): void {
    clearTimeout(this.#hostTimer);
    clearImmediate(this.#hostTurn);
    this.#hostTimer = undefined;
    this.#hostTurn = undefined;
    const at = this.#deadlines.next;
    this.#hostTimerAt = at;
    if (at === Number.POSITIVE_INFINITY) return;
    const wait = Math.ceil(at - this.monotonic());
    if (wait > 0) this.#hostTimer = setTimeout(() => this.#fire(), Math.min(wait, longestWait));
    else this.#hostTurn = setImmediate(() => this.#fire());
  }

  #fire(): void {
    // The callbacks set timers of their own; those find no host timer armed until all have run.
    this.#hostTimerAt = Number.NEGATIVE_INFINITY;
    const now = this.monotonic();
    const added = this.#deadlines.added;
    try {
      for (;;) {
        const due = this.#deadlines.take(now, added);
        if (due === undefined) break;
        due.item();
      }
    } finally {
      this.#arm();
    }
  }
}

function wallNanos(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
