/**
 * Expressions of each kind.
 *
 * What deviates by design is not written (docs/language-deviations.md): whole floats are printed by `show`, which
 * does not tell them from integers; `//` and `%` have integers or fractions as divisors; no order of keys shows.
 */
import { textCall } from './text-calls.ts';
import type { Kind, Signature, Writer } from './writer.ts';

type Make = (w: Writer, depth: number) => string;

const SMALL = ['0', '1', '2', '3', '4', '5', '7', '10', '-1', '-2', '-7', '16', '100', '255', '0x7F'];
const LARGE = ['65536', '123456789', '2147483647', '2147483648', '-2147483648', '4294967295', '4294967296'];
const FLOATS = ['0.5', '1.25', '3.75', '-2.5', '0.1', '1e-3', '100.125', '.75', '0x.8', '0x1.4p1'];
const TEXTS = ['""', '"a"', '"b"', '"abc"', "'hello world'", '"x=1, y=22"', '"key"', '"\\200z"', '[[a.b.c]]'];
const NUMERIC = ['"10"', '"0x1F"', '" 7 "', '"-3"', '"12"'];

const ints: Make = (w, depth) =>
  w.weighted<string>([
    [4, () => known(w, 'int') ?? w.pick(SMALL)],
    [2, () => w.pick(SMALL)],
    [1, () => w.pick(LARGE)],
    ...inner(depth, [
      [6, () => `${operand(w, 'int', depth)} ${w.pick(['+', '-', '*'])} ${operand(w, 'int', depth)}`],
      [
        1,
        () => `${operand(w, 'int', depth)} ${w.pick(['//', '%'])} ${w.pick(['3', '7', '-4', '10', '0x10'])}`,
      ],
      [1, () => `${operand(w, 'int', depth)} ${w.pick(['//', '%'])} ${operand(w, 'int', depth)}`],
      [2, () => `${operand(w, 'int', depth)} ${w.pick(['&', '|', '~'])} ${operand(w, 'int', depth)}`],
      [
        1,
        () =>
          `${operand(w, 'int', depth)} ${w.pick(['<<', '>>'])} ${w.pick(['1', '3', '8', '31', '33', '-2', '64'])}`,
      ],
      [1, () => `${w.pick(['-', '~'])} ${operand(w, 'int', depth)}`],
      [1, () => `#${operand(w, w.pick(['str', 'arr']), depth)}`],
      [2, () => call(w, 'int', depth) ?? w.pick(SMALL)],
      [1, () => `${atArray(w, depth)}`],
      [1, () => `${suffixed(w, 'rec', depth)}.${w.pick(['a', 'a', 'n'])}`],
      [1, () => choice(w, 'int', depth)],
      [
        1,
        () =>
          `math.${w.pick(['max', 'min'])}(${operand(w, 'int', depth)} + 0, ${operand(w, 'int', depth)} - 1)`,
      ],
      [1, () => `math.${w.pick(['floor', 'ceil'])}(${w.expression('flt', depth - 1)})`],
      [1, () => `(${w.pick(NUMERIC)} + ${w.expression('int', depth - 1)})`],
      [1, () => `tonumber(${w.pick(NUMERIC)})`],
      [1, () => `select("#", ${list(w, depth)})`],
      [
        1,
        () =>
          `select(${w.pick(['1', '2', '-1'])}, ${w.list(3, () => w.expression('int', depth - 1)).join(', ')})`,
      ],
      [1, () => `string.byte(${w.expression('str', depth - 1)} .. "q", ${w.pick(['1', '2', '-1'])})`],
      [w.classes.length > 0 ? 2 : 0, () => `${suffixed(w, 'obj', depth)}.v`],
    ]),
  ]);

