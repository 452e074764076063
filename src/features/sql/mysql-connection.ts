/**
 * One connection to a server of MySQL or MariaDB.
 *
 *   Mc1  A statement that fails leaves the connection as good as it was; one that was lost is used no more.
 *   Mc2  When nobody waits for an answer any more the server is asked to stop; what does not stop is cut off.
 *   Mc3  An answer is read no further than the room that there is for it; the connection is cut off then.
 *   Mc4  A text with several statements is done to its end, each by itself; the rows and numbers are those of the last.
 *        Only a text with one statement takes parameters.
 *   Mc5  How the transaction stands the server tells with each answer without rows. It is asked after a failure, and
 *        after rows of what does more than read.
 *   Mc6  The server reads no files of this machine.
 */
import { connect as connectSocket, type Socket } from 'node:net';
import mysql, { type Connection as Client, type ConnectionOptions, type PrepareStatementInfo } from 'mysql2';
import { type Failure, failure, isFailure, toFailure } from '#base';
import type { Answer, Connection, Ending, Isolation, Parameter, Statement, Terms } from './database.ts';
import { isAnswer, isEmptyText, mysqlFailure } from './mysql-faults.ts';
import { reader, written } from './mysql-values.ts';
import { invalid, isReadingText } from './value.ts';

/** Where a MySQL database is. `password` is a secret: nothing of this is ever logged. */
export interface MysqlServer {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly charset: string;
  readonly ssl?: { readonly rejectUnauthorized: boolean; readonly verifyIdentity: boolean };
  /** Does without encryption when the server has none. */
  readonly mayBePlain: boolean;
  /** Milliseconds. */
  readonly connectTimeout: number;
  readonly readTimeout?: number;
  /** The zone of moments that are written as RFC 3339 has them. */
  readonly zone?: string;
  /** Whether rows count as changed that were what they should become. */
  readonly countsFound: boolean;
}

/** Statements that stay compiled. */
const MOST_STATEMENTS = 100;
/** Milliseconds that the server has to stop what it was asked to stop. */
const STOP_TIMEOUT = 2000;
/** Beside its bytes a value takes about so many. */
const VALUE_BYTES = 16;
const UNTOLD: Terms = { room: Number.POSITIVE_INFINITY, signal: new AbortController().signal };
/** Is answered with how the transaction stands, and does nothing else. */
const NOTHING = 'DO 0';

/** Of the status that the server tells. */
const IN_TRANSACTION = 1;
const AUTOCOMMIT = 2;

const levels: { readonly [I in Isolation]: string | undefined } = {
  default: '',
  read_uncommitted: 'READ UNCOMMITTED',
  read_committed: 'READ COMMITTED',
  write_committed: undefined,
  repeatable_read: 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
};

/** An answer without rows. */
interface Header {
  readonly affectedRows: number | string;
  readonly insertId: number | string;
  readonly serverStatus: number;
}

interface Told extends Answer {
  /** The server has told how the transaction stands. */
  readonly isStatusKnown: boolean;
}

/** The library's types leave out how many places there are. */
type Prepared = PrepareStatementInfo & { readonly parameters: readonly unknown[] };

export class MysqlConnection implements Connection {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #server: MysqlServer;
  #status = AUTOCOMMIT;
  #isMariaDb = false;
  /** Whoever waits for an answer. */
  #reject: ((reason: unknown) => void) | undefined;
  lost: Failure | undefined;

  private constructor(server: MysqlServer) {
    this.#server = server;
    const { host, port } = server;
    this.#socket = connectSocket({ host, port, noDelay: true, keepAlive: true });
    this.#client = mysql.createConnection({ ...optionsOf(server), stream: () => this.#socket });
    this.#client.on('error', (error) => this.#lose(error));
    this.#client.on('end', () => this.#lose(new Error('the server has ended it')));
  }

  static async open(server: MysqlServer): Promise<MysqlConnection> {
    const connection = new MysqlConnection(server);
    try {
      await connection.#connect();
      await connection.#begin();
      return connection;
    } catch (thrown) {
      connection.#cut(thrown);
      const { ssl, mayBePlain, ...plain } = server;
      if (mayBePlain && ssl !== undefined && hasNoEncryption(thrown))
        return MysqlConnection.open({ ...plain, mayBePlain });
      throw connection.#failure(thrown);
    }
  }

