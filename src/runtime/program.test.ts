import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DONE,
  FAILED,
  Fn,
  host,
  LuaTable,
  R,
  run,
  SLICED,
  standardGlobals,
  Task,
  type Value,
  WAITING,
  wait,
} from '#lua';
import type { Code } from '#plugin';
import { Compiler, type LuaProgram, type ModuleValues } from './program.ts';

/** `sleep()` waits until the test goes on. */
const sleep = host('test.sleep', () => wait());

const table = (name: string) => {
  const made = new LuaTable();
  made.setField('name', name);
  return made;
};

const values = new Map<string, Value>([
  ['json', table('json')],
  ['time', table('time')],
  ['process', table('process')],
]);

let asked: string[] = [];
const modules: ModuleValues = {
  get: (name) => {
    asked.push(name);
    return values.get(name);
  },
  has: (name) => values.has(name),
  names: () => values.keys(),
  globals: { ...standardGlobals(), sleep },
  ambient: ['process'],
  nameIn: (catalog) => {
    for (const [name, value] of values) catalog.add(name, value);
  },
};

/** Programs of entries by their texts; `imports` are aliases and ids. */
function compile(
  entries: Readonly<Record<string, Partial<Code> & { text: string }>>,
  id = 'app:main',
): LuaProgram {
  asked = [];
  const compiler = new Compiler(modules);
  const made = new Map<string, LuaProgram>();
  const program = (of: string): LuaProgram => {
    const known = made.get(of);
    if (known !== undefined) return known;
    const given = entries[of];
    assert.ok(given !== undefined, `no entry ${of}`);
    const result = compiler.compile({ id: of, file: of, modules: [], imports: {}, ...given }, program);
    made.set(of, result);
    return result;
  };
  return program(id);
}

/** Runs a task to its end, in slices of so much fuel; a task that waits goes on at once. */
function finish(task: Task, fuel = 1_000_000): { readonly values: Value[] } | { readonly error: Value } {
  for (;;) {
    R.fuel = fuel;
    const outcome = run(task, undefined);
    if (outcome === DONE) return { values: [...task.values] };
    if (outcome === FAILED) return { error: task.error };
    assert.ok(outcome === SLICED || outcome === WAITING);
  }
}

function result(program: LuaProgram, fuel?: number): Value {
  const ended = finish(new Task(program.load(), []), fuel);
  assert.ok('values' in ended, `failed: ${'error' in ended ? String(ended.error) : ''}`);
  return ended.values[0];
}

test('Pr1: the same code is the same program, whatever its entry is called', () => {
  const one = compile({ 'app:main': { text: 'return 1' } });
  const other = compile({ 'app:other': { text: 'return 1' } }, 'app:other');
  assert.equal(one.hash, other.hash);
  assert.notEqual(one.hash, compile({ 'app:main': { text: 'return 2' } }).hash);
});

test('Pr1: modules, aliases and the code of imports are part of a program', () => {
  const make = (lib: string, alias = 'lib', declared: string[] = []) =>
    compile({
      'app:main': { text: 'return 1', imports: { [alias]: 'app:lib' }, modules: declared },
      'app:lib': { text: lib },
    }).hash;
  const hashes = [
    make('return 1'),
    make('return 2'),
    make('return 1', 'other'),
    make('return 1', 'lib', ['json']),
  ];
  assert.equal(new Set(hashes).size, 4);
  assert.equal(make('return 1'), hashes[0]);
});

test('Pr1: the order in which modules are declared does not matter', () => {
  const make = (declared: string[]) => compile({ 'app:main': { text: 'return 1', modules: declared } }).hash;
  assert.equal(make(['json', 'time']), make(['time', 'json']));
});

test('the sources of a program are its entry and all that it imports', () => {
  const program = compile({
    'app:main': { text: '', imports: { a: 'app:a' } },
    'app:a': { text: '', imports: { b: 'app:b' } },
    'app:b': { text: '' },
  });
  assert.deepEqual([...program.sources].sort(), ['app:a', 'app:b', 'app:main']);
});

test('Pr2: a library runs once in an instance and anew in the next', () => {
  const program = compile({
    'app:main': {
      text: 'local a, b = require("lib"), require("again"); a.count = a.count + 1; return b.count',
      imports: { lib: 'app:lib', again: 'app:lib' },
    },
    'app:lib': { text: 'return { count = 0 }' },
  });
  assert.deepEqual([result(program), result(program)], [1, 1]);
});

test('Pr2: units have globals of their own', () => {
  const program = compile({
    'app:main': { text: 'x = "main"; return lib() .. x', imports: { lib: 'app:lib' } },
    'app:lib': { text: 'x = "lib"; return function() return x end' },
  });
  assert.equal(result(program), 'libmain');
});

test('Pr2: a library that nobody asks for does not run', () => {
  const program = compile({
    'app:main': { text: 'return 1', imports: { lib: 'app:lib' } },
    'app:lib': { text: 'error("ran")' },
  });
  assert.equal(result(program), 1);
});

test('Pr2: a library whose chunk is preempted everywhere still runs once', () => {
  const text =
    'local n = 0; for i = 1, 50 do n = n + i end; runs = (runs or 0) + 1; return { sum = n, runs = runs }';
  const program = compile({
    'app:main': { text: 'return lib.sum .. " " .. require("lib").runs', imports: { lib: 'app:lib' } },
    'app:lib': { text },
  });
  assert.equal(result(program, 1), '1275 1');
});