const floats: Make = (w, depth) =>
  w.weighted<string>([
    [2, () => known(w, 'flt') ?? w.pick(FLOATS)],
    [2, () => w.pick(FLOATS)],
    ...inner(depth, [
      [
        3,
        () =>
          `${operand(w, 'flt', depth)} ${w.pick(['+', '-'])} ${operand(w, w.pick(['int', 'flt']), depth)}`,
      ],
      [1, () => `${operand(w, 'flt', depth)} * ${w.pick(FLOATS)}`],
      [1, () => `${operand(w, 'int', depth)} / ${w.pick(['2', '3', '8', '-7', '0.5'])}`],
      [1, () => `${operand(w, 'flt', depth)} % ${w.pick(['2.5', '0.75', '-1.5'])}`],
      [1, () => `${operand(w, 'flt', depth)} // ${w.pick(['2', '3', '-7', '0.3'])}`],
      [1, () => `- ${operand(w, 'flt', depth)}`],
      [1, () => choice(w, 'flt', depth)],
    ]),
  ]);

const texts: Make = (w, depth) =>
  w.weighted<string>([
    [3, () => known(w, 'str') ?? w.pick(TEXTS)],
    [2, () => w.pick(TEXTS)],
    ...inner(depth, [
      [3, () => w.list(2 + w.below(3), () => operand(w, w.pick(['str', 'str', 'int']), depth)).join(' .. ')],
      [2, () => call(w, 'str', depth) ?? w.pick(TEXTS)],
      [3, () => textCall(w, depth - 1)],
      [1, () => `tostring(${w.expression(w.pick(['int', 'bool', 'str']), depth - 1)})`],
      [1, () => `${suffixed(w, 'rec', depth)}.b`],
      [1, () => `type(${w.expression('any', depth - 1)})`],
      [1, () => choice(w, 'str', depth)],
      [1, () => `show(${list(w, depth)})`],
    ]),
  ]);

const bools: Make = (w, depth) =>
  w.weighted<string>([
    [1, () => known(w, 'bool') ?? 'true'],
    [1, () => w.pick(['true', 'false'])],
    ...inner(depth, [
      [4, () => comparison(w, w.pick(['int', 'int', 'flt', 'str']), depth)],
      [1, () => `${operand(w, 'any', depth)} ${w.pick(['==', '~='])} ${operand(w, 'any', depth)}`],
      [1, () => `${operand(w, 'int', depth)} ${w.pick(['<', '<=', '=='])} ${operand(w, 'flt', depth)}`],
      [1, () => `not ${operand(w, w.pick(['bool', 'any']), depth)}`],
      [2, () => `${operand(w, 'bool', depth)} ${w.pick(['and', 'or'])} ${operand(w, 'bool', depth)}`],
      [w.classes.length > 0 ? 1 : 0, () => comparison(w, 'obj', depth)],
    ]),
  ]);

const arrays: Make = (w, depth) =>
  w.weighted<string>([
    [4, () => known(w, 'arr') ?? '{}'],
    [2, () => `{${w.list(w.below(5), () => w.expression('int', depth - 1)).join(', ')}}`],
    ...inner(depth, [
      [
        1,
        () =>
          `{${[...w.list(w.below(3), () => w.expression('int', depth - 1)), call(w, 'int', depth) ?? '9'].join(', ')}}`,
      ],
      [1, () => `{string.byte(${w.expression('str', depth - 1)}, 1, -1)}`],
      [1, () => `{table.unpack(${w.expression('arr', depth - 1)})}`],
    ]),
  ]);

const records: Make = (w, depth) => {
  const fields = [
    `a = ${w.expression('int', depth - 1)}`,
    `b = ${w.expression('str', depth - 1)}`,
    `n = ${w.pick(SMALL)}`,
  ];
  if (w.chance(3)) fields.push(`c = ${w.expression('any', depth - 1)}`);
  if (w.chance(4)) fields.push(`["k" .. ${w.pick(SMALL)}] = ${w.expression('any', depth - 1)}`);
  if (w.chance(4))
    fields.push(`[${w.pick(['1', '2', '-1', '2.5', 'true'])}] = ${w.expression('int', depth - 1)}`);
  const fresh = () => `{${fields.join(w.pick([', ', '; ']))}}`;
  return w.chance(2) ? (known(w, 'rec') ?? fresh()) : fresh();
};

const objects: Make = (w, depth) => {
  if (w.classes.length === 0) return records(w, depth);
  const fresh = () => `${w.pick(w.classes).name}.new(${w.expression('int', depth - 1)})`;
  return w.chance(2) ? (known(w, 'obj') ?? fresh()) : fresh();
};

