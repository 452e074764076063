/**
 * The world of a live value without a kernel: time stands still, chance has a seed, entries are what the
 * test provides. `startKind` makes a value of an entry as it is written.
 */
import { type Data, type Failure, failure, type Log, SeededChance, silentLog, type Timer } from '#base';
import {
  type ActorOptions,
  type AnyKind,
  type AnySchema,
  type Behaviour,
  type CallOptions,
  type Code,
  decodeOrThrow,
  type EntryId,
  type Outcome,
  type Pid,
  type Program,
  type Ref,
  type Service,
  type SpawnOptions,
  type World,
} from '#plugin';
import { VirtualClock } from './virtual-clock.ts';

/** A process that a value started. */
export interface TestSpawn {
  readonly pid: Pid;
  readonly entry: EntryId;
  readonly host: EntryId;
  readonly args: readonly Data[];
  readonly options: SpawnOptions;
  /** Ends it, as the kernel would tell. */
  end(outcome: Outcome): void;
}

export interface TestWorldOptions {
  readonly clock?: VirtualClock;
  readonly seed?: number | string;
  readonly log?: Log;
  /** Answers calls of functions. */
  readonly call?: (entry: EntryId, args: readonly Data[]) => Data | Promise<Data>;
}

export class TestWorld implements World {
  readonly entry: EntryId;
  readonly clock: VirtualClock;
  readonly log: Log;
  readonly spawned: TestSpawn[] = [];
  /** `cancel {pid}`, `terminate {pid}`, `send {pid} topic`, `says {details}`, in order. */
  readonly told: string[] = [];
  readonly actors: Behaviour[] = [];
  readonly compiled: Code[] = [];
  /** How the value said that it ended: a failure, or undefined for a good end. */
  readonly ends: (Failure | undefined)[] = [];
  readonly #options: TestWorldOptions;
  readonly #chance: SeededChance;
  readonly #abort = new AbortController();
  readonly #provided = new Map<EntryId, { service: Service<unknown>; value: unknown }>();

  constructor(entry: EntryId = 'app:test', options: TestWorldOptions = {}) {
    this.entry = entry;
    this.clock = options.clock ?? new VirtualClock();
    this.log = options.log ?? silentLog;
    this.#chance = new SeededChance(options.seed ?? 1);
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What the kernel does when the value is to stop. */
  abort(): void {
    this.#abort.abort();
  }

  /** Lets `use` find this value under the id. */
  provide<P>(service: Service<P>, id: EntryId, value: P): this {
    this.#provided.set(id, { service, value });
    return this;
  }

  now(): number {
    return this.clock.now();
  }

  nowNanos(): bigint {
    return this.clock.nowNanos();
  }

  monotonic(): number {
    return this.clock.monotonic();
  }

  random(): number {
    return this.#chance.random();
  }

  randomBytes(length: number): Uint8Array<ArrayBuffer> {
    return this.#chance.bytes(length);
  }

  after(delay: number, run: () => void): Timer {
    return this.clock.setTimer(this.clock.monotonic() + delay, run);
  }

  every(interval: number, run: () => void | Promise<void>): Timer {
    let current: Timer;
    const turn = () => {
      current = this.after(interval, turn);
      void run();
    };
    current = this.after(interval, turn);
    return { cancel: () => current.cancel() };
  }

  use<P>(service: Service<P>, id: EntryId): Ref<P> {
    const provided = this.#provided;
    return {
      id,
      get current(): P {
        const found = provided.get(id);
        if (found?.service !== service)
          throw failure('NotFound', `no ${service.name} ${id}`, { retryable: false });
        return found.value as P; // `provide` ties the service to its type
      },
    };
  }

  async call(entry: EntryId, args: readonly Data[], _options?: CallOptions): Promise<Data> {
    if (this.#options.call === undefined) throw failure('NotFound', `no function ${entry}`);
    return this.#options.call(entry, args);
  }

  async spawn(
    entry: EntryId,
    host: EntryId,
    args: readonly Data[],
    options: SpawnOptions = {},
  ): Promise<Pid> {
    const pid = `{${host}|${this.spawned.length + 1}}`;
    const end = (outcome: Outcome) => options.onExit?.(outcome);
    this.spawned.push({ pid, entry, host, args, options, end });
    return pid;
  }

  actor(behaviour: Behaviour, _options?: ActorOptions): Pid {
    this.actors.push(behaviour);
    return `{system|${this.actors.length}}`;
  }

  send(to: Pid, topic: string): void {
    this.told.push(`send ${to} ${topic}`);
  }

  cancel(pid: Pid): void {
    this.told.push(`cancel ${pid}`);
  }

  terminate(pid: Pid): void {
    this.told.push(`terminate ${pid}`);
  }

  async compile(code: Code): Promise<Program> {
    this.compiled.push(code);
    return { hash: `hash of ${code.id}` };
  }

  ended(failed?: Failure): void {
    this.ends.push(failed);
  }

  says(details?: string): void {
    this.told.push(`says ${details ?? 'nothing'}`);
  }
}

/** Decodes an entry as written and starts its live value. */
export async function startKind<K extends AnyKind>(
  kind: K,
  data: Data,
  world: TestWorld = new TestWorld(),
  meta: Data = {},
): Promise<Awaited<ReturnType<K['start']>>> {
  const entry = decodeEntryOf(kind, world.entry, data, meta);
  return (await kind.start(entry as never, world)) as Awaited<ReturnType<K['start']>>; // what this start gives
}

/** The entry as the kind gets it. */
export function decodeEntryOf(kind: AnyKind, id: EntryId, data: Data, meta: Data = {}) {
  const namespace = id.slice(0, id.indexOf(':'));
  const read = (schema: AnySchema, value: Data, root: string) =>
    decodeOrThrow(schema, value, root, { namespace });
  return {
    id,
    kind: kind.kind,
    data: read(kind.data, data, id),
    meta: kind.meta === undefined ? meta : read(kind.meta, meta, `${id}: meta`),
  };
}
