/** What guests see of databases: one suite of cases, run against every kind. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { MysqlServer, PostgresServer } from '../../src/testing/index.ts';
import { index } from './house.ts';
import { LiveHouse } from './live-house.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-sql-'));
after(() => rmSync(folder, { recursive: true }));
const server = await PostgresServer.start();
after(() => server?.remove());
const mysql = await MysqlServer.start();
after(() => mysql?.remove());

const lifecycle = 'lifecycle: {auto_start: true}';

interface Kind {
  readonly name: string;
  readonly type: string;
  readonly entry: string;
  readonly skip: string | false;
  /** Its words for a table `t`: a counted id, and bytes. */
  readonly id: string;
  readonly bytes: string;
  /** A text that can be a key. */
  readonly text?: string;
}

const sqlite = { type: 'sqlite', id: 'INTEGER PRIMARY KEY', bytes: 'BLOB', skip: false } as const;
const kinds: readonly Kind[] = [
  { ...sqlite, name: 'memory', entry: `{name: db, kind: db.sql.sqlite, file: ":memory:", ${lifecycle}}` },
  {
    ...sqlite,
    name: 'a file',
    entry: `{name: db, kind: db.sql.sqlite, file: "${join(folder, 'a.db')}", ${lifecycle}}`,
  },
  {
    name: 'PostgreSQL',
    type: 'postgres',
    id: 'BIGSERIAL PRIMARY KEY',
    bytes: 'BYTEA',
    skip: server === undefined && 'PostgreSQL is not installed',
    entry: `{name: db, kind: db.sql.postgres, host: 127.0.0.1, port: ${server?.port ?? 1}, database: postgres, username: postgres, pool: {max_open: 4, max_idle: 2}, ${lifecycle}}`,
  },
  {
    name: 'MySQL',
    type: 'mysql',
    id: 'BIGINT AUTO_INCREMENT PRIMARY KEY',
    bytes: 'BLOB',
    text: 'VARCHAR(100)',
    skip: mysql === undefined && 'neither MariaDB nor MySQL is installed',
    entry: `{name: db, kind: db.sql.mysql, host: 127.0.0.1, port: ${mysql?.port ?? 1}, database: test, username: tester, password: hidden, pool: {max_open: 4, max_idle: 2}, ${lifecycle}}`,
  },
];

const prelude = (kind: Kind) => `
local sql, io, funcs, time = require("sql"), require("io"), require("funcs"), require("time")
local function places(text)
  if "${kind.type}" ~= "postgres" then return text end
  local n = 0
  return (text:gsub("%?", function() n = n + 1 return "$" .. n end))
end
local returning = "${kind.type}" == "mysql" and "" or " RETURNING id"
local function failed(value, err)
  assert(value == nil, "no error")
  return err:kind(), err:retryable()
end
`;

/** Runs Lua as the body of a process that has `db` with an empty table `t`; what it prints is expected. */
async function prints(context: TestContext, kind: Kind, lua: string, ...expected: string[]): Promise<void> {
  const house = await LiveHouse.start(context, {
    'src/_index.yaml': index(`
  - ${kind.entry}
  - {name: main, kind: process.lua, source: file://main.lua, modules: [sql, io, funcs, time]}
  - {name: leaves, kind: function.lua, source: file://leaves.lua, modules: [sql]}
  - {name: note, kind: registry.entry}`),
    'src/leaves.lua': `local sql = require("sql")
return function()
  local tx = sql.get("app:db"):begin()
  tx:execute("INSERT INTO t (name) VALUES ('left open')")
end`,
    'src/main.lua': `${prelude(kind)}
return function()
  local db = assert(sql.get("app:db"))
  assert(db:execute("DROP TABLE IF EXISTS t"))
  assert(db:execute("CREATE TABLE t (id ${kind.id}, name ${kind.text ?? 'TEXT'} UNIQUE, score DOUBLE PRECISION, flag BOOLEAN, data ${kind.bytes})"))
  ${lua}
end`,
  });
  assert.equal(await house.run('app:main'), undefined);
  assert.deepEqual(
    house.printed,
    expected.map((line) => line.replace('TYPE', kind.type)),
  );
}

