/** A set of pids in the order in which they came. Most have one, which needs nothing beside the set itself. */
export class Pids {
  #one: string;
  #more: Set<string> | null = null;

  constructor(first: string) {
    this.#one = first;
  }

  get size(): number {
    if (this.#more !== null) return this.#more.size;
    return this.#one === '' ? 0 : 1;
  }

  add(pid: string): this {
    if (this.#more !== null) this.#more.add(pid);
    else if (this.#one === '') this.#one = pid;
    else if (this.#one !== pid) {
      this.#more = new Set([this.#one, pid]);
      this.#one = '';
    }
    return this;
  }

  /** False when it was not in here. */
  delete(pid: string): boolean {
    if (this.#more !== null) return this.#more.delete(pid);
    if (this.#one !== pid) return false;
    this.#one = '';
    return true;
  }

  /** Those in here now. */
  get all(): readonly string[] {
    if (this.#more !== null) return [...this.#more];
    return this.#one === '' ? NONE : [this.#one];
  }
}

const NONE: readonly string[] = [];

/** Adds a pid to a set that is made when it is first needed. */
export function added(pids: Pids | null, pid: string): Pids {
  return pids === null ? new Pids(pid) : pids.add(pid);
}
