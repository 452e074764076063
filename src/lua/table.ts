/**
 * Lua tables: four slots and V8's own hidden classes.
 *
 *   s      string fields that the source names (`t.x`, `{x = 1}`), as properties `$x` of an object whose prototype is
 *          empty; V8's hidden classes and inline caches do the work. Names are known to `names` before they get here,
 *          so a text that nobody wrote in a source is never a property.
 *   arr    1..n; arr[0] is a dummy, arr.length - 1 is a border; never ends with nil. The dummy is undefined, so V8 keeps all
 *          lists in one form, also those of numbers, and code that handles several kinds of lists is small.
 *   hash   all other keys, in order of insertion (hash.ts).
 *   mt     the metatable.
 *   mark   0: may be written. Above 0: saved and unchanged since (S2), the first write notes it. FROZEN: read-only.
 *
 *   T1  A string key is in `s` or in `hash`, never in both.
 *   T2  Traversal order: array part, string fields, other keys, each in order of insertion.
 *   T3  Setting nil keeps the key's place, so that a traversal survives the removal of the current key.
 *   T4  Keys go by mathematical value (N2): a float with no fraction is its integer, beyond 2^53 its bigint.
 */
import { extended, Hash, LINEAR } from './hash.ts';
import { internalized } from './internalized.ts';
import type { Value } from './value.ts';

export const FROZEN = -1;

/** What string fields live in: instances have the same empty prototype, so no name is inherited. */
export const EMPTY_PROTOTYPE: object = Object.freeze(Object.create(null));
export type Fields = Record<string, Value>;
export const Fields = function Fields(this: unknown) {} as unknown as new () => Fields;
Fields.prototype = EMPTY_PROTOTYPE;

/** Shared empties: no null checks, and a record pays nothing for an array part. Nobody writes to them; a frozen list has another form. */
export const NO_FIELDS: Fields = Object.freeze(new Fields());
const NO_ITEMS: Value[] = [undefined];

/** The property of each field name that some source or host module uses. */
const properties = new Map<string, string>();
/** The field name of each property. */
const fieldNames = new Map<string, string>();

/** Makes the name usable as a field and gives its property, always behind a prefix (G1). */
export function property(name: string): string {
  let known = properties.get(name);
  if (known === undefined) {
    known = internalized(`$${name}`);
    properties.set(name, known);
    fieldNames.set(known, name);
  }
  return known;
}

/** The field name of a property. */
export function fieldName(of: string): string | undefined {
  return fieldNames.get(of);
}

const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const INT64_LIMIT = 2 ** 63;

/** The key by mathematical value (T4): a whole float beyond 2^53 is its bigint, where int64 reaches. */
function normalKey(key: number): Value {
  if (key > MAX_SAFE || key < -MAX_SAFE) {
    if (key >= -INT64_LIMIT && key < INT64_LIMIT && Number.isInteger(key)) return BigInt(key);
  }
  return key;
}

/** The largest power of two such that more than half of the places up to it have values; 0 where there is none. */
function denseEnd(hash: Hash, listed: number): number {
  counts.fill(0);
  // More places would not be half full with all that there are.
  const most = Math.min(MOST_PLACES, 2 * (hash.keys.length + listed));
  for (let i = 0; i < hash.keys.length; i++) {
    const key = hash.keys[i];
    if (typeof key !== 'number' || !(key > 0) || key > most || !Number.isInteger(key)) continue;
    if (hash.vals[i] !== undefined) counts[sizeOf(key)] = (counts[sizeOf(key)] as number) + 1;
  }
  let [found, sum] = [0, 0];
  for (let size = 0; 1 << size < most; size++) {
    sum += counts[size] as number;
    if (sum + Math.min(listed, 1 << size) > (1 << size) / 2) found = 1 << size;
  }
  return found;
}

const SIZES = 27;
const counts = new Int32Array(SIZES);
const MOST_PLACES = 2 ** (SIZES - 1);

/** The exponent of the power of two that is no smaller. */
function sizeOf(place: number): number {
  return place === 1 ? 0 : 32 - Math.clz32(place - 1);
}

/** At lengths that are multiples of this a list that shrinks one by one gives back the room that it has too much. */
const LENGTH_SET = 1024;

/** Places that a list has at least when it is looked at whether it is a queue, and the share of them that one may fill: 1/8. */
const QUEUE = 2 ** 16;
const QUEUE_SHARE = 3;

let lastFields: Fields | null = null;
let lastNames: string[] = [];
let lastAt = 0;

/** The properties of the fields in order of insertion; an environment's own come before those it inherits. */
export function propertiesOf(s: Fields): string[] {
  const found: string[] = [];
  for (const name in s) found.push(name);
  return found;
}

