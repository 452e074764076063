/**
 * Writes on their way to a store. While one batch is on its way to the disk the next ones gather, and go together: one
 * sync serves all that came meanwhile.
 *
 *   Gw1  Writes reach the store in the order in which they were asked for.
 *   Gw2  A batch that the disk refuses is written again until it is taken, later and later; nothing behind it goes
 *        first, and nobody is told that it is written before it is.
 *   Gw3  Who can be told no need not wait for that for ever: after a while it is told that the store takes nothing. Its write
 *        is then taken back, unless it may have arrived or others build on it.
 *   Gw4  A store that cannot be mended by waiting gets nothing any more: steps stand still, and who asks is told.
 *   Gw5  The next batch is on its way before those of the last one are told: the store works meanwhile.
 */
import { type Clock, type Failure, failure, type Log, toFailure } from '#base';
import type { Backend } from './backend.ts';
import type { Write, Written } from './records.ts';

/** So many writes go together at most: a batch must not keep the others waiting for long. */
const MOST = 2000;
const FIRST_DELAY = 50;
const LONGEST_DELAY = 1000;
/** Gw3. */
const PATIENCE = 2000;

interface Waiting {
  readonly write: Write;
  readonly done: (written: Written) => void;
  refused: ((error: Failure) => void) | undefined;
  /** When it was asked for; 0 for what is not given up. */
  readonly since: number;
  /** The store may have it. */
  isSent: boolean;
  /** What comes behind it builds on it. */
  readonly isKept: boolean;
}

export interface WritesOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Gathers what is asked for in one turn. */
  readonly defer: (run: () => void) => void;
  /** A batch that the store refused is surely not written. */
  readonly isCertain: boolean;
  /** Is told why the store takes nothing at the moment, and when it does again. */
  readonly told: (problem: string | undefined) => void;
}

export class GroupedWrites {
  readonly #backend: Backend;
  readonly #options: WritesOptions;
  #waiting: Waiting[] = [];
  #isBusy = false;
  #delay = 0;
  #drained: (() => void)[] = [];
  /** Why the store takes nothing at the moment. */
  #problem: string | undefined;
  /** Gw4. */
  #end: Failure | undefined;

  constructor(backend: Backend, options: WritesOptions) {
    this.#backend = backend;
    this.#options = options;
  }

  /**
   * `done` is told once it is on the disk. With `refused` the write may be given up: it is told why the store takes nothing,
   * and `done` is told nothing, unless it is taken after all (Gw3).
   */
  write(
    write: Write,
    done: (written: Written) => void,
    refused?: (error: Failure) => void,
    isKept = false,
  ): void {
    if (this.#end !== undefined) {
      refused?.(this.#end);
      return;
    }
    this.#waiting.push({
      write,
      done,
      refused,
      since: refused === undefined ? 0 : this.#options.clock.monotonic(),
      isSent: false,
      isKept,
    });
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#options.defer(() => this.#next());
  }

  /** Nothing is known that hinders the store. */
  get isTaking(): boolean {
    return this.#problem === undefined;
  }

  /** Resolves when all that was asked for is written, or nothing will be any more. */
  drained(): Promise<void> {
    if (!this.#isBusy) return Promise.resolve();
    return new Promise((resolve) => this.#drained.push(resolve));
  }

  /** Gw4. Somebody has found out that waiting mends nothing. */
  giveUp(reason: Failure): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#problem = reason.message;
    this.#options.log.error('the store of durable processes is lost; its processes stand still', {
      error: reason,
    });
    this.#options.told(`durable processes stand still: ${reason.message}`);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { refused } of waiting) refused?.(reason);
    this.#rest();
  }

  #next(): void {
    if (this.#end !== undefined) return;
    const batch = this.#waiting.slice(0, MOST);
    if (batch.length === 0) {
      // Whoever waited was told no: nobody waits for the store any more.
      if (this.#problem !== undefined) this.#options.told(undefined);
      this.#problem = undefined;
      this.#rest();
      return;
    }
    for (const one of batch) one.isSent = true;
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

  #rest(): void {
    this.#isBusy = false;
    const drained = this.#drained;
    this.#drained = [];
    for (const tell of drained) tell();
  }

  #taken(batch: readonly Waiting[], written: readonly Written[]): void {
    if (this.#end !== undefined) return;
    if (this.#problem !== undefined) {
      this.#problem = undefined;
      this.#options.log.info('the store of durable processes writes again');
      this.#options.told(undefined);
    }
    this.#delay = 0;
    // Those that the store was not answering yet are asked for again.
    for (let i = written.length; i < batch.length; i++) (batch[i] as Waiting).isSent = false;
    this.#waiting = this.#waiting.slice(written.length);
    // Gw5.
    const isMore = this.#waiting.length > 0;
    if (isMore) this.#next();
    for (let i = 0; i < written.length; i++) {
      try {
        batch[i]?.done(written[i] ?? null);
      } catch (thrown) {
        this.#options.log.error('what followed a durable write failed', { error: thrown });
      }
    }
    if (!isMore) this.#next();
  }

  /** Gw2. */
  #refused(thrown: unknown): void {
    const { clock, log, told, isCertain } = this.#options;
    const reason = toFailure(thrown);
    if (reason.retryable === false) {
      this.giveUp(reason);
      return;
    }
    if (this.#problem !== reason.message) {
      this.#problem = reason.message;
      log.error('the store of durable processes cannot write; steps wait until it can', { error: thrown });
      told(`steps of durable processes wait: ${reason.message}`);
    }
    if (isCertain) for (const one of this.#waiting) one.isSent = false;
    this.#takeBack(reason);
    this.#delay = Math.min(LONGEST_DELAY, Math.max(FIRST_DELAY, this.#delay * 2));
    clock.setTimer(clock.monotonic() + this.#delay, () => this.#next());
  }

  /** Gw3. */
  #takeBack(reason: Failure): void {
    const before = this.#options.clock.monotonic() - PATIENCE;
    const kept: Waiting[] = [];
    const told: (() => void)[] = [];
    for (const one of this.#waiting) {
      const { refused, isSent, isKept } = one;
      if (refused === undefined || one.since > before) {
        kept.push(one);
        continue;
      }
      one.refused = undefined;
      if (isSent || isKept) kept.push(one);
      const later = isSent ? ', and may have taken this' : isKept ? ', and takes this when it can' : '';
      const text = `the store of durable processes takes nothing at the moment${later}`;
      told.push(() => refused(failure('Unavailable', `${text}: ${reason.message}`, { retryable: true })));
    }
    this.#waiting = kept;
    for (const tell of told) tell();
  }
}
