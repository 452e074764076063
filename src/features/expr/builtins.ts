/** The functions of the language that take values only. */
import { Buffer } from 'node:buffer';
import { bits } from './arithmetic.ts';
import { dateOf, durationOf, zoneOf } from './dates.ts';
import { directionOf } from './predicates.ts';
import {
  compareValues,
  evaluationFailure,
  integerOf,
  isEqual,
  isList,
  isMap,
  isNumber,
  jsonOf,
  listOf,
  mapOf,
  memberOf,
  narrowed,
  numberOf,
  stringOf,
  textOf,
  typeOf,
  type Value,
} from './value.ts';

interface Builtin {
  readonly least: number;
  readonly most: number;
  run(...args: Value[]): Value;
}

function takes(least: number, most: number, run: Builtin['run']): Builtin {
  return { least, most, run };
}

const many = Number.POSITIVE_INFINITY;

const text = (name: string, change: (text: string) => Value) =>
  [name, takes(1, 1, (value = null) => change(stringOf(value, name)))] as const;

const math = (name: string, change: (number: number) => number) =>
  [
    name,
    takes(1, 1, (value = null) => {
      const number = numberOf(value, name);
      if (typeof number !== 'bigint') return change(number);
      return name === 'abs' && number < 0n ? -number : number;
    }),
  ] as const;

const list = (name: string, change: (items: readonly Value[]) => Value) =>
  [name, takes(1, 1, (value = null) => change(listOf(value, name)))] as const;

const both = (name: string, run: (one: string, other: string) => Value) =>
  [name, takes(2, 2, (one = null, other = null) => run(stringOf(one, name), stringOf(other, name)))] as const;

const bitwise = (name: string, operation: (a: bigint, b: bigint) => bigint) =>
  [name, takes(2, 2, (one = null, other = null) => bits(one, other, operation))] as const;

/** Without characters: white space. */
function trim(value: Value = null, characters?: Value): string {
  const given = stringOf(value, 'trim');
  return characters === undefined ? given.trim() : trimmed(given, stringOf(characters, 'trim'));
}

function trimmed(value: string, characters: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && characters.includes(value.charAt(start))) start++;
  while (end > start && characters.includes(value.charAt(end - 1))) end--;
  return value.slice(start, end);
}

const affix = (name: string, cut: (value: string, affix: string) => string) =>
  [
    name,
    takes(1, 2, (value = null, given = ' ') => cut(stringOf(value, name), stringOf(given, name))),
  ] as const;

/** Numbers given one by one or in lists. */
function numbersIn(values: readonly Value[], name: string): (number | bigint)[] {
  return values.flatMap((value) => (isList(value) ? numbersIn(value, name) : [numberOf(value, name)]));
}

function extreme(name: string, isBetter: (one: number | bigint, other: number | bigint) => boolean) {
  return [
    name,
    takes(1, many, (...values) => {
      const [first, ...rest] = numbersIn(values, name);
      if (first === undefined) throw evaluationFailure(`${name} takes at least one number`);
      return rest.reduce((best, each) => (isBetter(each, best) ? each : best), first);
    }),
  ] as const;
}

function mean(values: readonly Value[]): number {
  const numbers = numbersIn(values, 'mean').map(Number);
  return numbers.length === 0 ? 0 : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}

function median(values: readonly Value[]): number {
  const numbers = numbersIn(values, 'median')
    .map(Number)
    .sort((one, other) => one - other);
  const middle = Math.floor(numbers.length / 2);
  const high = numbers[middle] ?? 0;
  return numbers.length % 2 === 0 ? ((numbers[middle - 1] ?? 0) + high) / 2 : high;
}

function length(value: Value = null): number {
  if (typeof value === 'string') return [...value].length;
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  throw evaluationFailure(`len takes a text, a list or a map, not ${typeOf(value)}`);
}

function integer(value: Value = null): Value {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string' && /^[+-]?\d{1,19}$/.test(value)) {
    return narrowed(BigInt.asIntN(64, BigInt(value.replace('+', ''))));
  }
  const number = value;
  if (typeof number === 'number' && Number.isFinite(number)) return Math.trunc(number);
  throw evaluationFailure(`int cannot read ${textOf(value)}`);
}

function float(value: Value = null): Value {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (isNumber(number) && !Number.isNaN(number)) return Number(number);
  throw evaluationFailure(`float cannot read ${textOf(value)}`);
}

function flatten(values: readonly Value[]): Value[] {
  return values.flatMap((value) => (isList(value) ? flatten(value) : [value]));
}

function unique(values: readonly Value[]): Value[] {
  return values.filter((value, index) => values.findIndex((other) => isEqual(value, other)) === index);
}

function fromPairs(pairs: readonly Value[]): Value {
  const map: Record<string, Value> = Object.create(null);
  for (const pair of pairs) {
    const [key = null, value = null] = listOf(pair, 'fromPairs');
    map[textOf(key)] = value;
  }
  return map;
}

function fromJson(json: string): Value {
  try {
    return JSON.parse(json);
  } catch {
    throw evaluationFailure('fromJSON takes JSON');
  }
}

function fromBase64(value: string): string {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) throw evaluationFailure('fromBase64 takes base64');
  return bytes.toString('utf8');
}

function indexOrMinus(value: string, index: number): number {
  return index < 0 ? -1 : [...value.slice(0, index)].length;
}