test('Pr2: who asks for a library that another coroutine is running waits for it', () => {
  const program = compile({
    'app:main': { text: 'return function() return require("lib") end', imports: { lib: 'app:lib' } },
    'app:lib': { text: 'sleep(); return {}' },
  });
  const body = result(program);
  assert.ok(body instanceof Fn);
  const first = new Task(body, []);
  const second = new Task(body, []);
  R.fuel = 1000;
  assert.equal(run(first, undefined), WAITING);
  R.fuel = 1000;
  assert.equal(run(second, undefined), SLICED);
  R.fuel = 1000;
  assert.equal(run(second, undefined), SLICED);
  assert.ok(R.fuel < 1000, 'looking costs fuel, so that it cannot go on for ever');
  const [one, other] = [finish(first), finish(second)];
  assert.ok('values' in one && 'values' in other);
  assert.equal(one.values[0], other.values[0]);
});

test('Pr2: a library that failed runs again when it is asked for again', () => {
  const program = compile({
    'app:main': {
      text: 'local ok, err = pcall(require, "lib"); ready = true; return tostring(ok) .. " " .. tostring(pcall(require, "lib"))',
      imports: { lib: 'app:lib' },
    },
    'app:lib': { text: 'sleep(); error("no")' },
  });
  assert.equal(result(program), 'false false');
});

test('Pr3: declared modules and imports are globals and what require gives; ambient modules always', () => {
  const program = compile({
    'app:main': {
      text: `return json.name .. require("json").name .. text.name .. process.name .. require("process").name .. lib .. require("lib")`,
      modules: ['json'],
      imports: { text: ':time', lib: 'app:lib' },
    },
    'app:lib': { text: 'return "lib"' },
  });
  assert.equal(result(program), 'jsonjsontimeprocessprocessliblib');
});

test('Pr3: anything else fails with an error that names it', () => {
  const message = (imports: Readonly<Record<string, string>>, name: string) => {
    const program = compile({
      'app:main': {
        text: `return select(2, pcall(function() return require("${name}") end))`,
        modules: ['json'],
        imports,
      },
      'app:lib': { text: '' },
    });
    return String(result(program));
  };
  assert.equal(
    message({}, 'jsn'),
    "app:main:1: module 'jsn' is not in the modules of this entry; did you mean 'json'?",
  );
  assert.equal(
    message({ lib: 'app:lib' }, 'lip'),
    "app:main:1: module 'lip' is neither in the modules nor in the imports of app:main; did you mean 'lib'?",
  );
  assert.match(message({}, 'time'), /module 'time' is not in the modules/);
});

test('Pr3: modules of one entry are not there for its libraries', () => {
  const program = compile({
    'app:main': { text: 'return tostring(lib())', modules: ['json'], imports: { lib: 'app:lib' } },
    'app:lib': { text: 'return function() return json end' },
  });
  assert.equal(result(program), 'nil');
});

test('Pr4: compiling asks for no module and runs nothing', () => {
  compile({ 'app:main': { text: 'return json.name', modules: ['json'] } });
  assert.deepEqual(asked, []);
});

const typed = {
  'app:main': {
    text: `
      type Order = { user: users.User, by: { shop.Buyer } }
      local function check(order) local value, err = Order:is(order) return value ~= nil, tostring(err) end
      local good, none = check({ user = { name = "a" }, by = { { name = "b" } } })
      local bad, why = check({ user = { name = "a" }, by = { { name = 5 } } })
      return { good, none, bad, why, rawequal(Order.user, users.User), rawequal(shop.Buyer, users.User), typeof(shop.one):name() }`,
    imports: { users: 'app:users', shop: 'app:shop' },
  },
  'app:shop': {
    text: `
      local people = require("people")
      type Buyer = people.User
      sleep()
      return { Buyer = people.User, one = { name = "x" } }`,
    imports: { people: 'app:users' },
  },
  'app:users': { text: 'type User = { name: string @min_len(1) }  sleep()  return { User = User }' },
};

for (const fuel of [1_000_000, 1]) {
  test(`154: types are taken from imports, through several libraries, which load when they are named (${fuel})`, () => {
    const list = result(compile(typed), fuel);
    assert.ok(list instanceof LuaTable);
    assert.deepEqual(list.arr.slice(1), [
      true,
      'nil',
      false,
      "field 'by[1].name': expected string, got number",
      true,
      true,
      'table',
    ]);
  });
}

test('G1: what a source writes into types does not get out of them', () => {
  const odd = '\\u{2028}\\"]}\')\\\\\\0*/ //';
  const text = `
    type Odd = "${odd}" | { __proto__: number, constructor: "${odd}", toString?: string @pattern("${odd}") }
    local odd = "${odd}"
    assert(Odd(odd) == odd and Odd:is({ __proto__ = 1, constructor = odd }) and not Odd:is({ __proto__ = "x", constructor = odd }))
    assert(not Odd:is({ constructor = odd }) and not Odd:is({ __proto__ = 1 }))
    local fields = {}
    type Proto = { __proto__: number, constructor: string }
    for name, type in Proto:fields() do fields[#fields + 1] = name .. type:name() end
    return table.concat(fields, " ")`;
  assert.equal(result(compile({ 'app:main': { text } })), '__proto__number constructorstring');
});

test('Pr5: what imports nothing and makes nothing that can change is loaded once for all processes', () => {
  const text = 'local function main() return 1 end return main';
  const isConstant = (code: Partial<Code> & { text: string }): boolean => {
    const program = compile({ 'app:main': code, 'app:lib': { text: 'return {}' } });
    const body = result(program);
    assert.ok(body instanceof Fn);
    return program.isConstant(body);
  };
  assert.equal(isConstant({ text }), true);
  assert.equal(isConstant({ text, imports: { lib: 'app:lib' } }), false);
  assert.equal(isConstant({ text: 'local n = 0 return function() n = n + 1 return n end' }), false);
});
