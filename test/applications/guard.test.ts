/** Guarded changes on a whole node, on the virtual clock. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Data, Failure } from '../../src/base/index.ts';
import { SqliteStore, StoreHere } from '../../src/durable/index.ts';
import { decodeOrThrow, defineKind, t } from '../../src/plugin/index.ts';
import type { ProposedEntry, ProposedOp, Verdict } from '../../src/registry/index.ts';
import { guardOptions } from '../../src/registry/index.ts';
import { House, type HouseOptions, index } from './house.ts';

const price = (body: string) => `return function(n)\n${body}\nend`;
const good = price('return n * 2');

/** A function, a caller that calls it a hundred times a second, and a listener that logs what the guard says. */
const shop = {
  'src/_index.yaml': index(`
  - {name: price, kind: function.lua, source: file://price.lua, modules: [time], meta: {}}
  - {name: load, kind: process.lua, source: file://load.lua, modules: [time, funcs]}
  - {name: caller, kind: process.service, process: load, host: processes, lifecycle: {auto_start: true}}
  - {name: price_test, kind: function.lua, source: file://price_test.lua, modules: [funcs], meta: {type: test}}
`),
  'src/price.lua': good,
  'src/load.lua': `return function()
  while true do
    funcs.call("app:price", 21)
    time.sleep("10ms")
  end
end`,
  'src/price_test.lua': `return function()
  local result, err = funcs.call("app:price", 21)
  assert(result == 42, "21 costs " .. tostring(result or err))
end`,
};

function start(context: TestContext, options: HouseOptions = {}): Promise<House> {
  return House.start(context, shop, options);
}

function update(house: House, id: string, data: object, meta?: ProposedEntry['meta']): ProposedOp {
  const stored = house.node.registry.graph.entries.get(id);
  assert.ok(stored !== undefined, `no entry ${id}`);
  const { kind } = stored;
  const entry = { id, kind, meta: meta ?? stored.meta, data: { ...(stored.data as object), ...data } };
  return { type: 'update', entry };
}

function optionsOf(given: Record<string, unknown> = {}) {
  return decodeOrThrow(guardOptions, given, 'guard');
}

interface Applied {
  readonly version: number;
  readonly settled: Promise<Verdict>;
}

async function apply(
  house: House,
  ops: readonly ProposedOp[],
  options: Record<string, unknown> = {},
  author = 'agent',
): Promise<Applied> {
  const { version, settled } = await house.until(
    house.node.guard.apply({ ops, author, options: optionsOf(options) }),
  );
  return { version: version.id, settled };
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const thrown = await promise.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof Failure, String(thrown));
  return thrown;
}

function sourceOf(house: House, id: string): unknown {
  const data = house.node.registry.graph.entries.get(id)?.data;
  return (data as { readonly source?: Data } | undefined)?.source;
}

test('a change that breaks only after ten seconds under load is taken back by itself', async (context) => {
  const house = await start(context);
  await house.pass(5000);
  const late = price(`
    if time.now():unix() - ${Math.floor(Date.UTC(2030, 0, 1) / 1000)} >= 16 then error("the well is dry") end
    return n * 2`);
  const { version, settled } = await apply(house, [update(house, 'app:price', { source: late })]);
  const applied = house.clock.monotonic();
  assert.equal(sourceOf(house, 'app:price'), late);
  await house.pass(10_000);
  assert.equal(house.node.registry.version.verdict?.state, 'watching');
  const verdict = await house.until(settled);
  const took = house.clock.monotonic() - applied;
  assert.ok(took > 10_000 && took < 14_000, `it took ${took} ms`);
  assert.equal(verdict.state, 'taken back');
  assert.equal(sourceOf(house, 'app:price'), good);
  assert.equal(verdict.broken[0]?.bar, 'error_rate');
  assert.match(verdict.summary, /% of the calls of app:price fail, at most 5 % may/);
  assert.equal(house.node.registry.version.id, version + 1);
  assert.equal(house.node.registry.version.author, 'guard');
  assert.deepEqual(house.node.registry.findVersion(version)?.verdict, verdict);
  const [figures] = verdict.health;
  assert.ok(figures !== undefined && figures.before.calls > 400 && figures.before.errors === 0);
  assert.ok(figures.after.calls > 900 && figures.after.errors > 0);
});

test('a change that holds its bars for the whole window is kept', async (context) => {
  const house = await start(context);
  await house.pass(3000);
  const better = price('return n + n');
  const { version, settled } = await apply(house, [update(house, 'app:price', { source: better })]);
  const verdict = await house.until(settled);
  assert.equal(verdict.state, 'kept');
  assert.match(verdict.summary, /calls, 0 of them failed/);
  assert.equal(house.node.registry.version.id, version);
  assert.equal(sourceOf(house, 'app:price'), better);
  assert.equal(house.clock.monotonic() >= 33_000, true);
});

const failing = price('error("no price today")');

