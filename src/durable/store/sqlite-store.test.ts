import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { StoreHere } from './backend.ts';
import { SqliteStore } from './sqlite-store.ts';
import { asked, facts, input, start, step, testStore } from './store.testing.ts';

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

test('K1: those who had something to do when the node was lost have one attempt more, until they commit', (context) => {
  const path = file(context);
  const lost = new SqliteStore(path);
  lost.write([start('idle'), step('idle', 1), start('busy'), step('busy', 1), start('new')]);
  lost.write([{ type: 'input', input: input('busy', 'work') }]);
  lost.abandon();
  const store = new SqliteStore(path);
  const attempts = () => ['idle', 'busy', 'new'].map((pid) => store.process(pid)?.attempts);
  assert.deepEqual([store.wasLost, ...attempts()], [true, 0, 1, 1]);
  store.write([step('busy', 2)]);
  assert.deepEqual(attempts(), [0, 0, 1]);
  store.close();
  const calm = new SqliteStore(path);
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
