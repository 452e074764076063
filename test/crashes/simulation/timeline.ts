/**
 * The one time of a simulation: what is to happen, in its order. Between two events everything that promises lead to
 * is done, so the same events always come in the same order.
 */
import { type Deadline, Deadlines } from '../../../src/base/index.ts';

/** Events between two looks at whether it is over; each has a turn of the event loop. */
const CHUNK = 200;
/** So many events of one instant are too many: something asks for itself again without end. */
const STANDSTILL = 10_000;
/** So many in all are too many: most simulations have some thousands. */
const MOST_EVENTS = 500_000;

export class Timeline {
  readonly #events = new Deadlines<() => void>();
  /** Milliseconds since it began. */
  now = 0;
  events = 0;
  /** Events of this instant. */
  #here = 0;

  at(moment: number, run: () => void): Deadline<() => void> {
    return this.#events.add(Math.max(moment, this.now), run);
  }

  after(delay: number, run: () => void): Deadline<() => void> {
    return this.at(this.now + delay, run);
  }

  cancel(event: Deadline<() => void>): boolean {
    return this.#events.remove(event);
  }

  /** Lets events happen until it is over, or nothing is to happen any more. */
  async run(isOver: () => boolean): Promise<void> {
    let isStopped = false;
    while (!isStopped) {
      await new Promise<void>((resolve, reject) => {
        const one = () => {
          if (isStopped || isOver()) {
            isStopped = true;
            return;
          }
          try {
            isStopped = !this.#next();
          } catch (thrown) {
            isStopped = true;
            reject(thrown);
          }
        };
        // Promises go on after each of these.
        for (let left = CHUNK; left > 0; left--) setImmediate(one);
        setImmediate(resolve);
      });
    }
  }

  #next(): boolean {
    const due = this.#events.take(Number.POSITIVE_INFINITY);
    if (due === undefined) return false;
    if (due.at > this.now) this.#here = 0;
    else if (++this.#here > STANDSTILL) throw new Error(`time stands still at ${this.now} ms`);
    this.now = Math.max(this.now, due.at);
    if (++this.events > MOST_EVENTS) throw new Error(`it goes on without end at ${this.now} ms`);
    due.item();
    return true;
  }
}
