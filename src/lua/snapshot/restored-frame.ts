/** Puts what was saved of a frame where the present code wants it (F3), and checks what may stand there. */
import { Cell, Coroutine, Fn, Frame, Userdata, type Value } from '../machine.ts';
import { LuaTable } from '../table.ts';
import { LuaProto } from '../unit.ts';
import { type Holds, placementOf } from './site-form.ts';
import { SnapshotError } from './snapshot-error.ts';

export function fillLua(frame: Frame, text: string, values: readonly Value[]): void {
  const { proto } = frame.self;
  if (!(proto instanceof LuaProto)) throw new SnapshotError(`${proto.name} is no Lua function`);
  const { form, slots, isWhole } = placementOf(proto, text);
  if (!isWhole) throw new SnapshotError(`a frame of ${proto.name} is not complete`);
  if (values.length !== slots.length) throw new SnapshotError('a frame holds too much or too little');
  const given: Value[] = new Array(form.parts.length).fill(undefined);
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as number; // it is that long
    if (slot < 0) continue;
    const holds = form.holds[slot] as Holds;
    const value = values[i];
    if (!fits(holds, value)) {
      throw new SnapshotError(`a frame of ${proto.name} holds what cannot be in '${form.names[slot]}'`);
    }
    given[slot] = typeof value === 'bigint' && holds === 'float' ? Number(value) : value;
  }
  put(frame, form.site, given);
}

export function fillHost(frame: Frame, site: number, values: readonly Value[]): void {
  const { proto } = frame.self;
  if (proto instanceof LuaProto) throw new SnapshotError(`${proto.name} is a Lua function`);
  put(frame, site, values);
}

function put(frame: Frame, site: number, values: readonly Value[]): void {
  frame.site = site;
  [frame.a, frame.b, frame.c, frame.d] = values;
  frame.more = values.length > 4 ? values.slice(4) : null;
}

function fits(holds: Holds, value: Value): boolean {
  switch (holds) {
    case 'cell':
      return value instanceof Cell;
    case 'list':
      return Array.isArray(value);
    case 'number':
    case 'float':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'value':
      return typeof value !== 'object' || guest(value);
    case 'operand':
      return typeof value !== 'object' || !(value instanceof Frame);
  }
}

/** What guests may hold. */
export function guest(value: Value): boolean {
  return (
    value instanceof LuaTable ||
    value instanceof Fn ||
    value instanceof Userdata ||
    value instanceof Coroutine ||
    typeof value !== 'object'
  );
}

export function guestOrCell(value: Value): boolean {
  return guest(value) || value instanceof Cell;
}

export function any(): boolean {
  return true;
}
