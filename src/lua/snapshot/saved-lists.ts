/**
 * What was saved of long lists, item by item: a table that has changed is known, which of its items have is found by
 * looking through them. That takes a nanosecond for an item, and writing it fifty.
 */
import type { Value } from '../machine.ts';
import type { LuaTable } from '../table.ts';

/** Shorter ones are written whole. */
export const LONG_LIST = 32;

export class SavedLists {
  readonly #saved = new Map<LuaTable, Value[]>();
  /** What was found out about those that are being saved. */
  readonly #found = new Map<LuaTable, readonly number[]>();

  /** Places of the items that are others than were saved; undefined when the list is to be written whole. */
  changes(table: LuaTable): readonly number[] | undefined {
    const saved = this.#saved.get(table);
    if (saved === undefined) return undefined;
    const { arr } = table;
    const places: number[] = [];
    const both = Math.min(arr.length, saved.length);
    for (let i = 1; i < both; i++) {
      const item = arr[i];
      const old = saved[i];
      // 0 and -0 are equal and not the same, NaN is the same and not equal.
      if ((item === old && item !== 0) || Object.is(item, old)) continue;
      places.push(i);
    }
    for (let i = both; i < arr.length; i++) places.push(i);
    if (places.length > arr.length >> 1) return undefined;
    this.#found.set(table, places);
    return places;
  }

  /** The table was saved, or restored, as it is. */
  saved(table: LuaTable): void {
    const { arr } = table;
    if (arr.length <= LONG_LIST) {
      this.#saved.delete(table);
      return;
    }
    const places = this.#found.get(table);
    const saved = this.#saved.get(table);
    if (saved === undefined || places === undefined) {
      this.#saved.set(table, arr.slice());
    } else {
      for (const place of places) saved[place] = arr[place];
      saved.length = arr.length;
    }
  }

  /** All that was found out is saved, or is not. */
  forget(): void {
    if (this.#found.size > 0) this.#found.clear();
  }
}
