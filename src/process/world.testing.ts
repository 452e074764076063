/** A node for tests: virtual time, seeded chance, programs from Lua texts, and an event loop that the test turns. */
import { silentLog } from '#base';
import { basic, coroutineLibrary, EnvironmentShape, FROZEN, LuaTable, Unit, type Value } from '#lua';
import { SeededChance, VirtualClock } from '#testing';
import { channelModule } from './channel-module.ts';
import { coroutineSpawn } from './coroutine-spawn.ts';
import { errorsModule } from './errors-module.ts';
import { Node, type NodeOptions } from './node.ts';
import { payloadModule } from './payload-module.ts';
import { processModule } from './process-module.ts';
import type { Callable, Pool, Program, Programs } from './program.ts';

/** What a test turns by hand: callbacks that asked for a turn, in order. */
export class Loop {
  readonly #queue: (() => void)[] = [];

  readonly defer = (run: () => void): void => {
    this.#queue.push(run);
  };

  /** Runs until nobody asks any more. */
  run(turns = 100_000): void {
    for (let run = this.#queue.shift(); run !== undefined; run = this.#queue.shift()) {
      if (--turns < 0) throw new Error('the event loop does not come to rest');
      run();
    }
  }
}

export class TestPrograms implements Programs {
  readonly #programs = new Map<string, Program>();
  readonly #callables = new Map<string, Callable>();
  readonly modules: Record<string, Value> = {};

  /** Adds a program under an entry's id. The chunk may return a function or a table with `main`. */
  add(id: string, source: string, pool: Pool = { type: 'lazy' }): Program {
    const shape = new EnvironmentShape({ ...basic, ...ambient(), ...this.modules });
    const unit = new Unit(source, id);
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
    coroutine,
  };
}

export interface World {
  readonly node: Node;
  readonly loop: Loop;
  readonly clock: VirtualClock;
  readonly programs: TestPrograms;
}

export function makeWorld(options: Partial<NodeOptions> = {}): World {
  const loop = new Loop();
  const clock = new VirtualClock();
  const programs = new TestPrograms();
  const node = new Node({
    incarnation: 1,
    clock,
    chance: new SeededChance(1),
    log: silentLog,
    programs,
    defer: loop.defer,
    ...options,
  });
  node.addHost('app:host');
  return { node, loop, clock, programs };
}
