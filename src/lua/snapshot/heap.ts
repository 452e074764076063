/**
 * What was saved of one process and is unchanged since (S2): the number of each object that a store already has, the
 * short texts, and the objects that were written to. The next delta holds what is new or noted here.
 *
 *   He1  What was restored is kept as lists, and becomes maps when much is asked: most that are restored run for a
 *        while first, many end before, and a process on an image asks for few of its objects.
 *   He2  The texts of an image are one map for all processes on it.
 *   He3  Of long lists it is kept what was saved, so that the next delta holds the items that are others and not the list.
 *   He4  What is known to be held by nothing any more is dropped: a process that waits again and again would keep all that it ever
 *        waited for until its next full form, and the collector carries it along.
 */
import type { Cell, Coroutine, Value } from '../machine.ts';
import type { Changes } from '../operations.ts';
import type { LuaTable } from '../table.ts';
import { SavedLists } from './saved-lists.ts';

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

/** A list is searched through so often: that takes half the time of making a map of it, however long it is. */
const SEARCHES = 100;
const TEXT_SEARCHES = 30;
const DONE = -1;

/** What a snapshot lies on: an image, or a full form with its deltas. */
export class Heap implements Changes {
  readonly #objects: readonly Value[];
  /** How many more numbers are looked for in the list, before it becomes a map; none when it is one. */
  #searches: number;
  #textSearches: number;
  #hasLongTexts = false;
  readonly #texts: readonly string[];
  readonly #shared: ReadonlyMap<string, number>;
  readonly #ids = new Map<object, number>();
  readonly #longTexts = new Map<string, number>();
  readonly #shortTexts = new Map<string, number>();
  /** The number of the next new short text. */
  #nextText: number;
  /** How many numbers were given. */
  count: number;
  /** He3. */
  readonly lists = new SavedLists();
  /** What was saved last; of a restored process it is not known. */
  roots: readonly Value[] = [];
  /** The checksum of the last bytes, by which the next ones name what they lie on. */
  base: number;
  readonly changed = new Set<object>();
  /** Known states that are written anew each time (their form says `always`). */
  readonly volatile = new Set<object>();
  /** Objects whose address was first asked for since. */
  readonly addressed = new Set<object>();

  constructor(known: Known = NOTHING) {
    this.#objects = known.objects;
    this.#texts = known.texts;
    this.#searches = known.objects.length === 0 ? DONE : SEARCHES;
    this.#shared = known.shared;
    this.#textSearches = known.texts.length === known.shared.size ? DONE : TEXT_SEARCHES;
    this.#nextText = known.texts.length;
    this.count = known.objects.length;
    this.base = known.base;
  }

  /** He1. */
  #enterObjects(): void {
    this.#searches = DONE;
    for (const [id, object] of this.#objects.entries()) {
      if (typeof object === 'object' && object !== null) this.#ids.set(object, id);
    }
  }

  #enterTexts(): void {
    this.#textSearches = DONE;
    const texts = this.#texts;
    for (let i = this.#shared.size; i < texts.length; i++) this.#shortTexts.set(texts[i] as string, i);
  }

  idOf(object: object): number | undefined {
    if (this.#searches === DONE) return this.#ids.get(object);
    const id = this.#ids.get(object);
    if (id !== undefined) return id;
    if (this.#searches > 0) {
      this.#searches--;
      const place = this.#objects.indexOf(object);
      return place < 0 ? undefined : place;
    }
    this.#enterObjects();
    return this.#ids.get(object);
  }

  /** Gives a new object the next number. */
  enter(object: object): number {
    this.#ids.set(object, this.count);
    return this.count++;
  }

  /** It has no number any more; the number itself is not given again. */
  drop(object: object): void {
    this.#ids.delete(object);
  }

  /** All objects that have a number. */
  get objects(): Iterable<object> {
    if (this.#searches !== DONE) this.#enterObjects();
    return this.#ids.keys();
  }

  /** Long texts are objects too, known by their content. */
  get longTexts(): Map<string, number> {
    if (this.#hasLongTexts) return this.#longTexts;
    this.#hasLongTexts = true;
    for (const [id, object] of this.#objects.entries()) {
      if (typeof object === 'string') this.#longTexts.set(object, id);
    }
    return this.#longTexts;
  }

  /** The number of a short text; undefined for a new one, which gets the next number. */
  shortText(text: string): number | undefined {
    const known = this.#shared.get(text) ?? this.#shortTexts.get(text) ?? this.#restoredText(text);
    if (known === undefined) this.#shortTexts.set(text, this.#nextText++);
    return known;
  }

  /** He1. */
  #restoredText(text: string): number | undefined {
    if (this.#textSearches === DONE) return undefined;
    if (this.#textSearches > 0) {
      this.#textSearches--;
      const place = this.#texts.indexOf(text, this.#shared.size);
      return place < 0 ? undefined : place;
    }
    this.#enterTexts();
    return this.#shortTexts.get(text);
  }

  /** Forgets the last of the new texts. */
  dropShortText(text: string): void {
    if (this.#shortTexts.delete(text)) this.#nextText--;
  }

  note(object: LuaTable | Cell | Coroutine): void {
    this.changed.add(object);
  }

  noteAddress(value: object): void {
    if (this.idOf(value) !== undefined) this.addressed.add(value);
  }
}
