/**
 * Writes a graph of guest values as bytes: the full form when the heap is empty, otherwise what is new or changed (S3).
 *
 *   Sv1  Nothing here is recursive: what is met is numbered and queued.
 *   Sv2  When a value cannot be saved, nothing has changed: neither the heap nor a mark.
 *   Sv3  No guest code runs.
 */
import { crc32 } from 'node:zlib';
import { shapeOf } from '../environment.ts';
import { addressIn } from '../library/address.ts';
import { Cell, Coroutine, Fn, Frame, hostClosures, Userdata, type Value } from '../machine.ts';
import { FROZEN, fieldName, LuaTable, NO_FIELDS } from '../table.ts';
import { writeType } from '../types/notation.ts';
import { typeIn } from '../types/type-value.ts';
import { LuaProto } from '../unit.ts';
import { contentOf } from '../wide-integer.ts';
import { ByteWriter } from './bytes.ts';
import type { Catalog } from './catalog.ts';
import {
  HAS,
  KIND,
  LONG_TEXT,
  MAGIC,
  POOLED_TEXT,
  SMALL_INTEGERS,
  SMALL_OBJECTS,
  SMALL_TEXTS,
  TAG,
  VERSION,
} from './format.ts';
import type { Heap } from './heap.ts';
import { pathTo } from './path.ts';
import { LONG_LIST } from './saved-lists.ts';
import { formsOf } from './site-form.ts';
import { UnsavableError } from './snapshot-error.ts';
import { sharedNameOf, stateFormOf } from './state-form.ts';

/** So many are found faster by looking through a list than by a set. */
const FEW = 24;

/** Buffers are used again: one save runs at a time, and none in another. */
const kinds = new ByteWriter();
const content = new ByteWriter();
const whole = new ByteWriter();

/** Saves all that can be reached from the roots, and goes on from there in the heap. Throws an UnsavableError. */
export function save(catalog: Catalog, heap: Heap, roots: readonly Value[]): Uint8Array<ArrayBuffer> {
  const saver = new Saver(catalog, heap);
  try {
    return saver.run(roots);
  } catch (thrown) {
    saver.undo();
    if (thrown instanceof Unsavable) {
      const { path, variable } = pathTo(roots, heap.changed, thrown.value);
      throw new UnsavableError(thrown.what, path, variable);
    }
    throw thrown;
  }
}

/** Met a value that has no saved form; the path to it is found afterwards. */
class Unsavable extends Error {
  readonly what: string;
  readonly value: object;
  constructor(what: string, value: object) {
    super(what);
    this.what = what;
    this.value = value;
  }
}

class Saver {
  readonly #catalog: Catalog;
  readonly #heap: Heap;
  /** Objects whose records are to be written, in order. */
  readonly #queue: object[] = [];
  readonly #freshTexts: string[] = [];
  readonly #freshLong: string[] = [];
  /** Beside them: one more than the number of a known object that is written anew, 0 of a new one. */
  readonly #known: number[] = [];
  /** The known ones, once they are many. */
  #rewritten: Set<object> | null = null;
  /** A few, so they are found by looking through them. */
  readonly #stateNames: string[] = [];
  readonly #firstNew: number;

  constructor(catalog: Catalog, heap: Heap) {
    this.#catalog = catalog;
    this.#heap = heap;
    this.#firstNew = heap.count;
  }

