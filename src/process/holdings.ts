/** What ends with a process, in the order in which it came. Most hold one thing, which needs nothing beside this. */

/** Something that ends with the process: a timer, a subscription, an open file, a call under way. */
export interface Owned {
  release(): void;
}

export class Holdings {
  #one: Owned | null;
  #more: Set<Owned> | null = null;

  constructor(first: Owned) {
    this.#one = first;
  }

  get size(): number {
    if (this.#more !== null) return this.#more.size;
    return this.#one === null ? 0 : 1;
  }

  /** The one thing that is held, when it is one. */
  get only(): Owned | null {
    return this.#one;
  }

  add(owned: Owned): void {
    if (this.#more !== null) this.#more.add(owned);
    else if (this.#one === null) this.#one = owned;
    else if (this.#one !== owned) {
      this.#more = new Set([this.#one, owned]);
      this.#one = null;
    }
  }

  delete(owned: Owned): void {
    if (this.#more !== null) this.#more.delete(owned);
    else if (this.#one === owned) this.#one = null;
  }

  /** Those that are held now. */
  [Symbol.iterator](): Iterator<Owned> {
    if (this.#more !== null) return this.#more.values();
    return (this.#one === null ? NOTHING : [this.#one]).values();
  }
}

const NOTHING: readonly Owned[] = [];
