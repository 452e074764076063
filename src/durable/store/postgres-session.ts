/**
 * One connection to a PostgreSQL server, made when it is needed, and made again when it was lost or the database has
 * moved: the next question goes where it is now.
 */
import { isDeepStrictEqual } from 'node:util';
import { Client, type ClientConfig, DatabaseError, type QueryConfig, type QueryResultRow } from 'pg';
import { failure, isFailure } from '#base';

/** Where the database is. `password` and the connection string are secrets: nothing of this is ever logged. */
export type PostgresPlace = Pick<
  ClientConfig,
  'connectionString' | 'host' | 'port' | 'database' | 'user' | 'password' | 'ssl' | 'application_name'
> & { readonly connectTimeout?: number };

/** What is used of a client of the database. */
export interface Connection {
  connect(): Promise<unknown>;
  query<R extends QueryResultRow>(
    question: string | QueryConfig,
  ): Promise<{ rows: R[]; rowCount: number | null }>;
  end(): Promise<void>;
}

/** What a client tells unasked. */
export interface Hearing {
  /** The connection is gone. */
  lost(): void;
  told(channel: string, text: string): void;
}

/** Makes a client that is not connected yet. */
export type Connect = (config: ClientConfig, hearing: Hearing) => Connection;

/** Asked with each connection, so that a database may move. */
export type PlaceNow = () => PostgresPlace;

export interface SessionOptions {
  readonly connect?: Connect | undefined;
  /** Runs on every new connection, before anything else. */
  readonly begin?: (client: Connection) => Promise<void>;
  readonly told?: (channel: string, text: string) => void;
}

const CONNECT_TIMEOUT = 5000;
const ANSWER_TIMEOUT = 30_000;

export class Session {
  readonly #place: PlaceNow;
  readonly #options: SessionOptions;
  #client: Promise<Connection> | undefined;
  #current: Connection | undefined;
  /** Where that one leads. */
  #used: PostgresPlace | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(place: PlaceNow, options: SessionOptions = {}) {
    this.#place = place;
    this.#options = options;
  }

  /** One question after the other, in their order. Rejects with a failure; `check` may throw one just before it is asked. */
  ask<R extends QueryResultRow>(
    question: QueryConfig,
    check: () => void = () => {},
  ): Promise<{ rows: R[]; count: number }> {
    const turn = this.#last.then(() => this.#ask<R>(question, check));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #ask<R extends QueryResultRow>(
    question: QueryConfig,
    check: () => void,
  ): Promise<{ rows: R[]; count: number }> {
    let client: Connection | undefined;
    try {
      if (this.#isClosed) throw failure('Canceled', 'the store is closed');
      if (this.#current !== undefined && this.#hasMoved()) this.#drop(this.#current);
      this.#client ??= this.#connect();
      const connected = await this.#client;
      check();
      client = connected;
      const { rows, rowCount } = await client.query<R>(question);
      return { rows, count: rowCount ?? 0 };
    } catch (thrown) {
      // What the server refused leaves the connection as it is; anything else may have broken it.
      if (client !== undefined && !isAnswer(thrown)) this.#drop(client);
      throw told(thrown);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end().catch(() => {
      // It was gone already.
    });
  }

  async #connect(): Promise<Connection> {
    const used = this.#place();
    const { connectTimeout = CONNECT_TIMEOUT, ...place } = used;
    const { connect = clientOf, told = () => {} } = this.#options;
    const config: ClientConfig = {
      ...place,
      connectionTimeoutMillis: connectTimeout,
      query_timeout: ANSWER_TIMEOUT,
      keepAlive: true,
    };
    const client: Connection = connect(config, { lost: () => this.#drop(client), told });
    try {
      await client.connect();
      this.#current = client;
      this.#used = used;
      await this.#options.begin?.(client);
      return client;
    } catch (thrown) {
      this.#client = undefined;
      client.end().catch(() => {});
      throw thrown;
    }
  }

  /** Of a database that nobody names any more the last place counts. */
  #hasMoved(): boolean {
    try {
      return !isDeepStrictEqual(this.#place(), this.#used);
    } catch {
      return false;
    }
  }

  /** Whoever asks next gets another connection. */
  #drop(client: Connection): void {
    if (this.#current !== client) return;
    this.#current = undefined;
    this.#client = undefined;
    client.end().catch(() => {
      // It was gone already.
    });
  }
}

function clientOf(config: ClientConfig, { lost, told }: Hearing): Connection {
  const client = new Client(config);
  client.on('error', lost);
  client.on('end', lost);
  client.on('notification', ({ channel, payload = '' }) => told(channel, payload));
  return client;
}

/** The server has said what is wrong, and the connection goes on (class 57: it ends). */
function isAnswer(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && thrown.code?.startsWith('57P') !== true;
}

/** The server said no: nothing was done. */
export function isRefused(thrown: unknown): boolean {
  return thrown instanceof Error && isAnswer(thrown.cause);
}

/** There is no such table, or no such schema. */
export function isMissing(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && ['42P01', '3F000'].includes(thrown.code ?? '');
}

/** Two transactions stood in each other's way: nothing of this one was done, and it can be tried again at once. */
export function isCollision(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !(thrown.cause instanceof DatabaseError)) return false;
  return ['40001', '40P01', '23505'].includes(thrown.cause.code ?? '');
}

/** What lies in the database is damaged: data_corrupted, index_corrupted. */
const DAMAGE: ReadonlySet<string | undefined> = new Set(['XX001', 'XX002']);

function told(thrown: unknown): Error {
  if (isFailure(thrown)) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof DatabaseError && DAMAGE.has(thrown.code)) {
    const message = `the store in PostgreSQL is damaged (${reason}); mend the database or put a backup there, and restart the node`;
    return failure('Internal', message, {
      retryable: false,
      details: { code: 'damaged', isPartly: true },
      cause: thrown,
    });
  }
  return failure('Unavailable', `the store in PostgreSQL cannot be used: ${reason}`, {
    retryable: true,
    cause: thrown,
  });
}
