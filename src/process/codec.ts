/**
 * Guest values as bytes, for everything that leaves a scheduler. The rules are those of copy.ts.
 *
 *   Cd1  The first byte is the format's version.
 *   Cd2  A table is written as its number; the content of the tables follows, in the order of their numbers. So
 *        nothing is recursive, and shared and circular references come out as they were.
 *   Cd3  A handle is written by its name, with the values that its `save` gives; a name that the reader does not know
 *        gives nil. Handles get their numbers when they are complete.
 *   Cd4  Decoding brings no code: bytes hold values only (G3).
 *
 * One byte says what follows: 0x80 to 0xff is a whole number from 0 to 127, 0x40 to 0x7f a string of up to 63 bytes.
 */
import { failure } from '#base';
import { fieldName, LuaTable, NO_FIELDS, propertiesOf, Userdata, type Value } from '#lua';
import { Reader, Writer } from './binary.ts';
import { type CrossingHandle, crossingOf } from './copy.ts';

const VERSION = 1;
/** The writer that nobody uses at the moment: making one costs more than most values do. */
let free: Writer | null = null;

const NIL = 0;
const FALSE = 1;
const TRUE = 2;
const WHOLE = 3;
const NEGATIVE = 4;
const DOUBLE = 5;
const INT64 = 6;
const STRING = 7;
const TABLE = 8;
const HANDLE = 9;
const HANDLE_AGAIN = 10;
const END = 11;
const SHORT_STRING = 0x40;
const SMALL = 0x80;

export class Codec {
  readonly #handles: ReadonlyMap<string, CrossingHandle>;

  constructor(handles: Iterable<CrossingHandle>) {
    this.#handles = new Map(Array.from(handles, (handle) => [handle.name, handle]));
  }

  /** `room`: so many bytes in front are somebody else's to fill. */
  encode(value: Value, room = 0): Uint8Array<ArrayBuffer> {
    const writer = free ?? new Writer();
    free = null;
    writer.leave(room);
    this.writeAll(writer, [value]);
    const bytes = writer.take();
    free = writer;
    return bytes;
  }

  decode(bytes: Uint8Array): Value {
    return this.readAll(new Reader(bytes), 1)[0];
  }

  /** Appends several values to bytes of any other content; tables that they share stay shared. */
  writeAll(writer: Writer, values: readonly Value[]): void {
    writer.byte(VERSION);
    new Encoding(writer).all(values);
  }

  readAll(reader: Reader, count: number): Value[] {
    const version = reader.byte();
    if (version !== VERSION) throw failure('Invalid', `values of format ${version} are not known here`);
    return new Decoding(reader, this.#handles).all(count);
  }
}

class Encoding {
  readonly #writer: Writer;
  readonly #tables: LuaTable[] = [];
  /** Numbers of tables, once they are several, and of handles. */
  #numbers: Map<object, number> | null = null;
  #handles = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  all(values: readonly Value[]): void {
    for (const value of values) this.#value(value);
    for (let i = 0; i < this.#tables.length; i++) this.#content(this.#tables[i] as LuaTable); // grows meanwhile
  }

  #value(value: Value): void {
    const writer = this.#writer;
    switch (typeof value) {
      case 'string':
        if (value.length < 0x40) writer.byte(SHORT_STRING | value.length);
        else {
          writer.byte(STRING);
          writer.count(value.length);
        }
        writer.chars(value);
        return;
      case 'number':
        this.#number(value);
        return;
      case 'boolean':
        writer.byte(value ? TRUE : FALSE);
        return;
      case 'bigint':
        writer.byte(INT64);
        writer.int64(value);
        return;
      case 'object':
        if (value instanceof LuaTable) this.#table(value);
        else if (value instanceof Userdata) this.#handle(value);
        else writer.byte(NIL);
        return;
      default:
        writer.byte(NIL);
    }
  }

