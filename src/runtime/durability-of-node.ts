/**
 * The durable processes of a node, for the kinds that host them. The store is opened with the first host, or when
 * somebody starts a process on the default one: most applications have none, and pay nothing.
 *
 * It lies in the state folder. Without one (no lock file, a folder that is not safe) it is kept in memory, and says so.
 */
import { join } from 'node:path';
import { type Chance, type Clock, type Log, toFailure } from '#base';
import {
  type Backend,
  DurableEngine,
  type DurableHostSettings,
  defaultHostSettings,
  type ProcessLine,
  type ProgramArchive,
  SqliteStore,
  StoreHere,
  StoreThread,
} from '#durable';
import type { DurableHosts } from '#features/durable';
import { typeHandle } from '#lua';
import type { EntryId } from '#plugin';
import {
  Codec,
  type CrossingHandle,
  type DurableGate,
  ErrorValue,
  errorFromFailure,
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
  /** Whether a store is there from before. */
  readonly isUsed: () => boolean;
  readonly longestStep?: number | undefined;
  /** In place of that folder. */
  readonly store?: () => Backend;
  readonly archive: ProgramArchive;
  readonly handles: () => readonly CrossingHandle[];
  readonly saving: () => Saving;
  readonly resumer: () => Resumer;
  readonly temporal: 'server' | 'embedded';
}

/** In the folder. */
export const STORE_FILE = 'store.db';

/** The host that is there without an entry. */
export const DEFAULT_HOST = 'system:durable';

export class DurabilityOfNode implements DurableHosts {
  readonly #options: DurabilityOptions;
  #engine: Promise<DurableEngine> | undefined;
  #made: DurableEngine | undefined;

  constructor(options: DurabilityOptions) {
    this.#options = options;
    options.node.main.gate = new UnopenedGate(() => this.#opened());
  }

  get temporal(): 'server' | 'embedded' {
    return this.#options.temporal;
  }

  /** Processes of the default host go on, if there is a store from before. */
  async resume(): Promise<void> {
    const { isUsed, store } = this.#options;
    if (store === undefined && this.#engine === undefined && isUsed()) await this.#opened();
  }

  #opened(): Promise<DurableEngine> {
    this.#engine ??= this.#open().catch((thrown) => {
      // Whoever asks next tries again.
      this.#engine = undefined;
      throw thrown;
    });
    return this.#engine;
  }

  async add(id: EntryId, settings: DurableHostSettings): Promise<void> {
    await this.#wake(await this.#opened(), id, settings);
  }

  async #wake(engine: DurableEngine, host: EntryId, settings: DurableHostSettings): Promise<void> {
    const count = await engine.addHost(host, settings);
    if (count > 0) this.#options.log.info('durable processes go on', { host, count });
  }

  change(id: EntryId, settings: DurableHostSettings): void {
    this.#made?.changeHost(id, settings);
  }

  async stop(id: EntryId): Promise<void> {
    await this.#made?.removeHost(id);
  }

  /** The engine, once there is a host. */
  get engine(): DurableEngine | undefined {
    return this.#made;
  }

  /** The latest of those that have not ended, also those that are in the store alone. */
  async living(): Promise<ProcessLine[]> {
    return (await this.#made?.administration.lines({ states: ['running', 'held'], limit: 1000 })) ?? [];
  }

  /** Before anything else of the node stops: what ends with the node is not to be seen by durable processes. */
  async close(): Promise<void> {
    await this.#made?.close();
  }

  async #open(): Promise<DurableEngine> {
    const { node, clock, chance, log, archive, handles, saving, resumer } = this.#options;
    const backend = this.#backend();
    const engine = new DurableEngine({
      shard: node.main,
      backend,
      clock,
      chance,
      log,
      codec: new Codec([errorHandle, payloadHandle, typeHandle, ...handles()]),
      saving,
      resumer: resumer(),
      archive,
      defer: setImmediate,
      longestStep: this.#options.longestStep,
    });
    await engine.open().catch(async (thrown: unknown) => {
      await backend.close();
      throw thrown;
    });
    this.#made = engine;
    await this.#wake(engine, DEFAULT_HOST, defaultHostSettings);
    return engine;
  }

  #backend(): Backend {
    const { folder, log, store } = this.#options;
    if (store !== undefined) return store();
    const place = folder();
    if (place !== undefined) return new StoreThread(join(place, STORE_FILE));
    log.warn('durable processes are kept in memory only: the application has no safe state folder');
    return new StoreHere(new SqliteStore(':memory:'), setImmediate);
  }
}

/** Stands at the door until somebody starts the first durable process on the default host. */
class UnopenedGate implements DurableGate {
  readonly #open: () => Promise<DurableEngine>;

  constructor(open: () => Promise<DurableEngine>) {
    this.#open = open;
  }

  isAlive(): boolean {
    return false;
  }

  keeps(host: string): boolean {
    return host === DEFAULT_HOST;
  }

  info(): undefined {
    return undefined;
  }

  describe(): void {}

  enter(to: string, _what: unknown, done?: (error: ErrorValue | undefined) => void): void {
    done?.(new ErrorValue('NotFound', `process ${to} not found`, false));
  }

  spawn(...given: Parameters<DurableGate['spawn']>): void {
    const [, , done] = given;
    this.#open().then(
      (engine) => engine.spawn(...given),
      (thrown) => done(errorFromFailure(toFailure(thrown))),
    );
  }

  exec(...given: Parameters<DurableGate['exec']>): void {
    const [, , , refused] = given;
    this.#open().then(
      (engine) => engine.exec(...given),
      (thrown) => refused(errorFromFailure(toFailure(thrown))),
    );
  }
}
