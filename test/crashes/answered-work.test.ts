/** D10 with a crash at every point: a statement and its answer happen once, whoever makes the call again. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { openPostgresStore } from '../../src/durable/index.ts';
import type { SharedStore } from '../../src/durable/store/shared-store.ts';
import { bytes, start } from '../../src/durable/store/store.testing.ts';
import { answered } from '../../src/features/sql/answered-work.ts';
import type { Answers, Connection, Done } from '../../src/features/sql/database.ts';
import { PostgresConnection } from '../../src/features/sql/postgres-connection.ts';
import { PostgresServer } from '../../src/testing/index.ts';

const server = await PostgresServer.start();
after(() => server?.remove());
const skip = server === undefined && 'PostgreSQL is not installed';

const place = { host: '127.0.0.1', port: server?.port ?? 1, database: 'postgres', user: 'postgres' };
const terms = { room: Number.POSITIVE_INFINITY, signal: new AbortController().signal };
const SCHEMA = 'answered';
const OPERATION = 7;

async function sql(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(place);
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

class Crash extends Error {}

/** The node goes away at the given question: before it is asked, or when its answer is on the way. */
function crashing(connection: Connection, at: number, isAfter: boolean): Connection {
  let asked = 0;
  const around = async <T>(ask: () => Promise<T>): Promise<T> => {
    const isNow = ++asked === at;
    if (isNow && !isAfter) await gone();
    const answer = await ask();
    if (isNow) await gone();
    return answer;
  };
  const gone = async () => {
    await connection.close();
    throw new Crash();
  };
  return {
    get isInTransaction() {
      return connection.isInTransaction;
    },
    lost: undefined,
    run: (...given) => around(() => connection.run(...given)),
    check: (...given) => connection.check(...given),
    begin: (...given) => around(() => connection.begin(...given)),
    end: (...given) => around(() => connection.end(...given)),
    close: () => connection.close(),
  };
}

function answersOf(store: SharedStore, pid: string, fence = 1): Answers {
  const { begin, claim, write } = store.answering?.(pid, fence, OPERATION) ?? assert.fail('no answering');
  return { begin, claim, write: (outcome) => write(bytes('rows' in outcome ? 'done' : outcome.kind)) };
}

const statement = { text: 'INSERT INTO work VALUES ($1) RETURNING n', parameters: ['x'] };

async function attempt(answers: Answers, at = 0, isAfter = false): Promise<Done | 'crash'> {
  const connection = await PostgresConnection.open(place);
  try {
    return await answered(crashing(connection, at, isAfter), statement, answers, terms);
  } catch (thrown) {
    if (thrown instanceof Crash) return 'crash';
    throw thrown;
  } finally {
    await connection.close();
  }
}

async function opened(): Promise<SharedStore> {
  const store = await openPostgresStore(place, SCHEMA);
  await store.join('1', 60_000);
  return store;
}

test('D10: whichever question a node goes away at, its successor finds the work done with its answer, or does it', {
  skip,
}, async (context) => {
  const store = await opened();
  context.after(() => store.close());
  await sql('CREATE TABLE work (n TEXT)');
  // BEGIN, claim, savepoint, statement, answer, commit.
  for (let at = 1; at <= 6; at++) {
    for (const isAfter of [false, true]) {
      const pid = `{app:host|d${String(at).padStart(12, '0')}00000000000${Number(isAfter)}}`;
      await store.ask('write', [start(pid)]);
      await sql('TRUNCATE work');
      const answers = answersOf(store, pid);
      assert.equal(await attempt(answers, at, isAfter), 'crash', `${at}`);
      const isDone = at === 6 && isAfter;
      assert.equal((await sql('SELECT n FROM work')).length, isDone ? 1 : 0, `after a crash at ${at}`);
      const again = await attempt(answers);
      assert.equal(again !== 'crash' && again.type, isDone ? 'known' : 'answer');
      assert.equal((await sql('SELECT n FROM work')).length, 1, `in the end, after a crash at ${at}`);
      const [stored] = await store.ask('processes', [pid]);
      assert.deepEqual(
        stored?.inputs.map(({ kind, from, body }) => [kind, from, Buffer.from(body).toString()]),
        [['result', String(OPERATION), 'done']],
      );
    }
  }
});

test('D10: two who work on one call do it once', { skip }, async (context) => {
  const store = await opened();
  context.after(() => store.close());
  const pid = '{app:host|d000000000100000000000001}';
  await store.ask('write', [start(pid)]);
  await sql('CREATE TABLE IF NOT EXISTS work (n TEXT); TRUNCATE work');
  const answers = answersOf(store, pid);
  const both = await Promise.all([attempt(answers), attempt(answers)]);
  assert.deepEqual(both.map((one) => one !== 'crash' && one.type).sort(), ['answer', 'known']);
  assert.equal((await sql('SELECT n FROM work')).length, 1);
});

test('L2: a node that has the process no more does nothing, nor does one whose process has ended', {
  skip,
}, async (context) => {
  const store = await opened();
  context.after(() => store.close());
  const pid = '{app:host|d000000000200000000000001}';
  await store.ask('write', [start(pid)]);
  await sql('CREATE TABLE IF NOT EXISTS work (n TEXT); TRUNCATE work');
  assert.deepEqual(await attempt(answersOf(store, pid, 2)), { type: 'lost' });
  await sql(`UPDATE ${SCHEMA}.process SET state = 'completed' WHERE pid = '${pid}'`);
  assert.deepEqual(await attempt(answersOf(store, pid)), { type: 'lost' });
  assert.deepEqual(await sql('SELECT n FROM work'), []);
});

test('Aw1: a statement that fails leaves nothing but its error', { skip }, async (context) => {
  const store = await opened();
  context.after(() => store.close());
  const pid = '{app:host|d000000000300000000000001}';
  await store.ask('write', [start(pid)]);
  await sql('DROP TABLE IF EXISTS work');
  const done = await attempt(answersOf(store, pid));
  assert.deepEqual(done !== 'crash' && done.type === 'failure' && done.failure.kind, 'Invalid');
  const [stored] = await store.ask('processes', [pid]);
  assert.deepEqual(
    stored?.inputs.map(({ body }) => Buffer.from(body).toString()),
    ['Invalid'],
  );
});
