/**
 * One connection to a PostgreSQL server.
 *
 *   Pc1  A statement that fails leaves the connection as good as it was; one that was lost is used no more.
 *   Pc2  When nobody waits for an answer any more the server is asked to stop; what does not stop is cut off.
 *   Pc3  An answer is read no further than the room that there is for it; the connection is cut off then.
 *   Pc4  A text with several statements is done to its end, in one transaction; the rows and numbers are those of the last.
 */
import { Client, type ClientConfig, Query, type QueryArrayConfig, type Connection as Wire } from 'pg';
import { type Failure, failure } from '#base';
import type {
  Answer,
  Connection,
  Ending,
  Isolation,
  Parameter,
  PostgresServer,
  Statement,
  Terms,
} from './database.ts';
import { isAnswer, postgresFailure } from './postgres-faults.ts';
import { types } from './postgres-values.ts';
import { invalid } from './value.ts';

const CONNECT_TIMEOUT = 5000;
/** Milliseconds that the server has to stop what it was asked to stop. */
const STOP_TIMEOUT = 2000;
/** Beside its bytes a value takes about so many. */
const VALUE_BYTES = 16;

const levels: { readonly [I in Isolation]: string | undefined } = {
  default: '',
  read_uncommitted: ' ISOLATION LEVEL READ UNCOMMITTED',
  read_committed: ' ISOLATION LEVEL READ COMMITTED',
  write_committed: undefined,
  repeatable_read: ' ISOLATION LEVEL REPEATABLE READ',
  serializable: ' ISOLATION LEVEL SERIALIZABLE',
};

interface Told extends Answer {
  readonly command: string;
}

export class PostgresConnection implements Connection {
  readonly #client: Client;
  readonly #config: ClientConfig;
  lost: Failure | undefined;

  private constructor(config: ClientConfig) {
    this.#config = config;
    this.#client = new Client(config);
    this.#client.on('error', (error) => this.#lose(error));
    this.#client.on('end', () => this.#lose(new Error('the server has ended it')));
  }

  static async open(server: PostgresServer): Promise<PostgresConnection> {
    const { connectTimeout = CONNECT_TIMEOUT, ...place } = server;
    const connection = new PostgresConnection({
      ...place,
      connectionTimeoutMillis: connectTimeout,
      keepAlive: true,
      options: '-c timezone=UTC -c datestyle=ISO -c bytea_output=hex',
    });
    try {
      await connection.#client.connect();
      return connection;
    } catch (thrown) {
      await connection.close();
      throw postgresFailure(thrown);
    }
  }

  get isInTransaction(): boolean {
    return this.lost === undefined && this.#client.getTransactionStatus() !== 'I';
  }

  run(statement: Statement, terms: Terms): Promise<Answer> {
    return this.#guarded(terms, () => this.#answer(statement, terms.room));
  }

  /** Has the server read the text, and nothing more. */
  check(text: string, terms: Terms): Promise<void> {
    return this.#guarded(
      terms,
      () =>
        new Promise((resolve, reject) => {
          this.#client.query(new Parse(text, resolve, reject));
        }),
    );
  }

  async begin(isolation: Isolation, isReadOnly: boolean, terms: Terms): Promise<void> {
    const level = levels[isolation];
    if (level === undefined) throw invalid(`PostgreSQL has no isolation ${isolation}`);
    await this.run({ text: `BEGIN${level}${isReadOnly ? ' READ ONLY' : ''}`, parameters: [] }, terms);
  }

  async end(how: Ending, terms: Terms): Promise<void> {
    const text = how === 'commit' ? 'COMMIT' : 'ROLLBACK';
    const { command } = await this.#guarded(terms, () => this.#answer({ text, parameters: [] }, terms.room));
    if (how === 'commit' && command === 'ROLLBACK')
      throw invalid('a statement of the transaction had failed, so nothing of it was done');
  }

  async close(): Promise<void> {
    this.lost ??= failure('Unavailable', 'the connection is closed', { retryable: true });
    await this.#client.end().catch(() => {
      // It was gone already.
    });
  }

  /** Pc1, Pc2. */
  async #guarded<T>({ signal }: Terms, act: () => Promise<T>): Promise<T> {
    if (this.lost !== undefined) throw this.lost;
    const stop = () => void this.#stop();
    signal.addEventListener('abort', stop);
    try {
      return await act();
    } catch (thrown) {
      // How the transaction stands is known once the server is ready again.
      if (isAnswer(thrown)) await this.#client.query('').catch((error: unknown) => this.#lose(error));
      else this.#lose(thrown);
      throw postgresFailure(thrown);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  #answer({ text, parameters }: Statement, room: number): Promise<Told> {
    const config: QueryArrayConfig = { text, rowMode: 'array', types };
    if (parameters.length > 0) config.values = parameters.map(written);
    const query = new Query<Parameter[]>(config);
    return new Promise((resolve, reject) => {
      let rows: Parameter[][] = [];
      let of: unknown;
      let bytes = 0;
      query.on('row', (row, result) => {
        if (result !== of) rows = [];
        of = result;
        for (const value of row) bytes += VALUE_BYTES + lengthOf(value);
        if (bytes > room) {
          reject(tooLarge());
          void this.close();
        } else rows.push(row);
      });
      query.on('error', reject);
      query.on('end', (results) => {
        const all: (typeof results)[] = Array.isArray(results) ? results : [results];
        const result = all.at(-1);
        const columns = result?.fields.map(({ name }) => name) ?? [];
        const given = result === of ? rows : [];
        resolve({
          command: result?.command ?? '',
          columns,
          rows: given,
          lastInsertId: result?.command === 'INSERT' ? idIn(given) : 0,
          rowsAffected: result?.rowCount ?? 0,
        });
      });
      this.#client.query(query);
    });
  }

  /** Pc2. */
  async #stop(): Promise<void> {
    const client = this.#client;
    const number = 'processID' in client ? client.processID : undefined;
    const other = new Client(this.#config);
    other.on('error', () => {});
    const cut = setTimeout(() => void this.close(), STOP_TIMEOUT);
    cut.unref();
    try {
      await other.connect();
      await other.query('SELECT pg_cancel_backend($1)', [number]);
      await client.query('');
    } catch {
      await this.close();
    } finally {
      clearTimeout(cut);
      await other.end().catch(() => {});
    }
  }

  #lose(reason: unknown): void {
    this.lost ??= postgresFailure(reason);
  }
}

/** A question that is only read by the server. */
class Parse {
  readonly #text: string;
  readonly #resolve: () => void;
  readonly #reject: (reason: unknown) => void;

  constructor(text: string, resolve: () => void, reject: (reason: unknown) => void) {
    this.#text = text;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(wire: Wire): void {
    wire.parse({ name: '', text: this.#text, types: [] }, true);
    wire.sync();
  }

  handleError(error: unknown): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve();
  }
}

function written(value: Parameter): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}

/** What `RETURNING` gave first in its last row, when it is an integer. */
function idIn(rows: readonly (readonly Parameter[])[]): number | bigint {
  const id = rows.at(-1)?.[0];
  return typeof id === 'bigint' || (typeof id === 'number' && Number.isSafeInteger(id)) ? id : 0;
}

function lengthOf(value: Parameter): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
}

function tooLarge() {
  return failure('Invalid', 'the answer is larger than the memory that the process has left', {
    retryable: false,
  });
}
