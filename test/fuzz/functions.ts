/** Functions: plain, recursive, as callbacks, as closures over shared variables, and what protects from their errors. */
import { args, list } from './expressions.ts';
import type { Kind, Signature, Variable, Writer } from './writer.ts';

const PARAMETERS: readonly Kind[] = ['int', 'int', 'str', 'flt', 'rec', 'arr', 'any', 'bool'];
const RESULTS: readonly Kind[] = ['int', 'int', 'str', 'any', 'rec', 'bool'];

function signature(w: Writer): Signature {
  const parameters = w.list(w.below(4), () => w.pick(PARAMETERS));
  return { parameters, vararg: w.chance(3), results: w.list(1 + w.below(3), () => w.pick(RESULTS)), cost: 0 };
}

export function writeFunction(w: Writer): void {
  if (w.chance(4)) {
    writeShared(w);
    return;
  }
  const shape = signature(w);
  const name = w.name('f');
  const { lines, cost } = inside(w, shape);
  const parameters = lines.shift() ?? '()';
  w.line(
    `${w.pick(['local function NAME', 'local function NAME', 'local NAME = function']).replace('NAME', name)}${parameters}`,
  );
  w.lines.push(...lines);
  w.line('end');
  w.declare(name, 'fn', { fixed: true, signature: { ...shape, cost } });
}

/** The text of a function expression, on one line. */
export function functionText(w: Writer, shape: Signature): string {
  const { lines, cost } = inside(w, shape, 1 + w.below(2));
  w.cost += cost * w.factor;
  return `function${lines.map((line) => line.trim()).join(' ')} end`;
}

/** The parameters on the first line, then the body. */
function inside(
  w: Writer,
  shape: Signature,
  statements = 1 + w.below(4),
): { readonly lines: string[]; readonly cost: number } {
  let parameters = '()';
  const { lines, cost } = w.apart(() => {
    const names = shape.parameters.map((kind) => {
      const name = w.name(kind[0] ?? 'p');
      w.declare(name, kind);
      return name;
    });
    w.vararg = shape.vararg;
    w.results = shape.results;
    w.yields = false;
    parameters = `(${[...names, ...(shape.vararg ? ['...'] : [])].join(', ')})`;
    w.block(statements);
    if (w.chance(4)) w.line(`if ${w.expression('bool')} then return ${returned(w)} end`);
    w.line(`return ${returned(w)}`);
  });
  return { lines: [parameters, ...lines], cost };
}

function returned(w: Writer): string {
  const values = w.results.map((kind) => w.expression(kind));
  if (values.length > 1 && w.vararg && w.chance(3)) values.splice(-1, 1, '...');
  return values.join(', ');
}

/** Closures that share and change a variable, which the program changes too. */
function writeShared(w: Writer): void {
  const [x, get, set] = [w.name('x'), w.name('get'), w.name('set')];
  w.line(`local ${x} = ${w.expression('int')}`);
  w.declare(x, 'int');
  w.line(`local function ${get}(...) ${x} = (${x} + select("#", ...) + 1) % 1000 return ${x}, ... end`);
  w.line(`local function ${set}(v) local old = ${x} ${x} = v return old end`);
  w.declare(get, 'fn', {
    fixed: true,
    signature: { parameters: [], vararg: true, results: ['int', 'any'], cost: 3 },
  });
  w.declare(set, 'fn', {
    fixed: true,
    signature: { parameters: ['int'], vararg: false, results: ['int'], cost: 3 },
  });
  w.line(
    `print(show(${x} ${w.pick(['+', '-', '*', '..', '<', '=='])} ${get}(), ${get}() + ${x}, ${x}, ${set}(${w.expression('int')}), ${x}))`,
  );
}

