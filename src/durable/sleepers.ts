/**
 * Durable processes that have nothing to do for a while: they are in the store alone, and are read again when something
 * comes for them or their next moment has come.
 *
 *   Sl1  A process is put to sleep when it has rested as long as its host says, all that it did is stored, and only clocks
 *        and durable processes work for it.
 *   Sl2  Nobody can tell: its pid, names, ties and inputs stay, and its moments come when they are due.
 *   Sl3  Those it is tied to that are not durable live on beside it: only a restart of the node parts them (D11).
 *   Sl4  Who rests when its node starts, or another one has it, stays unread until then: each step says until when its process
 *        has nothing to do by itself.
 *   Sl5  When the clock on the wall is set on, or the machine slept, their moments come as they do after a restart: by that.
 */
import { type Alarm, IDLE, nextMoment, type Shard } from '#process';
import { ClockJumps } from './clock-jumps.ts';
import type { Kept } from './kept.ts';

/** What hosts say of their processes. */
interface Hosts {
  /** Milliseconds of rest after which the process sleeps. */
  restOf(pid: string): number;
}

/** Those who live. */
interface Living {
  /** Undefined for one that is not in memory. */
  get(pid: string): Kept | undefined;
  /** Takes it out of memory. */
  unload(kept: Kept): void;
  /** Lets it go on that is in the store alone. */
  want(pid: string): void;
}

export class Sleepers {
  readonly #shard: Shard;
  readonly #hosts: Hosts;
  readonly #living: Living;
  /** With what wakes those that have a next moment. */
  readonly #asleep = new Map<string, Alarm | undefined>();
  /** Those of them that were never in memory here (Sl4). */
  readonly #unread = new Set<string>();
  /** Those that slept and are on their way back (Sl3). */
  readonly #woken = new Set<string>();
  /** Those that have come to rest and are looked at, with the step that was their last at the last look. */
  #resting = new Map<string, number>();
  #alarm: Alarm | undefined;
  readonly #jumps: ClockJumps;

  constructor(shard: Shard, hosts: Hosts, living: Living) {
    this.#shard = shard;
    this.#hosts = hosts;
    this.#living = living;
    const { clock } = shard.scheduler;
    this.#jumps = new ClockJumps(
      clock,
      () => this.#asleep.size > 0,
      (millis) => this.#hasten(millis),
    );
  }

  get count(): number {
    return this.#asleep.size;
  }

  has(pid: string): boolean {
    return this.#asleep.has(pid);
  }

  /** All that it did is stored. */
  rested(kept: Kept): void {
    const { pid } = kept.process;
    if (this.#resting.has(pid)) return;
    this.#resting.set(pid, -1);
    this.#lookAfter(this.#hosts.restOf(pid));
  }

  /** It sleeps from now on, until the moment: milliseconds of the monotonic clock. */
  add(pid: string, moment: number): void {
    const { timers } = this.#shard.scheduler;
    const isOnly = moment === Number.POSITIVE_INFINITY;
    this.#asleep.set(pid, isOnly ? undefined : timers.at(moment, () => this.wake(pid)));
    if (!isOnly) this.#jumps.begin();
  }

  /** Sl5. */
  #hasten(millis: number): void {
    const { timers } = this.#shard.scheduler;
    for (const [pid, alarm] of [...this.#asleep]) {
      if (alarm === undefined) continue;
      timers.cancel(alarm);
      this.#asleep.set(
        pid,
        timers.at(alarm.at - millis, () => this.wake(pid)),
      );
    }
  }

  /** It was never in memory on this node, and sleeps on until the moment. */
  addUnread(pid: string, moment: number): void {
    this.add(pid, moment);
    this.#unread.add(pid);
  }

  /** Something has come for it; false when it does not sleep. */
  wake(pid: string): boolean {
    if (!this.#asleep.has(pid)) return false;
    const isUnread = this.#unread.has(pid);
    this.forget(pid);
    if (!isUnread) this.#woken.add(pid);
    this.#living.want(pid);
    return true;
  }

  /** It does not sleep any more, or not here. */
  forget(pid: string): void {
    const alarm = this.#asleep.get(pid);
    if (alarm !== undefined) this.#shard.scheduler.timers.cancel(alarm);
    this.#asleep.delete(pid);
    this.#unread.delete(pid);
    this.#woken.delete(pid);
  }

  forgetAll(isMeant: (pid: string) => boolean): void {
    for (const pid of [...this.#asleep.keys(), ...this.#woken]) if (isMeant(pid)) this.forget(pid);
  }

  /** It is made again: whether it was in memory before on this node. */
  isBack(pid: string): boolean {
    const isBack = (this.#asleep.has(pid) && !this.#unread.has(pid)) || this.#woken.has(pid);
    this.forget(pid);
    return isBack;
  }

  /** Nobody is looked at any more. */
  stop(): void {
    if (this.#alarm !== undefined) this.#shard.scheduler.timers.cancel(this.#alarm);
    this.#alarm = undefined;
    this.#jumps.stop();
    this.#resting.clear();
  }

  #lookAfter(millis: number): void {
    this.#alarm ??= this.#shard.scheduler.timers.after(millis, () => this.#look());
  }

  /** Those that have rested since the last look sleep, the others are looked at again. */
  #look(): void {
    this.#alarm = undefined;
    const looked = this.#resting;
    this.#resting = new Map();
    let next = Number.POSITIVE_INFINITY;
    for (const [pid, number] of looked) {
      const kept = this.#living.get(pid);
      if (kept === undefined) continue;
      if (kept.number === number) {
        // Whoever cannot sleep is looked at again after its next step.
        this.#put(kept);
        continue;
      }
      this.#resting.set(pid, kept.number);
      next = Math.min(next, this.#hosts.restOf(pid));
    }
    if (next !== Number.POSITIVE_INFINITY) this.#lookAfter(next);
  }

  /** Sl1. */
  #put(kept: Kept): void {
    const { process, endsAt } = kept;
    if (!kept.isStored || process.standing !== IDLE || process.hasReady) return;
    const moment = nextMoment(process, this.#shard.gate);
    if (moment === undefined) return;
    this.#living.unload(kept);
    this.add(process.pid, Math.min(moment, endsAt));
  }
}
