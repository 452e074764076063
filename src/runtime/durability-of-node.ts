/**
 * The durable processes of a node, for the kinds that host them. Each store has an engine. That of the node's own is
 * opened with the first host, or when somebody starts a process on the default one: most applications have none, and pay
 * nothing. It lies in the state folder. Without one (no lock file, a folder that is not safe) it is kept in memory, and
 * says so. Hosts that name a database have their store there, together with other nodes.
 */
import { type Chance, type Clock, type Log, tierSooner } from '#base';
import {
  type Backend,
  DurableEngine,
  type DurableHostSettings,
  defaultHostSettings,
  openPostgresStore,
  type ProcessLine,
  type ProgramArchive,
  SqliteStore,
  StoreHere,
  StoreThread,
} from '#durable';
import type { DurableHosts, HostStore } from '#features/durable';
import { typeHandle } from '#lua';
import type { EntryId } from '#plugin';
import {
  Codec,
  type CrossingHandle,
  errorHandle,
  type Node,
  payloadHandle,
  type Resumer,
  type Saving,
} from '#process';
import type { EarlyStore } from './early-store.ts';
import { type Engines, GateOfStores } from './gate-of-stores.ts';
import { Reopening } from './reopening.ts';

export interface DurabilityOptions {
  readonly node: Node;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** The file for the store; undefined: in memory. */
  readonly file: () => string | undefined;
  /** Whether a store is there from before. */
  readonly isUsed: () => boolean;
  readonly longestStep?: number | undefined;
  /** In place of that file. */
  readonly store?: () => Backend;
  /** The store in that file, if it was opened before there was a node. */
  readonly early?: EarlyStore | undefined;
  /** In place of a database. */
  readonly otherStore?: ((id: EntryId) => Backend) | undefined;
  readonly archive: ProgramArchive;
  readonly handles: () => readonly CrossingHandle[];
  readonly saving: () => Saving;
  readonly resumer: () => Resumer;
  readonly temporal: 'server' | 'embedded';
  /** While the node begins: resolves when each of its services runs, or has failed. */
  readonly beginning: () => Promise<void> | undefined;
  /** Milliseconds of the node's lease on a store that several nodes share. */
  readonly lease: number;
}

/** The host that is there without an entry. */
export const DEFAULT_HOST = 'system:durable';

/** The store of the node itself, among those of databases. */
const OWN = '';

export class DurabilityOfNode implements DurableHosts, Engines {
  readonly #options: DurabilityOptions;
  /** By the databases and schemas in which they have their stores. */
  readonly #engines = new Map<string, Promise<DurableEngine>>();
  readonly #made = new Map<string, DurableEngine>();
  /** The store of each host. */
  readonly #stores = new Map<EntryId, string>();

  readonly #own = Promise.withResolvers<void>();
  readonly #reopening: Reopening;

  /** What hosts say of themselves. */
  readonly #says = new Map<EntryId, (problem?: string) => void>();

  constructor(options: DurabilityOptions) {
    this.#options = options;
    this.#reopening = new Reopening(options.clock, options.log, () => this.own());
    options.node.main.gate = new GateOfStores(this);
  }

  /** Resolves when the node's own store is open. */
  get opened(): Promise<void> {
    return this.#own.promise;
  }

  get temporal(): 'server' | 'embedded' {
    return this.#options.temporal;
  }

