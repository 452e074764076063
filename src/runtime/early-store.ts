/**
 * The store of durable processes, opened while the application is read: its thread begins, what a node that was killed left in
 * the log is copied into the file, and that takes as long as reading a small application.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder, statePath } from '#base';
import { StoreThread } from '#durable';

const FOLDER = 'durable';

/** In the folder. */
export const STORE_FILE = 'store.db';

/** The folder of the store of the application in a directory, made if it is missing; undefined when no place is safe. */
export function storeFolder(directory: string): string | undefined {
  return stateFolder(directory, FOLDER);
}

/** Whether the application has a store from before. */
export function hasStore(directory: string): boolean {
  return existsSync(statePath(directory, join(FOLDER, STORE_FILE)));
}

export class EarlyStore {
  #thread: StoreThread | undefined;

  /** Begins to open what is there from before; what is wrong with it is told to whoever asks it. */
  constructor(directory: string) {
    if (!hasStore(directory)) return;
    const folder = storeFolder(directory);
    if (folder !== undefined) this.#thread = new StoreThread(join(folder, STORE_FILE));
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
