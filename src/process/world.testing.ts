/** A node for tests: virtual time, seeded chance, programs from Lua texts, and an event loop that the test turns. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Data, encodeUtf8, silentLog } from '#base';
import {
  Catalog,
  type CompileOptions,
  coroutineLibrary,
  EnvironmentShape,
  FROZEN,
  host,
  LuaTable,
  library,
  standardGlobals,
  Unit,
  type Value,
  wait,
} from '#lua';
import type { Identity } from '#plugin';
import { SeededChance, settled, VirtualClock } from '#testing';
import { Channel } from './channel.ts';
import { guestChannel } from './channel-handle.ts';
import { channelModule } from './channel-module.ts';
import { coroutineSpawn } from './coroutine-spawn.ts';
import { ctxModule } from './ctx-module.ts';
import { errorsModule } from './errors-module.ts';
import { eventsModule } from './events-module.ts';
import type { Exit } from './exit.ts';
import { funcsModule } from './funcs-module.ts';
import { kernelHandles, textOf } from './guest.ts';
import { HandleTypes } from './handle-types.ts';
import { accept } from './input.ts';
import { toData } from './lua-data.ts';
import { Node, type NodeOptions } from './node.ts';
import { payloadModule } from './payload-module.ts';
import { processModule } from './process-module.ts';
import type { Saving } from './process-snapshot.ts';
import type { Callable, Pool, Program, Programs } from './program.ts';
import { self, thisFiber } from './running.ts';
import { here } from './surroundings.ts';

/** What a test turns by hand: callbacks that asked for a turn, in order. */
export class Loop {
  readonly #queue: (() => void)[] = [];

  readonly defer = (run: () => void): void => {
    this.#queue.push(run);
  };

  get isAtRest(): boolean {
    return this.#queue.length === 0;
  }

  /** Runs until nobody asks any more, at most so many turns; false when there was more to do. */
  run(turns = 1000): boolean {
    for (let left = turns; left > 0; left--) {
      const run = this.#queue.shift();
      if (run === undefined) return true;
      run();
    }
    return false;
  }
}

export class TestPrograms implements Programs {
  readonly #options: CompileOptions;
  readonly #units = new Map<string, Unit>();
  readonly #shapes = new Map<string, EnvironmentShape>();
  readonly #programs = new Map<string, Program>();
  readonly #callables = new Map<string, Callable>();
  readonly #identities = new Map<string, Identity>();
  readonly modules: Record<string, Value> = {};

  /** For nodes whose processes are saved. */
  readonly saving: Saving;

  constructor(options: CompileOptions = {}) {
    this.#options = options;
    const catalog = new Catalog({
      unit: (hash) => this.#units.get(hash),
      shape: (name) => this.#shapes.get(name),
    });
    for (const handle of kernelHandles) catalog.addHandle(handle);
    this.saving = {
      catalog,
      handles: { types: new HandleTypes(() => {}), handle: () => undefined },
    };
  }

