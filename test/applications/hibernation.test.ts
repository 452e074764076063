/** Processes of an application that are kept as bytes while they rest. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { House } from './house.ts';

test('processes with libraries, types, times and channels sleep and go on, also on code that has changed meanwhile', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': `
version: "1.0"
namespace: app
entries:
  - {name: quiet, kind: process.host, hibernate_after: 1s, lifecycle: {auto_start: true}}
  - {name: sums, kind: library.lua, source: file://sums.lua}
  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger, time, json, uuid], imports: {sums: sums}}
  - {name: service, kind: process.service, process: code, host: quiet, lifecycle: {auto_start: true}}
`,
    'src/sums.lua': `
      local sums = { made = 0 }
      function sums.new()
        sums.made = sums.made + 1
        local total = 0
        return { add = function(n) total = total + n return total end }
      end
      return sums`,
    'src/code.lua': `
      type Order = { id: string, amount: number }
      return function()
        process.registry.register("till")
        local sum, inbox, since = sums.new(), process.inbox(), time.now()
        local encode = json.encode
        local orders: {Order} = {}
        while true do
          local message = inbox:receive()
          local data = message:payload():data()
          if data == "how much" then
            local total = 0
            for _, order in ipairs(orders) do total = total + order.amount end
            local valid = Order:is(orders[1]) ~= nil and time.now():sub(since):seconds() >= 0
            logger:info(encode({ total = total, made = sums.made, valid = valid }))
          else
            local order = { id = uuid.v7(), amount = data }
            sum.add(data)
            table.insert(orders, order)
          end
        end
      end`,
  });
  const till = () => {
    const pid = house.node.processes.lookup('till');
    assert.ok(pid !== undefined, 'nobody is registered as till');
    return pid;
  };
  const state = async () => {
    const all = await house.node.processes.processes();
    return all.find(({ entry }) => entry === 'app:code')?.state;
  };
  await house.pass(10);
  const tell = async (data: number | string) => {
    house.node.processes.send('', till(), 'order', [data]);
    await house.pass(10);
  };
  for (const amount of [5, 7, 30]) {
    await tell(amount);
    assert.equal(await state(), 'waiting');
    await house.pass(2500);
    assert.equal(await state(), 'hibernated');
  }
  const pid = till();
  const stored = house.node.registry.graph.entries.get('app:sums');
  assert.ok(stored !== undefined);
  const entry = {
    id: 'app:sums',
    kind: stored.kind,
    meta: stored.meta,
    data: { ...(stored.data as object), source: 'return {}' },
  };
  await house.until(house.node.registry.apply([{ type: 'update', entry }], { author: 'test' }));
  await tell('how much');
  assert.equal(till(), pid);
  assert.deepEqual(
    house.logged('app:code').map((line) => JSON.parse(line)),
    [{ total: 42, made: 1, valid: true }],
  );
});
