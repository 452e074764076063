/**
 * G1: whatever a guest calls its keys, names and files, it stays a key, a name and a file. Each text here would do
 * something in JavaScript, if it got there.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { execute, returns, ways } from './engine.testing.ts';
import { rawText } from './library/base.ts';
import { runChunk } from './run-chunk.ts';
import { Unit } from './unit.ts';

/** Printable ASCII in lines: all that may stand in emitted code. */
const harmless = /^[\n\x20-\x7e]*$/;

/** Keys that mean something to JavaScript, to the engine, or to whoever writes literals. */
const keys = [
  '__proto__',
  'NAME',
  'x.KEY',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupSetter__',
  'then',
  'toJSON',
  'length',
  'name',
  '0',
  '1',
  '-0',
  '01',
  '1.5',
  '1e21',
  '4294967294',
  '4294967295',
  '9007199254740993',
  'NaN',
  '$',
  '$x',
  '$__proto__',
  '$$',
  's',
  'arr',
  'hash',
  'mt',
  'mark',
  'code',
  'up',
  '',
  ' ',
  "'",
  '"',
  '\\',
  "\\'",
  '\n',
  '\r\n',
  '\0',
  '\x7f',
  '\xff',
  '\xe2\x80\xa8',
  '\xe2\x80\xa9',
  '*/',
  '//',
  '<!--',
  '-->',
  '\x24{escaped()}',
  "'];globalThis.escaped=1;['",
  "'}, x: globalThis.escaped=1, y: {'",
  '`',
  '\u0085',
];

/** Runs all of the texts in two ways, and the first of them in every way, which takes longer. */
function holds(title: string, texts: readonly string[]): void {
  for (const way of ['straight', 'preempted'] as const) {
    test(`${title} (all of them ${way})`, () => {
      const { task, isFailed } = execute(texts.join(';\n'), way);
      if (isFailed) assert.fail(`${rawText(task.error)}\n${task.trace?.text ?? ''}`);
    });
  }
  returns(title, `${texts.slice(0, 8).join(';\n')}\nreturn true`, true);
}

/** A Lua literal of a byte string, all of it in escapes. */
function quoted(text: string): string {
  return `"${[...text].map((char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`).join('')}"`;
}

/** Each key and name has a function of its own: it is saved at each of its sites, and has at most 200 locals. */
const oneKey = (key: string) => `(function()
  local k = table.concat({ ${quoted(key)}, "" })
  local t = {}
  assert(t[${quoted(key)}] == nil and t[k] == nil and rawget(t, k) == nil)
  t[${quoted(key)}] = 1
  assert(t[k] == 1 and t[${quoted(key)}] == 1 and rawget(t, k) == 1)
  local n = 0
  for found, value in pairs(t) do n = n + 1 assert(found == k and value == 1) end
  assert(n == 1 and next(t) == k)
  t[k] = 2
  assert(t[${quoted(key)}] == 2)
  t[${quoted(key)}] = nil
  assert(next(t) == nil and t[k] == nil)
  local made = { [${quoted(key)}] = 3, other = 4 }
  assert(made[k] == 3 and made.other == 4)
  local heir = setmetatable({}, { __index = made })
  assert(heir[k] == 3 and heir[${quoted(key)}] == 3 and rawget(heir, k) == nil)
  heir[${quoted(key)}] = function(self, x) return x end
  assert(heir[k](heir, 5) == 5 and made[k] == 3)
  assert(({})[${quoted(key)}] == nil and ({})[k] == nil)
  _G[k] = 6
  assert(_G[${quoted(key)}] == 6)
  _G[k] = nil
end)()`;

holds('any key is a key like any other', keys.map(oneKey));

returns(
  'keys that came by another way are the same',
  `local t = {}\n${keys.map((key, i) => `t[${quoted(key)}] = ${i}`).join('\n')}
  local n = 0
  for key, i in pairs(t) do n = n + 1 assert(t[key] == i and t[key .. ""] == i) end
  return n`,
  keys.length,
);

/** Names of JavaScript, of the runtime and of emitted code. */
const names =
  '__proto__ constructor prototype toString valueOf hasOwnProperty arguments eval await async yield let const var class this new ' +
  'void with delete static super null undefined NaN Infinity Object Function globalThis global process module exports ' +
  'switch case default throw try catch finally import export enum self rt P R S T E X Fn Cell Frame Fields NO_FIELDS push slice ' +
  'again each head ret0 retN all list fill add index touch fr v va t1 l1 p1 f0 g0 s0 K0 B1 F1 G1 h0_1 k0_1 mt arr hash mark code up';

