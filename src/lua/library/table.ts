/**
 * The `table` library. All functions are raw, as in Lua 5.1: they do not ask metatables.
 *
 * What grows by a number from the guest is bounded before it is made.
 */
import { add, type LuaNumber, MAX_INTEGER } from '../integer.ts';
import { type Code, host, LuaError, R, ret0, ret2, ret3, retN, type Value } from '../machine.ts';
import { touch, typeName } from '../operations.ts';
import { FROZEN, LuaTable } from '../table.ts';
import {
  argumentError,
  checkLength,
  functionArgument,
  integerArgument,
  MAX_RESULTS,
  optionalInteger,
  optionalText,
  tableArgument,
  textOf,
  wideArgument,
} from './arguments.ts';
import { library } from './library.ts';
import { flat } from './piece.ts';
import { sortBy, sortInBlocks } from './sort.ts';
import { blockSize, isNative, sortAtOnce, sortBlock } from './sort-natively.ts';

/** Elements that one call may move. */
const MAX_MOVED = 2 ** 24;

function checkWritable(table: LuaTable): void {
  if (table.mark !== 0 && !touch(table)) throw new LuaError('attempt to modify a read-only table');
}

// How many arguments were given decides what they mean, and a rest parameter would cost a list for each call.
const insertCode: Code = function (_self, t, a, b) {
  const table = t instanceof LuaTable ? t : tableArgument(t, 1, 'insert');
  if (table.mark !== 0) checkWritable(table);
  // biome-ignore lint/complexity/noArguments: see above
  const given = arguments.length - 1;
  if (given === 2) {
    if (a !== undefined) table.append(a);
  } else if (given === 3) insertAt(table, integerArgument(a, 2, 'insert'), b);
  else throw new LuaError("wrong number of arguments to 'insert'");
  return ret0();
};

/** Emitted code knows it by its identity (emit/library-calls.ts). */
export const insert = host('table.insert', insertCode);

function insertAt(table: LuaTable, position: number, value: Value): void {
  const size = table.length();
  if (position < 1 || position > size + 1) throw argumentError(2, 'insert', 'position out of bounds');
  if (position > size) {
    table.set(position, value);
    return;
  }
  const { arr } = table;
  R.fuel -= (size - position) >> 6;
  const last = arr.pop();
  arr.splice(position, 0, value);
  table.append(last);
}

const remove: Code = (_self, t, at) => {
  const table = t instanceof LuaTable ? t : tableArgument(t, 1, 'remove');
  if (table.mark !== 0) checkWritable(table);
  const size = table.length();
  const position = at === undefined ? size : integerArgument(at, 2, 'remove');
  if (position !== size && (position < 1 || position > size + 1)) {
    throw argumentError(2, 'remove', 'position out of bounds');
  }
  const value = table.get(position);
  if (position >= 1 && position < size) {
    R.fuel -= (size - position) >> 6;
    table.arr.splice(position, 1);
    table.trim();
  } else table.set(Math.max(position, size), undefined);
  return value;
};

/** A text joined from more parts is made one piece: each joint takes more memory than a short part. */
const MAX_JOINTS = 32;

/**
 * Places of a list from `first` to `last`: numbers within 2^53, and beyond that counted from the first, since sums of
 * doubles stand still there.
 */
class Range {
  readonly count: number;
  readonly #first: LuaNumber;

  constructor(first: LuaNumber, last: LuaNumber) {
    this.#first = first;
    const isPlain = typeof first === 'number' && typeof last === 'number';
    this.count = isPlain ? last - first + 1 : Number(BigInt(last) - BigInt(first) + 1n);
  }

  /** The place after so many others. */
  at(n: number): LuaNumber {
    const first = this.#first;
    return typeof first === 'number' && Number.isSafeInteger(first + n) ? first + n : add(BigInt(first), n);
  }
}

const concat: Code = (_self, t, sep, i, j) => {
  const table = tableArgument(t, 1, 'concat');
  const separator = optionalText(sep, 2, 'concat', '');
  const from = i === undefined ? 1 : wideArgument(i, 3, 'concat');
  const to = j === undefined ? table.length() : wideArgument(j, 4, 'concat');
  if (typeof from === 'bigint' || typeof to === 'bigint')
    return concatFar(table, separator, new Range(from, to));
  const text = joined(table, separator, from, to);
  const parts = Math.max(0, to - from + 1);
  R.fuel -= (parts >> 3) + (text.length >> 6);
  return parts > MAX_JOINTS ? flat(text) : text;
};

/** By itself, as V8 compiles long loops while they run, without knowing what comes after them. */
function joined(table: LuaTable, separator: string, from: number, to: number): string {
  let text = '';
  for (let at = from; at <= to; at++) {
    const value = at > 0 && at < table.arr.length ? table.arr[at] : table.get(at);
    const part = typeof value === 'string' ? value : textOf(value);
    if (part === undefined) throw invalid(value, at);
    text = at === from ? part : separator === '' ? text + part : text + separator + part;
    checkLength(text.length);
  }
  return text;
}

