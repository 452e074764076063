/** Vectors in SQLite, as an application keeps and searches them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { index } from './house.ts';
import { LiveHouse } from './live-house.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-vectors-'));
after(() => rmSync(folder, { recursive: true }));

test('embeddings of 512 numbers are kept in a file and found again by what is near', async (context) => {
  const application = {
    'src/_index.yaml': index(`
  - {name: db, kind: db.sql.sqlite, file: "${join(folder, 'vectors.db')}", lifecycle: {auto_start: true}}
  - {name: fill, kind: process.lua, source: file://fill.lua, modules: [sql, json]}
  - {name: main, kind: process.lua, source: file://main.lua, modules: [sql, json, io]}`),
    'src/fill.lua': `local sql, json = require("sql"), require("json")
return function()
  local db = assert(sql.get("app:db"))
  assert(db:execute("create virtual table embeddings_512 using vec0(entry_id text primary key, embedding float[512], content_type text, +content text)"))
  local tx = assert(db:begin())
  for n = 1, 40 do
    local embedding = {}
    for i = 1, 512 do embedding[i] = math.sin(n * i / 50) end
    assert(tx:execute("insert into embeddings_512 (entry_id, embedding, content_type, content) values (?, ?, ?, ?)",
      {"e" .. n, json.encode(embedding), n % 2 == 0 and "even" or "odd", "number " .. n}))
  end
  assert(tx:commit())
end`,
    'src/main.lua': `local sql, json, io = require("sql"), require("json"), require("io")
return function()
  local db = assert(sql.get("app:db"))
  local asked = {}
  for i = 1, 512 do asked[i] = math.sin(7.1 * i / 50) end
  -- What the database has to find: the cosine of the angle, and the distance.
  local function compared(n)
    local dot, a, b, square = 0, 0, 0, 0
    for i, x in ipairs(asked) do
      local y = math.sin(n * i / 50)
      dot, a, b, square = dot + x * y, a + x * x, b + y * y, square + (x - y) ^ 2
    end
    return 1 - dot / math.sqrt(a * b), math.sqrt(square)
  end
  local function equal(one, other) return math.abs(one - other) < 1e-4 end
  local near = assert(db:query(
    "select entry_id, content, distance from embeddings_512 where embedding match ? and k = ? and content_type = ? order by distance",
    {json.encode(asked), 2, "odd"}))
  for _, row in ipairs(near) do
    io.print(row.entry_id, row.content, equal(row.distance, select(2, compared(tonumber(row.entry_id:sub(2))))))
  end
  local all = assert(db:query(
    "select entry_id, vec_distance_cosine(embedding, ?) as distance from embeddings_512 order by distance limit 1", {json.encode(asked)}))
  io.print(all[1].entry_id, equal(all[1].distance, (compared(7))))
  local packed = sql.as.binary(string.pack("<ff", 0, 2))
  io.print(assert(db:query("select vec_distance_cosine('[1, 0]', ?) as d", {packed}))[1].d)
  local _, err = db:query("select vec_length('[1, x]')")
  io.print(err:kind())
end`,
  };
  const filled = await LiveHouse.start(context, application);
  assert.equal(await filled.run('app:fill'), undefined);
  await filled.node.shutdown();
  const house = await LiveHouse.start(context, application);
  assert.equal(await house.run('app:main'), undefined);
  assert.deepEqual(house.printed, ['e7\tnumber 7\ttrue', 'e5\tnumber 5\ttrue', 'e7\ttrue', '1', 'Invalid']);
});
