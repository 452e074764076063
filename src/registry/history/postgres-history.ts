/**
 * A history that outlives its process, in PostgreSQL.
 *
 *   Pg1  A step is one transaction, which the server has committed when `write` returns.
 *   Pg2  One node at a time has it: its connection holds an advisory lock, which ends with the connection.
 *   Pg3  When the connection is lost under a step, another one is made. It gets the lock when the server is done with the
 *        former one, so that what the step came to can be seen: it was written, or it was not.
 *   Pg4  A version is written only on top of its parent. Tables of a newer format are refused and stay as they are.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { failure, isFailure } from '#base';
import type { AuditLine } from '../audit.ts';
import { after, before, type ChangeSet, idOf } from '../change-set.ts';
import type { StoredEntry } from '../entry.ts';
import { type Agreements, type Head, type History, type Step, VersionList } from '../history.ts';
import type { Version } from '../version.ts';
import { inUse } from './in-use.ts';
import { FORMAT, type Statements, statements, tables } from './postgres-tables.ts';
import { contentOfEntry } from './stored-form.ts';
import { headOf, opOf, type Row, versionOf } from './stored-rows.ts';

/** How long a lost connection is sought again, in milliseconds. */
const PATIENCE = 20_000;
const PAUSE = 200;
/** Connections that are lost under one step. */
const ATTEMPTS = 3;
/** Lines of the audit trail wait so long for a step to go with. */
const LINES_WAIT = 50;

type Rows = readonly Row[];
type Value = string | number | null;

export class PostgresHistory implements History {
  head: Head | undefined;
  readonly #dsn: string;
  readonly #schema: string;
  readonly #statements: Statements;
  #versions = new VersionList();
  #connection: Client | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #lines: AuditLine[] = [];
  #waiting: NodeJS.Timeout | undefined;
  /** Why nothing can be written any more. */
  #broken: Error | undefined;

  private constructor(dsn: string, schema: string) {
    this.#schema = schema;
    this.#statements = statements(schema);
    this.#dsn = dsn;
  }

  /** Throws when the server does not answer, another node has the history, or it is of a newer format. */
  static async open(dsn: string, schema: string): Promise<PostgresHistory> {
    const history = new PostgresHistory(dsn, schema);
    try {
      await history.#open();
      return history;
    } catch (thrown) {
      history.#disconnect();
      throw told(thrown);
    }
  }

