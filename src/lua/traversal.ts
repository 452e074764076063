/** A running `pairs` loop: plain state over the three parts of a table, in the order of `LuaTable.next` (T2). */
import { Hash } from './hash.ts';
import type { Value } from './machine.ts';
import { SnapshotError } from './snapshot/snapshot-error.ts';
import { defineState, parts } from './snapshot/state-form.ts';
import { type Fields, fieldName, LuaTable, NO_FIELDS, propertiesOf } from './table.ts';

export class Traversal {
  #table: LuaTable;
  #phase: 0 | 1 | 2 = 0;
  #at = 1;
  #fields: Fields = NO_FIELDS;
  #names: readonly string[] = [];
  #hash: Hash | null = null;
  key: Value = undefined;
  value: Value = undefined;

  constructor(table: LuaTable) {
    this.#table = table;
  }

  get table(): LuaTable {
    return this.#table;
  }

  /** Goes to the next pair; false at the end. */
  step(): boolean {
    if (this.#phase === 0) {
      const arr = this.#table.arr;
      while (this.#at < arr.length) {
        const value = arr[this.#at];
        if (value !== undefined) return this.#give(this.#at++, value);
        this.#at++;
      }
      this.#phase = 1;
      this.#at = 0;
      if (this.#table.s !== NO_FIELDS) {
        this.#fields = this.#table.s;
        this.#names = propertiesOf(this.#fields);
      }
    }
    if (this.#phase === 1) {
      while (this.#at < this.#names.length) {
        const name = this.#names[this.#at++] as string;
        const value = this.#fields[name];
        if (value !== undefined) return this.#give(fieldName(name), value);
      }
      this.#phase = 2;
      this.#at = 0;
      this.#hash = this.#table.hash;
    }
    if (this.#hash !== null) {
      const { keys, vals } = this.#hash;
      while (this.#at < keys.length) {
        const k = this.#at++;
        if (vals[k] !== undefined) return this.#give(keys[k], vals[k]);
      }
    }
    return false;
  }

  #give(key: Value, value: Value): boolean {
    this.key = key;
    this.value = value;
    return true;
  }

  /**
   * The table, the phase, the place in it, and the last pair; then what it still walks over if that is the table's no
   * more: fields that were all it had before, or a hash part as it was before it was made anew.
   */
  static save(of: Traversal): Value[] {
    const saved: Value[] = [of.#table, of.#phase, of.#at, of.key, of.value];
    if (of.#phase === 1) saved.push(of.#names.length);
    const hash = of.#hash;
    if (hash === null || hash === of.#table.hash) saved.push(hash !== null);
    else for (let i = of.#at; i < hash.keys.length; i++) saved.push(hash.keys[i], hash.vals[i]);
    return saved;
  }

  static fill(into: Traversal, saved: readonly Value[]): void {
    const [table, phase, at, key, value, ...rest] = saved;
    into.#table = parts.of(LuaTable, table);
    into.#phase = phase === 0 || phase === 1 || phase === 2 ? phase : unknownPhase();
    into.#at = parts.number(at);
    into.key = key;
    into.value = value;
    if (into.#phase === 1) {
      into.#fields = into.#table.s;
      into.#names = propertiesOf(into.#fields).slice(0, parts.number(rest.shift()));
    }
    if (rest.length > 1) {
      const keys = rest.filter((_, i) => i % 2 === 0);
      into.#hash = Hash.of(
        keys,
        rest.filter((_, i) => i % 2 === 1),
      );
      into.#at = 0;
    } else if (rest[0] === true && into.#table.hash !== null) {
      into.#hash = into.#table.hash;
    }
  }
}

function unknownPhase(): never {
  throw new SnapshotError('a loop over a table is in no phase');
}

defineState({
  name: 'pairs/1',
  type: Traversal,
  changes: 'frames',
  save: Traversal.save,
  make: () => new Traversal(new LuaTable()),
  fill: Traversal.fill,
});
