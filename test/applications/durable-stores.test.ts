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

const wanted = { heard: [1, 2, 3, 4, 5], kind: 'pid.exit', count: 6 };

/** Runs it to its end; the node goes away at this write of either store. Gives how many writes there were. */
async function run(
  context: TestContext,
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
    await house.shutdown();
  }
  return writes;
}

test('D4: messages, monitors and ends pass between stores once, whenever the machine goes away', async (context) => {
  const calm = await run(context);
  for (let at = 1; at <= calm; at++) {
    for (const when of ['before', 'after'] as const) {
      await run(context, [at, when]).catch((thrown) => {
        throw new Error(`the machine went away ${when} write ${at} of ${calm}`, { cause: thrown });
      });
    }
  }
});
