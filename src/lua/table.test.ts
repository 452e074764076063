import assert from 'node:assert/strict';
import { test } from 'node:test';
import { returns } from './engine.testing.ts';
import { runChunk } from './run-chunk.ts';
import { LuaTable } from './table.ts';

returns(
  'a list that begins at 2 keeps its values, and gets its first one later',
  `local t = {}
   for i = 2, 100 do t[i] = i end
   for i = 2, 100 do assert(t[i] == i) end
   local sum, n = 0, 0
   for k, v in pairs(t) do assert(k == v); sum = sum + v; n = n + 1 end
   assert(#t == 100 or #t == 0)
   t[1] = 1
   return sum, n, #t, t[1], t[101]`,
  5049,
  99,
  100,
  1,
  undefined,
);

returns(
  'keys that are no list stay keys when the rest becomes one',
  `local t = { name = 'x', [0] = 'zero', [-3] = 'minus', [2.5] = 'half', [1000000] = 'far' }
   for i = 40, 3, -1 do t[i] = i end
   local n = 0
   for k, v in pairs(t) do n = n + 1; if type(k) == 'number' and k > 2.5 and k < 100 then assert(k == v) end end
   local gone = 0
   for i = 3, 40 do t[i] = nil; gone = gone + 1 end
   local rest = 0
   for k in pairs(t) do rest = rest + 1 end
   return n, t.name, t[0], t[-3], t[2.5], t[1000000], rest, #t`,
  43,
  'x',
  'zero',
  'minus',
  'half',
  'far',
  5,
  0,
);

returns(
  'half of the places are no list, and keep the order in which they were set',
  `local t, order = {}, {}
   for i = 40, 2, -2 do t[i] = i end
   for k in pairs(t) do order[#order + 1] = k end
   return #order, order[1], order[20], #t`,
  20,
  40,
  2,
  0,
);

returns(
  'an error of nil tells its place and name, however often it comes',
  `local function f(t) return t.x.y end
   local texts = {}
   for i = 1, 3 do texts[i] = select(2, pcall(f, {})) end
   return texts[1] == texts[2] and texts[2] == texts[3], texts[1]:match(': (.*)')`,
  true,
  "attempt to index a nil value (field 'x')",
);

returns(
  'a list that grows and shrinks at its end holds what was put there, over all its lengths',
  `local t, sum = {}, 0
   for i = 1, 3000 do t[#t + 1] = i; t[#t + 1] = -i; t[#t] = nil end
   assert(#t == 3000)
   while #t > 0 do
     sum = sum + t[#t]
     t[#t] = nil
     assert(t[#t + 1] == nil)
     if #t % 100 == 7 then t[#t + 1] = 'x'; table.remove(t) end
   end
   t[1] = 'again'
   return sum, #t, t[1], next(t), ({ 1, nil, 3, nil, nil })[3], #{ nil, nil }`,
  4501500,
  1,
  'again',
  1,
  3,
  0,
);

test('a queue gives back the places that it has left behind, and loses nothing', () => {
  const [queue, sum, seen] = runChunk({
    source: `
      local q, first, next, sum = {}, 1, 1, 0
      for i = 1, 300000 do
        q[next] = i
        next = next + 1
        if next - first > 100 then
          sum = sum + q[first]
          q[first] = nil
          first = first + 1
        end
      end
      local seen = 0
      for place, item in pairs(q) do
        assert(place == item)
        seen = seen + 1
      end
      return q, sum, seen`,
    name: 'queue',
    print: () => {},
  });
  assert.ok(queue instanceof LuaTable);
  assert.ok(queue.arr.length < 2 ** 17, `${queue.arr.length} places`);
  assert.ok((queue.hash?.keys.length ?? 0) < 2000, `${queue.hash?.keys.length} keys`);
  assert.deepEqual([sum, seen], [(299_900 * 299_901) / 2, 100]);
});

returns(
  'a long list that loses its front, and keeps most of the others, stays one',
  `local t = {}
   for i = 1, 70000 do
     t[i] = i
     if i <= 100 then t[i] = nil end
   end
   for i = 101, 65000 do t[i] = i end
   for i = 1, 65000 do t[i] = nil end
   for i = 70001, 140000 do t[i] = i end
   local sum = 0
   for i = 65001, 140000 do sum = sum + t[i] end
   return sum, t[65000], t[140000], t[140001]`,
  (75_000 * 205_001) / 2,
  undefined,
  140_000,
  undefined,
);
