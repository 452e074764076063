/** Tables in memory whose changes are undone together when the transaction that made them fails. */

/** What takes changes back, the latest first. */
export class Journal {
  readonly #undo: (() => void)[] = [];

  note(undo: () => void): void {
    this.#undo.push(undo);
  }

  keep(): void {
    this.#undo.length = 0;
  }

  takeBack(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }
}

/** Rows by a key, and in groups. A row is never changed in place: another one is set. */
export class Table<K extends string | number, R> {
  readonly #journal: Journal;
  readonly #groupOf: (row: R) => string;
  readonly #rows = new Map<K, R>();
  readonly #groups = new Map<string, Map<K, R>>();

  constructor(journal: Journal, groupOf: (row: R) => string = () => '') {
    this.#journal = journal;
    this.#groupOf = groupOf;
  }

  get(key: K): R | undefined {
    return this.#rows.get(key);
  }

  has(key: K): boolean {
    return this.#rows.has(key);
  }

  all(): R[] {
    return [...this.#rows.values()];
  }

  of(group: string): R[] {
    return [...(this.#groups.get(group)?.values() ?? [])];
  }

  set(key: K, row: R): void {
    const before = this.#rows.get(key);
    this.#put(key, row);
    this.#journal.note(() => (before === undefined ? this.#take(key) : this.#put(key, before)));
  }

  delete(key: K): boolean {
    const before = this.#rows.get(key);
    if (before === undefined) return false;
    this.#take(key);
    this.#journal.note(() => this.#put(key, before));
    return true;
  }

  #put(key: K, row: R): void {
    this.#take(key);
    this.#rows.set(key, row);
    const name = this.#groupOf(row);
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = new Map();
      this.#groups.set(name, group);
    }
    group.set(key, row);
  }

  #take(key: K): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    this.#rows.delete(key);
    const name = this.#groupOf(row);
    const group = this.#groups.get(name);
    group?.delete(key);
    if (group?.size === 0) this.#groups.delete(name);
  }
}
