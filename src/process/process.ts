/**
 * A process: everything that one actor is and holds on its scheduler. Its body is guest code, as fibers, or an actor
 * in TypeScript. The scheduler runs it; inputs reach it through input.ts only; what it does to others leaves through
 * its outbox only.
 *
 * A node holds a great many of these, so what few processes need is made when it is needed.
 */
import { type Clock, type Data, Few } from '#base';
import { type Changes, type Fn, type Frame, type Numbering, Task, type Value } from '#lua';
import type { Attachment } from '#plugin';
import type { Context } from './context.ts';
import type { ErrorValue } from './error-value.ts';
import type { Exit } from './exit.ts';
import { Fiber, type Owner } from './fiber.ts';
import type { Keeper } from './keeping.ts';
import type { Limits } from './limits.ts';
import { Mailbox } from './mailbox.ts';
import { FUEL_PER_LOOK, type MemoryAccount } from './memory-account.ts';
import type { Input } from './message.ts';
import type { Owned } from './owned.ts';
import type { Operation, Operations } from './pending.ts';
import type { Pids } from './pids.ts';
import type { Program } from './program.ts';
import { NOTHING_SELDOM, type Outdated, Seldom } from './seldom.ts';

export type { Outdated, Owned };

/** What the process must know of its scheduler. */
export interface Home {
  /** Puts a process that can go on into the run queue. */
  enqueue(process: Process): void;
  readonly clock: Clock;
  /** Makes the pid. */
  name(process: Pick<Process, 'host' | 'slot' | 'generation'>): string;
  /** Ends the process, whatever it is doing. */
  end(process: Process, exit: Exit): void;
  /** Runs `run` after so many milliseconds, unless it is released before or the process ends. */
  after(process: Process, delay: number, run: () => void): Owned;
}

/**
 * The one way out of a process (P1). The plain outbox acts at once, a durable one when the step is committed. What
 * may have to wait for another scheduler answers `null` instead of at once: then the running fiber is woken with the
 * results `value` or `nil, err`.
 */
export interface Outbox {
  /** Puts a copy of the values on the way; `value` is the list of them unless `count` is 1. */
  send(from: Process, to: string, topic: string, count: number, value: Value): ErrorValue | undefined | null;
  /** The pid of the new process. */
  spawn(from: Process, request: SpawnRequest): string | ErrorValue | null;
  /** Starts a process whose result is the answer to this operation. */
  exec(from: Process, request: SpawnRequest, operation: Operation): ErrorValue | undefined;
  exit(process: Process, exit: Exit): void;
  link(from: Process, to: string): ErrorValue | undefined;
  unlink(from: Process, to: string): ErrorValue | undefined;
  monitor(from: Process, to: string): ErrorValue | undefined;
  unmonitor(from: Process, to: string): ErrorValue | undefined;
  /** The deadline is milliseconds from now. */
  cancel(from: Process, to: string, reason: string, deadline: number | undefined): ErrorValue | undefined;
  terminate(from: Process, to: string): ErrorValue | undefined;
  register(from: Process, name: string, pid: string): true | ErrorValue | null;
  /** false: nothing was registered under the name. */
  unregister(from: Process, name: string): boolean | null;
  publish(from: Process, event: BusEvent): void;
}

export interface SpawnRequest {
  readonly program: Program;
  readonly host: string;
  /** Copied on the way. */
  readonly args: readonly Value[];
  readonly context: Context;
  readonly name?: string | undefined;
  /** Delivered first. */
  readonly messages?: readonly { readonly topic: string; readonly count: number; readonly value: Value }[];
  readonly isMonitored: boolean;
  readonly isLinked: boolean;
  /** Through which version of the entries it sees; that of its spawner. */
  readonly view: string;
  readonly attached?: readonly Attachment[] | undefined;
  /** What hosts that keep their processes may be told. */
  readonly options?: Readonly<Record<string, Data>> | undefined;
}

/** An event of the bus; the data is a value of the sender's, copied on the way. */
export interface BusEvent {
  readonly system: string;
  readonly kind: string;
  readonly path: string;
  readonly data: Value;
}

/** Takes what a process gives back: a call waits for its result, a test for its exit. */
export interface Answer {
  /** Called once: when the main body has returned, or when the process has ended without that. */
  settle(exit: Exit): void;
  /** Called once, after `settle`, when the process is gone; `isClean` when no error ended it. */
  ended?(isClean: boolean): void;
}

/** A body in TypeScript: takes every input, and works on them when its turn comes. */
export interface ActorBody {
  accept(input: Input): void;
  /** Works on what has come; true when it wants another turn. */
  run(): boolean;
  stop(exit: Exit): void;
}

