/**
 * The part of a table for keys that no source names as fields: in order of insertion, at stable places. Small ones are
 * searched from the front, larger ones have a map.
 *
 *   Ha1  `keys` and `vals` are as long as each other. A key whose value was set to nil keeps its place (T3). Places change
 *        only when a new hash part is made of an old one (`compacted`): who walks over the old one is not disturbed.
 *   Ha2  Small parts whose keys are short texts share the list of them: a thousand records that were read from one text
 *        have one list (measured: 440 bytes each and the texts of the keys, now 130 to 180). A shared list never changes.
 *   Ha3  Lists begin with room for 4, 8 and 16: V8 gives a list that grows from nothing room for 17.
 */
import { internalized } from './internalized.ts';
import { SteadyMap } from './steady-map.ts';
import type { Value } from './value.ts';

/** Parts with more keys have a map. */
export const LINEAR = 8;

/** A list of keys (Ha2), and those that are one longer. */
interface Keys {
  readonly list: Value[];
  /** The last one. */
  readonly key: string;
  /** The key that came next last time, with the list that has it. */
  nextKey: string;
  next: Keys | null;
  others: Map<string, Keys> | null;
}

/** Longer texts are kept where they are used. */
const LONGEST = 40;
/** What others can begin, and what all of them can. */
const MOST_AFTER_ONE = 32;
const MOST_FIRST = 512;
const MOST = 8192;
let made = 0;

const NO_KEYS: Keys = { list: [], key: '', nextKey: '', next: null, others: null };

/** The list with one key more; null when it is not to be shared. */
function follow(keys: Keys, key: Value): Keys | null {
  if (typeof key !== 'string' || key.length > LONGEST) return null;
  const known = keys.others?.get(key);
  if (known !== undefined) {
    keys.nextKey = known.key;
    keys.next = known;
    return known;
  }
  const { list, others } = keys;
  if (made >= MOST || list.length >= LINEAR) return null;
  if (others !== null && others.size >= (list.length === 0 ? MOST_FIRST : MOST_AFTER_ONE)) return null;
  made++;
  const own = internalized(key);
  const next: Keys = { list: [...list, own], key: own, nextKey: '', next: null, others: null };
  keys.others ??= new Map();
  keys.others.set(own, next);
  keys.nextKey = own;
  keys.next = next;
  return next;
}

/** A list of one, with room for four (Ha3): V8 keeps the room of what is taken off again. */
export function listOfOne(value: Value): Value[] {
  const list = [value, undefined, undefined, undefined];
  list.pop();
  list.pop();
  list.pop();
  return list;
}

/** Adds a value to a list; the list itself, or one with more room, and always that when it has 4 or 8. */
export function extended(list: Value[], value: Value): Value[] {
  if (list.length === 4) return fifth(list, value);
  if (list.length === 8) return ninth(list, value);
  list.push(value);
  return list;
}

function fifth(list: Value[], value: Value): Value[] {
  const longer = [list[0], list[1], list[2], list[3], value, undefined, undefined, undefined];
  longer.pop();
  longer.pop();
  longer.pop();
  return longer;
}

function ninth(list: Value[], value: Value): Value[] {
  const u = undefined;
  const longer = [
    list[0],
    list[1],
    list[2],
    list[3],
    list[4],
    list[5],
    list[6],
    list[7],
    value,
    u,
    u,
    u,
    u,
    u,
    u,
    u,
  ];
  for (let i = 0; i < 7; i++) longer.pop();
  return longer;
}

/** Where each key of a large part is. */
class Places {
  readonly #map = new SteadyMap<Value, number>();
  /** The text that was asked for last, with its place: what is read is often written next. */
  #lastText = '';
  #lastPlace = -1;

  constructor(keys: readonly Value[]) {
    for (let i = 0; i < keys.length; i++) this.#map.set(keys[i], i);
  }

  of(key: Value): number {
    if (typeof key !== 'string') return this.#map.get(key) ?? -1;
    if (key === this.#lastText && this.#lastPlace >= 0) return this.#lastPlace;
    const place = this.#map.get(key);
    if (place === undefined) return -1;
    this.#lastText = key;
    this.#lastPlace = place;
    return place;
  }

  add(key: Value, place: number): void {
    this.#map.set(key, place);
  }
}

export class Hash {
  keys: Value[] = NO_KEYS.list;
  vals: Value[] = NO_KEYS.list;
  /** What `keys` is shared by; null when it is this one's own. */
  #shared: Keys | null = NO_KEYS;
  #places: Places | null = null;
  #dead = 0;