  /** Adds a program under an entry's id. The chunk may return a function or a table with `main`. */
  add(id: string, source: string, pool: Pool = { type: 'lazy' }): Program {
    const names = { ...standardGlobals(), ...ambient(), ...this.modules };
    const shape = new EnvironmentShape(names, () => `shape ${id}`);
    const unit = new Unit(encodeUtf8(source), id, this.#options);
    this.#units.set(unit.hash, unit);
    this.#shapes.set(shape.name, shape);
    for (const [name, value] of Object.entries(names)) this.saving.catalog.add(name, value);
    const program: Program = {
      hash: unit.hash,
      entry: id,
      method: 'main',
      load: () => unit.load(shape.make()),
    };
    this.#programs.set(id, program);
    this.#callables.set(id, { program, pool });
    return program;
  }

  setDefaults(id: string, defaults: Callable['defaults']): void {
    const callable = this.#callables.get(id);
    if (callable !== undefined) this.#callables.set(id, { ...callable, defaults });
  }

  setIdentity(id: string, identity: Identity): void {
    this.#identities.set(id, identity);
    const callable = this.#callables.get(id);
    if (callable !== undefined) this.#callables.set(id, { ...callable, identity });
  }

  identity(id: string): Identity | undefined {
    return this.#identities.get(id);
  }

  process(id: string): Program | undefined {
    return this.#programs.get(id);
  }

  function(id: string): Callable | undefined {
    return this.#callables.get(id);
  }

  byHash(hash: string, entry: string): Program | undefined {
    const program = this.#programs.get(entry);
    return program?.hash === hash ? program : [...this.#programs.values()].find((one) => one.hash === hash);
  }
}

/** Time for guests of tests: `clock.sleep(ms)`, `clock.after(ms)` (a channel that gives true), `clock.now()`. */
const clockModule = library('clock', {
  sleep: (_, millis) => {
    const fiber = thisFiber();
    const process = self();
    process.home.after(process, Number(millis), () => fiber.wakeValue(true));
    return wait();
  },
  after: (_, millis) => {
    const channel = new Channel(Number.POSITIVE_INFINITY, true);
    const process = self();
    process.home.after(process, Number(millis), () => {
      accept(process, { type: 'offer', id: 0, channel, value: true });
    });
    return guestChannel(channel);
  },
  now: () => here().clock.monotonic(),
});

/** `contains(text, part)`, for texts of errors. */
const contains = host('contains', (_, text, part) => textOf(text)?.includes(String(part)) === true);

function ambient(): Record<string, Value> {
  const coroutine = new LuaTable();
  for (const [key, value] of coroutineLibrary().entries()) coroutine.setField(String(key), value);
  coroutine.setField('spawn', coroutineSpawn);
  coroutine.mark = FROZEN;
  return {
    process: processModule,
    channel: channelModule,
    errors: errorsModule,
    payload: payloadModule,
    funcs: funcsModule,
    events: eventsModule,
    ctx: ctxModule,
    clock: clockModule,
    contains,
    coroutine,
  };
}

export interface World {
  readonly node: Node;
  readonly loop: Loop;
  readonly clock: VirtualClock;
  readonly programs: TestPrograms;
}

export function makeWorld(
  options: Partial<NodeOptions> = {},
  compile: CompileOptions = {},
  hibernateAfter?: number,
): World {
  const loop = new Loop();
  const clock = new VirtualClock();
  const programs = new TestPrograms(compile);
  const node = new Node({
    incarnation: 1,
    clock,
    chance: new SeededChance(1),
    log: silentLog,
    programs,
    defer: loop.defer,
    ...(hibernateAfter !== undefined && { saving: () => programs.saving }),
    ...options,
  });
  node.addHost('app:host', { hibernateAfter });
  return { node, loop, clock, programs };
}

/** Turns the loop, lets promises go on, and moves the time to the next timer whenever everything waits for it. */
export async function drive<T>(world: World, wanted: Promise<T>): Promise<T> {
  const state: { isOver: boolean } = { isOver: false };
  const over = () => {
    state.isOver = true;
  };
  wanted.then(over, over);
  for (let steps = 0; steps < 100_000; steps++) {
    const rested = world.loop.run(10);
    await settled();
    if (state.isOver) return wanted;
    // Something runs without end, or for long: time passes meanwhile.
    if (!rested) world.clock.advance(1);
    if (!rested || !world.loop.isAtRest) continue;
    const { next } = world.clock;
    if (next === Number.POSITIVE_INFINITY) throw new Error('everything waits and nothing will come');
    world.clock.advance(Math.max(0, next - world.clock.monotonic()));
  }
  throw new Error('the test does not come to an end');
}

/** Runs the text as the body of a process' main function and gives its exit. */
export function exitOf(world: World, body: string, ...args: Value[]): Promise<Exit> {
  const program = world.programs.add(`app:main${++mains}`, `return function(...)\n${body}\nend`);
  const exit = new Promise<Exit>((resolve, reject) => {
    world.node.spawn(program, 'app:host', args, { onExit: resolve }).catch(reject);
  });
  return drive(world, exit);
}

let mains = 0;

/** The same, and gives the value as data; an exit with an error is thrown. */
export async function resultOf(world: World, body: string, ...args: Value[]): Promise<Data> {
  const exit = await exitOf(world, body, ...args);
  if (exit.type !== 'normal') throw new Error(`${exit.type}: ${exit.error.text}\n${exit.error.stack}`);
  return toData(exit.value);
}

/** The ways in which every test of processes runs. */
type Setting = Partial<NodeOptions> & {
  readonly name: string;
  readonly compile?: CompileOptions;
  readonly hibernateAfter?: number;
};

const settings: readonly Setting[] = [
  { name: 'one scheduler', schedulers: 1 },
  { name: 'two schedulers', schedulers: 2 },
  { name: 'preempted at every chance', schedulers: 1, longestSlice: 1 },
  {
    name: 'two schedulers, suspended everywhere',
    schedulers: 2,
    longestSlice: 200,
    compile: { everywhere: true },
  },
  { name: 'kept as bytes at every rest', schedulers: 1, longestSlice: 200, hibernateAfter: 0 },
];

type TestBody = (world: World) => Promise<void> | void;

/** One test for each setting. */
export function inAllSettings(name: string, body: TestBody, options: Partial<NodeOptions> = {}): void {
  for (const setting of settings) inSetting(setting, name, body, options);
}

/** One test for a node of one scheduler and one for a node of two: for what is about slices, or long. */
export function inBothSettings(name: string, body: TestBody, options: Partial<NodeOptions> = {}): void {
  for (const setting of settings.slice(0, 2)) inSetting(setting, name, body, options);
}

function inSetting(setting: Setting, name: string, body: TestBody, options: Partial<NodeOptions>): void {
  const { name: called, compile, hibernateAfter, ...given } = setting;
  test(`${name} (${called})`, async () => {
    await body(makeWorld({ ...given, ...options }, compile, hibernateAfter));
  });
}

/** The body of a test in Lua: it returns true or the values that are expected. */
export function runs(name: string, body: string, expected: Data = true): void {
  inAllSettings(name, async (world) => assert.deepEqual(await resultOf(world, body), expected));
}
