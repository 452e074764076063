/** Statements at the corners of the language: deep coroutines, long chains, large tables, patterns and formats of every sort. */
import type { Writer } from './writer.ts';

export function writeCorner(w: Writer): void {
  w.weighted<void>([
    [2, () => deepCoroutines(w)],
    [2, () => metatables(w)],
    [2, () => patterns(w)],
    [2, () => formats(w)],
    [1, () => joins(w)],
    [1, () => largeTables(w)],
    [1, () => holes(w)],
    [1, () => counters(w)],
    [1, () => fractions(w)],
    [1, () => captures(w)],
    [1, () => sorts(w)],
  ]);
}

/** A wrapped coroutine in a protected call in a coroutine, with errors and yields from any of them. */
function deepCoroutines(w: Writer): void {
  const [outer, middle] = [w.name('outer'), w.name('middle')];
  const end = () =>
    w.pick([
      'return a, ...',
      'error("deep")',
      'error({a})',
      'return coroutine.yield(nil, a)',
      'local t = nil return t.x',
      'return coroutine.isyieldable(), coroutine.status(coroutine.running())',
      'for k, v in yieldingPairs({a, 2}) do print(show(k, v)) end return k',
      'return yielding(1) + a, ...',
    ]);
  const inner = `coroutine.wrap(function(a, ...) ${w.chance(2) ? `a = coroutine.yield(a, select("#", ...)) ` : ''}${end()} end)`;
  w.line(`local ${middle} = function(f, ...)`);
  w.line(
    `  local ok, x, y = ${w.pick(['pcall(f, ...)', 'pcall(pcall, f, ...)', 'xpcall(f, function(e) return show("h", e) end, ...)'])}`,
  );
  w.line(
    `  print(show("middle", ok, x, y)) ${w.pick(['', 'coroutine.yield(x)', 'print(show(pcall(f, y)))'])}`,
  );
  w.line(
    `  ${w.pick(['return ok, y', `return ${w.expression('any', 1)}, ...`, 'error(x, 0)', 'return (f(y))'])}`,
  );
  w.line('end');
  const body = `function(...) local f = ${inner} print(show(${middle}(f, ...))) ${w.chance(2) ? `print(show(coroutine.yield("again", ...))) print(show(pcall(${middle}, f, nil, 2)))` : ''} return ... end`;
  w.line(`local ${outer} = coroutine.create(${body})`);
  w.line(
    `for i = 1, 5 do local ok, a, b = coroutine.resume(${outer}, i, nil, "x") print(show(ok, a, b), coroutine.status(${outer})) if not ok then break end end`,
  );
  if (w.chance(2)) w.line(`coroutine.close(${outer}) print(coroutine.status(${outer}))`);
}