function split(value: string, separator: string, most: Value | undefined, keeps: boolean): Value {
  const parts = separator === '' ? [...value] : value.split(separator);
  const whole = keeps
    ? parts.map((part, index) => (index < parts.length - 1 ? part + separator : part))
    : parts;
  const limit = most === undefined ? -1 : integerOf(most, 'split');
  if (limit < 0 || whole.length <= limit) return whole;
  const rest = whole.slice(limit - 1).join(keeps ? '' : separator);
  return limit === 0 ? [] : [...whole.slice(0, limit - 1), rest];
}

const longestRepeat = 1_000_000;

function repeat(value: string, times: number): string {
  if (times < 0 || value.length * times > longestRepeat)
    throw evaluationFailure('repeat would make too long a text');
  return value.repeat(times);
}

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  text('upper', (value) => value.toUpperCase()),
  text('lower', (value) => value.toLowerCase()),
  ['trim', takes(1, 2, trim)],
  affix('trimPrefix', (value, prefix) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  affix('trimSuffix', (value, suffix) =>
    value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value,
  ),
  [
    'split',
    takes(2, 3, (value = null, by = null, most) =>
      split(stringOf(value, 'split'), stringOf(by, 'split'), most, false),
    ),
  ],
  [
    'splitAfter',
    takes(2, 3, (value = null, by = null, most) =>
      split(stringOf(value, 'splitAfter'), stringOf(by, 'splitAfter'), most, true),
    ),
  ],
  [
    'replace',
    takes(3, 3, (value = null, old = null, by = null) =>
      stringOf(value, 'replace').replaceAll(stringOf(old, 'replace'), () => stringOf(by, 'replace')),
    ),
  ],
  [
    'repeat',
    takes(2, 2, (value = null, times = null) =>
      repeat(stringOf(value, 'repeat'), integerOf(times, 'repeat')),
    ),
  ],
  both('indexOf', (value, part) => indexOrMinus(value, value.indexOf(part))),
  both('lastIndexOf', (value, part) => indexOrMinus(value, value.lastIndexOf(part))),
  both('hasPrefix', (value, prefix) => value.startsWith(prefix)),
  both('hasSuffix', (value, suffix) => value.endsWith(suffix)),
  text('toBase64', (value) => Buffer.from(value, 'utf8').toString('base64')),
  text('fromBase64', fromBase64),
  text('fromJSON', fromJson),
  ['toJSON', takes(1, 1, (value = null) => jsonOf(value, 2))],
  math('abs', Math.abs),
  math('ceil', Math.ceil),
  math('floor', Math.floor),
  math('round', (number) => Math.sign(number) * Math.round(Math.abs(number))),
  extreme('max', (one, other) => one > other),
  extreme('min', (one, other) => one < other),
  ['mean', takes(1, many, (...values) => mean(values))],
  ['median', takes(1, many, (...values) => median(values))],
  ['len', takes(1, 1, length)],
  ['int', takes(1, 1, integer)],
  ['float', takes(1, 1, float)],
  ['string', takes(1, 1, (value = null) => textOf(value))],
  ['type', takes(1, 1, (value = null) => typeOf(value))],
  list('first', (items) => items[0] ?? null),
  list('last', (items) => items.at(-1) ?? null),
  list('reverse', (items) => [...items].reverse()),
  list('flatten', flatten),
  list('uniq', unique),
  list('fromPairs', fromPairs),
  ['concat', takes(1, many, (...lists) => lists.flatMap((each) => listOf(each, 'concat')))],
  [
    'take',
    takes(2, 2, (items = null, count = null) =>
      listOf(items, 'take').slice(0, Math.max(0, integerOf(count, 'take'))),
    ),
  ],
  [
    'join',
    takes(1, 2, (items = null, by = '') =>
      listOf(items, 'join')
        .map((item) => stringOf(item, 'join'))
        .join(stringOf(by, 'join')),
    ),
  ],
  [
    'sort',
    takes(1, 2, (items = null, order) => {
      const direction = directionOf(order);
      return [...listOf(items, 'sort')].sort((one, other) => direction * compareValues(one, other));
    }),
  ],
  ['keys', takes(1, 1, (map = null) => Object.keys(mapOf(map, 'keys')))],
  ['values', takes(1, 1, (map = null) => Object.values(mapOf(map, 'values')))],
  [
    'toPairs',
    takes(1, 1, (map = null) =>
      Object.entries(mapOf(map, 'toPairs')).map(([key, value]) => [key, value ?? null]),
    ),
  ],
  ['duration', takes(1, 1, (value = null) => durationOf(value))],
  ['date', takes(1, 3, (value = null, layout, zone) => dateOf(value, layout, zone))],
  ['timezone', takes(1, 1, (value = null) => zoneOf(value))],
  ['get', takes(2, 2, (of = null, key = null) => memberOrNil(of, key))],
  bitwise('bitand', (a, b) => a & b),
  bitwise('bitor', (a, b) => a | b),
  bitwise('bitxor', (a, b) => a ^ b),
  bitwise('bitnand', (a, b) => a & ~b),
  bitwise('bitshl', (a, b) => a << BigInt.asUintN(6, b)),
  bitwise('bitshr', (a, b) => a >> BigInt.asUintN(6, b)),
  bitwise('bitushr', (a, b) => BigInt.asUintN(64, a) >> BigInt.asUintN(6, b)),
  ['bitnot', takes(1, 1, (value = null) => bits(value, 0, (a) => ~a))],
]);

function memberOrNil(of: Value, key: Value): Value {
  if (of === null) return null;
  if (isList(of) && (typeof key !== 'number' || of.at(key) === undefined)) return null;
  return memberOf(of, key);
}