  async #open(): Promise<void> {
    await this.#connect();
    const [there] = await this.#run(this.#statements.isThere);
    if (there?.found === true) await this.#checkFormat();
    else await this.#connection?.query(`begin; ${tables(this.#schema)} commit`);
    this.#versions = new VersionList((await this.#run(this.#statements.versions)).map(versionOf));
    const id = await this.#headId();
    const version = id === undefined ? undefined : this.#versions.get(id);
    if (version === undefined) return;
    this.head = headOf(version, {
      state: await this.#run(this.#statements.state),
      otherwise: await this.#run(this.#statements.otherwise),
      live: await this.#run(this.#statements.live),
    });
  }

  async #checkFormat(): Promise<void> {
    const [row] = await this.#run(this.#statements.format);
    if (Number(row?.format) <= FORMAT) return;
    const message = `the history in schema ${this.#schema} was written by a newer version of wippy: it has format ${row?.format}, and this one reads format ${FORMAT}`;
    throw failure('Invalid', message, { retryable: false });
  }

  get versions(): readonly Version[] {
    return this.#versions.all;
  }

  get(id: number): Version | undefined {
    return this.#versions.get(id);
  }

  get nextId(): number {
    return this.#versions.nextId;
  }

  changes(id: number): Promise<ChangeSet> {
    return this.#inTurn(async () => (await this.#repeated(this.#statements.changes, [id])).map(opOf));
  }

  write(step: Step): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#broken !== undefined) throw this.#broken;
      await this.#attempt(step, ATTEMPTS);
      this.#versions.follow(step);
    });
  }

  /** Pg3. What was not written, as can be seen then, is written again. */
  async #attempt(step: Step, attempts: number): Promise<void> {
    try {
      await this.#commit(() => this.#step(step));
    } catch (thrown) {
      if (!isLost(thrown)) throw told(thrown);
      if (await this.#isThere(step)) return;
      if (attempts <= 1) throw told(thrown);
      await this.#attempt(step, attempts - 1);
    }
  }

  /** Nobody waits for a line: it goes with the next step, or soon. */
  record(line: AuditLine): void {
    this.#lines.push(line);
    this.#waiting ??= setTimeout(() => void this.#writeLines().catch(() => {}), LINES_WAIT);
  }

  async recorded(most: number): Promise<readonly AuditLine[]> {
    await this.#writeLines();
    const rows = await this.#inTurn(() => this.#repeated(this.#statements.recorded, [most]));
    return rows.map(({ line }) => JSON.parse(String(line)) as AuditLine).reverse(); // written below only
  }

  async close(): Promise<void> {
    await this.#writeLines().catch(() => {
      // Whoever closes a history whose server is gone has been told by what failed before.
    });
    await this.#inTurn(async () => {
      this.#broken ??= failure('Unavailable', 'the history is closed', { retryable: false });
      const connection = this.#connection;
      this.#connection = undefined;
      await connection?.end();
    });
  }

  #writeLines(): Promise<void> {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (this.#lines.length === 0) return Promise.resolve();
    return this.#inTurn(() => this.#commit(async () => {}));
  }

  /** Pg1. Lines that wait go with it. */
  async #commit(run: () => Promise<void>): Promise<void> {
    const lines = this.#lines;
    await this.#run('begin');
    try {
      await run();
      if (lines.length > 0) {
        const rows = lines.map((line) => [line.serial, JSON.stringify(line)]);
        await this.#runOver(this.#statements.addLines, rows);
      }
      await this.#run('commit');
    } catch (thrown) {
      if (!isLost(thrown)) await this.#run('rollback');
      throw thrown;
    }
    this.#lines = this.#lines.filter((line) => !lines.includes(line));
  }

  async #step(step: Step): Promise<void> {
    switch (step.type) {
      case 'begin': {
        const entries = [...step.entries.values()];
        await this.#version(step.version);
        await this.#addContents(entries);
        await this.#runOver(this.#statements.put, entries.map(rowOf));
        await this.#runOver(this.#statements.agree, entries.map(rowOf));
        break;
      }
      case 'append':
        await this.#version(step.version);
        await this.#addContents(step.changes.flatMap((op) => [before(op) ?? [], after(op) ?? []].flat()));
        await this.#runOver(this.#statements.addChanges, changeRows(step.version.id, step.changes));
        await this.#apply(step.changes);
        await this.#agree(step.agreed);
        break;
      case 'move':
        await this.#run(this.#statements.setHead, [step.to]);
        await this.#apply(step.changes);
        break;
      case 'agree':
        await this.#agree(step.agreed);
        break;
      case 'judge':
        await this.#run(this.#statements.judge, [JSON.stringify(step.verdict), step.id]);
    }
  }

  /** Pg4. */
  async #version({ id, parent, author, time, message, verdict }: Version): Promise<void> {
    const head = await this.#headId();
    if (head !== parent) {
      const text = `the history holds version ${head ?? 'none'} where version ${parent ?? 'none'} was expected`;
      throw failure('Conflict', text, { retryable: false });
    }
    const kept = verdict === undefined ? null : JSON.stringify(verdict);
    const values = [id, parent ?? null, plain(author), time, plain(message), kept];
    await this.#run(this.#statements.addVersion, values);
    await this.#run(this.#statements.setHead, [id]);
  }

  async #apply(changes: ChangeSet): Promise<void> {
    const gone = changes.filter(({ type }) => type === 'delete').map(idOf);
    const put = changes.flatMap((op) => after(op) ?? []);
    await this.#addContents(put);
    await this.#runOver(this.#statements.remove, gone);
    await this.#runOver(this.#statements.put, put.map(rowOf));
  }

  async #agree(agreed: Agreements): Promise<void> {
    const gone = [...agreed].flatMap(([id, entry]) => (entry === undefined ? [id] : []));
    const put = [...agreed.values()].filter((entry) => entry !== undefined);
    await this.#addContents(put);
    await this.#runOver(this.#statements.disagree, gone);
    await this.#runOver(this.#statements.agree, put.map(rowOf));
  }

  async #addContents(entries: readonly StoredEntry[]): Promise<void> {
    const contents = entries.map((entry) => {
      const { hash, text } = contentOfEntry(entry);
      return [hash.toString('hex'), text];
    });
    await this.#runOver(this.#statements.addContents, contents);
  }

  async #headId(): Promise<number | undefined> {
    const [row] = await this.#run(this.#statements.head);
    return row === undefined ? undefined : Number(row.version);
  }

  /** Pg3: whether a step was written whose connection was lost. */
  async #isThere(step: Step): Promise<boolean> {
    try {
      await this.#connectAgain();
      // The others lead to the same when they are done twice.
      if (step.type === 'agree' || step.type === 'judge') return false;
      return (await this.#headId()) === (step.type === 'move' ? step.to : step.version.id);
    } catch (thrown) {
      this.#broken = told(thrown);
      throw this.#broken;
    }
  }

  async #connectAgain(): Promise<void> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      try {
        this.#disconnect();
        return await this.#connect();
      } catch (thrown) {
        if (performance.now() > end) throw thrown;
        await pause(PAUSE);
      }
    }
  }

  /** Pg2. */
  async #connect(): Promise<void> {
    const connection = new Client({
      connectionString: this.#dsn,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    // Whoever asks next is told that it is gone.
    connection.on('error', () => {});
    await connection.connect();
    this.#connection = connection;
    const [row] = await this.#run('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [
      `wippy registry ${this.#schema}`,
    ]);
    if (row?.taken === true) return;
    this.#disconnect();
    throw inUse(`the history in schema ${this.#schema}`);
  }

  /** What changes nothing can be asked again. */
  async #repeated(text: string, values: readonly Value[]): Promise<Rows> {
    try {
      return await this.#run(text, values);
    } catch (thrown) {
      if (!isLost(thrown)) throw told(thrown);
      await this.#connectAgain();
      return this.#run(text, values);
    }
  }

  async #runOver(text: string, rows: readonly unknown[]): Promise<void> {
    if (rows.length > 0) await this.#run(text, [JSON.stringify(rows)]);
  }

  async #run(text: string, values: readonly Value[] = []): Promise<Rows> {
    if (this.#connection === undefined) throw failure('Unavailable', 'there is no connection to the history');
    return (await this.#connection.query<Row>(text, [...values])).rows;
  }

  #disconnect(): void {
    this.#connection?.end().catch(() => {
      // It was gone already.
    });
    this.#connection = undefined;
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run, run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function rowOf(entry: StoredEntry): Value[] {
  return [entry.id, hashOf(entry), JSON.stringify(entry.origin)];
}

function changeRows(version: number, changes: ChangeSet): Value[][] {
  return changes.map((op) => {
    const [now, then] = [after(op), before(op)];
    const columns = (entry: StoredEntry | undefined) =>
      entry === undefined ? [null, null] : [hashOf(entry), JSON.stringify(entry.origin)];
    return [version, idOf(op), ...columns(now), ...columns(then)];
  });
}

function hashOf(entry: StoredEntry): string {
  return contentOfEntry(entry).hash.toString('hex');
}

/** PostgreSQL's texts have no place for a NUL. */
function plain(text: string): string {
  return text.replaceAll('\0', '\u{fffd}');
}

/** The connection is gone, so nobody said what became of it: no answer of the server, or its last one (class 57). */
function isLost(thrown: unknown): boolean {
  if (thrown instanceof DatabaseError) return thrown.code?.startsWith('57P') === true;
  return !isFailure(thrown);
}

function told(thrown: unknown): Error {
  if (isFailure(thrown)) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return failure('Unavailable', `the history in PostgreSQL cannot be used: ${reason}`, {
    retryable: true,
    cause: thrown,
  });
}
