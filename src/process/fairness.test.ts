import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '#testing';
import { drive, inBothSettings, makeWorld, resultOf } from './world.testing.ts';

test('Sc3: however many processes are woken, one turn of the loop is asked for', () => {
  const { node, loop, programs } = makeWorld();
  const asked: (() => void)[] = [];
  const other = makeWorld({ defer: (run) => asked.push(run) });
  other.programs.add('app:waits', 'return function() process.inbox():receive() end');
  const program = other.programs.process('app:waits');
  assert.ok(program);
  for (let i = 0; i < 100; i++) void other.node.spawn(program, 'app:host', []);
  assert.equal(asked.length, 1);
  assert.ok(node && loop && programs);
});

test('M4: of processes that begin and end only a few run before the clock is looked at', () => {
  /** Five milliseconds pass before each look. */
  class HastyClock extends VirtualClock {
    #now = 0;
    override monotonic(): number {
      this.#now += 5;
      return this.#now;
    }
  }
  const asked: (() => void)[] = [];
  const { node, programs } = makeWorld({ clock: new HastyClock(), defer: (run) => asked.push(run) });
  const program = programs.add('app:ends', 'return function() end');
  for (let i = 0; i < 100; i++) void node.spawn(program, 'app:host', []);
  let turns = 0;
  for (let run = asked.shift(); run !== undefined; run = asked.shift()) {
    run();
    turns++;
  }
  assert.ok(turns > 20, `${turns} turns`);
});

test('M4: those whose slice ran out get their share beside woken ones that never rest', async () => {
  const world = makeWorld();
  world.programs.add(
    'app:pong',
    'return function() local i = process.inbox() while true do process.send(i:receive():from(), "p") end end',
  );
  world.programs.add(
    'app:ping',
    `return function(pong) local i = process.inbox() while true do process.send(pong, "p") i:receive() end end`,
  );
  world.programs.add(
    'app:works',
    'return function() local n = 0 for i = 1, 300000 do n = n + i end return n end',
  );
  const value = await resultOf(
    world,
    `for i = 1, 3 do process.spawn("app:ping", "app:host", (process.spawn("app:pong", "app:host"))) end
     return process.exec("app:works", "app:host")`,
  );
  assert.equal(value, 45000150000);
});

inBothSettings('M5: an endless loop beside it does not keep a process from its ticks', async (world) => {
  world.programs.add('app:loops', 'return function() while true do end end');
  const value = await resultOf(
    world,
    `for i = 1, 4 do process.spawn("app:loops", "app:host") end
     local latest = 0
     for i = 1, 20 do
       local began = clock.now()
       clock.sleep(10)
       latest = math_max(latest, clock.now() - began)
     end
     return latest < 20`.replaceAll(
      'math_max(latest, clock.now() - began)',
      '(clock.now() - began > latest) and clock.now() - began or latest',
    ),
  );
  assert.equal(value, true);
});

test('coroutines of one process and processes of one scheduler share it', async () => {
  const world = makeWorld();
  world.programs.add(
    'app:many',
    `return function() for i = 1, 50 do coroutine.spawn(function() while true do end end) end process.inbox():receive() end`,
  );
  const value = await resultOf(
    world,
    `process.spawn("app:many", "app:host")
     local n = 0
     for i = 1, 20000 do n = n + 1 end
     return n`,
  );
  assert.equal(value, 20000);
  assert.ok(world.clock.monotonic() < 100);
});

inBothSettings('M2: a flood is slowed, and at the hard limit refused as RateLimited', async (world) => {
  world.programs.add('app:sleeps', 'return function() clock.sleep(100000) end');
  const value = await resultOf(
    world,
    `local pid = process.spawn("app:sleeps", "app:host")
     for i = 1, 200000 do
       local ok, err = process.send(pid, "t", i)
       if not ok then return {i > 90000, err:kind(), err:retryable()} end
     end
     return "never refused"`,
  );
  assert.deepEqual(value, [true, 'RateLimited', true]);
});

inBothSettings('M3: events reach a process whose mailbox is full', async (world) => {
  world.programs.add('app:child', 'return function() process.inbox():receive() end');
  world.programs.add(
    'app:floods',
    `return function(to) for i = 1, 100000 do if not process.send(to, "t", i) then return end end end`,
  );
  const value = await resultOf(
    world,
    `local child = process.spawn_monitored("app:child", "app:host")
     process.exec("app:floods", "app:host", process.pid())
     process.terminate(child)
     local e = process.events():receive()
     while e.from ~= child do e = process.events():receive() end
     return e.kind`,
  );
  assert.equal(value, 'pid.exit');
});

inBothSettings('M1: a send answers before the receiver has run', async (world) => {
  world.programs.add(
    'app:child',
    'return function(to) process.inbox():receive() process.send(to, "got") end',
  );
  const value = await resultOf(
    world,
    `local pid = process.spawn("app:child", "app:host", process.pid())
     local ok = process.send(pid, "t")
     local r = channel.select{process.inbox():case_receive(), default = true}
     return {ok, r.default, process.inbox():receive():topic()}`,
  );
  assert.deepEqual(value, [true, true, 'got']);
});

inBothSettings('a crash, an endless loop and endless recursion disturb no other', async (world) => {
  world.programs.add('app:loops', 'return function() while true do end end');
  world.programs.add(
    'app:recurses',
    'return function() local function f() return 1 + f() end return f() end',
  );
  world.programs.add('app:crashes', 'return function() error("x") end');
  world.programs.add('app:echo', 'return function(v) return v end');
  const value = await resultOf(
    world,
    `for _, id in ipairs{"app:loops", "app:recurses", "app:crashes"} do process.spawn(id, "app:host") end
     local sum = 0
     for i = 1, 50 do sum = sum + process.exec("app:echo", "app:host", i) end
     return sum`,
  );
  assert.equal(value, 1275);
  for (const info of await drive(world, world.node.processes())) world.node.terminate(info.pid);
});
