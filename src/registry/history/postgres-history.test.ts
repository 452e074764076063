/** What becomes of a history in PostgreSQL when its server, or the connection to it, goes away. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { isFailure, SystemClock } from '#base';
import { PostgresServer } from '#testing';
import { entriesOf, entry, testTable } from '../registry.testing.ts';
import { Registry } from '../registry.ts';
import { isInUse } from './in-use.ts';
import { PostgresHistory } from './postgres-history.ts';

const server = await PostgresServer.start();
after(() => server?.remove());
const skip = server === undefined && 'PostgreSQL is not installed';

let made = 0;

async function start(schema = `p${++made}`) {
  assert.ok(server !== undefined);
  const history = await PostgresHistory.open(server.dsn, schema);
  const registry = new Registry({ kinds: testTable(), clock: new SystemClock(), history });
  await registry.load(entriesOf(entry('app:a', 'registry.entry', 0)));
  const put = (n: number) =>
    registry.apply([{ type: 'update', entry: entry('app:a', 'registry.entry', n) }], { author: 'me' });
  return { registry, history, schema, put };
}

async function ask(text: string): Promise<void> {
  assert.ok(server !== undefined);
  const client = new Client({ connectionString: server.dsn });
  await client.connect();
  await client.query(text);
  await client.end();
}

/** Ends the connections of others, as a network or a person would. */
function cutConnections(): Promise<void> {
  const others = `pid <> pg_backend_pid() and backend_type = 'client backend'`;
  return ask(`select pg_terminate_backend(pid) from pg_stat_activity where ${others}`);
}

test('a connection that is lost between two changes is made again, and nobody is told', {
  skip,
}, async () => {
  const { registry, put } = await start();
  await put(1);
  await cutConnections();
  await put(2);
  assert.equal((await registry.changesOf(1)).length, 1);
  await cutConnections();
  assert.equal((await registry.changesOf(2)).length, 1);
  await registry.close();
});

test('connections that are lost under changes: each change was made or was not, and what was told holds', {
  skip,
}, async () => {
  const { registry, schema, put } = await start();
  let cutting = true;
  const cuts = (async () => {
    for (let cut = 0; cut < 8; cut++) await cutConnections();
    cutting = false;
  })();
  let told = 0;
  for (let n = 1; cutting || n < 20; n++) {
    try {
      await put(n);
      told = n;
    } catch (thrown) {
      assert.ok(isFailure(thrown, 'Unavailable'), String(thrown));
      // What is refused at once lets nobody else run: neither who cuts nor who connects anew.
      await new Promise(setImmediate);
    }
    assert.equal(registry.view().get('app:a')?.data, told);
  }
  await cuts;
  const current = registry.version.id;
  await registry.close();
  const again = await start(schema);
  assert.deepEqual([again.registry.version.id, again.registry.view().get('app:a')?.data], [current, told]);
  await again.registry.close();
});

test('a server that is killed and started again has exactly what was told', { skip }, async () => {
  assert.ok(server !== undefined);
  const { registry, schema, put } = await start();
  await put(1);
  await server.stop();
  const waiting = put(2).then(
    () => 2,
    () => 1,
  );
  await server.resume();
  const told = await waiting;
  assert.equal(registry.view().get('app:a')?.data, told);
  await registry.close();
  const again = await start(schema);
  assert.equal(again.registry.view().get('app:a')?.data, told);
  await again.registry.close();
});

test('Pg4: tables of a newer format are refused and stay as they are', { skip }, async () => {
  assert.ok(server !== undefined);
  const { registry, schema } = await start();
  await registry.close();
  await ask(`update ${schema}.registry_format set format = 9`);
  await assert.rejects(start(schema), (thrown) => {
    assert.ok(isFailure(thrown, 'Invalid'));
    assert.match(thrown.message, /written by a newer version of wippy: it has format 9/);
    return true;
  });
});

test('a server that does not answer refuses the start, and says so', async () => {
  await assert.rejects(PostgresHistory.open('postgres://nobody@127.0.0.1:1/none', 'x'), (thrown) => {
    assert.ok(isFailure(thrown, 'Unavailable'));
    assert.ok(!isInUse(thrown), 'nobody has it');
    assert.match(thrown.message, /history in PostgreSQL cannot be used: .*ECONNREFUSED/);
    return true;
  });
});
