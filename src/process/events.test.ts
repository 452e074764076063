import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matcher } from './event-pattern.ts';
import { inAllSettings, inBothSettings, resultOf, runs } from './world.testing.ts';

runs(
  '128: send needs system, kind and path',
  `local bad = 0
   for _, args in ipairs{{"", "k", "p"}, {"s", "", "p"}, {"s", "k", ""}, {"s", "k"}} do
     local ok, err = events.send(args[1], args[2], args[3])
     if ok == nil and err:kind() == "Invalid" then bad = bad + 1 end
   end
   local none, err = events.subscribe("")
   return {bad, events.send("s", "k", "p"), none == nil, err:kind()}`,
  [4, true, true, 'Invalid'],
);

runs(
  '129, 130: a subscriber gets the matching events as tables',
  `local sub = events.subscribe("test.*", "made")
   events.send("other.x", "made", "/no")
   events.send("test.x", "lost", "/no")
   events.send("test.x", "made", "/a", {n = {1}})
   events.send("test.y", "made", "/b")
   local a, b = sub:channel():receive(), sub:channel():receive()
   return {a.system, a.kind, a.path, a.data.n[1], b.path, b.data == nil, sub:channel() == sub:channel()}`,
  ['test.x', 'made', '/a', 1, '/b', true, true],
);

runs(
  '131: close ends the channel, and sending to nobody is fine',
  `local sub = events.subscribe("s")
   events.send("s", "k", "p", 1)
   local closed = sub:close()
   events.send("s", "k", "p", 2)
   local v, ok = sub:channel():receive()
   local _, over = sub:channel():receive()
   return {closed, v.data, ok, over, sub:close()}`,
  [true, 1, true, false, true],
);

inAllSettings(
  'Eb2, Eb3, 131: every subscriber of the node gets every event, each its own copy',
  async (world) => {
    world.programs.add(
      'app:watches',
      `return function(to)
       local sub = events.subscribe("news")
       process.send(to, "ready")
       local got = {}
       for i = 1, 3 do local e = sub:channel():receive() got[i] = e.data.n e.data.n = 0 end
       return got
     end`,
    );
    const value = await resultOf(
      world,
      `for i = 1, 4 do process.spawn_monitored("app:watches", "app:host", process.pid()) end
     for i = 1, 4 do process.inbox():receive() end
     for i = 1, 3 do events.send("news", "k", "p", {n = i}) end
     local all = {}
     for i = 1, 4 do
       local got = process.events():receive().result.value
       all[i] = got[1] * 100 + got[2] * 10 + got[3]
     end
     return all`,
    );
    assert.deepEqual(value, [123, 123, 123, 123]);
  },
);

inBothSettings(
  'Eb4: a subscriber that never receives misses events, and nothing else suffers',
  async (world) => {
    const value = await resultOf(
      world,
      `local sub, n = events.subscribe("s"), 0
     for i = 1, 100500 do events.send("s", "k", "p", i) end
     while true do
       local r = channel.select{sub:channel():case_receive(), default = true}
       if r.default then return n end
       n = n + 1
     end`,
    );
    assert.equal(value, 100_000);
  },
);

inAllSettings('a subscription ends with its process', async (world) => {
  world.programs.add('app:subscribes', 'return function() events.subscribe("s") end');
  await resultOf(world, 'process.exec("app:subscribes", "app:host") events.send("s", "k", "p")');
  const seen: string[] = [];
  const listening = world.node.listen({ system: '**', kind: undefined }, (event) => seen.push(event.path));
  world.node.publish({ system: 'a.b', kind: 'k', path: 'one', data: 1 });
  listening.release();
  world.node.publish({ system: 'a.b', kind: 'k', path: 'two', data: 1 });
  assert.deepEqual(seen, ['one']);
});

const matches: readonly [string, string, boolean][] = [
  ['a', 'a', true],
  ['a', 'b', false],
  ['*', 'anything', true],
  ['*', 'a.b', true],
  ['a.*', 'a.b', true],
  ['a.*', 'a.b.c', false],
  ['a.*', 'a', false],
  ['a.**', 'a', true],
  ['a.**', 'a.b.c', true],
  ['**.c', 'a.b.c', true],
  ['**.c', 'c', true],
  ['a.**.d', 'a.d', true],
  ['a.**.d', 'a.b.c.d', true],
  ['a.**.d', 'a.b.c', false],
  ['*.created', 'order.created', true],
  ['entry.(create|update)', 'entry.update', true],
  ['entry.(create|update)', 'entry.delete', false],
  ['(a|b).x', 'b.x', true],
  ['pre*.x', 'prefix.x', true],
  ['pre*.x', 'other.x', false],
  ['*mid*', 'amidst', true],
  ['a.b', 'axb', false],
];

for (const [pattern, name, expected] of matches) {
  test(`Ep1: ${pattern} ${expected ? 'matches' : 'does not match'} ${name}`, () => {
    assert.equal(matcher(pattern)(name), expected);
  });
}

test('Ep2: a long pattern of wildcards is matched at once', () => {
  const pattern = Array.from({ length: 40 }, () => '**.a').join('.');
  assert.equal(matcher(pattern)(`${'a.'.repeat(300)}b`), false);
});
