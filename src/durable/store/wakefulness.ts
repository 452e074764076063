/**
 * Waiting for the next question without sleep, while questions come soon after answers: those of a process whose steps follow
 * one another. To wake a thread whose processor rests takes as long as all else that a step does besides its commit
 * (spin-then-block, as adaptive mutexes do).
 *
 *   Wk1  It stays awake only when the question before came as soon after its answer, so a store that is asked now and then sleeps between.
 *   Wk2  When nothing came for that long, it sleeps, and stays awake again only after another question that came soon.
 *   Wk3  Never on a machine with a single processor, where it would keep back the one it waits for.
 */
import { availableParallelism } from 'node:os';

/** Milliseconds: what a scheduler takes from an answer to the next question, with waking up, and as much again. */
const SOON = 0.3;

/** What it waits at and looks at. */
export interface Arrivals<T> {
  /** Milliseconds. */
  now(): number;
  /** The next one that has come; undefined when there is none. Does not wait. */
  poll(): T | undefined;
}

export class Wakefulness<T> {
  readonly #arrivals: Arrivals<T>;
  readonly #isUseful: boolean;
  /** When the last answer was given. */
  #answered = Number.NEGATIVE_INFINITY;
  #cameSoon = false;

  constructor(arrivals: Arrivals<T>, processors = availableParallelism()) {
    this.#arrivals = arrivals;
    this.#isUseful = processors > 1; // Wk3
  }

  /** A question came; to be told before it is answered. */
  came(): void {
    this.#cameSoon = this.#arrivals.now() - this.#answered <= SOON;
  }

  /** It was answered. The next question when it comes soon, and undefined when it may sleep. */
  next(): T | undefined {
    const answered = this.#arrivals.now();
    this.#answered = answered;
    if (!this.#isUseful || !this.#cameSoon) return undefined;
    do {
      const one = this.#arrivals.poll();
      if (one !== undefined) return one;
    } while (this.#arrivals.now() - answered <= SOON);
    // Wk2: whatever comes now came late.
    this.#answered = Number.NEGATIVE_INFINITY;
    return undefined;
  }
}
