import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '#base';
import { lint } from './lint.ts';
import type { Members, Reach } from './rule.ts';

const nothing: Members | undefined = undefined;
const names = (...list: string[]): Members => new Map(list.map((name) => [name, nothing]));
const json: Members = new Map([
  ['encode', nothing],
  ['decode', nothing],
  ['format', names('PRETTY')],
]);

const reach: Reach = {
  globals: new Map<string, Members | undefined>([
    ...['print', 'pcall', 'pairs', 'require', '_G', 'setmetatable'].map((name) => [name, nothing] as const),
    ['json', json],
    ['process', names('send', 'spawn', 'id')],
  ]),
  modules: new Map<string, Members | undefined>([
    ['json', json],
    ['process', names('send', 'spawn', 'id')],
    ['calc', nothing],
    ['lib', names('add')],
  ]),
  libraries: new Set(['calc', 'lib']),
  isModule: (name) => ['json', 'process', 'time'].includes(name),
  wrongEntry: (module, name, id) => (module === 'process' && name === 'spawn' ? `no ${id}` : undefined),
};

/** Each finding in one line: place, code, message. Errors have no mark, warnings a `w`. */
function found(source: string, style = false): string[] {
  return lint(encodeUtf8(source), reach, { style }).map(({ code, line, column, message, severity }) => {
    const mark = severity === 'error' ? '' : severity === 'warning' ? 'w ' : 'h ';
    return `${line}:${column} ${mark}${code}: ${message}`;
  });
}

/** The codes that rules of style give. */
const styles = (source: string) => found(source, true).map((line) => line.replace(/ w W/, ' W'));

test('a source that is no program has one finding, where reading stopped', () => {
  assert.deepEqual(found('local x = = 1'), ["1:11 P0001: unexpected symbol near '='"]);
  assert.deepEqual(found('if x then'), ["1:10 P0001: 'end' expected near the end"]);
  assert.deepEqual(found('return 1 -- '), []);
});

test('columns count characters', () => {
  assert.deepEqual(found('local s = "äöü" .. nix()'), ["1:20 unknown_name: there is no variable 'nix'"]);
});

test('require of what is not declared is told, unless the name is made at run time', () => {
  assert.deepEqual(found('local t = require("time") local a, n = 1, "x" require(n) return t, a'), [
    '1:19 undeclared_require: require("time") is not declared in _index.yaml imports or modules',
  ]);
  assert.deepEqual(found('local a = require("calcs") return a'), [
    '1:19 undeclared_require: require("calcs") is not declared in _index.yaml imports or modules; did you mean \'calc\'?',
  ]);
  assert.deepEqual(found('local function require(x) return x end return require("x")'), []);
});

test('a name that is nowhere is an error where it is called or looked into, and otherwise a warning', () => {
  assert.deepEqual(found('pritn("x")'), [
    "1:1 unknown_name: there is no variable 'pritn'; did you mean 'print'?",
  ]);
  assert.deepEqual(found('return foo.bar'), ["1:8 unknown_name: there is no variable 'foo'"]);
  assert.deepEqual(found('if DEBUG then print(1) end'), ["1:4 w unknown_name: there is no variable 'DEBUG'"]);
  assert.deepEqual(found('local count = 1 return coutn'), [
    "1:24 w unknown_name: there is no variable 'coutn'; did you mean 'count'?",
  ]);
});

test('what may fail, and what is asked for first, is a warning', () => {
  assert.deepEqual(
    found('pcall(function() pairs(nix.open(), 1) end) return nix2.x').map((line) => line.slice(0, 7)),
    ['1:24 w ', '1:51 un'],
  );
  assert.deepEqual(
    found('if nix and nix.open then nix.open() end').map((line) => line.includes(' w ')),
    [true, true, true],
  );
});

test('a module that is not declared is told as such', () => {
  assert.deepEqual(found('return time.now()'), [
    "1:8 unknown_name: there is no variable 'time'; it is a module: declare it in the entry's modules",
  ]);
});

test('globals that the source assigns are known, and all are when it takes their table in hand', () => {
  assert.deepEqual(found('function helper() end helper() counter = 1 return counter'), []);
  assert.deepEqual(found('setmetatable(_G, {}) return whatever()'), []);
});

test('names of types, parameters and loops are in scope where they are declared', () => {
  assert.deepEqual(
    found(`
type Point = { x: number }
local function f<T>(a: T, ...): Point for i = 1, 2 do print(i, a) end for k, v in pairs({}) do print(k, v) end return ... end
repeat local done = true until done
local p = f(1) :: Point
return Point, p`),
    [],
  );
  assert.deepEqual(found('do local x = 1 print(x) end return x()'), [
    "1:36 unknown_name: there is no variable 'x'",
  ]);
  assert.deepEqual(found('local x = x return x'), ["1:11 w unknown_name: there is no variable 'x'"]);
});

