/**
 * Those during which their node was lost again and again.
 *
 *   K1   From the third attempt on they go on one at a time: if the node is lost again, it is known during which. An attempt
 *        is counted when it begins, so who waits for its turn owes nothing.
 */
import type { Clock, Timer } from '#base';

/** Who comes to no commit within so many milliseconds keeps the next one waiting no longer. */
const LONGEST = 5000;

export class OneByOne {
  readonly #clock: Clock;
  readonly #begin: (pid: string) => void;
  readonly #waiting = new Set<string>();
  #current: string | undefined;
  #timer: Timer | undefined;

  /** `begin` lets one go on. */
  constructor(clock: Clock, begin: (pid: string) => void) {
    this.#clock = clock;
    this.#begin = begin;
  }

  /** It is its turn. */
  isTurn(pid: string): boolean {
    return pid === this.#current;
  }

  add(pid: string): void {
    this.#waiting.add(pid);
    if (this.#current === undefined) this.#next();
  }

  /** It has come to a commit, or does not go on. */
  passed(pid: string): void {
    if (this.isTurn(pid)) this.#next();
  }

  /** They are not this node's any more, or rest. */
  forget(isMeant: (pid: string) => boolean): void {
    for (const pid of this.#waiting) if (isMeant(pid)) this.#waiting.delete(pid);
    if (this.#current !== undefined && isMeant(this.#current)) this.#next();
  }

  #next(): void {
    this.#timer?.cancel();
    const [pid] = this.#waiting;
    this.#current = pid;
    if (pid === undefined) return;
    this.#waiting.delete(pid);
    this.#timer = this.#clock.setTimer(this.#clock.monotonic() + LONGEST, () => this.#next());
    this.#begin(pid);
  }
}
