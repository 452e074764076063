/** Schemas of values that are passed on whole: any data, a guest's own value, handles, traits, channels. */
import { type Data, decodeUtf8, encodeUtf8, isAscii } from '#base';
import { type Handle, Held, type Trait } from './guest.ts';
import type { Reading } from './reading.ts';
import { Schema } from './schema.ts';
import type { Beat, Source } from './source.ts';

const anything = () => true;

/** Any data as it is: in a guest's data the strings are bytes. For what is only passed on. */
export const any: Schema<Data> = new Schema<Data>({
  expects: 'any value',
  admits: anything,
  // What reaches a schema is data; a guest's functions and handles were refused when it was converted.
  read: (value) => value as Data,
  write: (value) => value,
  json: () => ({}),
  isOptional: true,
});

/** Any data, its strings and keys read and written as UTF-8. For what the host looks into. */
export const data: Schema<Data> = new Schema<Data>({
  expects: 'any value',
  admits: anything,
  read: (value, reading) => (reading.isGuest ? eachString(value as Data, decodeUtf8) : (value as Data)), // as above
  write: (value) => (isEncoded(value) ? value : eachString(value, encodeUtf8)),
  json: () => ({}),
  isOptional: true,
});

/** Data nested deeper is refused rather than followed to the end of the stack. */
const deepest = 1000;

/** Nothing in it needs to be written otherwise than it is: nearly all data is ASCII, and then it is not copied. */
function isEncoded(value: Data, depth = 0): boolean {
  if (typeof value === 'string') return isAscii(value);
  if (typeof value !== 'object' || value === null || value instanceof Held) return true;
  if (depth > deepest) return false;
  if (Array.isArray(value)) return value.every((item: Data) => isEncoded(item, depth + 1));
  for (const key in value) {
    if (!Object.hasOwn(value, key) || !isAscii(key)) return false;
    if (!isEncoded((value as Readonly<Record<string, Data>>)[key], depth + 1)) return false;
  }
  return true;
}

function eachString(value: Data, change: (text: string) => string, depth = 0): Data {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null || value instanceof Held) return value;
  if (depth > deepest) throw new RangeError(`data is nested deeper than ${deepest} levels`);
  if (Array.isArray(value)) return value.map((item: Data) => eachString(item, change, depth + 1));
  const result: Record<string, Data> = Object.create(null);
  for (const [key, item] of Object.entries(value)) result[change(key)] = eachString(item, change, depth + 1);
  return result;
}

/**
 * The guest's own value, not converted: a table stays the very table, a function the function. For
 * parts of the kernel that keep it; no feature can look into it.
 */
export const guest: Schema<unknown> = new Schema<unknown>({
  expects: 'any value',
  admits: anything,
  read: (value) => value,
  write: (value) => value,
  json: () => ({}),
  isOptional: true,
  isRaw: true,
});

/**
 * A held value of one handle: the live value comes in, a `Held` one goes out. A handle whose own
 * methods speak of it is given as a function: `t.handle(() => builder)`.
 */
export function handle<T>(wanted: Handle<T, unknown> | (() => Handle<T, unknown>)): Schema<T, Held<T>> {
  const find = typeof wanted === 'function' ? wanted : () => wanted;
  const expects = () => `a ${find().name}`;
  const isHeld = (value: unknown): value is Held<T> =>
    value instanceof Held && Object.is(value.handle, find());
  return new Schema<T, Held<T>>({
    expects,
    admits: isHeld,
    read: (value, reading) => {
      if (!isHeld(value)) return reading.expected(expects(), value);
      return value.isClosed ? closed(value.handle.name, value, reading) : value.live;
    },
    write: (held) => held,
    json: () => ({ description: expects() }),
  });
}

/** A held value of any handle that serves the trait, as the trait's interface. */
export function serving<P>(wanted: Trait<P>): Schema<P, never> {
  const expects = `something ${wanted.trait}`;
  const find = (value: unknown) =>
    value instanceof Held ? value.handle.serves?.find((each) => each.trait === wanted.trait) : undefined;
  return new Schema<P, never>({
    expects,
    admits: (value) => find(value) !== undefined,
    read: (value, reading) => {
      const found = find(value);
      if (found === undefined || !(value instanceof Held)) return reading.expected(expects, value);
      if (value.isClosed) return closed(value.handle.name, value, reading);
      return found.of(value.live) as P; // `serve` ties the trait to its interface
    },
    write: (value) => value,
    json: () => ({ description: expects }),
  });
}

function closed(name: string, value: unknown, reading: Reading): never {
  return reading.refuse(`must not be a released ${name}`, value);
}

/** A channel for the guest to receive from; made by `call.channel` or `call.beat`. */
export function channel<T>(item: Schema<unknown, T>): Schema<never, Source<T> | Beat> {
  return new Schema<never, Source<T> | Beat>({
    expects: 'a channel',
    admits: () => false,
    read: (value, reading) => reading.expected('a channel of the runtime', value),
    write: (source) => source,
    json: () => ({ description: `a channel of ${item.expects}` }),
  });
}
