import {
  type Answer,
  type Asked,
  type Backend,
  type Method,
  type SqliteStore,
  StoreHere,
} from '../../src/durable/index.ts';

/** A store that refuses what it is told to refuse, as SQLite does: nothing of it is done. */
export class FaultyStore implements Backend {
  readonly #inner: StoreHere;
  /** What each question is answered with; undefined for those that are done. */
  fault: (method: Method) => { readonly errcode: number; readonly message: string } | undefined = () =>
    undefined;
  /** Looks at what is to be written; false when the node is lost before. */
  before: (batch: Asked<'write'>[0]) => boolean = () => true;
  readonly #store: SqliteStore;

  constructor(store: SqliteStore) {
    this.#store = store;
    this.#inner = new StoreHere(store, setImmediate);
  }

  async ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    if (method === 'write' && !this.before(args[0] as Asked<'write'>[0])) return new Promise(() => {});
    const fault = this.fault(method);
    if (fault === undefined) return this.#inner.ask(method, ...args);
    throw this.#store.faults.of(Object.assign(new Error(fault.message), fault));
  }

  async close(): Promise<void> {}
}