/** A list of one item with room for four places (Ha3). */
function listOfTwo(value: Value): Value[] {
  const list = [undefined, value, undefined, undefined];
  list.pop();
  list.pop();
  return list;
}

export class LuaTable {
  // Declared only, as the classes of machine.ts.
  declare s: Fields;
  declare arr: Value[];
  declare mt: LuaTable | null;
  declare hash: Hash | null;
  declare mark: number;

  /** The parts are taken over: `arr` begins with the dummy and does not end with nil. */
  constructor(s: Fields = NO_FIELDS, arr: Value[] = NO_ITEMS) {
    this.s = s;
    this.arr = arr;
    this.mt = null;
    this.hash = null;
    this.mark = 0;
  }

  /** The raw value of any key. */
  get(key: Value): Value {
    if (typeof key === 'number') {
      if (key > 0 && key < this.arr.length && Number.isInteger(key)) return this.arr[key];
      return this.hash === null ? undefined : this.hash.get(normalKey(key));
    }
    if (typeof key === 'string') return this.getText(key);
    return this.hash === null ? undefined : this.hash.get(key);
  }

  getText(key: string): Value {
    if (this.hash !== null) {
      const value = this.hash.get(key);
      if (value !== undefined) return value;
    }
    if (this.s === NO_FIELDS) return undefined;
    const name = properties.get(key);
    return name === undefined ? undefined : this.s[name];
  }

  /** Sets a raw value. The key must not be nil or NaN; the mark is the caller's business (see `isWritable`). */
  set(key: Value, value: Value): void {
    if (typeof key === 'number') this.#setNumber(key, value);
    else if (typeof key === 'string') this.setText(key, value);
    else this.#setHashed(key, value);
  }

  /** Sets a string key from the host or by a computed key: an existing field stays a field, a new one goes to the hash. */
  setText(key: string, value: Value): void {
    if (this.s !== NO_FIELDS) {
      const name = properties.get(key);
      if (name !== undefined && name in this.s && this.hash?.get(key) === undefined) {
        this.s[name] = value;
        return;
      }
    }
    this.#setHashed(key, value);
  }

