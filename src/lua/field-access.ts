/**
 * Access to fields behind the fast path: for each field name one function that reads it and one that writes it, so
 * that V8 sees one shape of access in each; and one constructor for each list of names in table constructors.
 */

import { literal } from './literal.ts';
import { Fn, fail, R } from './machine.ts';
import { askIndex } from './metamethod-entry.ts';
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
  return getters.get(name) ?? made(READING, getters, [name]);
}

export function setter(name: string): Setter {
  return setters.get(name) ?? made(WRITING, setters, [name]);
}

/** Makes what is missing of these at once: V8 compiles one text in half the time of many. */
export function prepareAccess(read: readonly string[], written: readonly string[]): void {
  let [reading, writing] = [missing(read, getters, READING), missing(written, setters, WRITING)];
  if (elsewhere !== undefined && misses - since + reading.length + writing.length > FEW) {
    const take = elsewhere;
    elsewhere = undefined;
    take();
    [reading, writing] = [missing(read, getters, READING), missing(written, setters, WRITING)];
  }
  misses += reading.length + writing.length;
  if (reading.length > 0) made(READING, getters, reading);
  if (writing.length > 0) made(WRITING, setters, writing);
}

/** Those of the names that have no accessor yet and must be made; what was kept is taken. */
function missing<A>(names: readonly string[], known: Map<string, A>, { kept }: Accessors<A>): string[] {
  return names.filter((name) => {
    if (known.has(name)) return false;
    const found = kept.get(name);
    if (found === undefined) return true;
    // From now on the name is one of fields.
    property(name);
    known.set(name, found);
    return false;
  });
}

/** So many are made sooner than found elsewhere. */
export const FEW = 24;
let misses = 0;
let since = 0;
let elsewhere: (() => void) | undefined;

/** What to do, once, before many are made: perhaps they are kept somewhere (kept-access.ts). */
export function beforeManyAreMade(take: () => void): void {
  elsewhere = take;
  since = misses;
}

/** How many were made for units since the start. */
export function accessMade(): number {
  return misses;
}

export function accessCount(): number {
  return namesOf(READING, getters).length + namesOf(WRITING, setters).length;
}

function namesOf<A>({ kept }: Accessors<A>, known: ReadonlyMap<string, A>): string[] {
  return [...new Set([...known.keys(), ...kept.keys()])];
}

/** All accessors that there are, as one text for V8. */
export function accessText(): string {
  const part = <A>(accessors: Accessors<A>, known: ReadonlyMap<string, A>) => {
    const names = namesOf(accessors, known);
    // In parentheses, so that V8 compiles each of them now.
    const functions = textsOf(accessors.text, names).map((text) => `(${text})`);
    const given = Object.keys(accessors.parts).join(', ');
    return `(function (${given}) { return [[${names.map(literal).join()}], [${functions.join()}]]; })`;
  };
  return `'use strict';[${part(READING, getters)},${part(WRITING, setters)}]`;
}

type Factory<A> = (...parts: unknown[]) => readonly [names: readonly string[], accessors: readonly A[]];

/** Takes what such a text gave, for those who ask for these names. */
export function takeAccess([reading, writing]: readonly [Factory<Getter>, Factory<Setter>]): void {
  const take = <A>(make: Factory<A>, { parts, kept }: Accessors<A>) => {
    const [names, accessors] = make(...Object.values(parts));
    for (const [i, name] of names.entries()) {
      const accessor = accessors[i];
      if (accessor !== undefined) kept.set(name, accessor);
    }
  };
  take(reading, READING);
  take(writing, WRITING);
}

/*
 * One function for each name, so that V8 sees one shape of access in each. The first two links of a chain stand before the
 * loop, as V8 takes notes of each of them then: classes and what they inherit from are two shapes.
 */
const GETTER = `function get(object) {
    if (object instanceof LuaTable && object.hash === null) {
      const mt = object.mt;
      if (mt === null) return undefined;
      const handler = mt.s.$__index;
      if (handler instanceof LuaTable) {
        const value = handler.s.KEY;
        if (value !== undefined) return value;
        if (handler.hash === null) {
          const outer = handler.mt;
          if (outer === null) return undefined;
          const last = outer.s.$__index;
          if (last instanceof LuaTable) {
            const value = last.s.KEY;
            if (value !== undefined) return value;
            if (last.mt === null && last.hash === null) return undefined;
          }
        }
      } else if (handler === undefined && mt.hash === null) return undefined;
    }
    let at = object;
    for (let i = 0; i < 100 && at instanceof LuaTable; i++) {
      if (at.hash !== null) {
        const value = at.hash.get(NAME);
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
        return ask(handler, at, NAME);
      } else if (handler === undefined && mt.hash === null) return undefined;
      else break;
      if (i > 8 && (i & 3) === 0) R.fuel -= 1;
    }
    return slow(at, NAME);
  }`;

const SETTER = `function set(object, value) {
    if (!(object instanceof LuaTable) || object.mark !== 0) return slow(object, NAME, value);
    const mt = object.mt;
    if (mt !== null && object.s.KEY === undefined && (mt.hash !== null || mt.s.$__newindex !== undefined)) {
      return slow(object, NAME, value);
    }
    if (object.hash !== null && object.s.KEY === undefined && object.hash.replace(NAME, value)) return undefined;
    if (object.s === NO_FIELDS) {
      if (value === undefined) return undefined;
      object.s = new Fields();
    }
    object.s.KEY = value;
    return undefined;
  }`;

interface Accessors<A> {
  readonly text: string;
  /** By an earlier start, for names that nobody has asked for in this one. */
  readonly kept: Map<string, A>;
  /** What the text names. */
  readonly parts: Readonly<Record<string, unknown>>;
}

function textsOf(text: string, names: readonly string[]): string[] {
  // In one pass: what is put in is never looked at again.
  return names.map((name) => {
    const [key, own] = [`[${literal(property(name))}]`, literal(name)];
    return text.replace(/\.KEY|\bNAME\b/g, (place) => (place === 'NAME' ? own : key));
  });
}

/** Builds the accessors of some names. The only texts put in are a name and its property, as escaped literals (G1). */
function made<A>({ text, parts }: Accessors<A>, known: Map<string, A>, names: readonly string[]): A {
  const functions = textsOf(text, names);
  const make = new Function(...Object.keys(parts), `'use strict';return [${functions.join(',')}];`);
  const accessors: A[] = make(...Object.values(parts));
  for (const [i, accessor] of accessors.entries()) known.set(names[i] ?? '', accessor);
  return known.get(names[0] ?? '') as A; // set right above
}

/** The objects that single fields are added to share one start, so equal histories give equal shapes. */
const FieldsOfTables = function Fields(this: unknown) {} as unknown as new () => Fields;
FieldsOfTables.prototype = EMPTY_PROTOTYPE;

const READING: Accessors<Getter> = {
  text: GETTER.replace(/\s+/g, ' '),
  kept: new Map(),
  parts: { LuaTable, Fn, R, ask: askIndex, slow: indexByMeta },
};
const WRITING: Accessors<Setter> = {
  text: SETTER.replace(/\s+/g, ' '),
  kept: new Map(),
  parts: { LuaTable, NO_FIELDS, Fields: FieldsOfTables, slow: setFieldSlow },
};

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
