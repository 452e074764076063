/**
 * The image of a program: the tables, closures and cells that are there when its chunk and imports have run, saved
 * once and known by the hash of the bytes (S1). A process that starts from it never runs a chunk again, and a snapshot
 * of the process holds only what is new or changed.
 *
 *   Im1  What is given has come to its end: a chunk that waits has no image, nor has one that made what cannot be saved.
 *   Im2  The bytes are read once, into a plan; each process gets objects of its own, made by it without reading.
 *   Im3  An image with frames or states of the host has no plan, and is read for each process.
 *   Im4  Numbers of addresses that were told are in the image; their counter is the process's (library/address.ts).
 */
import { createHash } from 'node:crypto';
import { shapeOf } from '../environment.ts';
import { fieldsOf } from '../field-access.ts';
import { Hash } from '../hash.ts';
import { addressIn, setAddress } from '../library/address.ts';
import { Cell, Fn, type Value } from '../machine.ts';
import { type Fields, FROZEN, fieldName, LuaTable, NO_FIELDS } from '../table.ts';
import type { Catalog } from './catalog.ts';
import { Heap } from './heap.ts';
import { decode, type Loader, type Restored, restore } from './restore.ts';
import { fieldsFrom } from './restored-fields.ts';
import { save } from './save.ts';
import { UnsavableError } from './snapshot-error.ts';

/** The image of what an instance of a program holds; undefined when some of it cannot be saved. */
export function imageOf(catalog: Catalog, values: readonly Value[]): Image | undefined {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    // Kept for long, so it must not hold the block in which it was written.
    bytes = save(catalog, new Heap(), values).slice();
  } catch (thrown) {
    if (thrown instanceof UnsavableError) return undefined;
    throw thrown;
  }
  return new Image(catalog, bytes);
}

export class Image {
  readonly bytes: Uint8Array;
  readonly #catalog: Catalog;
  readonly #plan: Plan | undefined;
  #hash: string | undefined;

  /** Throws a SnapshotError when the bytes are no image. */
  constructor(catalog: Catalog, bytes: Uint8Array) {
    this.bytes = bytes;
    this.#catalog = catalog;
    this.#plan = planOf(decode(catalog, bytes));
  }

  get hash(): string {
    this.#hash ??= createHash('sha256').update(this.bytes).digest('hex');
    return this.#hash;
  }

  /** What a process begins with: values of its own, and the heap that its first snapshot lies on. */
  instance(): Restored {
    return this.restore([]);
  }

  /** A process as these snapshots say, which lie on the image. Throws a SnapshotError. */
  restore(layers: readonly Uint8Array[]): Restored {
    const plan = this.#plan;
    if (plan === undefined) return restore(this.#catalog, [this.bytes, ...layers]);
    const objects = make(plan);
    const restored = restore(this.#catalog, layers, { ...plan.known, objects });
    return layers.length > 0 ? restored : { roots: plan.roots.copy(objects), heap: restored.heap };
  }
}

/** How the objects are made again. */
interface Plan {
  readonly known: {
    readonly kinds: readonly number[];
    readonly texts: readonly string[];
    readonly shared: ReadonlyMap<string, number>;
    readonly base: number;
  };
  readonly roots: Values;
  /** Long texts at their numbers. */
  readonly texts: readonly Value[];
  readonly tables: readonly TablePlan[];
  readonly functions: readonly FunctionPlan[];
  readonly cells: readonly CellPlan[];
  readonly addresses: readonly { readonly id: number; readonly address: number }[];
}

/** Values, some of which are objects of the process. */
class Values {
  readonly #given: Value[];
  readonly #places: number[] = [];
  readonly #ids: number[] = [];

  constructor(values: readonly Value[], ids: ReadonlyMap<Value, number>) {
    this.#given = values.map((value, place) => {
      const id = typeof value === 'object' ? ids.get(value) : undefined;
      if (id === undefined) return value;
      this.#places.push(place);
      this.#ids.push(id);
      return undefined;
    });
  }

  copy(objects: readonly Value[]): Value[] {
    const values = this.#given.slice();
    const places = this.#places;
    const ids = this.#ids;
    for (let i = 0; i < places.length; i++) values[places[i] as number] = objects[ids[i] as number];
    return values;
  }
}

