/** Durable processes whose time to begin has not come. */
import type { Clock, Timer } from '#base';
import type { ValueCodec } from './checked-codec.ts';
import { beginningOf } from './start-request.ts';
import type { StoredProcess } from './store/records.ts';

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

  /** The same of one that is in the store, and whose time may have passed. */
  keepsBack(stored: StoredProcess, codec: ValueCodec): boolean {
    if (stored.inputs.some(({ kind }) => endsPutOff(kind))) return false;
    return this.waits(stored.pid, beginningOf(stored, codec, this.#clock.now()));
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

/** Who is to end need not wait for its time; it begins to end, and runs nothing. */
export function endsPutOff(kind: string): boolean {
  return kind === 'terminate' || kind === 'cancel';
}
