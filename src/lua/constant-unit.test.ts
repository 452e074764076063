import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdsConstants } from './constant-unit.ts';
import { EnvironmentShape } from './environment.ts';
import { Fn, host, R, type Value } from './machine.ts';
import { standardGlobals } from './standard.ts';
import { FROZEN, LuaTable, tableOf } from './table.ts';
import { DONE, run, Task } from './task.ts';
import { Unit } from './unit.ts';

const frozen = tableOf([]);
frozen.setField('SECOND', 1000);
frozen.mark = FROZEN;
const open = tableOf([]);
const modules = new Map<string, LuaTable>([
  ['time', frozen],
  ['open', open],
]);
const require = host('test.require', (_, name) => modules.get(name as string));
const shape = new EnvironmentShape({ ...standardGlobals(), require });

/** The function that the chunk returns, or that of its table's field `main`. */
function bodyOf(unit: Unit): Fn {
  const task = new Task(unit.load(shape.make()));
  R.fuel = 10_000;
  assert.equal(run(task, undefined), DONE);
  const [made]: readonly Value[] = task.values;
  const body = made instanceof LuaTable ? made.getText('main') : made;
  if (!(body instanceof Fn)) throw new Error('the chunk gives no function');
  return body;
}

function isConstant(source: string): boolean {
  const unit = new Unit(source, 'test.lua');
  return unit.isConstant && holdsConstants(bodyOf(unit));
}

const constants = {
  'functions in a table': 'local function main() end return { main = main }',
  'a function': 'return function(...) return ... end',
  'modules and their fields':
    'local time = require("time") local second = time.SECOND * 2 return function() return time, second end',
  'texts and numbers': 'local a, b = "x" .. "y", -(1 + 2) return { main = function() return a, b end }',
  'functions that call each other':
    'local function one() end local function two() return one() end return { main = function() return two() end }',
  'a function that calls itself':
    'local function main(n) if n > 0 then main(n - 1) end end return { main = main }',
  'locals of functions that change':
    'return function() local n = 0 local function add() n = n + 1 end add() return n end',
  'tables that functions make': 'return function() return { 1, 2 } end',
};

for (const [what, source] of Object.entries(constants))
  test(`Cu1: ${what} are the same in every process`, () => assert.ok(isConstant(source)));

const others = {
  'Cu1: a chunk that calls': 'local n = tostring(1) return function() return n end',
  'Cu1: a chunk with a loop': 'for i = 1, 2 do end return function() end',
  'Cu1: a chunk that sets a field': 'local t = require("open") t.x = 1 return function() end',
  'Cu1: a table of the chunk': 'local t = {} return function() return t end',
  'Cu1: a computed key': 'return { main = function() end, [1] = 2 }',
  'Cu1: what gives nothing constant': 'local f = function() end return { main = f, list = { 1 } }',
  'Cu2: a variable that a function assigns': 'local n = 0 return function() n = n + 1 return n end',
  'Cu2: a global that a function assigns': 'return function() x = 1 end',
  'Cu2: a global function inside a function': 'return function() function x() end end',
  'Cu2: the table of globals': 'return function() return _G end',
  'Cu2: the environment': 'return function() return _ENV end',
  'Cu3: a table that can be changed': 'local open = require("open") return function() return open end',
  'Cu3: such a table in an inner function':
    'local open = require("open") local function get() return open end return function() return get() end',
};

for (const [what, source] of Object.entries(others))
  test(`${what} needs an instance for each process`, () => assert.ok(!isConstant(source)));

test('Cu2: `require` of its own is a call like any other', () => {
  assert.ok(
    !isConstant(
      'local require = function() return 1 end local x = require("time") return function() return x end',
    ),
  );
});
