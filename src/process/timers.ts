/**
 * The deadlines of one scheduler: one heap, and one timer of the clock for the earliest. Deadlines are instants of the
 * monotonic clock. What is due is done in the order of the deadlines; a timer that is set while others run has its
 * turn in the next round, so that a timer of no delay cannot keep the loop.
 */
import { type Clock, type Deadline, Deadlines, type Timer } from '#base';

/** What is to be done: an object that is told needs no function of its own. */
export type Due = (() => void) | { due(): void };
export type Alarm = Deadline<Due>;

export class Timers {
  readonly #clock: Clock;
  readonly #deadlines = new Deadlines<Due>();
  #armed: Timer | null = null;
  #armedAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#deadlines.size;
  }

  /** Runs `run` once, when so many milliseconds have passed. */
  after(delay: number, run: Due): Alarm {
    return this.at(this.#clock.monotonic() + Math.max(0, delay), run);
  }

  at(deadline: number, run: Due): Alarm {
    const alarm = this.#deadlines.add(deadline, run);
    if (deadline < this.#armedAt) this.#arm();
    return alarm;
  }

  /** False when the alarm has run or was cancelled before. */
  cancel(alarm: Alarm): boolean {
    const removed = this.#deadlines.remove(alarm);
    if (this.#deadlines.size === 0) this.#disarm();
    return removed;
  }

  #arm(): void {
    this.#disarm();
    const at = this.#deadlines.next;
    if (at === Number.POSITIVE_INFINITY) return;
    this.#armedAt = at;
    this.#armed = this.#clock.setTimer(at, () => this.#fire());
  }

  #disarm(): void {
    this.#armed?.cancel();
    this.#armed = null;
    this.#armedAt = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    // While alarms run, those they set must not arm one by one.
    this.#armed = null;
    this.#armedAt = Number.NEGATIVE_INFINITY;
    const now = this.#clock.monotonic();
    const added = this.#deadlines.added;
    try {
      for (
        let due = this.#deadlines.take(now, added);
        due !== undefined;
        due = this.#deadlines.take(now, added)
      ) {
        const { item } = due;
        if (typeof item === 'function') item();
        else item.due();
      }
    } finally {
      this.#arm();
    }
  }
}