const oneName = (name: string) => `(function()
  assert(${name} == nil)
  ${name} = 1
  assert(${name} == 1 and _G["${name}"] == 1)
  function ${name}(a) return a end
  assert(${name}(2) == 2)
  ${name} = nil
  local t = { ${name} = 3 }
  assert(t.${name} == 3)
  function t.${name}(a) return a end
  assert(t.${name}(4) == 4)
  function t:${name}(a) return self == t and a end
  assert(t:${name}(5) == 5)
  t.${name} = nil
  assert(t.${name} == nil and next(t) == nil)
  local function outer(${name}, ...)
    ${name} = ${name} + select("#", ...)
    return function() ${name} = ${name} + 1 return ${name} end
  end
  assert(outer(1, 2, 3)() == 4)
  local n = 0
  for ${name} = 1, 2 do n = n + ${name} end
  for ${name}, value in pairs({ 7 }) do n = n + ${name} + value end
  assert(n == 11)
  repeat
    if n > 20 then goto ${name} end
    n = n + 5
    do goto continue end
    ::${name}::
    break
    ::continue::
  until false
  assert(n == 21)
  do
    type ${name} = { ${name}: number }
    local typed: ${name} = { ${name} = n }
    assert(${name}:is(typed) and not ${name}:is(n))
    local function ${name}(${name}: ${name}) return ${name}.${name} end
    assert(${name}(typed) == 21)
  end
end)()`;

holds('any name is a name like any other', names.split(' ').map(oneName));

const files = [
  '\u2028globalThis.escaped=1//',
  '\u2029globalThis.escaped=1//',
  '\nglobalThis.escaped=1//',
  '*/globalThis.escaped=1/*',
  "');globalThis.escaped=1;('",
  '`\x24{globalThis.escaped=1}`',
  '\n//# sourceMappingURL=data:,',
  '\ud800',
  'lua:0/x:1:1',
  '__proto__',
  '',
];

for (const lines of [undefined, 'followed', 'mapped'] as const) {
  test(`the name of a file is only shown, with lines ${lines ?? 'of their own'}`, () => {
    for (const name of files) {
      const failing = () =>
        runChunk({ source: '\nlocal t\nreturn t.x', name, lines, slice: 1, print: () => {} });
      assert.throws(failing, (thrown: Error) => thrown.message.startsWith(`${name}:3: attempt to index`));
      assert.ok(!('escaped' in globalThis));
    }
  });
}

test('emitted code is printable ASCII, whatever stands in strings and comments', () => {
  const chars = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  });
  fc.assert(
    fc.property(chars, chars, (text, other) => {
      const [a, b] = [quoted(text), quoted(other)];
      const source = `--[==[${other.replaceAll(']', '')}]==]
        local t = { [${a}] = ${b}, x = ${a} }
        t[${b}] = ${a}
        return t[${a}], t[${b}], (${a}):rep(2), "x" .. ${b}`;
      assert.match(new Unit(source, other).emitted, harmless);
      const { task } = execute(source, 'straight', 'x');
      assert.deepEqual(task.values, [text === other ? text : other, text, text + text, `x${other}`]);
    }),
    { numRuns: 200 },
  );
});

test('raw bytes in strings and comments never reach emitted code', () => {
  for (const bytes of ['\xe2\x80\xa8', '\xe2\x80\xa9', '\xff', '\x00', '\u0085']) {
    const source = `--${bytes}\nlocal s = "${bytes}" --[[${bytes}]]\nreturn s, [[${bytes}]], { ["${bytes}"] = 1 }`;
    assert.match(new Unit(source, bytes).emitted, harmless);
    for (const way of ways) {
      const { task, isFailed } = execute(source, way);
      assert.ok(!isFailed, rawText(task.error));
      assert.deepEqual(task.values.slice(0, 2), [bytes, bytes]);
    }
  }
});

test('no guest has changed what all objects share', () => {
  assert.deepEqual(Object.keys(Object.prototype), []);
  assert.equal(({} as Record<string, unknown>).$x, undefined);
  assert.ok(!('escaped' in globalThis));
});
