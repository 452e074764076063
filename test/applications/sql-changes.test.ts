/** Databases whose entries change while they are used. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import type { Data } from '../../src/base/index.ts';
import { MysqlServer, PostgresServer } from '../../src/testing/index.ts';
import { index } from './house.ts';
import { LiveHouse } from './live-house.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-sql-'));
after(() => rmSync(folder, { recursive: true }));
const server = await PostgresServer.start();
after(() => server?.remove());
const mysql = await MysqlServer.start();
after(() => mysql?.remove());

async function started(context: TestContext, kind: string, fields: string, others = '') {
  const house = await LiveHouse.start(context, {
    'src/_index.yaml': index(`
  - {name: db, kind: ${kind}, ${fields}, lifecycle: {auto_start: true}}
  - {name: do, kind: process.lua, source: file://do.lua, modules: [sql]}
  - {name: holds, kind: process.lua, source: file://holds.lua, modules: [sql]}
  - {name: opens, kind: process.lua, source: file://opens.lua}
  - {name: is_open, kind: process.lua, source: file://is_open.lua}
  - {name: tells, kind: process.lua, source: file://tells.lua}${others}`),
    'src/do.lua': `local sql = require("sql")
return function(...)
  local db, err = sql.get("app:db")
  local last
  for _, text in ipairs({...}) do
    if not err then last, err = db:query(text) end
  end
  if err then return tostring(err:kind()) end
  return last[1] and last[1].v
end`,
    // It says that its transaction is open, and ends it when it is told to.
    'src/holds.lua': `local sql = require("sql")
return function()
  local tx = assert(sql.get("app:db"):begin())
  assert(tx:execute("INSERT INTO t VALUES (7)"))
  process.registry.register("holder")
  process.inbox():receive()
  assert(tx:execute("INSERT INTO t VALUES (8)"))
  return assert(tx:commit())
end`,
    'src/opens.lua': `return function() assert(process.spawn("app:holds", "app:processes")) end`,
    'src/is_open.lua': `return function() return process.registry.lookup("holder") ~= nil end`,
    'src/tells.lua': `return function() assert(process.send("holder", "go")) end`,
  });
  const stored = () => house.node.registry.graph.entries.get('app:db');
  return {
    house,
    update: (data: Record<string, Data>) => {
      const entry = stored();
      assert.ok(entry !== undefined);
      const { id, kind: of, meta } = entry;
      const changed = { ...(entry.data as Record<string, Data>), ...data };
      return house.node.registry.apply([{ type: 'update', entry: { id, kind: of, meta, data: changed } }], {
        author: 'test',
      });
    },
    delete: () => house.node.registry.apply([{ type: 'delete', id: 'app:db' }], { author: 'test' }),
    run: (...texts: string[]) => house.run('app:do', ...texts),
  };
}

const setUp = ['CREATE TABLE t (v INTEGER)', 'INSERT INTO t VALUES (1)'];

test('db.sql.sqlite: what is in memory stays when its pool changes; users of the entry follow to another file', async (context) => {
  const { run, update } = await started(context, 'db.sql.sqlite', 'file: ":memory:"');
  await run(...setUp);
  await update({ pool: { max_wait: '1s' } });
  assert.equal(await run('SELECT v FROM t'), 1);
  await update({ file: join(folder, 'other.db') });
  assert.equal(await run('SELECT v FROM t'), 'Invalid');
  await run('CREATE TABLE t (v INTEGER)', 'INSERT INTO t VALUES (2)');
  assert.equal(await run('SELECT v FROM t'), 2);
});

test('db.sql.sqlite: a change to a file that cannot be opened is refused, and the old one goes on', async (context) => {
  const { run, update } = await started(context, 'db.sql.sqlite', 'file: ":memory:"');
  await run(...setUp);
  await assert.rejects(update({ file: join(folder, 'nowhere/x.db') }), /x\.db cannot be opened: its folder/);
  assert.equal(await run('SELECT v FROM t'), 1);
});

test('db.sql.sqlite: after a delete there is no such database', async (context) => {
  const { run, ...own } = await started(context, 'db.sql.sqlite', 'file: ":memory:"');
  await run(...setUp);
  await own.delete();
  assert.equal(await run('SELECT v FROM t'), 'NotFound');
});

const servers = [
  {
    kind: 'db.sql.postgres',
    skip: server === undefined && 'PostgreSQL is not installed',
    place: `host: 127.0.0.1, port: ${server?.port}, database: postgres, username: postgres`,
    first: 'postgres',
  },
  {
    kind: 'db.sql.mysql',
    skip: mysql === undefined && 'neither MariaDB nor MySQL is installed',
    place: `host: 127.0.0.1, port: ${mysql?.port}, database: test, username: tester, password: hidden`,
    first: 'test',
  },
] as const;

for (const { kind, skip, place, first } of servers) {
  test(`${kind}: a transaction ends on the database on which it began, and the next statement uses the new one`, {
    skip,
  }, async (context) => {
    const { run, update, house, ...own } = await started(context, kind, place);
    await run(...setUp);
    await run('CREATE DATABASE other');
    await house.run('app:opens');
    await until(async () => (await house.run('app:is_open')) === true);
    await update({ database: 'other' });
    assert.equal(await run('SELECT v FROM t'), 'Invalid');
    await run('CREATE TABLE t (v INTEGER)', 'INSERT INTO t VALUES (2)');
    await house.run('app:tells');
    await update({ database: first });
    await until(async () => (await run('SELECT count(*) AS v FROM t WHERE v IN (1, 7, 8)')) === 3);
    await own.delete();
    assert.equal(await run('SELECT v FROM t'), 'NotFound');
  });
}

test('db.sql.mysql: where it is can be told by variables, whose secrets are not shown', {
  skip: servers[1].skip,
}, async (context) => {
  const place =
    'host_env: HOST, port_env: PORT, database_env: DATABASE, username_env: USER, password_env: PASSWORD';
  const { house, run } = await started(
    context,
    'db.sql.mysql',
    place,
    `
  - name: place
    kind: env.storage.static
    values: {HOST: 127.0.0.1, PORT: "${mysql?.port}", DATABASE: test, USER: tester, PASSWORD: hidden}
  - {name: host, kind: env.variable, variable: HOST, storage: place}
  - {name: port, kind: env.variable, variable: PORT, storage: place}
  - {name: database, kind: env.variable, variable: DATABASE, storage: place}
  - {name: user, kind: env.variable, variable: USER, storage: place}
  - {name: password, kind: env.variable, variable: PASSWORD, storage: place}`,
  );
  assert.equal(await run('SELECT 1 AS v'), 1);
  assert.ok(!house.logged.join('\n').includes('hidden'));
});

async function until(test: () => Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < 200; tried++) if (await test()) return;
  assert.fail('it never came to this');
}
