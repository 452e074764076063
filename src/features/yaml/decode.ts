/** Reads YAML 1.2 into guest values: the first document of the text. */
import { decodeUtf8, encodeUtf8, failure } from '#base';
import { LuaTable, type Value } from '#lua';
import type { Library } from './encode.ts';

/** Aliases may repeat what they name; beyond this a text is an attack. */
const mostAliases = 100;

export function decodeYaml(text: string, library: Library): Value {
  try {
    const [document] = library.parseAllDocuments(decodeUtf8(text), {
      intAsBigInt: true,
      merge: true,
      logLevel: 'silent',
    });
    if (document === undefined || !('contents' in document)) return undefined;
    const [error] = document.errors;
    if (error !== undefined) throw bad(error.message, error);
    return guestValue(document.toJS({ mapAsMap: true, maxAliasCount: mostAliases }));
  } catch (thrown) {
    // The library refuses too many aliases, and circles, by errors of its own; deep nesting ends the stack.
    if (thrown instanceof RangeError || thrown instanceof ReferenceError) throw bad(thrown.message, thrown);
    throw thrown;
  }
}

function bad(message: string, cause: unknown): Error {
  return failure('Internal', `bad YAML: ${message.split('\n')[0]}`, { retryable: false, cause });
}

function guestValue(value: unknown): Value {
  switch (typeof value) {
    case 'string':
      return encodeUtf8(value);
    case 'bigint':
      return integer(value);
    case 'number':
    case 'boolean':
      return value;
    default:
      if (Array.isArray(value)) return list(value);
      if (value instanceof Map) return mapping(value);
      return undefined;
  }
}

/** Exact to 64 bits; a float beyond. */
function integer(value: bigint): Value {
  const number = Number(value);
  return Number.isSafeInteger(number) || BigInt.asIntN(64, value) !== value ? number : value;
}

function list(items: readonly unknown[]): LuaTable {
  const table = new LuaTable();
  for (const [index, item] of items.entries()) table.set(index + 1, guestValue(item));
  return table;
}

function mapping(map: ReadonlyMap<unknown, unknown>): LuaTable {
  const table = new LuaTable();
  for (const [key, item] of map) table.set(guestKey(key), guestValue(item));
  return table;
}

function guestKey(key: unknown): Value {
  if (key === null) return 'null';
  const value = guestValue(key);
  if (value instanceof LuaTable || value === undefined || Number.isNaN(value)) {
    throw bad('a mapping or a list is no key', undefined);
  }
  return value;
}
