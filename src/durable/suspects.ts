/**
 * Those during which their node was lost again and again.
 *
 *   K1   From the third attempt on they go on apart from others: first in waves, each twice as large as the one before it that
 *        the node outlived, and those during whose wave it was lost one at a time. So it is soon known during which it is lost.
 *        An attempt is counted when it begins: who waits for its turn owes nothing.
 */
import type { Clock, Timer } from '#base';
import { ALONE } from './store/store-methods.ts';

/** Who comes to no commit within so many milliseconds keeps those behind it waiting no longer. */
const LONGEST = 5000;

export class Suspects {
  readonly #clock: Clock;
  readonly #begin: (pid: string) => void;
  /** Those who have not gone on in a wave yet, and those who go on one at a time. */
  readonly #waiting = new Set<string>();
  readonly #single = new Set<string>();
  readonly #current = new Set<string>();
  #size = 1;
  #timer: Timer | undefined;

  /** `begin` lets one go on. */
  constructor(clock: Clock, begin: (pid: string) => void) {
    this.#clock = clock;
    this.#begin = begin;
  }

  /** It is its turn. */
  isTurn(pid: string): boolean {
    return this.#current.has(pid);
  }

  /** `attempts`: how often its node was lost. */
  add(pid: string, attempts: number): void {
    (attempts > ALONE ? this.#single : this.#waiting).add(pid);
    if (this.#current.size === 0) this.#next();
  }

  /** It has come to a commit, or does not go on. */
  passed(pid: string): void {
    if (this.#current.delete(pid) && this.#current.size === 0) this.#next();
  }

  /** They are not this node's any more, or rest. */
  forget(isMeant: (pid: string) => boolean): void {
    for (const some of [this.#waiting, this.#single])
      for (const pid of some) if (isMeant(pid)) some.delete(pid);
    for (const pid of [...this.#current]) if (isMeant(pid)) this.passed(pid);
  }

  #next(): void {
    this.#timer?.cancel();
    this.#current.clear();
    const isWave = this.#waiting.size > 0;
    const from = isWave ? this.#waiting : this.#single;
    for (const pid of from) {
      if (this.#current.size >= (isWave ? this.#size : 1)) break;
      from.delete(pid);
      this.#current.add(pid);
    }
    this.#size = isWave ? 2 * this.#size : 1;
    if (this.#current.size === 0) return;
    this.#timer = this.#clock.setTimer(this.#clock.monotonic() + LONGEST, () => this.#next());
    for (const pid of [...this.#current]) this.#begin(pid);
  }
}