/** Functions kept in a list by a loop, each with its own variables, and called later. */
export function writeCallbacks(w: Writer): void {
  const [list, i] = [w.name('fs'), w.name('i')];
  w.line(`local ${list} = {}`);
  const { loops } = w;
  w.loop(`for ${i} = 1, 3 do`, 'end', 3, () => {
    w.declare(i, 'int', { fixed: w.chance(2) });
    const own = w.name('own');
    w.line(`local ${own} = ${w.expression('int')}`);
    w.declare(own, 'int');
    if (w.chance(2)) w.line(`${own} = ${own} + ${i}`);
    const text = w.grammar.functionText(w, {
      parameters: ['int'],
      vararg: false,
      results: ['int', 'any'],
      cost: 0,
    });
    w.line(`${list}[#${list} + 1] = ${text}`);
    if (w.chance(2))
      w.line(`${list}[#${list} + 1] = function(d) ${own} = ${own} + d return ${own}, ${i} end`);
    if (w.chance(3)) w.line(`if ${w.expression('bool')} then break end`);
  });
  w.loops = loops;
  w.line(`for k = 1, 2 do for j = 1, #${list} do print(show(j, ${list}[j](k))) end end`);
}

export function writeRecursion(w: Writer): void {
  const f = w.name('rec');
  const value = w.expression('int', 1);
  w.weighted<void>([
    [
      2,
      () => {
        w.line(
          `local function ${f}(n, ...) if n <= 0 then return ${value}, ... end return (${f}(n - 1, n, ...)) + n, ... end`,
        );
        w.line(`print(show(${f}(${w.pick(['1', '5', '12'])})))`);
      },
    ],
    [
      1,
      () => {
        w.line(
          `local function ${f}(n, acc) if n == 0 then return acc end return ${f}(n - 1, (acc + n) % 1009) end`,
        );
        w.line(`print(show(${f}(${w.pick(['10', '300', '2000'])}, ${value})))`);
      },
    ],
    [
      1,
      () => {
        w.line(
          `local function ${f}(n) if n == 0 then ${w.pick(['return 0', 'error("bottom")', 'local t = nil; return t.x'])} end local r = ${f}(n - 1) return r + 1 end`,
        );
        w.line(`print(show(pcall(${f}, ${w.pick(['3', '100', '150'])})))`);
      },
    ],
  ]);
}

/** A protected call of a function on the spot, of one in sight, or of a library function. */
export function writeProtected(w: Writer): void {
  const known = w.variable('fn', (each: Variable) => each.signature !== undefined);
  if (known?.signature !== undefined && w.chance(3) && w.affords(known.signature.cost)) {
    const given = args(w, known.signature, 2);
    w.line(`print(show(pcall(${[known.name, ...given].join(', ')})))`);
    return;
  }
  if (w.chance(5)) {
    const called = w.pick([
      'error',
      'string.rep',
      'setmetatable',
      'ipairs',
      'select',
      'table.concat',
      'rawget',
      'math.floor',
      'tonumber',
      'assert',
      'rawequal',
      'next',
      'unknown',
      'pcall',
      'string.sub',
    ]);
    // Which key comes first is any.
    const shown = called === 'next' ? 'a ~= nil' : 'a';
    w.line(`print(show(pcall(function(...) local a = ${called}(...) return ${shown} end, ${list(w, 2)})))`);
    return;
  }
  const { lines } = w.apart(() => {
    w.vararg = w.chance(2);
    w.line(w.vararg ? '(...)' : '()');
    w.block(1 + w.below(3));
    if (w.chance(2)) w.line(`return ${list(w, 2)}`);
  });
  const handler = w.weighted<string | undefined>([
    [3, () => undefined],
    [1, () => 'function(e) return "handled " .. show(e), 2 end'],
    [1, () => 'show'],
    [
      1,
      () =>
        `function(e) ${w.pick(['error("again")', 'return e', 'print(show(e)) return nil', 'return e.x'])} end`,
    ],
  ]);
  w.line(`print(show(${handler === undefined ? 'pcall(' : 'xpcall('}function${lines.shift()?.trim()}`);
  w.lines.push(...lines);
  w.line(
    `end${handler === undefined ? '' : `, ${handler}`}${w.chance(2) ? `, ${w.expression('any', 1)}` : ''})))`,
  );
}
