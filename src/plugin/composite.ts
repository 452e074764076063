/**
 * Schemas of lists, maps and objects.
 *
 * An empty table of a guest is a list and an object at once, so each of them takes the other's empty form.
 */
import { encodeUtf8, isRecord, suggestion } from '#base';
import type { JsonSchema } from './json-schema.ts';
import type { Reading } from './reading.ts';
import { type AnySchema, type Infer, Schema, type Written } from './schema.ts';

export interface ListOptions {
  readonly min?: number;
  readonly max?: number;
}

export function list<R, W>(item: Schema<R, W>, options: ListOptions = {}): Schema<R[], readonly W[]> {
  const { min = 0, max = Number.POSITIVE_INFINITY } = options;
  const expects = `a list${size(options)}`;
  return new Schema<R[], readonly W[]>({
    expects,
    admits: (value) => Array.isArray(value) || isEmptyRecord(value),
    read: (value, reading) => {
      const items: readonly unknown[] | undefined = Array.isArray(value)
        ? value
        : isEmptyRecord(value)
          ? []
          : undefined;
      if (items === undefined) return reading.expected(expects, value);
      if (items.length < min || items.length > max) {
        return reading.refuse(`must be ${expects}, not of ${items.length}`, value);
      }
      return items.map((each, index) => inside(item, index, each, reading));
    },
    write: (items) => items.map((each) => item.write(each)),
    json: () => ({ type: 'array', items: item.toJsonSchema(), ...jsonSize(options) }),
  });
}

/** Values by name. The result has no prototype, so any name is a key like any other. */
export function map<R, W>(value: Schema<R, W>): Schema<Record<string, R>, Readonly<Record<string, W>>> {
  return new Schema<Record<string, R>, Readonly<Record<string, W>>>({
    expects: 'a table',
    admits: isTable,
    read: (table, reading) => {
      const result: Record<string, R> = Object.create(null);
      if (!isTable(table)) return reading.expected('a table', table);
      for (const [key, each] of Object.entries(table)) {
        result[reading.text(key)] = inside(value, reading.text(key), each, reading);
      }
      return result;
    },
    write: (table) => {
      const result: Record<string, unknown> = Object.create(null);
      for (const [key, each] of Object.entries(table)) result[encodeUtf8(key)] = value.write(each);
      return result;
    },
    json: () => ({ type: 'object', additionalProperties: value.toJsonSchema() }),
  });
}

export type Fields = Readonly<Record<string, AnySchema>>;

type Pretty<T> = { [K in keyof T]: T[K] };
type MayMiss<F, V extends Record<keyof F, unknown>> = {
  [K in keyof F]: undefined extends V[K] ? K : never;
}[keyof F];
type Completed<F, V extends Record<keyof F, unknown>> = Pretty<
  { readonly [K in Exclude<keyof F, MayMiss<F, V>>]: V[K] } & {
    readonly [K in MayMiss<F, V>]?: V[K] | undefined;
  }
>;

export type ReadFields<F extends Fields> = Completed<F, { [K in keyof F]: Infer<F[K]> }>;
export type WrittenFields<F extends Fields> = Completed<F, { [K in keyof F]: Written<F[K]> }>;

export interface ObjectOptions {
  /** What becomes of fields that nobody described; `keep` leaves them in the result as they are. */
  readonly unknown?: 'warn' | 'refuse' | 'ignore' | 'keep';
}

/** A table with known fields. */
export function object<F extends Fields>(
  fields: F,
  options: ObjectOptions = {},
): Schema<ReadFields<F>, WrittenFields<F>> {
  const unknown = options.unknown ?? 'warn';
  const known = Object.entries(fields);
  const names = new Set(Object.keys(fields));
  return new Schema<ReadFields<F>, WrittenFields<F>>({
    expects: 'a table',
    admits: isTable,
    fields: fields as Readonly<Record<string, AnySchema>>, // for reading and documentation only
    read: (table, reading) => {
      if (!isTable(table)) return reading.expected('a table', table);
      const result: Record<string, unknown> = {};
      for (const [name, schema] of known) {
        const value = Object.hasOwn(table, name) ? (table as Record<string, unknown>)[name] : undefined;
        result[name] = inside(schema, name, value, reading);
      }
      if (unknown !== 'ignore') readUnknown(table, names, unknown, result, reading);
      return result as ReadFields<F>; // each field was read by the schema that gives its type
    },
    write: (value) => writeFields(known, value as Record<string, unknown>, unknown === 'keep'),
    json: () => jsonObject(known, unknown === 'refuse'),
  });
}

function readUnknown(
  table: object,
  names: ReadonlySet<string>,
  unknown: 'warn' | 'refuse' | 'keep',
  result: Record<string, unknown>,
  reading: Reading,
): void {
  for (const [rawName, value] of Object.entries(table)) {
    if (names.has(rawName)) continue;
    const name = reading.text(rawName);
    if (unknown === 'keep') {
      Object.defineProperty(result, name, { value, enumerable: true, writable: true, configurable: true });
      continue;
    }
    reading.enter(name);
    const message = `is not known${suggestion(name, names)}`;
    if (unknown === 'refuse')
      reading.refuse(`${message}${names.size === 0 ? '' : knownOf(names, message)}`, undefined);
    else reading.warn(message);
    reading.leave();
  }
}

/** Whoever is refused needs to know what there is; `message` may end with a question. */
function knownOf(names: ReadonlySet<string>, message: string): string {
  return `${message.endsWith('?') ? ' Known:' : '; known:'} ${[...names].join(', ')}`;
}

function writeFields(
  known: readonly (readonly [string, AnySchema])[],
  value: Record<string, unknown>,
  keepsOthers: boolean,
): Record<string, unknown> {
  const result: Record<string, unknown> = keepsOthers ? { ...value } : {};
  for (const [name, schema] of known) {
    // The type of the whole was checked, and with it the type of each field.
    const written = schema.write(value[name] as never);
    if (written === undefined) delete result[name];
    else result[name] = written;
  }
  return result;
}

function inside<R>(schema: Schema<R, never>, key: string | number, value: unknown, reading: Reading): R {
  reading.enter(key);
  const result = schema.read(value, reading);
  reading.leave();
  return result;
}

function isTable(value: unknown): value is object {
  return isRecord(value) || (Array.isArray(value) && value.length === 0);
}

function isEmptyRecord(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}

function size({ min, max }: ListOptions): string {
  if (min === undefined) return max === undefined ? '' : ` of at most ${max}`;
  return max === undefined ? ` of at least ${min}` : ` of ${min} to ${max}`;
}

function jsonSize({ min, max }: ListOptions): JsonSchema {
  return { ...(min === undefined ? {} : { minItems: min }), ...(max === undefined ? {} : { maxItems: max }) };
}

function jsonObject(known: readonly (readonly [string, AnySchema])[], isClosed: boolean): JsonSchema {
  const required = known.filter(([, schema]) => !schema.isOptional).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(known.map(([name, schema]) => [name, schema.toJsonSchema()])),
    ...(required.length === 0 ? {} : { required }),
    ...(isClosed ? { additionalProperties: false } : {}),
  };
}
