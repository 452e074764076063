/**
 * Access to fields behind the fast path: for each field name one function that reads it and one that writes it, so
 * that V8 sees one shape of access in each; and one constructor for each list of names in table constructors.
 */

import { literal } from './literal.ts';
import { Fn, fail, R, S } from './machine.ts';
import { indexByMeta, setIndexByMeta, touch } from './operations.ts';
import { EMPTY_PROTOTYPE, type Fields, LuaTable, NO_FIELDS, property } from './table.ts';
import type { Value } from './value.ts';

/** The reading function of a field name, behind a miss of `t.s.$name`: hash part, metatable, other types. */
export type Getter = (object: Value) => Value;
/** The writing function of a field name, for all but the change of an existing field to a value. */
export type Setter = (object: Value, value: Value) => Value;

const getters = new Map<string, Getter>();
const setters = new Map<string, Setter>();

export function getter(name: string): Getter {
  let known = getters.get(name);
  if (known === undefined) {
    known = makeGetter(name, property(name));
    getters.set(name, known);
  }
  return known;
}

function makeGetter(name: string, key: string): Getter {
  return compileAccessor<Getter>(GETTER, key, name, LuaTable, Fn, S, R, indexByMeta);
}

/* One function for each name, so that V8 sees one shape of access in each. */
const GETTER = `
  return function get(object) {
    let at = object;
    for (let i = 0; i < 100 && at instanceof LuaTable; i++) {
      if (at.hash !== null) {
        const value = at.hash.get(name);
        if (value !== undefined) return value;
      }
      const mt = at.mt;
      if (mt === null) return undefined;
      const handler = mt.s.$__index;
      if (handler instanceof LuaTable) {
        const value = handler.s.KEY;
        if (value !== undefined) return value;
        at = handler;
      } else if (handler instanceof Fn) {
        const value = handler.code(handler, at, name);
        return value === S && R.why === 0 ? R.r0 : value;
      } else if (handler === undefined && mt.hash === null) return undefined;
      else break;
      if (i > 8) R.fuel -= 0.25;
    }
    return slow(at, name);
  };`;

const SETTER = `
  return function set(object, value) {
    if (!(object instanceof LuaTable) || object.mark !== 0 || (object.mt !== null && object.s.KEY === undefined)) {
      return slow(object, name, value);
    }
    if (object.hash !== null && object.s.KEY === undefined && object.hash.replace(name, value)) return undefined;
    if (object.s === NO_FIELDS) {
      if (value === undefined) return undefined;
      object.s = new Fields();
    }
    object.s.KEY = value;
    return undefined;
  };`;

/** Builds an accessor. The only text put in is the property behind its prefix, as an escaped literal (G1). */
function compileAccessor<A>(text: string, key: string, name: string, ...parts: unknown[]): A {
  const names =
    text === GETTER ? ['LuaTable', 'Fn', 'S', 'R', 'slow'] : ['LuaTable', 'NO_FIELDS', 'Fields', 'slow'];
  const make = new Function(
    'name',
    ...names,
    `'use strict';${text.replaceAll('.KEY', () => `[${literal(key)}]`)}`,
  );
  return make(name, ...parts) as A;
}

export function setter(name: string): Setter {
  let known = setters.get(name);
  if (known === undefined) {
    known = compileAccessor<Setter>(
      SETTER,
      property(name),
      name,
      LuaTable,
      NO_FIELDS,
      FieldsOfTables,
      setFieldSlow,
    );
    setters.set(name, known);
  }
  return known;
}

/** The objects that single fields are added to share one start, so equal histories give equal shapes. */
const FieldsOfTables = function Fields(this: unknown) {} as unknown as new () => Fields;
FieldsOfTables.prototype = EMPTY_PROTOTYPE;

function setFieldSlow(object: Value, name: string, value: Value): Value {
  if (object instanceof LuaTable) {
    const handler = object.mt === null ? undefined : object.mt.getText('__newindex');
    if (handler === undefined || object.getText(name) !== undefined) {
      if (object.mark !== 0 && !touch(object)) return fail('attempt to modify a read-only table');
      if (value === undefined) object.setText(name, undefined);
      else object.setField(name, value);
      return undefined;
    }
  }
  return setIndexByMeta(object, name, value);
}

const constructors = new Map<string, new (...values: Value[]) => Fields>();

/** The constructor of field objects with these names, shared by all sites with the same list. */
export function fieldsOf(names: readonly string[]): new (...values: Value[]) => Fields {
  const id = names.map((name) => literal(name)).join(',');
  let known = constructors.get(id);
  if (known === undefined) {
    const params = names.map((_, i) => `v${i}`);
    const body = names.map((name, i) => `this[${literal(property(name))}] = v${i};`).join('');
    const made = new Function(`'use strict';return function Fields(${params.join(',')}) {${body}}`)();
    made.prototype = EMPTY_PROTOTYPE;
    known = made as new (...values: Value[]) => Fields;
    constructors.set(id, known);
  }
  return known;
}
