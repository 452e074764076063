/** One scheduler of a node with all that belongs to it: names, hosts, calls, the bus, the ways out and in. */
import type { Chance, Clock, Log } from '#base';
import type { Value } from '#lua';
import { Arrivals } from './arrivals.ts';
import { Calls } from './calls.ts';
import { Directory } from './directory.ts';
import type { PostMortem } from './dump.ts';
import type { DurableGate } from './durable-gate.ts';
import { EventBus } from './event-bus.ts';
import type { Heap } from './heap.ts';
import { Hosts } from './hosts.ts';
import { Names } from './names.ts';
import { PlainOutbox } from './outbox.ts';
import { FROM, type Packet } from './packet.ts';
import type { Policy } from './policy.ts';
import type { Saving } from './process-snapshot.ts';
import type { Programs } from './program.ts';
import { Scheduler } from './scheduler.ts';
import { type Peers, SharedNames } from './shared-names.ts';
import type { Slots } from './slots.ts';
import { Spawner } from './spawner.ts';
import type { Surroundings, Use } from './surroundings.ts';
import type { Wire } from './wire.ts';

export interface ShardOptions {
  readonly index: number;
  readonly incarnation: number;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly defer: (run: () => void) => void;
  readonly saving?: (() => Saving) | undefined;
  readonly longestSlice?: number | undefined;
  readonly heap?: Heap | undefined;
  readonly postMortem?: PostMortem | undefined;
  readonly policy: Policy;
  readonly programs: Programs;
  readonly use: Use;
  /** The slots of all schedulers of the node by index; completed while the node is put together. */
  readonly slots: Slots[];
  /** How many schedulers the node has. */
  readonly count: number;
}

const noHeaders: ReadonlyMap<string, string> = new Map();

export class Shard implements Surroundings, Peers {
  readonly index: number;
  readonly count: number;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly policy: Policy;
  readonly programs: Programs;
  readonly log: Log;
  readonly use: Use;
  readonly scheduler: Scheduler;
  readonly directory: Directory;
  readonly names: SharedNames;
  readonly hosts: Hosts;
  readonly spawner: Spawner;
  readonly calls: Calls;
  readonly bus: EventBus;
  readonly outbox: PlainOutbox;
  /** Set once, by whoever keeps durable processes. */
  gate: DurableGate | null = null;
  readonly #arrivals: Arrivals;
  readonly #wires: Wire[] = [];

  constructor(options: ShardOptions) {
    this.index = options.index;
    this.count = options.count;
    this.clock = options.clock;
    this.chance = options.chance;
    this.policy = options.policy;
    this.programs = options.programs;
    this.log = options.log;
    this.use = options.use;
    this.scheduler = new Scheduler({ ...options, isShared: options.count > 1 });
    options.slots[options.index] = this.scheduler.slots;
    this.directory = new Directory(this.scheduler, options.incarnation, options.slots);
    this.names = new SharedNames(
      new Names((pid) => this.directory.isAlive(pid) || this.gate?.isAlive(pid) === true),
      this,
    );
    this.hosts = new Hosts(options.count);
    this.spawner = new Spawner(this);
    this.calls = new Calls(this);
    this.bus = new EventBus(
      ({ system, kind, path, data }) => this.postToAll('event', [system, kind, path, data]),
      options.log,
    );
    this.outbox = new PlainOutbox(this);
    this.#arrivals = new Arrivals(this);
    this.scheduler.outbox = this.outbox;
    this.scheduler.surroundings = this;
  }

  get peers(): Peers {
    return this;
  }

  /** The wire to another scheduler of the node. */
  join(to: number, wire: Wire): void {
    this.#wires[to] = wire;
  }

  post(to: number, kind: string, content: readonly Value[], from = ''): void {
    const wire = this.#wires[to];
    if (wire === undefined) throw new Error(`there is no wire to scheduler ${to}`);
    wire.send({ kind, headers: from === '' ? noHeaders : new Map([[FROM, from]]), content });
  }

  queued(to: number): number {
    return this.#wires[to]?.queued ?? 0;
  }

  postToAll(kind: string, content: readonly Value[]): void {
    for (let to = 0; to < this.count; to++) if (to !== this.index) this.post(to, kind, content);
  }

  /** Takes a packet of another scheduler. */
  receive(packet: Packet, from: number): void {
    this.#arrivals.receive(packet, from);
  }
}
