/**
 * One life of a node, from its start to its end: everything that happens to it comes through here, so a node that is gone
 * does nothing any more, and one that is paused does it when it goes on.
 */
import type { Chance, Clock, Timer } from '../../../src/base/index.ts';
import type { Timeline } from './timeline.ts';

export const EPOCH = Date.UTC(2030, 0, 1);

/** The clock of a machine, and whether it goes on. It outlives what runs there. */
export class Machine {
  /** Milliseconds by which its wall clock is wrong. */
  offset: number;
  /** How many of its milliseconds pass in one. */
  readonly rate: number;
  pausedUntil = 0;

  constructor(chance: Chance) {
    this.offset = Math.round((chance.random() - 0.5) * 20_000);
    this.rate = 1 + (chance.random() - 0.5) * 0.004;
  }
}

/** The longest way from one turn of a node's event loop to the next. */
const TURN = 0.2;

export class Life {
  readonly timeline: Timeline;
  readonly #machine: Machine;
  readonly #chance: Chance;
  #lastTurn = 0;
  isOver = false;

  constructor(timeline: Timeline, machine: Machine, chance: Chance) {
    this.timeline = timeline;
    this.#machine = machine;
    this.#chance = chance;
  }

  at(moment: number, run: () => void): Timer {
    const due = () => {
      if (this.isOver) return;
      // Whoever is paused gets all of it afterwards, in its order.
      if (this.timeline.now < this.#machine.pausedUntil)
        event = this.timeline.at(this.#machine.pausedUntil, due);
      else run();
    };
    let event = this.timeline.at(moment, due);
    return { cancel: () => this.timeline.cancel(event) };
  }

  after(delay: number, run: () => void): Timer {
    return this.at(this.timeline.now + delay, run);
  }

  /** A turn of the event loop, after those that were asked for before. */
  readonly defer = (run: () => void): void => {
    this.#lastTurn = Math.max(this.#lastTurn, this.timeline.now) + this.#chance.random() * TURN;
    this.at(this.#lastTurn, run);
  };

  /** The clock of the machine, as this life of a node sees it. */
  clock(): Clock {
    const { timeline } = this;
    const machine = this.#machine;
    const born = timeline.now;
    const now = () => EPOCH + timeline.now + machine.offset;
    return {
      now: () => Math.floor(now()),
      nowNanos: () => BigInt(Math.round(now() * 1000)) * 1000n,
      monotonic: () => (timeline.now - born) * machine.rate,
      // A little later, for what rounding takes away: no timer runs before its time.
      setTimer: (at, run) => this.at(born + at / machine.rate + 1e-6, run),
    };
  }
}
