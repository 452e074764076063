/** What lies in a store and is not what was written: the process is held, and never goes on with another value. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Bytes, SqliteStore } from '../../src/durable/index.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { FaultyStore } from './faulty-store.ts';
import { House, index } from './house.ts';

const files = {
  'src/_index.yaml': index(`
  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, method: main}
  - {name: start, kind: process.lua, source: file://start.lua, method: main}`),
  'src/flow.lua': `return { main = function()
    local heard = {}
    while true do
      local number = process.inbox():receive():payload():data()
      heard[#heard + 1] = number
      if number == "end" then return heard end
    end
  end }`,
  'src/start.lua': `return { main = function()
    local pid = assert(process.with_options({}):with_name("flow"):spawn("app:flow", "app:durable"))
    process.send(pid, "note", 1234567)
  end }`,
};

/** A message lies in the store, with one byte that is another one, and a second one behind it. */
async function damaged(context: TestContext, at: number): Promise<SqliteStore> {
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  const backend = new FaultyStore(store);
  let body: Bytes = new Uint8Array();
  backend.before = (batch) => {
    for (const one of batch) if (one.type === 'input') body = one.input.body;
    return true;
  };
  const house = await House.start(context, files, { clock, durableStore: () => backend });
  await house.run('app:start');
  await house.pass(100);
  house.crash();
  const hurt = Uint8Array.from(body, (byte, place) => (place === at ? byte ^ 0x21 : byte));
  const to = store.line('flow')?.pid ?? '';
  for (const one of [hurt, body])
    store.write([{ type: 'input', input: { to, kind: 'message', from: '', body: one } }]);
  const again = await House.start(context, files, { clock, durableStore: () => new FaultyStore(store) });
  await again.pass(1000);
  return store;
}

for (const at of [0, 1, 4, 5, 9, 17]) {
  test(`Ck1: a message whose byte ${at} is damaged in the store holds its process, which says so`, async (context) => {
    const store = await damaged(context, at);
    const line = store.line('flow');
    assert.equal(line?.state, 'held');
    assert.match(line?.problem ?? '', /damaged|not known/);
    assert.equal(store.process(line?.pid ?? '')?.inputs.length, 2);
  });
}
