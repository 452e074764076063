/** Units whose lines follow the source: what they do and say is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runChunk } from './run-chunk.ts';

const source = `local t = {}
function t:area()
  local sum = 0
  for i = 1, 20 do
    sum = sum
      + i * self.width
  end
  return sum
end

local function __proto__(n) return n == 0 and 0 or 1 + __proto__(n - 1) end
local nameless = function(x)
  local y = x
  return y.a.b
end
t.width = 2
return t:area(), __proto__(30), select(2, pcall(nameless, {})), select(2, pcall(nameless)),
  select(2, pcall(function() error("here") end))`;

const lines = ['followed', 'mapped', undefined] as const;

for (const each of lines) {
  for (const slice of [10_000, 1]) {
    test(`a program does the same with lines ${each ?? 'of its own'}, in slices of ${slice}`, () => {
      const values = runChunk({ source, name: 'a.lua', lines: each, slice, print: () => {} });
      assert.deepEqual(values, [
        420,
        30,
        "a.lua:14: attempt to index a nil value (field 'a')",
        "a.lua:14: attempt to index a nil value (local 'y')",
        'a.lua:18: here',
      ]);
    });
  }
}

test('a traceback has the lines of the source', () => {
  const thrower = `local M = {}
function M.outer()

  local x = M.inner()
  return x
end
function M.inner()
  return table.unpack(nil)
end
return M.outer()`;
  assert.throws(
    () => runChunk({ source: thrower, name: 'b.lua', lines: 'followed', print: () => {} }),
    /b\.lua:8: .*\n(.*\n)*\tb\.lua:4: in function 'M\.outer'/,
  );
});
