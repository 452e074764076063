/** Rules of durable processes, each tried where it could break: D5, D7, D8, D12, K2. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entries, Lives, pidOf, starting } from './lives.ts';

const spawned = starting('process.spawn("app:flow", "app:durable")');

test('D5: a message of a plain process is stored when send returns', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': spawned,
    'src/flow.lua': 'return { main = function() return process.inbox():receive():payload():data() end }',
  };
  const pid = await pidOf(await lives.start(files));
  const send = `return { main = function() return process.send("${pid}", "note", { text = "kept" }) end }`;
  lives.house?.crash();
  const house = await lives.start({ ...files, 'src/start.lua': send });
  const stored = () => lives.store.process(pid)?.inputs.length;
  assert.equal(await pidOf(house), 'true');
  house.crash();
  assert.ok(stored() === 1 || lives.store.exit(pid) !== undefined);
  await lives.start(files);
  assert.deepEqual(await lives.result(pid), { text: 'kept' });
});

test('D5: who watches a process that ends before it has learnt of that is told of an end', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace('name: start,', 'name: start, modules: [time],'),
    'src/start.lua': `return { main = function()
      local time = require("time")
      -- Both are due in the same instant, this one first: the watch is on its way to the store when the process ends.
      local mine = time.after("10ms")
      local pid = assert(process.spawn("app:flow", "app:durable"))
      mine:receive()
      local watched, err = process.monitor(pid)
      if not watched then return err:kind() end
      local late = time.after("1m")
      local got = channel.select({ process.events():case_receive(), late:case_receive() })
      return got.channel ~= late and got.value.kind
    end }`,
    'src/flow.lua': 'return { main = function() time.sleep("10ms") end }',
  });
  const told = await pidOf(house);
  assert.ok(['pid.exit', 'NotFound'].includes(told), told);
});

test('D7: a result whose waiter is gone is consumed and dropped', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': `${entries}
  - {name: slow, kind: function.lua, source: 'return function() time.sleep("2s") return "late" end', modules: [time]}`,
    'src/start.lua': spawned,
    'src/flow.lua': `return { main = function()
      local future = funcs.async("app:slow")
      time.sleep("1s")
      future:cancel()
      time.sleep("5s")
      return process.inbox():receive():topic()
    end }`,
  });
  const pid = await pidOf(house);
  await house.pass(8000);
  assert.deepEqual(lives.store.process(pid)?.inputs, []);
  await house.until(
    house.node.durability.engine?.administration.tell(pid, 'go on', []) ?? Promise.reject(new Error('none')),
  );
  assert.equal(await lives.result(pid), 'go on');
});

test('D8: a call under way when the node is lost is made again with the same key, and its result taken once', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/_index.yaml': `${entries}
  - {name: pay, kind: function.lua, source: file://pay.lua, modules: [time, ctx, logger]}`,
    'src/pay.lua': `return function(amount)
      local key = require("ctx").get("idempotency_key")
      require("logger"):info("pays " .. key)
      require("time").sleep("10s")
      return amount
    end`,
    'src/start.lua': spawned,
    'src/flow.lua': `return { main = function()
      local sum = 0
      for amount = 1, 2 do sum = sum + funcs.call("app:pay", amount) end
      return sum
    end }`,
  };
  const keys: string[] = [];
  const life = async () => {
    const house = await lives.start(files);
    return {
      house,
      end: () => {
        keys.push(...house.logged('app:pay'));
        house.crash();
      },
    };
  };
  const first = await life();
  const pid = await pidOf(first.house);
  await first.house.pass(5000);
  first.end();
  const second = await life();
  await second.house.pass(15_000);
  second.end();
  const third = await life();
  assert.equal(await lives.result(pid), 3);
  third.end();
  const [one, again, two, twice, ...more] = keys;
  assert.deepEqual([again, twice, more], [one, two, []]);
  assert.notEqual(one, two);
});

test('D12: what became due while no node ran comes in its order, each once', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': spawned,
    'src/flow.lua': `return { main = function()
      local seen = {}
      local done = channel.new(3)
      for _, span in ipairs({ 30, 10, 20 }) do
        coroutine.spawn(function()
          time.sleep(span .. "s")
          seen[#seen + 1] = span
          done:send(true)
        end)
      end
      for _ = 1, 3 do done:receive() end
      return seen
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(1000);
  house.crash();
  lives.clock.advance(3_600_000);
  await lives.start(files);
  assert.deepEqual(await lives.result(pid), [10, 20, 30]);
});

test('K2: a state that is too large ends its process, which cannot catch it, and nothing of the step has left', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace(
      'kind: durable.host, life',
      'kind: durable.host, max_state: 20KB, life',
    ),
    'src/start.lua': spawned,
    'src/flow.lua': `return { main = function()
      pcall(function()
        local all = {}
        for i = 1, 3000 do all[i] = "line " .. i end
        require("logger"):info("large")
        funcs.call("app:act", 1)
        require("logger"):info("never " .. #all)
      end)
      return "caught"
    end }`,
  });
  const pid = await pidOf(house);
  const { failed } = (await lives.result(pid)) as { failed: string };
  assert.match(failed, /^the state of a process has \d+ bytes; 20480 are allowed$/);
  assert.deepEqual(house.logged('app:flow'), ['large']);
});

test('K2: a result that is too large is an error of its process: who waits is told, or it is held', async (context) => {
  const lives = new Lives(context);
  const files = (size: number) => ({
    'src/_index.yaml': entries.replaceAll('kind: durable.host,', 'kind: durable.host, max_state: 20KB,'),
    'src/start.lua': `return { main = function(host)
      local pid = assert(process.spawn_monitored("app:flow", host))
      return { pid, host == "app:durable" and process.events():receive().result.error:message() }
    end }`,
    'src/flow.lua': `return { main = function()
      time.sleep("1s")
      return { string.rep("x", ${size}) }
    end }`,
  });
  const house = await lives.start(files(30_000));
  const { value } = await house.run('app:start', 'app:durable');
  assert.match(
    String((value as string[])[1]),
    /^the result of a process has 30\d+ bytes; 20480 are allowed$/,
  );
  const held = await house.run('app:start', 'app:careful');
  await house.pass(2000);
  const pid = (held.value as string[])[0] ?? '';
  const line = lives.store.line(pid);
  assert.deepEqual([line?.state, line?.problem.slice(0, 23)], ['held', 'the result of a process']);
  house.crash();
  const next = await lives.start(files(10));
  await next.until(next.node.durability.engine?.administration.upgrade(pid, {}) ?? Promise.reject());
  assert.deepEqual(await lives.result(pid), ['xxxxxxxxxx']);
});

test('a node ends in time when the store does not answer, and what it had not taken is done again', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': spawned,
    'src/flow.lua': `return { main = function()
      time.sleep("1s")
      require("logger"):info("did it")
      return "done"
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  lives.cut();
  await house.pass(2000);
  await house.shutdown();
  assert.ok(house.logged().some((line) => line.startsWith('a store of durable processes does not answer')));
  const later = await lives.start(files);
  assert.equal(await lives.result(pid), 'done');
  assert.deepEqual([house.logged('app:flow'), later.logged('app:flow')], [['did it'], ['did it']]);
});

test('a message that is too large is refused, whoever sends it, and its sender goes on', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace('kind: durable.host,', 'kind: durable.host, max_payload: 1KB,'),
    'src/start.lua': `return { main = function()
      local pid = assert(process.spawn("app:flow", "app:durable"))
      local sent, err = process.send(pid, "note", string.rep("x", 2000))
      if sent or not err:message():find("a message has 20%d%d bytes; 1024 are allowed") then return "sent" end
      return pid
    end }`,
    'src/flow.lua': `return { main = function()
      local sent, err = process.send(process.pid(), "note", string.rep("x", 2000))
      assert(process.send(process.pid(), "note", "short"))
      return { sent == nil, err:kind(), process.inbox():receive():payload():data() }
    end }`,
  });
  assert.deepEqual(await lives.result(await pidOf(house)), [true, 'Invalid', 'short']);
});

test('a workflow that is to be called, and a change, must have a name', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local _, none = workflow.exec("")
      local _, unnamed = workflow.version("", 1, 2)
      return { tostring(none), tostring(unnamed) }
    end }`,
  });
  const pid = await pidOf(house);
  assert.deepEqual(await lives.result(pid), [
    'the workflow must not be empty',
    'the name of the change must not be empty',
  ]);
});
