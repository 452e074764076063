/** A thousand change sets while everything that they change is being used: no call fails, no message is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Data, isRecord } from '../../src/base/index.ts';
import { toData } from '../../src/process/index.ts';
import type { ProposedOp } from '../../src/registry/index.ts';
import { House, index } from './house.ts';

const CHANGES = 1000;

const entries = `
  - {name: low, kind: library.lua, source: "return { same = function(n) return n end }"}
  - {name: high, kind: library.lua, source: "return { same = function(n) return low.same(n) end }", imports: {low: low}}
  - {name: f0, kind: function.lua, source: "return function(n) return high.same(n) end", imports: {high: high}}
  - {name: f1, kind: function.lua, source: "return function(n) return n end"}
  - {name: f2, kind: function.lua, source: "return function(n) return n end", pool: {workers: 2}}
  - {name: f3, kind: function.lua, source: "return function(n) return funcs.call('app:f0', n) end", modules: [funcs]}
  - {name: constants, kind: env.storage.static, values: {LIMIT: "1"}}
  - {name: limit, kind: env.variable, variable: LIMIT, storage: constants}
  - {name: f4, kind: function.lua, source: "return function(n) return env.get('LIMIT') and n end", modules: [env]}
  - {name: settings, kind: registry.entry, value: 0}
  - {name: echo, kind: process.lua, source: file://echo.lua}
  - {name: echoes, kind: process.service, process: echo, host: processes, lifecycle: {auto_start: true}}
  - {name: caller, kind: process.lua, source: file://caller.lua, modules: [funcs, time]}
  - {name: sender, kind: process.lua, source: file://sender.lua, modules: [time]}
  - {name: main, kind: process.lua, source: file://main.lua, modules: [io]}
`;

const files = {
  'src/_index.yaml': index(entries),
  // Answers all that comes, goes on with new code whenever there is some, and takes its count along.
  'src/echo.lua': `return function(count)
  count = count or 0
  process.registry.register("echo")
  process.set_options({ upgradable = true })
  local inbox, events = process.inbox(), process.events()
  while true do
    local got = channel.select{inbox:case_receive(), events:case_receive()}
    if got.channel == events then
      if got.value.kind == process.event.OUTDATED then process.upgrade(nil, count) else return end
    elseif got.value:topic() == "count" then
      process.send(got.value:from(), "count", count)
    else
      count = count + 1
      process.send(got.value:from(), "echo", got.value:payload():data())
    end
  end
end`,
  'src/caller.lua': `return function(parent)
  local calls, failures, stop = 0, 0, process.listen("stop")
  while true do
    calls = calls + 1
    local value, err = funcs.call("app:f" .. calls % 5, calls)
    if value ~= calls then failures = failures + 1 end
    if calls % 4 == 0 then time.sleep("1ms") end
    if channel.select{stop:case_receive(), default = true}.channel == stop then break end
  end
  process.send(parent, "calls", {calls, failures})
end`,
  'src/sender.lua': `return function(parent)
  local sent, wrong, inbox, stop = 0, 0, process.listen("echo"), process.listen("stop")
  while true do
    sent = sent + 1
    assert(process.send("echo", "ping", sent))
    if inbox:receive() ~= sent then wrong = wrong + 1 end
    if sent % 4 == 0 then time.sleep("1ms") end
    if channel.select{stop:case_receive(), default = true}.channel == stop then break end
  end
  process.send(parent, "messages", {sent, wrong})
end`,
  'src/main.lua': `return function()
  local workers, calls, messages = {}, process.listen("calls"), process.listen("messages")
  for i = 1, 8 do
    workers[i] = assert(process.spawn(i % 2 == 0 and "app:caller" or "app:sender", "app:processes", process.pid()))
  end
  io.print("ready")
  process.registry.register("main")
  process.listen("end"):receive()
  for _, pid in ipairs(workers) do process.send(pid, "stop") end
  local made, failed, sent, wrong = 0, 0, 0, 0
  for _ = 1, 4 do
    local result = calls:receive()
    made, failed = made + result[1], failed + result[2]
    result = messages:receive()
    sent, wrong = sent + result[1], wrong + result[2]
  end
  process.send("echo", "count")
  local answer = process.inbox():receive()
  return { calls = made, failed = failed, sent = sent, wrong = wrong, echoed = answer:payload():data() }
end`,
};

for (const schedulers of [1, 2]) {
  test(`a thousand change sets under load, with ${schedulers} schedulers`, async (context) => {
    const house = await House.start(context, files, { schedulers });
    const { registry, processes } = house.node;
    const running = house.node.execute({ entry: 'app:main', args: [] });
    while (house.output === '') await house.pass(1);
    const change = (name: string, data: object): ProposedOp => {
      const stored = registry.graph.entries.get(`app:${name}`);
      assert.ok(stored !== undefined);
      const { id, kind, meta } = stored;
      return {
        type: 'update',
        entry: { id, kind, meta, data: { ...(stored.data as object), ...data } as Data },
      };
    };
    const source = (name: string) => {
      const { data } = registry.graph.entries.get(`app:${name}`) ?? {};
      assert.ok(isRecord(data));
      return String(data.source).replace(/\n--.*$/s, '');
    };
    const ways: readonly ((i: number) => ProposedOp[])[] = [
      (i) => [change('f1', { source: `${source('f1')}\n-- ${i}` })],
      (i) => [change('low', { source: `${source('low')}\n-- ${i}` })],
      (i) => [change('f2', { pool: { workers: 1 + (i % 3) } })],
      (i) => [change('echo', { source: `${source('echo')}\n-- ${i}` })],
      (i) => [
        change('high', { source: `${source('high')}\n-- ${i}` }),
        change('f0', { source: `${source('f0')}\n-- ${i}` }),
      ],
      (i) => [change('constants', { values: { LIMIT: String(i) } }), change('settings', { value: i })],
      (i) => [change('processes', { host: { max_processes: 100 + i } })],
      (i) => [
        {
          type: 'create',
          entry: { id: `app:new${i}`, kind: 'function.lua', meta: {}, data: { source: 'return 1' } },
        },
      ],
    ];
    for (let i = 0; i < CHANGES; i++) {
      const applied = registry.apply(ways[i % ways.length]?.(i) ?? [], { author: 'test' });
      // What is asked for while the change is prepared is under way when it comes into force.
      await house.pass(1);
      await applied;
    }
    assert.equal(registry.version.id, CHANGES);
    const main = processes.lookup('main');
    assert.ok(main !== undefined);
    processes.send('', main, 'end', []);
    const exit = await house.until(running);
    assert.equal(exit.type, 'normal');
    const counts = toData(exit.type === 'normal' ? exit.value : undefined) as Record<string, number>;
    const { calls = 0, failed, sent = 0, wrong, echoed } = counts;
    assert.deepEqual({ failed, wrong, echoed }, { failed: 0, wrong: 0, echoed: sent });
    assert.ok(calls > CHANGES && sent > CHANGES, `${calls} calls, ${sent} messages`);
  });
}
