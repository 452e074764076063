/** What statements are run on: a database by the id of its entry, or an open transaction. */
import { type Data, failure } from '#base';
import type { Call, EntryId, Held } from '#plugin';
import { work } from './answered-work.ts';
import {
  type Answer,
  type Database,
  type Dialect,
  databaseService,
  type Statement,
  type Terms,
} from './database.ts';
import { invalid, isReadingText, rowsOf } from './value.ts';

export interface Target {
  dialect(call: Call): Dialect;
  /** For what is to happen once, with what the guest gets of the answer. */
  change<R>(statement: Statement, result: (answer: Answer) => R, call: Call): Promise<R>;
  run(statement: Statement, call: Call): Promise<Answer>;
  /** For rows: one that only reads runs as it is. */
  ask(statement: Statement, call: Call): Promise<Data[]>;
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

  async ask(statement: Statement, call: Call): Promise<Data[]> {
    if (!isReadingText(statement.text)) return this.change(statement, rowsOf, call);
    return rowsOf(await this.run(statement, call));
  }

  async change<R>(statement: Statement, result: (answer: Answer) => R, call: Call): Promise<R> {
    const database = this.database(call);
    const answering = call.answering(this.id);
    if (answering !== undefined) {
      const terms = () => termsOf(call);
      return work(() => this.database(call), statement, answering, { terms, result }, call);
    }
    if (call.isAgain)
      throw failure('Unavailable', 'the statement was under way when the process stopped', {
        retryable: true,
      });
    return result(await database.run(statement, termsOf(call)));
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
  /** What guests hold of it. */
  readonly #held: Held[] = [];

  constructor(database: Database, number: number) {
    this.#database = database;
    this.#number = number;
  }

  dialect(): Dialect {
    return this.#open().dialect;
  }

  run(statement: Statement, call: Call): Promise<Answer> {
    return this.#open().runIn(this.#number, statement, termsOf(call));
  }

  async ask(statement: Statement, call: Call): Promise<Data[]> {
    return rowsOf(await this.run(statement, call));
  }

  async change<R>(statement: Statement, result: (answer: Answer) => R, call: Call): Promise<R> {
    return result(await this.run(statement, call));
  }

  check(text: string, call: Call): Promise<void> {
    return this.#open().checkIn(this.#number, text, termsOf(call));
  }

  async end(how: 'commit' | 'rollback', call: Call): Promise<void> {
    const database = this.#open();
    this.#isOver = true;
    // What is over can be saved.
    for (const held of this.#held.splice(0)) call.release(held);
    await database.end(this.#number, how, termsOf(call));
  }

  /** It ends with the transaction. */
  keep<T>(held: Held<T>): Held<T> {
    this.#held.push(held);
    return held;
  }

  async close(): Promise<void> {
    if (!this.#isOver) await this.#database.drop(this.#number);
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