  #number(value: number): void {
    const writer = this.#writer;
    // -0 equals 0 in the guest's eyes and is the same key, but a double all the same.
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value < 0) {
        writer.byte(NEGATIVE);
        writer.count(-value);
      } else if (value < SMALL) writer.byte(SMALL | value);
      else {
        writer.byte(WHOLE);
        writer.count(value);
      }
    } else {
      writer.byte(DOUBLE);
      writer.double(value);
    }
  }

  #table(table: LuaTable): void {
    const tables = this.#tables;
    let number = table === tables[0] ? 0 : this.#numbers?.get(table);
    if (number === undefined) {
      number = tables.length;
      // The first one is most often the only one.
      if (number > 0) this.#numbered.set(table, number);
      tables.push(table);
    }
    this.#writer.byte(TABLE);
    this.#writer.count(number);
  }

  get #numbered(): Map<object, number> {
    this.#numbers ??= new Map();
    return this.#numbers;
  }

  #handle(handle: Userdata): void {
    const writer = this.#writer;
    const known = this.#numbers?.get(handle);
    if (known !== undefined) {
      writer.byte(HANDLE_AGAIN);
      writer.count(known);
      return;
    }
    const crossing = crossingOf(handle.handle);
    if (crossing === undefined) {
      writer.byte(NIL);
      return;
    }
    const saved = crossing.save(handle.live);
    writer.byte(HANDLE);
    writer.text(handle.handle.name);
    writer.count(saved.length);
    for (const value of saved) this.#value(value);
    this.#numbered.set(handle, this.#handles++);
  }

  /** The array part with its length, then pairs of key and value, then the end. */
  #content(table: LuaTable): void {
    const items = table.arr;
    this.#writer.count(items.length - 1);
    for (let i = 1; i < items.length; i++) this.#value(items[i]);
    const { s, hash } = table;
    if (s !== NO_FIELDS) for (const name of propertiesOf(s)) this.#entry(fieldName(name), s[name]);
    if (hash !== null) {
      const { keys, vals } = hash;
      for (let i = 0; i < keys.length; i++) this.#entry(keys[i], vals[i]);
    }
    this.#writer.byte(END);
  }

  #entry(key: Value, value: Value): void {
    if (!crosses(key) || !crosses(value)) return;
    this.#value(key);
    this.#value(value);
  }
}

function crosses(value: Value): boolean {
  if (typeof value !== 'object') return value !== undefined;
  return value instanceof LuaTable || (value instanceof Userdata && crossingOf(value.handle) !== undefined);
}

class Decoding {
  readonly #reader: Reader;
  readonly #known: ReadonlyMap<string, CrossingHandle>;
  readonly #tables: LuaTable[] = [];
  /** Most values have none. */
  #handles: (Userdata | undefined)[] | null = null;
  /** Handles are made when all tables are complete. */
  #unmade: { readonly made: Userdata; readonly handle: CrossingHandle; readonly saved: Value[] }[] | null =
    null;

  constructor(reader: Reader, known: ReadonlyMap<string, CrossingHandle>) {
    this.#reader = reader;
    this.#known = known;
  }

  all(count: number): Value[] {
    const values: Value[] = [];
    for (let left = count; left > 0; left--) values.push(this.#value());
    for (let i = 0; i < this.#tables.length; i++) this.#content(this.#table(i)); // grows meanwhile
    if (this.#unmade !== null)
      for (const { made, handle, saved } of this.#unmade) made.live = handle.crossing.restore(saved);
    return values;
  }

  #value(): Value {
    return this.#valueOf(this.#reader.byte());
  }

  #valueOf(tag: number): Value {
    const reader = this.#reader;
    if (tag >= SMALL) return tag - SMALL;
    if (tag >= SHORT_STRING) return reader.chars(tag - SHORT_STRING);
    switch (tag) {
      case NIL:
        return undefined;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case WHOLE:
        return reader.count();
      case NEGATIVE:
        return -reader.count();
      case DOUBLE:
        return reader.double();
      case INT64:
        return reader.int64();
      case STRING:
        return reader.text();
      case TABLE:
        return this.#table(reader.count());
      case HANDLE:
        return this.#handle();
      case HANDLE_AGAIN:
        return this.#handles?.[reader.count()];
      default:
        throw failure('Invalid', `no value begins with the byte ${tag}`);
    }
  }

  #table(number: number): LuaTable {
    const known = this.#tables[number];
    if (known !== undefined) return known;
    if (number !== this.#tables.length) throw failure('Invalid', 'the tables in the bytes are not in order');
    const made = new LuaTable();
    this.#tables.push(made);
    return made;
  }

  #handle(): Userdata | undefined {
    const reader = this.#reader;
    const name = reader.text();
    const saved: Value[] = [];
    for (let left = reader.count(); left > 0; left--) saved.push(this.#value());
    const handle = this.#known.get(name);
    const found = handle?.crossing.find?.(saved);
    const made = found ?? (handle === undefined ? undefined : new Userdata(handle, undefined));
    this.#handles ??= [];
    this.#handles.push(made);
    if (found !== undefined) return found;
    if (made !== undefined && handle !== undefined) {
      this.#unmade ??= [];
      this.#unmade.push({ made, handle, saved });
    }
    return made;
  }

  #content(table: LuaTable): void {
    const count = this.#reader.count();
    if (count > 0) {
      const items: Value[] = [undefined];
      for (let left = count; left > 0; left--) items.push(this.#value());
      while (items.length > 1 && items[items.length - 1] === undefined) items.pop();
      if (items.length > 1) table.arr = items;
    }
    for (;;) {
      const tag = this.#reader.byte();
      if (tag === END) return;
      const key = this.#valueOf(tag);
      const value = this.#value();
      if (key !== undefined && value !== undefined) table.set(key, value);
    }
  }
}
