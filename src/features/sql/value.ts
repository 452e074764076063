/**
 * Values on their way between guests and databases.
 *
 *   Vl1  A number without a fraction is an integer, any other a float; `sql.as` says otherwise.
 *   Vl2  A string is text when it is UTF-8, and binary when it is not.
 *   Vl3  NULL is `sql.NULL` where a list must not have a hole; in rows it is nil.
 */
import { isUtf8 } from 'node:buffer';
import { byteString, bytesOf, type Data, decodeUtf8, encodeUtf8, failure, isAscii, isRecord } from '#base';
import { type Call, defineHandle, Held } from '#plugin';
import type { Answer, Parameter } from './database.ts';

/** A value with its type; the value is written in decimals, or is a guest's string. */
export interface Typed {
  readonly as: 'null' | 'int' | 'float' | 'text' | 'binary';
  readonly value: string;
}

/** Plain data that says the same wherever it is saved. */
export type Stored = boolean | number | string | Typed;

export const valueHandle = defineHandle<Typed, Typed>({
  name: 'sql.Value',
  summary: 'A value with a type of the database, or NULL.',
  crosses: 'copy',
  methods: {},
  meta: {
    tostring: ({ as, value }) => (as === 'null' ? 'NULL' : decodeUtf8(value)),
    eq: (one, other) => one.as === other.as && one.value === other.value,
  },
  save: (typed) => typed,
  restore: (typed) => typed,
});

export const NULL: Typed = { as: 'null', value: '' };
/** The guest's `sql.NULL`. */
export const nullValue = new Held(valueHandle, NULL);

export function isTyped(stored: unknown): stored is Typed {
  return typeof stored === 'object';
}

/** What a guest gives for a parameter. */
export function storedOf(given: unknown): Stored {
  switch (typeof given) {
    case 'string':
    case 'boolean':
      return given;
    case 'number':
      return Number.isFinite(given) ? given : { as: 'float', value: String(given) };
    case 'bigint':
      return { as: 'int', value: String(given) };
    case 'undefined':
      return NULL;
    default:
      if (given instanceof Held && Object.is(given.handle, valueHandle)) return given.live as Typed; // of that handle
      throw invalid(
        `${given instanceof Held ? `a ${given.handle.name}` : 'a table'} is no value of a database`,
      );
  }
}

/** The parameters of a statement: a list, or a single value. */
export function parametersOf(given: Data | undefined): Parameter[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given.map((one) => parameterOf(storedOf(one)));
  if (!isRecord(given)) return [parameterOf(storedOf(given))];
  if (Object.keys(given).length === 0) return [];
  throw invalid('the parameters must be a list without holes; sql.NULL stands for NULL');
}

export function parameterOf(stored: Stored): Parameter {
  if (typeof stored === 'number') return Number.isSafeInteger(stored) ? BigInt(stored) : stored;
  if (typeof stored === 'boolean') return stored;
  if (typeof stored === 'string') return isText(stored) ? decodeUtf8(stored) : bytesOf(stored);
  switch (stored.as) {
    case 'null':
      return null;
    case 'int':
      return BigInt(stored.value);
    case 'float':
      return Number(stored.value);
    case 'text':
      return decodeUtf8(stored.value);
    case 'binary':
      return bytesOf(stored.value);
  }
}

/** What a guest sees of a stored value. */
export function guestOf(stored: Stored, call: Call): Data | Held {
  if (!isTyped(stored)) return stored;
  return stored.as === 'null' ? nullValue : call.hold(valueHandle, stored);
}

/** Makes a value of a type, of whatever can be read as one. */
export function typedAs(as: 'int' | 'float' | 'text' | 'binary', given: unknown): Typed {
  if (given === undefined) return NULL;
  const stored = storedOf(given);
  if (isTyped(stored) && stored.as === 'null') return NULL;
  const value = isTyped(stored) ? stored.value : typeof stored === 'string' ? stored : Number(stored);
  const text = typeof stored === 'boolean' ? String(stored) : String(value);
  if (as === 'text' || as === 'binary') return { as, value: text };
  const number = String(value).trim() === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number) && text !== 'NaN') throw invalid(`'${decodeUtf8(text)}' is no number`);
  if (as === 'float') return { as, value: String(number) };
  if (/^\s*[-+]?\d+\s*$/.test(text)) return { as, value: integer(BigInt(text.trim().replace(/^\+/, ''))) };
  if (!Number.isFinite(number)) throw invalid(`${text} is no integer`);
  return { as, value: integer(BigInt(Math.trunc(number))) };
}

function integer(value: bigint): string {
  if (BigInt.asIntN(64, value) !== value) throw invalid(`${value} has more than 64 bits`);
  return String(value);
}

/** Rows by the names of their columns, as a guest has them. */
export function rowsOf({ columns, rows }: Answer): Data[] {
  const names = columns.map(encodeUtf8);
  return rows.map((values) => {
    const row: Record<string, Data> = Object.create(null);
    for (const [index, name] of names.entries()) {
      const value = values[index];
      if (value !== null && value !== undefined) row[name] = dataOf(value);
    }
    return row;
  });
}

function dataOf(value: Exclude<Parameter, null>): Data {
  if (typeof value === 'string') return encodeUtf8(value);
  return value instanceof Uint8Array ? byteString(value) : value;
}

/** Whether a statement only reads: what it says so of may run again, and before what led to it is committed. */
export function isReadingText(text: unknown): boolean {
  return typeof text === 'string' && reading.test(text) && !changing.test(text);
}

const reading =
  /^\s*(?:select|values|table|show|with|pragma\s+\w+\s*;?\s*$|explain(?!\s+\(?\s*analy[sz]e))\b/i;
/** Words and a further statement that make it more than that. */
const changing = /\b(?:insert|update|delete|merge|into|nextval|setval|call|perform)\b|;\s*\S/i;

function isText(bytes: string): boolean {
  return isAscii(bytes) || isUtf8(bytesOf(bytes));
}

export function invalid(message: string) {
  return failure('Invalid', message, { retryable: false });
}
