/**
 * One connection to an SQLite database, in the thread that has it.
 *
 *   Sq1  A text with several statements is done to its end; the rows and numbers are those of the last. Only a text with
 *        one statement takes parameters.
 *   Sq2  A database reaches no other files: nothing is attached but memory, and no extension is loaded but the one for
 *        vectors. Where that is not to be had, what needs it fails and says why.
 *   Sq3  An answer is read no further than the room that there is for it.
 */
import { DatabaseSync, type StatementSync, constants as sqlite } from 'node:sqlite';
import { type Failure, failure } from '#base';
import type { Answer, Isolation, Parameter, Statement } from './database.ts';
import { sqliteFailure, unopened } from './sqlite-faults.ts';
import { bound, type Places, placesIn } from './sqlite-parameters.ts';
import { type FindExtension, findVectors, loadVectors, withoutVectors } from './sqlite-vectors.ts';

/** Statements that stay compiled. */
const MOST_STATEMENTS = 100;
/** Milliseconds to wait for a lock of another program. */
const BUSY = 5000;
/** Beside its bytes a value takes about so many. */
const VALUE_BYTES = 16;

export class SqliteSession {
  readonly #database: DatabaseSync;
  readonly #compiled = new Map<string, Part>();
  readonly #totals: StatementSync;
  /** Why there are no vectors. */
  readonly #missing: string | undefined;

  constructor(path: string, vectors: FindExtension = findVectors) {
    this.#database = guarded(
      () => open(path),
      (thrown) => unopened(path, thrown),
    );
    this.#missing = loadVectors(this.#database, vectors);
    this.#totals = this.#database.prepare('SELECT total_changes() AS total');
  }

  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  run({ text, parameters }: Statement, room: number): Answer {
    return this.#guarded(() => {
      const before = this.#total();
      let rest = text;
      let answer = none;
      for (let part = this.#part(rest); part !== undefined; part = this.#part(rest)) {
        rest = rest.slice(part.length);
        if (parameters.length > 0 && this.#part(rest) !== undefined) throw several();
        answer = this.#answer(part, parameters, room);
      }
      // What SQLite calls the last changes may be those of an earlier statement.
      return this.#total() === before ? { ...answer, rowsAffected: 0 } : answer;
    });
  }

  check(text: string): void {
    this.#guarded(() => {
      if (this.#part(text) === undefined) throw empty();
    });
  }

  begin(_: Isolation, isReadOnly: boolean): void {
    guarded(() => {
      // A lock is waited for here, where nothing was done yet.
      this.#database.exec(isReadOnly ? 'BEGIN' : 'BEGIN IMMEDIATE');
      if (isReadOnly) this.#database.exec('PRAGMA query_only = 1');
    });
  }

  end(how: 'commit' | 'rollback'): void {
    try {
      guarded(() => this.#database.exec(how === 'commit' ? 'COMMIT' : 'ROLLBACK'));
    } finally {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      this.#database.exec('PRAGMA query_only = 0');
    }
  }

  close(): void {
    this.#database.close();
  }

  #guarded<T>(act: () => T): T {
    try {
      return act();
    } catch (thrown) {
      throw withoutVectors(sqliteFailure(thrown), this.#missing);
    }
  }

  #total(): unknown {
    return this.#totals.get()?.total;
  }

  /** The first statement of the text. */
  #part(text: string): Part | undefined {
    if (text.trim() === '') return undefined;
    const known = this.#compiled.get(text);
    this.#compiled.delete(text);
    const part = known ?? this.#compile(text);
    if (part === undefined) return undefined;
    this.#compiled.set(text, part);
    const [oldest] = this.#compiled.keys();
    if (this.#compiled.size > MOST_STATEMENTS && oldest !== undefined) this.#compiled.delete(oldest);
    return part;
  }

  #compile(text: string): Part | undefined {
    let statement: StatementSync;
    try {
      statement = this.#database.prepare(text);
    } catch (thrown) {
      const isEmpty = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_INVALID_ARG_VALUE';
      if (isEmpty) return undefined; // nothing but comments
      throw thrown;
    }
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    statement.setAllowBareNamedParameters(false);
    return { statement, length: statement.sourceSQL.length, places: placesIn(statement.sourceSQL) };
  }

  #answer({ statement, places }: Part, parameters: readonly Parameter[], room: number): Answer {
    const given = bound(places, parameters) as Parameters<StatementSync['run']>; // values that SQLite takes
    const columns = statement.columns().map(({ name }) => name);
    if (columns.length === 0) {
      const { changes, lastInsertRowid } = statement.run(...given);
      return { ...none, lastInsertId: small(lastInsertRowid), rowsAffected: Number(changes) };
    }
    const rows: Parameter[][] = [];
    let bytes = 0;
    for (const each of statement.iterate(...given)) {
      const row = (each as unknown as Parameter[]).map(small); // lists, as was asked for
      for (const value of row) bytes += VALUE_BYTES + lengthOf(value);
      if (bytes > room) throw tooLarge();
      rows.push(row);
    }
    const [made] = this.#database.prepare('SELECT changes() AS n, last_insert_rowid() AS id').all();
    return {
      columns,
      rows,
      lastInsertId: Number(made?.id ?? 0),
      rowsAffected: Number(made?.n ?? 0),
    };
  }
}

/** The first statement of a text. */
interface Part {
  readonly statement: StatementSync;
  /** Of its text. */
  readonly length: number;
  readonly places: Places;
}

const none: Answer = { columns: [], rows: [], lastInsertId: 0, rowsAffected: 0 };

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, {
    enableForeignKeyConstraints: false,
    enableDoubleQuotedStringLiterals: true,
    // Until the one for vectors is there.
    allowExtension: true,
    defensive: true,
    timeout: BUSY,
  });
  database.exec('PRAGMA journal_mode = WAL');
  // Sq2.
  database.setAuthorizer((action, name) =>
    action === sqlite.SQLITE_ATTACH && name !== '' && name !== ':memory:'
      ? sqlite.SQLITE_DENY
      : sqlite.SQLITE_OK,
  );
  return database;
}

function small<T>(value: T): T | number {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function lengthOf(value: Parameter): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 0;
}

function guarded<T>(act: () => T, failureOf: (thrown: unknown) => Failure = sqliteFailure): T {
  try {
    return act();
  } catch (thrown) {
    throw failureOf(thrown);
  }
}

function several() {
  return failure('Invalid', 'only a single statement takes parameters', { retryable: false });
}

function empty() {
  return failure('Invalid', 'the text has no statement', { retryable: false });
}

function tooLarge() {
  return failure('Invalid', 'the answer is larger than the memory that the process has left', {
    retryable: false,
  });
}
