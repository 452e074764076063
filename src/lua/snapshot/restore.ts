/**
 * Makes the graph of guest values that bytes describe, beside or over what lies below them.
 *
 *   Rs1  Restoring is decoding: no guest code runs, and bytes name code and host values without bringing them (G3).
 *   Rs2  Every reference is checked for what may stand there; what does not fit is a SnapshotError, and nothing of the
 *        graph gets out.
 *   Rs3  First all objects are made, then filled in the order of their records, layer by layer, then frames and states, once
 *        and by the last layer that has them; they may ask
 *        what they refer to.
 */
import { crc32 } from 'node:zlib';
import { Hash } from '../hash.ts';
import { setAddress } from '../library/address.ts';
import {
  type Cell,
  Coroutine,
  DEAD,
  Fn,
  Frame,
  hostClosures,
  type Status,
  type Userdata,
  type Value,
} from '../machine.ts';
import { FROZEN, LuaTable, NO_FIELDS, property } from '../table.ts';
import { typeValueOf } from '../types/type-value.ts';
import { LuaProto, type Unit } from '../unit.ts';
import { ByteReader } from './bytes.ts';
import type { Catalog } from './catalog.ts';
import { emptyObject, noItems } from './empty-object.ts';
import { firstFormsIn, formsIn } from './form-names.ts';
import { HAS, KIND, MAGIC, OLDEST, TAG, VERSION } from './format.ts';
import { Heap } from './heap.ts';
import { fieldsFrom } from './restored-fields.ts';
import { any, fillHost, fillLua, guest, guestOrCell } from './restored-frame.ts';
import { LONG_LIST } from './saved-lists.ts';
import { SnapshotError } from './snapshot-error.ts';
import type { StateForm } from './state-form.ts';

export interface Restored {
  readonly roots: readonly Value[];
  /** Where the next delta goes on from. */
  readonly heap: Heap;
}

/** Objects that are there before the bytes are read: those of an image. */
export interface Start {
  /** New ones, which the loader takes over. */
  readonly objects: Value[];
  readonly kinds: readonly number[];
  readonly texts: readonly string[];
  readonly shared: ReadonlyMap<string, number>;
  readonly base: number;
}

/** Puts other code in the place of what was saved. */
export interface Moving {
  /** Throws a SnapshotError. */
  moveFunction(fn: Fn): void;
  /** The same place in the other code. Throws a SnapshotError. */
  siteOf(frame: Frame, text: string, values: readonly Value[]): string;
}

const NOTHING: Start = { objects: [], kinds: [], texts: [], shared: new Map(), base: 0 };

/** Restores a full form, or an image, with all that lies on it, in order. Throws a SnapshotError. */
export function restore(
  catalog: Catalog,
  layers: readonly Uint8Array[],
  start = NOTHING,
  moved?: Moving,
): Restored {
  const loader = load(new Loader(catalog, start, UNCHANGED, moved), layers);
  return { roots: loader.roots, heap: loader.heap() };
}

/** The values alone: what is restored so is no longer compared with what was saved. Throws a SnapshotError. */
export function restoreValues(catalog: Catalog, layers: readonly Uint8Array[]): readonly Value[] {
  return load(new Loader(catalog, NOTHING, 0), layers).roots;
}

/** What is known of all objects of some bytes, for a plan to make them again. Throws a SnapshotError. */
export function decode(catalog: Catalog, bytes: Uint8Array): Loader {
  return load(new Loader(catalog, NOTHING, UNCHANGED), [bytes]);
}

/** The mark of what is as it was saved. */
const UNCHANGED = 1;