  run(roots: readonly Value[]): Uint8Array<ArrayBuffer> {
    kinds.clear();
    content.clear();
    content.count(roots.length);
    this.#values(roots);
    const heap = this.#heap;
    if (heap.changed.size > 0) {
      const changed = [...heap.changed].sort((a, b) => this.#id(a) - this.#id(b));
      for (const object of changed) this.#again(object);
    }
    for (const state of heap.volatile) this.#again(state);
    for (let i = 0; i < this.#queue.length; i++) {
      content.count(this.#known[i] as number); // both grow meanwhile, and together
      this.#record(this.#queue[i] as object);
    }
    this.#addresses();
    const base = this.#assemble();
    this.#commit();
    heap.base = base;
    return whole.bytes();
  }

  /** Gives the checksum. */
  #assemble(): number {
    whole.clear();
    whole.uint32(MAGIC);
    whole.byte(VERSION);
    whole.uint32(this.#heap.base);
    whole.count(this.#stateNames.length);
    for (const name of this.#stateNames) whole.text(name);
    whole.count(this.#heap.count - this.#firstNew);
    whole.append(kinds);
    whole.count(this.#queue.length);
    whole.append(content);
    const base = crc32(whole.view);
    whole.uint32(base);
    return base;
  }

  #commit(): void {
    const heap = this.#heap;
    const queue = this.#queue;
    for (let i = 0; i < queue.length; i++) {
      const object = queue[i] as object; // as long as this
      if (object instanceof LuaTable) {
        if (object.mark === 0) object.mark = 1;
        if (object.arr.length > LONG_LIST || heap.hasLists) heap.lists.saved(object);
      } else if (object instanceof Cell || object instanceof Coroutine) object.mark = 1;
      else {
        const form = stateFormOf(object);
        if (form === undefined) continue;
        if (form.changes === 'always') {
          if (form.isOver?.(object) !== true) heap.keepWriting(object);
          else if (heap.stopWriting(object)) heap.drop(object);
        }
        form.saved?.(object, heap);
      }
    }
    if (heap.hasLists) heap.lists.forget();
    heap.noteNothing();
  }

  /** Takes back the numbers that were given in this run. */
  undo(): void {
    const heap = this.#heap;
    for (let i = 0; i < this.#queue.length; i++)
      if (this.#known[i] === 0) heap.drop(this.#queue[i] as object); // both are as long
    for (const text of this.#freshTexts) heap.dropShortText(text);
    for (const text of this.#freshLong) heap.longTexts.delete(text);
    heap.countTo(this.#firstNew);
    if (heap.hasLists) heap.lists.forget();
  }

  #id(object: object): number {
    return this.#heap.idOf(object) ?? -1;
  }

  /** A walk by places: one by an iterator makes an object for each item until V8 has compiled it. */
  #values(values: readonly Value[]): void {
    for (let i = 0; i < values.length; i++) this.#value(values[i]);
  }

  /** Writes a known object anew. */
  #again(object: object): void {
    const id = this.#id(object);
    if (id < 0 || id >= this.#firstNew || this.#isRewritten(object)) return;
    this.#rewritten?.add(object);
    this.#queue.push(object);
    this.#known.push(id + 1);
  }

  #isRewritten(object: object): boolean {
    if (this.#rewritten !== null) return this.#rewritten.has(object);
    const queue = this.#queue;
    if (queue.length < FEW) return queue.includes(object);
    this.#rewritten = new Set(queue.filter((_, i) => this.#known[i] !== 0));
    return this.#rewritten.has(object);
  }

  #value(value: Value): void {
    switch (typeof value) {
      case 'undefined':
        content.byte(TAG.NIL);
        return;
      case 'boolean':
        content.byte(value ? TAG.TRUE : TAG.FALSE);
        return;
      case 'number':
        this.#number(value);
        return;
      case 'bigint':
        content.byte(TAG.INT64);
        content.int64(value);
        return;
      case 'string':
        this.#text(value);
        return;
      case 'object':
        if (value === null) content.byte(TAG.NONE);
        else this.#object(value);
        return;
      default:
        throw new Error(`a ${typeof value} stands among guest values`);
    }
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      content.byte(TAG.FLOAT);
      content.float(value);
    } else if (value >= 0 && value < SMALL_INTEGERS) content.byte(TAG.SMALL_INTEGER + value);
    else if (value >= 2 ** 52 || value <= -(2 ** 52)) {
      content.byte(TAG.FLOAT);
      content.float(value);
    } else {
      content.byte(TAG.INTEGER);
      content.count(value < 0 ? -value * 2 - 1 : value * 2);
    }
  }

  #text(text: string): void {
    const heap = this.#heap;
    if (text.length > LONG_TEXT) {
      let id = heap.longTexts.get(text);
      if (id === undefined) {
        id = heap.enterLongText(text);
        this.#freshLong.push(text);
        kinds.byte(KIND.TEXT);
        kinds.text(text);
      }
      this.#reference(id);
      return;
    }
    if (text.length > POOLED_TEXT) {
      content.byte(TAG.TEXT);
      content.text(text);
      return;
    }
    const number = heap.shortText(text);
    if (number === undefined) {
      this.#freshTexts.push(text);
      content.byte(TAG.NEW_TEXT);
      content.text(text);
    } else if (number < SMALL_TEXTS) content.byte(TAG.SMALL_TEXT + number);
    else {
      content.byte(TAG.OLD_TEXT);
      content.count(number);
    }
  }

  #reference(id: number): void {
    if (id < SMALL_OBJECTS) content.byte(TAG.SMALL_OBJECT + id);
    else {
      content.byte(TAG.OBJECT);
      content.count(id);
    }
  }

  #object(value: object): void {
    let id = this.#heap.idOf(value);
    if (id === undefined) {
      if (value instanceof Fn || value instanceof LuaTable || value instanceof Userdata) {
        const name = this.#catalog.nameOf(value);
        if (name !== undefined) {
          content.byte(TAG.NAMED);
          this.#text(name);
          return;
        }
      }
      const shared = sharedNameOf(value);
      if (shared !== undefined) {
        content.byte(TAG.NAMED);
        this.#text(shared);
        return;
      }
      const type = typeIn(value);
      if (type !== undefined) {
        content.byte(TAG.TYPE);
        this.#text(writeType(type));
        return;
      }
      id = this.#enter(value);
    } else if (id < this.#firstNew && stateFormOf(value)?.changes === 'frames') this.#again(value);
    this.#reference(id);
  }

  /** Numbers a new object. */
  #enter(value: object): number {
    this.#kind(value);
    const id = this.#heap.enter(value);
    this.#queue.push(value);
    this.#known.push(0);
    return id;
  }

  #kind(value: object): void {
    if (value instanceof LuaTable) kinds.byte(KIND.TABLE);
    else if (value instanceof Fn) {
      const { proto } = value;
      if (!(proto instanceof LuaProto) && hostClosures.get(proto.name) !== proto)
        throw new Unsavable(`the function ${proto.name}`, value);
      kinds.byte(KIND.FUNCTION);
    } else if (value instanceof Frame) kinds.byte(KIND.FRAME);
    else if (value instanceof Cell) kinds.byte(KIND.CELL);
    else if (value instanceof Coroutine) kinds.byte(KIND.COROUTINE);
    else if (Array.isArray(value)) kinds.byte(KIND.LIST);
    else if (value.constructor === Userdata) {
      if (!this.#catalog.hasHandle((value as Userdata).handle)) {
        throw new Unsavable(`a ${(value as Userdata).handle.name}`, value); // as above
      }
      kinds.byte(KIND.USERDATA);
    } else {
      const form = stateFormOf(value);
      if (form === undefined) throw new Unsavable(`a ${value.constructor.name}`, value);
      let number = this.#stateNames.indexOf(form.name);
      if (number < 0) number = this.#stateNames.push(form.name) - 1;
      kinds.byte(KIND.STATE);
      kinds.count(number);
    }
  }

  #record(object: object): void {
    if (object instanceof LuaTable) this.#table(object);
    else if (object instanceof Fn) this.#function(object);
    else if (object instanceof Frame) this.#frame(object);
    else if (object instanceof Cell) this.#value(contentOf(object));
    else if (object instanceof Coroutine) this.#coroutine(object);
    else if (Array.isArray(object)) this.#list(object);
    else if (object.constructor === Userdata)
      this.#userdata(object as Userdata); // its class says so
    else this.#state(object);
  }

  #table(table: LuaTable): void {
    const { arr, s, hash, mt } = table;
    const shape = s === NO_FIELDS ? undefined : shapeOf(s);
    const names = s === NO_FIELDS ? [] : Object.keys(s);
    let has = 0;
    const changes = arr.length > LONG_LIST ? this.#heap.lists.changes(table) : undefined;
    if (changes !== undefined) has |= HAS.CHANGES;
    else if (arr.length > 1) has |= HAS.ITEMS;
    if (names.length > 0) has |= HAS.FIELDS;
    if (hash !== null) has |= HAS.HASH;
    if (mt !== null) has |= HAS.METATABLE;
    if (table.mark === FROZEN) has |= HAS.FROZEN;
    if (shape !== undefined) has |= HAS.SHAPE;
    content.byte(has);
    if (shape !== undefined) this.#text(shape.name);
    if (mt !== null) this.#object(mt);
    if (changes !== undefined) this.#changes(arr, changes);
    else if (arr.length > 1) {
      content.count(arr.length - 1);
      for (let i = 1; i < arr.length; i++) this.#value(arr[i]);
    }
    if (names.length > 0) {
      content.count(names.length);
      for (const name of names) {
        this.#text(fieldName(name) as string); // every property has been entered with its name
        this.#value(s[name]);
      }
    }
    if (hash !== null) {
      const { keys, vals } = hash;
      content.count(keys.length);
      for (let i = 0; i < keys.length; i++) {
        this.#value(keys[i]);
        this.#value(vals[i]);
      }
    }
  }

