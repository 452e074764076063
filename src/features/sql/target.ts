/** What statements are run on: a database by the id of its entry, or an open transaction. */
import type { Call, EntryId } from '#plugin';
import {
  type Answer,
  type Database,
  type Dialect,
  databaseService,
  type Statement,
  type Terms,
} from './database.ts';
import { invalid } from './value.ts';

export interface Target {
  dialect(call: Call): Dialect;
  run(statement: Statement, call: Call): Promise<Answer>;
  check(text: string, call: Call): Promise<void>;
}

/** It holds no connection: each statement takes one from the pool and gives it back. */
export class DatabaseTarget implements Target {
  readonly id: EntryId;
  isReleased: boolean;

  constructor(id: EntryId, isReleased = false) {
    this.id = id;
    this.isReleased = isReleased;
  }

  database(call: Call): Database {
    if (this.isReleased) throw invalid(`${this.id} was released`);
    return call.use(databaseService, this.id).current;
  }

  dialect(call: Call): Dialect {
    return this.database(call).dialect;
  }

  run(statement: Statement, call: Call): Promise<Answer> {
    return this.database(call).run(statement, termsOf(call));
  }

  check(text: string, call: Call): Promise<void> {
    return this.database(call).check(text, termsOf(call));
  }
}

export class TransactionTarget implements Target {
  readonly #database: Database;
  readonly #number: number;
  /** Commit or rollback was asked for. */
  #isOver = false;

  constructor(database: Database, number: number) {
    this.#database = database;
    this.#number = number;
  }

  dialect(): Dialect {
    return this.#database.dialect;
  }

  run(statement: Statement, call: Call): Promise<Answer> {
    return this.#open().runIn(this.#number, statement, termsOf(call));
  }

  check(text: string, call: Call): Promise<void> {
    return this.#open().checkIn(this.#number, text, termsOf(call));
  }

  async end(how: 'commit' | 'rollback', call: Call): Promise<void> {
    const database = this.#open();
    this.#isOver = true;
    await database.end(this.#number, how, termsOf(call));
  }

  close(): Promise<void> {
    return this.#database.drop(this.#number);
  }

  #open(): Database {
    if (this.#isOver) throw invalid('the transaction is over');
    return this.#database;
  }
}

export function termsOf(call: Call): Terms {
  return { room: call.room, signal: call.signal };
}

/** Finds a database, as `sql.get` does. */
export function findDatabase(id: string, call: Call): DatabaseTarget {
  if (id === '') throw invalid('the id of a database must not be empty');
  call.allow('db.get', id);
  const target = new DatabaseTarget(id);
  target.database(call);
  return target;
}
