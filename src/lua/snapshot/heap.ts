/**
 * What was saved of one process and is unchanged since (S2): the number of each object that a store already has, the
 * short texts, and the objects that were written to. The next delta holds what is new or noted here.
 */
import type { Cell, Coroutine } from '../machine.ts';
import type { Changes } from '../operations.ts';
import type { LuaTable } from '../table.ts';

/** What a snapshot lies on: an image, or a full form with its deltas. */
export class Heap implements Changes {
  /** The numbers of objects. */
  readonly ids: Map<object, number>;
  /** Long texts are objects too, known by their content. */
  readonly longTexts: Map<string, number>;
  readonly shortTexts: Map<string, number>;
  /** How many numbers were given. */
  count: number;
  /** The checksum of the last bytes, by which the next ones name what they lie on. */
  base: number;
  readonly changed = new Set<object>();
  /** Known states that are written anew each time (their form says `always`). */
  readonly volatile = new Set<object>();
  /** Objects whose address was first asked for since. */
  readonly addressed = new Set<object>();

  constructor(
    ids: Map<object, number> = new Map(),
    longTexts: Map<string, number> = new Map(),
    shortTexts: Map<string, number> = new Map(),
    count = 0,
    base = 0,
  ) {
    this.ids = ids;
    this.longTexts = longTexts;
    this.shortTexts = shortTexts;
    this.count = count;
    this.base = base;
  }

  note(object: LuaTable | Cell | Coroutine): void {
    this.changed.add(object);
  }

  noteAddress(value: object): void {
    if (this.ids.has(value)) this.addressed.add(value);
  }
}