/** Runs the text as a process that acts as `agent`, and gives what it returns. */
const agent = (body: string) => ({
  ...shop,
  'src/agent/_index.yaml': `version: "1.0"
namespace: app.agent
entries:
  - name: main
    kind: process.lua
    source: file://main.lua
    modules: [registry, events, time, funcs]
    meta: {command: {name: improve, short: x, security: {actor: {id: agent}}}}
`,
  'src/agent/main.lua': `return function()
  local function change(source)
    local snapshot = registry.snapshot()
    local entry = snapshot:get("app:price")
    entry.data.source = source
    return snapshot:changes():update(entry)
  end
  ${body}
end`,
});

test('an agent hears by an event and on the version what became of its change', async (context) => {
  const house = await House.start(
    context,
    agent(`
  local events = events.subscribe("registry", "guard.*"):channel()
  local version = assert(change([[${failing}]]):apply({guard = {reason = "cheaper"}}))
  local during = version:verdict()
  local opened = events:receive()
  local heard = events:receive()
  local after = version:verdict()
  return {
    during = during.state,
    opened = opened.kind .. " " .. opened.path .. " " .. opened.data.author,
    heard = heard.kind .. " " .. heard.path .. " " .. heard.data.state,
    after = after.state .. " " .. after.reason .. " " .. after.settled_by,
    back = after.taken_back.version,
    bar = after.broken[1].bar,
    price = funcs.call("app:price", 4),
    unguarded = registry.current_version():verdict(),
  }`),
  );
  await house.pass(2000);
  const { value, error } = await house.run('app.agent:main');
  assert.equal(error, undefined);
  assert.deepEqual(value, {
    during: 'watching',
    opened: 'guard.watch v1 agent',
    heard: 'guard.verdict v1 taken back',
    after: 'taken back cheaper guard',
    back: 2,
    bar: 'error_rate',
    price: 8,
  });
});

test('an agent that waits gets the version that was kept, or an error with the verdict', async (context) => {
  const house = await House.start(
    context,
    agent(`
  local version = assert(change("return function(n) return n + n end"):apply({guard = {wait = true, window = "5s"}}))
  local good = version:verdict().state
  local none, err = change([[${failing}]]):apply({guard = {wait = true, window = "5s"}})
  return { good, none, err:kind(), err:message():match("^v2 is taken back"), err:details().taken_back.version }`),
  );
  await house.pass(2000);
  const { value, error } = await house.run('app.agent:main');
  assert.equal(error, undefined);
  assert.deepEqual(Object.values(value as object), ['kept', 'Canceled', 'v2 is taken back', 3]);
});

test('options that nobody knows are refused: a bar that is misspelt would guard nothing', async (context) => {
  const house = await House.start(
    context,
    agent(`
  local none, err = change("return 1"):apply({guard = {tets = "app:price_test"}})
  local none2, err2 = change("return 1"):apply({gaurd = true})
  return { err:kind(), err:message(), err2:message() }`),
  );
  const { value } = await house.run('app.agent:main');
  const [kind, ...messages] = Object.values(value as object);
  assert.equal(kind, 'Invalid');
  assert.match(String(messages[0]), /tets.*tests/);
  assert.match(String(messages[1]), /gaurd.*guard/);
});

test('a policy can let somebody change things under a guard only', async (context) => {
  const asked: string[] = [];
  const house = await House.start(
    context,
    agent(`
  local none, err = change("return function(n) return n + n end"):apply()
  local version = assert(change("return function(n) return n + n end"):apply({guard = true}))
  return { err:kind(), version:string() }`),
    {
      policy: {
        isOpen: false,
        allow: ({ context: { actor } }, action, _, attributes) => {
          if (action !== 'registry.apply') return true;
          asked.push(`${actor?.id} ${JSON.stringify(attributes?.entries)} ${attributes?.guarded}`);
          return attributes?.guarded === true;
        },
      },
    },
  );
  const { value, error } = await house.run('app.agent:main');
  assert.equal(error, undefined);
  assert.deepEqual(Object.values(value as object), ['PermissionDenied', 'v1']);
  assert.deepEqual(asked, ['agent ["app:price"] false', 'agent ["app:price"] true']);
  const lines = await house.until(house.node.registry.audit(2));
  assert.deepEqual(
    lines.map(({ outcome, actor }) => `${outcome} ${actor}`),
    ['refused agent', 'done agent'],
  );
});

test('V2: a test in a view of its own cannot change what is in force, whatever it tries', async (context) => {
  const house = await House.start(context, {
    ...shop,
    'src/_index.yaml': shop['src/_index.yaml'].replace(
      'modules: [funcs], meta',
      'modules: [funcs, registry], meta',
    ),
    'src/price_test.lua': `return function()
  local entry = registry.get("app:price")
  local none, err = registry.snapshot():changes():delete("app:note"):update(entry):apply()
  local moved, why = registry.apply_version(registry.current_version())
  error(err:kind() .. " " .. why:kind())
end`,
  });
  const ops = [update(house, 'app:price', { source: price('return n + n') })];
  const refusal = await failureOf(apply(house, ops, { tests: 'app:price_test' }));
  assert.match(refusal.message, /PermissionDenied PermissionDenied/);
  assert.equal(house.node.registry.version.id, 0);
});

