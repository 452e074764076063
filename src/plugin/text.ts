/** Schemas of texts: free ones, bytes, secrets, those of one form, durations and names of entries. */
import { durationMillis, encodeUtf8 } from '#base';
import type { Reading } from './reading.ts';
import { Schema } from './schema.ts';
import type { Service } from './service.ts';

const isString = (value: unknown) => typeof value === 'string';

/** A guest's string read as UTF-8. */
export const string: Schema<string> = new Schema<string>({
  expects: 'a text',
  admits: isString,
  read: (value, reading) =>
    typeof value === 'string' ? reading.text(value) : reading.expected('a text', value),
  write: encodeUtf8,
  json: () => ({ type: 'string' }),
});

/** A guest's string as the bytes it is: a JavaScript string of char codes 0 to 255. */
export const bytes: Schema<string> = new Schema<string>({
  expects: 'a string',
  admits: isString,
  read: (value, reading) => {
    if (typeof value !== 'string') return reading.expected('a string', value);
    return reading.isGuest ? value : encodeUtf8(value);
  },
  write: (value) => value,
  json: () => ({ type: 'string' }),
});

/** A text that is never shown, logged or dumped. */
export const secret: Schema<string> = new Schema<string>({
  expects: 'a text',
  admits: isString,
  read: (value, reading) => {
    reading.secret();
    return typeof value === 'string' ? reading.text(value) : refuseSecret(value, reading);
  },
  write: encodeUtf8,
  json: () => ({ type: 'string', writeOnly: true }),
});

/** The message must not show the value, even when it is no text. */
function refuseSecret(value: unknown, reading: Reading): never {
  return value === undefined || value === null
    ? reading.expected('a text', value)
    : reading.refuse('must be a text', value);
}

/** A text of one form; `name` completes `must be ...`: `t.text('a UUID', isUuid)`. */
export function text(name: string, check: (text: string) => boolean): Schema<string> {
  return new Schema<string>({
    expects: name,
    admits: isString,
    read: (value, reading) => {
      if (typeof value !== 'string') return reading.expected(name, value);
      const read = reading.text(value);
      return check(read) ? read : reading.expected(name, read);
    },
    write: encodeUtf8,
    json: () => ({ type: 'string', description: name }),
  });
}

export interface DurationOptions {
  /** What a bare number counts; without it only texts (and 0) are durations. */
  readonly number?: 'ns' | 'ms' | 's';
  readonly negative?: boolean;
}

const millisOf = { ns: 1e-6, ms: 1, s: 1000 } as const;

/** A length of time such as `1h30m`, in milliseconds. */
export function duration(standard?: string, options: DurationOptions = {}): Schema<number> {
  const expects = "a duration such as '30s'";
  const read = (value: unknown, reading: Reading): number => {
    const millis = typeof value === 'string' ? durationMillis(value) : numberMillis(value, options);
    if (millis === undefined) return reading.expected(expects, value);
    return millis < 0 && options.negative !== true ? reading.refuse('must not be negative', value) : millis;
  };
  const schema = new Schema<number>({
    expects,
    admits: (value) => isString(value) || numberMillis(value, options) !== undefined,
    read,
    write: (millis) => (options.number === undefined ? `${millis}ms` : millis / millisOf[options.number]),
    json: () => ({
      type: options.number === undefined ? 'string' : ['string', 'number'],
      format: 'duration',
    }),
  });
  return standard === undefined ? schema : schema.default(standard);
}

function numberMillis(value: unknown, options: DurationOptions): number | undefined {
  if (value === 0) return 0;
  if (options.number === undefined) return undefined;
  if (typeof value === 'bigint') return Number(value) * millisOf[options.number];
  return typeof value === 'number' && !Number.isNaN(value) ? value * millisOf[options.number] : undefined;
}

export type Target = Service<unknown> | string;

const entryId = /^[^\s:]+:[^\s:]+$/;
const entryName = /^[^\s:]+$/;

/**
 * The id of another entry, which the one that holds it then depends on. The targets are services or
 * patterns of kinds (`db.sql.*`). A name without a namespace belongs to that of the holder.
 */
export function ref(...targets: readonly Target[]): Schema<string> {
  const names = targets.map((target) => (typeof target === 'string' ? target : target.name));
  const expects = "the id of an entry, such as 'app:name'";
  return new Schema<string>({
    expects,
    admits: isString,
    read: (value, reading) => {
      const id = typeof value === 'string' ? fullId(reading.text(value), reading.namespace) : undefined;
      if (id === undefined || reading.isDeferred(value)) return reading.expected(expects, value);
      reading.reference(id, names);
      return id;
    },
    write: encodeUtf8,
    json: () => ({ type: 'string', ...(names.length === 0 ? {} : { 'x-entry': names }) }),
  });
}

function fullId(text: string, namespace: string | undefined): string | undefined {
  if (entryId.test(text)) return text;
  return namespace !== undefined && entryName.test(text) ? `${namespace}:${text}` : undefined;
}
