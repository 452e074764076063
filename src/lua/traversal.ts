/** A running `pairs` loop: plain state over the three parts of a table, in the order of `LuaTable.next` (T2). */
import type { Value } from './machine.ts';
import { type Fields, fieldName, type LuaTable, NO_FIELDS, propertiesOf } from './table.ts';

export class Traversal {
  readonly #table: LuaTable;
  #phase: 0 | 1 | 2 = 0;
  #at = 1;
  #fields: Fields = NO_FIELDS;
  #names: readonly string[] = [];
  #hash: { readonly keys: Value[]; readonly vals: Value[] } | null = null;
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
      this.#hash =
        this.#table.hash === null ? null : { keys: this.#table.hash.keys, vals: this.#table.hash.vals };
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
}
