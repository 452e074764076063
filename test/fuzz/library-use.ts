/** Statements about the library: tables in place, sorting, and integers at the edges of 64 bits. */
import { pattern } from './text-calls.ts';
import type { Writer } from './writer.ts';

const EDGES = [
  '9007199254740993',
  '-9007199254740993',
  '9223372036854775807',
  'math.mininteger',
  '0x7fffffffffffffff',
  '0xffffffffffffffff',
  '4611686018427387904',
  '1 << 62',
  '1 << 63',
  '0xdeadbeefcafe',
  '-4611686018427387905',
  '3037000500',
  '6364136223846793005',
  '2862933555777941757',
  '1',
  '-1',
  '2',
  '3',
  '7',
  '10',
  '1000003',
  '0x100000001b3',
];

export function writeLibraryUse(w: Writer): void {
  w.weighted<void>([
    [3, () => edges(w)],
    [2, () => steps(w)],
    [3, () => inPlace(w)],
    [1, () => sorted(w)],
    [1, () => extraArguments(w)],
    [1, () => texts(w)],
    [1, () => constructors(w)],
    [1, () => conversions(w)],
  ]);
}

function edges(w: Writer): void {
  const [a, b] = [w.name('a'), w.name('b')];
  w.line(`local ${a}, ${b} = ${w.pick(EDGES)}, ${w.pick(EDGES)}`);
  const one = () =>
    w.weighted<string>([
      [3, () => `${a} ${w.pick(['+', '-', '*', '*', '&', '|', '~'])} ${b}`],
      [2, () => `pcall(function() return ${a} ${w.pick(['//', '%'])} ${b} end)`],
      [1, () => `${a} ${w.pick(['<<', '>>'])} (${b} % 70 - 3)`],
      [
        1,
        () => `${a} ${w.pick(['<', '<=', '==', '~='])} ${w.pick([b, `${b} + 0.5`, '2^53', '2^63', '-2^63'])}`,
      ],
      [1, () => `math.ult(${a}, ${b})`],
      [1, () => `(${a} * ${b} + 12345) % ${w.pick(['2147483648', '65536', '1000003', '0x7fffffff', '10'])}`],
      [1, () => `(${a} * ${b}) & ${w.pick(['0xffffffff', '0xff', '0x7fffffff'])}`],
      [1, () => `${w.pick(['-', '~'])}${a}`],
      [1, () => `tostring(${a} * ${b})`],
      [1, () => `string.format("%${w.pick(['d', 'x', '20d', 'X'])}", ${a} ~ ${b})`],
      [1, () => `math.abs(${a})`],
      [1, () => `({[${a}] = 1, [${b}] = 2})[${w.pick([a, b, `${a} + 0`])}]`],
      [1, () => `math.tointeger(${a})`],
      [1, () => `${a} // 1 | 0`],
      [1, () => `tonumber(tostring(${a})) == ${a}`],
    ]);
  w.line(`print(show(${w.list(3, one).join(', ')}))`);
}

/** A variable that goes from step to step of 64 bits, captured or not, and now and then is looked at or set. */
function steps(w: Writer): void {
  const [x, f] = [w.name('x'), w.name('f')];
  const captured = w.chance(2);
  w.line(`local ${x} = ${w.pick(EDGES)}`);
  if (captured) w.line(`local function ${f}(given) if given then ${x} = given end return ${x} end`);
  const step = () =>
    w.pick([
      `${x} = ${x} ~ (${x} ${w.pick(['<<', '>>'])} ${1 + w.below(63)})`,
      `${x} = ${x} * 6364136223846793005 + 1442695040888963407`,
      `${x} = (${x} ~ ${w.pick(EDGES)}) * 0x100000001b3`,
      `${x} = ${x} - 0x9e3779b97f4a7c15`,
      `${x} = -(${x} << 5) | ~${x}`,
    ]);
  w.inside(`for _ = 1, ${1 + w.below(4)} do`, 'end', () => {
    for (let n = 1 + w.below(3); n > 0; n--) w.line(step());
    if (w.chance(2)) w.line(`print((${x} >> ${w.below(64)}) & 0xffff)`);
    if (captured && w.chance(3)) w.line(`${f}(${w.pick(EDGES)})`);
  });
  w.line(`print(show(${captured ? `${f}(), ` : ''}${x}))`);
}

