/**
 * Opens what may not be there yet, such as a store on a disk that is full, and tries again while that can pass.
 *
 *   Ro1  What cannot pass is the failure of whoever begins it; found later it is told in the log, and nothing is tried any more.
 *   Ro2  The delays grow up to a limit. An end stops it.
 */
import { type Clock, type Log, type Timer, toFailure } from '#base';

const FIRST_DELAY = 1000;
const LONGEST_DELAY = 30_000;

export class Reopening {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #open: () => Promise<unknown>;
  #delay = FIRST_DELAY;
  #timer: Timer | undefined;
  #isOver = false;

  /** `open` resolves when it is open; who asks again asks for the same. */
  constructor(clock: Clock, log: Log, open: () => Promise<unknown>) {
    this.#clock = clock;
    this.#log = log;
    this.#open = open;
  }

  /** Resolves when it is open, or is to be tried again; rejects with a failure that cannot pass. */
  async begin(): Promise<void> {
    try {
      await this.#open();
    } catch (thrown) {
      const { retryable } = toFailure(thrown);
      if (this.#isOver || retryable !== true) throw thrown;
      this.#log.error('the store of durable processes cannot be opened; it is tried again', {
        error: thrown,
        delay: `${this.#delay}ms`,
      });
      this.#timer = this.#clock.setTimer(this.#clock.monotonic() + this.#delay, () => this.#again());
      this.#delay = Math.min(2 * this.#delay, LONGEST_DELAY);
    }
  }

  #again(): void {
    this.begin().catch((thrown) => {
      if (!this.#isOver)
        this.#log.error('the store of durable processes cannot be opened', { error: thrown });
    });
  }

  end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }
}
