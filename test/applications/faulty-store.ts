import { failure } from '../../src/base/index.ts';
import {
  type Answer,
  type Asked,
  type Backend,
  type Method,
  type SqliteStore,
  StoreHere,
} from '../../src/durable/index.ts';

/** As that of PostgreSQL tells it. */
const damage = failure('Internal', 'the store in PostgreSQL is damaged (invalid page); mend it', {
  retryable: false,
  details: { code: 'damaged', isPartly: true },
});

/** A store that refuses what it is told to refuse, as SQLite does: nothing of it is done. */
export class FaultyStore implements Backend {
  readonly #inner: StoreHere;
  /** What each question is answered with; undefined for those that are done. */
  fault: (method: Method) => { readonly errcode: number; readonly message: string } | undefined = () =>
    undefined;
  /** The processes of which a database cannot read all: whatever asks for them fails, and nothing else. */
  readonly damaged = new Set<string>();
  /** Looks at what is to be written; false when the node is lost before. */
  before: (batch: Asked<'write'>[0]) => boolean = () => true;
  readonly #store: SqliteStore;

  constructor(store: SqliteStore) {
    this.#store = store;
    this.#inner = new StoreHere(store, setImmediate);
  }

  async ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    if (method === 'write' && !this.before(args[0] as Asked<'write'>[0])) return new Promise(() => {});
    const isReading = method === 'attempted' || method === 'processes';
    if (isReading && (args[0] as readonly string[]).some((pid) => this.damaged.has(pid))) throw damage;
    const fault = this.fault(method);
    if (fault === undefined) return this.#inner.ask(method, ...args);
    throw this.#store.faults.of(Object.assign(new Error(fault.message), fault));
  }

  async close(): Promise<void> {}
}
