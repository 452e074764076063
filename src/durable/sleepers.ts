/**
 * Durable processes that have nothing to do for a while: they are in the store alone, and are read again when something
 * comes for them or their next moment has come.
 *
 *   Sl1  A process is put to sleep when it has rested as long as its host says, all that it did is stored, and only clocks
 *        and durable processes work for it.
 *   Sl2  Nobody can tell: its pid, names, ties and inputs stay, and its moments come when they are due.
 *   Sl3  Those it is tied to that are not durable live on beside it: only a restart of the node parts them (D11).
 */
import { type Alarm, IDLE, nextMoment, type Shard } from '#process';
import type { Kept } from './kept.ts';

export interface SleepersOptions {
  readonly shard: Shard;
  /** Milliseconds of rest after which a process sleeps. */
  restOf(pid: string): number;
  /** Takes it out of memory. */
  unload(kept: Kept): void;
  /** It is to go on. */
  wake(pid: string): void;
}

export class Sleepers {
  readonly #options: SleepersOptions;
  /** With what wakes those that have a next moment. */
  readonly #asleep = new Map<string, Alarm | undefined>();
  /** Those that slept and are on their way back (Sl3). */
  readonly #woken = new Set<string>();
  /** Those that have come to rest and are looked at, with the step that was their last at the last look. */
  #resting = new Map<Kept, number>();
  #alarm: Alarm | undefined;

  constructor(options: SleepersOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#asleep.size;
  }

  has(pid: string): boolean {
    return this.#asleep.has(pid);
  }

  /** All that it did is stored. */
  rested(kept: Kept): void {
    if (this.#resting.has(kept)) return;
    this.#resting.set(kept, -1);
    this.#lookAfter(this.#options.restOf(kept.process.pid));
  }

  /** It sleeps from now on, until the moment: milliseconds of the monotonic clock. */
  add(pid: string, moment: number): void {
    const { timers } = this.#options.shard.scheduler;
    const isOnly = moment === Number.POSITIVE_INFINITY;
    this.#asleep.set(pid, isOnly ? undefined : timers.at(moment, () => this.wake(pid)));
  }

  /** Something has come for it; false when it does not sleep. */
  wake(pid: string): boolean {
    if (!this.#asleep.has(pid)) return false;
    this.forget(pid);
    this.#woken.add(pid);
    this.#options.wake(pid);
    return true;
  }

  /** It does not sleep any more, or not here. */
  forget(pid: string): void {
    const alarm = this.#asleep.get(pid);
    if (alarm !== undefined) this.#options.shard.scheduler.timers.cancel(alarm);
    this.#asleep.delete(pid);
    this.#woken.delete(pid);
  }

  forgetAll(isMeant: (pid: string) => boolean): void {
    for (const pid of [...this.#asleep.keys(), ...this.#woken]) if (isMeant(pid)) this.forget(pid);
  }

  /** It is made again: whether it was in memory before on this node. */
  isBack(pid: string): boolean {
    const isBack = this.#asleep.has(pid) || this.#woken.has(pid);
    this.forget(pid);
    return isBack;
  }

  /** Nobody is looked at any more. */
  stop(): void {
    if (this.#alarm !== undefined) this.#options.shard.scheduler.timers.cancel(this.#alarm);
    this.#alarm = undefined;
    this.#resting.clear();
  }

  #lookAfter(millis: number): void {
    this.#alarm ??= this.#options.shard.scheduler.timers.after(millis, () => this.#look());
  }

  /** Those that have rested since the last look sleep, the others are looked at again. */
  #look(): void {
    this.#alarm = undefined;
    const looked = this.#resting;
    this.#resting = new Map();
    let next = Number.POSITIVE_INFINITY;
    for (const [kept, number] of looked) {
      // Whoever cannot sleep is looked at again after its next step.
      if (kept.isOver || (kept.number === number && this.#put(kept))) continue;
      if (kept.number === number) continue;
      this.#resting.set(kept, kept.number);
      next = Math.min(next, this.#options.restOf(kept.process.pid));
    }
    if (next !== Number.POSITIVE_INFINITY) this.#lookAfter(next);
  }

  /** Sl1; false when it must stay awake. */
  #put(kept: Kept): boolean {
    const { process, endsAt } = kept;
    if (!kept.isStored || process.standing !== IDLE || process.hasReady) return false;
    const moment = nextMoment(process, this.#options.shard.gate);
    if (moment === undefined) return false;
    this.#options.unload(kept);
    this.add(process.pid, Math.min(moment, endsAt));
    return true;
  }
}
