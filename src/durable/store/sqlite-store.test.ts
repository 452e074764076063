import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { isFailure } from '#base';
import { StoreHere } from './backend.ts';
import { NEVER } from './records.ts';
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

/** A store of many pages in which those are damaged that `isMeant` says; page 1 describes the others. */
async function damaged(context: TestContext, isMeant: (page: number) => boolean) {
  const path = file(context);
  const store = new SqliteStore(path);
  const layer = new Uint8Array(300).fill(7);
  const pids = Array.from({ length: 40 }, (_, i) => `p${i}`);
  store.write(pids.flatMap((pid) => [start(pid), step(pid, 1, { layer, isFull: true })]));
  store.close();
  const pages = readFileSync(path);
  for (let at = 4096; at < pages.length; at += 4096)
    if (isMeant(at / 4096 + 1)) pages.fill(0xa5, at, at + 4096);
  writeFileSync(path, pages);
  return { path, pages: pages.length / 4096 };
}

const isDamaged = (path: string) => (thrown: unknown) =>
  isFailure(thrown, 'Internal') &&
  thrown.retryable === false &&
  thrown.message.startsWith(`${path} is damaged (`) &&
  thrown.message.includes('.recover');

test('a page that is damaged, of a table or an index, is met with a failure that says what to do, and never read as something else', async (context) => {
  const { pages } = await damaged(context, () => false);
  let met = 0;
  for (let page = 2; page <= pages; page++) {
    const { path } = await damaged(context, (one) => one === page);
    let inner: SqliteStore | undefined;
    try {
      inner = new SqliteStore(path);
      const store = asked(new StoreHere(inner, setImmediate));
      const pids = await store.living();
      assert.deepEqual(pids, Array.from({ length: 40 }, (_, i) => `p${i}`).sort());
      for (const pid of pids) {
        const found = await store.process(pid);
        assert.deepEqual([found?.state, found?.step], ['running', 1]);
        assert.deepEqual(found?.layers, [new Uint8Array(300).fill(7)]);
      }
      await store.write([start('new', { name: 'n' }), step('p7', 2)]);
    } catch (thrown) {
      if (thrown instanceof assert.AssertionError) throw thrown;
      assert.ok(isDamaged(path)(thrown), `page ${page}: ${String(thrown)}`);
      met++;
      // Sf3.
      if (inner !== undefined) {
        const writes = asked(new StoreHere(inner, setImmediate)).write([start('another')]);
        await assert.rejects(writes, isDamaged(path));
      }
    } finally {
      inner?.abandon();
    }
  }
  assert.ok(met > pages / 2, `${met} of ${pages} pages`);
});

test('a file that is no database at all is told so', (context) => {
  const path = file(context);
  writeFileSync(path, Buffer.alloc(8192, 7));
  assert.throws(() => new SqliteStore(path), isDamaged(path));
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
  const rests = (wakeAt: number) => step('idle', 1, { wakeAt });
  lost.write([start('idle'), rests(NEVER), start('busy'), step('busy', 1, { wakeAt: NEVER }), start('new')]);
  lost.write([{ type: 'input', input: input('busy', 'work') }]);
  lost.write([start('calls'), step('calls', 1), start('due'), step('due', 1, { wakeAt: 1 })]);
  lost.write([start('tied'), step('tied', 1, { wakeAt: 0 })]);
  lost.abandon();
  const store = new SqliteStore(path);
  const attempts = () => ['idle', 'busy', 'new'].map((pid) => store.process(pid)?.attempts);
  assert.deepEqual([store.wasLost, ...attempts()], [true, 0, 0, 0]);
  const some = ['idle', 'gone', 'busy', 'new', 'calls', 'due', 'tied'];
  store.attempted(some, false);
  const read = store.processes(some);
  assert.deepEqual(
    read.map(({ pid, attempts: told }) => [pid, told]),
    [
      ['idle', 0],
      ['busy', 1],
      ['new', 1],
      ['calls', 1],
      ['due', 1],
      ['tied', 0],
    ],
  );
  assert.deepEqual(attempts(), [0, 1, 1]);
  store.write([step('busy', 2)]);
  assert.deepEqual(attempts(), [0, 0, 1]);
  store.attempted(['new'], false);
  assert.deepEqual(attempts(), [0, 0, 2]);
  for (const isAlone of [false, true, false]) store.attempted(['new'], isAlone);
  assert.deepEqual(attempts(), [0, 0, 3]);
  store.write([step('new', 1)]);
  store.close();
  const calm = new SqliteStore(path);
  calm.attempted(['new'], false);
  assert.deepEqual([calm.wasLost, calm.process('new')?.attempts], [false, 0]);
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

test('a file that was much larger is made small when it is opened, with all that it still has', (context) => {
  const path = file(context);
  const store = new SqliteStore(path);
  store.write([start('a', { name: 'n' }), step('a', 1), start('b')]);
  store.write([step('b', 1, { layer: new Uint8Array(20_000_000), isFull: true })]);
  store.write([step('b', 2, { layer: undefined, end: { state: 'completed', exit: bytes('x') } })]);
  store.write([prune(99)]);
  store.close();
  assert.ok(statSync(path).size > 20_000_000);
  const again = new SqliteStore(path);
  const found = again.process('a');
  again.close();
  assert.ok(statSync(path).size < 1_000_000);
  assert.deepEqual(facts(found), ['running', 1, 11, ['layer 1'], [], ['n']]);
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
