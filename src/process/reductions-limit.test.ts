import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitsOf } from './limits.ts';
import { exitOf, makeWorld, resultOf, type World } from './world.testing.ts';

function boundedWorld(reductions: number): World {
  const world = makeWorld();
  world.node.addHost('app:host', { limits: { reductions } });
  return world;
}

async function isKilled(body: string): Promise<void> {
  const exit = await exitOf(boundedWorld(50_000), body);
  assert.equal(exit.type, 'killed');
  if (exit.type !== 'killed') return;
  assert.match(
    exit.error.message,
    /^reductions limit exceeded: app:main\d+ has used more than 50000 reductions$/,
  );
  assert.equal(exit.error.kind, 'Internal');
  assert.equal(exit.error.retryable, false);
}

test('Rl1: a process that computes for ever ends, and no pcall takes that', async () => {
  await isKilled('while true do end');
  await isKilled('while true do pcall(function() while true do end end) end');
  await isKilled('local t = setmetatable({}, {__index = function(t, k) return t[k + 1] end}) return t[1]');
  await isKilled('coroutine.spawn(function() while true do end end) channel.new(0):receive()');
});

test('what stays below its limit, and what has none, comes to its end', async () => {
  assert.equal(await resultOf(boundedWorld(50_000), 'for i = 1, 30000 do end return 1'), 1);
  assert.equal(await resultOf(boundedWorld(0), 'for i = 1, 300000 do end return 1'), 1);
});

test('a call over its limit is an error of its caller, and each call has its own', async () => {
  const world = makeWorld();
  const program = world.programs.add('app:f', 'return function(n) for i = 1, n do end return n end');
  Object.assign(program, { limits: { reductions: 50_000 } });
  const body = `for _ = 1, 5 do assert(funcs.call("app:f", 30000) == 30000) end
    local v, err = funcs.call("app:f", 1e9) return {v == nil, err:kind(), err:message()}`;
  assert.deepEqual(await resultOf(world, body), [
    true,
    'Internal',
    'reductions limit exceeded: app:f has used more than 50000 reductions',
  ]);
});

test('an entry asks for fewer than its host grants, never for more; 0 is without limit', () => {
  const reductions = (entry: number | undefined, host: number | undefined) =>
    limitsOf({ reductions: entry }, { reductions: host }).reductions;
  assert.equal(reductions(10, 20), 10);
  assert.equal(reductions(30, 20), 20);
  assert.equal(reductions(0, 20), 20);
  assert.equal(reductions(10, undefined), 10);
  assert.equal(reductions(0, undefined), Number.POSITIVE_INFINITY);
  assert.equal(reductions(undefined, undefined), Number.POSITIVE_INFINITY);
});
