/**
 * A disk for each node: the real store in SQLite, behind what its thread would be. Its database is in memory, and outlives
 * the node. What a node had asked for when it was lost was done up to some moment, and nobody was told.
 */
import { DatabaseSync } from 'node:sqlite';
import { type Chance, toFailure } from '../../../src/base/index.ts';
import {
  type Answer,
  type Asked,
  type Backend,
  type Method,
  SqliteStore,
} from '../../../src/durable/index.ts';
import type { StepRecord, Write, Written } from '../../../src/durable/store/records.ts';
import type { Life } from './life.ts';
import type { InputRow } from './model-rows.ts';
import type { Deed } from './model-writes.ts';
import type { Final, Place, Stores, StoresOptions } from './stores.ts';

/** Milliseconds until the thread has done what it is asked, and until that is told. */
const LONGEST_WORK = 2;
const NODE = 1;

let made = 0;

export class LocalStores implements Stores {
  readonly #options: StoresOptions;
  readonly #disks: Disk[] = [];

  constructor(options: StoresOptions) {
    this.#options = options;
  }

  place(): Place {
    const disk = new Disk(this.#options);
    this.#disks.push(disk);
    return disk;
  }

  stop(until: number): void {
    for (const disk of this.#disks) disk.block(until);
  }

  processes(): Final[] {
    return this.#disks.flatMap((disk) => disk.processes());
  }

  away(): string[] {
    return this.#disks.flatMap((disk) => disk.away());
  }

  close(): void {
    for (const disk of this.#disks) disk.close();
  }
}

class Disk implements Place {
  readonly #options: StoresOptions;
  readonly #path = `file:simulated${++made}?mode=memory&cache=shared`;
  /** Keeps the database while no node has it. */
  readonly #anchor = new DatabaseSync(this.#path);
  readonly #deeds = new Deeds();
  #thread: Thread | undefined;
  #lives = 0;
  blockedUntil = 0;
  slowness = 1;

  constructor(options: StoresOptions) {
    this.#options = options;
  }

  open(_: string, life: Life): Backend {
    this.#lives++;
    const store = new SqliteStore(this.#path);
    this.#thread = new Thread(store, life, this, {
      ...this.#options,
      written: (batch, all) => this.#written(batch, all),
    });
    return this.#thread;
  }

  #written(batch: readonly Write[], written: readonly Written[]): void {
    this.#options.committed(NODE, this.#deeds.of(batch, written));
  }

  lost(): void {
    this.#thread?.lost();
    this.#thread = undefined;
  }

  /** There is no connection that could be cut. */
  cut(): void {}

  block(until: number): void {
    this.blockedUntil = Math.max(this.blockedUntil, until);
  }

  left(): void {
    this.#lives++;
  }

  slow(factor: number): void {
    this.slowness = factor;
  }

  processes(): Final[] {
    const store = new SqliteStore(this.#path);
    const lines = store.lines({ limit: 10_000 });
    store.abandon();
    return lines.map(({ pid, entry, state, problem, startedAs, step }) => {
      const about = `${startedAs ?? ''} at step ${step}`;
      return { pid, entry, state, problem, owners: this.#lives, about };
    });
  }

  away(): string[] {
    const store = new SqliteStore(this.#path);
    const rows = store.away();
    store.abandon();
    return rows.map(({ kind, from, to }) => `${kind} of ${from} to ${to}`);
  }

  close(): void {
    this.#anchor.close();
  }
}

interface ThreadOptions {
  readonly chance: Chance;
  readonly note: (line: string) => void;
  readonly written: (batch: readonly Write[], written: readonly Written[]) => void;
}

/** What a node asks its store goes to a thread: it is done in its order, and told later. */
class Thread implements Backend {
  readonly #store: SqliteStore;
  readonly #life: Life;
  readonly #disk: Disk;
  readonly #options: ThreadOptions;
  readonly #open: (() => void)[] = [];
  #last = 0;
  #told = 0;
  #isClosed = false;

  constructor(store: SqliteStore, life: Life, disk: Disk, options: ThreadOptions) {
    this.#store = store;
    this.#life = life;
    this.#disk = disk;
    this.#options = options;
  }

  ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    return this.#do(() => this.#answer(method, args));
  }

  close(): Promise<void> {
    return this.#do(() => {
      this.#isClosed = true;
      this.#store.close();
    });
  }

  /** Some of what was asked for was done before it was lost. */
  lost(): void {
    while (this.#open.length > 0 && this.#options.chance.random() < 0.7) this.#open[0]?.();
    if (!this.#isClosed) this.#store.abandon();
    this.#isClosed = true;
  }

  #answer<M extends Method>(method: M, args: Asked<M>): Answer<M> {
    const call = this.#store[method] as (...all: Asked<M>) => Answer<M>; // as `SqliteStore` has all of them
    const value = call.apply(this.#store, args);
    this.#options.note(`store ${method}`);
    // What is written is told of by the method alone.
    if (method === 'write') this.#options.written(args[0] as readonly Write[], value as readonly Written[]);
    return value;
  }

  #delay(): number {
    return this.#options.chance.random() * LONGEST_WORK * this.#disk.slowness;
  }

  /** Answers come in the order of what was asked, as a port has it. */
  #tell(answer: () => void): void {
    const life = this.#life;
    this.#told = Math.max(this.#told, life.timeline.now + this.#delay());
    life.at(this.#told, answer);
  }

  #do<T>(act: () => T): Promise<T> {
    const life = this.#life;
    return new Promise((resolve, reject) => {
      let isDone = false;
      const work = () => {
        if (isDone) return;
        isDone = true;
        this.#open.splice(this.#open.indexOf(work), 1);
        try {
          const value = act();
          this.#tell(() => resolve(value));
        } catch (thrown) {
          this.#tell(() => reject(toFailure(thrown)));
        }
      };
      this.#open.push(work);
      this.#last = Math.max(this.#last, life.timeline.now + this.#delay(), this.#disk.blockedUntil);
      life.at(this.#last, work);
    });
  }
}

/** What rules are about, from what was written and answered. */
class Deeds {
  readonly #inputs = new Map<number, InputRow>();

  of(batch: readonly Write[], written: readonly Written[]): Deed[] {
    return batch.flatMap((write, i) => this.#of(write, written[i] ?? null));
  }

  #of(write: Write, written: Written): Deed[] {
    if (write.type === 'step') return this.#step(write.step, written);
    if (write.type === 'start') {
      if (written?.former !== undefined || written?.isKnown === true) return [];
      return [{ type: 'started', pid: write.start.pid, as: write.start.name ?? null }];
    }
    if (write.type === 'input') this.#came(written?.inputs[0], write.input);
    return [];
  }

  #step({ pid, number, fence, consumed, inputs, starts, end }: StepRecord, written: Written): Deed[] {
    const deed = { pid, number, fence, node: NODE };
    if (written === null) return [{ type: 'lost', ...deed }];
    const deeds: Deed[] = [{ type: 'step', ...deed }];
    for (const id of consumed) {
      deeds.push({ type: 'consumed', id, input: this.#inputs.get(id), by: pid });
      this.#inputs.delete(id);
    }
    for (const start of starts) deeds.push({ type: 'started', pid: start.pid, as: start.name ?? null });
    if (end !== undefined) {
      const exit = Buffer.from(end.exit).toString('latin1');
      deeds.push({ type: 'ended', pid, state: end.state, exit });
    }
    for (const [i, input] of inputs.entries()) this.#came(written.inputs[i], input);
    return deeds;
  }

  #came(
    id: number | undefined,
    { to, kind, from, body }: { to: string; kind: string; from: string; body: Uint8Array },
  ): void {
    if (id === undefined || id === 0) return;
    this.#inputs.set(id, { id, pid: to, node: null, source: NODE, kind, sender: from, body });
  }
}