export const IDLE = 0;
export const WOKEN = 1;
export const SPENT = 2;
export const RUNNING = 3;
export const ENDED = 4;
/** Where a process stands: waiting, in one of the two classes of the run queue (M4), running, or gone. */
export type Standing = typeof IDLE | typeof WOKEN | typeof SPENT | typeof RUNNING | typeof ENDED;

/** What a process is made of. */
export interface Seed {
  readonly host: string;
  readonly entry: string;
  readonly program: Program | null;
  readonly context: Context;
  readonly limits: Limits;
  readonly parent: string;
}

export class Process implements Owner, Numbering {
  readonly home: Home;
  readonly outbox: Outbox;
  readonly slot: number;
  readonly generation: number;
  readonly host: string;
  readonly parent: string;
  readonly startedAt: number;
  context: Context;
  readonly limits: Limits;
  entry: string;
  program: Program | null;
  /** Through which version of the entries it sees; '' is the current one as it moves. */
  view = '';
  /** Who commits what it does; null for all that are not durable. */
  keeper: Keeper | null = null;
  standing: Standing = IDLE;
  /** Counts the fuel that was spent. */
  reductions = 0;
  /** When so much fuel is spent its memory is looked at again, and what was found; see memory-watch.ts. */
  lookAt = FUEL_PER_LOOK;
  memory: MemoryAccount | null = null;
  /** What was saved of it; null as long as nothing was. */
  saved: Changes | null = null;
  /** Ids of inputs, operations, timers and subscriptions of this process. */
  inputs = 0;
  serial = 0;
  /** A call of a function: it lives until its last fiber has ended, and with its caller until it has answered. */
  isCall = false;
  /** Somebody asked it to end: it does not begin anew. */
  isCanceled = false;
  /** What the main body of a call came to, while other fibers go on. */
  result: Exit | null = null;
  answer: Answer | null = null;
  isAnswered = false;
  actor: ActorBody | null = null;
  main: Fiber | null = null;
  /** Pids that watch this one, and pids that this one watches. */
  watchers: Pids | null = null;
  watched: Pids | null = null;
  owned: Few<Owned> | null = null;
  /** Like `owned`, but what stays through an upgrade: names, the place on a capped host. */
  ties: Few<Owned> | null = null;
  operations: Operations | null = null;
  /** Where it sent its last message, and to whom: mostly it is the next one's receiver too. */
  lastTo = '';
  lastReceiver: Process | null = null;
  /** The run queue's own link. */
  nextInQueue: Process | null = null;
  #pid = '';
  #seldom: Seldom = NOTHING_SELDOM;
  #mailbox: Mailbox | null = null;
  #ready: Fiber | null = null;
  #lastReady: Fiber | null = null;

  /** `pid`: that of a process which had one before. */
  constructor(
    home: Home,
    outbox: Outbox,
    slot: number,
    generation: number,
    startedAt: number,
    seed: Seed,
    pid = '',
  ) {
    this.#pid = pid;
    this.home = home;
    this.outbox = outbox;
    this.slot = slot;
    this.generation = generation;
    this.startedAt = startedAt;
    this.host = seed.host;
    this.entry = seed.entry;
    this.program = seed.program;
    this.context = seed.context;
    this.limits = seed.limits;
    this.parent = seed.parent;
  }

  /** Which way it took where code has changed, by the names of the changes. */
  get versions(): Map<string, number> | null {
    return this.#seldom.versions;
  }

