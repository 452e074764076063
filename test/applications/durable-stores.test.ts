/** D4 between stores: what durable processes of two stores tell each other is handled once, whenever the machine goes away. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SqliteStore } from '../../src/durable/index.ts';
import { type Database, databaseService } from '../../src/features/sql/index.ts';
import { defineKind, t } from '../../src/plugin/index.ts';
import { isNormal, toData } from '../../src/process/index.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { FaultyStore } from './faulty-store.ts';
import { House, index } from './house.ts';

/** A database that is asked for nothing: its store lies in memory. */
const database = defineKind({
  kind: 'db.test',
  summary: 'A database for tests.',
  data: t.object({}),
  provides: databaseService,
  place: 'one',
  isSupervised: true,
  start: () => ({ server: () => ({ host: '', port: 1, database: '', user: '' }) }) as unknown as Database,
  update: 'restart',
  stop: 'drop',
});

/** What is run, and what the process with the name `teller` ends with. */
interface Scenario {
  readonly files: Readonly<Record<string, string>>;
  readonly wanted: unknown;
  /** Processes that were started in the other store. */
  readonly far?: number;
}

const files = {
  'src/_index.yaml': index(`
  - {name: database, kind: db.test, lifecycle: {auto_start: true}}
  - {name: far, kind: durable.host, store: database, lifecycle: {auto_start: true}}
  - {name: near, kind: durable.host, lifecycle: {auto_start: true, depends_on: [far]}}
  - {name: counter, kind: workflow.lua, source: file://counter.lua, method: main}
  - {name: teller, kind: workflow.lua, source: file://teller.lua, modules: [time], method: main}
  - {name: start, kind: process.lua, source: file://start.lua, method: main}`),
  // Answers each message with how many it has had, and ends after the last.
  'src/counter.lua': `return { main = function()
    local inbox, handled = process.inbox(), {}
    while true do
      local message = inbox:receive()
      local number = message:payload():data()
      handled[#handled + 1] = number
      if number == "end" then return handled end
      process.send(message:from(), "answer", #handled)
    end
  end }`,
  'src/teller.lua': `return { main = function(counter)
    local answers, heard = process.listen("answer"), {}
    process.monitor(counter)
    for number = 1, 3 do
      assert(process.send(counter, "a", number))
      if number ~= 2 then assert(process.send(counter, "a", -number)) end
      heard[#heard + 1] = answers:receive()
      if number ~= 2 then heard[#heard + 1] = answers:receive() end
    end
    assert(process.send(counter, "a", "end"))
    local event = process.events():receive()
    return { heard = heard, kind = event.kind, count = #event.result.value }
  end }`,
  'src/start.lua': `return { main = function()
    local counter = assert(process.with_options({}):with_name("counter"):spawn("app:counter", "app:far"))
    return assert(process.with_options({}):with_name("teller"):spawn("app:teller", "app:near", counter))
  end }`,
};

const messages: Scenario = { files, wanted: { heard: [1, 2, 3, 4, 5], kind: 'pid.exit', count: 6 } };

/** Runs it to its end; the node goes away at this write of either store. Gives how many writes there were. */
async function run(
  context: TestContext,
  { files, wanted, far }: Scenario,
  crash?: readonly [at: number, when: 'before' | 'after'],
): Promise<number> {
  const stores = { near: new SqliteStore(':memory:'), far: new SqliteStore(':memory:') };
  const clock = new VirtualClock();
  let writes = 0;
  for (const [at, when] of [
    ...(crash === undefined ? [] : [crash]),
    [Number.POSITIVE_INFINITY, 'after'] as const,
  ]) {
    let isGone = false;
    writes = 0;
    const backendOf = (store: SqliteStore) => {
      const backend = new FaultyStore(store);
      backend.before = (batch) => {
        if (isGone) return false;
        writes++;
        isGone = writes === at;
        if (isGone && when === 'after') store.write(batch);
        return !isGone;
      };
      return backend;
    };
    const house = await House.start(context, files, {
      clock,
      kinds: [database],
      durableStore: () => backendOf(stores.near),
      otherStore: () => backendOf(stores.far),
    });
    const isBegun = () => stores.near.line('teller') !== undefined;
    if (!isBegun()) void house.node.execute({ entry: 'app:start', args: [] }).catch(() => {});
    const isOver = () => isBegun() && [stores.near, stores.far].every((store) => store.living().length === 0);
    for (let passed = 0; !isGone && !isOver(); passed += 100) {
      assert.ok(
        passed < 20_000,
        JSON.stringify([stores.near.lines({ limit: 9 }), stores.far.lines({ limit: 9 })]),
      );
      await house.pass(100);
    }
    await house.pass(2000);
    if (isGone) {
      house.crash();
      continue;
    }
    const engine = house.node.durability.engineOf('app:near');
    const exit = await house.until(
      engine?.administration.exitOf(stores.near.line('teller')?.pid ?? '') ?? Promise.resolve(undefined),
    );
    assert.ok(exit !== undefined && isNormal(exit), JSON.stringify(exit));
    assert.deepEqual(toData(exit.value), wanted);
    assert.deepEqual(
      [stores.near.away(), stores.far.away()],
      [[], []],
      'rows are gone when they have arrived',
    );
    if (far !== undefined)
      assert.equal(stores.far.lines({ limit: 100 }).length, far, 'processes in the other store');
    await house.shutdown();
  }
  return writes;
}

