/**
 * Writes large values as JSON in parts, between which others have their turn (Je5).
 *
 * What has few values is written at once, as it is by far the most common. Of what has more, the items are taken in groups:
 * each group is written by the host in one go, and an item that is itself large in the same way. Who changes a table while
 * it is written gets some of it as it was and some as it is.
 */
import type { Failure } from '#base';
import { Fields, LuaTable, NO_FIELDS, type Value } from '#lua';
import {
  beyondAscii,
  encodeJson,
  enter,
  itemAt,
  plainUpTo,
  refuseKey,
  refuseOtherKeys,
  tooMany,
  utf8,
} from './encode.ts';

/** Values that are written at once: some two milliseconds. */
const MOST = 8000;
/** Keys that are looked through in one part. */
const KEYS = 8000;

/**
 * The text, or what makes it in parts: it yields between them how long the text is so far. `most`: values that are written
 * at once.
 */
export function encode(value: Value, most = MOST): string | Generator<number, string> {
  if (!(value instanceof LuaTable)) return encodeJson(value);
  const whole = plainUpTo(most, value, []);
  return whole === tooMany ? new Writer(most).whole(value) : JSON.stringify(whole.plain);
}

class Writer {
  readonly #most: number;
  #text = '';
  /** The tables on the way to what is written, outermost first. */
  readonly #open: LuaTable[] = [];
  /** Items that are to be written together, either those of a list or those of an object. */
  #list: unknown[] = [];
  #object: Record<string, unknown> | null = null;
  /** The values in them. */
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  *whole(value: LuaTable): Generator<number, string> {
    yield* this.#table(value);
    return this.#text;
  }

  *#table(table: LuaTable): Generator<number, void> {
    enter(table, this.#open);
    const isList = table.arr.length > 1;
    this.#text += isList ? '[' : '{';
    const start = this.#text.length;
    if (isList) yield* this.#items(table, start);
    else yield* this.#fields(table, start);
    this.#flush(start);
    this.#text += isList ? ']' : '}';
    this.#open.pop();
  }

  *#items(table: LuaTable, start: number): Generator<number, void> {
    for (let i = 1; i < table.arr.length; i++) {
      const item = itemAt(table, i, this.#open);
      const found = plainUpTo(this.#most, item, this.#open);
      if (found === tooMany) yield* this.#large(item, '', start);
      else {
        this.#list.push(found.plain);
        yield* this.#count(found.taken, start);
      }
    }
    refuseOtherKeys(table, this.#open);
  }

  *#fields(table: LuaTable, start: number): Generator<number, void> {
    const { names, values, refusal } = yield* namedValues(table, this.#open);
    for (const [i, name] of names.entries()) {
      const value = values[i];
      const found = plainUpTo(this.#most, value, this.#open);
      if (found === tooMany) yield* this.#large(value, `${JSON.stringify(name)}:`, start);
      else {
        this.#object ??= new Fields() as Record<string, unknown>;
        this.#object[name] = found.plain;
        yield* this.#count(found.taken, start);
      }
    }
    if (refusal !== undefined) throw refusal;
  }

  /** An item that has too many values for a group. One that is no table is a long text, which cannot be divided. */
  *#large(value: Value, before: string, start: number): Generator<number, void> {
    this.#flush(start);
    yield this.#text.length;
    this.#text += this.#text.length > start ? `,${before}` : before;
    if (value instanceof LuaTable) yield* this.#table(value);
    else this.#text += encodeJson(value);
  }

  *#count(values: number, start: number): Generator<number, void> {
    this.#taken += values + 1;
    if (this.#taken * 2 < this.#most) return;
    this.#flush(start);
    yield this.#text.length;
  }

  /** Writes what was gathered of the table whose text begins at `start`. */
  #flush(start: number): void {
    const group = this.#object ?? this.#list;
    const text = JSON.stringify(group);
    this.#list = [];
    this.#object = null;
    this.#taken = 0;
    if (text.length === 2) return;
    this.#text += `${this.#text.length > start ? ',' : ''}${text.slice(1, -1)}`;
  }
}

/** What an object has, in the order of Je1, and why it is none, if it is none. */
interface Named {
  readonly names: readonly string[];
  readonly values: readonly Value[];
  readonly refusal: Failure | undefined;
}

function* namedValues(table: LuaTable, open: LuaTable[]): Generator<number, Named> {
  const names: string[] = [];
  const values: Value[] = [];
  const numbers: [number, Value][] = [];
  /** Where names stand that may come twice, as bytes that are no UTF-8 are all written the same. */
  const places = new Map<string, number>();
  const add = (name: string, value: Value) => {
    const text = utf8(name);
    if (isIndex(text)) {
      numbers.push([Number(text), value]);
      return;
    }
    const place = beyondAscii.test(text) ? (places.get(text) ?? names.length) : names.length;
    if (beyondAscii.test(text)) places.set(text, place);
    names[place] = text;
    values[place] = value;
  };
  const { s, hash } = table;
  if (s !== NO_FIELDS) for (const name in s) if (s[name] !== undefined) add(name.slice(1), s[name]);
  let refusal: Failure | undefined;
  const { keys, vals } = hash ?? { keys: [], vals: [] };
  for (let i = 0; i < keys.length && refusal === undefined; i++) {
    if (i % KEYS === KEYS - 1) yield 0;
    const [key, value] = [keys[i], vals[i]];
    if (value === undefined) continue;
    if (typeof key === 'string') add(key, value);
    else refusal = refuseKey(key, table, open);
  }
  numbers.sort(([a], [b]) => a - b);
  return {
    names: [...numbers.map(([number]) => String(number)), ...names],
    values: [...numbers.map(([, value]) => value), ...values],
    refusal,
  };
}

/** The host puts the indices of lists before other names. */
function isIndex(name: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(name) && Number(name) < 2 ** 32 - 1;
}
