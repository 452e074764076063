/**
 * The contents of packets, kind by kind: how the requests of this layer are written as lists of guest values and read
 * again. Each pair of functions stands side by side.
 */
import { type Data, failure, isRecord } from '#base';
import { LuaTable, tableOf, type Value } from '#lua';
import type { Context } from './context.ts';
import { ErrorValue, errorIn, guestError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import { fromData, toData } from './lua-data.ts';
import type { SpawnRequest } from './process.ts';
import type { Programs } from './program.ts';

/** A list that keeps its nils. */
export function writeList(items: readonly Value[]): Value {
  const hasNil = items.includes(undefined);
  const table = tableOf(hasNil ? [] : items);
  // A field and no key of the hash part: a hash of its own costs more than the rest.
  table.setField('n', items.length);
  if (hasNil) for (let i = 0; i < items.length; i++) table.set(i + 1, items[i]);
  return table;
}

export function readList(value: Value): Value[] {
  if (!(value instanceof LuaTable)) throw failure('Invalid', 'a packet lacks a list');
  const count = Number(value.get('n'));
  if (count === value.arr.length - 1) return value.arr.slice(1);
  const list = new Array<Value>(count);
  for (let i = 0; i < count; i++) list[i] = value.get(i + 1);
  return list;
}

export function writeExit(exit: Exit): [Value, Value] {
  if (isNormal(exit)) return [exit.type, exit.value];
  return [exit.type === 'failed' && exit.isRaised ? 'raised' : exit.type, guestError(exit.error)];
}

export function readExit(type: Value, value: Value): Exit {
  if (type === 'normal') return { type, value };
  const error = errorIn(value) ?? new ErrorValue('Internal', 'the error did not arrive');
  switch (type) {
    case 'raised':
      return { type: 'failed', error, isRaised: true };
    case 'failed':
    case 'terminated':
    case 'killed':
    case 'lost':
      return { type, error };
    default:
      return { type: 'failed', error };
  }
}

export function writeContext(context: Context): Value {
  return fromData(context);
}

export function readContext(value: Value): Context {
  if (isBare(value)) return BARE;
  const data = toData(value);
  if (!isRecord(data)) return { values: {} };
  const { values, actor, ...rest } = data;
  // Written by `writeContext` of another scheduler.
  const context = { ...rest, values: record(values) } as Context;
  return isRecord(actor)
    ? { ...context, actor: { id: String(actor.id), meta: record(actor.meta) } }
    : context;
}

/** What most have: nothing. */
const BARE: Context = { values: {} };

function isBare(value: Value): boolean {
  if (!(value instanceof LuaTable)) return false;
  const first = value.next(undefined);
  if (first !== 'values' || value.next(first) !== undefined) return false;
  const values = value.get('values');
  return values instanceof LuaTable && values.isEmpty();
}

/** An empty table reads as a list. */
function record(data: Data): Readonly<Record<string, Data>> {
  return isRecord(data) ? data : {};
}

/** `[hash, entry, host, context, name, isMonitored, isLinked, view, args, messages]` */
export function writeSpawn(request: SpawnRequest): Value[] {
  const { program, host, args, context, name, isMonitored, isLinked, view, messages = [] } = request;
  const told = messages.map(({ topic, count, value }) =>
    tableOf([topic, count, writeList(listed(count, value))]),
  );
  return [
    program.hash,
    program.entry,
    host,
    writeContext(context),
    name,
    isMonitored,
    isLinked,
    view,
    writeList(args),
    tableOf(told),
  ];
}

/** `from`: where it begins in the list. */
export function readSpawn(
  content: readonly Value[],
  programs: Pick<Programs, 'byHash'>,
  from = 0,
): SpawnRequest {
  const entry = String(content[from + 1]);
  const name = content[from + 4];
  const view = String(content[from + 7]);
  const messages = content[from + 9];
  const program = programs.byHash(String(content[from]), entry, view);
  if (program === undefined)
    throw failure('NotFound', `the program of ${entry} is not known to this scheduler`);
  return {
    program,
    host: String(content[from + 2]),
    context: readContext(content[from + 3]),
    name: typeof name === 'string' ? name : undefined,
    isMonitored: content[from + 5] === true,
    isLinked: content[from + 6] === true,
    view,
    args: readList(content[from + 8]),
    messages:
      messages instanceof LuaTable && messages.arr.length > 1 ? messages.arr.slice(1).map(readTold) : NOTHING,
  };
}

const NOTHING: readonly never[] = [];

function readTold(told: Value): { topic: string; count: number; value: Value } {
  if (!(told instanceof LuaTable)) throw failure('Invalid', 'a packet lacks a message');
  const count = Number(told.get(2));
  const list = readList(told.get(3));
  return { topic: String(told.get(1)), count, value: count === 1 ? list[0] : list };
}

/** The values of a message as a list. */
export function listed(count: number, value: Value): Value[] {
  return count === 1 ? [value] : (value as Value[]); // several are always a list
}
