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
 *   Sl6  One that is set back puts nothing off, as it does not for those in memory.
 *   Sl7  Whose moment comes is read some time before, so that it goes on when it should and not a restore later. Whoever rests
 *        for less than that is not put to sleep.
 */
import { type Alarm, IDLE, nextMoment, type Shard } from '#process';
import type { Rest } from './awakening.ts';
import { ClockJumps } from './clock-jumps.ts';
import type { Kept } from './kept.ts';

/** Sl7: milliseconds, and bytes of a state that take one more. */
const READ_AHEAD = 10;
const BYTES_IN_MILLISECOND = 10_000;

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

interface Asleep {
  alarm: Alarm;
  readonly since: Rest['since'];
}

/** How one slept. */
interface Slept {
  /** Where it has a next moment. */
  readonly since: Rest['since'] | undefined;
  /** It was in memory on this node before (Sl3). */
  readonly wasHere: boolean;
}

export class Sleepers {
  readonly #shard: Shard;
  readonly #hosts: Hosts;
  readonly #living: Living;
  /** With what is known of those that have a next moment. */
  readonly #asleep = new Map<string, Asleep | undefined>();
  /** Those of them that were never in memory here (Sl4). */
  readonly #unread = new Set<string>();
  /** Those that are on their way back. */
  readonly #woken = new Map<string, Slept>();
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

  /** It sleeps from now on, and is read so many milliseconds before its moment. */
  add(pid: string, { until, since }: Rest, ahead = READ_AHEAD): void {
    const { timers } = this.#shard.scheduler;
    const isOnly = until === Number.POSITIVE_INFINITY;
    this.#asleep.set(
      pid,
      isOnly ? undefined : { alarm: timers.at(until - ahead, () => this.wake(pid)), since },
    );
    if (!isOnly) this.#jumps.begin();
  }

  /** Sl5. */
  #hasten(millis: number): void {
    const { timers } = this.#shard.scheduler;
    for (const [pid, asleep] of this.#asleep) {
      if (asleep === undefined) continue;
      timers.cancel(asleep.alarm);
      asleep.alarm = timers.at(asleep.alarm.at - millis, () => this.wake(pid));
    }
  }

  /** It was never in memory on this node, and sleeps on. */
  addUnread(pid: string, rest: Rest): void {
    this.add(pid, rest);
    this.#unread.add(pid);
  }

  /** Something has come for it; false when it does not sleep. */
  wake(pid: string): boolean {
    const slept = this.#slept(pid);
    if (slept === undefined) return false;
    this.forget(pid);
    this.#woken.set(pid, slept);
    this.#living.want(pid);
    return true;
  }

  /** It does not sleep any more, or not here. */
  forget(pid: string): void {
    const asleep = this.#asleep.get(pid);
    if (asleep !== undefined) this.#shard.scheduler.timers.cancel(asleep.alarm);
    this.#asleep.delete(pid);
    this.#unread.delete(pid);
    this.#woken.delete(pid);
  }

  forgetAll(isMeant: (pid: string) => boolean): void {
    for (const pid of [...this.#asleep.keys(), ...this.#woken.keys()]) if (isMeant(pid)) this.forget(pid);
  }

  /** It is made again. Undefined when it did not sleep here. */
  back(pid: string): Slept | undefined {
    const slept = this.#woken.get(pid) ?? this.#slept(pid);
    this.forget(pid);
    return slept;
  }

  #slept(pid: string): Slept | undefined {
    if (!this.#asleep.has(pid)) return undefined;
    return { since: this.#asleep.get(pid)?.since, wasHere: !this.#unread.has(pid) };
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
    const { process, endsAt, savedAt } = kept;
    if (!kept.isStored || process.standing !== IDLE || process.hasReady) return;
    const moment = nextMoment(process, this.#shard.gate);
    if (moment === undefined) return;
    const until = Math.min(moment, endsAt);
    const ahead = READ_AHEAD + kept.bytes / BYTES_IN_MILLISECOND;
    if (until - ahead <= this.#shard.scheduler.clock.monotonic()) return;
    this.#living.unload(kept);
    this.add(process.pid, { until, since: savedAt }, ahead);
  }
}
