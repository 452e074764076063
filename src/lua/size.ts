/**
 * How much memory guest values take, counted exactly by walking them from their roots.
 *
 *   Sz1  Every object is counted once, by what V8 takes for it; texts once by their content, in full length.
 *   Sz5  So that what is counted is what is there, equal texts become one on the way, texts of parts become one piece,
 *        and short texts let go of the longer ones that they were cut from. Nobody can tell the difference.
 *   Sz2  The walk is iterative and goes on in steps. Whoever takes the steps keeps the values from changing between them.
 *   Sz3  It ends early once the limit is passed.
 *   Sz4  What belongs to the code and not to the process (prototypes, library functions) counts nothing. Host objects
 *        are opened by the caller, who knows them.
 */
import { type Hash, LINEAR } from './hash.ts';
import { flat } from './library/piece.ts';
import { Sorting } from './library/sort.ts';
import { Cell, Coroutine, Fn, Frame, Userdata, type Value } from './machine.ts';
import { SteadyMap, SteadySet } from './steady-map.ts';
import { Fields, LuaTable, NO_FIELDS } from './table.ts';
import { Traversal } from './traversal.ts';
import { Check } from './types/check.ts';
import { WideInteger } from './wide-integer.ts';

/* Bytes of V8's objects, with pointers of 8 bytes. */
const POINTER = 8;
const TABLE = 64;
const FIELDS = 24;
const ARRAY = 48;
const HASH = 64 + 2 * ARRAY;
/** A place in the map of a hash part that is no longer searched from the front. */
const PLACE = 36;
const FUNCTION = 48;
const CELL = 40;
const WIDE = 32;
const FRAME = 88;
const COROUTINE = 72;
/** What a check of a type remembers of each table that it is in. */
const STEP = 160;
const USERDATA = 64;
const TEXT = 24;
const BIGINT = 24;
/** V8 makes a slice that points to its parent from this length on. */
const SLICED = 13;
const SHORT = 4096;
/** V8 hashes longer texts by their length alone, and would compare all of one length with each other. */
const HASHED = 16_383;

/** What is inside a host object: values to walk, or a number of bytes; undefined for nothing. */
export type Open = (object: object) => readonly Value[] | number | undefined;

