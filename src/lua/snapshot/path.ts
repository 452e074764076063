/** Where a value hangs, for people: found by a second walk when a value could not be saved (S5). */
import { Cell, Coroutine, Fn, Frame, Userdata, type Value } from '../machine.ts';
import { LuaTable } from '../table.ts';
import { LuaProto } from '../unit.ts';
import { contentOf } from '../wide-integer.ts';
import { formsOf } from './site-form.ts';
import { stateFormOf } from './state-form.ts';

interface Step {
  readonly value: object;
  readonly from: Step | undefined;
  readonly name: string;
}

/** Where a value was found. */
export interface Found {
  /** From the nearest frame, table or state to the value: `local conn in function fetch, app.jobs:import:42`. */
  readonly path: string;
  /** The variable from which it is reached, and where its function stands, when there is one: `tx`, `app.jobs:import:42`. */
  readonly variable?: { readonly name: string; readonly place: string } | undefined;
}

export function pathTo(roots: readonly Value[], changed: Iterable<object>, wanted: object): Found {
  const seen = new Set<object>();
  const queue: Step[] = [];
  const add = (value: Value, from: Step | undefined, name: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    queue.push({ value, from, name });
  };
  for (const root of roots) add(root, undefined, 'the process');
  for (const object of changed) add(object, undefined, 'the process');
  for (let i = 0; i < queue.length; i++) {
    const step = queue[i] as Step;
    if (step.value === wanted) return { path: shown(step), variable: variableOf(step) };
    visit(step, (value, name) => add(value, step, name));
  }
  return { path: 'held by the process' };
}

/** From the last name outwards, to the frame if there is one. */
function shown(found: Step): string {
  const names: string[] = [];
  for (let step: Step | undefined = found; step !== undefined; step = step.from) {
    names.push(step.name);
    if (step.from?.value instanceof Frame && step.name !== '') break;
  }
  return names.filter((name) => name !== '').join(' of ');
}

const LOCAL = /^local (\S+) in /;

function variableOf(found: Step): Found['variable'] {
  for (let step: Step | undefined = found; step?.from !== undefined; step = step.from) {
    const name = LOCAL.exec(step.name)?.[1];
    if (step.from.value instanceof Frame && name !== undefined)
      return { name, place: placeOf(step.from.value) };
  }
  return undefined;
}

function visit({ value }: Step, add: (value: Value, name: string) => void): void {
  if (value instanceof LuaTable) {
    for (const [key, item] of value.entries()) {
      add(
        item,
        typeof key === 'string' ? `field '${key}'` : `element ${typeof key === 'object' ? '?' : String(key)}`,
      );
      add(key, 'a key');
    }
    add(value.mt as Value, 'the metatable');
  } else if (value instanceof Fn) {
    for (const one of value.up) add(one, `a variable captured by ${value.proto.name}`);
  } else if (value instanceof Cell) add(contentOf(value), '');
  else if (value instanceof Coroutine) {
    add(value.frames as Value, 'a coroutine');
    add(value.body as Value, 'the body of a coroutine');
  } else if (value instanceof Frame) visitFrame(value, add);
  else if (Array.isArray(value)) for (const one of value) add(one, '');
  else if (value instanceof Userdata) {
    add(value.live as Value, '');
    // What the host holds for it may be what was looked for.
    if (typeof value.live === 'object')
      for (const one of Object.values(value.live ?? {})) add(one as Value, '');
  } else for (const one of stateFormOf(value)?.save(value) ?? []) add(one, '');
}

function visitFrame(frame: Frame, add: (value: Value, name: string) => void): void {
  const { proto } = frame.self;
  const where = `in function ${proto.name === '' ? '?' : proto.name}, ${placeOf(frame)}`;
  const names = proto instanceof LuaProto ? (formsOf(proto).bySite[frame.site]?.names ?? []) : [];
  const values = [frame.a, frame.b, frame.c, frame.d, ...(frame.more ?? [])];
  for (const [i, value] of values.entries()) {
    add(value, names[i] ? `local ${names[i]} ${where}` : `a value ${where}`);
  }
  add(frame.self, '');
  add(frame.next as Value, '');
}

function placeOf({ self: { proto }, site }: Frame): string {
  return proto instanceof LuaProto ? `${proto.unit.name}:${proto.lines[site] ?? proto.line}` : 'of the host';
}