test('Gu1: a change whose tests fail is never applied, and what it was tested with is gone', async (context) => {
  const house = await start(context);
  const wrong = price('return n * 3');
  const ops = [update(house, 'app:price', { source: wrong })];
  const refusal = await failureOf(apply(house, ops, { tests: ['app:*_test'], reason: 'more' }));
  assert.equal(refusal.kind, 'Invalid');
  assert.match(refusal.message, /^tests: app:price_test: .*21 costs 63/);
  assert.equal(house.node.registry.version.id, 0);
  assert.equal(sourceOf(house, 'app:price'), good);
  const [line] = await house.until(house.node.registry.audit(1));
  assert.equal(line?.outcome, 'refused');
  assert.match(line?.refusal?.message ?? '', /21 costs 63/);
  const right = price('return n + n');
  const { settled } = await apply(house, [update(house, 'app:price', { source: right })], {
    tests: 'app:price_test',
    window: '1s',
  });
  const { state, checks } = await house.until(settled);
  assert.equal(state, 'kept');
  assert.deepEqual(
    checks.map(({ name, outcome, summary }) => `${name} ${outcome}: ${summary}`),
    ['lint passed: 0 errors and 0 warnings', 'tests passed: 1 of 1 cases passed'],
  );
});

test('Gu1: a test that is not there, code that names nothing, and code that does not compile are refused', async (context) => {
  const house = await start(context);
  const change = (source: string) => [update(house, 'app:price', { source })];
  const missing = await failureOf(apply(house, change(price('return n')), { tests: ['app:nothing*'] }));
  assert.match(missing.message, /there is no test app:nothing/);
  const unknown = await failureOf(apply(house, change(price('return nowhere(n)'))));
  assert.match(unknown.message, /^lint: app:price:2:8: error: .*nowhere/);
  const broken = await failureOf(apply(house, change('return function(n')));
  assert.equal(broken.kind, 'Invalid');
  assert.equal(house.node.registry.version.id, 0);
});

test('Gu1: what was wrong before with code that imports the change does not refuse it, what is wrong with the change does', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: words, kind: library.lua, source: "return {one = function() return 1 end}"}
  - {name: old, kind: function.lua, source: "return function() return words.one() + missing() end", imports: {words: words}}
`),
  });
  const change = (source: string) => [update(house, 'app:words', { source })];
  const { settled } = await apply(house, change('return {one = function() return 2 end}'), { window: '0s' });
  assert.equal((await house.until(settled)).state, 'kept');
  const own = await failureOf(apply(house, change('return {one = function() return missing() end}')));
  assert.match(own.message, /^lint: app:words:1:33: error: .*missing/);
});

test('Gu1: code that uses what a change takes away refuses it', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: words, kind: library.lua, source: "return {one = function() return 1 end, two = 2}"}
  - {name: user, kind: function.lua, source: "return function() return words.one() end", imports: {words: words}}
  - {name: price, kind: function.lua, source: "return function() return 1 end"}
  - {name: caller, kind: function.lua, source: "return function() return funcs.call('app:price') end", modules: [funcs]}
`),
  });
  const less = [update(house, 'app:words', { source: 'return {two = 2}' })];
  assert.match((await failureOf(apply(house, less))).message, /^lint: app:user:1:\d+: error: .*one/);
  const removal: ProposedOp = { type: 'delete', id: 'app:price' };
  const gone = await failureOf(apply(house, [removal]));
  assert.match(gone.message, /^lint: app:caller:1:\d+: error: there is no entry app:price/);
  const both: ProposedOp[] = [
    { type: 'delete', id: 'app:price' },
    { type: 'delete', id: 'app:caller' },
  ];
  const { settled } = await apply(house, both, { window: '0s' });
  assert.equal((await house.until(settled)).state, 'kept');
});

/** A kind whose values can be told to refuse every change. */
function fussy() {
  const mood = { isBad: false };
  const kind = defineKind({
    kind: 'test.fussy',
    summary: 'Refuses changes when it is in a bad mood.',
    data: t.object({ words: t.string.default('') }),
    place: 'one',
    start: () => null,
    update: () => {
      if (mood.isBad) throw new Failure('Unavailable', 'not now', { retryable: true });
      return { commit: () => {} };
    },
    stop: () => {},
  });
  return { mood, kind };
}