const cases: readonly (readonly [name: string, lua: string, ...expected: string[]])[] = [
  [
    'rows are tables by column; NULL is absent, numbers keep their kind, and bytes come back',
    `assert(db:execute(places("INSERT INTO t (name, score, flag, data) VALUES (?, ?, ?, ?)"), {"ann \\xc3\\xa9", 1.5, true, sql.as.binary("\\xff\\x00a")}))
    assert(db:execute(places("INSERT INTO t (name, score) VALUES (?, ?)"), {sql.NULL, sql.as.null()}))
    local rows = assert(db:query("SELECT * FROM t ORDER BY id"))
    io.print(#rows, rows[1].id, rows[1].name, rows[1].score, rows[1].flag == true or rows[1].flag == 1, rows[1].data == "\\xff\\x00a")
    io.print(rows[2].id, rows[2].name, rows[2].score, rows[2].data)
    local count = assert(db:query("SELECT COUNT(*) AS n FROM t"))
    io.print(count[1].n, math.type(count[1].n), #assert(db:query("SELECT * FROM t WHERE id > 5")))`,
    '2\t1\tann é\t1.5\ttrue\ttrue',
    '2\tnil\tnil\tnil',
    '2\tinteger\t0',
  ],
  [
    'execute tells what it changed',
    `for _, name in ipairs({"a", "b", "c"}) do assert(db:execute(places("INSERT INTO t (name) VALUES (?)"), {name})) end
    io.print(assert(db:execute("UPDATE t SET score = 1 WHERE id > 1")).rows_affected)
    io.print(assert(db:execute("DELETE FROM t WHERE id > 10")).rows_affected)
    io.print(assert(db:execute("CREATE TABLE IF NOT EXISTS other (id INTEGER)")).rows_affected)
    local made = assert(db:execute("INSERT INTO t (name) VALUES ('d')" .. returning))
    io.print(made.last_insert_id, made.rows_affected)`,
    '2',
    '0',
    '0',
    '4\t1',
  ],
  [
    'what is wrong is an error of its kind',
    `io.print(failed(sql.get("")))
    io.print(failed(sql.get("app:nothing")))
    io.print(failed(sql.get("app:main")))
    io.print(failed(sql.get("app:note")))
    io.print(failed(db:query("SELEC 1")))
    io.print(failed(db:query("SELECT * FROM nowhere")))
    io.print(failed(db:execute("INSERT INTO nowhere VALUES (1)")))
    io.print(failed(db:query(places("SELECT ? AS a"), {{1}})))
    io.print(failed(db:query(places("SELECT ? AS a"), {a = 1})))
    io.print(failed(db:query(places("SELECT CAST(? AS INTEGER) AS a"), {1, 2})))
    assert(db:execute("INSERT INTO t (name) VALUES ('a')"))
    io.print(failed(db:execute("INSERT INTO t (name) VALUES ('a')")))
    io.print(failed(db:prepare("SELEC 1")))`,
    'Invalid\tfalse',
    'NotFound\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'AlreadyExists\tfalse',
    'Invalid\tfalse',
  ],
  [
    'a transaction is committed or rolled back, and over then',
    `local tx = assert(db:begin())
    io.print(tx:db_type())
    assert(tx:execute(places("INSERT INTO t (name) VALUES (?)"), {"kept"}))
    io.print(tx:commit(), failed(tx:query("SELECT 1")))
    io.print(failed(tx:commit()))
    io.print(failed(tx:rollback()))
    io.print(failed(tx:db_type()))
    tx = assert(db:begin({isolation = sql.isolation.SERIALIZABLE}))
    assert(tx:execute("DELETE FROM t"))
    io.print(tx:rollback())
    tx = assert(db:begin({read_only = true}))
    io.print(#assert(tx:query("SELECT * FROM t")), failed(tx:execute("DELETE FROM t")))
    assert(tx:rollback())
    io.print(failed(db:begin({isolation = "none"})))
    io.print(assert(db:execute("DELETE FROM t")).rows_affected)`,
    'TYPE',
    'true\tInvalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'true',
    '1\tPermissionDenied\tfalse',
    'Invalid\tfalse',
    '1',
  ],
  [
    'savepoints take back a part',
    `local tx = assert(db:begin())
    assert(tx:execute("INSERT INTO t (name) VALUES ('a')"))
    io.print(tx:savepoint("one"))
    assert(tx:execute("INSERT INTO t (name) VALUES ('b')"))
    io.print(failed(tx:execute("INSERT INTO t (name) VALUES ('b')")))
    io.print(tx:rollback_to("one"))
    assert(tx:execute("INSERT INTO t (name) VALUES ('c')"))
    io.print(tx:release("one"))
    io.print(failed(tx:savepoint("a b")))
    io.print(failed(tx:savepoint("x; DROP TABLE t")))
    assert(tx:commit())
    for _, row in ipairs(assert(db:query("SELECT name FROM t ORDER BY name"))) do io.print(row.name) end`,
    'true',
    'AlreadyExists\tfalse',
    'true',
    'true',
    'Invalid\tfalse',
    'Invalid\tfalse',
    'a',
    'c',
  ],
  [
    'a transaction that is left open ends with its process, rolled back',
    `assert(funcs.call("app:leaves") == nil)
    io.print(#assert(db:query("SELECT * FROM t")))`,
    '0',
  ],
  [
    'a statement outside of transactions leaves none open',
    `io.print(failed(db:execute("BEGIN")))
    io.print(failed(db:execute("BEGIN; DELETE FROM nowhere")))
    assert(db:execute("INSERT INTO t (name) VALUES ('a')"))
    io.print(#assert(db:query("SELECT * FROM t")), db:stats().in_use)`,
    'Invalid\tfalse',
    'Invalid\tfalse',
    '1\t0',
  ],
  [
    'statements are prepared once and run again and again',
    `local insert = assert(db:prepare(places("INSERT INTO t (name) VALUES (?)")))
    for _, name in ipairs({"a", "b"}) do io.print(assert(insert:execute({name})).rows_affected) end
    local select = assert(db:prepare(places("SELECT name FROM t WHERE id = ?")))
    io.print(assert(select:query({1}))[1].name, assert(select:query({2}))[1].name)
    io.print(select:close())
    io.print(failed(select:query({1})))
    io.print(failed(select:close()))
    local tx = assert(db:begin())
    local within = assert(tx:prepare("SELECT COUNT(*) AS n FROM t"))
    io.print(assert(within:query())[1].n)
    assert(tx:rollback())
    io.print(failed(within:query()))`,
    '1',
    '1',
    'a\tb',
    'true',
    'Invalid\tfalse',
    'Invalid\tfalse',
    '2',
    'Invalid\tfalse',
  ],
  [
    'several statements are done to the end',
    `assert(db:execute("INSERT INTO t (name) VALUES ('a'); INSERT INTO t (name) VALUES (';b'); -- end"))
    io.print(assert(db:query("SELECT 1 AS one; SELECT name FROM t ORDER BY id"))[2].name)`,
    ';b',
  ],
  [
    'builders run on a database and in a transaction, with the places that it knows',
    `local insert = sql.builder.insert("t"):columns("name", "score"):values("a", 1):values("b", 2):values("c", sql.NULL)
    io.print(assert(insert:run_with(db):exec()).rows_affected)
    local big = sql.builder.select("name"):from("t"):where(sql.builder.or_({sql.builder.gt({score = 1}), {score = sql.NULL}})):order_by("name")
    local run = big:run_with(db)
    for _, row in ipairs(assert(run:query())) do io.print(row.name) end
    io.print(run:to_sql() == big:to_sql())
    local tx = assert(db:begin())
    io.print(assert(sql.builder.update("t"):set("score", sql.builder.expr("score + ?", 1)):where({name = "a"}):run_with(tx):exec()).rows_affected)
    assert(tx:commit())
    io.print(assert(sql.builder.delete("t"):where({score = {2, 3}}):run_with(db):exec()).rows_affected)
    io.print(failed(sql.builder.select():run_with(db):query()))`,
    '3',
    'b',
    'c',
    'true',
    '1',
    '2',
    'Invalid\tfalse',
  ],
  [
    'a database that was released is used no more; its pool tells how it is used',
    `local stats = assert(db:stats())
    io.print(stats.open_connections >= 1, stats.in_use, stats.idle >= 1)
    local tx = assert(db:begin())
    io.print(db:stats().in_use)
    assert(tx:rollback())
    io.print(db:release(), db:release(), failed(db:query("SELECT 1")))`,
    'true\t0\ttrue',
    '1',
    'true\ttrue\tInvalid\tfalse',
  ],
  [
    'only the coroutine that asks waits',
    `local results = channel.new(2)
    coroutine.spawn(function() results:send(assert(db:query("SELECT 'asked' AS a"))[1].a) end)
    results:send("at once")
    io.print((results:receive()), (results:receive()))`,
    'at once\tasked',
  ],
  [
    'types are fixed by sql.as',
    `local function as(value) return assert(db:query(places("SELECT ? AS v"), {value}))[1].v end
    io.print(tostring(sql.as.int("42")), tostring(sql.as.int(2.9)), tostring(sql.as.float("1.5")), tostring(sql.as.text(5)), tostring(sql.NULL))
    io.print(failed(sql.as.int("many")))
    io.print(as(sql.as.text("x")), sql.as.null() == sql.NULL, sql.as.int(5) == sql.as.int("5"), sql.NULL == sql.as.int(0))`,
    '42\t2\t1.5\t5\tNULL',
    'Invalid\tfalse',
    'x\ttrue\ttrue\tfalse',
  ],
];

for (const kind of kinds) {
  for (const [name, lua, ...expected] of cases) {
    test(`${kind.name}: ${name}`, { skip: kind.skip }, (context) => prints(context, kind, lua, ...expected));
  }
}
