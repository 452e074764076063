/**
 * Copies of guest values from one process into another on the same scheduler.
 *
 *   Co1  The copy shares no table with the original; tables that are shared or in circles inside stay so.
 *   Co2  Tables lose their metatables. Functions, coroutines, channels and handles that do not cross become nil, and
 *        so does a key with a value of these kinds.
 *   Co3  The result equals what the byte codec would give (see codec.ts), which a property test holds.
 *   Co4  Nothing here is recursive over tables, and flat tables cost one pass without a map.
 *   Co5  The work is spent as fuel.
 *
 * Hot: every message passes here.
 */
import { Fields, type HandleType, LuaTable, NO_FIELDS, R, Userdata, type Value } from '#lua';

/** How a handle's value crosses: taken apart into guest values and made again from them. */
export interface Crossing {
  save(live: unknown): Value[];
  /** Is given tables that are complete. */
  restore(saved: readonly Value[]): unknown;
  /** The content never changes, so a copy on the same scheduler is the object itself. */
  readonly isShared?: boolean;
  /** For values that are one wherever they are made: finds the value by what was saved, which holds no tables. */
  find?(saved: readonly Value[]): Userdata;
}

/** A handle whose values may stand in messages, arguments and results. */
export interface CrossingHandle extends HandleType {
  readonly crossing: Crossing;
}

export function crossingOf(handle: HandleType): Crossing | undefined {
  return (handle as Partial<CrossingHandle>).crossing;
}

export function copyValue(value: Value): Value {
  if (typeof value !== 'object') return value;
  if (value instanceof LuaTable) return copyTable(value);
  return value instanceof Userdata ? copyHandle(value, null) : undefined;
}

/** One unit of fuel for four values copied. Fuel is whole: V8 would move all objects that count it to other shapes. */
const FUEL_SHIFT = 2;

interface Graph {
  readonly seen: Map<object, object>;
  /** Tables whose copies are still empty. */
  readonly work: LuaTable[];
  /** Handles that are made anew when all tables are complete. */
  readonly handles: {
    readonly copy: Userdata;
    readonly crossing: Crossing;
    readonly saved: readonly Value[];
  }[];
}

function copyTable(root: LuaTable): LuaTable {
  const copy = new LuaTable();
  const graph = fill(root, copy, null);
  if (graph !== null) complete(graph);
  return copy;
}

function complete(graph: Graph): void {
  for (let source = graph.work.pop(); source !== undefined; source = graph.work.pop()) {
    fill(source, graph.seen.get(source) as LuaTable, graph); // `work` holds what `seen` knows
  }
  for (const { copy, crossing, saved } of graph.handles) copy.live = crossing.restore(saved);
}

/** Copies one table's entries; gives the graph, made when the first inner object is met. */
function fill(source: LuaTable, target: LuaTable, known: Graph | null): Graph | null {
  let graph = known;
  let count = 1;
  const from = source.arr;
  if (from.length > 1) {
    const items: Value[] = [undefined];
    for (let i = 1; i < from.length; i++) {
      let item = from[i];
      if (typeof item === 'object') {
        graph ??= graphOf(source, target);
        item = inner(item, graph);
      }
      items.push(item);
    }
    count += items.length;
    while (items.length > 1 && items[items.length - 1] === undefined) items.pop();
    target.arr = items;
  }
  const fields = source.s;
  if (fields !== NO_FIELDS) {
    const copied = new Fields();
    for (const name in fields) {
      let item = fields[name];
      if (typeof item === 'object') {
        graph ??= graphOf(source, target);
        item = inner(item, graph);
      }
      if (item === undefined) continue;
      copied[name] = item;
      count++;
    }
    target.s = copied;
  }
  if (source.hash !== null) {
    const { keys, vals } = source.hash;
    for (let i = 0; i < keys.length; i++) {
      let key = keys[i];
      let item = vals[i];
      if (item === undefined) continue;
      if (typeof item === 'object' || typeof key === 'object') {
        graph ??= graphOf(source, target);
        if (typeof item === 'object') item = inner(item, graph);
        if (typeof key === 'object') key = inner(key, graph);
      }
      if (key !== undefined) target.set(key, item);
      count++;
    }
  }
  R.fuel -= count >> FUEL_SHIFT;
  return graph;
}

function graphOf(source: LuaTable, target: LuaTable): Graph {
  return { seen: new Map([[source, target]]), work: [], handles: [] };
}

function inner(value: Value, graph: Graph): Value {
  if (value instanceof LuaTable) {
    const known = graph.seen.get(value);
    if (known !== undefined) return known;
    const copy = new LuaTable();
    graph.seen.set(value, copy);
    graph.work.push(value);
    return copy;
  }
  return value instanceof Userdata ? copyHandle(value, graph) : undefined;
}

function copyHandle(handle: Userdata, known: Graph | null): Userdata | undefined {
  const crossing = crossingOf(handle.handle);
  if (crossing === undefined) return undefined;
  if (crossing.isShared === true) return handle;
  const seen = known?.seen.get(handle);
  if (seen !== undefined) return seen as Userdata; // only a userdata is noted under a userdata
  const graph: Graph = known ?? { seen: new Map(), work: [], handles: [] };
  const copy = new Userdata(handle.handle, undefined);
  graph.seen.set(handle, copy);
  const saved = crossing
    .save(handle.live)
    .map((value) => (typeof value === 'object' ? inner(value, graph) : value));
  graph.handles.push({ copy, crossing, saved });
  if (known === null) complete(graph);
  return copy;
}
