/**
 * A set of pids in the order in which they came. Most have one, which needs nothing beside the set itself; of several each
 * is found by its slot, as V8 keeps a copy of every text that becomes a key.
 */
import { slotIn } from './pid.ts';

export class Pids {
  #one: string;
  #bySlot: Map<number, string> | null = null;
  /** Instead, when two of them have the same slot. */
  #more: Set<string> | null = null;

  constructor(first: string) {
    this.#one = first;
  }

  get size(): number {
    if (this.#bySlot !== null) return this.#bySlot.size;
    if (this.#more !== null) return this.#more.size;
    return this.#one === '' ? 0 : 1;
  }

  add(pid: string): this {
    if (this.#bySlot !== null) this.#addBySlot(this.#bySlot, pid);
    else if (this.#more !== null) this.#more.add(pid);
    else if (this.#one === '') this.#one = pid;
    else if (this.#one !== pid) {
      this.#bySlot = new Map([[slotIn(this.#one), this.#one]]);
      this.#one = '';
      this.#addBySlot(this.#bySlot, pid);
    }
    return this;
  }

  #addBySlot(bySlot: Map<number, string>, pid: string): void {
    const slot = slotIn(pid);
    const known = bySlot.get(slot);
    if (known === undefined) bySlot.set(slot, pid);
    else if (known !== pid) {
      this.#more = new Set(bySlot.values()).add(pid);
      this.#bySlot = null;
    }
  }

  /** False when it was not in here. */
  delete(pid: string): boolean {
    if (this.#bySlot !== null) {
      const slot = slotIn(pid);
      return this.#bySlot.get(slot) === pid && this.#bySlot.delete(slot);
    }
    if (this.#more !== null) return this.#more.delete(pid);
    if (this.#one !== pid) return false;
    this.#one = '';
    return true;
  }

  /** Those in here now. */
  get all(): readonly string[] {
    if (this.#bySlot !== null) return [...this.#bySlot.values()];
    if (this.#more !== null) return [...this.#more];
    return this.#one === '' ? NONE : [this.#one];
  }
}

const NONE: readonly string[] = [];

/** Adds a pid to a set that is made when it is first needed. */
export function added(pids: Pids | null, pid: string): Pids {
  return pids === null ? new Pids(pid) : pids.add(pid);
}
