/**
 * A heap of deadlines: those of one scheduler, one clock or one test.
 *
 * Each item knows its place in the heap, so removing it is as cheap as adding it and leaves nothing
 * behind; a process that sets and cancels a timer a million times keeps no garbage. Deadlines of the
 * same instant come out in the order in which they were added.
 */
export interface Deadline<T> {
  readonly at: number;
  readonly item: T;
}

interface Node<T> extends Deadline<T> {
  readonly order: number;
  place: number;
}

export class Deadlines<T> {
  readonly #heap: Node<T>[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** How many were ever added; a deadline added from now on has this order or a later one. */
  get added(): number {
    return this.#order;
  }

  /** The instant of the earliest deadline, or Infinity. */
  get next(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, item: T): Deadline<T> {
    if (Number.isNaN(at)) throw new RangeError('a deadline must be a number');
    const node: Node<T> = { at, item, order: this.#order++, place: this.#heap.length };
    this.#heap.push(node);
    this.#rise(node);
    return node;
  }

  /** Removes a deadline that `add` gave; false when it is no longer there. */
  remove(deadline: Deadline<T>): boolean {
    const node = deadline as Node<T>; // `add` makes nothing else
    if (this.#heap[node.place] !== node) return false;
    const last = this.#heap.pop();
    if (last !== undefined && last !== node) {
      this.#put(last, node.place);
      this.#rise(last);
      this.#sink(last);
    }
    node.place = -1;
    return true;
  }

  /** Takes out the earliest deadline that is due at `now` and was added before `order`. */
  take(now: number, order = Number.POSITIVE_INFINITY): Deadline<T> | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.at > now || first.order >= order) return undefined;
    this.remove(first);
    return first;
  }

  #put(node: Node<T>, place: number): void {
    this.#heap[place] = node;
    node.place = place;
  }

  #rise(node: Node<T>): void {
    while (node.place > 0) {
      const parent = this.#heap[(node.place - 1) >> 1];
      if (parent === undefined || isBefore(parent, node)) return;
      this.#swap(parent, node);
    }
  }

  #sink(node: Node<T>): void {
    for (;;) {
      const left = this.#heap[2 * node.place + 1];
      const right = this.#heap[2 * node.place + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(node, child)) return;
      this.#swap(node, child);
    }
  }

  #swap(upper: Node<T>, lower: Node<T>): void {
    const place = upper.place;
    this.#put(upper, lower.place);
    this.#put(lower, place);
  }
}

function isBefore(a: Node<unknown>, b: Node<unknown>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
