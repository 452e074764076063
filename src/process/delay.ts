/** Something that a process has due later. It ends with the process, or before when it is stopped. */
import type { Owned } from './process.ts';
import type { Alarm, Timers } from './timers.ts';

/** Whose it is. */
interface Owner {
  own(owned: Owned): void;
  disown(owned: Owned): void;
}

export class Delay implements Owned {
  readonly #owner: Owner;
  readonly #timers: Timers;
  readonly #alarm: Alarm;

  constructor(owner: Owner, timers: Timers, millis: number, run: () => void) {
    this.#owner = owner;
    this.#timers = timers;
    this.#alarm = timers.after(millis, () => {
      owner.disown(this);
      run();
    });
    owner.own(this);
  }

  release(): void {
    this.#timers.cancel(this.#alarm);
  }

  stop(): void {
    this.release();
    this.#owner.disown(this);
  }
}
