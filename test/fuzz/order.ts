/** Statements whose parts tell when they are evaluated, and calls that change what was or will be read. */
import type { Kind, Writer } from './writer.ts';

export function writeOrder(w: Writer): void {
  w.weighted<void>([
    [3, () => traced(w)],
    [3, () => changed(w)],
    [2, () => targets(w)],
    [1, () => chain(w)],
    [1, () => oddNames(w)],
    [1, () => nestedLoops(w)],
    [1, () => states(w)],
  ]);
}

/** An expression that prints its number and gives its value. */
function mark(w: Writer, kind: Kind = 'int'): string {
  return `trace(${w.below(100)}, ${w.expression(kind, 1)})`;
}

function traced(w: Writer): void {
  const m = () => mark(w);
  w.line(
    w.weighted<string>([
      [
        2,
        () =>
          `print(show(${m()} ${w.pick(['+', '-', '*'])} ${m()} ${w.pick(['+', '*', '%', '//'])} (${m()} | 1), ${m()}))`,
      ],
      [2, () => `print(show({${m()}, x = ${m()}, [${mark(w, 'str')}] = ${m()}, ${m()}, ${m()}}))`],
      [
        1,
        () => `print(show(${m()} < ${m()}, ${m()} >= ${m()}, ${m()} == ${m()}, ${m()} ~= ${m()} and ${m()}))`,
      ],
      [1, () => `print(show(${mark(w, 'str')} .. ${m()} .. ${mark(w, 'str')}, #${mark(w, 'arr')}))`],
      [
        1,
        () =>
          `print(show((${mark(w, 'rec')}).a, (${mark(w, 'rec')})[${mark(w, 'str')}], ${mark(w, 'fn')} ~= nil))`,
      ],
      [
        1,
        () =>
          `print(show(${mark(w, 'bool')} and ${m()} or ${m()}, not ${mark(w, 'bool')}, (${mark(w, 'bool')} or ${mark(w, 'bool')}) and ${m()}))`,
      ],
      [
        1,
        () => `local a, b, c = ${m()}, ${m()}${w.chance(2) ? `, ${m()}, ${m()}` : ''} print(show(a, b, c))`,
      ],
      [1, () => `for i = ${m()} % 3, ${m()} % 5${w.chance(2) ? `, ${m()} % 2 + 1` : ''} do print(i) end`],
      [1, () => `print(show((function(...) return ${m()}, ... end)(${m()}, ${m()})))`],
      [
        1,
        () =>
          `local o = {f = function(self, ...) return ... end} print(show(trace(0, o):f(${m()}, ${m()}), trace(1, o).f(${m()}, ${m()})))`,
      ],
      [
        1,
        () => `if ${mark(w, 'bool')} then print(1) elseif ${mark(w, 'bool')} then print(2) else print(3) end`,
      ],
    ]),
  );
}

/** A variable, sometimes captured from outside, and a function that changes it within the expression that reads it. */
function changed(w: Writer): void {
  const [v, set] = [w.name('v'), w.name('set')];
  const table = w.chance(3);
  w.line(`local ${v} = ${table ? '{n = 1, 5, 6, 7}' : w.pick(['1', '2', '3'])}`);
  w.line(`local function ${set}(x) ${v} = ${table ? '{n = x, 8, x, 9}' : 'x'} return 2 end`);
  const inner = w.chance(3);
  if (inner) w.line('(function()');
  w.line(table ? aboutTable(w, v, set) : aboutNumber(w, v, set));
  if (inner) w.line('end)()');
}

function aboutNumber(w: Writer, v: string, set: string): string {
  const n = w.pick(['3', '4', '5']);
  return w.weighted<string>([
    [
      3,
      () =>
        `print(show(${v} ${w.pick(['+', '-', '*', '//', '..', '<', '==', '&', '<<'])} ${set}(${n}), ${v}))`,
    ],
    [2, () => `print(show(${set}(${n}) ${w.pick(['+', '-', '*', '%', '..', '<', '|'])} ${v}))`],
    [
      2,
      () =>
        `print(show(${v}, ${set}(${n}), ${v}, {${v}, ${set}(1), ${v}, x = ${v}, [${v} + 10] = ${set}(2)}))`,
    ],
    [1, () => `local a, b, c = ${v}, ${set}(${n}), ${v} print(show(a, b, c))`],
    [1, () => `local a, b = 0, 0 a, ${v}, b = ${v}, ${set}(${n}) + 10, ${v} print(show(a, b, ${v}))`],
    [1, () => `print(show((${v} + ${v}) * ${set}(${n}) + ${v}, -${v} + ${set}(1), (${v}) + ${set}(2)))`],
    [1, () => `print(show((function() return ${v}, ${set}(${n}), ${v} end)()))`],
    [1, () => `print(show(${v} and ${set}(${n}) and ${v}, ${v} == ${v} and ${set}(1) + ${v}))`],
    [1, () => `for i = ${v}, ${set}(${n}) + ${v} do print(i, ${v}) ${v} = ${v} + 1 end`],
    [1, () => `print(show(select(${v}, ${set}(1), ${v}, ${v}), (${v} .. ${v} .. ${set}(7) .. ${v})))`],
    [1, () => `while ${v} < 5 do ${v} = ${v} + ${set}(${v} + 1) end print(${v})`],
  ]);
}

