/** Durable processes that have nothing to do for a while are in the store alone, and nobody can tell. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { House } from './house.ts';
import { entries, Lives, pidOf, starting } from './lives.ts';

const drowsy = entries.replace(
  '{name: durable, kind: durable.host,',
  '{name: durable, kind: durable.host, hibernate_after: 10s,',
);

const YEAR = 365 * 24 * 3_600_000;

async function inMemory(house: House): Promise<string[]> {
  const all = await house.node.processes.processes();
  return all.filter(({ host }) => host === 'app:durable').map(({ pid }) => pid);
}

test('Sl1, Sl2: a process that rests is read again for a message, and for its timer when that is due', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': drowsy,
    'src/start.lua': starting('process.with_options({}):with_name("n"):spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local notes, timer = process.listen("note"), time.after("10m")
      local first = notes:receive()
      local got = channel.select({ notes:case_receive(), timer:case_receive() })
      local isTimer = got.channel == timer
      time.sleep("1h")
      return { first, isTimer, sums.made, process.registry.lookup("n") == process.pid() }
    end }`,
  });
  const pid = await pidOf(house);
  await house.pass(9000);
  assert.deepEqual(await inMemory(house), [pid]);
  await house.pass(15_000);
  assert.deepEqual(await inMemory(house), []);
  house.node.processes.send('', pid, 'note', ['hello']);
  await house.pass(1000);
  assert.deepEqual(await inMemory(house), [pid]);
  await house.pass(9 * 60_000);
  assert.deepEqual(await inMemory(house), []);
  await house.pass(60_000);
  assert.equal(lives.store.process(pid)?.state, 'running');
  await house.pass(59 * 60_000);
  assert.equal(lives.store.exit(pid), undefined);
  await house.pass(60_000);
  assert.deepEqual(await lives.result(pid), ['hello', true, 0, true]);
});

test('Sl7: a process is read shortly before its moment, and goes on when it comes; one that rests for less than that stays', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': drowsy.replace('hibernate_after: 10s', 'hibernate_after: 0s'),
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local begun = time.now()
      time.sleep("1m")
      local first = time.now():sub(begun):milliseconds()
      time.sleep("8ms")
      return { first, time.now():sub(begun):milliseconds() }
    end }`,
  });
  const pid = await pidOf(house);
  await house.pass(59_980);
  assert.deepEqual(await inMemory(house), []);
  await house.pass(15);
  assert.deepEqual(await inMemory(house), [pid]);
  await house.pass(6);
  assert.deepEqual(await inMemory(house), [pid]);
  await house.pass(20);
  assert.deepEqual(await lives.result(pid), [60_000, 60_008]);
});

test('Sl5: a process that sleeps for years is read when the clock on the wall says so, also after a restart', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/_index.yaml': drowsy,
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': 'return { main = function() time.sleep("87600h") return time.now():format("2006") end }',
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(60_000);
  assert.deepEqual(await inMemory(house), []);
  lives.clock.set(5 * YEAR);
  await house.pass(60 * 60_000);
  house.crash();
  lives.clock.set(4 * YEAR);
  const later = await lives.start(files);
  await later.pass(60 * 60_000);
  assert.equal(lives.store.exit(pid), undefined);
  lives.clock.set(YEAR);
  await later.pass(3 * 60_000);
  assert.equal(await lives.result(pid), '2039');
});

test('Sl6: a clock that is set back puts nothing off, neither for those that sleep nor for those that a start left unread', async (context) => {
  const lives = new Lives(context);
  const starts = (options: string) =>
    starting(`process.with_options({ ${options} }):spawn("app:flow", "app:durable")`);
  const files = {
    'src/_index.yaml': drowsy,
    'src/start.lua': starts(''),
    'src/flow.lua':
      'return { main = function() process.listen("note") time.sleep("10m") return "slept" end }',
  };
  const house = await lives.start(files);
  const first = await pidOf(house);
  await house.pass(60_000);
  assert.deepEqual(await inMemory(house), []);
  lives.clock.set(-5 * 3_600_000);
  await house.pass(60_000);
  // It is read for a message that nobody takes, and sleeps again.
  house.node.processes.send('', first, 'note', ['hello']);
  await house.pass(60_000);
  await house.pass(6 * 60_000 - 100);
  assert.equal(lives.store.exit(first), undefined);
  await house.pass(60_000);
  assert.equal(await lives.result(first), 'slept');

  const second = await pidOf(house);
  await house.pass(60_000);
  house.crash();
  const limited = '["workflow.run_timeout"] = "5m"';
  const later = await lives.start({ ...files, 'src/start.lua': starts(limited) });
  const third = await pidOf(later);
  await later.pass(60_000);
  assert.deepEqual(await inMemory(later), []);
  lives.clock.set(-5 * 3_600_000);
  await later.pass(4 * 60_000);
  assert.deepEqual(await lives.result(third), { failed: 'the workflow took longer than it may' });
  await later.pass(4 * 60_000 - 1000);
  assert.equal(lives.store.exit(second), undefined);
  await later.pass(1000);
  assert.equal(await lives.result(second), 'slept');
});

test('a parent sleeps while it waits for the end of its child, and the child while it waits', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': drowsy,
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function(n)
      if n then time.sleep("1h") return n + 1 end
      return assert(process.exec("app:flow", "app:durable", 1))
    end }`,
  });
  const pid = await pidOf(house);
  await house.pass(60_000);
  assert.deepEqual(await inMemory(house), []);
  await house.pass(60 * 60_000);
  assert.equal(await lives.result(pid), 2);
});

test('Sl3: who watches a process that is not durable sleeps, and is told of its end', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': drowsy,
    'src/plain.lua': 'return { main = function() require("time").sleep("1h") return "done" end }',
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local events = process.events()
      assert(process.spawn_monitored("app:plain", "app:processes"))
      local exit = events:receive()
      return { exit.result.value, tostring(exit.result.error) }
    end }`,
  });
  const pid = await pidOf(house);
  await house.pass(60_000);
  assert.deepEqual(await inMemory(house), []);
  await house.pass(60 * 60_000);
  assert.deepEqual(await lives.result(pid), ['done', 'nil']);
});

test('a call that is under way keeps its process in memory', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': `${drowsy}
  - {name: slow, kind: function.lua, source: 'return function() require("time").sleep("1h") return 1 end', modules: [time]}`,
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': 'return { main = function() return assert(funcs.call("app:slow")) end }',
  });
  const pid = await pidOf(house);
  await house.pass(60_000);
  assert.deepEqual(await inMemory(house), [pid]);
});

test('one that sleeps makes room for another of its name, when the start says so', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': drowsy,
    'src/start.lua': starting(
      'process.with_options({ ["workflow.id"] = "order", ["workflow.id_conflict_policy"] = "terminate_existing" }):spawn("app:flow", "app:durable")',
    ),
    'src/flow.lua': 'return { main = function() return (process.listen("note"):receive()) end }',
  });
  const first = await pidOf(house);
  await house.pass(60_000);
  assert.deepEqual(await inMemory(house), []);
  const second = await pidOf(house);
  assert.notEqual(second, first);
  await house.pass(100);
  assert.deepEqual(
    [lives.store.process(first)?.state, lives.store.process(second)?.state],
    ['failed', 'running'],
  );
});

test('Sl4: a node that starts leaves those unread that have nothing to do yet, and they wake as they would have', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua':
      'return { main = function(how) return assert(process.spawn("app:flow", "app:durable", how)) end }',
    'src/flow.lua': `return { main = function(how)
      local notes, events = process.listen("note"), process.events()
      if how == "timer" then time.sleep("2h") return "slept" end
      if how == "late" then time.sleep("10m") return "was late" end
      if how == "note" then return (notes:receive()) end
      if how == "child" then return assert(process.exec("app:flow", "app:durable", "timer")) end
      assert(process.spawn_monitored("app:plain", "app:processes"))
      return tostring(events:receive().result.error)
    end }`,
    'src/plain.lua': 'return { main = function() require("time").sleep("9h") end }',
  };
  const house = await lives.start(files);
  const pids: Record<string, string> = {};
  for (const how of ['timer', 'late', 'note', 'child', 'tied']) pids[how] = await pidOf(house, how);
  await house.pass(1000);
  lives.cut();
  await lives.clock.advance(60 * 60_000);

  const next = await lives.start({ ...files, 'src/start.lua': 'return { main = function() end }' });
  await next.pass(500);
  // The time of one has come, and another one is told that its child was lost.
  assert.deepEqual(await inMemory(next), []);
  assert.equal(await lives.result(pids.late ?? ''), 'was late');
  assert.match(String(await lives.result(pids.tied ?? '')), /its node was restarted/);
  next.node.processes.send('', pids.note ?? '', 'note', ['hello']);
  assert.equal(await lives.result(pids.note ?? ''), 'hello');
  assert.equal(lives.store.exit(pids.timer ?? ''), undefined);
  await next.pass(60 * 60_000);
  assert.equal(await lives.result(pids.timer ?? ''), 'slept');
  assert.equal(await lives.result(pids.child ?? ''), 'slept');
});
