/**
 * A history in one file of SQLite. Whoever opens it works without waiting, so while guests run it belongs to a thread
 * (sqlite-thread.ts).
 *
 *   Sq1  A step is one transaction, which is on the disk when `write` returns: WAL, `synchronous=FULL`.
 *   Sq2  What is in force lies there as it is, so a start reads no changes of the past.
 *   Sq3  The file names its format. One of a newer format, or of another program, is refused and stays as it is.
 *   Sq4  A version is written only on top of its parent: what another process wrote meanwhile refuses it.
 *   Sq5  It is a file of this user alone.
 */
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { failure } from '#base';
import type { EntryId } from '#plugin';
import type { AuditLine } from '../audit.ts';
import { after, before, type ChangeSet, idOf, type Op } from '../change-set.ts';
import type { StoredEntry } from '../entry.ts';
import type { Agreements, Head, Step } from '../history.ts';
import type { Version } from '../version.ts';
import { contentOfEntry } from './stored-form.ts';
import { headOf, opOf, type Row, versionOf } from './stored-rows.ts';

const FORMAT = 1;
/** `WpRg`, where SQLite has a place for who wrote a file. */
const APPLICATION = 0x57705267;

const TABLES = `
create table version (
  id integer primary key, parent integer, author text not null, time integer not null,
  message text not null, verdict text
);
create table content (id integer primary key, hash blob not null unique, text text not null);
create table change (
  version integer not null, place integer not null, entry text not null,
  content integer, origin text, former integer, former_origin text,
  primary key (version, place)
) without rowid;
create table state (place integer primary key, entry text not null unique, content integer not null, origin text not null);
create table agreed (entry text primary key, content integer not null, origin text not null) without rowid;
create table audit (serial integer primary key, line text not null);
create table head (one integer primary key check (one = 1), version integer not null);
pragma application_id = ${APPLICATION};
pragma user_version = ${FORMAT};
`;

/** Where the history stands, and all its versions. */
export interface Opened {
  readonly head: Head | undefined;
  readonly versions: readonly Version[];
}