/** Metatables on the way to other metatables, and functions as metamethods that call back. */
function metatables(w: Writer): void {
  const [a, b, c] = [w.name('a'), w.name('b'), w.name('c')];
  const events = w.list(3, () =>
    w.pick([
      '__index = function(t, k) return k == "deep" and {1, 2} or rawget(t, "v") end',
      `__index = setmetatable({x = 1}, {__index = function(_, k) return type(k) == "string" and k .. "!" or nil end})`,
      '__newindex = function(t, k, v) rawset(t, k, v == nil and "none" or v) end',
      `__newindex = setmetatable({}, {__newindex = function(_, k, v) print(show("far", k, v)) end})`,
      '__call = setmetatable({}, {__call = function(...) return select("#", ...), (select(3, ...)) end})',
      '__call = function(self, n, ...) if n > 0 then return self(n - 1, n, ...) end return ... end',
      '__eq = function(x, y) print("eq") return rawequal(x, y) or rawget(x, "v") == rawget(y, "v") end',
      '__lt = function(x, y) return val(x) < val(y), 7 end',
      '__le = function(x, y) return val(x) <= val(y) and "yes" end',
      '__concat = function(x, y) return show(val(x), val(y)) end',
      '__len = function(x) return rawlen and 3 or 3 end',
      '__unm = function(x, y) return rawequal(x, y) end',
      '__tostring = function(x) return "<" .. tostring(rawget(x, "v")) .. ">" end',
      '__tostring = function() return 7 end',
      '__metatable = false',
      '__idiv = function(x, y) return val(x) // val(y) end',
      '__mod = function(x, y) return val(y), "lost" end',
      '__shl = function(x, y) return y end',
      '__band = function(x, y) error({x}) end',
    ]),
  );
  w.line(`local ${c} = {${events.join(', ')}}`);
  w.line(
    `local ${a}, ${b} = setmetatable({v = ${w.below(9)}}, ${c}), setmetatable({v = ${w.below(9)}}, ${w.pick([c, c, '{}'])})`,
  );
  const one = () =>
    w.pick([
      `${a} == ${b}`,
      `${a} ~= ${b}`,
      `${a} < ${b}`,
      `${a} >= ${w.pick([b, '3'])}`,
      `not (${a} <= ${b})`,
      `${a} .. 1 .. "z" .. ${b}`,
      `1 .. ${a}`,
      `#${a} + #${b}`,
      `-${a}`,
      `${a}(2, nil, 3)`,
      `${a}.deep[2]`,
      `${a}.x, ${a}[${w.pick(['1', '"k"', 'true', '1.5'])}]`,
      `tostring(${a})`,
      `getmetatable(${a}) == ${c}`,
      `pcall(setmetatable, ${a}, nil)`,
      `${a} // ${b}`,
      `(${a} % 5)`,
      `5 << ${a}`,
      `${a} & 1`,
      `rawequal(${a}, ${b}), rawget(${a}, "v")`,
      `(function() ${a}.${w.pick(['v', 'fresh'])} = ${w.pick(['nil', '5'])} return rawget(${a}, "fresh") end)()`,
      `next({[${a}] = 1}) == ${a}`,
      `table.concat({1, "b", ${a}.v or 3}, "-")`,
    ]);
  for (let n = 2 + w.below(3); n > 0; n--) {
    w.line(`print(show(pcall(function(...) return ${one()} end)))`);
  }
}

const CLASSES = 'acdglpsuwxACDGLPSUWX'.split('').map((letter) => `%${letter}`);
const SETS = [
  '[%w_]',
  '[^%s]',
  '[a-c]',
  '[^a-c%d]',
  '[%]%-]',
  '[]x]',
  '[^]]',
  '[%a-z]',
  '[a-]',
  '[%-a]',
  '[.]',
  '[%.]',
];
const SUBJECTS = [
  '"hello world from Lua"',
  '"key = value, other=12"',
  '"((a)(b(c)))"',
  '"aXb--c__d"',
  '"  trim me  "',
  '"\\0a\\0b\\127\\200"',
  '"THE (quick) fox"',
  '"aaaa"',
  '""',
  '"one;two;;four"',
  '"2024-01-31T10:20:30"',
  '"abab abab"',
];
const WHOLE = [
  '(%w+)=(%w+)',
  '^%s*(.-)%s*$',
  '%b()',
  '%f[%w]%w+',
  '%f[%W]',
  '(%a)%1',
  '(()a())',
  '([^;]*);?',
  '(%d+)-(%d+)-(%d+)',
  '^(.)(.-)%1',
  '(a*(.)%w(%s*))',
  '.-',
  'a-b',
  '%-%-',
  '^$',
  '$',
  'x*',
  '[%z%c]',
  '(ab)%1',
];