  get isInTransaction(): boolean {
    if (this.lost !== undefined) return false;
    return (this.#status & IN_TRANSACTION) !== 0 || (this.#status & AUTOCOMMIT) === 0;
  }

  run({ text, parameters, isPrepared }: Statement, terms: Terms): Promise<Answer> {
    return this.#guarded(terms, async () => {
      const told =
        parameters.length === 0 && isPrepared !== true
          ? await this.#query(text, terms.room)
          : await this.#execute(text, parameters, terms.room);
      if (!told.isStatusKnown && !isReadingText(text)) await this.#learn();
      return told;
    });
  }

  /** Has the server read the text, and nothing more. */
  async check(text: string, terms: Terms): Promise<void> {
    await this.#guarded(terms, () => this.#prepare(text));
  }

  async begin(isolation: Isolation, isReadOnly: boolean, terms: Terms): Promise<void> {
    const level = levels[isolation];
    if (level === undefined) throw invalid(`MySQL has no isolation ${isolation}`);
    const start = `START TRANSACTION${isReadOnly ? ' READ ONLY' : ''}`;
    const text = level === '' ? start : `SET TRANSACTION ISOLATION LEVEL ${level}; ${start}`;
    await this.#guarded(terms, () => this.#query(text, terms.room));
  }

  async end(how: Ending, terms: Terms): Promise<void> {
    try {
      const text = how === 'commit' ? 'COMMIT' : 'ROLLBACK';
      await this.#guarded(terms, () => this.#query(text, terms.room));
    } finally {
      if (this.isInTransaction) await this.#clean();
    }
  }

  async close(): Promise<void> {
    if (this.lost !== undefined) return;
    this.lost = closed();
    const ended = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#client.end();
    const cut = setTimeout(() => this.#socket.destroy(), STOP_TIMEOUT);
    await ended;
    clearTimeout(cut);
  }

  /** Mc1, Mc2. */
  async #guarded<T>({ signal }: Terms, act: () => Promise<T>): Promise<T> {
    if (this.lost !== undefined) throw this.lost;
    if (signal.aborted) throw toFailure(signal.reason);
    const { readTimeout } = this.#server;
    let stopping: Promise<void> | undefined;
    let isLate = false;
    const stop = () => {
      stopping ??= this.#stop();
    };
    const late = () => {
      isLate = true;
      stop();
    };
    const timer = readTimeout === undefined ? undefined : setTimeout(late, readTimeout);
    signal.addEventListener('abort', stop);
    try {
      return await act();
    } catch (thrown) {
      if (isAnswer(thrown, this.#isMariaDb)) await this.#learn();
      else if (!isFailure(thrown)) this.#cut(thrown);
      throw isLate ? tooLate(readTimeout) : this.#failure(thrown);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      // Whoever has the connection next must not be stopped in place of this.
      await stopping;
    }
  }

  #connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#client.connect((error) => (error === null ? resolve() : reject(error)));
    });
  }

  async #begin(): Promise<void> {
    const { rows } = await this.#query(
      "SET time_zone = '+00:00', autocommit = 1; SELECT VERSION()",
      UNTOLD.room,
    );
    this.#isMariaDb = /mariadb/i.test(String(rows[0]?.[0]));
  }

  #failure(thrown: unknown): Failure {
    return mysqlFailure(thrown, this.#isMariaDb);
  }

  #query(text: string, room: number): Promise<Told> {
    return this.#answer(() => this.#client.query(text), text, room);
  }

  async #execute(text: string, parameters: readonly Parameter[], room: number): Promise<Told> {
    const statement = await this.#prepare(text);
    const count = statement.parameters.length;
    if (count !== parameters.length) {
      const many = count === 1 ? '1 place' : `${count} places`;
      throw invalid(`the statement has ${many} for values, and ${parameters.length} are given`);
    }
    return this.#answer(() => statement.execute(parameters.map(written)), text, room);
  }

  #prepare(text: string): Promise<Prepared> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      this.#client.prepare(text, (error, statement) => {
        if (error === null) resolve(statement as Prepared);
        else reject(error);
      });
    });
  }

  /** Mc3, Mc4. */
  #answer(ask: () => ReturnType<Client['query']>, text: string, room: number): Promise<Told> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      const given = new Results(text);
      let bytes = 0;
      const command = ask();
      command.on('fields', (fields: readonly { readonly name: string }[] | undefined) => {
        if (fields !== undefined) given.begin(fields.map(({ name }) => name));
      });
      command.on('result', (result: Header | Parameter[]) => {
        if (!Array.isArray(result)) {
          this.#status = result.serverStatus;
          given.end(result);
          return;
        }
        for (const value of result) bytes += VALUE_BYTES + lengthOf(value);
        if (bytes > room) {
          reject(tooLarge());
          this.#cut(tooLarge());
        } else given.add(result);
      });
      command.on('error', (error: unknown) => {
        if (!isEmptyText(error) || given.isEmpty) reject(error);
      });
      command.on('end', () => resolve(given.told()));
    });
  }

  /** Mc5. What was asked to stop late may hit this instead. */
  async #learn(): Promise<void> {
    if (this.lost !== undefined) return;
    try {
      await this.#query(NOTHING, UNTOLD.room).catch(() => this.#query(NOTHING, UNTOLD.room));
    } catch (thrown) {
      this.#cut(thrown);
    }
  }

  /** No transaction is open afterwards, or there is no connection. */
  async #clean(): Promise<void> {
    try {
      await this.#query('ROLLBACK', UNTOLD.room);
      await this.#query('SET autocommit = 1', UNTOLD.room);
    } catch (thrown) {
      this.#cut(thrown);
    }
    if (this.isInTransaction) this.#cut(new Error('its transaction does not end'));
  }

  /** Mc2. */
  async #stop(): Promise<void> {
    const cut = setTimeout(() => this.#cut(new Error('it did not stop')), STOP_TIMEOUT);
    try {
      const other = await MysqlConnection.open(this.#server);
      await other.#query(`KILL QUERY ${this.#client.threadId}`, UNTOLD.room).finally(() => other.close());
      await this.#learn();
    } catch (thrown) {
      this.#cut(thrown);
    } finally {
      clearTimeout(cut);
    }
  }

  /** Ends it at once. */
  #cut(reason: unknown): void {
    this.#lose(reason);
    this.#socket.destroy();
  }

  #lose(reason: unknown): void {
    this.lost ??= isFailure(reason) ? closed() : this.#failure(reason);
    this.#reject?.(reason);
  }
}