const functions: Make = (w, depth) => {
  const found = w.variable('fn');
  if (found !== undefined && (depth <= 0 || w.chance(2))) return found.name;
  if (depth <= 0) return w.pick(['tostring', 'type', 'select']);
  return w.grammar.functionText(w, { parameters: ['int'], vararg: w.chance(2), results: ['int'], cost: 0 });
};

const anything: Make = (w, depth) =>
  w.weighted<string>([
    [2, () => known(w, 'any') ?? 'nil'],
    [1, () => 'nil'],
    [1, () => (w.vararg ? '...' : 'nil')],
    [4, () => w.expression(w.pick<Kind>(['int', 'flt', 'str', 'bool', 'arr', 'rec', 'obj']), depth)],
    ...inner(depth, [
      [2, () => `${operand(w, 'any', depth)} ${w.pick(['and', 'or'])} ${operand(w, 'any', depth)}`],
      [1, () => `${suffixed(w, 'rec', depth)}.${w.pick(['a', 'b', 'c', 'd'])}`],
      [1, () => `${suffixed(w, 'rec', depth)}[${keyed(w, w.pick<Kind>(['str', 'int', 'bool']), depth - 1)}]`],
      [2, () => call(w, 'any', depth) ?? 'nil'],
      [w.classes.length > 0 ? 4 : 0, () => objectOperation(w, depth)],
      [w.yields ? 2 : 0, () => `coroutine.yield(${list(w, depth)})`],
      [1, () => misfit(w, depth)],
    ]),
  ]);

const makers: { readonly [K in Kind]: Make } = {
  int: ints,
  flt: floats,
  str: texts,
  bool: bools,
  arr: arrays,
  rec: records,
  obj: objects,
  fn: functions,
  any: anything,
};

export function writeExpression(w: Writer, kind: Kind, depth: number): string {
  return makers[kind](w, depth);
}

type Alternative = readonly [weight: number, make: () => string];

/** Alternatives that hold expressions themselves: none when the depth is used up. */
function inner(depth: number, of: readonly Alternative[]): readonly Alternative[] {
  return depth > 0 ? of : [];
}

function known(w: Writer, kind: Kind): string | undefined {
  return w.variable(kind)?.name;
}

/** An operand: in parentheses unless it is a name or a plain literal. */
export function operand(w: Writer, kind: Kind, depth: number): string {
  const text = w.expression(kind, depth - 1);
  return /^(\w+|"[^"\\]*")$/.test(text) ? text : `(${text})`;
}

/** What a suffix may follow. */
export function suffixed(w: Writer, kind: Kind, depth: number): string {
  const text = w.expression(kind, depth - 1);
  return /^[a-zA-Z]\w*$/.test(text) && text !== 'nil' ? text : `(${text})`;
}

/** Several values: the last may be a call or the extra arguments. */
export function list(w: Writer, depth: number): string {
  const values = w.list(w.below(3), () => w.expression('any', depth - 1));
  values.push(
    w.weighted([
      [2, () => w.expression('any', depth - 1)],
      [2, () => call(w, 'any', depth) ?? 'nil'],
      [1, () => (w.vararg ? '...' : 'nil')],
    ]),
  );
  return values.join(', ');
}

/** A call of a function in sight whose first result is of the kind. */
export function call(w: Writer, kind: Kind, depth: number): string | undefined {
  const fits = (signature: Signature): boolean => kind === 'any' || signature.results[0] === kind;
  const found = w.variable('fn', ({ signature }) => signature !== undefined && fits(signature));
  if (found?.signature === undefined || !w.affords(found.signature.cost)) return undefined;
  return `${found.name}(${args(w, found.signature, depth).join(', ')})`;
}

export function args(w: Writer, signature: Signature, depth: number): string[] {
  const given = signature.parameters.map((kind) => w.expression(kind, depth - 1));
  if (given.length > 0 && w.chance(12)) given.pop();
  if (signature.vararg) given.push(...w.list(w.below(3), () => w.expression('any', depth - 1)));
  if (signature.vararg && w.vararg && w.chance(2)) given.push('...');
  return given;
}

function comparison(w: Writer, kind: Kind, depth: number): string {
  const operator = w.pick(['<', '<=', '>', '>=', '==', '~=']);
  return `${operand(w, kind, depth)} ${operator} ${operand(w, kind, depth)}`;
}

