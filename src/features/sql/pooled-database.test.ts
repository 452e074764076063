/** Transactions of a database entry, on SQLite in memory. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isFailure } from '#base';
import { startKind } from '#testing';
import type { Terms } from './database.ts';
import { sqlite } from './sqlite.ts';

const terms: Terms = { room: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

function statement(text: string) {
  return { text, parameters: [] };
}

test('Pd2: a transaction that a failing statement takes back is over, and nothing is done beside it', async () => {
  const live = await startKind(sqlite, { file: ':memory:' });
  after(() => live.close());
  await live.run(statement('CREATE TABLE t (n INTEGER PRIMARY KEY)'), terms);
  const number = await live.begin('default', false, terms);
  await live.runIn(number, statement('INSERT INTO t VALUES (1)'), terms);
  await assert.rejects(
    live.runIn(number, statement('INSERT OR ROLLBACK INTO t VALUES (1)'), terms),
    (thrown) => isFailure(thrown, 'AlreadyExists'),
  );
  await assert.rejects(
    live.runIn(number, statement('INSERT INTO t VALUES (2)'), terms),
    (thrown) => isFailure(thrown, 'Invalid') && /over/.test(thrown.message),
  );
  assert.deepEqual((await live.run(statement('SELECT * FROM t'), terms)).rows, []);
  assert.equal(live.stats().in_use, 0);
});