  /** The keys at their places, as `keys` and `vals` held them: a key that was removed has the value nil. */
  static of(keys: Value[], vals: Value[]): Hash {
    const hash = new Hash();
    hash.keys = keys;
    hash.vals = vals;
    hash.#shared = null;
    for (const value of vals) if (value === undefined) hash.#dead++;
    if (keys.length > LINEAR) hash.#places = new Places(keys);
    return hash;
  }

  #place(key: Value): number {
    if (this.#places !== null) return this.#places.of(key);
    const keys = this.keys;
    // A comparison for each kind: where V8 has seen several at one place, it asks each time what is compared.
    if (typeof key === 'string') {
      for (let i = 0; i < keys.length; i++) {
        const each = keys[i];
        if (typeof each === 'string' && each === key) return i;
      }
      return -1;
    }
    if (typeof key !== 'number') return keys.indexOf(key);
    for (let i = 0; i < keys.length; i++) {
      const each = keys[i];
      if (typeof each === 'number' && each === key) return i;
    }
    return -1;
  }

  get(key: Value): Value {
    const place = this.#place(key);
    return place < 0 ? undefined : this.vals[place];
  }

  /** Sets a key that exists, also to nil; false when it does not exist. */
  replace(key: Value, value: Value): boolean {
    const place = this.#place(key);
    if (place < 0) return false;
    const old = this.vals[place];
    if (old === undefined ? value !== undefined : value === undefined)
      this.#dead += value === undefined ? 1 : -1;
    this.vals[place] = value;
    return true;
  }

  /** Sets a key, made new when it does not exist; false when most places are of keys that were removed: see `compacted`. */
  set(key: Value, value: Value): boolean {
    const shared = this.#shared;
    if (shared !== null && typeof key === 'string' && key === shared.nextKey && value !== undefined) {
      if (shared.next !== null) {
        this.#share(shared.next, value);
        return true;
      }
    }
    if (this.replace(key, value) || value === undefined) return true;
    if (this.#dead > LINEAR && this.#dead * 2 > this.keys.length) return false;
    this.#add(key, value);
    return true;
  }

  #share(next: Keys, value: Value): void {
    this.#shared = next;
    this.keys = next.list;
    this.vals = next.list.length === 1 ? listOfOne(value) : extended(this.vals, value);
  }

  #add(key: Value, value: Value): void {
    const shared = this.#shared;
    if (shared !== null) {
      const next = follow(shared, key);
      if (next !== null) {
        this.#share(next, value);
        return;
      }
      this.#shared = null;
      const { length } = this.keys;
      if (length !== 4 && length !== LINEAR) this.keys = this.keys.slice();
    }
    if (this.keys.length === 0) {
      this.keys = listOfOne(key);
      this.vals = listOfOne(value);
      return;
    }
    this.keys = extended(this.keys, key);
    this.vals = extended(this.vals, value);
    const place = this.keys.length - 1;
    if (this.#places !== null) this.#places.add(key, place);
    else if (place >= LINEAR) this.#places = new Places(this.keys);
  }

  /** The place after the key's, for traversal; -1 for a key that was never here. */
  after(key: Value): number {
    const place = this.#place(key);
    return place < 0 ? -1 : place + 1;
  }

  /** A part without the keys that were removed. */
  compacted(): Hash {
    const keys: Value[] = [];
    const vals: Value[] = [];
    for (let i = 0; i < this.keys.length; i++) {
      if (this.vals[i] === undefined) continue;
      keys.push(this.keys[i]);
      vals.push(this.vals[i]);
    }
    return Hash.of(keys, vals);
  }

  /** The entries but for the whole numbers up to `end`, which go into the list. */
  without(end: number, list: Value[]): Hash | null {
    const keys: Value[] = [];
    const vals: Value[] = [];
    for (let i = 0; i < this.keys.length; i++) {
      const [key, value] = [this.keys[i], this.vals[i]];
      if (value === undefined) continue;
      if (typeof key === 'number' && key > 0 && key <= end && Number.isInteger(key)) list[key] = value;
      else {
        keys.push(key);
        vals.push(value);
      }
    }
    return keys.length === 0 ? null : Hash.of(keys, vals);
  }
}