function load(loader: Loader, layers: readonly Uint8Array[]): Loader {
  try {
    for (let i = 0; i < layers.length; i++) loader.layer(layers[i] as Uint8Array);
    loader.finish();
    return loader;
  } catch (thrown) {
    if (thrown instanceof SnapshotError) throw thrown;
    // A check that is missing above: bytes of another origin can be anything.
    throw new SnapshotError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Of a frame or a state, which is filled when all else is. */
interface Late {
  /** Where the frame stands; undefined for a state. */
  readonly place: string | number | undefined;
  readonly values: readonly Value[];
}

export class Loader {
  readonly #catalog: Catalog;
  /** Of tables, cells and coroutines. */
  readonly #mark: number;
  readonly #shared: ReadonlyMap<string, number>;
  readonly objects: Value[];
  readonly kinds: number[];
  readonly texts: string[];
  /** By the number of the object; undefined for what is no state. */
  readonly #forms: (StateForm | undefined)[];
  roots: readonly Value[] = [];
  /** The checksum of the last bytes. */
  base: number;
  /** By the number of what is filled: only the last layer that writes it counts. */
  readonly #late: (Late | undefined)[];
  /** Tables whose lists are long. */
  #long: Set<LuaTable> | undefined;
  readonly #moved: Moving | undefined;
  #lastUnit: Unit | undefined;
  #reader = new ByteReader(new Uint8Array(0));

  constructor(catalog: Catalog, start: Start, mark: number, moved?: Moving) {
    const { objects, kinds, texts, shared, base } = start;
    this.#moved = moved;
    this.#catalog = catalog;
    this.#mark = mark;
    this.#shared = shared;
    this.objects = objects === NOTHING.objects ? [] : objects;
    this.kinds = kinds.slice();
    this.texts = texts.slice();
    this.base = base;
    this.#forms = kinds.map(() => undefined);
    this.#late = kinds.map(() => undefined);
  }

  layer(bytes: Uint8Array): void {
    const end = Math.max(0, bytes.length - 4);
    const reader = new ByteReader(bytes, 0, end);
    this.#reader = reader;
    const sum = bytes.length < 13 ? 0 : reader.uint32At(end);
    if (reader.left < 9 || reader.uint32() !== MAGIC) throw new SnapshotError('it is none');
    const version = reader.byte();
    if (version < OLDEST || version > VERSION) {
      throw new SnapshotError(`it has format ${version}, and this version knows format ${VERSION}`);
    }
    if (crc32(bytes.subarray(0, bytes.length - 4)) !== sum) throw new SnapshotError('it is damaged');
    if (reader.uint32() !== this.base) throw new SnapshotError('it lies on another one');
    this.base = sum;
    const first = this.objects.length;
    const records = this.#make();
    this.roots = this.#values(reader.countOf(1), any);
    this.#fill(first, records);
    this.#addresses();
    if (reader.left > 0) throw new SnapshotError('it does not end where it should');
  }

  heap(): Heap {
    const heap = new Heap({
      objects: this.objects,
      texts: this.texts,
      shared: this.#shared,
      base: this.base,
    });
    if (this.#long !== undefined) for (const table of this.#long) heap.lists.saved(table);
    for (let id = 0; id < this.#forms.length; id++) {
      const form = this.#forms[id];
      if (form === undefined) continue;
      const state = this.objects[id] as object; // made by the form
      if (form.changes === 'always' && form.isOver?.(state) !== true) heap.keepWriting(state);
    }
    return heap;
  }

  /** Makes the new objects; gives the number of records. */
  #make(): number {
    const reader = this.#reader;
    const names = this.objects.length === 0 ? firstFormsIn(reader) : formsIn(reader);
    for (let n = reader.countOf(1); n > 0; n--) {
      const kind = reader.byte();
      const form = kind === KIND.STATE ? names[reader.count()] : undefined;
      if (kind === KIND.STATE && form === undefined) throw new SnapshotError('a state has no name');
      this.kinds.push(kind);
      this.#forms.push(form);
      this.#late.push(undefined);
      this.objects.push(form === undefined ? emptyObject(kind, reader) : form.make());
    }
    return reader.countOf(1);
  }

  #fill(first: number, records: number): void {
    let next = first;
    for (let i = 0; i < records; i++) {
      const changed = this.#reader.count();
      if (changed > first) throw new SnapshotError('a change of an object that was not there');
      // Texts have no record: their content stands among the kinds.
      if (changed === 0) while (this.kinds[next] === KIND.TEXT) next++;
      const id = changed === 0 ? next++ : changed - 1;
      this.#record(id);
    }
    while (this.kinds[next] === KIND.TEXT) next++;
    if (next !== this.objects.length) throw new SnapshotError('an object has no content');
  }

  /** All layers are read: frames and states get what the last one says of them. */
  finish(): void {
    for (let id = 0; id < this.#late.length; id++) {
      const late = this.#late[id];
      if (late === undefined) continue;
      const { place, values } = late;
      if (place === undefined) this.#forms[id]?.fill(this.objects[id] as object, values);
      else this.#fillFrame(this.objects[id] as Frame, place, values); // noted by the kind of the object, as all here
    }
  }

  #fillFrame(frame: Frame, place: string | number, values: readonly Value[]): void {
    if (typeof place === 'number') fillHost(frame, place, values);
    else fillLua(frame, this.#moved?.siteOf(frame, place, values) ?? place, values);
  }

  #record(id: number): void {
    const object = this.objects[id];
    switch (this.kinds[id]) {
      case KIND.TABLE:
        this.#table(object as LuaTable); // made by its kind, here as in all other cases
        return;
      case KIND.FUNCTION:
        this.#function(object as Fn);
        return;
      case KIND.CELL:
        (object as Cell).v = this.#value(guest);
        (object as Cell).mark = this.#mark;
        return;
      case KIND.COROUTINE:
        this.#coroutine(object as Coroutine);
        return;
      case KIND.FRAME:
        this.#frame(id, object as Frame);
        return;
      case KIND.LIST: {
        const list = object as Value[];
        list.length = 0;
        for (let n = this.#reader.countOf(1); n > 0; n--) list.push(this.#any());
        return;
      }
      case KIND.USERDATA:
        this.#userdata(object as Userdata);
        return;
      case KIND.STATE:
        this.#state(id);
        return;
      default:
        throw new SnapshotError('a change of a text');
    }
  }

  /** Reads a value that `allowed` accepts. */
  #value(allowed: (value: Value) => boolean): Value {
    const value = this.#any();
    if (typeof value === 'object' && !allowed(value)) {
      throw new SnapshotError('a value stands where it cannot');
    }
    return value;
  }

  #values(n: number, allowed: (value: Value) => boolean): Value[] {
    const values: Value[] = [];
    for (let i = 0; i < n; i++) values.push(this.#value(allowed));
    return values;
  }

  /** What frames and states are filled with, and who reads it drops it: a list that grows has room for 17. */
  #parts(): readonly Value[] {
    const n = this.#reader.countOf(1);
    const values = new Array<Value>(n);
    for (let i = 0; i < n; i++) values[i] = this.#any();
    return values;
  }

  #any(): Value {
    const reader = this.#reader;
    const tag = reader.byte();
    switch (tag) {
      case TAG.NIL:
        return undefined;
      case TAG.FALSE:
        return false;
      case TAG.TRUE:
        return true;
      case TAG.INTEGER: {
        const n = reader.count();
        return n % 2 === 1 ? -(n + 1) / 2 : n / 2;
      }
      case TAG.FLOAT:
        return reader.float();
      case TAG.INT64:
        return reader.int64();
      case TAG.NEW_TEXT: {
        const text = reader.text();
        this.texts.push(text);
        return text;
      }
      case TAG.TEXT:
        return reader.text();
      case TAG.OLD_TEXT:
        return this.#known(reader.count());
      case TAG.OBJECT:
        return this.#at(reader.count());
      case TAG.NONE:
        return null;
      case TAG.TYPE:
        return typeValueOf(this.#text());
      case TAG.NAMED:
        return this.#catalog.named(this.#text());
    }
    if (tag >= TAG.SMALL_OBJECT) return this.#at(tag - TAG.SMALL_OBJECT);
    if (tag >= TAG.SMALL_TEXT) return this.#known(tag - TAG.SMALL_TEXT);
    if (tag >= TAG.SMALL_INTEGER) return tag - TAG.SMALL_INTEGER;
    throw new SnapshotError(`it holds a value of the unknown kind ${tag}`);
  }

  #known(number: number): string {
    const text = this.texts[number];
    if (text === undefined) throw new SnapshotError('a text is missing');
    return text;
  }

  #at(id: number): Value {
    if (id >= this.objects.length) throw new SnapshotError('an object is missing');
    return this.objects[id];
  }

  #text(): string {
    const text = this.#any();
    if (typeof text !== 'string') throw new SnapshotError('a text is missing');
    return text;
  }

  #of<T extends object>(type: new (...args: never[]) => T): T {
    const value = this.#any();
    if (!(value instanceof type)) throw new SnapshotError(`a ${type.name} is missing`);
    return value;
  }

  #maybe<T extends object>(type: new (...args: never[]) => T): T | null {
    const value = this.#any();
    if (value === null) return null;
    if (!(value instanceof type)) throw new SnapshotError(`a ${type.name} is missing`);
    return value;
  }

  #table(table: LuaTable): void {
    const reader = this.#reader;
    const has = reader.byte();
    const shape = (has & HAS.SHAPE) !== 0 ? this.#catalog.shape(this.#text()) : undefined;
    table.mt = (has & HAS.METATABLE) !== 0 ? this.#of(LuaTable) : null;
    if ((has & HAS.CHANGES) !== 0) this.#changes(table.arr);
    else
      table.arr =
        (has & HAS.ITEMS) !== 0 ? [undefined, ...this.#values(reader.countOf(1), guest)] : noItems();
    if (table.arr.length > LONG_LIST) {
      this.#long ??= new Set();
      this.#long.add(table);
    }
    table.s = shape === undefined ? NO_FIELDS : shape.fields();
    if ((has & HAS.FIELDS) !== 0) this.#fields(table, shape === undefined);
    table.hash = (has & HAS.HASH) !== 0 ? this.#hash() : null;
    table.mark = (has & HAS.FROZEN) !== 0 ? FROZEN : this.#mark;
    if (table.arr.length > 1 && table.arr.at(-1) === undefined)
      throw new SnapshotError('a list ends with nil');
  }

  /** He3. */
  #changes(items: Value[]): void {
    const reader = this.#reader;
    if (items.length === 1) throw new SnapshotError('a list has a gap');
    const length = reader.count() + 1;
    let place = 0;
    for (let n = reader.countOf(2); n > 0; n--) {
      place += reader.count();
      if (place < 1 || place >= length || place > items.length) throw new SnapshotError('a list has a gap');
      items[place] = this.#value(guest);
    }
    if (length > items.length) throw new SnapshotError('a list has a gap');
    items.length = length;
  }

  #fields(table: LuaTable, isPlain: boolean): void {
    const names: string[] = [];
    const values: Value[] = [];
    for (let n = this.#reader.countOf(2); n > 0; n--) {
      names.push(this.#text());
      values.push(this.#value(guest));
    }
    if (isPlain) table.s = fieldsFrom(names, values);
    else for (let i = 0; i < names.length; i++) table.s[property(names[i] as string)] = values[i];
  }

  #hash(): Hash {
    const keys: Value[] = [];
    const vals: Value[] = [];
    for (let n = this.#reader.countOf(2); n > 0; n--) {
      const key = this.#value(guest);
      if (key === undefined || Number.isNaN(key)) throw new SnapshotError('a key is missing');
      keys.push(key);
      vals.push(this.#value(guest));
    }
    return Hash.of(keys, vals);
  }

  /** The unit of a digest; most functions that follow each other are of one. */
  #unit(digest: string): Unit {
    if (this.#lastUnit?.digest !== digest) {
      this.#lastUnit = this.#catalog.unit(Buffer.from(digest, 'latin1').toString('hex'));
    }
    return this.#lastUnit;
  }

  #function(fn: Fn): void {
    const reader = this.#reader;
    if (reader.byte() === 1) {
      const unit = this.#unit(this.#text());
      const proto = unit.protos[reader.count()];
      if (proto === undefined) throw new SnapshotError(`${unit.name} has no such function`);
      fn.proto = proto;
    } else {
      const name = this.#text();
      const proto = hostClosures.get(name);
      if (proto === undefined) throw new SnapshotError(`it holds a '${name}', which is unknown here`);
      fn.proto = proto;
    }
    // A list that has grown has room for 17, and this one never grows.
    fn.up = this.#values(reader.countOf(1), fn.proto instanceof LuaProto ? guestOrCell : any).slice();
    this.#moved?.moveFunction(fn);
    fn.code = fn.proto.code;
  }

  #coroutine(co: Coroutine): void {
    const status = this.#reader.byte();
    if (status > DEAD) throw new SnapshotError('a coroutine is in no state');
    co.status = status as Status;
    co.mark = this.#mark;
    co.depth = this.#reader.count();
    co.frames = this.#maybe(Frame);
    co.body = this.#maybe(Fn);
    co.resumer = this.#maybe(Coroutine);
  }

  #userdata(userdata: Userdata): void {
    userdata.handle = this.#catalog.handle(this.#text());
    userdata.s = userdata.handle.methods ?? NO_FIELDS;
    userdata.live = this.#value(any);
  }

  #state(id: number): void {
    this.#late[id] = { place: undefined, values: this.#parts() };
  }

  #frame(id: number, frame: Frame): void {
    frame.self = this.#of(Fn);
    frame.next = this.#maybe(Frame);
    // Whether it is Lua code or the host's, the function itself will say; it may not be filled yet.
    const place = this.#any();
    if (typeof place !== 'string' && typeof place !== 'number')
      throw new SnapshotError('a frame has no place');
    this.#late[id] = { place, values: this.#parts() };
  }

  #addresses(): void {
    for (let n = this.#reader.countOf(2); n > 0; n--) {
      const object = this.#at(this.#reader.count());
      const number = this.#reader.count();
      if (typeof object === 'object' && object !== null) setAddress(object, number);
    }
  }
}