  /** He3. */
  #changes(items: readonly Value[], places: readonly number[]): void {
    content.count(items.length - 1);
    content.count(places.length);
    let last = 0;
    for (const place of places) {
      content.count(place - last);
      this.#value(items[place]);
      last = place;
    }
  }

  #function({ proto, up }: Fn): void {
    if (proto instanceof LuaProto) {
      content.byte(1);
      this.#text(proto.unit.digest);
      content.count(proto.index);
    } else {
      content.byte(0);
      this.#text(proto.name);
    }
    content.count(up.length);
    this.#values(up);
  }

  #frame(frame: Frame): void {
    this.#object(frame.self);
    this.#value(frame.next);
    const { proto } = frame.self;
    if (proto instanceof LuaProto) {
      const form = formsOf(proto).bySite[frame.site];
      if (form === undefined) throw new Error(`${proto.name} has no site ${frame.site}`);
      this.#text(form.text);
      const n = form.parts.length;
      content.count(n);
      if (n > 0) this.#value(frame.a);
      if (n > 1) this.#value(frame.b);
      if (n > 2) this.#value(frame.c);
      if (n > 3) this.#value(frame.d);
      for (let i = 4; i < n; i++) this.#value(frame.more?.[i - 4]);
      return;
    }
    const { a, b, c, d, more } = frame;
    this.#number(frame.site);
    const n =
      more !== null ? 4 + more.length : d !== undefined ? 4 : c !== undefined ? 3 : b !== undefined ? 2 : 1;
    content.count(n);
    this.#value(a);
    if (n > 1) this.#value(b);
    if (n > 2) this.#value(c);
    if (n > 3) this.#value(d);
    for (let i = 4; i < n; i++) this.#value(more?.[i - 4]);
  }

  #coroutine(co: Coroutine): void {
    content.byte(co.status);
    content.count(co.depth);
    this.#value(co.frames);
    this.#value(co.body);
    this.#value(co.resumer);
  }

  #list(list: readonly Value[]): void {
    content.count(list.length);
    this.#values(list);
  }

  #userdata(userdata: Userdata): void {
    this.#text(userdata.handle.name);
    this.#value(userdata.live as Value);
  }

  #state(state: object): void {
    // `#kind` has found its form.
    const form = stateFormOf(state);
    const saved = form?.save(state);
    if (saved === undefined)
      throw new Unsavable(`a ${form?.describe?.(state) ?? form?.name ?? state.constructor.name}`, state);
    content.count(saved.length);
    this.#values(saved);
  }

  #addresses(): void {
    // Pairs of an object's number and its address.
    const told: number[] = [];
    for (let i = 0; i < this.#queue.length; i++) {
      if (this.#known[i] !== 0) continue;
      const object = this.#queue[i] as object; // both are as long
      const address = addressIn(object);
      if (address !== undefined) told.push(this.#id(object), address);
    }
    for (const object of this.#heap.addressed) {
      const id = this.#id(object);
      const address = addressIn(object);
      if (id >= 0 && id < this.#firstNew && address !== undefined) told.push(id, address);
    }
    content.count(told.length / 2);
    for (let i = 0; i < told.length; i++) content.count(told[i] as number);
  }
}
