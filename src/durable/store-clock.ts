/** The clock of a store that several nodes share, as this node knows it: deadlines mean the same on all of them (D12). */
import type { Clock, Timer } from '#base';

export class StoreClock implements Clock {
  readonly #clock: Clock;
  readonly #store: { readonly ahead: number };

  /** `ahead`: by how many milliseconds the store's clock is ahead. */
  constructor(clock: Clock, store: { readonly ahead: number }) {
    this.#clock = clock;
    this.#store = store;
  }

  now(): number {
    return Math.round(this.#clock.now() + this.#store.ahead);
  }

  nowNanos(): bigint {
    return this.#clock.nowNanos() + BigInt(Math.round(this.#store.ahead * 1e6));
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  setTimer(at: number, run: () => void): Timer {
    return this.#clock.setTimer(at, run);
  }
}
