/**
 * One life of a node with durable processes, in this thread and under a clock that stands still by itself: from its start
 * to its end, or to the crash at a chosen moment.
 *
 *   Li1  Everything that happens is a turn of the loop or an answer of the store, in one order: the same seed is the same run.
 *   Li2  What a life counts are its moments: every turn, the two sides of every write of the store, the two sides of every
 *        effect. It can be told to crash at any of them.
 *   Li3  After the crash nothing of the life reaches the store or the world outside.
 */
import { type Log, SeededChance } from '../../../src/base/index.ts';
import {
  type Answer,
  type Asked,
  type Backend,
  DurableEngine,
  type DurableHostSettings,
  type Method,
  type SqliteStore,
  StoreHere,
} from '../../../src/durable/index.ts';
import { typeHandle } from '../../../src/lua/index.ts';
import { Codec, errorHandle, Node, type Programs, payloadHandle } from '../../../src/process/index.ts';
import { Archive } from '../../../src/runtime/program-archive.ts';
import { settled, VirtualClock } from '../../../src/testing/index.ts';
import { compiler, type Ledger, modules, noteIn } from './toolchain.ts';

export type Moment = 'turn' | 'before a write' | 'after a write' | 'before an effect' | 'after an effect';

/** How long slices and steps are, and how many schedulers there are. */
export interface Pace {
  readonly longestSlice?: number | undefined;
  readonly longestStep?: number | undefined;
}

/** The moment of a crash, counted from 1: of all, or of those that are no turns. */
export interface Crash {
  readonly at: number;
  readonly of: 'moments' | 'points';
}

export interface LifeOptions {
  readonly store: SqliteStore;
  readonly programs: Programs;
  readonly ledger: Ledger;
  /** Milliseconds since 1970. */
  readonly begins: number;
  readonly seed: number;
  readonly pace: Pace;
  /** The moment at which it crashes; undefined for one that does not. */
  readonly crash: Crash | undefined;
  readonly settings: DurableHostSettings;
  readonly log: Log;
}

export const HOST = 'app:durable';

export class Life implements Backend {
  readonly clock: VirtualClock;
  readonly engine: DurableEngine;
  readonly node: Node;
  readonly #options: LifeOptions;
  readonly #store: StoreHere;
  readonly #queue: (() => void)[] = [];
  readonly counts = { moments: 0, points: 0 };
  /** It crashes no more: all is done. */
  isSafe = false;
  /** Where it crashed. */
  crashed: Moment | undefined;

  constructor(options: LifeOptions) {
    this.#options = options;
    const { store, programs, begins, seed, pace, ledger, log } = options;
    const defer = (run: () => void) => void this.#queue.push(run);
    const clock = new VirtualClock(begins);
    const chance = new SeededChance(seed);
    this.clock = clock;
    this.#store = new StoreHere(store, defer);
    const saving = () => ({ catalog: compiler.catalog, handles: modules.handles() });
    const longestSlice = pace.longestSlice === undefined ? {} : { longestSlice: pace.longestSlice };
    this.node = new Node({
      incarnation: begins,
      clock,
      chance,
      log,
      programs,
      defer,
      saving,
      ...longestSlice,
    });
    this.engine = new DurableEngine({
      shard: this.node.main,
      backend: this,
      clock,
      chance,
      log,
      codec: new Codec([errorHandle, payloadHandle, typeHandle, ...modules.crossing()]),
      saving,
      resumer: modules.handles(),
      archive: new Archive(compiler, programs),
      defer,
      longestStep: pace.longestStep,
    });
    this.node.main.gate = this.engine;
    noteIn({
      happened: (call, key) => {
        if (this.#passes('before an effect')) return 0;
        const before = ledger.happened(call, key);
        this.#passes('after an effect');
        return before;
      },
    });
  }

  async start(): Promise<void> {
    const started = this.engine.open().then(() => this.engine.addHost(HOST, this.#options.settings));
    started.catch(() => {});
    await this.until(started);
  }

  /** True when the life is over. */
  #passes(moment: Moment): boolean {
    if (this.crashed !== undefined) return true;
    const { counts } = this;
    const { crash } = this.#options;
    counts.moments++;
    if (moment !== 'turn') counts.points++;
    const isMeant = crash?.of === 'moments' || moment !== 'turn';
    if (crash !== undefined && isMeant && counts[crash.of] === crash.at && !this.isSafe)
      this.crashed = moment;
    return this.crashed !== undefined;
  }

  async ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    if (this.crashed !== undefined) return new Promise(() => {});
    if (method !== 'write') return this.#store.ask(method, ...args);
    if (this.#passes('before a write')) return new Promise(() => {});
    const answer = await this.#store.ask(method, ...args);
    if (this.#passes('after a write')) return new Promise(() => {});
    return answer;
  }

  async close(): Promise<void> {}

  /** Something is to be done at once. */
  get isBusy(): boolean {
    return this.#queue.length > 0;
  }

  /** One thing that is ready, or the next timer; false when nothing will ever happen again. */
  async turn(): Promise<boolean> {
    await settled();
    if (this.#passes('turn')) return true;
    const run = this.#queue.shift();
    if (run !== undefined) run();
    else {
      const { next } = this.clock;
      if (next === Number.POSITIVE_INFINITY) return false;
      this.clock.advance(Math.max(0, next - this.clock.monotonic()));
    }
    return true;
  }

  /** Goes on until this has happened, the life is over, or nothing happens any more. */
  async until(wanted: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    wanted.then(over, over);
    while (this.crashed === undefined) {
      if (!(await this.turn()) || isOver) return;
    }
  }
}
