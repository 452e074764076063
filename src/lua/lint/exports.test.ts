import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportsOf } from './exports.ts';

/** The names that a source exports, or undefined when they cannot be told. */
function names(source: string): string | undefined {
  const members = exportsOf(source);
  return members && [...members.keys()].join(' ');
}

test('a table of names is all that there is', () => {
  assert.equal(names('local function add() end return { add = add, ["sub"] = 1 }'), 'add sub');
  assert.equal(names('return {}'), '');
});

test('fields that are assigned to a table of that name belong to it', () => {
  const source = `local M = { version = 1 }
M.limit = 10
function M.add(a) return M.limit + a end
function M:sub() return self, M.add(1) end
if M.limit > 5 then M.big = true end
return M`;
  assert.equal(names(source), 'version limit add sub big');
});

test('of a table that is used in other ways nothing is said', () => {
  for (const source of [
    'return make()',
    'return { add = add, make() }',
    'return { [key] = 1 }',
    'local M = {} M[key] = 1 return M',
    'local M = {} return setmetatable(M, {})',
    'local M = {} setmetatable(M, {}) return M',
    'local M = {} M = other return M',
    'local M = {} fill(M) return M',
    'local M = {} do local M = {} M.x = 1 end return M',
    'if x then return { a = 1 } end return { b = 1 }',
    'for i = 1, 2 do return i end return { b = 1 }',
    'return { a = 1 }, 2',
    'return',
    'local x = 1',
    'local x = = 1',
  ]) {
    assert.equal(names(source), undefined, source);
  }
});