  set versions(value: Map<string, number> | null) {
    if (value !== this.#seldom.versions) this.#own().versions = value;
  }

  /** When a cancel ends it by force, in milliseconds of the monotonic clock. */
  get endsAt(): number | undefined {
    return this.#seldom.endsAt;
  }

  set endsAt(value: number | undefined) {
    if (value !== this.#seldom.endsAt) this.#own().endsAt = value;
  }

  /** What the maker of this call attached to it. */
  get attached(): readonly Attachment[] | null {
    return this.#seldom.attached;
  }

  set attached(value: readonly Attachment[] | null) {
    if (value !== this.#seldom.attached) this.#own().attached = value;
  }

  /** For hibernation: its inputs at the last look, and when it was found that it cannot sleep. */
  get seen(): number {
    return this.#seldom.seen;
  }

  set seen(value: number) {
    if (value !== this.#seldom.seen) this.#own().seen = value;
  }

  get restless(): number {
    return this.#seldom.restless;
  }

  set restless(value: number) {
    if (value !== this.#seldom.restless) this.#own().restless = value;
  }

  /** The last address that a text named, such as `table: 0x00000012`. */
  get lastAddress(): number {
    return this.#seldom.lastAddress;
  }

  set lastAddress(value: number) {
    if (value !== this.#seldom.lastAddress) this.#own().lastAddress = value;
  }

  /** Newer versions of its code that it knows of, and the event that tells so. */
  get outdated(): Outdated | null {
    return this.#seldom.outdated;
  }

  set outdated(value: Outdated | null) {
    if (value !== this.#seldom.outdated) this.#own().outdated = value;
  }

  get trapsLinks(): boolean {
    return this.#seldom.trapsLinks;
  }

  set trapsLinks(value: boolean) {
    if (value !== this.#seldom.trapsLinks) this.#own().trapsLinks = value;
  }

  get isUpgradable(): boolean {
    return this.#seldom.isUpgradable;
  }

  set isUpgradable(value: boolean) {
    if (value !== this.#seldom.isUpgradable) this.#own().isUpgradable = value;
  }

  get fibers(): Fiber[] | null {
    return this.#seldom.fibers;
  }

  set fibers(value: Fiber[] | null) {
    if (value !== this.#seldom.fibers) this.#own().fibers = value;
  }

  get links(): Pids | null {
    return this.#seldom.links;
  }

  set links(value: Pids | null) {
    if (value !== this.#seldom.links) this.#own().links = value;
  }

  #own(): Seldom {
    if (this.#seldom === NOTHING_SELDOM) this.#seldom = new Seldom();
    return this.#seldom;
  }

  /** Messages that nobody has received. */
  get waiting(): number {
    return this.#mailbox?.length ?? 0;
  }

  /** Made for the first message, or when somebody first looks. */
  get mailbox(): Mailbox {
    this.#mailbox ??= new Mailbox();
    return this.#mailbox;
  }

  set mailbox(mailbox: Mailbox) {
    this.#mailbox = mailbox;
  }

  /** The pid, made when somebody first asks: most calls end without. */
  get pid(): string {
    if (this.#pid === '') this.#pid = this.home.name(this);
    return this.#pid;
  }

  /** Nobody ever asked for the pid, so nobody can know the process by it. */
  get isAnonymous(): boolean {
    return this.#pid === '';
  }

  get isAlive(): boolean {
    return this.standing !== ENDED;
  }

  /** Starts a line of execution, with a function and its arguments or a frame; the first one is the main body. */
  start(body: Fn | Frame, args?: Value[]): Fiber {
    const fiber = new Fiber(new Task(body, args), this);
    if (this.main === null) this.main = fiber;
    else {
      this.fibers ??= [];
      fiber.place = this.fibers.push(fiber) - 1;
    }
    this.ready(fiber);
    return fiber;
  }

  /** Forgets a fiber that has ended; true when it was the last. */
  finished(fiber: Fiber): boolean {
    if (fiber === this.main) this.main = null;
    else if (this.fibers !== null) {
      const last = this.fibers.pop();
      if (last !== undefined && last !== fiber) {
        this.fibers[fiber.place] = last;
        last.place = fiber.place;
      }
    }
    return this.main === null && (this.fibers === null || this.fibers.length === 0);
  }

  ready(fiber: Fiber): void {
    if (this.#lastReady === null) this.#ready = fiber;
    else this.#lastReady.next = fiber;
    this.#lastReady = fiber;
    if (this.standing === IDLE) this.home.enqueue(this);
  }

  get hasReady(): boolean {
    return this.#ready !== null;
  }

  /** Those that can go on, in their order. */
  get readyFibers(): Fiber[] {
    const all: Fiber[] = [];
    for (let fiber = this.#ready; fiber !== null; fiber = fiber.next) all.push(fiber);
    return all;
  }

  /** Takes the fiber whose turn it is. */
  takeReady(): Fiber | null {
    const fiber = this.#ready;
    if (fiber === null) return null;
    this.#ready = fiber.next;
    if (fiber.next === null) this.#lastReady = null;
    else fiber.next = null;
    return fiber;
  }

  /** Drops all that the code was doing, for an upgrade; the mailbox and all ties to others stay. */
  abandon(): void {
    const { owned, operations } = this;
    this.main = null;
    this.fibers = null;
    this.#ready = null;
    this.#lastReady = null;
    this.owned = null;
    this.operations = null;
    if (owned !== null) for (const one of owned) one.release();
    if (operations !== null) for (const one of operations) one.drop();
    this.mailbox.abandon();
  }

  /** Something that ends with the process and not with its code. */
  tie(owned: Owned): void {
    this.ties ??= new Few();
    this.ties.add(owned);
  }

  own(owned: Owned): void {
    this.owned ??= new Few();
    this.owned.add(owned);
  }

  disown(owned: Owned): void {
    this.owned?.delete(owned);
  }
}
