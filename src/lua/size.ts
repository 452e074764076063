/**
 * How much memory guest values take, counted exactly by walking them from their roots.
 *
 *   Sz1  Every object is counted once, by what V8 takes for it; strings once by their content, in full length, so a
 *        text that was joined and not yet made one piece counts like one that was (and is made one piece here).
 *   Sz2  The walk is iterative and goes on in steps. Whoever takes the steps keeps the values from changing between them.
 *   Sz3  It ends early once the limit is passed.
 *   Sz4  What belongs to the code and not to the process (prototypes, library functions) counts nothing. Host objects
 *        are opened by the caller, who knows them.
 */
import { Sorting } from './library/sort.ts';
import { Cell, Coroutine, Fn, Frame, Userdata, type Value } from './machine.ts';
import { Fields, type Hash, LuaTable, NO_FIELDS } from './table.ts';
import { Traversal } from './traversal.ts';
import { Check } from './types/check.ts';

/* Bytes of V8's objects, with pointers of 8 bytes. */
const POINTER = 8;
const TABLE = 64;
const FIELDS = 24;
const ARRAY = 48;
const HASH = 56 + 2 * ARRAY;
/** A place in the map of a hash part that is no longer searched from the front. */
const PLACE = 36;
const LINEAR = 8;
const FUNCTION = 48;
const CELL = 40;
const FRAME = 88;
const COROUTINE = 72;
/** What a check of a type remembers of each table that it is in. */
const STEP = 160;
const USERDATA = 64;
const TEXT = 24;
const BIGINT = 24;
/** V8 hashes longer texts by their length alone, so those of one length are compared with each other. */
const HASHED = 16_383;

/** What is inside a host object: values to walk, or a number of bytes; undefined for nothing. */
export type Open = (object: object) => readonly Value[] | number | undefined;

export class SizeWalk {
  bytes = 0;
  readonly #limit: number;
  readonly #open: Open;
  readonly #seen = new Set<object>();
  readonly #texts = new Set<string>();
  readonly #longTexts = new Map<number, number>();
  /** Lists that are still to be walked, and where each one goes on. */
  readonly #lists: (readonly Value[])[] = [];
  readonly #from: number[] = [];
  #budget = 0;

  constructor(limit: number, open: Open) {
    this.#limit = limit;
    this.#open = open;
  }

  get isOver(): boolean {
    return this.bytes > this.#limit;
  }

  /** Adds values to walk. */
  add(values: readonly Value[]): void {
    if (values.length === 0) return;
    this.#lists.push(values);
    this.#from.push(0);
  }

  /** Walks about so many values; true when nothing is left or the limit is passed. */
  step(values: number): boolean {
    this.#budget = values;
    const lists = this.#lists;
    while (this.#budget > 0) {
      const top = lists.length - 1;
      const list = lists[top];
      if (list === undefined || this.isOver) return true;
      const from = this.#from[top] as number;
      const to = Math.min(list.length, from + this.#budget);
      if (to === list.length) {
        lists.pop();
        this.#from.pop();
      } else this.#from[top] = to;
      this.#budget -= to - from;
      for (let i = from; i < to; i++) this.#count(list[i]);
    }
    return lists.length === 0 || this.isOver;
  }

  #count(value: Value): void {
    switch (typeof value) {
      case 'string':
        this.#countText(value);
        return;
      case 'bigint':
        this.bytes += BIGINT;
        return;
      case 'object':
        if (value !== null && !this.#seen.has(value)) this.#countObject(value);
    }
  }

  #countText(text: string): void {
    const { length } = text;
    if (length < 2) return;
    // A text that is longer than what is left is too much, and need not be made one piece to see it.
    if (this.bytes + length > this.#limit) {
      this.bytes += length;
      return;
    }
    if (length > HASHED) {
      const others = this.#longTexts.get(length) ?? 0;
      this.#longTexts.set(length, others + 1);
      this.#budget -= (length >> 6) * (others + 1);
    } else this.#budget -= length >> 6;
    const before = this.#texts.size;
    this.#texts.add(text);
    if (this.#texts.size !== before) this.bytes += TEXT + length;
  }

  #countObject(object: object): void {
    this.#seen.add(object);
    if (object instanceof LuaTable) this.#countTable(object);
    else if (object instanceof Fn) this.#countFunction(object);
    else if (object instanceof Cell) {
      this.bytes += CELL;
      this.#count(object.v);
    } else if (object instanceof Frame) this.#countFrames(object);
    else if (Array.isArray(object)) {
      this.bytes += ARRAY + object.length * POINTER;
      this.add(object);
    } else if (object instanceof Userdata) {
      this.bytes += USERDATA;
      this.#count(object.live);
    } else if (object instanceof Coroutine) {
      this.bytes += COROUTINE;
      this.add([object.frames, object.body, object.resumer]);
    } else if (object instanceof Traversal) this.add([object.table, object.key, object.value]);
    else if (object instanceof Sorting) this.add([object.list, object.from, object.to, object.before]);
    else if (object instanceof Check) {
      this.bytes += object.steps.length * STEP;
      this.add([object.value]);
    } else this.#countOther(object);
  }

  #countTable(table: LuaTable): void {
    this.bytes += TABLE;
    const { s, arr, hash, mt } = table;
    if (s !== NO_FIELDS) this.#countFields(s);
    if (arr.length > 1) {
      this.bytes += ARRAY + arr.length * POINTER;
      this.add(arr);
    }
    if (hash !== null) this.#countHash(hash);
    if (mt !== null) this.add([mt]);
  }

  /** The own fields: what an environment inherits belongs to its shape. */
  #countFields(s: Fields): void {
    const values = Object.values(s);
    this.bytes += FIELDS + values.length * POINTER;
    this.add(values);
  }

  #countHash({ keys, vals }: Hash): void {
    const perKey = 2 * POINTER + (keys.length > LINEAR ? PLACE : 0);
    this.bytes += HASH + keys.length * perKey;
    this.add(keys);
    this.add(vals);
  }

  #countFunction({ up }: Fn): void {
    if (up.length === 0) return;
    this.bytes += FUNCTION + ARRAY + up.length * POINTER;
    this.add(up);
  }

  /** A list of frames, which may be long: it is cut, so that a step stays one. */
  #countFrames(first: Frame): void {
    let frame: Frame | null = first;
    for (let n = 0; frame !== null && n < 1000; n++) {
      this.bytes += FRAME;
      const { self, a, b, c, d, more } = frame;
      for (const value of [self, a, b, c, d, more]) this.#count(value);
      frame = frame.next;
      this.#budget -= 4;
    }
    if (frame !== null) this.add([frame]);
  }

  #countOther(object: object): void {
    if (object instanceof Map) this.add([...object.values()]);
    else if (object instanceof Fields) this.#countFields(object as Fields);
    else if (Object.getPrototypeOf(object) === Object.prototype) this.add(Object.values(object));
    else {
      const inside = this.#open(object);
      if (typeof inside === 'number') this.bytes += inside;
      else if (inside !== undefined) this.add(inside);
    }
  }
}
