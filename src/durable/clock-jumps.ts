/**
 * Tells when the clock on the wall was set on, or the machine slept: then moments of it come sooner than by the clock that timers
 * go by. Of one that was set back nobody is told: what waits comes when it would have come.
 *
 *   Cj1  It is looked at each minute, and told when two looks agree: that of a shared store is put right within its lease.
 *   Cj2  Nobody looks while nothing waits.
 */
import type { Clock, Timer } from '#base';

const INTERVAL = 60_000;
/** Milliseconds that clocks may part in between. */
const TOLERANCE = 1000;

export class ClockJumps {
  readonly #clock: Clock;
  readonly #isNeeded: () => boolean;
  readonly #jumped: (millis: number) => void;
  /** By how much the one clock is ahead of the other. */
  #known: number;
  #seen: number;
  #timer: Timer | undefined;

  /** `jumped`: by so many milliseconds the wall's clock was set on. */
  constructor(clock: Clock, isNeeded: () => boolean, jumped: (millis: number) => void) {
    this.#clock = clock;
    this.#isNeeded = isNeeded;
    this.#jumped = jumped;
    this.#known = this.#seen = this.#ahead();
  }

  /** Something waits from now on. */
  begin(): void {
    if (this.#timer !== undefined) return;
    this.#known = this.#seen = this.#ahead();
    this.#lookLater();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #ahead(): number {
    return this.#clock.now() - this.#clock.monotonic();
  }

  #lookLater(): void {
    this.#timer = this.#clock.setTimer(this.#clock.monotonic() + INTERVAL, () => this.#look());
  }

  #look(): void {
    this.#timer = undefined;
    if (!this.#isNeeded()) return;
    const ahead = this.#ahead();
    const isSettled = Math.abs(ahead - this.#seen) <= TOLERANCE;
    const jump = ahead - this.#known;
    this.#seen = ahead;
    this.#lookLater();
    if (!isSettled || Math.abs(jump) <= TOLERANCE) return;
    this.#known = ahead;
    if (jump > 0) this.#jumped(jump);
  }
}
