/** D10: statements of durable processes, for the database that holds them and for others. */
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { isNormal, toData } from '../../src/process/index.ts';
import { PostgresServer } from '../../src/testing/index.ts';
import { index } from './house.ts';
import { LiveHouse } from './live-house.ts';

const server = await PostgresServer.start();
after(() => server?.remove());
const skip = server === undefined && 'PostgreSQL is not installed';

let schemas = 0;

/** The end of a durable process whose body is this Lua. */
async function ends(context: TestContext, lua: string) {
  const house = await LiveHouse.start(context, {
    'src/_index.yaml': index(`
  - {name: db, kind: db.sql.postgres, host: 127.0.0.1, port: ${server?.port}, database: postgres, username: postgres, pool: {max_idle: 2}, lifecycle: {auto_start: true}}
  - {name: other, kind: db.sql.sqlite, file: ":memory:", lifecycle: {auto_start: true}}
  - {name: durable, kind: durable.host, store: db, store_schema: sql${++schemas}, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [sql, time]}
  - {name: main, kind: process.lua, source: file://main.lua}`),
    'src/flow.lua': `local sql, time = require("sql"), require("time")
return function()
  local db = assert(sql.get("app:db"))
  local other = assert(sql.get("app:other"))
  ${lua}
end`,
    'src/main.lua': `return function() return assert(process.spawn("app:flow", "app:durable")) end`,
  });
  const pid = String(await house.run('app:main'));
  const { durability } = house.node;
  const engine = durability.engineOf('app:durable');
  assert.ok(engine !== undefined);
  for (let tried = 0; tried < 400; tried++) {
    const exit = await engine.administration.exitOf(pid);
    if (exit !== undefined) {
      const line = await engine.administration.line(pid);
      return { value: isNormal(exit) ? toData(exit.value) : exit.error.message, steps: line?.step };
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return assert.fail('the process does not end');
}

test('D10: a statement for the database of the store happens with its answer; one that fails is an error, and the step goes on', {
  skip,
}, async (context) => {
  const { value } = await ends(
    context,
    `assert(db:execute("CREATE TABLE IF NOT EXISTS d (n INTEGER UNIQUE)"))
    local made = assert(db:execute("INSERT INTO d VALUES ($1)", {1}))
    local twice, err = db:execute("INSERT INTO d VALUES ($1)", {1})
    local rows = assert(db:query("INSERT INTO d VALUES (2) RETURNING n"))
    local insert = assert(db:prepare("INSERT INTO d VALUES ($1)"))
    assert(insert:execute({3}))
    assert(sql.builder.insert("d"):columns("n"):values(4):run_with(db):exec())
    local bad = select(2, db:execute("COMMIT")):kind()
    local count = assert(db:query("SELECT COUNT(*) AS n FROM d"))[1].n
    return {made.rows_affected, twice == nil, err:kind(), rows[1].n, bad, count}`,
  );
  assert.deepEqual(value, [1, true, 'AlreadyExists', 2, 'Invalid', 4]);
});

test('D10: reads end no step, and statements for other databases leave after the commit', {
  skip,
}, async (context) => {
  const { value } = await ends(
    context,
    `for _ = 1, 5 do assert(db:query("SELECT 1 AS one")) end
    assert(other:execute("CREATE TABLE o (n INTEGER)"))
    assert(other:execute("INSERT INTO o VALUES (?)", {7}))
    return assert(other:query("SELECT n FROM o"))[1].n`,
  );
  assert.equal(value, 7);
});

test('D9: a transaction lives within a step; what else it waits for is refused by name', {
  skip,
}, async (context) => {
  const { value } = await ends(
    context,
    `local tx = assert(other:begin())
    assert(tx:execute("CREATE TABLE o (n INTEGER)"))
    assert(tx:execute("INSERT INTO o VALUES (7)"))
    assert(tx:commit())
    time.sleep("1ms")
    local over = select(2, tx:query("SELECT 1"))
    assert(over:kind() == "Invalid", tostring(over))
    local open = assert(other:begin())
    local n = assert(open:query("SELECT n FROM o"))[1].n
    time.sleep("1ms")
    return open:rollback()`,
  );
  assert.match(String(value), /^cannot wait for time\.sleep while 'open' is open \(app:flow:\d+\)$/);
});

test('L1: a durable host goes over to the database that its entry names now, and back', {
  skip,
}, async (context) => {
  const schema = `sql${++schemas}`;
  const client = new Client({ connectionString: server?.dsn });
  await client.connect();
  await client.query('create database moved');
  await client.end();
  const entry = (database: string) => `
  - {name: db, kind: db.sql.postgres, host: 127.0.0.1, port: ${server?.port}, database: ${database}, username: postgres, lifecycle: {auto_start: true}}`;
  const house = await LiveHouse.start(context, {
    'src/_index.yaml': index(`${entry('postgres')}
  - {name: durable, kind: durable.host, store: db, store_schema: ${schema}, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [time]}
  - {name: tell, kind: process.lua, source: file://tell.lua}
  - {name: main, kind: process.lua, source: file://main.lua}`),
    'src/tell.lua': `return function(pid) return process.send(pid, "go") end`,
    'src/flow.lua': `local time = require("time")
return function(wait) if wait then process.inbox():receive() end time.sleep("1ms") return "done" end`,
    'src/main.lua': `return function(wait) return assert(process.spawn("app:flow", "app:durable", wait ~= "")) end`,
  });
  const { registry } = house.node;
  const move = (database: string) => {
    const { id, kind, meta, data } = registry.graph.entries.get('app:db') ?? assert.fail('no entry');
    const moved = { ...(data as object), database }; // the settings of a database
    return registry.apply([{ type: 'update', entry: { id, kind, meta, data: moved } }], { author: 'test' });
  };
  const states = async (database: string) => {
    const asking = new Client({ host: '127.0.0.1', port: Number(server?.port), user: 'postgres', database });
    await asking.connect();
    try {
      const { rows } = await asking.query(`select pid, state from ${schema}.process order by started_at`);
      return rows as { pid: string; state: string }[];
    } catch {
      return [];
    } finally {
      await asking.end();
    }
  };
  const until = async (is: () => Promise<boolean>) => {
    for (let tried = 0; !(await is()); tried++) {
      assert.ok(tried < 400, house.logged.join('\n'));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const waits = String(await house.run('app:main', 'wait'));
  await move('moved');
  await until(async () => {
    await house.run('app:main', '');
    return (await states('moved')).some(({ state }) => state === 'completed');
  });
  assert.ok(!(await states('moved')).some(({ pid }) => pid === waits));
  await move('postgres');
  await until(async () => {
    await house.run('app:tell', waits);
    return (await states('postgres')).some(({ pid, state }) => pid === waits && state === 'completed');
  });
});
