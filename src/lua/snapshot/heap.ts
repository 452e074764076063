/**
 * What was saved of one process and is unchanged since (S2): the number of each object that a store already has, the
 * short texts, and the objects that were written to. The next delta holds what is new or noted here.
 *
 *   He1  What was restored is kept as lists, and becomes maps when something is saved: most that are restored run for
 *        a while first, and many end before.
 *   He2  The texts of an image are one map for all processes on it.
 */
import type { Cell, Coroutine, Value } from '../machine.ts';
import type { Changes } from '../operations.ts';
import type { LuaTable } from '../table.ts';

/** What a restored heap begins with: everything by its number. */
export interface Known {
  /** Objects; long texts are among them. */
  readonly objects: readonly Value[];
  readonly texts: readonly string[];
  /** The first of the texts, where an image has them already as a map. */
  readonly shared: ReadonlyMap<string, number>;
  /** The checksum of the bytes. */
  readonly base: number;
}

const NOTHING: Known = { objects: [], texts: [], shared: new Map(), base: 0 };

/** What a snapshot lies on: an image, or a full form with its deltas. */
export class Heap implements Changes {
  #known: Known | undefined;
  readonly #shared: ReadonlyMap<string, number>;
  readonly #ids = new Map<object, number>();
  readonly #longTexts = new Map<string, number>();
  readonly #shortTexts = new Map<string, number>();
  /** How many numbers were given. */
  count: number;
  /** The checksum of the last bytes, by which the next ones name what they lie on. */
  base: number;
  readonly changed = new Set<object>();
  /** Known states that are written anew each time (their form says `always`). */
  readonly volatile = new Set<object>();
  /** Objects whose address was first asked for since. */
  readonly addressed = new Set<object>();

  constructor(known: Known = NOTHING) {
    this.#known = known;
    this.#shared = known.shared;
    this.count = known.objects.length;
    this.base = known.base;
  }

  /** He1. */
  #enterKnown({ objects, texts, shared }: Known): void {
    this.#known = undefined;
    for (let id = 0; id < objects.length; id++) {
      const object = objects[id];
      if (typeof object === 'string') this.#longTexts.set(object, id);
      else this.#ids.set(object as object, id); // whatever has a number is an object or a text
    }
    for (let i = shared.size; i < texts.length; i++) this.#shortTexts.set(texts[i] as string, i);
  }

  /** The numbers of objects. */
  get ids(): Map<object, number> {
    if (this.#known !== undefined) this.#enterKnown(this.#known);
    return this.#ids;
  }

  /** Long texts are objects too, known by their content. */
  get longTexts(): Map<string, number> {
    if (this.#known !== undefined) this.#enterKnown(this.#known);
    return this.#longTexts;
  }

  /** The number of a short text; undefined for a new one, which gets the next number. */
  shortText(text: string): number | undefined {
    if (this.#known !== undefined) this.#enterKnown(this.#known);
    const known = this.#shared.get(text) ?? this.#shortTexts.get(text);
    if (known === undefined) this.#shortTexts.set(text, this.#shared.size + this.#shortTexts.size);
    return known;
  }

  /** Forgets the last of the new texts. */
  dropShortText(text: string): void {
    this.#shortTexts.delete(text);
  }

  note(object: LuaTable | Cell | Coroutine): void {
    this.changed.add(object);
  }

  noteAddress(value: object): void {
    if (this.ids.has(value)) this.addressed.add(value);
  }
}
