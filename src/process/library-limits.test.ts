import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GivenLimits, limitsOf } from './limits.ts';
import { makeWorld, resultOf, type World } from './world.testing.ts';

function boundedWorld(limits: GivenLimits): World {
  const world = makeWorld();
  world.node.addHost('app:host', { limits });
  return world;
}

const refused = (what: string) => `local ok, err = pcall(function() ${what} end) return tostring(err)`;

test('a text that is longer than its process may make is refused before it is made, however it is made', async () => {
  const world = boundedWorld({ text: 50_000 });
  const message = (what: string) => resultOf(world, refused(what));
  assert.match(String(await message('return ("x"):rep(50001)')), /resulting string too large$/);
  assert.match(
    String(await message('local a = ("x"):rep(30000) return a .. a')),
    /the resulting string is too large$/,
  );
  assert.match(
    String(await message('return (("x"):rep(40000):gsub("x", "xy"))')),
    /resulting string too large$/,
  );
  assert.match(
    String(await message('local a = ("x"):rep(30000) return table.concat({a, a})')),
    /resulting string too large$/,
  );
  assert.equal(await resultOf(world, 'return #("x"):rep(50000)'), 50_000);
});

test('a search that takes more steps than its process may take is an error', async () => {
  const search = 'return (("a"):rep(300):find(".-.-.-b"))';
  assert.match(
    String(await resultOf(boundedWorld({ search: 100_000 }), refused(search))),
    /pattern too complex$/,
  );
  assert.equal(await resultOf(boundedWorld({ search: 0 }), search), undefined);
});

test('each process has its own limits, whoever ran before it', async () => {
  const world = boundedWorld({ text: 20_000 });
  const program = world.programs.add('app:f', 'return function(n) return #("x"):rep(n) end');
  Object.assign(program, { limits: { text: 18_000 } });
  const body = `local _, err = funcs.call("app:f", 19000)
    return { #("x"):rep(19000), funcs.call("app:f", 17000), err:message():match("resulting string too large") ~= nil }`;
  assert.deepEqual(await resultOf(world, body), [19_000, 17_000, true]);
});

test('an entry asks for less than its host grants, and for texts of 256 MB at most', () => {
  const text = (entry: number | undefined, host: number | undefined) =>
    limitsOf({ text: entry }, { text: host }).text;
  assert.deepEqual([text(10, 20), text(30, 20), text(0, 20)], [10, 20, 20]);
  assert.deepEqual(
    [text(0, undefined), text(2 ** 40, 0), text(undefined, undefined)],
    [2 ** 28, 2 ** 28, 2 ** 28],
  );
});