function aboutTable(w: Writer, v: string, set: string): string {
  return w.weighted<string>([
    [2, () => `print(show(${v}.n + ${set}(3) + ${v}.n, ${v}[2] .. ${set}(4) .. ${v}[2]))`],
    [1, () => `print(show(${v}[${set}(5)], ${v}[1]))`],
    [1, () => `local old = ${v} ${v}[${set}(5)] = ${set}(6) print(show(old, ${v}))`],
    [1, () => `local old = ${v} ${v}.x = ${set}(6) print(show(old, ${v}))`],
    [1, () => `local old = ${v} ${v}.x, ${v}[${set}(3)] = ${set}(6), ${set}(4) print(show(old, ${v}))`],
    [1, () => `print(show(#${v}, ${set}(1), ${v}[2], {${v}[2], ${set}(6), ${v}[2]}))`],
    [1, () => `local old = ${v} ${v}.n, ${v} = ${set}(3) + 4, {n = 0} print(show(old, ${v}))`],
    [1, () => `local old = ${v} ${v}[1], ${v}[2], ${v} = ${v}[2], ${v}[1], 1 print(show(old, ${v}))`],
  ]);
}

/** Assignments to several places, which metamethods print. */
function targets(w: Writer): void {
  const t = w.name('t');
  w.line(
    `local ${t} = setmetatable({}, {__newindex = function(s, k, v) print(show("set", k, v)) rawset(s, k, v) end, __index = function(s, k) print(show("get", k)) return k end})`,
  );
  const i = w.name('i');
  w.line(`local ${i} = 1`);
  w.line(
    w.pick([
      `${i}, ${t}[${i}], ${t}[${i} + 1] = ${i} + 1, ${i} + 2, ${i} + 3`,
      `${t}[${mark(w)}], ${t}[${mark(w)}] = ${mark(w)}, ${mark(w)}`,
      `${t}.a, ${t}.b, ${t}.c = ${t}.x, ${t}.y`,
      `${t}[${i}], ${i} = ${i}, ${t}[${i}]`,
      `${t}.a, ${i}, ${t}.b = (function() return 1, 2, 3, 4 end)()`,
      `${t}[1], ${t}[1], ${t}[1] = 1, 2, 3`,
      `${t}.x, ${t} = 5, {}`,
      `${i}, ${i} = 5, 6`,
    ]),
  );
  w.line(`print(show(${i}, rawget(${t}, 1), rawget(${t}, "a"), rawget(${t}, "x")))`);
}

/** Long ways to a field, through metatables. */
function chain(w: Writer): void {
  const [a, b] = [w.name('a'), w.name('b')];
  w.line(
    `local ${a} = {p = {q = {r = ${w.expression('int', 1)}, f = function(self, x, ...) return self.r, x, ... end}}}`,
  );
  w.line(
    `local ${b} = setmetatable({}, {__index = setmetatable({deep = 1}, {__index = ${a}}), __newindex = ${a}.p})`,
  );
  w.line(
    w.pick([
      `${a}.p.q.r, ${a}.p["q"].s = ${a}.p.q.r + 1, ${a}.p.q:f(2) print(show(${a}.p.q.r, ${a}.p.q.s))`,
      `${b}.new = 5 ${b}.p.q.r = 7 print(show(${b}.deep, ${b}.new, ${b}.p.new, ${b}.p.q:f(...)))`,
      `function ${a}.p.q.g(...) return select("#", ...), ... end function ${a}.p.q:h(y) return self.r, y end print(show(${a}.p.q.g(nil, nil), ${a}.p.q:h(3)))`,
      `print(show(rawget(${b}, "deep"), rawequal(${b}.p, ${a}.p), rawset(${b}, "own", 1).own, next(${b})))`,
      `print(show(pcall(function() return ${a}.p.missing.x end), pcall(function() ${a}.missing.y = 1 end), pcall(function() ${a}.p.q:nothing() end)))`,
    ]),
  );
}

/** Keys that mean something to the host. */
function oddNames(w: Writer): void {
  const t = w.name('t');
  const name = () =>
    w.pick([
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '__index',
      'length',
      'prototype',
      'then',
      'code',
      's',
    ]);
  w.line(`local ${t} = {${name()} = 1}`);
  w.line(
    `${t}.${name()}, ${t}["${name()}"] = 2, 3 ${t}[${w.pick(['1', '"1"', '1.0', '2^53', '-1', '0', '"a" .. "b"'])}] = ${w.expression('int', 1)}`,
  );
  w.line(`print(show(${t}.${name()}, ${t}["${name()}"], ${t}[1], ${t}["1"], ${t}))`);
}

function nestedLoops(w: Writer): void {
  const [label, other] = [w.name('out'), w.name('next')];
  w.line(`for i = 1, 3 do for j = 1, 3 do`);
  w.line(`if (i + j) % ${w.pick(['2', '3', '4'])} == 0 then goto ${w.pick([label, other])} end`);
  w.line(
    `local k = function() return i * j end if k() > ${w.pick(['2', '4', '6'])} then break end print(i, j, k())`,
  );
  w.line(`::${other}:: end ::${label}:: end`);
}

/** What coroutines say of themselves and each other. */
function states(w: Writer): void {
  const [outer, inner] = [w.name('outer'), w.name('inner')];
  w.line(`local ${outer}, ${inner}`);
  w.line(
    `${inner} = coroutine.create(function(...) print(coroutine.status(${outer}), coroutine.status(${inner}), coroutine.isyieldable(), show(coroutine.resume(${outer}))) ${w.pick(['coroutine.yield(...)', 'error("x")', 'return ...', 'error({})'])} end)`,
  );
  w.line(
    `${outer} = coroutine.create(function(...) print(show(coroutine.resume(${inner}, ...))) print(coroutine.status(${inner})) ${w.pick(['coroutine.yield()', 'print(show(coroutine.resume(coroutine.running())))', ''])} print(show(coroutine.resume(${inner}, 1))) end)`,
  );
  w.line(`for i = 1, 3 do print(show(coroutine.resume(${outer}, i, nil)), coroutine.status(${outer})) end`);
}