test('B1: an entry whose kind refuses to go back is left, the rest is taken back, and the verdict says why', async (context) => {
  const { mood, kind } = fussy();
  const house = await House.start(
    context,
    { ...shop, 'src/_index.yaml': `${shop['src/_index.yaml']}  - {name: fussy, kind: test.fussy}\n` },
    { kinds: [kind] },
  );
  await house.pass(1000);
  const ops = [update(house, 'app:price', { source: failing }), update(house, 'app:fussy', { words: 'new' })];
  const { settled } = await apply(house, ops);
  mood.isBad = true;
  const { state, takenBack } = await house.until(settled);
  assert.equal(state, 'taken back');
  assert.deepEqual(takenBack?.entries, ['app:price']);
  assert.deepEqual(takenBack?.left, [{ entry: 'app:fussy', reason: 'not now' }]);
  assert.equal(sourceOf(house, 'app:price'), good);
});

test('a change that nothing of can be taken back is stuck, and stays free for those who repair it', async (context) => {
  const house = await start(context);
  const { registry } = house.node;
  await house.pass(1000);
  const { version, settled } = await apply(house, [update(house, 'app:price', { source: failing })]);
  registry.applyChanges = async () => {
    throw new Failure('Unavailable', 'the disk is full', { retryable: true });
  };
  const verdict = await house.until(settled);
  assert.equal(verdict.state, 'stuck');
  assert.match(verdict.summary, /fail, at most 5 % may; it could not be taken back: the disk is full$/);
  assert.equal(registry.findVersion(version)?.verdict?.state, 'stuck');
  await house.until(registry.apply([update(house, 'app:price', { source: good })], { author: 'bob' }));
});

test('Gu4: a verdict that cannot be written is told all the same, and nobody waits in vain', async (context) => {
  const house = await start(context);
  const { registry } = house.node;
  const ops = [update(house, 'app:price', { source: price('return n + n') })];
  const { settled } = await apply(house, ops, { window: '1s' });
  registry.judge = async () => {
    throw new Failure('Unavailable', 'the disk is full', { retryable: true });
  };
  assert.equal((await house.until(settled)).state, 'kept');
  assert.ok(house.logged().includes('a verdict could not be kept'));
  assert.equal(registry.gate.watcherOf('app:price'), undefined);
});

test('V2: what a guarded change is tested with never touches what runs', async (context) => {
  const house = await House.start(context, {
    ...shop,
    'src/price_test.lua': `return function()
  for i = 1, 50 do assert(funcs.call("app:price", i) == i * 3) end
end`,
  });
  await house.pass(1000);
  const ops = [update(house, 'app:price', { source: price('return n * 3') })];
  const applying = house.node.guard.apply({
    ops,
    author: 'agent',
    options: optionsOf({ tests: ['app:price_test'], window: '1s' }),
  });
  const { settled } = await house.until(applying);
  const { state, health } = await house.until(settled);
  assert.equal(state, 'kept');
  const calls = health[0]?.after.calls ?? 0;
  assert.ok(calls > 80 && calls < 120, `${calls} calls in a second: those of the test are not among them`);
});

test('B1: entries that somebody changed since are left, and the verdict says whose they are', async (context) => {
  const house = await start(context);
  const { registry, guard } = house.node;
  const ops: ProposedOp[] = [
    update(house, 'app:price', { source: failing }),
    { type: 'create', entry: { id: 'app:note', kind: 'registry.entry', meta: {}, data: { text: 'new' } } },
  ];
  const { version } = await apply(house, ops, { window: '0s' });
  await house.pass(1000);
  assert.equal(registry.findVersion(version)?.verdict?.state, 'kept');
  const mine = [update(house, 'app:note', { text: 'mine' })];
  await house.until(registry.apply(mine, { author: 'bob' }));
  const { version: made, entries, left } = await house.until(guard.takeBack(version, 'alice'));
  assert.equal(made, registry.version.id);
  assert.deepEqual(entries, ['app:price']);
  assert.deepEqual(left, [{ entry: 'app:note', reason: `changed since by bob in version ${version + 1}` }]);
  assert.equal(sourceOf(house, 'app:price'), good);
  assert.deepEqual(registry.graph.entries.get('app:note')?.data, { text: 'mine' });
});

test('B1: what others need of the change is left, and the rest is taken back', async (context) => {
  const house = await start(context);
  const { registry, guard } = house.node;
  const library: ProposedEntry = {
    id: 'app:words',
    kind: 'library.lua',
    meta: {},
    data: { source: 'return {}' },
  };
  const ops = [update(house, 'app:price', { source: failing }), { type: 'create' as const, entry: library }];
  const { version } = await apply(house, ops, { window: '0s' });
  await house.pass(1000);
  const user: ProposedEntry = {
    id: 'app:user',
    kind: 'function.lua',
    meta: {},
    data: { source: good, imports: { words: 'app:words' } },
  };
  await house.until(registry.apply([{ type: 'create', entry: user }], { author: 'bob' }));
  const { entries, left } = await house.until(guard.takeBack(version, 'alice'));
  assert.deepEqual(entries, ['app:price']);
  assert.deepEqual(left, [{ entry: 'app:words', reason: 'app:user needs it' }]);
  assert.equal(sourceOf(house, 'app:price'), good);
});

