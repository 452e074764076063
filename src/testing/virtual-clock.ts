/**
 * A clock that stands still until a test moves it. Timers run inside `advance`, in the order of their
 * deadlines, each seeing its own deadline as the time; so a test of a day takes no time at all and
 * always runs the same.
 */
import { type Clock, Deadlines, type Timer } from '#base';

/** More timers than this in one advance: something sets itself again without end. */
const mostTimers = 1_000_000;

export class VirtualClock implements Clock {
  readonly #deadlines = new Deadlines<() => void>();
  #start: number;
  #elapsed = 0;

  /** `start` is what `now` shows first, in milliseconds since 1970. */
  constructor(start = Date.UTC(2030, 0, 1)) {
    this.#start = start;
  }

  now(): number {
    return Math.floor(this.#start + this.#elapsed);
  }

  nowNanos(): bigint {
    return BigInt(this.#start) * 1_000_000n + BigInt(Math.round(this.#elapsed * 1e6));
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setTimer(at: number, run: () => void): Timer {
    const deadline = this.#deadlines.add(at, run);
    return { cancel: () => this.#deadlines.remove(deadline) };
  }

  /** The clock on the wall is set on, or back. */
  set(millis: number): void {
    this.#start += millis;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#deadlines.size;
  }

  /** The instant of the next timer, or Infinity. */
  get next(): number {
    return this.#deadlines.next;
  }

  /** Moves the time on and runs what becomes due, also what that sets in turn. */
  advance(millis: number): void {
    this.#runUntil(this.#elapsed + millis);
  }

  /** The same, and lets promises go on after each timer. */
  async advanceAsync(millis: number): Promise<void> {
    const end = this.#elapsed + millis;
    await settled();
    while (this.#runNext(end)) await settled();
    this.#elapsed = end;
  }

  /** Runs all timers, also those that they set, and moves the time to the last of them. */
  runAll(): void {
    this.#runUntil(Number.POSITIVE_INFINITY);
  }

  #runUntil(end: number): void {
    for (let ran = 0; this.#runNext(end); ran++) {
      if (ran === mostTimers)
        throw new Error(`more than ${mostTimers} timers ran; does one set itself again without end?`);
    }
    if (end !== Number.POSITIVE_INFINITY) this.#elapsed = end;
  }

  #runNext(end: number): boolean {
    const due = this.#deadlines.take(end);
    if (due === undefined) return false;
    this.#elapsed = Math.max(this.#elapsed, due.at);
    due.item();
    return true;
  }
}

/** Resolves when no promise that is ready has been left waiting. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