  #setHashed(key: Value, value: Value): void {
    if (this.hash === null) {
      if (value === undefined) return;
      this.hash = new Hash();
    }
    if (this.hash.set(key, value)) return;
    this.hash = this.hash.compacted();
    this.hash.set(key, value);
  }

  /** Sets a string key as a field, for names that sources use: module tables, records that the host makes. */
  setField(key: string, value: Value): void {
    if (this.hash?.replace(key, value)) return;
    if (this.s === NO_FIELDS) this.s = new Fields();
    this.s[property(key)] = value;
  }

  #setNumber(key: number, value: Value): void {
    const arr = this.arr;
    if (key > 0 && key <= arr.length && Number.isInteger(key)) {
      if (key < arr.length) {
        arr[key] = value;
        if (value === undefined && key === arr.length - 1) this.trim();
        return;
      }
      if (value !== undefined) {
        this.append(value);
        return;
      }
    }
    const places = this.hash === null ? 0 : this.hash.keys.length;
    this.#setHashed(normalKey(key), value);
    if (
      places >= LINEAR &&
      (places & (places - 1)) === 0 &&
      this.hash !== null &&
      this.hash.keys.length > places
    )
      this.#gather(this.hash);
  }

  /**
   * The hash has doubled: where more than half of the places from 1 on have values, those are a list, as in PUC Lua. It may
   * begin with nils.
   */
  #gather(hash: Hash): void {
    const end = denseEnd(hash, this.arr.length - 1);
    if (end < this.arr.length) return;
    const arr = this.arr === NO_ITEMS ? [undefined] : this.arr;
    for (let i = arr.length; i <= end; i++) arr.push(undefined);
    this.arr = arr;
    this.hash = hash.without(end, arr);
    this.trim();
    this.#migrate();
  }

  /** Adds one after the border, and takes over what the hash holds for the places after it. */
  append(value: Value): void {
    const n = this.arr.length;
    if (n >= QUEUE && this.arr[1] === undefined && (n & (n - 1)) === 0 && this.#leavesList()) {
      this.#setHashed(n, value);
      return;
    }
    if (this.arr === NO_ITEMS) this.arr = listOfTwo(value);
    else this.arr = extended(this.arr, value);
    if (this.hash !== null) this.#migrate();
  }

  /**
   * A list that doubled and has few items left, none at its front, was a queue: they become keys as any other, as in PUC Lua, or
   * the places that it has left behind would never be given back.
   */
  #leavesList(): boolean {
    const { arr } = this;
    const places: number[] = [];
    for (let i = arr.length - 1; i > 0; i--) {
      if (arr[i] !== undefined && places.push(i) > arr.length >> QUEUE_SHARE) return false;
    }
    this.arr = NO_ITEMS;
    for (const i of places.reverse()) this.#setHashed(i, arr[i]);
    return true;
  }

  #migrate(): void {
    const hash = this.hash;
    if (hash === null) return;
    hash.replace(this.arr.length - 1, undefined);
    for (;;) {
      const next = hash.get(this.arr.length);
      if (next === undefined) return;
      hash.replace(this.arr.length, undefined);
      this.arr.push(next);
    }
  }

  /**
   * Cuts off the nils at the end of the array part. One is taken off by `pop`, which V8 writes out where setting a length is a
   * call of its runtime; that gives back room, so it comes now and then too.
   */
  trim(): void {
    const arr = this.arr;
    let n = arr.length;
    while (n > 1 && arr[n - 1] === undefined) n--;
    if (n === arr.length - 1 && n % LENGTH_SET !== 0) arr.pop();
    else if (n < arr.length) arr.length = n;
  }

  /** A border: `t[n]` is not nil and `t[n + 1]` is. */
  length(): number {
    return this.arr.length - 1;
  }

  /** The next key after `key` (nil: the first one), with its value in `nextValue`; undefined at the end, `false` for a key that is not here. */
  next(key: Value): Value {
    let i = 1;
    let phase = 0;
    let at = 0;
    if (key !== undefined) {
      if (typeof key === 'number' && key > 0 && key < this.arr.length && Number.isInteger(key)) i = key + 1;
      else {
        phase = 1;
        const name = typeof key === 'string' ? properties.get(key) : undefined;
        if (name !== undefined && name in this.s && !(this.hash !== null && this.hash.after(key) > 0)) {
          at = this.#fieldAfter(name);
        } else {
          phase = 2;
          const normal = typeof key === 'number' ? normalKey(key) : key;
          at = this.hash === null ? -1 : this.hash.after(normal);
          if (at < 0) {
            // A key of the array part that was cut off when it became nil: everything after it is gone too.
            if (typeof key === 'number' && key > 0 && Number.isInteger(key)) {
              phase = 1;
              at = 0;
            } else {
              nextValue = undefined;
              return false;
            }
          }
        }
      }
    }
    if (phase === 0) {
      for (; i < this.arr.length; i++) {
        if (this.arr[i] !== undefined) {
          nextValue = this.arr[i];
          return i;
        }
      }
    }
    if (phase <= 1 && this.s !== NO_FIELDS) {
      if (lastFields !== this.s || phase === 0 || at === 0) {
        lastNames = propertiesOf(this.s);
        lastFields = this.s;
      }
      for (let k = phase === 0 ? 0 : at; k < lastNames.length; k++) {
        const name = lastNames[k] as string;
        const value = this.s[name];
        if (value !== undefined) {
          lastAt = k;
          nextValue = value;
          return fieldNames.get(name);
        }
      }
    }
    if (this.hash !== null) {
      const { keys, vals } = this.hash;
      for (let k = phase === 2 ? at : 0; k < keys.length; k++) {
        if (vals[k] !== undefined) {
          nextValue = vals[k];
          return keys[k];
        }
      }
    }
    nextValue = undefined;
    return undefined;
  }

  #fieldAfter(name: string): number {
    if (lastFields === this.s && lastNames[lastAt] === name) return lastAt + 1;
    lastNames = propertiesOf(this.s);
    lastFields = this.s;
    return lastNames.indexOf(name) + 1;
  }

  /** Every key with its value, in traversal order: for host code that calls no guest code meanwhile. */
  *entries(): Generator<[Value, Value]> {
    for (let i = 1; i < this.arr.length; i++) if (this.arr[i] !== undefined) yield [i, this.arr[i]];
    if (this.s !== NO_FIELDS) {
      for (const name of propertiesOf(this.s)) {
        const value = this.s[name];
        if (value !== undefined) yield [fieldNames.get(name), value];
      }
    }
    if (this.hash !== null) {
      const { keys, vals } = this.hash;
      for (let k = 0; k < keys.length; k++) if (vals[k] !== undefined) yield [keys[k], vals[k]];
    }
  }

  /** No key has a value. */
  isEmpty(): boolean {
    return this.next(undefined) === undefined;
  }
}

/** The value that belongs to the key that `LuaTable.next` gave. */
export let nextValue: Value;

/** A list as a table; the array is taken over and must not hold nil. */
export function tableOf(items: readonly Value[]): LuaTable {
  const table = new LuaTable();
  if (items.length > 0) table.arr = [undefined, ...items];
  return table;
}

/** A record as a table: every key becomes a field. */
export function recordOf(record: Readonly<Record<string, Value>>): LuaTable {
  const table = new LuaTable();
  for (const key of Object.keys(record)) table.setField(key, record[key]);
  return table;
}