function patterns(w: Writer): void {
  const part = () => `${w.chance(3) ? w.pick(SETS) : w.pick(CLASSES)}${w.pick(['', '', '*', '+', '-', '?'])}`;
  const parts = w.list(1 + w.below(3), () => (w.chance(3) ? `(${part()})` : part())).join('');
  const pattern = `"${w.chance(2) ? w.pick(WHOLE) : `${w.chance(5) ? '^' : ''}${parts}${w.chance(6) ? '$' : ''}`}"`;
  const subject = w.pick(SUBJECTS);
  const replaced = w.pick([
    '"<%0>"',
    '"%1%1"',
    '"[%1|%2]"',
    '"%%"',
    '""',
    '{a = "A", b = false, hello = 5}',
    'function(a, b) return b and a .. show(b) end',
    'string.upper',
    'show',
  ]);
  w.line(
    w.pick([
      `print(show(pcall(function() return string.find(${subject}, ${pattern}, ${w.pick(['1', '2', '-3', '0', '99', '5'])}) end)))`,
      `print(show(pcall(function() return string.match(${subject}, ${pattern}) end)))`,
      `print(show(pcall(function() return string.gsub(${subject}, ${pattern}, ${replaced}${w.pick(['', ', 2', ', 0', ', -1', ', 1'])}) end)))`,
      `print(show(pcall(function() local n = 0 for a, b in string.gmatch(${subject}, ${pattern}) do n = n + 1 print(show(n, a, b)) if n > 6 then break end end return n end)))`,
      `print(show(pcall(function() return (${subject}):gsub(${pattern}, function(...) coroutine.wrap(function() coroutine.yield() end)() return select("#", ...) end) end)))`,
    ]),
  );
}

function formats(w: Writer): void {
  const flags = () => `${w.pick(['', '-', '0', '+', ' ', '#'])}${w.pick(['', '', '3', '8', '12'])}`;
  const integer = () =>
    w.pick([
      '0',
      '1',
      '-1',
      '42',
      '-123456',
      '255',
      '2147483648',
      'math.maxinteger',
      'math.mininteger',
      '"7"',
    ]);
  const float = () =>
    w.pick(['0.5', '-2.25', '1e15', '1e100', '123456.789', '1/3', '-1e-5', '2^53', '1e300 * 1e10', '100']);
  const one = () =>
    w.weighted<readonly [string, string]>([
      [
        2,
        () => [
          `%${flags().replace('#', '')}${w.pick(['', '', '.0', '.3', '.10'])}${w.pick(['d', 'i'])}`,
          integer(),
        ],
      ],
      [
        1,
        () => [
          `%${w.pick(['', '-', '0', '#'])}${w.pick(['', '6', '20'])}${w.pick(['x', 'X', 'o'])}`,
          integer(),
        ],
      ],
      [
        3,
        () => [
          `%${flags()}${w.pick(['', '.0', '.1', '.5', '.12'])}${w.pick(['f', 'e', 'g', 'E', 'G'])}`,
          float(),
        ],
      ],
      [
        2,
        () => [
          `%${w.pick(['', '-'])}${w.pick(['', '3', '9'])}${w.pick(['', '.0', '.2', '.20'])}s`,
          w.pick(['"text"', 'true', 'nil', '12', '""']),
        ],
      ],
      [1, () => ['%q', w.pick(['"a\\nb\\0c\\"\\\\"', '12', 'true', 'nil', 'math.mininteger', '"\\r\\200"'])]],
      [1, () => ['%c', w.pick(['65', '0', '255', '10'])]],
      [1, () => [w.pick(['%y', '%d', '%5q', '%']), w.pick(['1', '"x"', 'nil'])]],
    ]);
  const parts = w.list(1 + w.below(3), one);
  const given = w.chance(8) ? '' : parts.map(([, value]) => `, ${value}`).join('');
  w.line(
    `print(show(pcall(function() return string.format("${parts.map(([format]) => format).join(w.pick(['|', ' ', '%%']))}"${given}) end)))`,
  );
}

