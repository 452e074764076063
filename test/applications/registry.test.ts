/** The module `registry` as guests use it, in processes and functions, on one scheduler and on several. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type FailureKind, failure, isFailure } from '../../src/base/index.ts';
import { defineKind, t } from '../../src/plugin/index.ts';
import type { ProposedEntry, ProposedOp } from '../../src/registry/index.ts';
import { House, type HouseOptions, index } from './house.ts';

const entries = `
  - {name: main, kind: process.lua, source: file://main.lua, method: main, modules: [io, registry, funcs, json, errors]}
  - {name: say, kind: function.lua, source: "return function() return words.word end", imports: {words: words}}
  - {name: words, kind: library.lua, source: "return { word = 'one' }"}
  - {name: data, kind: registry.entry, meta: {type: sample, deep: {tag: x}, tags: [a, b], rank: 7}, text: first}
  - {name: other, kind: registry.entry, meta: {type: sample, title: Blue whale}}
  - {name: worker, kind: process.lua, source: "return function() process.events():receive() end", modules: []}
  - {name: service, kind: process.service, process: worker, host: processes, lifecycle: {auto_start: true}}
`;

function started(context: TestContext, main: string, options: HouseOptions = {}): Promise<House> {
  const source = `local registry, funcs, io = require("registry"), require("funcs"), require("io")
local function ids(found)
  local list = {}
  for _, entry in ipairs(found) do list[#list + 1] = entry.id end
  table.sort(list)
  return table.concat(list, " ")
end
${main}
return { main = main }`;
  return House.start(context, { 'src/_index.yaml': index(entries), 'src/main.lua': source }, options);
}

async function prints(
  context: TestContext,
  main: string,
  expected: readonly string[],
  options?: HouseOptions,
) {
  const house = await started(context, main, options);
  const { error } = await house.run('app:main');
  assert.equal(error, undefined);
  assert.deepEqual(house.printed, expected);
  return house;
}

for (const schedulers of [1, 2]) {
  test(`all of the module, on ${schedulers} scheduler(s)`, async (context) => {
    const main = `
local function kind(_, err) return err and err:kind() or "none" end
local function main()
  -- get
  local entry = registry.get("app:data")
  io.print(entry.id, entry.kind, entry.meta.type, entry.data.text)
  io.print(registry.get({ ns = "app", name = "data" }).id)
  io.print(kind(registry.get("app:none")), kind(registry.get("nonsense")), select(2, registry.get("app:none")):retryable())
  -- find
  local function find(filter) return ids(registry.find(filter)) end
  io.print(find({ ["meta.type"] = "sample" }))
  io.print(find({ [".kind"] = "function.*" }), find({ [".name"] = "data" }), find({ [".id"] = "app:other" }))
  io.print(find({ [".ns"] = "app", [".kind"] = "library.lua" }), find({ ["meta.deep.tag"] = "x" }), find({ ["meta.tags"] = "b" }))
  io.print(find({ ["~meta.title"] = "^Blue.w" }), find({ ["*meta.title"] = "whale" }), find({ ["^meta.title"] = "Blue" }), find({ ["$meta.title"] = "whale" }))
  io.print(find({ ["meta.rank"] = 7 }), find({ ["meta.tags"] = { "a", "b" } }), "[" .. find({ ["meta.tags"] = { "a", "z" } }) .. "]")
  io.print(kind(registry.find({ ["~meta.title"] = "(" })), #registry.find({}) == #registry.snapshot():entries())
  -- ids
  local id = registry.parse_id("a.b:c:d")
  io.print(id.ns, id.name)
  -- snapshots and changes
  local snapshot = registry.snapshot()
  io.print(snapshot:version():string(), snapshot:get("app:data").data.text, ids(snapshot:find({ [".kind"] = "library.*" })), #snapshot:namespace("none"))
  local changes = snapshot:changes()
  io.print(#changes:ops(), kind(changes:apply()))
  changes:create({ id = "app:new", kind = "registry.entry", meta = { n = 1 }, data = { list = { 1, 2 } } })
    :update({ id = "app:data", kind = "registry.entry", meta = {}, data = { text = "second" } })
    :delete({ ns = "app", name = "other" })
  for _, op in ipairs(changes:ops()) do io.print(op.kind, op.entry.id) end
  io.print(registry.get("app:new"))
  local version = changes:apply()
  io.print(version:id(), version:string(), registry.current_version() == version, version:previous():id(), version:next())
  io.print(registry.get("app:new").data.list[2], registry.get("app:data").meta.type, kind(registry.get("app:other")))
  io.print(snapshot:get("app:data").data.text, snapshot:get("app:other").id)
  -- code follows at once
  local update = registry.snapshot():changes()
  update:update({ id = "app:words", kind = "library.lua", data = { source = "return { word = 'two' }" } })
  io.print(funcs.call("app:say"), update:apply():id(), funcs.call("app:say"))
  -- versions
  local history = registry.history()
  io.print(#registry.versions(), #history:versions(), history:get_version(1):string(), kind(history:get_version(9)))
  io.print(history:snapshot_at(history:get_version(0)):get("app:data").data.text, registry.snapshot_at(1):get("app:data").data.text)
  io.print(kind(registry.snapshot_at(0)), kind(registry.snapshot_at(9)))
  io.print(registry.apply_version(history:get_version(0)), registry.current_version():id(), funcs.call("app:say"), kind(registry.get("app:new")))
  io.print(registry.apply_version(history:get_version(2)), funcs.call("app:say"), registry.get("app:new").id)
  -- differences
  local delta = registry.build_delta({ entry }, { { id = "app:data", kind = "registry.entry", data = {} }, { id = "x:y", kind = "registry.entry", data = {} } })
  for _, op in ipairs(delta) do io.print(op.kind, op.entry.id) end
end`;
    await prints(
      context,
      main,
      ['app:data\tregistry.entry\tsample\tfirst', 'app:data', 'Not found\tInvalid\tfalse']
        .map((line) => line.replace('Not found', 'NotFound'))
        .concat([
          'app:data app:other',
          'app:say\tapp:data\tapp:other',
          'app:words\tapp:data\tapp:data',
          'app:other\tapp:other\tapp:other\tapp:other',
          'app:data\tapp:data\t[]',
          'Invalid\ttrue',
          'a.b\tc:d',
          'v0\tfirst\tapp:words\t0',
          '0\tInvalid',
          'entry.create\tapp:new',
          'entry.update\tapp:data',
          'entry.delete\tapp:other',
          'nil\tentry app:new not found',
          '1\tv1\ttrue\t0\tnil',
          '2\tnil\tNotFound',
          'first\tapp:other',
          'one\t2\ttwo\tnil',
          '3\t3\tv1\tNotFound',
          'first\tsecond',
          'Invalid\tNotFound',
          'true\t0\tone\tNotFound',
          'true\ttwo\tapp:new',
          'entry.update\tapp:data',
          'entry.create\tx:y',
        ]),
      { schedulers },
    );
  });
}

test('snapshots, versions and histories go to other processes, and show there what they showed', async (context) => {
  const main = `
local function main(role)
  local inbox = process.inbox()
  if role then
    local all = inbox:receive():payload():data()
    local changes = all.snapshot:changes()
    changes:update({ id = "app:data", kind = "registry.entry", data = {} })
    return {
      tostring(all.snapshot), all.version == all.history:get_version(0), #all.history:versions(),
      all.snapshot:version():id(), #all.snapshot:find({ [".name"] = "x" }), all.snapshot:get("app:data").data.text,
      select(2, changes:apply()):kind(),
    }
  end
  local pid = process.spawn_monitored("app:main", "app:processes", "reader")
  local all = { snapshot = registry.snapshot(), version = registry.current_version(), history = registry.history() }
  local changes = registry.snapshot():changes()
  changes:create({ id = "app:x", kind = "registry.entry", data = {} })
  changes:update({ id = "app:data", kind = "registry.entry", data = { text = "second" } })
  assert(changes:apply())
  process.send(pid, "all", all)
  io.print(table.unpack(process.events():receive().result.value))
end`;
  const expected = ['registry.Snapshot(v0)\ttrue\t2\t0\t0\tfirst\tConflict'];
  for (const schedulers of [1, 2]) await prints(context, main, expected, { schedulers });
});

const update = (id: string, kind: string, data: object): ProposedOp => ({
  type: 'update',
  entry: { id, kind, meta: {}, data } as ProposedEntry,
});
const create = (id: string, kind: string, data: object): ProposedOp => ({
  type: 'create',
  entry: { id, kind, meta: {}, data } as ProposedEntry,
});

/** Everything that a refusal must leave as it was. */
async function picture(house: House) {
  const { registry, supervisor, processes } = house.node;
  return {
    version: registry.version.id,
    versions: registry.versions.length,
    entries: [...registry.graph.entries.values()].map((entry) => entry),
    services: supervisor.states().map(({ id, status, ...rest }) => ({ id, status, ...rest })),
    processes: (await processes.processes()).map(({ pid }) => pid).sort(),
  };
}