test('B1: taking back twice, or after going back by hand, changes nothing more', async (context) => {
  const house = await start(context);
  const { registry, guard } = house.node;
  const { version } = await apply(house, [update(house, 'app:price', { source: failing })], { window: '0s' });
  await house.pass(1000);
  await house.until(guard.takeBack(version, 'alice'));
  const after = registry.version.id;
  const again = await house.until(guard.takeBack(version, 'alice'));
  assert.deepEqual(again, { entries: [], left: [], running: [] });
  assert.equal(registry.version.id, after);
});

test('B2: processes that upgraded to the change upgrade again, others go on with it and are listed', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: flexible, kind: process.lua, source: file://flexible.lua, modules: [logger, time]}
  - {name: stiff, kind: process.lua, source: file://stiff.lua, modules: [time]}
  - {name: words, kind: library.lua, source: "return 'one'"}
  - {name: service, kind: process.service, process: flexible, host: processes, lifecycle: {auto_start: true}}
  - {name: failing, kind: function.lua, source: "return function() return 1 end"}
  - {name: load, kind: process.lua, source: file://load.lua, modules: [time, funcs]}
  - {name: caller, kind: process.service, process: load, host: processes, lifecycle: {auto_start: true}}
`),
    'src/flexible.lua': `return function()
  process.set_options({ upgradable = true })
  logger:info("first")
  process.events():receive()
  process.upgrade()
end`,
    'src/stiff.lua': 'return function() time.sleep("1h") end',
    'src/load.lua': `return function()
  while true do funcs.call("app:failing") time.sleep("10ms") end
end`,
  });
  await house.pass(1000);
  const { settled } = await apply(house, [
    update(house, 'app:flexible', {
      source: `return function()
  process.set_options({ upgradable = true })
  logger:info("second")
  process.spawn("app:stiff", "app:processes")
  process.events():receive()
  process.upgrade()
end`,
    }),
    update(house, 'app:stiff', { source: 'return function() time.sleep("2h") end' }),
    update(house, 'app:failing', { source: 'return function() error("no") end' }),
  ]);
  const verdict = await house.until(settled);
  await house.pass(100);
  assert.equal(verdict.state, 'taken back');
  assert.deepEqual(house.logged('app:flexible'), ['first', 'second', 'first']);
  const processes = await house.until(house.node.processes.processes());
  const stiff = processes.filter(({ entry }) => entry === 'app:stiff').map(({ pid }) => pid);
  assert.equal(stiff.length, 1);
  assert.deepEqual(verdict.takenBack?.running, stiff);
});

test('B2: a durable process that began with the change keeps it, and is listed', async (context) => {
  const store = new SqliteStore(':memory:');
  const flow = (wait: string) =>
    `local time = require("time") return { main = function() time.sleep("${wait}") end }`;
  const house = await House.start(
    context,
    {
      ...shop,
      'src/_index.yaml': `${shop['src/_index.yaml']}
  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [time], method: main}
  - {name: start, kind: process.lua, source: "return function() return (assert(process.spawn('app:flow', 'app:durable'))) end"}
`,
      'src/flow.lua': flow('1h'),
    },
    { durableStore: () => new StoreHere(store, setImmediate) },
  );
  await house.pass(1000);
  const { value: old } = await house.run('app:start');
  await house.pass(10);
  const { settled } = await apply(
    house,
    [update(house, 'app:flow', { source: flow('2h') }), update(house, 'app:price', { source: failing })],
    { error_rate: 0.4 },
  );
  const { value: made } = await house.run('app:start');
  const verdict = await house.until(settled);
  assert.equal(verdict.state, 'taken back');
  assert.deepEqual(verdict.takenBack?.running, [made]);
  assert.notEqual(made, old);
  assert.deepEqual(
    store
      .lines({ limit: 5 })
      .map(({ pid, state }) => `${pid} ${state}`)
      .sort(),
    [`${old} running`, `${made} running`].sort(),
  );
});

const storage = (extra: string) => ({
  'src/_index.yaml': index(`
  - {name: values, kind: env.storage.memory}
  - {name: migration, kind: registry.entry, meta: {irreversible: true}, done: false}
${extra}`),
});

test('B3: what cannot be taken back needs a person, for exactly this change and once', async (context) => {
  const house = await House.start(context, storage(''));
  const { guard, registry } = house.node;
  const removal: ProposedOp = { type: 'delete', id: 'app:values' };
  const refusal = await failureOf(apply(house, [removal], { window: '0s' }));
  assert.equal(refusal.kind, 'PermissionDenied');
  const [request, ...others] = guard.consents.list();
  assert.ok(request !== undefined && others.length === 0);
  assert.deepEqual(request.entries, ['app:values']);
  assert.match(refusal.message, new RegExp(`app:values cannot be taken back: .*consent ${request.code}`));
  assert.equal(registry.version.id, 0);

  const other = update(house, 'app:migration', { done: true });
  guard.consents.give(request.code, 'alice');
  await failureOf(apply(house, [removal, other], { window: '0s' }));
  assert.equal(registry.version.id, 0);

  const { settled } = await apply(house, [removal], { window: '0s' });
  const { checks } = await house.until(settled);
  assert.match(checks.at(-1)?.summary ?? '', /^alice agrees, though app:values/);
  assert.throws(() => guard.consents.give(request.code, 'alice'), /nobody asks/);

  await house.until(
    registry.apply(
      [{ type: 'create', entry: { id: 'app:values', kind: 'env.storage.memory', meta: {}, data: {} } }],
      { author: 'bob' },
    ),
  );
  await failureOf(apply(house, [removal], { window: '0s' }));
});

test('B3: a mark on the entry counts before and after, and a consent lapses', async (context) => {
  const house = await House.start(context, storage(''));
  const { guard } = house.node;
  const unmarked = update(house, 'app:migration', { done: true }, {});
  assert.equal((await failureOf(apply(house, [unmarked]))).kind, 'PermissionDenied');
  const created: ProposedOp = {
    type: 'create',
    entry: { id: 'app:next', kind: 'registry.entry', meta: { irreversible: true }, data: {} },
  };
  assert.equal((await failureOf(apply(house, [created]))).kind, 'PermissionDenied');
  const [first] = guard.consents.list();
  guard.consents.give(first?.code ?? '', 'alice');
  await house.pass(61 * 60 * 1000);
  assert.equal((await failureOf(apply(house, [unmarked]))).kind, 'PermissionDenied');
});

test('B4: while a change is watched, nobody else changes its entries, and nobody watches them too', async (context) => {
  const house = await start(context);
  const { registry } = house.node;
  const { settled } = await apply(house, [update(house, 'app:price', { source: price('return n + n') })]);
  const other = [update(house, 'app:price', { source: failing })];
  const plain = await failureOf(house.until(registry.apply(other, { author: 'bob' })));
  assert.equal(plain.kind, 'Conflict');
  assert.equal(plain.retryable, true);
  assert.equal((await failureOf(apply(house, other, {}, 'bob'))).kind, 'Conflict');
  assert.equal((await failureOf(house.until(registry.applyVersion(0, { author: 'bob' })))).kind, 'Conflict');
  await house.until(settled);
  await house.until(registry.apply(other, { author: 'bob' }));
});

test('B4: a change by its author extends the watch, and all of it is taken back as one', async (context) => {
  const house = await start(context);
  const { registry } = house.node;
  await house.pass(1000);
  const first = await apply(house, [update(house, 'app:price', { source: price('return n + n') })]);
  await house.pass(25_000);
  const note: ProposedEntry = { id: 'app:note', kind: 'registry.entry', meta: {}, data: {} };
  const second = await apply(house, [
    update(house, 'app:price', { source: price('return n * 2.0') }),
    { type: 'create', entry: note },
  ]);
  await house.pass(25_000);
  assert.equal(registry.findVersion(first.version)?.verdict?.state, 'watching');
  await house.until(registry.apply([update(house, 'app:price', { source: failing })], { author: 'agent' }));
  const verdict = await house.until(second.settled);
  assert.equal(await house.until(first.settled), verdict);
  assert.equal(verdict.state, 'taken back');
  assert.deepEqual(verdict.watch.versions, [1, 2, 3]);
  assert.equal(sourceOf(house, 'app:price'), good);
  assert.equal(registry.graph.entries.get('app:note'), undefined);
  for (const id of [1, 2, 3]) assert.equal(registry.findVersion(id)?.verdict?.state, 'taken back');
});

test('B4: two watches of one author that a change joins become one', async (context) => {
  const house = await start(context);
  await house.pass(1000);
  const test = update(house, 'app:price_test', { source: 'return function() return true end' });
  const one = await apply(house, [test]);
  const two = await apply(house, [update(house, 'app:price', { source: price('return n + n') })]);
  assert.equal(house.node.guard.watches().length, 2);
  const both = await apply(house, [
    update(house, 'app:price', { source: failing }),
    update(house, 'app:price_test', { source: 'return function() end' }),
  ]);
  assert.equal(house.node.guard.watches().length, 1);
  const verdicts = await house.until(Promise.all([one.settled, two.settled, both.settled]));
  assert.deepEqual(
    verdicts.map(({ state, watch }) => `${state} ${watch.versions.join()}`),
    ['taken back 1,2,3', 'taken back 1,2,3', 'taken back 1,2,3'],
  );
  assert.equal(sourceOf(house, 'app:price'), good);
});

test('slow code is taken back for its latency', async (context) => {
  const house = await start(context);
  await house.pass(3000);
  const slow = price('time.sleep("200ms") return n * 2');
  const { settled } = await apply(house, [update(house, 'app:price', { source: slow })]);
  const verdict = await house.until(settled);
  assert.equal(verdict.state, 'taken back');
  assert.equal(verdict.broken[0]?.bar, 'latency_ratio');
  assert.match(verdict.summary, /calls of app:price take 2\d\d\.?\d* ms at the 95th percentile/);
});

test('code that never answers is taken back, though no call of it ever fails', async (context) => {
  const house = await House.start(context, {
    ...shop,
    'src/load.lua': `return function()
  for i = 1, 30 do
    coroutine.spawn(function() while true do funcs.call("app:price", 21) time.sleep("10ms") end end)
  end
  channel.new():receive()
end`,
  });
  await house.pass(3000);
  const hanging = price('channel.new():receive()');
  const { settled } = await apply(house, [update(house, 'app:price', { source: hanging })]);
  const verdict = await house.until(settled);
  assert.equal(verdict.state, 'taken back');
  assert.equal(verdict.broken[0]?.bar, 'latency_ratio');
  assert.equal(verdict.health[0]?.after.calls, 0);
});

test('a service that keeps failing is taken back', async (context) => {
  const house = await start(context);
  await house.pass(3000);
  const crash = 'return function() time.sleep("100ms") error("gone") end';
  const ops = [
    update(house, 'app:load', { source: crash, modules: ['time'] }),
    update(house, 'app:caller', {}),
  ];
  const { settled } = await apply(house, ops);
  await house.until(house.node.supervisor.stop('app:caller'));
  await house.until(house.node.supervisor.start('app:caller'));
  const verdict = await house.until(settled);
  assert.equal(verdict.state, 'taken back');
  assert.equal(verdict.broken[0]?.bar, 'restarts');
  await house.pass(100_000);
  assert.equal(house.status('app:caller'), 'Running');
});

test('code that imports what changes is watched with it', async (context) => {
  const house = await House.start(context, {
    ...shop,
    'src/_index.yaml': index(`
  - {name: rate, kind: library.lua, source: "return {factor = function() return 2 end}"}
  - {name: price, kind: function.lua, source: file://price.lua, modules: [time], imports: {rate: rate}}
  - {name: load, kind: process.lua, source: file://load.lua, modules: [time, funcs]}
  - {name: caller, kind: process.service, process: load, host: processes, lifecycle: {auto_start: true}}
`),
    'src/price.lua': 'return function(n) return n * rate.factor() end',
  });
  await house.pass(1000);
  const ops = [update(house, 'app:rate', { source: 'return {factor = function() return nil end}' })];
  const { settled } = await apply(house, ops);
  const other = [update(house, 'app:price', { source: good })];
  assert.equal(
    (await failureOf(house.until(house.node.registry.apply(other, { author: 'bob' })))).kind,
    'Conflict',
  );
  const verdict = await house.until(settled);
  assert.equal(verdict.state, 'taken back');
  assert.equal(verdict.broken[0]?.entry, 'app:price');
  assert.deepEqual(verdict.takenBack?.entries, ['app:rate']);
});

test('a person can end a watch before its time, either way', async (context) => {
  const house = await start(context);
  const { guard, registry } = house.node;
  const one = await apply(house, [update(house, 'app:price', { source: price('return n + n') })]);
  const kept = await house.until(guard.settle(one.version, 'keep', 'alice'));
  assert.deepEqual([kept.state, kept.settledBy], ['kept', 'alice']);
  const two = await apply(house, [update(house, 'app:price', { source: price('return n * 2.0') })]);
  const taken = await house.until(guard.settle(two.version, 'take back', 'alice'));
  assert.deepEqual([taken.state, taken.settledBy], ['taken back', 'alice']);
  assert.equal(sourceOf(house, 'app:price'), price('return n + n'));
  assert.throws(() => guard.settle(two.version, 'keep', 'alice'), /not under watch/);
  assert.equal(registry.gate.watcherOf('app:price'), undefined);
});

test('on two schedulers a guard sees what both count', async (context) => {
  const house = await start(context, { schedulers: 2 });
  await house.pass(2000);
  const { settled } = await apply(house, [update(house, 'app:price', { source: failing })]);
  assert.equal((await house.until(settled)).state, 'taken back');
});

test('checks count for the rate of an actor, once for each change', async (context) => {
  const house = await start(context, { set: ['registry.rate.changes=2'] });
  const change = (body: string) => [update(house, 'app:price', { source: price(body) })];
  await apply(house, change('return n + n'), { window: '0s' });
  await failureOf(apply(house, change('return nowhere()')));
  const refusal = await failureOf(apply(house, change('return n')));
  assert.equal(refusal.kind, 'RateLimited');
  const lines = await house.until(house.node.registry.audit(2));
  assert.deepEqual(
    lines.map(({ outcome, refusal: why }) => `${outcome} ${why?.kind}`),
    ['refused Invalid', 'refused RateLimited'],
  );
});

test('without a history there is no way back, so there is no guard', async (context) => {
  const house = await start(context, { set: ['registry.enable_history=false'] });
  const ops = [update(house, 'app:price', { source: price('return n + n') })];
  const refusal = await failureOf(apply(house, ops));
  assert.equal(refusal.kind, 'Unavailable');
  assert.equal(sourceOf(house, 'app:price'), good);
});

/**
 * A folder for histories, and the option that puts one there. While the disk is waited for, the virtual time runs on: what
 * is watched there is watched for long.
 */
function histories(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-guard-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const set = (name: string) => [
    'registry.history_type=sqlite',
    `registry.history_path=${join(folder, name, 'registry.db')}`,
  ];
  /** What is on the disk now is what a node finds that starts after this one was killed. */
  const kill = (from: string, to: string) =>
    cpSync(join(folder, from), join(folder, to), { recursive: true });
  return { set, kill };
}

test('Gu5: a change whose node ended while it was watched is taken back before anything starts', async (context) => {
  const { set, kill } = histories(context);
  const house = await start(context, { set: set('one') });
  const good2 = price('return n + n');
  const ops = [update(house, 'app:price', { source: good2 })];
  const { version } = await apply(house, ops, { window: '30m' });
  await house.pass(5000);
  await house.until(
    house.node.registry.apply([update(house, 'app:price', { source: failing })], { author: 'agent' }),
  );
  kill('one', 'two');
  const next = await start(context, { set: set('two'), clock: house.clock });
  assert.equal(sourceOf(next, 'app:price'), good);
  const { registry } = next.node;
  const verdict = registry.findVersion(version)?.verdict;
  assert.equal(verdict?.state, 'taken back');
  assert.equal(verdict?.summary, 'the node ended while the change was watched');
  assert.deepEqual(verdict?.watch.versions, [version, version + 1]);
  const told = next.logged();
  const taken = told.findIndex((message) => message.startsWith('a guarded change is taken back'));
  assert.ok(taken >= 0 && taken < told.indexOf('service is running'));
  const lines = await next.until(registry.audit(2));
  assert.deepEqual(
    lines.map(({ act, actor }) => `${act} by ${actor}`),
    ['take back by guard', 'verdict by guard'],
  );
});

test('Gu5: after a shutdown in good order the watch goes on with the time that was left', async (context) => {
  const { set } = histories(context);
  const late = price(`
    if time.now():unix() - ${Math.floor(Date.UTC(2030, 0, 1) / 1000)} >= 600 then error("late") end
    return n * 2`);
  const house = await start(context, { set: set('one') });
  await house.pass(2000);
  const ops = [update(house, 'app:price', { source: late })];
  const { version } = await apply(house, ops, { window: '30m' });
  await house.pass(10_000);
  const ending = house.clock.monotonic();
  await house.shutdown();
  const { until = 0, paused = 0 } = house.node.registry.findVersion(version)?.verdict?.watch ?? {};
  assert.equal(paused, until - (house.clock.now() - (house.clock.monotonic() - ending)));
  const next = await start(context, { set: set('one'), clock: house.clock });
  const { registry, guard } = next.node;
  assert.equal(registry.findVersion(version)?.verdict?.state, 'watching');
  assert.equal(registry.findVersion(version)?.verdict?.watch.paused, undefined);
  const other = [update(next, 'app:price', { source: failing })];
  assert.equal((await failureOf(next.until(registry.apply(other, { author: 'bob' })))).kind, 'Conflict');
  const [open] = guard.watches();
  assert.ok(open !== undefined);
  const verdict = await next.until(open.watch.settled);
  assert.equal(verdict.state, 'taken back');
  assert.equal(verdict.broken[0]?.bar, 'error_rate');
  assert.ok((verdict.health[0]?.before.calls ?? 0) > 100);
  assert.equal(sourceOf(next, 'app:price'), good);
});

test('Gu5: a change that was kept, or taken back, is left alone at the next start', async (context) => {
  const { set, kill } = histories(context);
  const house = await start(context, { set: set('one') });
  const better = price('return n + n');
  const kept = await apply(house, [update(house, 'app:price', { source: better })], { window: '1s' });
  await house.until(kept.settled);
  const back = await apply(house, [update(house, 'app:price', { source: failing })]);
  await house.until(back.settled);
  const { id } = house.node.registry.version;
  kill('one', 'two');
  const next = await start(context, { set: set('two'), clock: house.clock });
  assert.equal(next.node.registry.version.id, id);
  assert.equal(sourceOf(next, 'app:price'), better);
  assert.deepEqual(
    next.node.registry.versions.map(({ verdict }) => verdict?.state),
    [undefined, 'kept', 'taken back', undefined],
  );
});
