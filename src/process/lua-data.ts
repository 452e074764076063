/**
 * Guest values as plain data and back, for services and modules that are written in TypeScript.
 *
 *   Da1  A table with the keys 1..n and nothing else is an array; an empty one too. Any other table is an object by
 *        the text of its string and number keys.
 *   Da2  Strings stay the bytes they are, unless the caller reads and writes them as text.
 *   Da3  Shared tables come twice; a table inside itself is refused. Nesting is limited by memory only.
 *   Da4  What is no plain data goes through `other`; without it, it is undefined.
 */
import { byteString, type Data, decodeUtf8, encodeUtf8, failure, isRecord } from '#base';
import { LuaTable, R, typeName, Userdata, type Value } from '#lua';

/** One unit of fuel for so many values. */
const VALUES_PER_FUEL = 2;

type Writable = unknown[] | Record<string, unknown>;

export interface ToData {
  readonly text?: (bytes: string) => string;
  readonly other?: (value: Value) => unknown;
}

export interface FromData {
  readonly text?: (text: string) => string;
  readonly other?: (value: object) => Value;
}

/** Strings as UTF-8: for data that the host made or will look into. */
export const asText = {
  read: { text: decodeUtf8 },
  write: { text: encodeUtf8 },
} as const;

export function toData(value: Value, how: ToData = {}): Data {
  // Whatever `other` gives is for those who asked for it; everything else is plain data.
  if (!(value instanceof LuaTable)) return plain(value, how) as Data;
  const root = shell(value);
  let count = 0;
  // Depth first, with the tables that are open on the way to each, so that a circle is seen.
  const open = new Set<LuaTable>([value]);
  const work = [{ table: value, into: root, rest: value.entries() }];
  for (let top = work.at(-1); top !== undefined; top = work.at(-1)) {
    const entry = top.rest.next();
    count++;
    if (entry.done === true) {
      open.delete(top.table);
      work.pop();
      continue;
    }
    const [key, item] = entry.value;
    if (!(item instanceof LuaTable)) {
      place(top.into, key, plain(item, how), how);
      continue;
    }
    if (open.has(item)) throw failure('Invalid', 'a table that contains itself is no plain data');
    const into = shell(item);
    place(top.into, key, into, how);
    open.add(item);
    work.push({ table: item, into, rest: item.entries() });
  }
  R.fuel -= Math.ceil(count / VALUES_PER_FUEL);
  return root as Data;
}

export function fromData(data: unknown, how: FromData = {}): Value {
  const work: { source: object; into: LuaTable }[] = [];
  const root = leaf(data, how, work);
  const text = how.text ?? same;
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { source, into } = next;
    R.fuel -= 1;
    if (Array.isArray(source)) {
      R.fuel -= Math.ceil(source.length / VALUES_PER_FUEL);
      for (let i = 0; i < source.length; i++) into.set(i + 1, leaf(source[i], how, work));
    } else {
      for (const [key, item] of Object.entries(source)) into.setText(text(key), leaf(item, how, work));
    }
  }
  return root;
}

/** An empty table for arrays and objects, noted to be filled; any other value as it is. */
function leaf(data: unknown, how: FromData, work: { source: object; into: LuaTable }[]): Value {
  switch (typeof data) {
    case 'string':
      return how.text === undefined ? data : how.text(data);
    case 'number':
    case 'boolean':
      return data;
    case 'bigint':
      return Number.isSafeInteger(Number(data)) ? Number(data) : BigInt.asIntN(64, data);
    case 'object': {
      if (data === null) return undefined;
      if (data instanceof Uint8Array) return byteString(data);
      const made = how.other?.(data);
      if (made !== undefined) return made;
      if (!Array.isArray(data) && !isRecord(data)) return undefined;
      const table = new LuaTable();
      work.push({ source: data, into: table });
      return table;
    }
    default:
      return undefined;
  }
}

function same(text: string): string {
  return text;
}

function plain(value: Value, how: ToData): unknown {
  switch (typeof value) {
    case 'string':
      return how.text === undefined ? value : how.text(value);
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'undefined':
      return value;
    default:
      return how.other?.(value);
  }
}

function shell(table: LuaTable): Writable {
  let count = 0;
  for (const [key] of table.entries()) {
    if (key !== ++count) return {};
  }
  return [];
}

function place(into: Writable, key: Value, item: unknown, how: ToData): void {
  if (Array.isArray(into)) {
    into.push(item);
  } else if (typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint') {
    const name = typeof key === 'string' ? (how.text ?? same)(key) : String(key);
    if (name === '__proto__') {
      Object.defineProperty(into, name, {
        value: item,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else into[name] = item;
  }
}

/** As `toData`; throws where something is no plain data: `context values.on_done is a function`. */
export function onlyData(value: Value, name: string): Data {
  let isWhole = true;
  const other = () => {
    isWhole = false;
  };
  const data = toData(value, { other });
  if (isWhole) return data;
  const what = value instanceof LuaTable ? foreignIn(value, name) : `${name} is ${named(value)}`;
  throw failure('Invalid', `${what}, and only plain data can be passed on`, {
    retryable: false,
  });
}

/** Where a value in the table is no plain data, and what it is. */
function foreignIn(root: LuaTable, name: string): string | undefined {
  const seen = new Set<LuaTable>([root]);
  const work: { readonly table: LuaTable; readonly path: string }[] = [{ table: root, path: name }];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    for (const [key, value] of next.table.entries()) {
      const path = typeof key === 'string' ? `${next.path}.${key}` : `${next.path}[${String(key)}]`;
      if (typeof value !== 'object') continue;
      if (!(value instanceof LuaTable)) return `${path} is ${named(value)}`;
      if (seen.has(value)) continue;
      seen.add(value);
      work.push({ table: value, path });
    }
  }
  return undefined;
}

/** `a function`, `an error`. */
function named(value: Value): string {
  const name = value instanceof Userdata ? value.handle.name : typeName(value);
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}
