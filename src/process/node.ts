/**
 * The processes of one node: its schedulers, joined by wires, and what the runtime does with them. Schedulers of one
 * thread talk by packets too, so that moving one into a thread of its own changes nothing here.
 *
 * What the runtime itself starts, watches and asks for, it does as the process `{system|0x…}` of the first scheduler.
 */
import { type Chance, type Clock, failure, type Log } from '#base';
import { typeHandle, type Value } from '#lua';
import type { Attachment, Behaviour } from '#plugin';
import { BehaviourBody } from './actor.ts';
import { attempt, type CallSettings, type Started } from './attempts.ts';
import { type CallRequest, canceled } from './calls.ts';
import { Codec } from './codec.ts';
import { type Context, emptyContext, under } from './context.ts';
import type { CrossingHandle } from './copy.ts';
import type { PostMortem } from './dump.ts';
import { ErrorValue, errorHandle, failureFromError, notFound } from './error-value.ts';
import type { EventFilter } from './event-bus.ts';
import { type Exit, isNormal, TERMINATED } from './exit.ts';
import { type HealthCounts, merged } from './health.ts';
import type { Heap } from './heap.ts';
import { stopHost } from './host-stop.ts';
import type { HostSettings } from './hosts.ts';
import { defaultLimits } from './limits.ts';
import { toData } from './lua-data.ts';
import type { Input } from './message.ts';
import { tellOutdatedProcesses } from './outdated.ts';
import type { Packet } from './packet.ts';
import { payloadHandle } from './payload-value.ts';
import { begin } from './pending.ts';
import { added } from './pids.ts';
import { openPolicy, type Policy } from './policy.ts';
import type { ActorBody, Answer, BusEvent, Owned, Process, SpawnRequest } from './process.ts';
import { type ProcessInfo, processInfos } from './process-info.ts';
import type { Saving } from './process-snapshot.ts';
import type { Program, Programs } from './program.ts';
import { Shard } from './shard.ts';
import type { Slots } from './slots.ts';
import type { Use } from './surroundings.ts';
import { writeSpawn } from './traffic.ts';
import { MemoryWire } from './wire.ts';

export interface NodeOptions {
  /** How many schedulers; 1 when left out. */
  readonly schedulers?: number;
  /** Distinguishes this run of the node from all others: a number of at most 53 bits that grows. */
  readonly incarnation: number;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly programs: Programs;
  readonly policy?: Policy;
  /** Finds entries' live values for modules; without it there are none. */
  readonly use?: Use;
  /** Handles of other layers whose values cross between processes; asked for once a wire needs them. */
  readonly handles?: () => readonly CrossingHandle[];
  /** Asks the event loop for a turn; `setImmediate` when left out. */
  readonly defer?: (run: () => void) => void;
  /** What saving processes needs to know; without it none is ever kept as bytes. */
  readonly saving?: () => Saving;
  /** The most fuel of a slice: what the thread's stack admits. */
  readonly longestSlice?: number;
  /** What tells how much memory is used; the thread's own when left out. */
  readonly heap?: Heap;
  /** Is shown what processes were doing that failed; nothing is looked at without it. */
  readonly postMortem?: PostMortem;
}

export interface StartOptions {
  readonly context?: Context;
  readonly name?: string;
  readonly view?: string;
  readonly attached?: readonly Attachment[];
  /** Told once, after the process is gone. */
  readonly onExit?: (exit: Exit) => void;
}

export interface CallOptions extends CallSettings {
  readonly context?: Context;
  readonly view?: string;
  readonly attached?: readonly Attachment[];
  /** In an instance of its own: nothing that a call before left is there. */
  readonly isFresh?: boolean;
}

export interface ActorOptions {
  readonly host?: string;
  readonly entry?: string;
  readonly context?: Context;
  readonly name?: string;
}

/** A call that the runtime made. */
export interface RunningCall {
  readonly exit: Promise<Exit>;
  cancel(): void;
}

const SYSTEM = 'system';

export class Node {
  readonly shards: readonly Shard[];
  readonly #main: Shard;
  readonly #system: Process;
  /** Who wants to know of the end of a process that the runtime started. */
  readonly #exits = new Map<string, (exit: Exit) => void>();

  constructor(options: NodeOptions) {
    const {
      schedulers: count = 1,
      policy = openPolicy,
      defer = setImmediate,
      use = useNothing,
      ...rest
    } = options;
    const slots: Slots[] = [];
    this.shards = Array.from(
      { length: count },
      (_, index) => new Shard({ ...rest, index, count, policy, defer, use, slots }),
    );
    if (count > 1)
      joinAll(this.shards, [errorHandle, payloadHandle, typeHandle, ...(options.handles?.() ?? [])], defer);
    const [main] = this.shards;
    if (main === undefined) throw new Error('a node has at least one scheduler');
    this.#main = main;
    this.#system = this.#create(SYSTEM, SYSTEM, emptyContext);
    this.#system.trapsLinks = true;
    this.#system.actor = systemBody((input) => this.#told(input));
  }