function inPlace(w: Writer): void {
  const t = w.name('t');
  w.line(`local ${t} = {${w.list(w.below(5), () => w.expression('int', 1)).join(', ')}}`);
  for (let n = 1 + w.below(3); n > 0; n--) {
    w.line(
      w.weighted<string>([
        [2, () => `table.insert(${t}, ${w.expression('int', 1)})`],
        [
          1,
          () =>
            `print(show(pcall(function() table.insert(${t}, ${w.pick(['1', '2', '0', '9'])}, ${w.expression('int', 1)}) end)))`,
        ],
        [1, () => `print(show(table.remove(${t})))`],
        [
          1,
          () =>
            `print(show(pcall(function() return (table.remove(${t}, ${w.pick(['1', '2', '7', '-1'])})) end)))`,
        ],
        [1, () => `${t}[#${t} + 1] = ${w.expression('int', 1)}`],
        [1, () => `${t}[#${t}] = nil`],
        [1, () => `print(show(table.unpack(${t}, ${w.pick(['1', '2', '-1'])}, ${w.pick(['2', '3', '1'])})))`],
        [1, () => `print(show(table.concat(${t}, ",", ${w.pick(['1', '2'])}, #${t})))`],
        [
          1,
          () =>
            `print(show(table.move(${t}, ${w.pick(['1', '2'])}, #${t}, ${w.pick(['1', '2', '3'])}, {})[3]))`,
        ],
        [1, () => `for i = #${t}, 1, -1 do if ${t}[i] % 2 == 0 then table.remove(${t}, i) end end`],
      ]),
    );
  }
  w.line(`print(show(#${t}, ${t}))`);
}

function sorted(w: Writer): void {
  const t = w.name('t');
  const n = w.pick(['0', '1', '5', '12', '40']);
  w.line(
    `local ${t} = {} for i = 1, ${n} do ${t}[i] = (i * ${w.pick(['7', '31', '17'])}) % ${w.pick(['11', '101', '6'])} end`,
  );
  const before = w.pick([
    '',
    ', function(a, b) return a > b end',
    ', function(a, b) return a % 5 * 100 + a < b % 5 * 100 + b end',
    ', function(a, b) return tostring(a) < tostring(b) end',
  ]);
  w.line(`table.sort(${t}${before}) print(show(${t}))`);
}

function extraArguments(w: Writer): void {
  const values = w.list(w.below(5), () => w.expression('any', 1)).join(', ');
  const body = w.pick([
    'local a, b = ... return b, a, select("#", ...)',
    'return select("#", ...), (select(2, ...))',
    'local p = table.pack(...) return p.n, p[1]',
    'return (...), ...',
    'local function inner(...) return select("#", ...), ... end return inner(...), inner(nil, ...)',
    'for i = 1, select("#", ...) do print(show(i, (select(i, ...)))) end return select(-1, 1, ...)',
    'return function() return 1 end, {...}, #{n = 1, ...} >= 0',
  ]);
  w.line(`print(show(pcall(function(...) ${body} end${values === '' ? '' : `, ${values}`})))`);
}

function texts(w: Writer): void {
  const s = w.name('s');
  const zero = w.chance(5);
  w.line(`local ${s} = ${w.expression('str')}${zero ? ' .. "\\0z"' : ''}`);
  if (!zero) w.declare(s, 'str');
  w.line(
    `print(show(pcall(function() return string.find(${s}, ${pattern(w)}), (string.match(${s}, ${pattern(w)}, -3)) end)))`,
  );
  w.line(
    `for a, b in string.gmatch(string.sub(${s}, 1, 12), ${w.pick(['"(%a)(%d?)"', '"%w*"', '"()%s*"', '"[^,]*"'])}) do print(show(a, b)) end`,
  );
}

function constructors(w: Writer): void {
  const f = '(function(...) return 1, 2, ... end)';
  const items = w.list(1 + w.below(4), () =>
    w.pick([
      `${f}(3)`,
      `(${f}(3))`,
      w.expression('int', 1),
      'nil',
      `x = ${f}()`,
      `["y" .. ${w.below(3)}] = ${w.expression('any', 1)}`,
    ]),
  );
  w.line(`print(show({${items.join(', ')}}, {${f}(${w.expression('any', 1)}), ${f}()}))`);
}

function conversions(w: Writer): void {
  const text = () =>
    w.pick([
      '"10"',
      '"1e1"',
      '"0x10"',
      '" 12 "',
      '"1 2"',
      '""',
      '"abc"',
      '"0x"',
      '"1e"',
      '".5"',
      '"5."',
      '"9223372036854775808"',
      '"-0x1"',
      '"1_0"',
      '"0x1p4"',
      '"inf"',
      '"nan"',
      '"\\t7\\n"',
      '"z"',
      '"7fffffffffffffff"',
      '"1e400"',
    ]);
  w.line(
    `print(show(tonumber(${text()}), tonumber(${text()}, ${w.pick(['2', '8', '16', '36'])}), pcall(function() return ${text()} ${w.pick(['+', '*', '-', '//'])} ${w.pick(['1', '2', '10'])} end)))`,
  );
}
