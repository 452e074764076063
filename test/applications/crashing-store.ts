import {
  type Answer,
  type Asked,
  type Backend,
  type Method,
  type SqliteStore,
  StoreHere,
} from '../../src/durable/index.ts';

/** A store whose node goes away after so many writes: before the last of them is on the disk, or just after. */
export class CrashingStore implements Backend {
  readonly #inner: StoreHere;
  readonly #when: 'before' | 'after';
  readonly #crash: () => void;
  #left: number;
  writes = 0;

  constructor(store: SqliteStore, left: number, when: 'before' | 'after', crash: () => void) {
    this.#inner = new StoreHere(store, setImmediate);
    this.#left = left;
    this.#when = when;
    this.#crash = crash;
  }

  async ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    if (this.#left <= 0) return new Promise(() => {});
    if (method !== 'write') return this.#inner.ask(method, ...args);
    this.writes++;
    this.#left--;
    if (this.#left > 0) return this.#inner.ask(method, ...args);
    if (this.#when === 'after') await this.#inner.ask(method, ...args);
    this.#crash();
    return new Promise(() => {});
  }

  async close(): Promise<void> {}
}
