/** A node of a simulation: the real scheduler and the real engine of durable processes, in a world that is made up. */
import type { Log } from '../../../src/base/index.ts';
import { DurableEngine } from '../../../src/durable/index.ts';
import { typeHandle, type Value } from '../../../src/lua/index.ts';
import { Codec, errorHandle, Node, payloadHandle } from '../../../src/process/index.ts';
import { SeededChance } from '../../../src/testing/index.ts';
import { archive, modules, programs, saving } from './guest-programs.ts';
import { Life, Machine } from './life.ts';
import type { Place } from './stores.ts';
import type { Timeline } from './timeline.ts';

export const LEASE = 3000;
const HOST = 'sim:durable';
/** Before a node tries again to open its store. */
const PAUSE = 500;

/** Memory is no affair of a simulation. */
const heap = { allocated: () => 0, used: () => 0, limit: () => Number.MAX_SAFE_INTEGER, small: 1 };

export interface NodeSetting {
  readonly seed: string;
  readonly timeline: Timeline;
  readonly place: Place;
  /** What runs on the node when it has started, with its arguments. */
  readonly door: readonly [entry: string, ...args: Value[]];
  readonly longestSlice: number;
  readonly longestStep: number;
  readonly logged: (level: string, message: string, fields: unknown) => void;
}

/** What of a node goes with its life. */
interface Running {
  readonly life: Life;
  readonly node: Node;
  readonly engine: DurableEngine;
}

export class SimulatedNode {
  readonly name: string;
  readonly machine: Machine;
  readonly place: Place;
  readonly #setting: NodeSetting;
  #lives = 0;
  #running: Running | undefined;
  #isOpen = false;

  constructor(name: string, setting: NodeSetting) {
    this.name = name;
    this.#setting = setting;
    this.place = setting.place;
    this.machine = new Machine(new SeededChance(`${setting.seed} ${name}`));
  }

  get isUp(): boolean {
    return this.#running !== undefined;
  }

  start(): void {
    const { seed, timeline, longestSlice, longestStep } = this.#setting;
    const chance = new SeededChance(`${seed} ${this.name} ${++this.#lives}`);
    const life = new Life(timeline, this.machine, chance);
    const clock = life.clock();
    const log = this.#log();
    const incarnation = Math.floor(timeline.now * 1000) * 16 + Number(this.name.slice(1)) + 1;
    const { defer } = life;
    const node = new Node({ incarnation, clock, chance, log, programs, saving, longestSlice, heap, defer });
    const backend = this.place.open(this.name, life);
    const codec = new Codec([errorHandle, payloadHandle, typeHandle, ...modules.crossing()]);
    const shard = node.main;
    const world = { shard, backend, clock, chance, log, codec, saving, archive, defer };
    const engine = new DurableEngine({ ...world, resumer: modules.handles(), lease: LEASE, longestStep });
    shard.gate = engine;
    node.addHost('sim:host');
    const running = { life, node, engine };
    this.#running = running;
    this.#isOpen = false;
    void this.#open(running);
  }

  async #open(running: Running): Promise<void> {
    const { life, engine } = running;
    try {
      await engine.open();
    } catch (thrown) {
      this.#setting.logged('warn', `${this.name} cannot open its store`, thrown);
      life.after(PAUSE, () => {
        if (this.#running !== running) return;
        this.crash();
        this.start();
      });
      return;
    }
    this.#isOpen = true;
    const [entry, ...args] = this.#setting.door;
    engine.addHost(HOST).catch((thrown) => this.#setting.logged('error', 'a host was not added', thrown));
    await this.run(entry, ...args);
  }

  /** Runs a process that is not durable. */
  async run(entry: string, ...args: Value[]): Promise<void> {
    const program = programs.process(entry, '');
    if (program === undefined || this.#running === undefined) throw new Error(`${entry} cannot be run`);
    await this.#running.node.spawn(program, 'sim:host', args);
  }

  /** Its host ends in order, and is added again. */
  leave(span: number): void {
    const running = this.#running;
    if (running === undefined || !this.#isOpen) return;
    const { engine, life } = running;
    const failed = (thrown: unknown) => this.#setting.logged('warn', 'a host did not end in order', thrown);
    engine
      .removeHost(HOST)
      .catch(failed)
      .finally(() => life.after(span, () => this.#come(engine, failed)));
  }

  /** What the application starts is started again with its host. */
  #come(engine: DurableEngine, failed: (thrown: unknown) => void): void {
    this.place.left();
    engine.addHost(HOST).catch(failed);
    const [entry, ...args] = this.#setting.door;
    this.run(entry, ...args).catch(failed);
  }

  /** The machine goes off: nothing ends in order. */
  crash(): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    running.life.isOver = true;
    this.place.lost();
  }

  /** Ends in order, and is gone then. */
  drain(done: () => void): void {
    const running = this.#running;
    if (running === undefined) return;
    if (!this.#isOpen) {
      this.crash();
      done();
      return;
    }
    running.engine.close().then(
      () => {
        if (this.#running !== running) return;
        this.crash();
        done();
      },
      (thrown) => this.#setting.logged('error', 'a node did not end in order', thrown),
    );
  }

  #log(): Log {
    const write = (level: string) => (message: string, fields?: unknown) =>
      this.#setting.logged(level, `${this.name}: ${message}`, fields);
    const log: Log = {
      debug: () => {},
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: () => log,
      isEnabled: () => true,
    };
    return log;
  }
}
