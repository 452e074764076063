/**
 * The durable processes of a node, for the kinds that host them. The store is opened with the first host: most
 * applications have none, and pay nothing.
 *
 * It lies in the state folder. Without one (no lock file, a folder that is not safe) it is kept in memory, and says so.
 */
import { join } from 'node:path';
import type { Chance, Clock, Log } from '#base';
import {
  type Backend,
  DurableEngine,
  type ProgramArchive,
  SqliteStore,
  StoreHere,
  StoreThread,
} from '#durable';
import type { DurableHosts, DurableSettings } from '#features/durable';
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

export interface DurabilityOptions {
  readonly node: Node;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  /** The folder for the store; undefined: in memory. */
  readonly folder: () => string | undefined;
  /** In place of that folder. */
  readonly store?: () => Backend;
  readonly archive: ProgramArchive;
  readonly handles: () => readonly CrossingHandle[];
  readonly saving: () => Saving;
  readonly resumer: () => Resumer;
}

export class DurabilityOfNode implements DurableHosts {
  readonly #options: DurabilityOptions;
  #engine: Promise<DurableEngine> | undefined;
  #made: DurableEngine | undefined;

  constructor(options: DurabilityOptions) {
    this.#options = options;
  }

  async add(id: EntryId, settings: DurableSettings): Promise<void> {
    this.#engine ??= this.#open();
    const engine = await this.#engine;
    const count = await engine.addHost(id, settings);
    if (count > 0) this.#options.log.info('durable processes go on', { host: id, count });
  }

  change(id: EntryId, settings: DurableSettings): void {
    this.#made?.changeHost(id, settings);
  }

  async stop(id: EntryId): Promise<void> {
    await this.#made?.removeHost(id);
  }

  /** The engine, once there is a host. */
  get engine(): DurableEngine | undefined {
    return this.#made;
  }

  /** Before anything else of the node stops: what ends with the node is not to be seen by durable processes. */
  async close(): Promise<void> {
    await this.#made?.close();
  }

  async #open(): Promise<DurableEngine> {
    const { node, clock, chance, log, archive, handles, saving, resumer } = this.#options;
    const engine = new DurableEngine({
      shard: node.main,
      backend: this.#backend(),
      clock,
      chance,
      log,
      codec: new Codec([errorHandle, payloadHandle, typeHandle, ...handles()]),
      saving,
      resumer: resumer(),
      archive,
      defer: setImmediate,
    });
    await engine.open();
    this.#made = engine;
    return engine;
  }

  #backend(): Backend {
    const { folder, log, store } = this.#options;
    if (store !== undefined) return store();
    const place = folder();
    if (place !== undefined) return new StoreThread(join(place, 'store.db'));
    log.warn('durable processes are kept in memory only: the application has no safe state folder');
    return new StoreHere(new SqliteStore(':memory:'), setImmediate);
  }
}
