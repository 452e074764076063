/**
 * The store of durable processes, opened while the application is read: its thread begins, what a node that was killed left in
 * the log is copied into the file, and that takes as long as reading a small application.
 */
import type { Worker } from 'node:worker_threads';
import { storeFromBefore } from '#base';
import { StoreThread } from '#durable';

export class EarlyStore {
  #thread: StoreThread | undefined;

  /**
   * Begins to open what is there from before; what is wrong with it is told to whoever asks it. `begun`: its thread, when that
   * was begun already.
   */
  constructor(directory: string, begun?: Worker) {
    const file = storeFromBefore(directory);
    if (file === undefined) return;
    this.#thread = new StoreThread(file, begun);
    // It takes as long as it takes to read a small application when thousands live.
    this.#thread.foresee('living');
  }

  /** Who takes it closes it. Undefined when there was none, or somebody took it. */
  take(): StoreThread | undefined {
    const thread = this.#thread;
    this.#thread = undefined;
    return thread;
  }

  /** Lets go of it if nobody took it. */
  async close(): Promise<void> {
    await this.take()?.abandon();
  }
}
