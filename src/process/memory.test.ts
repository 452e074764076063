import assert from 'node:assert/strict';
import { test } from 'node:test';
import { host } from '#lua';
import { type Heap, smallHeap } from './heap.ts';
import { limitsOf } from './limits.ts';
import type { NodeOptions } from './node.ts';
import { drive, exitOf, makeWorld, resultOf, type World } from './world.testing.ts';

const megabyte = 2 ** 20;

/** A heap that seems to grow by a megabyte between any two looks, so that sizes are taken often. */
function growingHeap(): Heap {
  let allocated = 0;
  return {
    allocated: () => {
      allocated += megabyte;
      return allocated;
    },
    used: () => Number.MAX_SAFE_INTEGER / 2,
    limit: () => Number.MAX_SAFE_INTEGER,
  };
}

function smallWorld(options: Partial<NodeOptions> = {}): World {
  const world = makeWorld({ heap: growingHeap(), ...options });
  world.node.addHost('app:host', { limits: { memory: 2 * megabyte } });
  return world;
}

const tooMuch = /^memory limit exceeded: app:main\d+ holds more than 2 MB$/;

async function isKilled(body: string): Promise<void> {
  const exit = await exitOf(smallWorld(), body);
  assert.equal(exit.type, 'killed');
  if (exit.type !== 'killed') return;
  assert.match(exit.error.message, tooMuch);
  assert.equal(exit.error.kind, 'Internal');
  assert.equal(exit.error.retryable, false);
}

test('Me3: a process over its limit ends, and no pcall takes that', async () => {
  await isKilled('pcall(function() local t = {} while true do t[#t + 1] = {} end end) return "caught"');
  await isKilled('local t = {} while true do t = {t} pcall(error, t) end');
});

test('Me3: closures, coroutines, channels and texts are memory too', async () => {
  await isKilled('local t = {} while true do local n = #t t[n + 1] = function() return n end end');
  await isKilled(
    `local t = {} while true do
       local c = coroutine.create(function() coroutine.yield() end) coroutine.resume(c) t[#t + 1] = c
     end`,
  );
  await isKilled('local c = channel.new(1000000) while true do c:send({}) end');
  await isKilled('local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end');
  await isKilled('while true do coroutine.spawn(function() channel.new(0):receive() end) end');
});

test('Me4: while the heap is small nobody asks what a process allocates, unless it may have less than that', async () => {
  let asked = 0;
  const heap = {
    ...growingHeap(),
    allocated: () => ++asked * megabyte,
    used: () => megabyte,
    small: 3 * megabyte,
  };
  const world = makeWorld({ heap });
  world.node.addHost('app:host', { limits: { memory: 4 * megabyte } });
  assert.equal(await resultOf(world, 'for i = 1, 200000 do end return 1'), 1);
  assert.equal(asked, 0);
  world.node.addHost('app:host', { limits: { memory: 2 * megabyte } });
  assert.equal(await resultOf(world, 'for i = 1, 200000 do end return 1'), 1);
  assert.notEqual(asked, 0);
});

test('a heap is small up to three quarters of the limit that was given, or an eighth of the memory', () => {
  assert.equal(smallHeap([], undefined), 96 * megabyte);
  assert.equal(smallHeap(['--max-old-space-size=64'], undefined), 48 * megabyte);
  assert.equal(smallHeap(['--max-old-space-size=4096'], undefined), 96 * megabyte);
  assert.equal(smallHeap([], 256 * megabyte), 32 * megabyte);
});

test('Me2: what is dropped again is no memory', async () => {
  const world = smallWorld();
  const body = 'local n = 0 for i = 1, 200000 do local t = {i, i} n = n + #t end return n';
  assert.equal(await resultOf(world, body), 400_000);
});

test('Me2: a process that is measured gets what comes meanwhile', async () => {
  const world = smallWorld();
  world.programs.add(
    'app:works',
    `return function(to)
       local kept = {}
       for i = 1, 5000 do kept[i] = {i} end
       for round = 1, 20 do
         for i = 1, 1000 do kept[i] = {i} end
         process.send(to, "done", (process.inbox():receive():payload():data()))
       end
     end`,
  );
  const body = `local pid = process.spawn("app:works", "app:host", process.pid())
    local sum = 0
    for i = 1, 20 do
      process.send(pid, "n", i)
      sum = sum + process.inbox():receive():payload():data()
    end
    return sum`;
  assert.equal(await resultOf(world, body), 210);
});

