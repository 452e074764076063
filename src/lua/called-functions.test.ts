import assert from 'node:assert/strict';
import { test } from 'node:test';
import { returns } from './engine.testing.ts';
import { runChunk } from './run-chunk.ts';

returns(
  'a function that is only called with numbers counts as ever, in recursion too',
  `local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
   return fib(20)`,
  6765,
);

returns(
  'a parameter that one call gives a text is no number',
  `local function twice(n) return n + n end
   return twice(2), twice('3')`,
  4,
  6,
);

returns(
  'a parameter that a call leaves out is nil',
  `local function orNone(n) if n == nil then return 'none' end return n + 1 end
   return orNone(1), orNone()`,
  2,
  'none',
);

returns(
  'what is given to others may be called with anything',
  `local function join(a) return a .. '!' end
   local function next(n) return n + 1 end
   local shown = { next }
   return join(1), next(1), pcall(shown[1], {}) == false, shown[1]('4')`,
  '1!',
  2,
  true,
  5,
);

returns(
  'a parameter that is assigned something else is no number',
  `local function change(n) local before = n + 1 n = n .. 'x' return before .. n end
   return change(1)`,
  '21x',
);

returns(
  'the last argument may be several values or none',
  `local function none() end
   local function two() return 'a', 'b' end
   local function show(a, b) return tostring(a) .. tostring(b) end
   return show(1, 2), show(two()), show(none()), show((two()))`,
  '12',
  'ab',
  'nilnil',
  'anil',
);

returns(
  'a function that ends without a value gives none',
  `local function maybe(n) if n > 1 then return n end end
   local function always(n) if n > 1 then return n else return -n end end
   return select('#', maybe(1)), always(1), always(2), select('#', always(3))`,
  0,
  -1,
  2,
  1,
);

returns(
  'products leave what is exact',
  `local function power(n, x) if n == 0 then return 1 end return x * power(n - 1, x) end
   return power(39, 3), power(2, 3) + 1`,
  4052555153018976267n,
  10,
);

returns(
  'the quick way out asks what the condition asks',
  `local function a(x) if not x then return 'none' end return tostring(x) end
   local function b(x) if x == nil then return end return tostring(x) end
   local function c(x, y) if x < y or x == false then return x end return c(x - 1, y) end
   return a(nil), a(false), a(0), select('#', b()), b(1), c(5, 2), c(1, 2)`,
  'none',
  'none',
  '0',
  0,
  '1',
  1,
  1,
);

returns(
  'a way out that compares tables asks their metamethod once',
  `local asked = 0
   local mt = { __lt = function(a, b) asked = asked + 1 return a.n < b.n end }
   local function least(a, b) if a < b then return a end return least(b, a) end
   local x, y = setmetatable({ n = 2 }, mt), setmetatable({ n = 1 }, mt)
   return least(x, y).n, asked`,
  1,
  2,
);

test('a recursion through a metamethod alone comes to its end', () => {
  const printed: string[] = [];
  runChunk({
    source: `local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end })
             print(pcall(function() return t[1] end))`,
    name: 'recursion',
    print: (line) => printed.push(line),
  });
  assert.deepEqual(printed, ['false\trecursion:1: stack overflow']);
});