/** The results of a text, of which the last counts; a procedure's own end is none. */
class Results {
  readonly #isCall: boolean;
  readonly #isChange: boolean;
  #columns: readonly string[] = [];
  #rows: Parameter[][] = [];
  #header: Header | undefined;
  isEmpty = true;

  constructor(text: string) {
    this.#isCall = /^\s*call\b/i.test(text);
    this.#isChange = /^\s*(?:insert|replace|delete|update)\b/i.test(text);
  }

  begin(columns: readonly string[]): void {
    this.isEmpty = false;
    this.#columns = columns;
    this.#rows = [];
    this.#header = undefined;
  }

  add(row: Parameter[]): void {
    this.#rows.push(row);
  }

  end(header: Header): void {
    if (!this.#isCall) this.begin([]);
    this.isEmpty = false;
    this.#header = header;
  }

  told(): Told {
    const columns = this.#columns;
    const rows = this.#rows;
    if (this.#header !== undefined) {
      const { insertId, affectedRows } = this.#header;
      const id = Number(insertId);
      const lastInsertId = Number.isSafeInteger(id) ? id : BigInt(insertId);
      return { columns, rows, lastInsertId, rowsAffected: Number(affectedRows), isStatusKnown: true };
    }
    // What was changed is told by `RETURNING` alone.
    const [id] = this.#isChange ? (rows.at(-1) ?? []) : [];
    const isId = typeof id === 'bigint' || (typeof id === 'number' && Number.isSafeInteger(id));
    const rowsAffected = this.#isChange ? rows.length : 0;
    return { columns, rows, lastInsertId: isId ? id : 0, rowsAffected, isStatusKnown: false };
  }
}

function optionsOf(server: MysqlServer): ConnectionOptions {
  const { host, port, database, user, password, charset, ssl, connectTimeout, zone, countsFound } = server;
  const read = reader(zone);
  return {
    host,
    port,
    database,
    user,
    ...(password !== undefined && { password }),
    charset,
    ...(ssl !== undefined && { ssl: { ...ssl } }),
    connectTimeout,
    maxPreparedStatements: MOST_STATEMENTS,
    multipleStatements: true,
    rowsAsArray: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    jsonStrings: true,
    typeCast: (field, next) => read(field, next),
    // Names that guests give to columns are not made into code.
    disableEval: true,
    // A statement goes to the server as it is.
    queryFormat: (text) => text,
    // Mc6. Names stay free for tables, and rows are counted as other clients do.
    flags: ['-LOCAL_FILES', '-IGNORE_SPACE', '-ODBC', ...(countsFound ? [] : ['-FOUND_ROWS'])],
  };
}

function hasNoEncryption(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'HANDSHAKE_NO_SSL_SUPPORT';
}

function lengthOf(value: Parameter): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
}

function closed() {
  return failure('Unavailable', 'the connection is closed', { retryable: true });
}

function tooLate(millis: number | undefined) {
  const message = `the database did not answer within ${(millis ?? 0) / 1000} s (options.readTimeout)`;
  return failure('Timeout', message, { retryable: true });
}

function tooLarge() {
  return failure('Invalid', 'the answer is larger than the memory that the process has left', {
    retryable: false,
  });
}
