/**
 * One scheduler: its processes, its run queue, its timers. Everything in here runs on one thread and never waits.
 *
 *   M4   A turn of the run queue takes at most 4 ms, then the event loop has its turn (for the order see run-queue.ts).
 *   P4   A process that has ended is gone (names free, pid dead, what it owned released) before anybody is told.
 *   Sc1  A slice is about one millisecond of work: what that is in fuel is measured whenever a slice was used up. A
 *        process whose slices take much longer than that gets slices of its own, which grow again slowly.
 *   Sc2  A process ends when its main body has returned; a call when all its fibers have. An error in any of its
 *        fibers ends it.
 *   Sc3  However many processes are woken, the event loop is asked for one turn.
 *
 * Hot: a message hop passes `enqueue`, `#next` and `#execute`, so these allocate nothing and read no clock.
 */
import type { Clock, Few, Log } from '#base';
import { changes, DONE, FAILED, numbering, R, SLICED } from '#lua';
import { Delay } from './delay.ts';
import { dumpOf, type PostMortem, placeOfFailure } from './dump.ts';
import { failureFromError } from './error-value.ts';
import { type AbnormalExit, crashed, type Exit, exitOf, isNormal, TERMINATED } from './exit.ts';
import type { Fiber } from './fiber.ts';
import { HealthBook } from './health.ts';
import { type Heap, threadHeap } from './heap.ts';
import { Hibernation, Sleeper } from './hibernation.ts';
import { MemoryWatch } from './memory-watch.ts';
import { Pace } from './pace.ts';
import { HostPids, pidPrefix, slotIn } from './pid.ts';
import {
  ENDED,
  type Home,
  IDLE,
  type Outbox,
  type Owned,
  Process,
  RUNNING,
  type Seed,
  WOKEN,
} from './process.ts';
import type { Saving } from './process-snapshot.ts';
import { overReductions } from './reductions-limit.ts';
import type { Restoring } from './restoring.ts';
import { resume } from './resume-fiber.ts';
import { RunQueue } from './run-queue.ts';
import { running } from './running.ts';
import { Slots } from './slots.ts';
import { Timers } from './timers.ts';

export interface SchedulerOptions {
  readonly index: number;
  /** There are other schedulers on this node. */
  readonly isShared: boolean;
  /** Distinguishes this run of the node from all others. */
  readonly incarnation: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks the event loop for a turn. */
  readonly defer: (turn: () => void) => void;
  /** What saving processes needs to know; without it none sleeps. */
  readonly saving?: (() => Saving) | undefined;
  /** The most fuel of a slice: what the thread's stack admits. */
  readonly longestSlice?: number | undefined;
  /** The thread's own when left out. */
  readonly heap?: Heap | undefined;
  /** Wants to know what failed processes were doing. */
  readonly postMortem?: PostMortem | undefined;
}

const TURN_MILLIS = 4;
/** So many processes begin before the thread's heap is asked for the first time. */
const FIRST_ASK = 64;
/** How many processes run between two looks at the clock. */
const RUNS_PER_LOOK = 32;
/** One that spends 2 to the power of this counts for two. */
const FUEL_PER_RUN = 7;
/** One that ends counts for so many more. */
const RUNS_PER_END = 8;
/** A turn ends after so many slices' worth of fuel, whatever the clock says (a virtual one stands still). */
const SLICES_PER_TURN = 8;

export class Scheduler implements Home {
  readonly index: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly slots: Slots;
  readonly timers: Timers;
  readonly memory: MemoryWatch;
  readonly health = new HealthBook();
  /** Null where processes cannot be saved. */
  readonly hibernation: Hibernation | null;
  readonly #bySlot: (Process | Sleeper | null)[] = [];
  readonly #pids = new Map<string, HostPids>();
  /** Those of the host that was asked for last. */
  #lastPids: HostPids | null = null;
  #lastHost = '';
  readonly #prefix: string;
  readonly #defer: (turn: () => void) => void;
  readonly #pace: Pace;
  readonly #postMortem: PostMortem | undefined;
  readonly #turn = () => this.#runTurn();
  #outbox: Outbox | null = null;
  /** What host functions find around the process that calls them; set once, like the outbox. */
  surroundings: unknown = null;
  #isArmed = false;
  #isInTurn = false;
  /** When this turn began, in milliseconds since 1970. */
  #turnBegan = Number.NaN;
  readonly #queue = new RunQueue();
  /** Those that have ended while another one's end was told. */
  #endings: { process: Process; exit: Exit }[] = [];
  #isTelling = false;

