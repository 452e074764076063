/**
 * Writes on their way to a store. While one batch is on its way to the disk the next ones gather, and go together: one
 * sync serves all that came meanwhile.
 *
 *   Gw1  Writes reach the store in the order in which they were asked for.
 *   Gw2  A batch that the disk refuses is written again until it is taken, later and later; nothing behind it goes
 *        first, and nobody is told that it is written before it is.
 */
import { type Clock, type Log, toFailure } from '#base';
import type { Backend } from './backend.ts';
import type { Write, Written } from './records.ts';

/** So many writes go together at most: a batch must not keep the others waiting for long. */
const MOST = 2000;
const FIRST_DELAY = 50;
const LONGEST_DELAY = 5000;

interface Waiting {
  readonly write: Write;
  readonly done: (written: Written) => void;
}

export interface WritesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Gathers what is asked for in one turn. */
  readonly defer: (run: () => void) => void;
}

export class GroupedWrites {
  readonly #backend: Backend;
  readonly #options: WritesOptions;
  #waiting: Waiting[] = [];
  #isBusy = false;
  #delay = 0;
  #drained: (() => void)[] = [];
  /** Why the store takes nothing at the moment. */
  problem: string | undefined;

  constructor(backend: Backend, options: WritesOptions) {
    this.#backend = backend;
    this.#options = options;
  }

  /** `done` is told once it is on the disk. */
  write(write: Write, done: (written: Written) => void): void {
    this.#waiting.push({ write, done });
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#options.defer(() => this.#next());
  }

  /** Resolves when all that was asked for is written. */
  drained(): Promise<void> {
    if (!this.#isBusy) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  #next(): void {
    const batch = this.#waiting.slice(0, MOST);
    if (batch.length === 0) {
      this.#isBusy = false;
      const drained = this.#drained;
      this.#drained = [];
      for (const tell of drained) tell();
      return;
    }
    this.#backend
      .ask(
        'write',
        batch.map(({ write }) => write),
      )
      .then(
        (written) => this.#taken(batch, written),
        (thrown) => this.#refused(thrown),
      );
  }

  #taken(batch: readonly Waiting[], written: readonly Written[]): void {
    if (this.problem !== undefined) this.#options.log.info('the store of durable processes writes again');
    this.problem = undefined;
    this.#delay = 0;
    this.#waiting = this.#waiting.slice(batch.length);
    for (const [i, { done }] of batch.entries()) {
      try {
        done(written[i] ?? null);
      } catch (thrown) {
        this.#options.log.error('what followed a durable write failed', { error: thrown });
      }
    }
    this.#next();
  }

  /** Gw2. */
  #refused(thrown: unknown): void {
    const { clock, log } = this.#options;
    const { message } = toFailure(thrown);
    if (this.problem !== message) {
      this.problem = message;
      log.error('the store of durable processes cannot write; steps wait until it can', { error: thrown });
    }
    this.#delay = Math.min(LONGEST_DELAY, Math.max(FIRST_DELAY, this.#delay * 2));
    clock.setTimer(clock.monotonic() + this.#delay, () => this.#next());
  }
}
