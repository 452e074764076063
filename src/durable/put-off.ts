/** Durable processes whose time to begin has not come. */
import type { Clock, Timer } from '#base';

export class PutOff {
  readonly #clock: Clock;
  readonly #begin: (pid: string) => void;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock, begin: (pid: string) => void) {
    this.#clock = clock;
    this.#begin = begin;
  }

  has(pid: string): boolean {
    return this.#timers.has(pid);
  }

  /** True when its time has not come, in milliseconds since 1970: then it begins by itself. */
  waits(pid: string, beginAt: number): boolean {
    const left = beginAt - this.#clock.now();
    if (left <= 0) return false;
    this.#timers.get(pid)?.cancel();
    this.#timers.set(
      pid,
      this.#clock.setTimer(this.#clock.monotonic() + left, () => this.end(pid)),
    );
    return true;
  }

  /** It begins now. */
  end(pid: string): void {
    this.forget(pid);
    this.#begin(pid);
  }

  forget(pid: string): void {
    this.#timers.get(pid)?.cancel();
    this.#timers.delete(pid);
  }

  forgetAll(isMeant: (pid: string) => boolean): void {
    for (const pid of [...this.#timers.keys()]) if (isMeant(pid)) this.forget(pid);
  }
}