  constructor(options: SchedulerOptions) {
    this.index = options.index;
    this.clock = options.clock;
    this.log = options.log;
    this.slots = new Slots(options.isShared);
    this.timers = new Timers(options.clock);
    this.memory = new MemoryWatch(options.heap ?? threadHeap, options.heap === undefined ? FIRST_ASK : 0);
    this.hibernation =
      options.saving === undefined
        ? null
        : new Hibernation(options.saving, this, () => this.surroundings as Restoring['around']); // see shard.ts
    this.#prefix = pidPrefix(options.incarnation, options.index);
    this.#defer = options.defer;
    this.#pace = new Pace(options.clock, options.longestSlice);
    this.#postMortem = options.postMortem;
  }

  /** The way out that new processes get; set once, by whoever joins the parts of a node. */
  set outbox(outbox: Outbox) {
    this.#outbox = outbox;
  }

  get outbox(): Outbox {
    if (this.#outbox === null) throw new Error('the scheduler has no outbox');
    return this.#outbox;
  }

  /** Makes a process; it runs once it has a fiber or an input. `kept`: one that has a pid and an outbox of its own. */
  create(seed: Seed, kept?: { readonly pid: string; readonly outbox: Outbox }): Process {
    const slot = this.slots.take();
    const process = new Process(
      this,
      kept?.outbox ?? this.outbox,
      slot,
      this.slots.generation(slot),
      this.#isInTurn ? this.#turnBegan : this.clock.now(),
      seed,
      kept?.pid,
    );
    this.#bySlot[slot] = process;
    return process;
  }

  /** A living process of this scheduler. Found by its slot: that is twice as fast as by a map of texts. */
  find(pid: string): Process | undefined {
    const process = this.#bySlot[slotIn(pid)];
    if (process === undefined || process === null || process.pid !== pid) return undefined;
    return 'home' in process ? process : this.#awake(process);
  }

  /** Those that are wanted; who sleeps is woken for it. */
  *processes(wanted: (one: Process | Sleeper) => boolean = () => true): Generator<Process> {
    for (const one of this.#bySlot) {
      if (one !== null && wanted(one)) yield one instanceof Process ? one : this.#awake(one);
    }
  }

  /** Those that do not sleep. */
  *awake(): Generator<Process> {
    for (const one of this.#bySlot) if (one instanceof Process) yield one;
  }

  *sleepers(): Generator<Sleeper> {
    for (const one of this.#bySlot) if (one instanceof Sleeper) yield one;
  }

  #awake(sleeper: Sleeper): Process {
    if (this.hibernation === null) throw new Error('a process sleeps where none can');
    return this.hibernation.wake(sleeper);
  }

  exchange(slot: number, one: Process | Sleeper): void {
    this.#bySlot[slot] = one;
  }

  name(process: Pick<Process, 'host' | 'slot' | 'generation'>): string {
    const { host, slot, generation } = process;
    if (this.#lastPids !== null && host === this.#lastHost) return this.#lastPids.pid(slot, generation);
    const pids = this.#pids.get(host) ?? new HostPids(host, this.#prefix);
    this.#pids.set(host, pids);
    this.#lastPids = pids;
    this.#lastHost = host;
    return pids.pid(slot, generation);
  }

  enqueue(process: Process): void {
    this.#queue.addWoken(process);
    if (!this.#isArmed && !this.#isInTurn) this.#arm();
  }

  /** Takes fuel from the running process that no work stands behind, such as the price of a flood (M2). */
  charge(fuel: number): void {
    this.#pace.charge(Math.ceil(fuel));
  }

  after(process: Process, delay: number, run: () => void): Owned {
    return new Delay(process, this.timers, delay, run);
  }

  /** Runs something when the event loop comes to it, after the turn that is due before. */
  later(run: () => void): void {
    this.#defer(run);
  }

  /** The run queue has nothing in it. */
  get isIdle(): boolean {
    return this.#queue.isEmpty;
  }

  #arm(): void {
    this.#isArmed = true;
    this.#defer(this.#turn);
  }

  #runTurn(): void {
    this.#isArmed = false;
    this.#isInTurn = true;
    try {
      const pace = this.#pace;
      const began = this.clock.monotonic();
      pace.began = began;
      this.#turnBegan = this.clock.now();
      let runs = RUNS_PER_LOOK;
      let fuel = pace.slice * SLICES_PER_TURN;
      const queue = this.#queue;
      for (;;) {
        const process = queue.next(pace.slice);
        if (process === null) break;
        const before = process.reductions;
        const isUsedUp = this.#execute(process);
        const used = process.reductions - before;
        fuel -= used + 1;
        runs -= 1 + (used >> FUEL_PER_RUN);
        // To begin and to end takes more than the fuel says.
        if (process.standing === ENDED) runs -= RUNS_PER_END;
        if (isUsedUp || runs <= 0) {
          runs = RUNS_PER_LOOK;
          pace.began = this.clock.monotonic();
          if (pace.began - began >= TURN_MILLIS || fuel <= 0) break;
        } else pace.began = Number.NaN;
      }
    } finally {
      this.#isInTurn = false;
      if (!this.isIdle && !this.#isArmed) this.#arm();
    }
  }

  /** Runs a process until nothing in it can go on or its slice is used up; true for the latter. */
  #execute(process: Process): boolean {
    const wasWoken = process.standing === WOKEN;
    process.standing = RUNNING;
    const account = process.memory;
    const pace = this.#pace;
    const slice = pace.begin(process, !wasWoken);
    const isLookedAt = process.reductions >= process.lookAt;
    if (isLookedAt) {
      if (account !== null && account.measuring !== null) return this.#measure(process);
      const exit = overReductions(process);
      if (exit !== undefined) return this.#exceeded(process, exit);
      this.memory.begin(process);
    }
    R.fuel = slice;
    R.room = account === null ? process.limits.memory : process.limits.memory - account.size;
    R.limits = process.limits;
    running.process = process;
    changes.current = process.saved;
    numbering.current = process;
    running.surroundings = this.surroundings;
    if (process.actor !== null) this.#runActor(process);
    else this.#runFibers(process);
    running.process = null;
    running.fiber = null;
    const used = slice - R.fuel;
    process.reductions += used;
    if (wasWoken) this.#queue.count(used - pace.unworked);
    const isUsedUp = R.fuel <= 0;
    if (isUsedUp) pace.adapt(process, slice);
    if (process.standing === RUNNING) {
      process.standing = IDLE;
      if (this.slots.isShared) this.slots.setLength(process.slot, process.mailbox.length);
      const mustMeasure = isLookedAt && this.memory.end(process, used);
      const goesOn = process.hasReady || mustMeasure;
      if (goesOn) this.#requeue(process, isUsedUp);
      if (process.keeper !== null) process.keeper.rested(goesOn);
      else if (!goesOn && this.hibernation !== null) this.hibernation.rested(process);
    }
    return isUsedUp;
  }

  /** A turn of a process that is spent on taking its size. */
  #measure(process: Process): boolean {
    const exit = this.memory.step(process);
    if (exit !== undefined) return this.#exceeded(process, exit);
    process.standing = IDLE;
    if (process.hasReady || process.memory?.measuring !== null) this.#requeue(process, true);
    return true;
  }

  #exceeded(process: Process, exit: AbnormalExit): boolean {
    process.standing = IDLE;
    this.#fail(process, exit, null);
    return true;
  }