test('a process that dies of its memory takes nobody with it', async () => {
  const world = smallWorld();
  world.programs.add('app:hog', 'return function() local t = {} while true do t[#t + 1] = {} end end');
  const body = `process.spawn_monitored("app:hog", "app:host")
    local pid = process.spawn_monitored("app:hog", "app:host")
    local e = process.events():receive()
    return e.result.error:kind()`;
  assert.equal(await resultOf(world, body), 'Internal');
  assert.equal((await drive(world, world.node.processes())).length, 0);
});

test('a call over its limit is an error of its caller', async () => {
  const world = makeWorld({ heap: growingHeap() });
  const program = world.programs.add(
    'app:f',
    'return function() local t = {} while true do t[#t + 1] = {} end end',
  );
  Object.assign(program, { limits: { memory: megabyte } });
  const body = `local v, err = funcs.call("app:f") return {v == nil, err:kind(), err:message()}`;
  assert.deepEqual(await resultOf(world, body), [
    true,
    'Internal',
    'memory limit exceeded: app:f holds more than 1 MB',
  ]);
});

test('what is larger than what is left is refused before it is made', async () => {
  const world = smallWorld();
  const refused = (body: string) => `refused(function() ${body} end)`;
  const body = `local function refused(f) local ok, e = pcall(f) return not ok and contains(e, "not enough memory") end
    return {
    ${refused('("x"):rep(3 * 2 ^ 20)')},
    ${refused('local s = ("x"):rep(2 ^ 20) for i = 1, 3 do s = s .. s end')},
    ${refused('local t = {} for i = 1, 3 do t[i] = ("x"):rep(2 ^ 20) end table.concat(t)')},
  }`;
  assert.deepEqual(await resultOf(world, body), [true, true, true]);
});

test('an entry asks for less than its host grants, never for more', () => {
  const limits = (entry: number | undefined, host: number | undefined) =>
    limitsOf({ memory: entry }, { memory: host }).memory;
  assert.equal(limits(undefined, undefined), 128 * megabyte);
  assert.equal(limits(5, undefined), 5);
  assert.equal(limits(5, 7), 5);
  assert.equal(limits(9, 7), 7);
  assert.equal(limits(0, 7), 7);
  assert.equal(limits(0, undefined), Number.POSITIVE_INFINITY);
  assert.equal(limitsOf({ mailbox: 10 }, undefined).hardMailbox, 10);
  assert.equal(limitsOf({ mailbox: 10 }, undefined).softMailbox, 10);
});

test('M2: a mailbox may hold half of the memory of its process, in bytes', async () => {
  const world = smallWorld();
  world.programs.add('app:sleeps', 'return function() clock.sleep(100000) end');
  const body = `local pid = process.spawn("app:sleeps", "app:host")
    for i = 1, 1000 do
      local ok, err = process.send(pid, "t", {text = ("x"):rep(50000) .. i})
      if not ok then return {i > 20, i < 40, err:kind(), err:retryable()} end
    end`;
  assert.deepEqual(await resultOf(world, body), [true, true, 'RateLimited', true]);
});

test('M2: what was received again makes room', async () => {
  const world = smallWorld();
  world.programs.add(
    'app:reads',
    `return function(to)
       for i = 1, 300 do process.inbox():receive() end
       process.send(to, "all")
     end`,
  );
  const body = `local pid = process.spawn("app:reads", "app:host", process.pid())
    local sent = 0
    while sent < 300 do
      if process.send(pid, "t", {text = ("x"):rep(50000) .. sent}) then sent = sent + 1 else clock.sleep(1) end
    end
    return process.inbox():receive():topic()`;
  assert.equal(await resultOf(world, body), 'all');
});

test('Me5: when the heap is nearly full nothing new begins, and what runs goes on', async () => {
  let used = 0;
  const heap = { allocated: () => 0, used: () => used, limit: () => 1000 };
  const world = makeWorld({ heap });
  world.programs.add('app:f', 'return function() return "ran" end');
  const fill = host('fill', (_, bytes) => {
    used = Number(bytes);
    return undefined;
  });
  world.programs.modules.fill = fill;
  const body = `local function kind(v, err) return err and err:kind() or v end
    local before = kind(process.exec("app:f", "app:host"))
    fill(801)
    local function try(f, ...) for i = 1, 100 do local k = kind(f(...)) if k == "RateLimited" then return k end end end
    local spawned = try(process.exec, "app:f", "app:host")
    local called = try(funcs.call, "app:f")
    fill(100)
    return {before, spawned, called, kind(funcs.call("app:f"))}`;
  assert.deepEqual(await resultOf(world, body), ['ran', 'RateLimited', 'RateLimited', 'ran']);
});
