/** A set of objects in the order in which they came, of which there is mostly one: that needs nothing beside this. */
export class Few<T extends object> {
  #one: T | null = null;
  /** When there are several; a list while they are so few that they are found by looking through it. */
  #more: readonly T[] | Set<T> | null = null;

  get size(): number {
    const more = this.#more;
    if (more === null) return this.#one === null ? 0 : 1;
    return more instanceof Set ? more.size : more.length;
  }

  /** The only one, where it is one; many that were are told one by one. */
  get only(): T | null {
    return this.#one;
  }

  add(item: T): this {
    const more = this.#more;
    if (more instanceof Set) more.add(item);
    else if (more !== null) {
      // A list that grows by itself takes room for 17 more.
      if (!more.includes(item)) this.#more = more.length < LISTED ? [...more, item] : new Set(more).add(item);
    } else if (this.#one === null) this.#one = item;
    else if (this.#one !== item) {
      this.#more = [this.#one, item];
      this.#one = null;
    }
    return this;
  }

  /** False when it was not there. */
  delete(item: T): boolean {
    const more = this.#more;
    if (more instanceof Set) return more.delete(item);
    if (more !== null) return this.#without(more, item);
    if (this.#one !== item) return false;
    this.#one = null;
    return true;
  }

  #without(more: readonly T[], item: T): boolean {
    const place = more.indexOf(item);
    if (place < 0) return false;
    if (more.length > 2) this.#more = more.toSpliced(place, 1);
    else {
      this.#one = more[1 - place] ?? null;
      this.#more = null;
    }
    return true;
  }

  has(item: T): boolean {
    const more = this.#more;
    if (more instanceof Set) return more.has(item);
    return more === null ? this.#one === item : more.includes(item);
  }

  /** Those that are in it when their turn comes. */
  [Symbol.iterator](): Iterator<T> {
    const more = this.#more;
    if (more instanceof Set) return more.values();
    if (more !== null) return this.#listed(more);
    return (this.#one === null ? NOTHING : [this.#one]).values();
  }

  *#listed(list: readonly T[]): Generator<T> {
    for (const one of list) if (this.has(one)) yield one;
  }
}

const LISTED = 8;
const NOTHING: readonly never[] = [];