  #runFibers(process: Process): void {
    for (let fiber = process.takeReady(); fiber !== null; fiber = process.takeReady()) {
      running.fiber = fiber;
      switch (resume(fiber)) {
        case DONE:
          this.#returned(process, fiber);
          break;
        case FAILED:
          this.#fail(process, crashed(fiber.task.error, fiber.task.trace ?? ''), fiber);
          break;
        case SLICED:
          process.ready(fiber);
          break;
      }
      if (R.fuel <= 0 || process.standing === ENDED) return;
    }
  }

  /** Ends a process by an error that its code made, while what it was doing can still be looked at. */
  #fail(process: Process, exit: AbnormalExit, fiber: Fiber | null): void {
    const postMortem = this.#postMortem;
    try {
      if (postMortem?.wants(process.entry, placeOfFailure(process, fiber)) === true)
        postMortem.keep(dumpOf(process, exit.error, fiber, postMortem));
    } catch (thrown) {
      this.log.error('a dump could not be made', { entry: process.entry, error: thrown });
    }
    if (fiber !== null) fiber.task.frames = null;
    this.end(process, exit, true);
  }

  #runActor(process: Process): void {
    if (process.actor?.run() === true && process.standing === RUNNING) {
      process.standing = IDLE;
      this.#requeue(process, true);
    }
  }

  #requeue(process: Process, isUsedUp: boolean): void {
    if (!isUsedUp) {
      this.enqueue(process);
      return;
    }
    this.#queue.addSpent(process);
  }

  /** A body has returned (Sc2). */
  #returned(process: Process, fiber: Fiber): void {
    const isMain = fiber === process.main;
    const isLast = process.finished(fiber);
    if (isMain) {
      const exit = exitOf(fiber.task.values);
      if (!process.isCall) {
        this.end(process, exit);
        return;
      }
      process.result = exit;
      if (!isLast) {
        process.isAnswered = true;
        process.answer?.settle(exit);
      }
    }
    if (isLast) this.end(process, process.result ?? exitOf([]));
  }

  /** `hasFailed`: by itself, though its exit does not say so. */
  end(process: Process, exit: Exit, hasFailed = false): void {
    if (process.standing === ENDED) return;
    process.standing = ENDED;
    this.#bySlot[process.slot] = null;
    process.lastReceiver = null;
    this.#release(process, exit);
    this.slots.release(process.slot);
    const { answer, program } = process;
    if (program !== null && !process.isCall && process.view === '')
      this.health.ended(program, exit.type === 'failed' || hasFailed);
    if (exit.type === 'failed') this.#report(process, exit);
    if (answer !== null) {
      process.answer = null;
      if (!process.isAnswered) answer.settle(exit);
      answer.ended?.(isNormal(exit));
    }
    if (process.keeper !== null) process.keeper.ended(exit);
    else if (process.links !== null || process.watchers !== null || process.watched !== null)
      this.#tell(process, exit);
  }

  /** Takes a process out of memory that goes on from what is stored of it: nobody is told. */
  unload(process: Process): void {
    if (process.standing === ENDED) return;
    process.standing = ENDED;
    this.#bySlot[process.slot] = null;
    this.#release(process, TERMINATED);
    this.slots.release(process.slot);
  }

  /** A failure of which nobody is told must at least stand in the log. */
  #report(process: Process, exit: AbnormalExit): void {
    const isTold = process.answer !== null && !process.isAnswered;
    if (isTold || process.watchers !== null || process.links !== null) return;
    const { pid, entry } = process;
    this.log.warn('a process failed', { pid, entry, error: failureFromError(exit.error) });
  }

  /** Lets go of everything that ends with the process. What fails in this is a bug of the owned thing, and logged. */
  #release(process: Process, exit: Exit): void {
    const { owned, ties, operations, actor } = process;
    if (owned !== null) {
      process.owned = null;
      this.#letGo(process, owned);
    }
    if (ties !== null) {
      process.ties = null;
      this.#letGo(process, ties);
    }
    if (operations !== null) {
      process.operations = null;
      for (const one of operations) this.#guard(process, () => one.drop());
    }
    if (actor !== null) this.#guard(process, () => actor.stop(exit));
  }

  /** Most processes hold one thing. */
  #letGo(process: Process, holdings: Few<Owned>): void {
    const { only } = holdings;
    try {
      if (only !== null) only.release();
      else for (const one of holdings) this.#guard(process, () => one.release());
    } catch (thrown) {
      this.#failedRelease(process, thrown);
    }
  }

  #guard(process: Process, act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.#failedRelease(process, thrown);
    }
  }

  #failedRelease({ entry }: Process, thrown: unknown): void {
    this.log.error('releasing what a process held failed', { entry, error: thrown });
  }

  /** Tells the others one after the other: a chain of links of any length must not become a chain of calls. */
  #tell(process: Process, exit: Exit): void {
    if (this.#isTelling) {
      this.#endings.push({ process, exit });
      return;
    }
    this.#isTelling = true;
    process.outbox.exit(process, exit);
    for (const ending of this.#endings) ending.process.outbox.exit(ending.process, ending.exit);
    if (this.#endings.length > 0) this.#endings = [];
    this.#isTelling = false;
  }
}