  /** The scheduler on which the runtime's own values live. */
  get main(): Shard {
    return this.#main;
  }

  addHost(id: string, settings: HostSettings = {}): void {
    const { workers, maxProcesses, limits } = settings;
    this.#main.hosts.set(id, settings);
    this.#main.scheduler.hibernation?.set(id, settings.hibernateAfter);
    const { memory, mailbox } = limits ?? {};
    this.#main.postToAll('host.set', [id, workers, maxProcesses, memory, mailbox, settings.hibernateAfter]);
  }

  /** Asks all processes of a host to end, ends the rest by force after `wait` milliseconds, and removes the host. */
  async stopHost(id: string, wait: number): Promise<void> {
    const others = this.#others((shard) => this.#ask(shard.index, 'host.stop', [id, wait]));
    await Promise.all([new Promise<void>((done) => stopHost(this.#main, id, wait, done)), ...others]);
    this.#main.hosts.remove(id);
    this.#main.postToAll('host.remove', [id]);
  }

  /** Starts a process of a program on a host and gives its pid. Rejects with a failure. */
  spawn(program: Program, host: string, args: readonly Value[], options: StartOptions = {}): Promise<string> {
    const request: SpawnRequest = {
      program,
      host,
      args,
      context: options.context ?? emptyContext,
      name: options.name,
      view: options.view ?? '',
      attached: options.attached,
      isMonitored: options.onExit !== undefined,
      isLinked: false,
    };
    const { gate } = this.#main;
    // What is attached lives on this thread, so the process does too.
    const place = options.attached === undefined ? this.#main.hosts.place(host) : this.#main.index;
    return new Promise((resolve, reject) => {
      const done = (result: string | ErrorValue) => {
        if (typeof result !== 'string') {
          reject(failureFromError(result));
          return;
        }
        if (options.onExit !== undefined) this.#watch(result, options.onExit);
        resolve(result);
      };
      if (gate?.keeps(host) === true) gate.spawn(request, this.#system.pid, done);
      else if (place instanceof ErrorValue) done(place);
      else if (place === this.#main.index) {
        this.#main.spawner.start(request, this.#system.pid, null, (made) =>
          done(made instanceof ErrorValue ? made : made.pid),
        );
      } else {
        const operation = this.#operation('spawn', (exit) =>
          done(isNormal(exit) ? String(exit.value) : exit.error),
        );
        this.#main.post(place, 'spawn', [operation, false, ...writeSpawn(request)], this.#system.pid);
      }
    });
  }

  /** Calls a function; its exit is the outcome, never a rejection. */
  call(id: string, args: readonly Value[], options: CallOptions = {}): RunningCall {
    const { context = emptyContext, view = '', attached, isFresh } = options;
    const callable = this.#main.programs.function(id, view);
    if (callable === undefined) {
      const error = notFound(`function ${id} not found`);
      return { exit: Promise.resolve({ type: 'failed', error }), cancel: () => {} };
    }
    const request = {
      id,
      callable,
      args,
      context: under(callable.identity, context),
      view,
      attached,
      isFresh,
      parent: this.#system.pid,
    };
    const settings = {
      timeout: options.timeout ?? callable.defaults?.timeout,
      retry: options.retry ?? callable.defaults?.retry,
    };
    let settle: (exit: Exit) => void = () => {};
    const exit = new Promise<Exit>((resolve) => {
      settle = resolve;
    });
    const started = attempt(
      settings,
      this.#main.scheduler.timers,
      (answer) => this.#call(request, answer),
      settle,
    );
    return {
      exit,
      cancel: () => {
        started.cancel();
        settle({ type: 'terminated', error: canceled() });
      },
    };
  }

  #call(request: CallRequest, answer: Answer): Started {
    const home = this.#main.calls.homeOf(request.id, request.callable);
    if (home === this.#main.index) return this.#main.calls.start(request, answer);
    const operation = this.#operation('call', (exit) => answer.settle(exit));
    return this.#main.calls.startFar(home, request, this.#system.pid, operation);
  }

  /** A process whose body is TypeScript, on the first scheduler. Throws a failure when the name is taken. */
  actor(behaviour: Behaviour, options: ActorOptions = {}): string {
    const { host = SYSTEM, entry = host, context = emptyContext, name } = options;
    const process = this.#create(host, entry, context);
    process.trapsLinks = true;
    process.actor = new BehaviourBody(process, behaviour, this.#main.scheduler.log);
    if (name !== undefined) this.#name(process, name);
    return process.pid;
  }

  send(from: string, to: string, topic: string, values: readonly Value[]): ErrorValue | undefined {
    const { length } = values;
    return this.#main.outbox.sendAs(from, to, topic, length, length === 1 ? values[0] : [...values]);
  }

  /** `grace`: after so many milliseconds a process that never asked for its events is ended by force. */
  cancel(pid: string, reason: string, wait?: number, grace?: number): ErrorValue | undefined {
    return this.#main.outbox.cancelAs(this.#system.pid, pid, reason, wait, grace);
  }

  terminate(pid: string): ErrorValue | undefined {
    return this.#main.outbox.terminateNow(pid);
  }

  /** Watches a process that lives; false when it does not. */
  watch(pid: string, ended: (exit: Exit) => void): boolean {
    if (this.#main.outbox.monitor(this.#system, pid) !== undefined) return false;
    this.#watch(pid, ended);
    return true;
  }

  lookup(name: string): string | undefined {
    return this.#main.names.lookup(name);
  }

  /** The processes of that host are durable. */
  keeps(host: string): boolean {
    return this.#main.gate?.keeps(host) === true;
  }

  isAlive(pid: string): boolean {
    return this.#main.directory.isAlive(pid);
  }

  async processes(): Promise<ProcessInfo[]> {
    const others = await Promise.all(this.#others((shard) => this.#ask(shard.index, 'list', [])));
    // The far schedulers answer with what `processInfos` made there.
    const far = others.flatMap((listed) => toData(listed) as unknown as ProcessInfo[]);
    const all = [...processInfos(this.#main.scheduler, this.#main.programs), ...far];
    return all.filter((info) => info.pid !== this.#system.pid);
  }

  /** How the programs of these entries do, or those of all (see health.ts). */
  async health(entries: readonly string[] = []): Promise<HealthCounts[]> {
    const others = await Promise.all(this.#others((shard) => this.#ask(shard.index, 'health', entries)));
    // The far schedulers answer with what `counts` made there; an empty list comes as an empty table.
    const far = others.flatMap((counted) => toData(counted) as unknown as HealthCounts[]);
    const own = this.#main.scheduler.health.counts(entries.length === 0 ? undefined : new Set(entries));
    return merged([...own, ...far]);
  }

  publish(event: BusEvent): void {
    this.#main.bus.publish(event);
  }

  listen(filter: EventFilter, listener: (event: BusEvent) => void): Owned {
    return this.#main.bus.listen(filter, listener);
  }

  /** An entry has the program of this hash now: tells its processes that run another, and the sources that changed. */
  outdated(entry: string, hash: string, sources: readonly string[]): void {
    tellOutdatedProcesses(this.#main.scheduler, entry, hash, sources);
    this.#main.postToAll('outdated', [entry, hash, ...sources]);
  }

  /** Ends all processes at once. */
  close(): void {
    for (const shard of this.shards) {
      for (const process of shard.scheduler.processes()) shard.scheduler.end(process, TERMINATED);
    }
  }

  #create(host: string, entry: string, context: Context): Process {
    return this.#main.scheduler.create({
      host,
      entry,
      program: null,
      context,
      limits: defaultLimits,
      parent: '',
    });
  }

  #name(process: Process, name: string): void {
    this.#main.names.register(name, process.pid, (error) => {
      if (error === undefined) {
        this.#main.spawner.hold(process, name);
        return;
      }
      this.#main.scheduler.end(process, { type: 'failed', error });
      throw failureFromError(error);
    });
  }

  #others<T>(ask: (shard: Shard) => T): T[] {
    return this.shards.filter((shard) => shard !== this.#main).map(ask);
  }

  #ask(to: number, kind: string, content: readonly Value[]): Promise<Value> {
    return new Promise((resolve, reject) => {
      const operation = this.#operation(kind, (exit) =>
        isNormal(exit) ? resolve(exit.value) : reject(failureFromError(exit.error)),
      );
      this.#main.post(to, kind, [operation, ...content], this.#system.pid);
    });
  }

  #operation(name: string, settled: (exit: Exit) => void): number {
    return begin(this.#system, { module: SYSTEM, function: name, arguments: [] }, settled).id;
  }

  #watch(pid: string, ended: (exit: Exit) => void): void {
    this.#system.watched = added(this.#system.watched, pid);
    this.#exits.set(pid, ended);
  }

  #told(input: Input): void {
    if (input.type !== 'exit') return;
    const ended = this.#exits.get(input.from);
    this.#exits.delete(input.from);
    ended?.(input.exit);
  }
}

function joinAll(
  shards: readonly Shard[],
  handles: readonly CrossingHandle[],
  defer: (run: () => void) => void,
): void {
  const codec = new Codec(handles);
  for (const from of shards) {
    for (const to of shards) {
      if (from === to) continue;
      const receive = (packet: Packet) => to.receive(packet, from.index);
      from.join(to.index, new MemoryWire(codec, defer, receive));
    }
  }
}

const useNothing: Use = (_, id) => {
  throw failure('NotFound', `${id} not found`, { retryable: false });
};

/** The runtime's own process works on what it is told at once. */
function systemBody(told: (input: Input) => void): ActorBody {
  return { accept: told, run: () => false, stop: () => {} };
}
