/**
 * The moments that come to a channel of a process: what timers and tickers are made of.
 *
 *   Be1  What is to come is data: the channel, the handle of the values, the next moment and the period. The alarm of
 *        the scheduler is how the host works on it, and is set anew from the data.
 *   Be2  Moments of a period are whole periods from the first; those that the process was too late for are left out.
 *   Be3  A moment reaches its process by the door (P2).
 */
import type { Clock } from '#base';
import { defineState, parts, type Value } from '#lua';
import type { AnyHandle, Beat } from '#plugin';
import { Channel } from './channel.ts';
import { GuestHeld, type HandleTypes } from './handle-types.ts';
import { accept } from './input.ts';
import type { Process } from './process.ts';
import { handleNamed, restoring } from './restoring.ts';
import { savingMoment } from './saving-moment.ts';
import type { Alarm, Timers } from './timers.ts';

/** What it needs of its surroundings. */
export interface Around {
  readonly scheduler: { readonly timers: Timers };
  readonly clock: Clock;
}

export class GuestBeat implements Beat {
  channel: Channel;
  handle: AnyHandle;
  /** The next moment, in milliseconds of the monotonic clock; Infinity when none is to come. */
  at = Number.POSITIVE_INFINITY;
  /** Milliseconds with fractions, from the start on: 0 for a single moment. */
  period = Number.NaN;
  readonly #process: Process;
  readonly #around: Around;
  readonly #types: HandleTypes;
  #alarm: Alarm | null = null;

  constructor(
    process: Process,
    around: Around,
    types: HandleTypes,
    handle: AnyHandle,
    channel = new Channel(Number.POSITIVE_INFINITY, true),
  ) {
    this.#process = process;
    this.#around = around;
    this.#types = types;
    this.handle = handle;
    this.channel = channel;
    this.period = 0;
  }

  get isSet(): boolean {
    return this.at !== Number.POSITIVE_INFINITY;
  }

  set(delay: number, period: number): boolean {
    const wasSet = this.stop();
    if (!this.#process.isAlive) return wasSet;
    this.period = period;
    this.#process.own(this);
    this.#await(this.#around.clock.monotonic() + Math.max(0, delay));
    return wasSet;
  }

  stop(): boolean {
    const wasSet = this.isSet;
    if (wasSet) this.#process.disown(this);
    this.release();
    return wasSet;
  }

  /** The process has ended or goes on with other code. */
  release(): void {
    if (this.#alarm !== null) this.#around.scheduler.timers.cancel(this.#alarm);
    this.#alarm = null;
    this.at = Number.POSITIVE_INFINITY;
  }

  /** What is left of the time; a moment that has passed meanwhile comes at once. */
  static save(of: GuestBeat): Value[] {
    return [of.handle.name, of.channel, of.at - savingMoment(), of.period];
  }

  static fill(into: GuestBeat, [handle, channel, left, period]: readonly Value[]): void {
    into.handle = handleNamed(parts.text(handle));
    into.channel = parts.of(Channel, channel);
    into.period = parts.number(period);
    const at = restoring().savedAt + parts.number(left);
    if (at === Number.POSITIVE_INFINITY) return;
    into.#process.own(into);
    into.#await(at);
  }

  #await(moment: number): void {
    this.at = moment;
    this.#alarm = this.#around.scheduler.timers.at(moment, this);
  }

  /** The alarm has come. */
  due(): void {
    const { period, channel } = this;
    this.#alarm = null;
    if (period === 0) {
      this.stop();
      this.#send();
      return;
    }
    const late = Math.max(0, Math.floor((this.#around.clock.monotonic() - this.at) / period));
    this.#await(this.at + (late + 1) * period);
    if (channel.length === 0) this.#send();
  }

  #send(): void {
    const { handle, channel } = this;
    const live = handle.moment?.(this.#around.clock.nowNanos());
    const value = this.#types.userdata(new GuestHeld(handle, live));
    accept(this.#process, { type: 'offer', id: 0, channel, value });
  }
}

const noHandle: AnyHandle = { name: '', summary: '', methods: {}, crosses: 'never' };

defineState({
  name: 'beat/1',
  type: GuestBeat,
  changes: 'always',
  save: GuestBeat.save,
  make() {
    const { process, around, handles } = restoring();
    // Whoever restores has set both for the parts of a process.
    return new GuestBeat(process as Process, around, handles.types, noHandle);
  },
  fill: GuestBeat.fill,
});
