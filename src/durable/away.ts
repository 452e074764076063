/**
 * What durable processes send to those of other stores (D4): rows of the sender's store until the other one has them.
 *
 *   Aw1  A row is handed on when the step that wrote it is committed, and again after any loss, until the receiver's store has
 *        answered. That one knows the last number of each sender, so what comes again is not taken again.
 *   Aw2  Rows for one receiver are handed on in their order: what is counted lower than the last one counts as known there.
 *   Aw3  While this node has no store with the receiver's host, rows wait.
 *   Aw4  A row that is damaged goes nowhere: its sender is held.
 *   Aw5  What is for a process that is to begin waits until it has begun.
 */
import type { Clock, Timer } from '#base';
import type { Arriving, Exit, Received } from '#process';
import { AWAY_START } from './away-start.ts';
import type { StoredInput } from './store/records.ts';

/** Before rows that nobody took are handed on again, in milliseconds. */
const PAUSE = 500;

export interface AwayOptions {
  readonly clock: Clock;
  /** False: no store of this node has the receiver's host. */
  receive(input: Arriving, done: (received: Received, exit?: Exit) => void): boolean;
  /** Nobody is there who could be tied to, or it has ended so; `done` when the sender will know. */
  refused(input: StoredInput, exit: Exit | undefined, done: () => void): void;
  /** What the row holds is not what the sender wrote. */
  damaged(input: StoredInput): void;
  /** The row is not needed any more; `done` when it is gone. */
  drop(input: StoredInput, done: () => void): void;
}

export class Away {
  readonly #options: AwayOptions;
  /** Rows that wait or are on their way. */
  readonly #known = new Set<number>();
  /** Those that wait, by their receivers. */
  readonly #waiting = new Map<string, StoredInput[]>();
  /** Aw5. */
  readonly #beginning = new Set<string>();
  #timer: Timer | undefined;
  /** Raised when all is forgotten. */
  #age = 0;

  constructor(options: AwayOptions) {
    this.#options = options;
  }

  /** Rows of one sender must be told in their order. */
  send(input: StoredInput): void {
    if (this.#known.has(input.id)) return;
    this.#known.add(input.id);
    if (this.#isBehind(input) || !this.#hand(input)) this.#wait(input);
  }

  #isBehind({ to, kind }: StoredInput): boolean {
    if (kind !== AWAY_START) return this.#waiting.has(to) || this.#beginning.has(to);
    this.#beginning.add(to);
    return false;
  }

  /** They are another node's affair, or that of the next start. */
  clear(): void {
    this.#age++;
    this.#known.clear();
    this.#waiting.clear();
    this.#beginning.clear();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #hand(input: StoredInput): boolean {
    const { id, to, kind, from, body } = input;
    const age = this.#age;
    return this.#options.receive({ to, kind, from, body, number: id }, (received, exit) => {
      if (age === this.#age) this.#received(input, received, exit);
    });
  }

  #received(input: StoredInput, received: Received, exit: Exit | undefined): void {
    const { drop, refused, damaged } = this.#options;
    const age = this.#age;
    const end = () => drop(input, () => age === this.#age && this.#known.delete(input.id));
    if (received === 'lost') this.#wait(input);
    else if (received === 'nobody') refused(input, exit, end);
    else if (received === 'damaged') damaged(input);
    else end();
    if (input.kind === AWAY_START && received !== 'lost' && this.#beginning.delete(input.to)) this.#again();
  }

  /** Aw2, Aw3. */
  #wait(input: StoredInput): void {
    const waiting = this.#waiting.get(input.to) ?? [];
    waiting.push(input);
    this.#waiting.set(
      input.to,
      waiting.sort((a, b) => a.id - b.id),
    );
    const { clock } = this.#options;
    this.#timer ??= clock.setTimer(clock.monotonic() + PAUSE, () => this.#again());
  }

  #again(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of all.flat()) {
      if (this.#isBehind(one) || !this.#hand(one)) this.#wait(one);
    }
  }
}