export class SqliteFile {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.#database = database;
  }

  /** Makes the file if it is missing. Throws when it cannot be used. */
  static open(path: string): SqliteFile {
    makeFile(path);
    const database = new DatabaseSync(path, { timeout: 5000 });
    try {
      const file = new SqliteFile(path, database);
      file.#prepare();
      return file;
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  }

  #prepare(): void {
    const format = this.#pragma('user_version');
    const application = this.#pragma('application_id');
    const isNew = format === 0 && application === 0 && this.#get('select 1 from sqlite_schema') === undefined;
    if (!isNew) this.#checkFormat(application, format);
    this.#database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off');
    if (isNew) this.#transaction(() => this.#database.exec(TABLES));
  }

  /** Sq3. */
  #checkFormat(application: unknown, format: unknown): void {
    if (application !== APPLICATION) throw invalid(`${this.#path} is no history of a registry`);
    if (typeof format === 'number' && format > FORMAT) {
      throw invalid(
        `${this.#path} was written by a newer version of wippy: it has format ${format}, and this one reads format ${FORMAT}`,
      );
    }
  }

  /** Sq2. */
  read(): Opened {
    const row = this.#get('select version from head');
    const versions = this.#all('select * from version order by id').map(versionOf);
    const version = versions.find(({ id }) => id === row?.version);
    if (version === undefined) return { head: undefined, versions };
    const head = headOf(version, {
      state: this.#all(
        'select entry, origin, text from state join content on content.id = content order by place',
      ),
      otherwise: this.#all(
        `select a.entry, a.origin, text from agreed a join content on content.id = a.content
         left join state s on s.entry = a.entry where s.content is not a.content or s.origin is not a.origin`,
      ),
      live: this.#all('select entry from state where entry not in (select entry from agreed)'),
    });
    return { head, versions };
  }

  changes(version: number): ChangeSet {
    const rows = this.#all(
      `select entry, origin, former_origin, a.text as text, b.text as former_text
       from change left join content a on a.id = content left join content b on b.id = former
       where version = ? order by place`,
      version,
    );
    return rows.map(opOf);
  }

  /** The latest lines of the audit trail, oldest first. */
  recorded(most: number): AuditLine[] {
    const rows = this.#all('select line from audit order by serial desc limit ?', most);
    return rows.reverse().map(({ line }) => JSON.parse(String(line))); // written below only
  }

  /** Sq1. Lines of the audit trail go with it, or alone. */
  write(step: Step | undefined, lines: readonly AuditLine[]): void {
    this.#transaction(() => {
      if (step !== undefined) this.#step(step);
      for (const line of lines)
        this.#run('insert or ignore into audit values (?, ?)', line.serial, JSON.stringify(line));
    });
  }

  /** A commit that changes nothing: when it succeeds, what was committed before it is on the disk as well. */
  touch(): void {
    this.#transaction(() => this.#run('update head set version = version'));
  }

  close(): void {
    this.#database.close();
  }

  #step(step: Step): void {
    switch (step.type) {
      case 'begin':
        this.#version(step.version);
        for (const entry of step.entries.values()) this.#put(entry);
        for (const entry of step.entries.values()) this.#agree(entry.id, entry);
        break;
      case 'append':
        this.#version(step.version);
        for (const [place, op] of step.changes.entries()) this.#change(step.version.id, place, op);
        this.#apply(step.changes);
        this.#agreeAll(step.agreed);
        break;
      case 'move':
        this.#run('update head set version = ?', step.to);
        this.#apply(step.changes);
        break;
      case 'agree':
        this.#agreeAll(step.agreed);
        break;
      case 'judge':
        this.#run('update version set verdict = ? where id = ?', JSON.stringify(step.verdict), step.id);
    }
  }

  /** Sq4. */
  #version({ id, parent, author, time, message, verdict }: Version): void {
    const head = this.#get('select version from head')?.version;
    if (head !== parent) {
      const found = head === undefined ? 'nothing' : `version ${head}`;
      const expected = parent === undefined ? 'nothing' : `version ${parent}`;
      throw failure('Conflict', `${this.#path} holds ${found} where ${expected} was expected`, {
        retryable: false,
      });
    }
    const text = verdict === undefined ? null : JSON.stringify(verdict);
    this.#run(
      'insert into version values (?, ?, ?, ?, ?, ?)',
      id,
      parent ?? null,
      author,
      time,
      message,
      text,
    );
    this.#run('insert or replace into head values (1, ?)', id);
  }

  #change(version: number, place: number, op: Op): void {
    const [now, then] = [after(op), before(op)];
    this.#run(
      'insert into change values (?, ?, ?, ?, ?, ?, ?)',
      version,
      place,
      idOf(op),
      now === undefined ? null : this.#content(now),
      now === undefined ? null : JSON.stringify(now.origin),
      then === undefined ? null : this.#content(then),
      then === undefined ? null : JSON.stringify(then.origin),
    );
  }

  #apply(changes: ChangeSet): void {
    for (const op of changes) {
      const entry = after(op);
      if (entry === undefined) this.#run('delete from state where entry = ?', idOf(op));
      else this.#put(entry);
    }
  }

  #put(entry: StoredEntry): void {
    this.#run(
      `insert into state (entry, content, origin) values (?, ?, ?)
       on conflict (entry) do update set content = excluded.content, origin = excluded.origin`,
      entry.id,
      this.#content(entry),
      JSON.stringify(entry.origin),
    );
  }

  #agreeAll(agreed: Agreements): void {
    for (const [id, entry] of agreed) this.#agree(id, entry);
  }

  #agree(id: EntryId, entry: StoredEntry | undefined): void {
    if (entry === undefined) this.#run('delete from agreed where entry = ?', id);
    else {
      const origin = JSON.stringify(entry.origin);
      this.#run('insert or replace into agreed values (?, ?, ?)', id, this.#content(entry), origin);
    }
  }

  /** The id of the content, which is kept once. */
  #content(entry: StoredEntry): number {
    const { hash, text } = contentOfEntry(entry);
    const known = this.#get('select id from content where hash = ?', hash)?.id;
    if (typeof known === 'number') return known;
    return Number(this.#run('insert into content (hash, text) values (?, ?)', hash, text).lastInsertRowid);
  }

  #transaction(run: () => void): void {
    this.#database.exec('begin immediate');
    try {
      run();
      this.#database.exec('commit');
    } catch (thrown) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw thrown;
    }
  }

  #pragma(name: string): unknown {
    return this.#get(`pragma ${name}`)?.[name];
  }

  #get(sql: string, ...values: Value[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  #all(sql: string, ...values: Value[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  #run(sql: string, ...values: Value[]) {
    return this.#statement(sql).run(...values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

type Value = string | number | Buffer | null;

/** Sq5. The folder is made to stay, too. */
export function makeFile(path: string): void {
  const folder = dirname(path);
  const isNewFolder = mkdirSync(folder, { recursive: true }) !== undefined;
  closeSync(openSync(path, 'a', 0o600));
  if (!isNewFolder) return;
  const above = openSync(dirname(folder), 'r');
  fsyncSync(above);
  closeSync(above);
}

function invalid(message: string): Error {
  return failure('Invalid', message, { retryable: false });
}