const refusals: readonly (readonly [string, FailureKind, RegExp, readonly ProposedOp[]])[] = [
  [
    'code that does not compile',
    'Invalid',
    /app:say/,
    [update('app:say', 'function.lua', { source: 'return function(' })],
  ],
  [
    'a library that its users cannot be compiled with',
    'Invalid',
    /app:words/,
    [update('app:words', 'library.lua', { source: 'return {', modules: [] })],
  ],
  [
    'a module that nobody knows',
    'Invalid',
    /app:say/,
    [update('app:say', 'function.lua', { source: 'return 1', modules: ['nothing'] })],
  ],
  [
    'data that is wrong',
    'Invalid',
    /app:processes/,
    [update('app:processes', 'process.host', { max_processes: 'many' })],
  ],
  ['a kind that nobody knows', 'Invalid', /app:odd/, [create('app:odd', 'no.kind', {})]],
  [
    'a reference to nothing',
    'Invalid',
    /app:service/,
    [update('app:service', 'process.service', { process: 'none', host: 'processes' })],
  ],
  ['a deletion of what others name', 'Invalid', /app:say/, [{ type: 'delete', id: 'app:words' }]],
  [
    'a circle of imports',
    'Invalid',
    /app:words/,
    [
      update('app:words', 'library.lua', { source: 'return {}', imports: { other: 'app:second' } }),
      create('app:second', 'library.lua', { source: 'return {}', imports: { words: 'app:words' } }),
    ],
  ],
  [
    'a running value whose successor cannot start',
    'Unavailable',
    /nobody answers/,
    [update('app:fragile', 'test.fragile', { fails: true })],
  ],
  [
    'services that would wait for each other',
    'Invalid',
    /app:/,
    [
      create('app:one', 'process.host', { lifecycle: { depends_on: ['app:two'] } }),
      create('app:two', 'process.host', { lifecycle: { depends_on: ['app:one'] } }),
    ],
  ],
];

