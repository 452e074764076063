/**
 * What the live value of one entry knows of the world, over the node it runs on.
 *
 *   W1  What a value started through its world ends with it: timers, processes, actors.
 *   W2  What a timer's work throws ends the value as a failure; of a value that nobody supervises it is
 *       logged.
 */
import {
  type Chance,
  type Clock,
  type Data,
  type Failure,
  failure,
  type Log,
  type Timer,
  toFailure,
} from '#base';
import type {
  ActorOptions,
  Behaviour,
  CallOptions,
  Code,
  Context,
  EntryId,
  Outcome,
  Pid,
  Program,
  Ref,
  Service,
  SpawnOptions,
  World,
} from '#plugin';
import {
  type Exit,
  failureFromError,
  fromData,
  isNormal,
  merged,
  type Node,
  type Context as ProcessContext,
  type Programs,
  toData,
  under,
} from '#process';

/** Milliseconds that a process has to end which is told to stop and never asked for its events. */
const grace = 1000;

/** What all worlds of a node share. */
export interface Surroundings {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly node: Node;
  readonly programs: Programs;
}

/** What differs from entry to entry. */
export interface WorldParts {
  readonly entry: EntryId;
  /** Who acts when the value calls and spawns. */
  readonly context: ProcessContext;
  readonly signal: AbortSignal;
  use<P>(service: Service<P>, id: EntryId): Ref<P>;
  compile(code: Code): Program;
  ended(failure: Failure | undefined): void;
  says(details: string | undefined): void;
}

export class EntryWorld implements World {
  readonly entry: EntryId;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly #surroundings: Surroundings;
  readonly #parts: WorldParts;
  readonly #timers = new Set<Timer>();
  readonly #pids = new Set<Pid>();
  #isClosed = false;

  constructor(surroundings: Surroundings, parts: WorldParts) {
    this.#surroundings = surroundings;
    this.#parts = parts;
    this.entry = parts.entry;
    this.signal = parts.signal;
    this.log = surroundings.log.child({ logger: parts.entry });
  }

  now(): number {
    return this.#surroundings.clock.now();
  }

  nowNanos(): bigint {
    return this.#surroundings.clock.nowNanos();
  }

  monotonic(): number {
    return this.#surroundings.clock.monotonic();
  }

  random(): number {
    return this.#surroundings.chance.random();
  }

  randomBytes(length: number): Uint8Array<ArrayBuffer> {
    return this.#surroundings.chance.bytes(length);
  }

  after(delay: number, run: () => void): Timer {
    const { clock } = this.#surroundings;
    const timer = clock.setTimer(clock.monotonic() + delay, () => {
      this.#timers.delete(own);
      this.#guard(run);
    });
    const own: Timer = {
      cancel: () => {
        this.#timers.delete(own);
        return timer.cancel();
      },
    };
    // A world that is closed starts nothing more (W1).
    if (this.#isClosed) timer.cancel();
    else this.#timers.add(own);
    return own;
  }

  every(interval: number, run: () => void | Promise<void>): Timer {
    let current: Timer;
    let isOver = false;
    const turn = async () => {
      await run();
      if (!isOver) current = this.after(interval, () => this.#guard(turn));
    };
    current = this.after(interval, () => this.#guard(turn));
    return {
      cancel: () => {
        if (isOver) return false;
        isOver = true;
        current.cancel();
        return true;
      },
    };
  }

  use<P>(service: Service<P>, id: EntryId): Ref<P> {
    return this.#parts.use(service, id);
  }

  async call(entry: EntryId, args: readonly Data[], options: CallOptions = {}): Promise<Data> {
    const { context, signal, timeout, attached } = options;
    const running = this.#surroundings.node.call(
      entry,
      args.map((arg) => fromData(arg)),
      {
        context: this.#context(context),
        ...(timeout !== undefined && { timeout }),
        ...(attached !== undefined && { attached }),
      },
    );
    const cancel = () => running.cancel();
    const signals = signal === undefined ? [this.signal] : [this.signal, signal];
    for (const one of signals) one.addEventListener('abort', cancel);
    try {
      const exit = await running.exit;
      if (isNormal(exit)) return toData(exit.value);
      throw failureFromError(exit.error);
    } finally {
      for (const one of signals) one.removeEventListener('abort', cancel);
    }
  }

  async spawn(
    entry: EntryId,
    host: EntryId,
    args: readonly Data[],
    options: SpawnOptions = {},
  ): Promise<Pid> {
    const { programs, node } = this.#surroundings;
    const program = programs.process(entry, '');
    if (program === undefined) throw failure('NotFound', `process ${entry} not found`);
    const { context, attached, onExit } = options;
    const isLasting = options.lastingName !== undefined && node.keeps(host);
    const name = isLasting ? options.lastingName : options.name;
    const given = this.#context(context);
    const isSaid = given.actor !== undefined || given.scope !== undefined;
    const own = isSaid ? undefined : programs.identity(entry, '');
    let pid: Pid = '';
    pid = await node.spawn(
      program,
      host,
      args.map((arg) => fromData(arg)),
      {
        context: under(own, given),
        ...(name !== undefined && { name }),
        ...(attached !== undefined && { attached }),
        onExit: (exit) => {
          this.#pids.delete(pid);
          onExit?.(outcomeOf(exit));
        },
      },
    );
    if (isLasting) return pid;
    // The value may have ended while the process was made.
    if (this.#isClosed) node.terminate(pid);
    else if (node.isAlive(pid)) this.#pids.add(pid);
    return pid;
  }

  actor(behaviour: Behaviour, options: ActorOptions = {}): Pid {
    const { context, ...rest } = options;
    const pid = this.#surroundings.node.actor(behaviour, {
      ...rest,
      entry: this.entry,
      context: this.#context(context),
    });
    this.#pids.add(pid);
    return pid;
  }

  send(to: Pid, topic: string, ...payloads: readonly Data[]): void {
    this.#surroundings.node.send(
      '',
      to,
      topic,
      payloads.map((payload) => fromData(payload)),
    );
  }

  cancel(pid: Pid, deadline?: number): void {
    this.#surroundings.node.cancel(pid, 'the service is stopping', deadline, grace);
  }

  terminate(pid: Pid): void {
    this.#surroundings.node.terminate(pid);
  }

  async compile(code: Code): Promise<Program> {
    return this.#parts.compile(code);
  }

  ended(failed?: Failure): void {
    if (!this.#isClosed) this.#parts.ended(failed);
  }

  says(details?: string): void {
    if (!this.#isClosed) this.#parts.says(details);
  }

  /** W1. */
  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    for (const pid of this.#pids) this.#surroundings.node.terminate(pid);
    this.#pids.clear();
  }

  /** W2. */
  #guard(run: () => void | Promise<void>): void {
    new Promise<void>((resolve) => resolve(run())).catch((thrown: unknown) => {
      this.ended(toFailure(thrown));
    });
  }

  #context(changes: Partial<Context> | undefined): ProcessContext {
    return merged(this.#parts.context, changes);
  }
}

function outcomeOf(exit: Exit): Outcome {
  return isNormal(exit)
    ? { type: 'result', value: toData(exit.value) }
    : { type: 'failure', failure: failureFromError(exit.error) };
}
