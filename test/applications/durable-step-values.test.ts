/** D9: a value that cannot be saved lives within one step of a durable process. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { SqliteStore, StoreHere } from '../../src/durable/index.ts';
import { arg, defineFeature, defineHandle, defineModule, fn, method, t } from '../../src/plugin/index.ts';
import { House, index } from './house.ts';

/** A safe that is opened, filled and closed; what is put into it is seen here at once. */
class Safe {
  readonly items: string[] = [];
  /** The next one never answers. */
  isStuck = false;

  get feature() {
    const handle = defineHandle<string[]>({
      name: 'safe.Drawer',
      summary: 'An open drawer.',
      crosses: 'never',
      methods: {
        put: method({
          summary: 'Puts something in.',
          args: [arg('item', t.string)],
          returns: t.integer(),
          effect: 'external',
          run: async (own: string[], item) => {
            this.items.push(item);
            own.push(item);
            await (this.isStuck ? new Promise(() => {}) : setImmediate());
            return own.length;
          },
        }),
      },
    });
    const module = defineModule({
      name: 'safe',
      summary: 'A safe.',
      functions: {
        open: fn({
          summary: 'Opens a drawer.',
          args: [],
          returns: t.handle(handle),
          effect: 'local',
          run: (call) => call.hold(handle, []),
        }),
      },
    });
    return defineFeature({ name: 'safe', summary: 'A safe.', modules: [module], handles: [handle] });
  }
}

const files = (flow: string) => ({
  'src/_index.yaml': index(`
  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [safe, time], method: main}
  - {name: other, kind: process.lua, source: 'return { main = function() return process.inbox():receive():topic() end }', method: main}
  - {name: start, kind: process.lua, source: file://start.lua, method: main}`),
  'src/flow.lua': `local safe, time = require("safe"), require("time")\n${flow}`,
  'src/start.lua': `return { main = function()
    local other = assert(process.with_options({}):with_name("other"):spawn("app:other", "app:durable"))
    return assert(process.with_options({}):with_name("flow"):spawn("app:flow", "app:durable", other))
  end }`,
});

async function ran(context: TestContext, flow: string, safe: Safe, store = new SqliteStore(':memory:')) {
  const house = await House.start(context, files(flow), {
    durableStore: () => new StoreHere(store, globalThis.setImmediate),
    features: [safe.feature],
  });
  const { value } =
    store.line('flow') === undefined ? await house.run('app:start') : { value: store.line('flow')?.pid };
  await house.pass(1000);
  const { engine } = house.node.durability;
  const exit = await house.until(engine?.administration.exitOf(String(value)) ?? Promise.resolve(undefined));
  return { house, store, exit, line: store.line(String(value)) };
}

test('D9: waits for its own operations do not end the step; when it is gone the process waits as any other', async (context) => {
  const safe = new Safe();
  const { exit, line, store } = await ran(
    context,
    `return { main = function(other)
      local count
      do
        local drawer = safe.open()
        drawer:put("a")
        count = drawer:put("b")
        drawer = nil
      end
      process.send(other, "done")
      time.sleep("10ms")
      return count
    end }`,
    safe,
  );
  assert.deepEqual(exit, { type: 'normal', value: 2 });
  assert.deepEqual(safe.items, ['a', 'b']);
  assert.equal(store.line('other')?.state, 'completed');
  assert.equal(line?.step, 2);
});

test('D9: any other wait fails with the name of the variable, its entry and line, and nothing has left', async (context) => {
  const { exit, store } = await ran(
    context,
    `local function import(other)
      local drawer = safe.open()
      drawer:put("a")
      process.send(other, "done")
      process.inbox():receive()
      return drawer
    end
    return { main = function(other) return import(other) end }`,
    new Safe(),
  );
  assert.equal(exit?.type, 'failed');
  const message = exit?.type === 'failed' ? exit.error.message : '';
  assert.equal(message, "cannot wait for a message while 'drawer' is open (app:flow:6)");
  assert.equal(store.line('other')?.state, 'running', 'the message did not leave');
});

test('D9: after a crash the step runs again from its beginning', async (context) => {
  const safe = new Safe();
  const flow = `return { main = function()
      time.sleep("10ms")
      local drawer = safe.open()
      drawer:put("a")
      return drawer:put("b")
    end }`;
  safe.isStuck = true;
  const { house, store, line } = await ran(context, flow, safe);
  assert.deepEqual([safe.items, line?.step], [['a'], 1]);
  house.crash();
  safe.isStuck = false;
  const { exit } = await ran(context, flow, safe, store);
  assert.deepEqual([safe.items, exit], [['a', 'a', 'b'], { type: 'normal', value: 2 }]);
});
