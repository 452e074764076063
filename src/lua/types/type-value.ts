/**
 * Types as guests hold them.
 *
 *   Ty6  A value is known by the text of its type (notation.ts) and nothing else: wherever a type of the same names and
 *        structure was declared, in another process, before a restart, in an older version of the code, it is the same
 *        value, and so the same key of a table.
 */
import { type HandleType, Userdata, type Value } from '../machine.ts';
import { LuaTable } from '../table.ts';
import { readTypes, writeType } from './notation.ts';
import { Type } from './type.ts';

/** The metatable is filled by type-methods.ts. Types are the same for all processes of a thread. */
export const typeHandle: HandleType & {
  readonly crossing: {
    readonly isShared: true;
    save(live: unknown): Value[];
    restore(saved: readonly Value[]): unknown;
    find(saved: readonly Value[]): Userdata;
  };
} = {
  name: 'type',
  metatable: new LuaTable(),
  crossing: {
    isShared: true,
    save: (live) => [writeType(live as Type)], // the handle holds nothing else
    restore: (saved) => typeHandle.crossing.find(saved).live,
    find: ([text]) => typeValueOf(typeof text === 'string' ? text : ''),
  },
};

/** By the text; a value that nobody holds is forgotten. */
const values = new Map<string, WeakRef<Userdata>>();
let tidyAt = 1000;

const known = new WeakMap<Type, Userdata>();

export function typeValue(type: Type): Userdata {
  let value = known.get(type);
  if (value === undefined) {
    value = valueOfText(writeType(type), type);
    known.set(type, value);
  }
  return value;
}

/** The value of a type that was saved as a text. Throws a NotationError. */
export function typeValueOf(text: string): Userdata {
  const value = values.get(text)?.deref();
  if (value !== undefined) return value;
  const [type] = readTypes(text);
  if (type === undefined) throw new Error('the text holds no type');
  return typeValue(type);
}

function valueOfText(text: string, type: Type): Userdata {
  let value = values.get(text)?.deref();
  if (value === undefined) {
    value = new Userdata(typeHandle, type);
    if (values.size >= tidyAt) tidy();
    values.set(text, new WeakRef(value));
  }
  return value;
}

function tidy(): void {
  for (const [text, value] of values) if (value.deref() === undefined) values.delete(text);
  tidyAt = Math.max(1000, values.size * 2);
}

/** The type in a guest's value, or undefined when it holds none. */
export function typeIn(value: Value): Type | undefined {
  return value instanceof Userdata && value.live instanceof Type ? value.live : undefined;
}
