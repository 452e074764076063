/**
 * Durable processes whose machine goes away at every write of the store: the final state is that of an undisturbed run,
 * and each effect happens at most once more for each crash, with the same key.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { SqliteStore } from '../../src/durable/index.ts';
import { failureFromError, isNormal, toData } from '../../src/process/index.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { CrashingStore } from './crashing-store.ts';
import { House, type HouseOptions, index } from './house.ts';

const workflows: Readonly<Record<string, readonly [code: string, result: unknown]>> = {
  'activities in a row': [
    `
    return { main = function()
      local total = 0
      for i = 1, 4 do
        total = total + assert(funcs.call("app:act", i))
      end
      return total
    end }`,
    20,
  ],
  'sleeps, a timer against a message, and coroutines that wait for different things': [
    `
    return { main = function()
      local inbox, done = process.inbox(), channel.new(2)
      coroutine.spawn(function()
        time.sleep("2s")
        done:send("slept " .. assert(funcs.call("app:act", 10)))
      end)
      coroutine.spawn(function()
        local result = channel.select({ time.after("1h"):case_receive(), time.after("1s"):case_receive() })
        done:send("timer " .. assert(funcs.call("app:act", 20)))
      end)
      local heard = { (done:receive()), (done:receive()) }
      table.sort(heard)
      return table.concat(heard, ", ")
    end }`,
    'slept 20, timer 40',
  ],
  'a child that is awaited, one that is watched, messages between them, and a name': [
    `
    return { main = function(role, parent)
      if role == "child" then
        local order = process.inbox():receive():payload():data()
        process.send(parent, "answer", order * 2)
        return assert(funcs.call("app:act", order))
      end
      if role == "sum" then return assert(funcs.call("app:act", 1)) + 1 end
      assert(process.registry.register("the parent"))
      local events, answers = process.events(), process.listen("answer")
      local child = assert(process.spawn_monitored("app:flow", "app:durable", "child", process.pid()))
      assert(process.send(child, "order", 21))
      local answer = answers:receive()
      local exit = events:receive()
      local sum = assert(process.exec("app:flow", "app:durable", "sum"))
      return { answer = answer, exit = exit.result.value, sum = sum, named = process.registry.lookup("the parent") == process.pid() }
    end }`,
    { answer: 42, exit: 42, sum: 3, named: true },
  ],
  'errors: an activity that fails, one that fails in a pcall, a child that is lost': [
    `
    return { main = function(role)
      if role == "broken" then error("the child broke") end
      local _, refused = funcs.call("app:fails", 1)
      local ok, caught = pcall(function() assert(funcs.call("app:fails", 2)) end)
      local _, broken = process.exec("app:flow", "app:durable", "broken")
      return { tostring(refused):match("no luck %d"), ok, tostring(caught):match("no luck %d"), tostring(broken):match("the child broke") }
    end }`,
    ['no luck 1', false, 'no luck 2', 'the child broke'],
  ],
};

const application = (flow: string) => ({
  'src/_index.yaml': index(`
  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [time, funcs], method: main}
  - {name: act, kind: function.lua, source: file://act.lua, modules: [logger, ctx], method: main}
  - {name: fails, kind: function.lua, source: 'return function(n) return nil, errors.new("no luck " .. n) end'}
  - {name: start, kind: process.lua, source: file://start.lua, method: main}`),
  'src/flow.lua': `local time, funcs = require("time"), require("funcs")\n${flow}`,
  'src/act.lua': `
    local ctx = require("ctx")
    return { main = function(n)
      require("logger"):info("act", { key = ctx.get("idempotency_key"):match("}/(.*)") .. " of " .. n })
      return n * 2
    end }`,
  'src/start.lua': `
    return { main = function() return assert(process.with_options({}):with_name("the flow"):spawn("app:flow", "app:durable")) end }`,
});

/** How long slices and steps are. */
type Pace = Pick<HouseOptions, 'longestSlice' | 'longestStep'>;

interface Run {
  readonly result: unknown;
  /** Keys of the effects, as often as they happened. */
  readonly effects: readonly string[];
  readonly writes: number;
}

/** Runs a workflow to its end; the node goes away at these writes, each counted from the last start. */
async function run(
  context: TestContext,
  flow: string,
  crashes: readonly [number, 'before' | 'after'][],
  pace: Pace = {},
): Promise<Run> {
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  const effects: string[] = [];
  let writes = 0;
  for (const [left, when] of [...crashes, [Number.POSITIVE_INFINITY, 'after'] as const]) {
    let isGone = false;
    const backend = new CrashingStore(store, left, when, () => {
      isGone = true;
    });
    const house = await House.start(context, application(flow), {
      clock,
      durableStore: () => backend,
      ...pace,
    });
    if (store.lines({ limit: 1 }).length === 0)
      void house.node.execute({ entry: 'app:start', args: [] }).catch(() => {});
    const first = () =>
      store.lines({ limit: 100 }).find(({ names, step }) => names.includes('the flow') || step >= 0);
    for (let passed = 0; !isGone && (first() === undefined || store.living().length > 0); passed += 100) {
      assert.ok(passed < 100_000, `nothing happens any more: ${JSON.stringify(store.lines({ limit: 10 }))}`);
      await house.pass(100);
    }
    effects.push(...house.lines.filter(({ message }) => message === 'act').map(({ key }) => String(key)));
    writes += backend.writes;
    if (isGone) {
      house.crash();
      continue;
    }
    const root = store
      .lines({ limit: 100 })
      .find(({ pid }) => store.process(pid)?.parent.startsWith('{app:terminal|'));
    const exit = await house.until(
      house.node.durability.engine?.administration.exitOf(root?.pid ?? '') ?? Promise.resolve(undefined),
    );
    assert.ok(exit !== undefined, 'it has not ended');
    const result = isNormal(exit) ? toData(exit.value) : failureFromError(exit.error).message;
    await house.shutdown();
    return { result, effects, writes };
  }
  throw new Error('it never ended');
}

const paces: Readonly<Record<string, Pace>> = {
  'whenever the machine goes away': {},
  'also when every slice ends a step': { longestSlice: 5, longestStep: 0 },
};

for (const [name, [flow, result]] of Object.entries(workflows)) {
  for (const [how, pace] of Object.entries(paces)) {
    test(`${name}: ${how}, the end is the same`, async (context) => {
      const calm = await run(context, flow, [], pace);
      assert.deepEqual(calm.result, result);
      const once = new Map(calm.effects.map((key) => [key, 1]));
      assert.equal(once.size, calm.effects.length, 'an effect was made twice without a crash');
      for (let at = 1; at <= calm.writes; at++) {
        for (const when of ['before', 'after'] as const) {
          const disturbed = await run(context, flow, [[at, when]], pace);
          const where = `the machine went away ${when} write ${at} of ${calm.writes}`;
          assert.deepEqual(disturbed.result, calm.result, where);
          const counts = new Map<string, number>();
          for (const key of disturbed.effects) counts.set(key, (counts.get(key) ?? 0) + 1);
          assert.deepEqual([...counts.keys()].sort(), [...once.keys()].sort(), where);
          for (const [key, count] of counts)
            assert.ok(count <= 2, `${key} happened ${count} times: ${where}`);
        }
      }
    });
  }
}
