/**
 * A database entry as guests and others use it: statements on any connection of its pool, and transactions, each of
 * which has a connection of its own until it ends.
 *
 *   Pd1  What is asked of a transaction is done one after the other, in order.
 *   Pd2  A transaction is over with commit or rollback, also those that a statement makes, even when it fails; it is
 *        used no more then.
 *   Pd3  A statement outside of transactions leaves none open on its connection.
 *   Pd4  Other settings take another pool. What is under way ends on the one on which it began.
 */
import { failure } from '#base';
import { answered } from './answered-work.ts';
import type {
  Answer,
  Answers,
  Connection,
  Database,
  Dialect,
  Done,
  Ending,
  Isolation,
  PoolStats,
  PostgresServer,
  Statement,
  Terms,
} from './database.ts';
import type { Pool, PoolSettings } from './pool.ts';

interface Transaction {
  readonly connection: Connection;
  readonly pool: Pool;
  /** What was asked last. */
  last: Promise<unknown>;
}

/** Where its connections come from. */
export interface Source {
  readonly pool: Pool;
  /** What they reach, as a text: of the same place only the settings of the pool may differ. */
  readonly place: string;
  readonly server?: PostgresServer | undefined;
}

/** Nobody waits for the end of what is dropped. */
const untold: Terms = { room: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

export class PooledDatabase implements Database {
  readonly dialect: Dialect;
  #source: Source;
  readonly #transactions = new Map<number, Transaction>();
  #last = 0;

  constructor(dialect: Dialect, source: Source) {
    this.dialect = dialect;
    this.#source = source;
  }

  get place(): string {
    return this.#source.place;
  }

  run(statement: Statement, terms: Terms): Promise<Answer> {
    return this.#with(terms, async (connection) => {
      const answer = await connection.run(statement, terms);
      if (connection.isInTransaction) throw leftOpen();
      return answer;
    });
  }

  answered(statement: Statement, answers: Answers, terms: Terms): Promise<Done> {
    return this.#with(terms, (connection) => answered(connection, statement, answers, terms));
  }

  check(text: string, terms: Terms): Promise<void> {
    return this.#with(terms, (connection) => connection.check(text, terms));
  }

  async begin(isolation: Isolation, isReadOnly: boolean, terms: Terms): Promise<number> {
    const { pool } = this.#source;
    const connection = await pool.acquire(terms.signal);
    try {
      await connection.begin(isolation, isReadOnly, terms);
    } catch (thrown) {
      pool.release(connection);
      throw thrown;
    }
    this.#transactions.set(++this.#last, { connection, pool, last: Promise.resolve() });
    return this.#last;
  }

  runIn(id: number, statement: Statement, terms: Terms): Promise<Answer> {
    return this.#in(id, async ({ connection, pool }) => {
      try {
        return await connection.run(statement, terms);
      } finally {
        // One that is lost tells so itself.
        if (connection.lost === undefined && !connection.isInTransaction) {
          this.#transactions.delete(id);
          pool.release(connection);
        }
      }
    });
  }

  checkIn(id: number, text: string, terms: Terms): Promise<void> {
    return this.#in(id, ({ connection }) => connection.check(text, terms));
  }

  end(id: number, how: Ending, terms: Terms): Promise<void> {
    return this.#in(id, async ({ connection, pool }) => {
      this.#transactions.delete(id);
      try {
        await connection.end(how, terms);
      } finally {
        pool.release(connection);
      }
    });
  }

  async drop(transaction: number): Promise<void> {
    if (this.#transactions.has(transaction)) await this.end(transaction, 'rollback', untold);
  }

  stats(): PoolStats {
    return this.#source.pool.stats();
  }

  server(): PostgresServer {
    const { server } = this.#source;
    if (server === undefined)
      throw failure('Invalid', `a db.sql.postgres is needed, and this is a db.sql.${this.dialect}`, {
        retryable: false,
      });
    return server;
  }

  configure(settings: PoolSettings): void {
    this.#source.pool.configure(settings);
  }

  /** Pd4. */
  move(source: Source): void {
    const { pool } = this.#source;
    this.#source = source;
    void pool.close();
  }

  /** Whatever is open is rolled back. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#transactions.keys()].map((transaction) => this.drop(transaction)));
    await this.#source.pool.close();
  }

  async #with<T>(terms: Terms, act: (connection: Connection) => Promise<T>): Promise<T> {
    const { pool } = this.#source;
    const connection = await pool.acquire(terms.signal);
    try {
      return await act(connection);
    } finally {
      if (connection.isInTransaction) await connection.end('rollback', untold).catch(() => {});
      pool.release(connection);
    }
  }

  /** Pd1. */
  #in<T>(id: number, act: (transaction: Transaction) => Promise<T>): Promise<T> {
    const transaction = this.#transactions.get(id);
    if (transaction === undefined) return Promise.reject(over());
    const done = transaction.last.then(() => {
      if (!this.#transactions.has(id)) throw over();
      return act(transaction);
    });
    transaction.last = done.catch(() => {});
    return done;
  }
}

function leftOpen() {
  const message = 'a statement left a transaction open, which was rolled back; db:begin() begins one';
  return failure('Invalid', message, { retryable: false });
}

function over() {
  return failure('Invalid', 'the transaction is over', { retryable: false });
}
