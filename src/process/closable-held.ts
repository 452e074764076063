/** Held values that end with their process. */
import type { Log } from '#base';
import type { Handle } from '#plugin';
import { GuestHeld } from './handle-types.ts';
import type { Owned, Process } from './process.ts';

export class Closable<T> extends GuestHeld<T> implements Owned {
  readonly #process: Process;
  readonly #log: Log;

  constructor(handle: Handle<T, unknown>, live: T, process: Process, log: Log) {
    super(handle, live);
    this.#process = process;
    this.#log = log;
    process.own(this);
  }

  close(): void {
    this.#process.disown(this);
    this.release();
  }

  release(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { handle } = this;
    try {
      const closed: unknown = handle.close?.(this.live);
      if (closed instanceof Promise) closed.catch((thrown) => this.#failed(thrown));
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  #failed(thrown: unknown): void {
    this.#log.error('closing a held value failed', { handle: this.handle.name, error: thrown });
  }
}