/** Long chains of joins and of sums. */
function joins(w: Writer): void {
  const s = w.name('s');
  const operands = w.list(8 + w.below(24), (i) =>
    w.pick([`"${i}"`, String(i), s, 'trace(1, "t")', '1.5', `(${s} .. ${i})`, '"" .. ""']),
  );
  w.line(`local ${s} = "s"`);
  w.line(`print(${operands.join(' .. ')}) print(show(#(${operands.join(' .. ')})))`);
  const sums = w.list(6 + w.below(20), (i) =>
    w.pick([
      String(i),
      'trace(2, 3)',
      `#${s}`,
      '2.5',
      '-7 // 2',
      '-7 % 3',
      '7 % -3',
      '7 // -2.5',
      '-7.5 % 2',
    ]),
  );
  w.line(`print(show(${sums.join(w.pick([' + ', ' - ', ' * 1 + ']))}))`);
}

function largeTables(w: Writer): void {
  const t = w.name('t');
  const n = w.pick(['100', '300', '1000']);
  w.line(
    `local ${t} = {} for i = 1, ${n} do ${t}[${w.pick(['i', `${n} + 1 - i`, '"k" .. i', 'i * 2', 'i * 1.5'])}] = i * ${w.pick(['1', '3', '-1'])} end`,
  );
  w.line(
    w.pick([
      `for i = ${n}, ${w.pick(['1', '50'])}, -1 do ${t}[i] = nil end`,
      `for k in pairs(${t}) do if ${t}[k] % ${w.pick(['2', '3'])} == 0 then ${t}[k] = nil end end`,
      `local u = {} for i = 1, 20 do table.insert(u, 1, -i) end for i = 1, 10 do table.remove(u, 3) end print(show(u))`,
      `for i = 1, ${n} do ${t}[-i] = i end`,
      `for k, v in pairs(${t}) do ${t}[k] = v + 1 end`,
    ]),
  );
  w.line(
    `do local count, sum = 0, 0 for k, v in pairs(${t}) do count, sum = count + 1, sum + v * (type(k) == "number" and k or #k) end print(show(count, sum)) end`,
  );
}

/** Values with nil among them. */
function holes(w: Writer): void {
  const values = w
    .list(1 + w.below(5), () => w.pick(['nil', '1', 'false', '"x"', '...', '(...)']))
    .join(', ');
  const given = w.list(w.below(4), () => w.pick(['nil', '1', 'nil', 'false', '"y"'])).join(', ');
  const body = w.pick([
    `return select("#", ${values}), ${values}`,
    `local a, b, c = ${values} return c, b, a`,
    `local p = table.pack(${values}) return p.n, table.unpack(p, 1, p.n)`,
    `return (select(-1, ${values})), pcall(select, 0, ${values})`,
    `local t = {n = select("#", ...), ${values}} return t.n, t[1], t[2]`,
    `local function f(a, ...) return ..., a end return f(${values}), (f(${values}))`,
    `return pcall(select, -9, ${values})`,
    `return table.unpack({${values}}, ${w.pick(['-1, 2', '2, 1', '1, 4', '3, 3'])})`,
  ]);
  w.line(`print(show(pcall(function(...) ${body} end${given === '' ? '' : `, ${given}`})))`);
}

function counters(w: Writer): void {
  const range = w.pick([
    'math.maxinteger - 2, math.maxinteger',
    'math.mininteger + 2, math.mininteger, -1',
    'math.maxinteger - 5, math.maxinteger, 4',
    '1, math.huge, 2^40',
    '1, -math.huge',
    '0.1, 0.5, 0.1',
    '1, 2.9',
    '3, 0.5, -1',
    '-3, 3, 3',
    '1, 0',
    '10, 1, -4',
    '2^53 - 1, 2^53 + 1, 2',
    '-1.5, 1.5',
    '1, 3, 0',
    '1, nil',
    '9007199254740990, 9007199254740995',
  ]);
  w.line(
    `print(show(pcall(function() local n, last = 0 for i = ${range} do n = n + 1 last = i ${w.pick(['', 'i = i * 2', 'local f = function() i = i + 1 return i end f()'])} if n > 7 then break end end return n, last end)))`,
  );
}

