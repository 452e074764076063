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
  /** The heap takes the list over. */
  readonly objects: Value[];
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
/** In a list of up to so many something is dropped without a map of it. */
const SHORT = 1000;
const NONE: ReadonlySet<never> = new Set();

/** What a snapshot lies on: an image, or a full form with its deltas. */
export class Heap implements Changes {
  /** Of what was restored; nil in the place of what was dropped. */
  readonly #objects: Value[];
  /** How many more numbers are looked for in the list, before it becomes a map; none when it is one. */
  #searches: number;
  #textSearches: number;
  readonly #texts: readonly string[];
  readonly #shared: ReadonlyMap<string, number>;
  /** The maps and sets are made with what comes into them: most that are restored never have most of them. */
  #ids: Map<object, number> | undefined;
  #longTexts: Map<string, number> | undefined;
  #shortTexts: Map<string, number> | undefined;
  /** The number of the next new short text. */
  #nextText: number;
  /** How many numbers were given. */
  count: number;
  /** He3. */
  #lists: SavedLists | undefined;
  /** What was saved last; of a restored process it is not known. */
  roots: readonly Value[] = [];
  /** The checksum of the last bytes, by which the next ones name what they lie on. */
  base: number;
  #changed: Set<object> | undefined;
  /** Known states that are written anew each time (their form says `always`). */
  #volatile: Set<object> | undefined;
  /** Objects whose address was first asked for since. */
  #addressed: Set<object> | undefined;

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

  get lists(): SavedLists {
    this.#lists ??= new SavedLists();
    return this.#lists;
  }

  /** Some list was long. */
  get hasLists(): boolean {
    return this.#lists !== undefined;
  }

  /** He1. */
  #enterObjects(): Map<object, number> {
    this.#searches = DONE;
    const ids = this.#ids ?? new Map();
    this.#ids = ids;
    const objects = this.#objects;
    for (let id = 0; id < objects.length; id++) {
      const object = objects[id];
      if (typeof object === 'object' && object !== null) ids.set(object, id);
    }
    return ids;
  }

  #enterTexts(): void {
    this.#textSearches = DONE;
    const texts = this.#texts;
    for (let i = this.#shared.size; i < texts.length; i++) this.#textNumbers.set(texts[i] as string, i);
  }

  get #textNumbers(): Map<string, number> {
    this.#shortTexts ??= new Map();
    return this.#shortTexts;
  }

  idOf(object: object): number | undefined {
    const id = this.#ids?.get(object);
    if (id !== undefined || this.#searches === DONE) return id;
    if (this.#searches > 0) {
      this.#searches--;
      const place = this.#objects.indexOf(object);
      return place < 0 ? undefined : place;
    }
    return this.#enterObjects().get(object);
  }

  /** Gives a new object the next number. */
  enter(object: object): number {
    this.#ids ??= new Map();
    this.#ids.set(object, this.count);
    return this.count++;
  }

  /** It has no number any more; the number itself is not given again. */
  drop(object: object): void {
    if (this.#ids?.delete(object) === true || this.#searches === DONE) return;
    if (this.#objects.length > SHORT) this.#enterObjects().delete(object);
    else {
      const place = this.#objects.indexOf(object);
      if (place >= 0) this.#objects[place] = undefined;
    }
  }

  /** All objects that have a number. */
  get objects(): Iterable<object> {
    if (this.#searches !== DONE) this.#enterObjects();
    return this.#ids?.keys() ?? NONE;
  }

  /** Long texts are objects too, known by their content. */
  get longTexts(): Map<string, number> {
    if (this.#longTexts !== undefined) return this.#longTexts;
    const known = new Map<string, number>();
    this.#longTexts = known;
    const objects = this.#objects;
    for (let id = 0; id < objects.length; id++) {
      const object = objects[id];
      if (typeof object === 'string') known.set(object, id);
    }
    return known;
  }

  /** The number of a short text; undefined for a new one, which gets the next number. */
  shortText(text: string): number | undefined {
    const known = this.#shared.get(text) ?? this.#shortTexts?.get(text) ?? this.#restoredText(text);
    if (known === undefined) this.#textNumbers.set(text, this.#nextText++);
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
    return this.#textNumbers.get(text);
  }

  /** Forgets the last of the new texts. */
  dropShortText(text: string): void {
    if (this.#shortTexts?.delete(text) === true) this.#nextText--;
  }

  note(object: LuaTable | Cell | Coroutine): void {
    this.#changed ??= new Set();
    this.#changed.add(object);
  }

  /** Those that were written to since the last save, in no order. */
  get changed(): ReadonlySet<object> {
    return this.#changed ?? NONE;
  }

  noteAddress(value: object): void {
    if (this.idOf(value) === undefined) return;
    this.#addressed ??= new Set();
    this.#addressed.add(value);
  }

  get addressed(): ReadonlySet<object> {
    return this.#addressed ?? NONE;
  }

  get volatile(): ReadonlySet<object> {
    return this.#volatile ?? NONE;
  }

  /** It is written anew each time from now on. */
  keepWriting(state: object): void {
    this.#volatile ??= new Set();
    this.#volatile.add(state);
  }

  /** False when that was not so. */
  stopWriting(state: object): boolean {
    return this.#volatile?.delete(state) === true;
  }

  /** All that was noted is saved. Clearing costs as much as a new one. */
  noteNothing(): void {
    if (this.changed.size > 0) this.#changed = undefined;
    if (this.addressed.size > 0) this.#addressed = undefined;
  }
}