interface TablePlan {
  readonly id: number;
  readonly mt: LuaTable | number | null;
  readonly items: Values | undefined;
  readonly fields: ((values: Value[]) => Fields) | undefined;
  readonly values: Values;
  readonly keys: Values | undefined;
  readonly vals: Values;
  readonly mark: number;
}

interface FunctionPlan {
  readonly id: number;
  readonly proto: Fn['proto'];
  readonly up: Values;
}

interface CellPlan {
  readonly id: number;
  readonly value: Values;
}

function make({ texts, tables, functions, cells, addresses }: Plan): Value[] {
  const objects = texts.slice();
  for (const { id } of tables) objects[id] = new LuaTable();
  for (const { id, proto } of functions) objects[id] = new Fn(proto.code, NONE, proto);
  for (const { id } of cells) objects[id] = new Cell(undefined);
  for (const { id, value } of cells) {
    const cell = objects[id] as Cell; // made above
    cell.v = value.copy(objects)[0];
    cell.mark = 1;
  }
  for (const { id, up } of functions) (objects[id] as Fn).up = up.copy(objects); // made above
  for (const plan of tables) fill(objects[plan.id] as LuaTable, plan, objects); // made above
  for (const { id, address } of addresses) setAddress(objects[id] as object, address); // told of an object
  return objects;
}

const NONE: Value[] = [];

function fill(table: LuaTable, plan: TablePlan, objects: readonly Value[]): void {
  const { mt, items, fields, keys } = plan;
  if (mt !== null) table.mt = typeof mt === 'number' ? (objects[mt] as LuaTable) : mt; // it was one
  if (items !== undefined) table.arr = items.copy(objects);
  if (fields !== undefined) table.s = fields(plan.values.copy(objects));
  if (keys !== undefined) table.hash = Hash.of(keys.copy(objects), plan.vals.copy(objects));
  table.mark = plan.mark;
}

function planOf({ objects, kinds, texts, roots, base }: Loader): Plan | undefined {
  const ids = new Map<Value, number>(objects.map((object, id) => [object, id]));
  const tables: TablePlan[] = [];
  const functions: FunctionPlan[] = [];
  const cells: CellPlan[] = [];
  const addresses: { id: number; address: number }[] = [];
  for (const [id, object] of objects.entries()) {
    if (object instanceof LuaTable) tables.push(tablePlan(id, object, ids));
    else if (object instanceof Fn)
      functions.push({ id, proto: object.proto, up: new Values(object.up, ids) });
    else if (object instanceof Cell) cells.push({ id, value: new Values([object.v], ids) });
    else if (typeof object !== 'string') return undefined; // Im3
    const address = typeof object === 'object' ? addressIn(object as object) : undefined; // as above
    if (address !== undefined) addresses.push({ id, address });
  }
  const shared = new Map(texts.map((text, i) => [text, i]));
  return {
    known: { kinds, texts, shared, base },
    roots: new Values(roots, ids),
    texts: objects.map((object) => (typeof object === 'string' ? object : undefined)),
    tables,
    functions,
    cells,
    addresses,
  };
}

/** Tables with up to so many fields have a constructor for them. */
const MAX_CONSTRUCTED = 120;

function tablePlan(id: number, table: LuaTable, ids: ReadonlyMap<Value, number>): TablePlan {
  const { arr, s, hash, mt } = table;
  const properties = s === NO_FIELDS ? [] : Object.keys(s);
  return {
    id,
    mt: (mt === null ? undefined : ids.get(mt)) ?? mt,
    items: arr.length > 1 ? new Values(arr, ids) : undefined,
    fields: s === NO_FIELDS ? undefined : fieldMaker(s, properties),
    values: new Values(
      properties.map((property) => s[property]),
      ids,
    ),
    keys: hash === null ? undefined : new Values(hash.keys, ids),
    vals: new Values(hash?.vals ?? [], ids),
    mark: table.mark === FROZEN ? FROZEN : 1,
  };
}

function fieldMaker(s: Fields, properties: readonly string[]): (values: Value[]) => Fields {
  const shape = shapeOf(s);
  if (shape !== undefined) {
    return (values) => {
      const made = shape.fields();
      for (let i = 0; i < properties.length; i++) made[properties[i] as string] = values[i];
      return made;
    };
  }
  const names = properties.map((property) => fieldName(property) as string); // every property has one
  if (names.length > MAX_CONSTRUCTED) return (values) => fieldsFrom(names, values);
  const Made = fieldsOf(names);
  return (values) => new Made(...values);
}
