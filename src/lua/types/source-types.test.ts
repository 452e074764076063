import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fails, returns } from '../engine.testing.ts';
import { Unit } from '../unit.ts';

/** The emitted functions, without the names that each unit gets. */
function emitted(source: string): string {
  const { emitted: text } = new Unit(source, 'test.lua');
  return text.slice(text.indexOf('\nreturn ['));
}

test('types that no expression names leave nothing in the code', () => {
  const types = `
    type Point = { x: number, y: time.Time }
    type Pair<A, B> = { first: A, second: B }
    local function first(pair: Pair<Point, string>): Point return pair.first :: Point end
    local point: Point = first({ first = { x = 1 }, second = "b" })`;
  assert.doesNotMatch(emitted(types), /type/);
  assert.doesNotMatch(new Unit(types, 'test.lua').emitted, /rows/);
});

test('one type that is named brings those that it needs and no others', () => {
  const text = new Unit('type A = { b: B }  type B = number  type C = "unused"  return A', 'test.lua')
    .emitted;
  assert.match(text, /\["d","A"/);
  assert.match(text, /\["d","B"/);
  assert.doesNotMatch(text, /unused/);
});

returns(
  'a type waits for its variable, and is nil before its declaration when it takes types from it',
  `local before
   local function now() return T end
   before = now()
   local lib = (function() type Part = { n: number } return { Part = Part } end)()
   type T = { part: lib.Part }
   return before, now():is({ part = { n = 1 } }) ~= nil, now():is({ part = {} }) == nil`,
  undefined,
  true,
  true,
);

returns(
  'a type stays what it was when the variable changes',
  `local lib = (function() type Part = number return { Part = Part } end)()
   type T = { lib.Part }
   local first = T
   lib = nil
   return T == first, T:is({ 1 })[1], T:is({ "x" })`,
  true,
  1,
  undefined,
  "field '[1]': expected number, got string",
);

fails(
  'a type has no fields to set',
  'type T = { x: number }  T.x = 1',
  "test.lua:1: attempt to index a type value (local 'T')",
);

returns(
  'methods of other values may be named like those of types',
  `local Box = { is = function(_, x) return x end, name = function() return "box" end, kind = function(self) return self.k end }
   Box.__index = Box
   local box = setmetatable({ k = "k" }, Box)
   return box:is(5), box:name(), box:kind(), ({ key = function() return "key" end }):key()`,
  5,
  'box',
  'k',
  'key',
);