test('fields of modules are known, under whatever name', () => {
  assert.deepEqual(found('process.spwan("x")'), [
    "1:9 unknown_field: 'process' has no field 'spwan'; did you mean 'spawn'?",
  ]);
  assert.deepEqual(found('local j = require("json") j.encod(1)'), [
    "1:29 unknown_field: 'j' has no field 'encod'; did you mean 'encode'?",
  ]);
  assert.deepEqual(found('return json.format.PRETY'), [
    "1:20 w unknown_field: 'json.format' has no field 'PRETY'; did you mean 'PRETTY'?",
  ]);
  assert.deepEqual(found('if json.stream then print(1) end'), [
    "1:9 w unknown_field: 'json' has no field 'stream'",
  ]);
  assert.deepEqual(found('json:dump()'), ["1:6 unknown_field: 'json' has no field 'dump'"]);
});

test('what is no module, or no more, has fields of its own', () => {
  assert.deepEqual(found('local json = {} json.x = 1 return json.y'), []);
  assert.deepEqual(found('local j = require("json") j = {} return j.y'), []);
  assert.deepEqual(found('local calc = require("calc") return calc.anything()'), []);
  assert.deepEqual(found('json = {} return json.y'), []);
});

test('fields of libraries are known as far as nobody writes to them', () => {
  assert.deepEqual(found('local l = require("lib") return l.ad(1)'), [
    "1:35 unknown_field: 'l' has no field 'ad'; did you mean 'add'?",
  ]);
  assert.deepEqual(found('local l = require("lib") l.ad = print return l.ad(1)'), []);
});

test('fields of modules cannot be assigned', () => {
  assert.deepEqual(found('function json.pretty() end'), [
    "1:15 unknown_field: 'json' is a module, and its fields cannot be assigned",
  ]);
});

test('calls that take the id of an entry are asked about it', () => {
  assert.deepEqual(found('process.spawn("app:x", "app:y")'), ['1:15 w unknown_entry: no app:x']);
  assert.deepEqual(found('local p = require("process") p.spawn("app:x")'), [
    '1:38 w unknown_entry: no app:x',
  ]);
  assert.deepEqual(found('local p = {} p.spawn("app:x")'), []);
});

test('W0001: a block without statements and comments', () => {
  assert.deepEqual(styles('local x = 1 if x then end'), ['1:13 W0001: this block is empty']);
  assert.deepEqual(styles('while true do end for _ = 1, 2 do end'), [
    '1:1 W0001: this block is empty',
    '1:19 W0001: this block is empty',
  ]);
  assert.deepEqual(styles('if true then -- nothing to do\nelse print(1) end'), []);
  assert.deepEqual(styles('return function() end'), []);
});

test('W0002: an assignment to a global', () => {
  assert.deepEqual(styles('count = 1 function go() end'), [
    "1:1 W0002: 'count' becomes a global; make it local",
    "1:20 W0002: 'go' becomes a global; make it local",
  ]);
});

test('W0003: a comparison with itself', () => {
  assert.deepEqual(styles('local a = {} return a == a, a.b < a.b, a[1] ~= a[1], a.b == a.c'), [
    '1:21 W0003: this compares a value with itself',
    '1:29 W0003: this compares a value with itself',
    '1:40 W0003: this compares a value with itself',
  ]);
});

test('W0004: a local that is never used', () => {
  assert.deepEqual(styles('local a = 1 local b b = 2 local function c() end local _d = 1'), [
    "1:7 W0004: 'a' is never used",
    "1:19 W0004: 'b' is assigned and never used",
    "1:42 W0004: the function 'c' is never used",
  ]);
  assert.deepEqual(styles('local a, b = 1, 2 return b'), []);
  assert.deepEqual(styles('for k, v in pairs({}) do print(v) end'), []);
  assert.deepEqual(styles('for k, v in pairs({}) do print(k) end'), ["1:8 W0004: 'v' is never used"]);
  assert.deepEqual(styles('local t = require("calc") local x: t.Point = 1 return x'), []);
});

test('W0005: a parameter that is never used, none of whose followers is', () => {
  assert.deepEqual(styles('return function(a, b, c) return b end'), [
    "1:23 W0005: the parameter 'c' is never used",
  ]);
  assert.deepEqual(styles('local M = {} function M:go(_x) end return M'), []);
});

test('W0006: a module that is required and never used', () => {
  assert.deepEqual(styles('local json = require("json")'), [
    '1:7 W0006: \'json\', the module "json", is never used',
  ]);
});

test('W0007: a variable that hides another of a block further out', () => {
  assert.deepEqual(styles('local a = 1 do\nlocal a = 2 print(a) end return a'), [
    "2:7 W0007: 'a' hides the variable of line 1",
  ]);
  assert.deepEqual(styles('local a, err = 1, 2 print(a, err) local b, err = 3, 4 return b, err'), []);
  assert.deepEqual(styles('return function(x) local x = x or 1 return x end'), []);
});

test('long chains, many mistakes and deep nesting are looked at in one pass', () => {
  const chain = 'x'.concat('.y'.repeat(50_000));
  assert.deepEqual(found(`local x = {} return ${chain}`), []);
  assert.deepEqual(found(`local x = {} return x[1]${'.y'.repeat(50_000)}`), []);
  assert.deepEqual(found(`local x = 1 return x${' + x'.repeat(50_000)}`), []);
  const wrong = Array.from({ length: 5000 }, (_, index) => `print(missing${index})`).join('\n');
  assert.equal(found(wrong).length, 5000);
  assert.equal(found(`return ${'{'.repeat(150)}${'}'.repeat(150)}`).length, 0);
});
