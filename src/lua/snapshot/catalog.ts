/**
 * What saved bytes name instead of holding it (F5): host functions, frozen tables of the host, environments' shapes,
 * units of code, types of handles. The same on both sides of a snapshot.
 *
 *   Ct1  A name stands for one value. Host functions go by the names they were made with, tables by where they hang.
 *   Ct2  Functions that only stand in frames, and kinds of closures, are known from the start (machine.ts).
 */
import type { EnvironmentShape } from '../environment.ts';
import { Fn, type HandleType, hostFunctions, Userdata, type Value } from '../machine.ts';
import { FROZEN, LuaTable } from '../table.ts';
import { typeHandle } from '../types/type-value.ts';
import type { Unit } from '../unit.ts';
import { SnapshotError } from './snapshot-error.ts';
import { sharedNamed } from './state-form.ts';

/** Finds code by content; the layer that compiles provides it. */
export interface Codebase {
  unit(hash: string): Unit | undefined;
  shape(name: string): EnvironmentShape | undefined;
}

export class Catalog {
  readonly #names = new Map<object, string>();
  readonly #values = new Map<string, object>();
  readonly #handles = new Map<string, HandleType>();
  readonly #code: Codebase;

  constructor(code: Codebase) {
    this.#code = code;
    this.addHandle(typeHandle);
  }

  /** Adds a value under a name, and all functions and frozen tables that hang on it. */
  add(name: string, value: Value): void {
    const work: [string, Value][] = [[name, value]];
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const [at, one] = next;
      if (one instanceof Fn) {
        if (one.proto.unit === undefined && one.up.length === 0) this.#enter(one.proto.name, at, one);
        else this.#enter(at, at, one);
      } else if (one instanceof Userdata) this.#enter(at, at, one);
      else if (one instanceof LuaTable && one.mark === FROZEN && !this.#names.has(one)) {
        this.#enter(at, at, one);
        for (const [key, inner] of one.entries())
          if (typeof inner === 'object') work.push([`${at}.${String(key)}`, inner]);
        if (one.mt !== null) work.push([`${at}!`, one.mt]);
      }
    }
  }

  /** Adds a type of handle: its values are saved by its name. */
  addHandle(type: HandleType): void {
    if (this.#handles.get(type.name) === type) return;
    this.#handles.set(type.name, type);
    for (const [key, value] of type.metatable.entries()) this.add(`${type.name}:${String(key)}`, value);
    for (const [key, value] of Object.entries(type.methods ?? {})) this.add(`${type.name}${key}`, value);
  }

  #enter(name: string, place: string, value: object): void {
    if (this.#names.has(value)) return;
    const isTaken = this.#values.has(name) || (hostFunctions.get(name) ?? value) !== value;
    const free = isTaken ? place : name;
    if (this.#values.has(free)) return;
    this.#names.set(value, free);
    this.#values.set(free, value);
  }

  nameOf(value: object): string | undefined {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    return value instanceof Fn && hostFunctions.get(value.proto.name) === value
      ? value.proto.name
      : undefined;
  }

  named(name: string): object {
    const value = this.#values.get(name) ?? hostFunctions.get(name) ?? sharedNamed(name);
    if (value === undefined) throw new SnapshotError(`it names '${name}', which is unknown here`);
    return value;
  }

  handle(name: string): HandleType {
    const type = this.#handles.get(name);
    if (type === undefined) throw new SnapshotError(`it holds a '${name}', which is unknown here`);
    return type;
  }

  hasHandle(type: HandleType): boolean {
    return this.#handles.get(type.name) === type;
  }

  unit(hash: string): Unit {
    const unit = this.#code.unit(hash);
    if (unit === undefined) throw new SnapshotError(`the code ${hash.slice(0, 12)} is not here`);
    return unit;
  }

  shape(name: string): EnvironmentShape {
    const shape = this.#code.shape(name);
    if (shape === undefined) throw new SnapshotError(`an environment of '${name}' cannot be made here`);
    return shape;
  }
}
