/**
 * Forgets processes that ended long ago, with their kept steps and the code that nothing names any more.
 *
 *   Rt1  A little at a time, between the commits: so many in one write, and a pause before the next.
 *   Rt2  Each host says how long its own are kept.
 */
import type { Clock, Timer } from '#base';
import type { GroupedWrites } from './store/grouped-writes.ts';

/** How often it is looked for something to forget. */
const INTERVAL = 60_000;
/** Rt1. */
const MOST = 100;
const PAUSE = 1000;

export interface RetentionOptions {
  readonly clock: Clock;
  readonly writes: GroupedWrites;
  /** Hosts, and how many milliseconds what has ended there is kept. */
  hosts(): Iterable<readonly [host: string, finished: number]>;
  /** The store is about to drop code. */
  forgetCode(): void;
}

export class Retention {
  readonly #options: RetentionOptions;
  #timer: Timer | undefined;
  #isOver = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#after(INTERVAL);
  }

  stop(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }

  #after(millis: number): void {
    const { clock } = this.#options;
    this.#timer = clock.setTimer(clock.monotonic() + millis, () => this.#look());
  }

  #look(): void {
    const { clock, writes, forgetCode } = this.#options;
    const hosts = [...this.#options.hosts()];
    let open = hosts.length;
    let isMore = false;
    if (open === 0) this.#after(INTERVAL);
    for (const [host, finished] of hosts) {
      forgetCode();
      const prune = { host, before: clock.now() - finished, limit: MOST };
      writes.write({ type: 'prune', prune }, (written) => {
        isMore ||= written?.inputs[0] === MOST;
        open--;
        if (open === 0 && !this.#isOver) this.#after(isMore ? PAUSE : INTERVAL);
      });
    }
  }
}
