/**
 * Durable processes whose time to begin has not come.
 *
 *   Po1  None begins before its time by the clock on the wall, unless that was set back meanwhile.
 *   Po2  Where that was set on, or the machine slept, they begin at their time by it, and not so much later.
 */
import type { Clock, Timer } from '#base';
import type { ValueCodec } from './checked-codec.ts';
import { ClockJumps } from './clock-jumps.ts';
import { beginningOf } from './start-request.ts';
import type { StoredProcess } from './store/records.ts';

/** Milliseconds that clocks part by themselves in a wait. */
const DRIFT = 1000;

interface Waiting {
  readonly beginAt: number;
  readonly timer: Timer;
}

export class PutOff {
  readonly #clock: Clock;
  readonly #begin: (pid: string) => void;
  readonly #waiting = new Map<string, Waiting>();
  readonly #jumps: ClockJumps;

  constructor(clock: Clock, begin: (pid: string) => void) {
    this.#clock = clock;
    this.#begin = begin;
    this.#jumps = new ClockJumps(
      clock,
      () => this.#waiting.size > 0,
      () => this.#again(),
    );
  }

  has(pid: string): boolean {
    return this.#waiting.has(pid);
  }

  /** True when its time has not come, in milliseconds since 1970: then it begins by itself. */
  waits(pid: string, beginAt: number): boolean {
    const left = beginAt - this.#clock.now();
    if (left <= 0) return false;
    this.#waiting.get(pid)?.timer.cancel();
    const timer = this.#clock.setTimer(this.#clock.monotonic() + left, () => this.#due(pid));
    this.#waiting.set(pid, { beginAt, timer });
    this.#jumps.begin();
    return true;
  }

  /** Po1. */
  #due(pid: string): void {
    const { beginAt = 0 } = this.#waiting.get(pid) ?? {};
    const isEarly = beginAt - this.#clock.now() <= DRIFT;
    if (!isEarly || !this.waits(pid, beginAt)) this.end(pid);
  }

  /** Po2. */
  #again(): void {
    for (const [pid, { beginAt }] of [...this.#waiting]) if (!this.waits(pid, beginAt)) this.end(pid);
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
    this.#waiting.get(pid)?.timer.cancel();
    this.#waiting.delete(pid);
    if (this.#waiting.size === 0) this.#jumps.stop();
  }

  forgetAll(isMeant: (pid: string) => boolean): void {
    for (const pid of [...this.#waiting.keys()]) if (isMeant(pid)) this.forget(pid);
  }
}

/** Who is to end need not wait for its time; it begins to end, and runs nothing. */
export function endsPutOff(kind: string): boolean {
  return kind === 'terminate' || kind === 'cancel';
}
