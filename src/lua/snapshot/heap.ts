/**
 * What was saved of one process and is unchanged since (S2): the number of each object that a store already has, the
 * short texts, and the objects that were written to. The next delta holds what is new or noted here.
 *
 *   He1  Few objects and few texts are lists, which are searched through. More of them that were restored are lists too, and become
 *        maps when much is asked: most that are restored run for a while first, many end before, and a process on an
 *        image asks for few of its objects.
 *   He2  The texts of an image are one map for all processes on it.
 *   He3  Of long lists it is kept what was saved, so that the next delta holds the items that are others and not the list.
 *   He4  What is known to be held by nothing any more is dropped: a process that waits again and again would keep all that it ever
 *        waited for until its next full form, and the collector carries it along.
 */
import { Few } from '#base';
import type { Cell, Coroutine, Value } from '../machine.ts';
import type { Changes } from '../operations.ts';
import type { LuaTable } from '../table.ts';
import { SavedLists } from './saved-lists.ts';

/** What a restored heap begins with: everything by its number. */
export interface Known {
  /** Objects; long texts are among them. The heap takes this list over, and that of the texts. */
  readonly objects: Value[];
  readonly texts: string[];
  /** The first of the texts, where an image has them already as a map. */
  readonly shared: ReadonlyMap<string, number>;
  /** The checksum of the bytes. */
  readonly base: number;
}

const NONE_SHARED: ReadonlyMap<string, number> = new Map();

/** A list is searched through so often: that takes half the time of making a map of it, however long it is. */
const SEARCHES = 100;
const TEXT_SEARCHES = 30;
const DONE = -1;
/**
 * So many are few: they are found as soon in a list as in a map, which takes three times the memory. A list that grows
 * beyond 17 has room for 41.
 */
const FEW = 40;
/** In a list of up to so many something is dropped without a map of it. */
const SHORT = 1000;
const NONE: ReadonlySet<never> = new Set();

/** What a snapshot lies on: an image, or a full form with its deltas. */
export class Heap implements Changes {
  /** By their numbers, of what was restored or of few; nil in the place of what was dropped. */
  readonly #objects: Value[];
  /** How many more numbers are looked for in the list, before it becomes a map; none when it is one. */
  #searches: number;
  #textSearches: number;
  readonly #texts: string[];
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
  #volatile: Few<object> | undefined;
  /** Objects whose address was first asked for since. */
  #addressed: Set<object> | undefined;

  constructor(known?: Known) {
    this.#objects = known?.objects ?? [];
    this.#texts = known?.texts ?? [];
    this.#searches = SEARCHES;
    this.#shared = known?.shared ?? NONE_SHARED;
    this.#textSearches = TEXT_SEARCHES;
    this.#nextText = this.#texts.length;
    this.count = this.#objects.length;
    this.base = known?.base ?? 0;
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
    if (this.#objects.length > FEW && this.#searches-- === 0) return this.#enterObjects().get(object);
    const place = this.#objects.indexOf(object);
    return place < 0 ? undefined : place;
  }

  /** Gives a new object the next number. */
  enter(object: object): number {
    if (this.#hasRoom) this.#objects.push(object);
    else {
      this.#ids ??= this.#objects.length > FEW ? new Map() : this.#enterObjects();
      this.#ids.set(object, this.count);
    }
    return this.count++;
  }

  /** The same for a long text. */
  enterLongText(text: string): number {
    this.longTexts.set(text, this.count);
    if (this.#hasRoom) this.#objects.push(text);
    return this.count++;
  }

  /** The list has all that have a number, and they are few. */
  get #hasRoom(): boolean {
    return this.#ids === undefined && this.count < FEW && this.#objects.length === this.count;
  }

  /** Takes back the numbers from this one on, of what was dropped. */
  countTo(number: number): void {
    if (this.#objects.length > number) this.#objects.length = number;
    this.count = number;
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
    const ids = this.#searches === DONE ? this.#ids : this.#enterObjects();
    return ids?.keys() ?? NONE;
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
    const known = this.#shared.get(text) ?? this.#shortTexts?.get(text) ?? this.#listedText(text);
    if (known === undefined) this.#enterText(text);
    return known;
  }

  /** He1. */
  #listedText(text: string): number | undefined {
    if (this.#textSearches === DONE) return undefined;
    if (this.#listedTexts > FEW && this.#textSearches-- === 0) {
      this.#enterTexts();
      return this.#textNumbers.get(text);
    }
    const place = this.#texts.indexOf(text, this.#shared.size);
    return place < 0 ? undefined : place;
  }

  #enterText(text: string): void {
    const isListed = this.#shortTexts === undefined && this.#texts.length === this.#nextText;
    if (isListed && this.#listedTexts < FEW) this.#texts.push(text);
    else {
      if (isListed && this.#listedTexts === FEW) this.#enterTexts();
      this.#textNumbers.set(text, this.#nextText);
    }
    this.#nextText++;
  }

  /** Those beyond the ones of an image. */
  get #listedTexts(): number {
    return this.#texts.length - this.#shared.size;
  }

  /** Forgets one of the last new texts, which all are forgotten. */
  dropShortText(text: string): void {
    this.#nextText--;
    if (this.#shortTexts?.delete(text) === true) return;
    this.#texts.splice(this.#texts.lastIndexOf(text), 1);
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

  get volatile(): Few<object> | ReadonlySet<never> {
    return this.#volatile ?? NONE;
  }

  /** It is written anew each time from now on. */
  keepWriting(state: object): void {
    this.#volatile ??= new Few();
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
