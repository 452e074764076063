/** The tables of a store in SQLite, and how a store of an older version is brought to this one. */
import type { DatabaseSync } from 'node:sqlite';
import { failure } from '#base';
import { MOST_LOG } from './log-space.ts';

/** 'wpds': tells a store from other databases. */
const APPLICATION = 0x77706473;
const VERSION = 5;

/** Since version 2. */
const additions = `
  create index process_started on process (started_at desc, pid);
  create index process_started_as on process (started_as, started_at desc) where started_as is not null;
  create index process_ended on process (host, changed_at) where state in ('completed', 'failed');
  create index layer_full on layer (pid, step) where is_full = 1;
  create table former (
    pid text not null,
    step integer not null,
    entry text not null,
    program text not null,
    context blob,
    primary key (pid, step)
  ) without rowid;
  create table part (program text not null, hash text not null, primary key (program, hash)) without rowid;
  create index part_hash on part (hash);
`;

/** Since version 3: the last number of each sender from another store, by those that it was for (D4). */
const heard = `
  create table heard (
    pid text not null,
    sender text not null,
    number integer not null,
    at integer not null,
    primary key (pid, sender)
  ) without rowid;
`;

const tables = `
  create table process (
    pid text primary key,
    host text not null,
    entry text not null,
    program text not null,
    parent text not null,
    request blob not null,
    started_at integer not null,
    changed_at integer not null,
    state text not null,
    step integer not null default 0,
    attempts integer not null default 0,
    layer_at integer not null default 0,
    problem text not null default '',
    attributes text not null default '{}',
    context blob,
    exit blob,
    started_as text,
    failures integer not null default 0,
    retry_at integer,
    fork_pid text,
    fork_step integer,
    run integer not null default 1,
    begin_at integer not null default 0,
    wake_at integer
  ) without rowid;
  create index process_state on process (state);
  create table layer (
    pid text not null,
    step integer not null,
    is_full integer not null,
    bytes blob not null,
    at integer not null default 0,
    facts text not null default '',
    came blob,
    primary key (pid, step)
  ) without rowid;
  create table input (
    id integer primary key autoincrement,
    pid text not null,
    kind text not null,
    sender text not null,
    body blob not null
  );
  create index input_pid on input (pid, id);
  create table name (name text primary key, pid text not null) without rowid;
  create index name_pid on name (pid);
  create table code (hash text primary key, bytes blob not null) without rowid;
  create table node (key text primary key, value text not null) without rowid;
  ${additions}
  ${heard}
`;

/** What brings a store of each older version to the next one. */
const migrations: Readonly<Record<number, string>> = {
  1: `
    alter table process add column started_as text;
    alter table process add column failures integer not null default 0;
    alter table process add column retry_at integer;
    alter table process add column fork_pid text;
    alter table process add column fork_step integer;
    alter table process add column run integer not null default 1;
    alter table process add column begin_at integer not null default 0;
    alter table layer add column at integer not null default 0;
    alter table layer add column facts text not null default '';
    alter table layer add column came blob;
    ${additions}
    insert into part (program, hash) select named.program, code.hash from (select distinct program from process) as named, code;
  `,
  2: heard,
  3: 'alter table process add column wake_at integer;',
  // Since version 5 what lies there as bytes has checksums, which older programs do not know (checked-codec.ts).
  4: '',
};

/**
 * Makes the database safe against the loss of power, and its tables; it is this program's alone until it ends, in whatever
 * way. Throws a failure for what is no store of ours, and for one that another node has.
 */
export function openSchema(database: DatabaseSync, path: string): void {
  take(database, path);
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application === 0 && version === 0 && isEmpty(database)) {
    database.exec(
      `begin immediate; ${tables} pragma application_id = ${APPLICATION}; pragma user_version = ${VERSION}; commit`,
    );
    return;
  }
  if (application !== APPLICATION) {
    throw failure('Invalid', `${path} is a database, but no store of durable processes`, {
      retryable: false,
    });
  }
  if (version > VERSION) {
    throw failure(
      'Invalid',
      `${path} was written by a newer version (format ${version}, this one knows ${VERSION}); run that version`,
      { retryable: false },
    );
  }
  if (version < VERSION) migrate(database, version);
  shrink(database);
}

/** Pages: so many must be free for the file to be written anew, and no more in use, so that a start is not held up. */
const LEAST_FREE = 4096;
const MOST_USED = 8192;

/**
 * Gives the disk what is left free in a file that was much larger. Pages that are given back with every commit would make it write
 * a quarter more of them.
 */
function shrink(database: DatabaseSync): void {
  const free = pragma(database, 'freelist_count');
  const used = pragma(database, 'page_count') - free;
  if (free < LEAST_FREE || free < used || used > MOST_USED) return;
  database.exec('pragma temp_store = memory');
  try {
    database.exec('vacuum; pragma wal_checkpoint(truncate)');
  } catch {
    // It needs room for a moment: a disk that has none keeps the file as it was.
  } finally {
    database.exec('pragma temp_store = default');
  }
}

/** All or nothing, so that the older version can still open what could not be brought here. */
function migrate(database: DatabaseSync, from: number): void {
  let steps = '';
  for (let version = from; version < VERSION; version++) steps += migrations[version] ?? '';
  database.exec(`begin immediate; ${steps} pragma user_version = ${VERSION}; commit`);
}

function take(database: DatabaseSync, path: string): void {
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full');
    // Small steps of many processes write as many pages: by default they would be copied into the file, with syncs, after every
    // few hundred steps. 16 MB of the log are read in some 20 ms when a node begins after another one was lost.
    database.exec(
      `pragma cache_size = -65536; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = ${MOST_LOG}`,
    );
    database.exec('begin immediate; commit');
    // What a program wrote that could not sync it may be read here and yet not be on the disk: it is written once more. The log
    // keeps its room: while the file system finds new one, the first commits of a node take 20 to 70 ms each.
    database.exec('pragma wal_checkpoint(restart)');
  } catch (cause) {
    if (!(cause instanceof Error) || !/locked/.test(cause.message)) throw cause;
    throw failure(
      'Unavailable',
      `${path} is in use: another node keeps its durable processes there, perhaps one that runs a command; end it first, or let a process of it start this one`,
      {
        cause,
      },
    );
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`pragma ${name}`).get()?.[name] ?? 0);
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('select count(*) as count from sqlite_schema').get()?.count === 0;
}
