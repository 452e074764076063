/**
 * That one process at a time has a history: an exclusive transaction on a file beside it, held while the process lives.
 * The system ends it at any death.
 */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { inUse } from './in-use.ts';

export class OwnerLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Throws `Unavailable` when another process has it. */
  static take(path: string): OwnerLock {
    const file = `${path}-owner`;
    closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file);
    try {
      database.exec('begin exclusive');
      return new OwnerLock(database);
    } catch (cause) {
      database.close();
      throw inUse(path, cause);
    }
  }

  release(): void {
    this.#database.close();
  }
}
