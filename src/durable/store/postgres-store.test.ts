import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { after, type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { PostgresServer } from '#testing';
import { statements } from './postgres-schema.ts';
import { PostgresStore } from './postgres-store.ts';
import { testSharedStore } from './shared-store.testing.ts';
import { asked, bytes, input, prune, start, step, testStore } from './store.testing.ts';

const server = await PostgresServer.start();
after(() => server?.remove());
const skip = server === undefined && 'PostgreSQL is not installed';

let made = 0;

async function open(
  context: TestContext,
  schema = `s${++made}`,
  incarnation = `${++made}`,
): Promise<PostgresStore> {
  assert.ok(server !== undefined);
  const store = new PostgresStore({ connectionString: server.dsn }, schema);
  context.after(() => store.close());
  await store.join(incarnation, 60_000);
  return store;
}

/** One schema for all: each test of the suite finds it empty. */
async function openEmpty(context: TestContext) {
  const store = await open(context, 'suite');
  await sql(
    'truncate suite.process, suite.layer, suite.input, suite.name, suite.former, suite.code, suite.part',
  );
  return asked(store);
}

async function sql(text: string): Promise<Record<string, unknown>[]> {
  assert.ok(server !== undefined);
  const client = new Client({ connectionString: server.dsn });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

const ageCode = () => sql(`update suite.part set at = at - interval '2 hours'`);

testStore('PostgreSQL', openEmpty, { skip, ageCode, runs: 20 });

const expire = (schema: string, node?: number) =>
  sql(
    `update ${schema}.node set lease_until = clock_timestamp() ${node === undefined ? '' : `where id = ${node}`}`,
  );

testSharedStore('PostgreSQL', { open, expire }, { skip });

test('Ps1: a batch whose answer was lost with the connection is written once', { skip }, async (context) => {
  const store = await open(context);
  await store.ask('write', [start('a')]);
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`;
  let number = 0;
  for (let time = 0; time < 20; time++) {
    const batch = [step('a', ++number), { type: 'input', input: input('a', `${number}`) } as const];
    const cutting = sql(cut);
    for (;;) {
      try {
        const [one] = await store.ask('write', batch);
        assert.notEqual(one, null, `step ${number} was told as lost`);
        break;
      } catch (thrown) {
        assert.equal((thrown as { kind?: string }).kind, 'Unavailable');
      }
    }
    await cutting;
  }
  for (;;) {
    try {
      const found = await store.ask('process', 'a');
      assert.deepEqual([found?.step, found?.inputs.length], [20, 20]);
      break;
    } catch (thrown) {
      assert.equal((thrown as { kind?: string }).kind, 'Unavailable');
    }
  }
});

test('two nodes that end processes of each other’s senders never wait for each other', {
  skip,
}, async (context) => {
  const schema = `s${++made}`;
  const nodes = [await open(context, schema), await open(context, schema)];
  const pids = Array.from({ length: 60 }, (_, i) => `p${i}`);
  await Promise.all(
    nodes.map((node, i) =>
      node.ask(
        'write',
        pids.map((pid) => start(`${i}${pid}`)),
      ),
    ),
  );
  const end = { layer: undefined, end: { state: 'completed' as const, exit: bytes('') } };
  const rounds = nodes.map(async (node, i) => {
    for (let k = 0; k < pids.length; k += 6) {
      const some = pids.slice(k, k + 6);
      const ordered = i === 0 ? some : some.toReversed();
      const writes = ordered.map((pid) =>
        step(`${i}${pid}`, 1, { ...end, inputs: [input(`${1 - i}${pid}`, 'x')] }),
      );
      for (const one of await node.ask('write', writes)) assert.ok(one !== null);
    }
  });
  await Promise.all(rounds);
});

test('a database that has moved is found with the next connection', { skip }, async () => {
  let port = 1;
  const place = () => ({ host: '127.0.0.1', user: 'postgres', database: 'postgres', port });
  const store = new PostgresStore(place, 'moved');
  await assert.rejects(store.ask('names'), { kind: 'Unavailable', retryable: true });
  port = Number(server?.port);
  assert.deepEqual(await store.ask('names'), []);
  await store.close();
});

test('Ps4: a node whose database becomes another one is nobody there until it joins, whoever has its number there', {
  skip,
}, async (context) => {
  const schema = `s${++made}`;
  await sql(`create database ${schema}`);
  const at = (database: string) => ({
    host: '127.0.0.1',
    user: 'postgres',
    port: Number(server?.port),
    database,
  });
  let database = 'postgres';
  const one = new PostgresStore(() => at(database), schema);
  const there = new PostgresStore(at(schema), schema);
  context.after(() => Promise.all([one.close(), there.close()]));
  await one.join('one', 60_000);
  await there.join('there', 60_000);
  await one.ask('write', [start('a')]);
  await there.ask('write', [start('b')]);
  database = schema;
  const taken = one.take(['app:durable'], 10);
  const lost = one.ask('write', [step('b', 1)]);
  await assert.rejects(taken, { kind: 'Unavailable', retryable: true });
  await assert.rejects(lost, { kind: 'Unavailable', retryable: true });
  assert.deepEqual(await one.ask('write', [step('b', 1)]), [null]);
  assert.equal(await one.renew(60_000), undefined);
  await one.join('one again', 60_000);
  assert.equal((await one.ask('write', [start('c')])).length, 1);
  assert.deepEqual(await one.owned(), ['c']);
  assert.notEqual((await there.ask('write', [step('b', 1)]))[0], null);
  database = 'postgres';
  await assert.rejects(one.renew(60_000), { kind: 'Unavailable' });
  assert.equal(await one.renew(60_000), undefined);
  assert.notEqual(await one.ask('process', 'a'), undefined);
});

test('a database whose address changes goes on with its node', { skip }, async (context) => {
  const schema = `s${++made}`;
  let host = '127.0.0.1';
  const place = () => ({ host, user: 'postgres', database: 'postgres', port: Number(server?.port) });
  const store = new PostgresStore(place, schema);
  context.after(() => store.close());
  await store.join('one', 60_000);
  await store.ask('write', [start('a')]);
  host = 'localhost';
  assert.notEqual(await store.renew(60_000), undefined);
  assert.deepEqual(await store.owned(), ['a']);
});

test('tables of a newer format are refused, and stay as they are', { skip }, async (context) => {
  const schema = `s${++made}`;
  await open(context, schema);
  await sql(`update ${schema}.store_format set format = 99`);
  await assert.rejects(open(context, schema), {
    kind: 'Invalid',
    message: /written by a newer version \(format 99/,
  });
});

test('a node of another version has functions of its own, beside those that are there', {
  skip,
}, async (context) => {
  const schema = `s${++made}`;
  await open(context, schema);
  // As if all of it were from another version.
  await sql(`do $$ declare one record; begin
    for one in select oid::regprocedure as own, proname from pg_proc where pronamespace = '${schema}'::regnamespace loop
      execute format('alter function %s rename to %I', one.own, 'v0_' || substring(one.proname from 11));
    end loop;
  end $$`);
  const other = await open(context, schema);
  assert.equal((await other.ask('write', [start('a')])).length, 1);
  const rows = await sql(`select count(*)::int as n from pg_proc
    where pronamespace = '${schema}'::regnamespace and proname ~ '^v[0-9a-f]{8}_write$|^v0_write$'`);
  assert.deepEqual(rows, [{ n: 2 }]);
});

test('code that was written within the hour stays, whether anything names it or not', {
  skip,
}, async (context) => {
  const schema = `s${++made}`;
  const store = await open(context, schema);
  const end = step('a', 1, { at: 10, layer: undefined, end: { state: 'completed', exit: bytes('x') } });
  await store.ask('write', [start('a'), end, prune(20)]);
  assert.notEqual(await store.ask('code', 'p'), undefined);
  await sql(`update ${schema}.part set at = at - interval '2 hours'`);
  await Promise.all([
    store.ask('write', [prune(20)]),
    (await open(context, schema)).ask('write', [start('b')]),
  ]);
  await store.ask('write', [prune(20)]);
  assert.notEqual(await store.ask('code', 'p'), undefined);
});

test('Ps1: a batch that arrives when a later one was written is none', { skip }, async (context) => {
  const schema = `s${++made}`;
  const store = await open(context, schema);
  await store.ask('write', [start('a')]);
  await store.ask('write', [{ type: 'input', input: input('a', 'one') }]);
  const one = { input: { to: 'a', kind: 'message', from: 'x', body: [0, 0] } };
  const work = JSON.stringify({ code: [], names: [], locks: [], writes: [one] });
  const call = statements(schema).write.replace('$1, $2, $3, $4', `1, 1, '${work}', ''`);
  assert.deepEqual(await sql(call), [{ answers: null }]);
  assert.equal((await store.ask('process', 'a'))?.inputs.length, 1);
});

test('a page that is damaged is told as damage, of those alone that lie on it', { skip }, async (context) => {
  assert.ok(server !== undefined);
  const schema = `s${++made}`;
  const store = await open(context, schema);
  await store.ask('write', [start('hurt'), step('hurt', 1), start('well'), step('well', 1)]);
  // So few rows would be looked through one after the other.
  await sql('alter role postgres set enable_seqscan = off');
  context.after(() => sql('alter role postgres reset enable_seqscan'));
  const filled = Array.from({ length: 40 }, (_, at) => {
    return { type: 'input', input: input(at < 20 ? 'hurt' : 'well', 'x'.repeat(900)) } as const;
  });
  await store.ask('write', filled);
  await sql('checkpoint');
  const [row] = await sql(
    `select current_setting('data_directory') || '/' || pg_relation_filepath('${schema}.input') as path`,
  );
  await server.stop();
  const file = openSync(String(row?.path), 'r+');
  writeSync(file, Buffer.alloc(100, 0x5a), 0, 100, 0);
  closeSync(file);
  await server.resume();
  const damaged = {
    kind: 'Internal',
    retryable: false,
    message: /the store in PostgreSQL is damaged \(.*invalid page/,
  };
  await assert.rejects(
    until(() => store.ask('processes', ['hurt', 'well'])),
    damaged,
  );
  await assert.rejects(store.ask('processes', ['hurt']), damaged);
  const [well] = await store.ask('processes', ['well']);
  assert.equal(well?.inputs.length, 20);
});

/** What is asked for again while the server does not answer. */
async function until<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (thrown) {
      if ((thrown as { kind?: string }).kind !== 'Unavailable') throw thrown;
    }
  }
}
