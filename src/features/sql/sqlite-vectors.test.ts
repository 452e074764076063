/** Vectors in SQLite, and machines for which their extension was not built. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base';
import type { Parameter } from './database.ts';
import { SqliteSession } from './sqlite-session.ts';

const room = Number.POSITIVE_INFINITY;

function run(session: SqliteSession, text: string, ...parameters: Parameter[]) {
  return session.run({ text, parameters }, room).rows;
}

function floats(...numbers: number[]): Uint8Array {
  return new Uint8Array(new Float32Array(numbers).buffer);
}

test('the nearest vectors are found, by several distances', () => {
  const session = new SqliteSession(':memory:');
  run(session, 'CREATE VIRTUAL TABLE x USING vec0(embedding float[3], kind TEXT, +title TEXT)');
  for (const [id, at] of [floats(1, 0, 0), floats(0, 1, 0), floats(0.9, 0.1, 0)].entries())
    run(
      session,
      'INSERT INTO x (rowid, embedding, kind, title) VALUES (?, ?, ?, ?)',
      BigInt(id + 1),
      at,
      'a',
      `n${id}`,
    );
  const near = 'SELECT rowid, title FROM x WHERE embedding MATCH ? AND k = ? AND kind = ? ORDER BY distance';
  assert.deepEqual(run(session, near, '[1, 0, 0]', 2n, 'a'), [
    [1, 'n0'],
    [3, 'n2'],
  ]);
  assert.deepEqual(run(session, "SELECT vec_distance_cosine('[1, 0]', '[0, 2]'), vec_length('[1, 2]')"), [
    [1, 2],
  ]);
  session.close();
});

test('what is no vector of its length is wrong', () => {
  const session = new SqliteSession(':memory:');
  run(session, 'CREATE VIRTUAL TABLE x USING vec0(embedding float[3])');
  assert.throws(
    () => run(session, "INSERT INTO x (embedding) VALUES ('[1, 2]')"),
    (thrown) => isFailure(thrown, 'Invalid') && /Expected 3 dimensions/.test(thrown.message),
  );
  session.close();
});

test('Sq2: no other extension can be loaded', () => {
  const session = new SqliteSession(':memory:');
  assert.throws(() => run(session, "SELECT load_extension('anything')"), /not authorized/);
  session.close();
});

test('Sq2: without the extension all else works, and what needs it says why it cannot', () => {
  const session = new SqliteSession(':memory:', () => {
    throw new Error('there is none for this machine\nRequire stack: ...');
  });
  run(session, 'CREATE TABLE t (n INTEGER)');
  const said =
    /^no such module: vec0; the extension sqlite-vec could not be loaded here: there is none for this machine$/;
  assert.throws(() => run(session, 'CREATE VIRTUAL TABLE x USING vec0(embedding float[3])'), {
    message: said,
  });
  assert.throws(
    () => session.check("SELECT vec_length('[1]')"),
    /no such function: vec_length; the extension/,
  );
  assert.throws(() => run(session, 'SELECT * FROM nowhere'), { message: 'no such table: nowhere' });
  assert.throws(() => run(session, "SELECT load_extension('anything')"), /not authorized/);
  session.close();
});