  /** Processes of the default host go on, if there is a store from before, as soon as that can be opened. */
  async resume(): Promise<void> {
    const { isUsed, store } = this.#options;
    if (store === undefined && !this.#engines.has(OWN) && isUsed()) await this.#reopening.begin();
  }

  /** The engine of the node's own store. */
  own(): Promise<DurableEngine> {
    return this.#opened(OWN, () => this.#ownBackend());
  }

  #opened(key: string, backend: () => Backend | Promise<Backend>): Promise<DurableEngine> {
    const known = this.#engines.get(key);
    if (known !== undefined) return known;
    const engine = this.#open(key, backend).catch((thrown) => {
      // Whoever asks next tries again.
      this.#engines.delete(key);
      throw thrown;
    });
    this.#engines.set(key, engine);
    return engine;
  }

  async add(
    id: EntryId,
    settings: DurableHostSettings,
    store: HostStore | undefined,
    says: (problem?: string) => void,
  ): Promise<void> {
    const key = store === undefined ? OWN : `${store.id} ${store.schema}`;
    this.#stores.set(id, key);
    const engine =
      store === undefined
        ? await this.own()
        : await this.#opened(
            key,
            () =>
              this.#options.otherStore?.(store.id) ?? openPostgresStore(() => store.server(), store.schema),
          );
    this.#says.set(id, says);
    if (engine.health.problem !== undefined) says(engine.health.problem);
    this.#wake(engine, id, settings);
  }

  /** The host can be used at once; the processes that it has go on when what they call is there. */
  #wake(engine: DurableEngine, host: EntryId, settings: DurableHostSettings): void {
    const { log } = this.#options;
    engine.addHost(host, settings).then(
      (count) => count > 0 && log.info('durable processes go on', { host, count }),
      (thrown) => log.error('durable processes could not be read', { host, error: thrown }),
    );
  }

  change(id: EntryId, settings: DurableHostSettings): void {
    this.engineOf(id)?.changeHost(id, settings);
  }

  async stop(id: EntryId): Promise<void> {
    this.#says.delete(id);
    await this.engineOf(id)?.removeHost(id);
  }

  /** The engine of a host that runs or ran here. */
  engineOf(host: string): DurableEngine | undefined {
    return this.#made.get(this.#stores.get(host) ?? OWN);
  }

  isDefault(host: string): boolean {
    return host === DEFAULT_HOST;
  }

  /** Those that are open, the node's own first. */
  get engines(): readonly DurableEngine[] {
    return [...this.#made].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, engine]) => engine);
  }

  /** The engine of the node's own store, or of another one, once there is a host. */
  get engine(): DurableEngine | undefined {
    return this.engines[0];
  }

  /** The latest of those that have not ended, also those that are in the store alone. */
  async living(): Promise<ProcessLine[]> {
    const filter = { states: ['running', 'held'], limit: 1000 } as const;
    const lists = this.engines.map(({ administration }) => administration.lines(filter));
    return (await Promise.all(lists)).flat();
  }

  /** Before anything else of the node stops: what ends with the node is not to be seen by durable processes. */
  async close(millis: number): Promise<void> {
    const { clock, log } = this.#options;
    this.#reopening.end();
    const closed = Promise.all(this.engines.map((engine) => engine.close()));
    const late = Promise.withResolvers<'late'>();
    const timer = clock.setTimer(clock.monotonic() + millis, () => late.resolve('late'));
    if ((await Promise.race([closed, late.promise])) !== 'late') timer.cancel();
    else {
      closed.catch(() => {});
      log.error(
        'a store of durable processes does not answer; what it has not taken is done again after a start',
      );
    }
  }

  async #open(key: string, open: () => Backend | Promise<Backend>): Promise<DurableEngine> {
    const { node, clock, chance, log, archive, handles, saving, resumer, lease, beginning } = this.#options;
    const backend = await open();
    const engine: DurableEngine = new DurableEngine({
      shard: node.main,
      backend,
      // A key begins with the database.
      database: key === OWN ? undefined : key.slice(0, key.indexOf(' ')),
      clock,
      chance,
      log,
      codec: new Codec([errorHandle, payloadHandle, typeHandle, ...handles()]),
      saving,
      resumer: resumer(),
      archive,
      // What one turn asks for goes together, and without waiting for the next one.
      defer: queueMicrotask,
      // Steps are the same small work again and again, and each is waited for.
      stepped: tierSooner,
      longestStep: this.#options.longestStep,
      lease,
      beginning,
      owns: (host) => {
        const store = this.isDefault(host) ? OWN : this.#stores.get(host);
        return store === undefined ? undefined : store === key;
      },
      told: (problem) => {
        for (const [host, says] of this.#says) if (this.#stores.get(host) === key) says(problem);
      },
    });
    await engine.open().catch(async (thrown: unknown) => {
      await backend.close().catch(() => {
        // Why it cannot be opened says more.
      });
      throw thrown;
    });
    this.#made.set(key, engine);
    await engine.learnNames().catch((thrown: unknown) => {
      log.warn('names of durable processes of other nodes are not known yet', { error: thrown });
    });
    if (key === OWN) {
      this.#own.resolve();
      this.#wake(engine, DEFAULT_HOST, defaultHostSettings);
    }
    return engine;
  }

  #ownBackend(): Backend {
    const { file, log, store, early } = this.#options;
    if (store !== undefined) return store();
    const open = early?.take();
    if (open !== undefined) return open;
    const place = file();
    if (place !== undefined) return new StoreThread(place);
    log.warn('durable processes are kept in memory only: the application has no safe state folder');
    return new StoreHere(new SqliteStore(':memory:'), setImmediate);
  }
}
