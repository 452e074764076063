import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { StoreHere } from './backend.ts';
import { SqliteStore } from './sqlite-store.ts';
import { asked, bytes, facts, input, prune, start, step, testStore, texts } from './store.testing.ts';

testStore('SQLite', async () => asked(new StoreHere(new SqliteStore(':memory:'), setImmediate)));

function file(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-store-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'store.db');
}

test('what was written is found after the store was opened again', (context) => {
  const path = file(context);
  const store = new SqliteStore(path);
  store.write([
    start('a', { name: 'n' }),
    step('a', 1),
    step('a', 2),
    { type: 'input', input: input('a', 'one') },
  ]);
  store.close();
  const again = new SqliteStore(path);
  const found = again.process('a');
  again.close();
  assert.deepEqual(facts(found), ['running', 2, 12, ['layer 1', 'layer 2'], ['one'], ['n']]);
});

test('a store of the first version is brought to this one with all that it has', (context) => {
  const path = file(context);
  const database = new DatabaseSync(path);
  database.exec(firstVersion);
  database.close();
  const store = new SqliteStore(path);
  const found = store.process('a');
  assert.deepEqual([found?.step, texts(found?.layers), found?.failures], [2, ['layer 1', 'layer 2'], 0]);
  assert.equal(store.state('a', 1)?.at, 12);
  assert.deepEqual([store.line('a')?.startedAs, store.lines({ limit: 9 }).length], [undefined, 1]);
  store.write([step('a', 3, { layer: undefined, end: { state: 'completed', exit: bytes('x') } })]);
  assert.notEqual(store.code('p'), undefined);
  store.write([prune(99)]);
  assert.equal(store.code('p'), undefined);
  store.close();
});

/** As it was published, with one process. */
const firstVersion = `
  create table process (
    pid text primary key, host text not null, entry text not null, program text not null, parent text not null,
    request blob not null, started_at integer not null, changed_at integer not null, state text not null,
    step integer not null default 0, attempts integer not null default 0, layer_at integer not null default 0,
    problem text not null default '', attributes text not null default '{}', context blob, exit blob
  ) without rowid;
  create index process_state on process (state);
  create table layer (
    pid text not null, step integer not null, is_full integer not null, bytes blob not null, primary key (pid, step)
  ) without rowid;
  create table input (
    id integer primary key autoincrement, pid text not null, kind text not null, sender text not null, body blob not null
  );
  create index input_pid on input (pid, id);
  create table name (name text primary key, pid text not null) without rowid;
  create index name_pid on name (pid);
  create table code (hash text primary key, bytes blob not null) without rowid;
  create table node (key text primary key, value text not null) without rowid;
  insert into process (pid, host, entry, program, parent, request, started_at, changed_at, state, step, layer_at)
    values ('a', 'app:durable', 'app:flow', 'p', '', x'00', 1, 12, 'running', 2, 12);
  insert into layer values ('a', 1, 1, cast('layer 1' as blob)), ('a', 2, 0, cast('layer 2' as blob));
  insert into code values ('p', cast('code' as blob));
  pragma application_id = ${0x77706473};
  pragma user_version = 1;
`;

test('K1: those who have something to do when they go on after their node was lost have one attempt more, until they commit', (context) => {
  const path = file(context);
  const lost = new SqliteStore(path);
  lost.write([start('idle'), step('idle', 1), start('busy'), step('busy', 1), start('new')]);
  lost.write([{ type: 'input', input: input('busy', 'work') }]);
  lost.abandon();
  const store = new SqliteStore(path);
  const attempts = () => ['idle', 'busy', 'new'].map((pid) => store.process(pid)?.attempts);
  assert.deepEqual([store.wasLost, ...attempts()], [true, 0, 0, 0]);
  const read = store.resumed(['idle', 'gone', 'busy', 'new']);
  assert.deepEqual(
    read.map(({ pid }) => pid),
    ['idle', 'busy', 'new'],
  );
  assert.deepEqual(attempts(), [0, 1, 1]);
  store.write([step('busy', 2)]);
  assert.deepEqual(attempts(), [0, 0, 1]);
  store.close();
  const calm = new SqliteStore(path);
  calm.resumed(['new']);
  assert.deepEqual([calm.wasLost, calm.process('new')?.attempts], [false, 1]);
  calm.close();
});

test('a store belongs to one node at a time', (context) => {
  const path = file(context);
  const store = new SqliteStore(path);
  assert.throws(() => new SqliteStore(path), {
    kind: 'Unavailable',
    message: /another node keeps its durable processes/,
  });
  store.close();
  new SqliteStore(path).close();
});

test('a file that is no store, and one of a newer version, are refused and left as they are', (context) => {
  const other = file(context);
  const database = new DatabaseSync(other);
  database.exec('create table mine (a)');
  database.close();
  assert.throws(() => new SqliteStore(other), { kind: 'Invalid', message: /is a database, but no store/ });
  const newer = file(context);
  new SqliteStore(newer).close();
  const changed = new DatabaseSync(newer);
  changed.exec('pragma user_version = 99');
  changed.close();
  assert.throws(() => new SqliteStore(newer), {
    kind: 'Invalid',
    message: /written by a newer version \(format 99/,
  });
});