export class SizeWalk {
  bytes = 0;
  readonly #limit: number;
  readonly #open: Open;
  readonly #seen = new SteadySet<object>();
  readonly #texts = new SteadyMap<string, string>();
  /** Those that V8 hashes by their length, by what `sampleOf` gives. */
  readonly #longTexts = new Map<string, string[]>();
  /** Lists that are still to be walked, where each one goes on, and which may be written to (Sz5). */
  readonly #lists: Value[][] = [];
  readonly #from: number[] = [];
  readonly #isOwn: boolean[] = [];
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
    this.#add(values as Value[], false); // is not written to
  }

  #add(values: Value[], isOwn: boolean): void {
    if (values.length === 0) return;
    this.#lists.push(values);
    this.#from.push(0);
    this.#isOwn.push(isOwn);
  }

  /** Walks about so many values; true when nothing is left or the limit is passed. */
  step(values: number): boolean {
    this.#budget = values;
    const lists = this.#lists;
    while (this.#budget > 0) {
      const top = lists.length - 1;
      const list = lists[top];
      if (list === undefined || this.isOver) return true;
      const reached = this.#walk(list, this.#from[top] as number, this.#isOwn[top] === true);
      if (reached < list.length) this.#from[top] = reached;
      else this.#remove(top);
    }
    return lists.length === 0 || this.isOver;
  }

  /** A list that was walked to its end goes before those inside it are walked: so a long chain never stands here whole. */
  #remove(at: number): void {
    const list = this.#lists.pop();
    const from = this.#from.pop();
    const isOwn = this.#isOwn.pop();
    if (at === this.#lists.length || list === undefined) return;
    this.#lists[at] = list;
    this.#from[at] = from as number; // the three grow together
    this.#isOwn[at] = isOwn === true;
  }

  /** Counts what is in a list, as far as the budget reaches; gives where it goes on. */
  #walk(list: Value[], from: number, isOwn: boolean): number {
    let i = from;
    while (i < list.length && this.#budget > 0) {
      this.#budget--;
      const value = list[i];
      if (isOwn && typeof value === 'string') list[i] = this.#one(value);
      else this.#count(value);
      i++;
    }
    return i;
  }

  #count(value: Value): void {
    switch (typeof value) {
      case 'string':
        // What cannot be made one with its equals counts for itself.
        if (value.length > SHORT) this.bytes += TEXT + value.length;
        else this.#one(value);
        return;
      case 'bigint':
        this.bytes += BIGINT;
        return;
      case 'object':
        if (value !== null && this.#seen.add(value)) this.#countObject(value);
    }
  }

  /** Counts a text, and gives the one that stands for all that are equal to it. */
  #one(text: string): string {
    const { length } = text;
    if (length < 2) return text;
    // A text that is longer than what is left is too much, and need not be made one piece to see it.
    if (this.bytes + length > this.#limit && !(length <= SHORT && this.#texts.get(text) !== undefined)) {
      this.bytes += length;
      return text;
    }
    this.#budget -= length >> 6;
    if (length > HASHED) return this.#oneLong(text);
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const one = length >= SLICED && length <= SHORT ? flat(text) : text;
    this.#texts.set(one, one);
    this.bytes += TEXT + length;
    return one;
  }

  /** The same for one that is looked for by a part of it. */
  #oneLong(text: string): string {
    const sample = sampleOf(text);
    const others = this.#longTexts.get(sample);
    for (const other of others ?? []) {
      if (other === text) return other;
      this.#budget -= text.length >> 6;
    }
    if (others === undefined) this.#longTexts.set(sample, [text]);
    else others.push(text);
    this.bytes += TEXT + text.length;
    return text;
  }

  /** A value in a place of its own: what is to stand there. */
  #place(value: Value): Value {
    if (typeof value === 'string') return this.#one(value);
    this.#count(value);
    return value;
  }

  #countObject(object: object): void {
    this.#budget -= this.#seen.width >> 1;
    if (object instanceof LuaTable) this.#countTable(object);
    else if (object instanceof Fn) this.#countFunction(object);
    else if (object instanceof Cell) {
      this.bytes += CELL;
      if (object.v instanceof WideInteger) this.bytes += WIDE;
      else object.v = this.#place(object.v);
    } else if (object instanceof Frame) this.#countFrames(object);
    else if (Array.isArray(object)) {
      this.bytes += ARRAY + object.length * POINTER;
      this.#add(object, !Object.isFrozen(object));
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
      this.#add(arr, true);
    }
    if (hash !== null) this.#countHash(hash);
    if (mt !== null) this.add([mt]);
  }

  /** The own fields: what an environment inherits belongs to its shape. */
  #countFields(s: Fields): void {
    const names = Object.keys(s);
    this.bytes += FIELDS + names.length * POINTER;
    const inner: Value[] = [];
    for (const name of names) {
      const value = s[name];
      if (typeof value === 'string') s[name] = this.#one(value);
      else if (typeof value === 'object') inner.push(value);
    }
    this.#budget -= names.length;
    this.add(inner);
  }

  #countHash({ keys, vals }: Hash): void {
    const perKey = 2 * POINTER + (keys.length > LINEAR ? PLACE : 0);
    this.bytes += HASH + keys.length * perKey;
    this.add(keys);
    this.#add(vals, true);
  }

  #countFunction({ up }: Fn): void {
    if (up.length === 0) return;
    this.bytes += FUNCTION + ARRAY + up.length * POINTER;
    this.#add(up, true);
  }

  /** A list of frames, which may be long: it is cut, so that a step stays one. */
  #countFrames(first: Frame): void {
    let frame: Frame | null = first;
    for (let n = 0; frame !== null && n < 1000; n++) {
      this.bytes += FRAME;
      frame.a = this.#place(frame.a);
      frame.b = this.#place(frame.b);
      frame.c = this.#place(frame.c);
      frame.d = this.#place(frame.d);
      this.#count(frame.self);
      this.#count(frame.more);
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

const SAMPLES = 32;

/** The length of a long text and some of its bytes: those that differ are not compared. Makes the text one piece. */
function sampleOf(text: string): string {
  const step = (text.length - 1) / (SAMPLES - 1);
  let sample = `${text.length} `;
  for (let i = 0; i < SAMPLES; i++) sample += text[Math.floor(i * step)];
  return sample;
}
