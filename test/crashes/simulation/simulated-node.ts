/** A node of a simulation: the real scheduler and the real engine of durable processes, in a world that is made up. */
import type { Log } from '../../../src/base/index.ts';
import { DurableEngine } from '../../../src/durable/index.ts';
import { typeHandle, type Value } from '../../../src/lua/index.ts';
import { Codec, errorHandle, Node, payloadHandle } from '../../../src/process/index.ts';
import { GateOfStores } from '../../../src/runtime/gate-of-stores.ts';
import { SeededChance } from '../../../src/testing/index.ts';
import { archive, modules, programs, saving } from './guest-programs.ts';
import { Life, Machine } from './life.ts';
import type { Place } from './stores.ts';
import type { Timeline } from './timeline.ts';

export const LEASE = 3000;
const HOST = 'sim:durable';
const FAR = 'sim:far';
/** Before a node tries again to open its store. */
const PAUSE = 500;

/** Memory is no affair of a simulation. */
const heap = { allocated: () => 0, used: () => 0, limit: () => Number.MAX_SAFE_INTEGER, small: 1 };

export interface NodeSetting {
  readonly seed: string;
  readonly timeline: Timeline;
  readonly place: Place;
  /** A second store. */
  readonly far?: Place | undefined;
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
  /** By their hosts, once they are open. */
  readonly engines: Map<string, DurableEngine>;
}

export class SimulatedNode {
  readonly name: string;
  readonly machine: Machine;
  readonly place: Place;
  readonly far: Place | undefined;
  readonly #setting: NodeSetting;
  #lives = 0;
  #running: Running | undefined;

  constructor(name: string, setting: NodeSetting) {
    this.name = name;
    this.#setting = setting;
    this.place = setting.place;
    this.far = setting.far;
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
    const engines = new Map<string, DurableEngine>();
    node.main.gate = new GateOfStores({
      engineOf: (host) => engines.get(host),
      isDefault: () => false,
      own: () => Promise.reject(new Error('there is no default store')),
    });
    node.addHost('sim:host');
    const codec = new Codec([errorHandle, payloadHandle, typeHandle, ...modules.crossing()]);
    const world = { shard: node.main, clock, chance, log, codec, saving, archive, defer };
    const engineOf = (host: string, place: Place) =>
      new DurableEngine({
        ...world,
        backend: place.open(this.name, life),
        resumer: modules.handles(),
        lease: LEASE,
        longestStep,
        owns: (one) => (one === HOST || one === FAR ? one === host : undefined),
      });
    const running = { life, node, engines };
    this.#running = running;
    void this.#open(running, engineOf(HOST, this.place));
    const { far } = this;
    if (far !== undefined) void this.#openFar(running, far, () => engineOf(FAR, far));
  }

  async #open(running: Running, engine: DurableEngine): Promise<void> {
    const { life, engines } = running;
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
    engines.set(HOST, engine);
    const [entry, ...args] = this.#setting.door;
    this.#add(engine, HOST);
    await this.run(entry, ...args);
  }

  /** The node does not wait for it, and tries again when it cannot be opened. */
  async #openFar(running: Running, far: Place, engineOf: () => DurableEngine): Promise<void> {
    const { life, engines } = running;
    const engine = engineOf();
    try {
      await engine.open();
    } catch (thrown) {
      this.#setting.logged('warn', `${this.name} cannot open its other store`, thrown);
      far.lost();
      life.after(PAUSE, () => void this.#openFar(running, far, engineOf));
      return;
    }
    engines.set(FAR, engine);
    this.#add(engine, FAR);
  }

  #add(engine: DurableEngine, host: string): void {
    engine.addHost(host).catch((thrown) => this.#setting.logged('error', 'a host was not added', thrown));
  }

  /** Runs a process that is not durable. */
  async run(entry: string, ...args: Value[]): Promise<void> {
    const program = programs.process(entry, '');
    if (program === undefined || this.#running === undefined) throw new Error(`${entry} cannot be run`);
    await this.#running.node.spawn(program, 'sim:host', args);
  }

  /** A host of its ends in order, and is added again. */
  leave(span: number, isFar: boolean): void {
    const host = isFar ? FAR : HOST;
    const engine = this.#running?.engines.get(host);
    if (this.#running === undefined || engine === undefined) return;
    const { life } = this.#running;
    const failed = (thrown: unknown) => this.#setting.logged('warn', 'a host did not end in order', thrown);
    engine
      .removeHost(host)
      .catch(failed)
      .finally(() => life.after(span, () => this.#come(engine, host, failed)));
  }

  /** What the application starts is started again with its host. */
  #come(engine: DurableEngine, host: string, failed: (thrown: unknown) => void): void {
    (host === FAR ? this.far : this.place)?.left();
    engine.addHost(host).catch(failed);
    if (host === FAR) return;
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
    this.far?.lost();
  }

  /** Ends in order, and is gone then. */
  drain(done: () => void): void {
    const running = this.#running;
    if (running === undefined) return;
    if (!running.engines.has(HOST)) {
      this.crash();
      done();
      return;
    }
    Promise.all([...running.engines.values()].map((engine) => engine.close())).then(
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