/** The same at every write, before and after it. */
async function runEverywhere(context: TestContext, scenario: Scenario): Promise<void> {
  const calm = await run(context, scenario);
  for (let at = 1; at <= calm; at++) {
    for (const when of ['before', 'after'] as const) {
      await run(context, scenario, [at, when]).catch((thrown) => {
        throw new Error(`the machine went away ${when} write ${at} of ${calm}`, { cause: thrown });
      });
    }
  }
}

test('D4: messages, monitors and ends pass between stores once, whenever the machine goes away', (context) =>
  runEverywhere(context, messages));

/** Watches one that ends in an error, from before, while it ends, and when it has ended. */
const watching = (host: string): Scenario => ({
  files: {
    ...files,
    'src/counter.lua': `return { main = function()
      process.inbox():receive()
      error("the counter broke")
    end }`,
    'src/teller.lua': `
    local time = require("time")
    return { main = function(counter, early)
      local events, told = process.events(), {}
      local function hear()
        local event = events:receive()
        assert(event.from == counter and event.kind == process.event.EXIT)
        local more = channel.select({ events:case_receive(), time.after("2s"):case_receive() })
        assert(more.channel ~= events, "an end was told twice")
        return tostring(event.result.error):match("the counter broke") or tostring(event.result.error):match("not found")
      end
      if early then
        assert(process.monitor(counter))
        process.send(counter, "go")
        told[1] = hear()
      else
        process.send(counter, "go")
        -- It is there, or just gone.
        if process.monitor(counter) then told[1] = hear() and "told" else told[1] = "told" end
      end
      if process.monitor(counter) then told[2] = hear() and "not found" else told[2] = "not found" end
      return told
    end }`,
    'src/start.lua': `return { main = function()
      local counter = assert(process.with_options({}):with_name("counter"):spawn("app:counter", "${host}"))
      return assert(process.with_options({}):with_name("teller"):spawn("app:teller", "app:near", counter, EARLY))
    end }`,
  },
  wanted: [],
});

for (const [where, host] of [
  ['another store', 'app:far'],
  ['the same store', 'app:near'],
] as const) {
  for (const early of [true, false]) {
    const { files: texts } = watching(host);
    const scenario = {
      files: { ...texts, 'src/start.lua': texts['src/start.lua']?.replace('EARLY', String(early)) ?? '' },
      wanted: [early ? 'the counter broke' : 'told', 'not found'],
    };
    const moment = early ? 'is watched from before' : 'is watched while it ends';
    test(`D11: who ${moment} in ${where} is heard of once, whenever the machine goes away`, (context) =>
      runEverywhere(context, scenario));
  }
}

test('D11: an end that nobody was told of before the node was lost is told when the watcher goes on', async (context) => {
  const { files: texts } = watching('app:near');
  const application = { ...texts, 'src/start.lua': texts['src/start.lua']?.replace('EARLY', 'true') ?? '' };
  const stores = { near: new SqliteStore(':memory:'), far: new SqliteStore(':memory:') };
  const clock = new VirtualClock();
  let isGone = false;
  const start = () => {
    const near = new FaultyStore(stores.near);
    near.before = (batch) => {
      for (const one of batch) {
        if (isGone || one.type !== 'step' || one.step.end?.state !== 'failed') continue;
        // As if the watcher's row had come to nobody.
        stores.near.write([{ type: 'step', step: { ...one.step, inputs: [] } }]);
        isGone = true;
        return false;
      }
      return true;
    };
    const otherStore = () => new FaultyStore(stores.far);
    return House.start(context, application, {
      clock,
      kinds: [database],
      durableStore: () => near,
      otherStore,
    });
  };
  const house = await start();
  void house.node.execute({ entry: 'app:start', args: [] }).catch(() => {});
  while (!isGone) await house.pass(100);
  house.crash();
  const again = await start();
  await again.pass(10_000);
  const { administration } = again.node.durability.engineOf('app:near') ?? {};
  const exit = await administration?.exitOf(stores.near.line('teller')?.pid ?? '');
  assert.ok(exit !== undefined && isNormal(exit), JSON.stringify(exit));
  assert.deepEqual(toData(exit.value), ['the counter broke', 'not found']);
});