/** Quotients, remainders and comparisons of integers and fractions of both signs. */
function fractions(w: Writer): void {
  const number = () =>
    w.pick([
      '7',
      '-7',
      '5.5',
      '-5.5',
      '0.25',
      '-0.75',
      '3',
      '-3',
      '1e15',
      '-1e15',
      '2^31',
      '-(2^31)',
      '9007199254740992',
      '1e308',
      '-1e308',
      '123456789012',
    ]);
  const divisor = () =>
    w.pick(['2', '-2', '0.5', '-0.5', '3', '-3', '7.25', '1e10', '-1e10', 'math.huge', '-math.huge']);
  const one = () =>
    w.weighted<string>([
      [3, () => `(${number()}) ${w.pick(['//', '%', '/'])} (${divisor()})`],
      [2, () => `(${number()}) ${w.pick(['<', '<=', '==', '>', '~='])} (${number()})`],
      [1, () => `math.fmod(${number()}, ${divisor()})`],
      [1, () => `math.${w.pick(['floor', 'ceil', 'abs'])}(${number()})`],
      [1, () => `(math.modf(${number()}))`],
      [
        1,
        () => `(${w.pick(['2', '-2', '0.5', '10', '-8'])}) ^ ${w.pick(['2', '3', '0.5', '-1', '10', '0'])}`,
      ],
      [1, () => `math.tointeger(${number()})`],
      [1, () => `pcall(function() return (${number()}) | 0 end)`],
    ]);
  w.line(`print(show(${w.list(4, one).join(', ')}))`);
}

/** Closures of each round, left by break and goto, that change what they captured. */
function captures(w: Writer): void {
  const [fs, i, label] = [w.name('fs'), w.name('i'), w.name('on')];
  w.line(`local ${fs} = {}`);
  const head = w.pick([
    [`for ${i} = 1, 4 do`, 'end'],
    [`for _, ${i} in ipairs({4, 3, 2, 1}) do`, 'end'],
    [`local n${i} = 0 repeat n${i} = n${i} + 1 local ${i} = n${i}`, `until ${i} > 3`],
    [`local n${i} = 0 while n${i} < 4 do n${i} = n${i} + 1 local ${i} = n${i}`, 'end'],
  ] as const);
  const isRepeat = head[1].startsWith('until');
  w.line(head[0]);
  w.line(`  local x = ${i} * 10`);
  w.line(
    `  ${fs}[#${fs} + 1] = function(d) x = x + (d or 0) ${w.pick(['', `${i} = ${i} + 1`])} return x, ${i} end`,
  );
  if (w.chance(2)) w.line(`  if ${i} == ${w.pick(['2', '3', '9'])} then break end`);
  if (isRepeat) w.line(`  do if ${i} % 2 == 0 then goto ${label} end x = x + 1 ::${label}:: end`);
  else w.line(`  if ${i} % 2 == 0 then goto ${label} end x = x + 1 ::${label}::`);
  w.line(head[1]);
  w.line(`for k = 1, 2 do for j, f in ipairs(${fs}) do print(show(j, f(k))) end end`);
}

function sorts(w: Writer): void {
  const t = w.name('t');
  const items = w.pick([
    'for i = 1, 30 do T[i] = (i * 37) % 17 end',
    'for i = 1, 12 do T[i] = {k = (i * 5) % 12, i = i} end',
    'for w in string.gmatch("the quick brown fox jumps over the lazy dog", "%a+") do T[#T + 1] = w end',
    'for i = 1, 9 do T[i] = i % 2 == 0 and i or i + 0.5 end',
    'T[1], T[2], T[3] = 3, "x", 1',
    'T[1], T[2], T[3] = 2, nil, 1',
  ]);
  w.line(`local ${t} = {} ${items.replaceAll('T', t)}`);
  const before = items.includes('{k')
    ? w.pick(['function(a, b) return a.k < b.k end', 'function(a, b) return a.k > b.k end'])
    : w.pick([
        'nil',
        'function(a, b) return tostring(a) < tostring(b) end',
        'function(a, b) return b < a end',
        'nil, 1',
      ]);
  w.line(`print(show(pcall(function() table.sort(${t}, ${before}) return ${t} end)))`);
}
