/**
 * Writes guest values as JSON.
 *
 *   Je1  A table with the keys 1..n is an array, one with string keys an object in the order of its keys, but those
 *        that are whole numbers come first. A table without either is `[]`, or `{}` when it has ever had a string key.
 *   Je2  Refused as `Internal`: a gap in a list, keys of both sorts, a table inside itself, more than 128 levels,
 *        and what has no JSON form (functions, handles). The message names the place.
 *   Je3  NaN and infinities are `null`. Integers of 64 bits keep all digits, floats are written as short as they
 *        read back.
 *   Je4  Strings are taken as UTF-8; bytes that are none become U+FFFD.
 *   Je5  A large value is written in parts, so that others have their turn between them (encode-in-parts.ts).
 *
 * Hot. The tables are made into objects for the host's `JSON.stringify`: twice as fast as putting the text
 * together here, objects included.
 */
import { decodeUtf8, encodeUtf8, type Failure, failure, rawJSON } from '#base';
import { Fields, LuaTable, NO_FIELDS, typeName, type Value } from '#lua';

const mostLevels = 128;

/** The JSON text in UTF-8, as a byte string. */
export function encodeJson(value: Value): string {
  return JSON.stringify(value === undefined ? null : plain(value, []));
}

/** Values that may still be taken; what has more of them is written in parts. */
let left = Number.POSITIVE_INFINITY;

/** Says that there are more values than may be written at once; thrown, as it comes from deep inside. */
export const tooMany = Symbol('too many values');

/** The same as `plain`, for at most so many values: otherwise `tooMany`. Gives how many were taken as well. */
export function plainUpTo(
  most: number,
  value: Value,
  open: LuaTable[],
): { readonly plain: unknown; readonly taken: number } | typeof tooMany {
  const { length } = open;
  left = most;
  try {
    return { plain: plain(value, open), taken: most - left };
  } catch (thrown) {
    if (thrown !== tooMany) throw thrown;
    open.length = length;
    return tooMany;
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** A text of so many bytes counts for one value more. */
const BYTES_PER_VALUE = 64;

/** The value as the host writes it; `open` are the tables on the way to it, outermost first. */
function plain(value: Value, open: LuaTable[]): unknown {
  switch (typeof value) {
    case 'string':
      if (value.length >= BYTES_PER_VALUE) left -= Math.floor(value.length / BYTES_PER_VALUE);
      return utf8(value);
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return rawJSON(String(value));
    default:
      if (value instanceof LuaTable) return plainTable(value, open);
      throw refuse(`a ${typeName(value)} has no JSON form`, open, value);
  }
}

function plainTable(table: LuaTable, open: LuaTable[]): unknown {
  enter(table, open);
  const result = table.arr.length > 1 ? plainList(table, open) : plainObject(table, open);
  open.pop();
  return result;
}

/** The table is on the way to those that follow. */
export function enter(table: LuaTable, open: LuaTable[]): void {
  if (open.length >= mostLevels) throw tooDeep(table, open);
  open.push(table);
}

function plainList(table: LuaTable, open: LuaTable[]): unknown[] {
  const { arr } = table;
  const list: unknown[] = [];
  spend(arr.length);
  for (let i = 1; i < arr.length; i++) list.push(plain(itemAt(table, i, open), open));
  refuseOtherKeys(table, open);
  return list;
}

function spend(values: number): void {
  left -= values;
  if (left < 0) throw tooMany;
}

export function itemAt({ arr }: LuaTable, i: number, open: readonly LuaTable[]): Value {
  const item = arr[i];
  if (item === undefined) throw refuse(`the list has a gap at ${i}`, open);
  return item;
}

export function refuseOtherKeys(list: LuaTable, open: LuaTable[]): void {
  if (list.s === NO_FIELDS && list.hash === null) return;
  for (const [key] of list.entries()) {
    if (typeof key === 'number' && key >= 1 && key < list.arr.length) continue;
    throw refuse(typeof key === 'string' ? mixed(1, key) : `the list has a gap before ${String(key)}`, open);
  }
}

function plainObject(table: LuaTable, open: LuaTable[]): unknown {
  const { s, hash } = table;
  const object = new Fields(); // no name is inherited, `__proto__` is a name like any other
  let count = 0;
  if (s !== NO_FIELDS) {
    for (const name in s) {
      const value = s[name];
      if (value === undefined) continue;
      // A property is the name of the field behind one character (see table.ts).
      spend(1);
      object[utf8(name.slice(1))] = plain(value, open);
      count++;
    }
  }
  if (hash !== null) {
    const { keys, vals } = hash;
    for (let i = 0; i < keys.length; i++) {
      const value = vals[i];
      if (value === undefined) continue;
      const key = keys[i];
      if (typeof key !== 'string') throw refuseKey(key, table, open);
      spend(1);
      object[utf8(key)] = plain(value, open);
      count++;
    }
  }
  return count > 0 || s !== NO_FIELDS || typeof hash?.keys[0] === 'string' ? object : [];
}

export function refuseKey(key: Value, table: LuaTable, open: LuaTable[]): Failure {
  if (typeof key !== 'number' && typeof key !== 'bigint') {
    return refuse(`a ${typeName(key)} is no key of JSON`, open);
  }
  for (const [name] of table.entries()) if (typeof name === 'string') return refuse(mixed(key, name), open);
  return refuse(`the list has a gap before ${key}`, open);
}

function mixed(key: number | bigint, name: string): string {
  return `the table has keys of lists and of objects (${key} and "${decodeUtf8(name)}")`;
}

function tooDeep(table: LuaTable, open: LuaTable[]): Failure {
  const way = [...open, table];
  const again = way.findIndex((each, index) => way.indexOf(each) < index);
  if (again < 0) return refuse(`the value has more than ${mostLevels} levels`, []);
  return refuse('the table contains itself', way.slice(0, again + 1));
}

/** `items[3].name: ...`: the place is the last of the open tables, or the leaf in it. */
function refuse(why: string, open: readonly LuaTable[], leaf?: Value): Failure {
  let place = '';
  for (const [index, table] of open.entries()) {
    const inner = open[index + 1] ?? leaf;
    if (inner === undefined) break;
    const key = keyOf(table, inner);
    if (typeof key !== 'string') place += `[${String(key)}]`;
    else place += place === '' ? decodeUtf8(key) : `.${decodeUtf8(key)}`;
  }
  const message = `cannot encode as JSON: ${place === '' ? '' : `${place}: `}${why}`;
  return failure('Internal', message, { retryable: false });
}

function keyOf(table: LuaTable, value: Value): Value {
  for (const [key, each] of table.entries()) if (each === value) return key;
  return undefined;
}

export const beyondAscii = /[^\0-\x7f]/;

/** The host is given bytes as characters, so that what it writes is UTF-8 already. */
export function utf8(text: string): string {
  return beyondAscii.test(text) ? encodeUtf8(decodeUtf8(text)) : text;
}