function choice(w: Writer, kind: Kind, depth: number): string {
  return `${operand(w, 'bool', depth)} and ${operand(w, kind, depth)} or ${operand(w, kind, depth)}`;
}

function atArray(w: Writer, depth: number): string {
  const found = known(w, 'arr');
  if (found === undefined) return w.pick(SMALL);
  return `(${found}[${w.expression('int', depth - 1)} % 4 + 1] or ${w.pick(SMALL)})`;
}

const EVENTS = ['+', '-', '*', '//', '%', '..', '&', '|', '~', '<<', '/', '^'];

/** What objects do by their metamethods. */
function objectOperation(w: Writer, depth: number): string {
  const most = Math.max(...w.classes.map((each) => each.cost));
  if (!w.affords(most)) return 'nil';
  const object = () => operand(w, 'obj', depth);
  const methods = [...new Set(w.classes.flatMap((each) => each.methods))];
  return w.weighted<string>([
    [3, () => `${object()} ${w.pick(EVENTS)} ${operand(w, w.pick<Kind>(['obj', 'obj', 'int']), depth)}`],
    [2, () => `${operand(w, 'int', depth)} ${w.pick(EVENTS)} ${object()}`],
    [1, () => `${w.pick(['-', '~', '#', 'not '])}${object()}`],
    [1, () => `${suffixed(w, 'obj', depth)}(${list(w, depth)})`],
    [1, () => `${suffixed(w, 'obj', depth)}.${w.pick(['v', 'w', 'missing', 'get'])}`],
    [1, () => `${suffixed(w, 'obj', depth)}[${w.expression(w.pick<Kind>(['str', 'int']), depth - 1)}]`],
    [
      1,
      () =>
        `${object()} ${w.pick(['<', '<=', '==', '~='])} ${operand(w, w.pick<Kind>(['obj', 'int']), depth)}`,
    ],
    [2, () => `${suffixed(w, 'obj', depth)}:${w.pick(methods)}(${list(w, depth)})`],
    [1, () => `tostring(${w.expression('obj', depth - 1)})`],
  ]);
}

/** An operation that does not fit its operands, or may not: an error is likely. */
function misfit(w: Writer, depth: number): string {
  const kind = w.pick<Kind>(['str', 'any', 'bool', 'rec', 'fn']);
  // Any value may be a float, whose text is another one here.
  const joins = kind === 'any' ? [] : ['..'];
  return w.weighted<string>([
    [
      2,
      () =>
        `${operand(w, kind, depth)} ${w.pick(['+', '-', '*', '<', '>=', ...joins])} ${operand(w, 'int', depth)}`,
    ],
    [2, () => `${operand(w, 'int', depth)} ${w.pick(['+', '<', ...joins])} ${operand(w, kind, depth)}`],
    [
      1,
      () =>
        `${operand(w, w.pick<Kind>(['bool', 'rec', 'flt']), depth)} ${w.pick(['|', '&', '<<', '~'])} ${operand(w, 'int', depth)}`,
    ],
    [1, () => `${w.pick(['-', '#'])}${operand(w, kind, depth)}`],
    [1, () => `${suffixed(w, w.pick<Kind>(['any', 'bool', 'int', 'rec']), depth)}.${w.pick(['x', 'y'])}.z`],
    [
      1,
      () =>
        `${suffixed(w, w.pick<Kind>(['any', 'bool', 'str', 'rec']), depth)}(${w.expression('int', depth - 1)})`,
    ],
    [
      1,
      () =>
        `${suffixed(w, w.pick<Kind>(['str', 'rec', 'any']), depth)}:${w.pick(['upper', 'nothing', 'len'])}()`,
    ],
    [1, () => `undefined${w.below(3)}${w.pick(['.x', '()', ' + 1', ' .. ""'])}`],
  ]);
}

/** A comparison is no key as it stands: Lua 5.4.4 makes wrong code of it when the table is a captured variable. */
function keyed(w: Writer, kind: Kind, depth: number): string {
  const key = w.expression(kind, depth);
  return kind === 'bool' ? `select(1, ${key})` : key;
}