function concatFar(table: LuaTable, separator: string, range: Range): Value {
  let text = '';
  for (let n = 0; n < range.count; n++) {
    const value = table.get(range.at(n));
    const part = textOf(value);
    if (part === undefined) throw invalid(value, range.at(n));
    text = n === 0 ? part : text + separator + part;
    checkLength(text.length);
  }
  return text;
}

function invalid(value: Value, at: LuaNumber): LuaError {
  return new LuaError(`invalid value (${typeName(value)}) at index ${at} in table for 'concat'`);
}

const unpack: Code = (_self, t, i, j) => {
  const table = tableArgument(t, 1, 'unpack');
  const from = i === undefined ? 1 : wideArgument(i, 2, 'unpack');
  const to = j === undefined ? table.length() : wideArgument(j, 3, 'unpack');
  if (typeof from === 'bigint' || typeof to === 'bigint') return unpackFar(table, new Range(from, to));
  if (to - from >= MAX_RESULTS) throw new LuaError('too many results to unpack');
  switch (to - from) {
    case 0:
      return table.get(from);
    case 1:
      return ret2(table.get(from), table.get(to));
    case 2:
      return ret3(table.get(from), table.get(from + 1), table.get(to));
  }
  if (to < from) return ret0();
  R.fuel -= (to - from) >> 3;
  if (from === 1 && to < table.arr.length) return retN(table.arr.slice(1, to + 1));
  const values: Value[] = [];
  for (let at = from; at <= to; at++) values.push(table.get(at));
  return retN(values);
};

function unpackFar(table: LuaTable, range: Range): Value {
  if (range.count > MAX_RESULTS) throw new LuaError('too many results to unpack');
  const values: Value[] = [];
  for (let n = 0; n < range.count; n++) values.push(table.get(range.at(n)));
  return retN(values);
}

const pack: Code = (_self, ...values) => {
  R.fuel -= values.length >> 2;
  const arr: Value[] = [undefined, ...values];
  while (arr.length > 1 && arr[arr.length - 1] === undefined) arr.pop();
  const table = new LuaTable();
  if (arr.length > 1) table.arr = arr;
  table.setField('n', values.length);
  return table;
};

const move: Code = (_self, list, f, e, t, target) => {
  const from = tableArgument(list, 1, 'move');
  const first = wideArgument(f, 2, 'move');
  const last = wideArgument(e, 3, 'move');
  const place = wideArgument(t, 4, 'move');
  const to = target === undefined ? from : tableArgument(target, 5, 'move');
  if (last < first) return to;
  checkWritable(to);
  const source = new Range(first, last);
  const { count } = source;
  if (count > MAX_MOVED) throw argumentError(3, 'move', 'too many elements to move');
  if (BigInt(place) > MAX_INTEGER - BigInt(count - 1))
    throw argumentError(4, 'move', 'destination wrap around');
  const places = new Range(place, place);
  R.fuel -= count >> 2;
  // Backwards where the places overlap, so that nothing is overwritten before it was read.
  if (to === from && place > first && place <= last) {
    for (let i = count - 1; i >= 0; i--) to.set(places.at(i), from.get(source.at(i)));
  } else for (let i = 0; i < count; i++) to.set(places.at(i), from.get(source.at(i)));
  return to;
};

/** Makes the table read-only for ever; tables in it stay as they are. */
const freeze: Code = (_self, t) => {
  const table = tableArgument(t, 1, 'freeze');
  if (table.mark !== FROZEN) {
    checkWritable(table);
    table.mark = FROZEN;
  }
  return table;
};

const isfrozen: Code = (_self, t) => tableArgument(t, 1, 'isfrozen').mark === FROZEN;

/** The sizes are hints, which this representation does not need. */
const create: Code = (_self, items, fields) => {
  optionalInteger(items, 1, 'create', 0);
  optionalInteger(fields, 2, 'create', 0);
  return new LuaTable();
};

const sort: Code = (_self, t, before) => {
  const table = tableArgument(t, 1, 'sort');
  const comparator = before === undefined ? undefined : functionArgument(before, 2, 'sort');
  checkWritable(table);
  const size = table.length();
  if (size < 2) return ret0();
  const { arr } = table;
  if (before === undefined && isNative(arr)) {
    const isLong = size > blockSize(arr[1]);
    if (isLong && !sortAtOnce(arr)) return sortInBlocks(table, arr.slice(), size);
    if (!isLong) sortBlock(arr, 1, size + 1);
    R.fuel -= size;
    return ret0();
  }
  R.fuel -= size;
  return sortBy(table, arr.slice(), size, comparator);
};

export const tableLibrary = library('table', {
  concat,
  create,
  freeze,
  insert,
  isfrozen,
  move,
  pack,
  remove,
  sort,
  unpack,
});