/** Its successor starts beside it, and may fail to. */
const fragile = defineKind({
  kind: 'test.fragile',
  summary: 'A value that cannot always start.',
  data: t.object({ fails: t.boolean.default(false) }),
  place: 'one',
  update: 'beside',
  start: ({ data: { fails } }) => {
    if (fails) throw failure('Unavailable', 'nobody answers');
    return {};
  },
  stop: () => {},
});

test('R1: whatever refuses a change, every part stays as it was', async (context) => {
  const main = 'local function main() io.print((funcs.call("app:say"))) end';
  const house = await started(context, main, { kinds: [fragile] });
  await house.until(house.node.registry.apply([create('app:fragile', 'test.fragile', {})], { author: 'me' }));
  await house.pass(100);
  const before = await picture(house);
  for (const [what, kind, message, ops] of refusals) {
    const good = create('app:good', 'function.lua', { source: 'return function() end', method: 'x' });
    const asked = house.node.registry.apply([good, ...ops], { author: 'me' });
    await assert.rejects(house.until(asked), (thrown) => {
      assert.ok(isFailure(thrown, kind), `${what}: ${thrown}`);
      assert.match(thrown.message, message, what);
      return true;
    });
    assert.deepEqual(await picture(house), before, what);
  }
  assert.equal((await house.run('app:main')).error, undefined);
  assert.deepEqual(house.printed, ['one']);
});

test('R2, R3: many processes change at once: one after the other, and what was read before is refused', async (context) => {
  const main = `
local errors = require("errors")
local function main(role)
  if role then
    local conflicts = 0
    for i = 1, 10 do
      while true do
        local snapshot = registry.snapshot()
        local entry = snapshot:get("app:data")
        local n = tonumber(entry.data.text) or 0
        local changes = snapshot:changes()
        changes:update({ id = "app:data", kind = "registry.entry", data = { text = tostring(n + 1) } })
        local version, err = changes:apply()
        if version then break end
        assert(err:kind() == "Conflict" and err:retryable(), tostring(err))
        conflicts = conflicts + 1
      end
    end
    return conflicts
  end
  local pids, total = {}, 0
  local events = process.events()
  for i = 1, 5 do assert(process.spawn_monitored("app:main", "app:processes", "writer")) end
  for i = 1, 5 do
    local event = events:receive()
    assert(event.kind == process.event.EXIT and not event.result.error, tostring(event.result and event.result.error))
    total = total + event.result.value
  end
  io.print(registry.get("app:data").data.text, registry.current_version():id(), total > 0)
end`;
  await prints(context, main, ['50\t50\ttrue'], { schedulers: 2 });
});