/** Starts processes in the other store, talks to one at once, and waits for the results of others. */
const starting: Scenario = {
  files: {
    ...files,
    'src/counter.lua': `return { main = function(what, n)
      if what == "broken" then error("the child broke") end
      if what == "double" then return n * 2 end
      local sum = 0
      for i = 1, 3 do
        local message = process.inbox():receive()
        sum = sum + message:payload():data()
        if i == 3 then process.send(message:from(), "sum", sum) end
      end
      return sum + n
    end }`,
    'src/teller.lua': `return { main = function()
      local events, sums = process.events(), process.listen("sum")
      local child = assert(process.spawn_monitored("app:counter", "app:far", "sum", 100))
      for i = 1, 3 do assert(process.send(child, "n", i)) end
      local sum = sums:receive()
      local exit = events:receive()
      assert(exit.from == child and exit.kind == process.event.EXIT)
      local double = assert(process.exec("app:counter", "app:far", "double", 21))
      local _, broken = process.exec("app:counter", "app:far", "broken")
      return { sum, exit.result.value, double, tostring(broken):match("the child broke") }
    end }`,
    'src/start.lua': `return { main = function()
      return assert(process.with_options({}):with_name("teller"):spawn("app:teller", "app:near"))
    end }`,
  },
  wanted: [6, 106, 42, 'the child broke'],
  far: 3,
};

test('D4: a process of another store is started once, and gets what is sent to it at once, whenever the machine goes away', (context) =>
  runEverywhere(context, starting));

test('a process for which so many messages wait gets no more of them, also from one step and from another store', async (context) => {
  const full = {
    ...files,
    'src/_index.yaml': files['src/_index.yaml'].replace(
      'store: database,',
      'store: database, limits: {mailbox: 2},',
    ),
    'src/counter.lua': `return { main = function()
      process.events():receive()
      return process.inbox():receive():payload():data()
    end }`,
    'src/teller.lua': `return { main = function(counter)
      local told = {}
      local function try(send, ...)
        local _, refused = send(...)
        table.insert(told, refused and refused:kind() or "sent")
      end
      for i = 1, 3 do try(process.send, counter, "n", i) end
      time.sleep("10ms")
      try(process.send, counter, "n", 4)
      process.cancel(counter, "10s")
      time.sleep("10ms")
      return told
    end }`,
  };
  await run(context, { files: full, wanted: ['sent', 'sent', 'RateLimited', 'RateLimited'] });
});

test('what is started under a name in another store lives there; on a host that is not there nothing starts', async (context) => {
  const named = {
    ...starting.files,
    'src/teller.lua': `return { main = function()
      local place = process.with_options({}):with_name("named")
      local child = assert(place:spawn_monitored("app:counter", "app:far", "double", 21))
      local exit = process.events():receive()
      local _, refused = process.spawn("app:counter", "app:nowhere", "double", 21)
      local _, named = place:spawn("app:counter", "app:nowhere", "double", 21)
      return { child == exit.from and child:match("app:far|d") ~= nil, exit.result.value, refused:kind(), named:kind() }
    end }`,
  };
  await run(context, { files: named, wanted: [true, 42, 'NotFound', 'NotFound'], far: 1 });
});

test('who starts in another store what is not there any more is told', async (context) => {
  const none = {
    ...starting.files,
    'src/teller.lua': `return { main = function()
      local big = string.rep("x", 1000)
      local _, refused = process.exec("app:counter", "app:far", "double", big)
      local child, err = process.spawn_monitored("app:counter", "app:far", "double", big)
      local exit = child and process.events():receive()
      return { tostring(refused):match("are allowed") or tostring(refused), tostring(exit and exit.result.error or err):match("are allowed") }
    end }`,
    'src/_index.yaml': files['src/_index.yaml'].replace(
      'store: database,',
      'store: database, max_payload: 500,',
    ),
  };
  await run(context, { files: none, wanted: ['are allowed', 'are allowed'], far: 0 });
});

/** Waits for processes under names: in the other store, and where the store says whether a name may be used again. */
const named: Scenario = {
  files: {
    ...starting.files,
    'src/teller.lua': `return { main = function()
      local function under(name, host, policy, n)
        local made = process.with_options({ ["workflow.id_reuse_policy"] = policy }):with_name(name)
        local value, err = made:exec("app:counter", host, "double", n)
        return value or err:kind()
      end
      return {
        under("a", "app:far", "allow_duplicate", 1), under("b", "app:far", "reject_duplicate", 2),
        under("b", "app:far", "reject_duplicate", 3), under("c", "app:near", "reject_duplicate", 4),
        under("c", "app:near", "reject_duplicate", 5), under("c", "app:near", "allow_duplicate", 6),
      }
    end }`,
  },
  wanted: [2, 4, 'AlreadyExists', 8, 'AlreadyExists', 12],
  far: 2,
};

test('D4: who waits for a process under a name is answered, and it is started once, whenever the machine goes away', (context) =>
  runEverywhere(context, named));
