/**
 * Those who live in the store, in memory or not: read when their host starts, begun, held, taken out of memory.
 *
 *   Po1  A process goes on from its last commit: its state, then the inputs that no commit consumed, then what it waited
 *        for outside is begun again.
 *   K1   During whom the node was lost four times is not tried a fifth time: it is held; before that it goes on by itself.
 *   D11  Those it was tied to that were not durable are gone with their node.
 */
import { type Clock, isFailure, type Log, toFailure } from '#base';
import { Heap } from '#lua';
import {
  accept,
  beginning,
  copied,
  copies,
  hostOf,
  Instance,
  limitsOf,
  Message,
  type MovedProgram,
  type Outbox,
  Pids,
  type Process,
  type Program,
  type Resumer,
  readContext,
  restoreProcess,
  resumeOperations,
  type Saving,
  type Shard,
  type SpawnRequest,
} from '#process';
import { tellAfterAbsence } from './after-absence.ts';
import { Awakening, elapsedSince, type Found, isResting, readAwakening, restOf } from './awakening.ts';
import type { ValueCodec } from './checked-codec.ts';
import { cutTies } from './cut-ties.ts';
import { Held, type Holding, heldForLosses } from './held.ts';
import { type Entering, readInput } from './input-form.ts';
import { type Keeping, Kept, type Stored } from './kept.ts';
import { doneOf, type Load, Loads } from './loads.ts';
import type { ProgramArchive } from './program-archive.ts';
import { endsPutOff, PutOff } from './put-off.ts';
import { endOfRun, isEnd, operationsBefore, tookTooLong } from './runs.ts';
import { Sleepers } from './sleepers.ts';
import { StoredRequests } from './start-request.ts';
import { readAttributes } from './step.ts';
import type { Backend } from './store/backend.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';
import type { Bytes, NameRecord, RestingProcess, StartRecord, StoredProcess } from './store/records.ts';
import { isDamage, isDamagedPartly } from './store/sqlite-faults.ts';
import { ALONE } from './store/store-methods.ts';
import { StoredCode } from './stored-code.ts';
import { Suspects } from './suspects.ts';

export interface PopulationOptions {
  readonly shard: Shard;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
  readonly codec: ValueCodec;
  readonly saving: () => Saving;
  readonly resumer: Resumer;
  readonly archive: ProgramArchive;
  /** Gathers what is asked for in one turn. */
  readonly defer: (run: () => void) => void;
  /** While the node begins: resolves when what processes call is there, or will not be. */
  readonly beginning?: (() => Promise<void> | undefined) | undefined;
}

const MOST_ATTEMPTS = 4;
/** Before a store that did not answer is asked again, in milliseconds. */
const PAUSE = 500;

/** What a process is made of. */
type Made = Omit<StartRecord, 'name' | 'program' | 'entry'> &
  Partial<Pick<StoredProcess, 'context' | 'step' | 'run' | 'fence' | 'at'>>;

/** What is needed to make one that is only looked at. */
type Likeness = Pick<Made, 'pid' | 'host' | 'parent' | 'request' | 'context' | 'run'>;

export class Population {
  readonly #options: PopulationOptions;
  readonly #engine: Keeping;
  readonly #outbox: Outbox;
  readonly #writes: GroupedWrites;
  /** All that live; null for those that are not in memory. */
  readonly #living = new Map<string, Kept | null>();
  readonly #loads: Loads;
  readonly sleepers: Sleepers;
  readonly held: Held;
  /** Those of hosts that are not there yet. */
  #names: readonly NameRecord[] = [];
  /** Hosts whose processes are being read, or are there. */
  readonly #waking = new Set<string>();
  /** Those whose time has not come. */
  readonly #putOff: PutOff;
  /** Those of them that begin now, whatever the store says of their time. */
  readonly #due = new Set<string>();
  readonly suspects: Suspects;
  readonly code: StoredCode;
  readonly requests: StoredRequests;
  isClosing = false;

  constructor(options: PopulationOptions, engine: Keeping, outbox: Outbox, writes: GroupedWrites) {
    this.#options = options;
    this.#engine = engine;
    this.#outbox = outbox;
    this.#writes = writes;
    this.suspects = new Suspects(options.clock, (pid) => void this.#goOnApart(pid));
    this.code = new StoredCode(options);
    this.requests = new StoredRequests(options.codec);
    this.#putOff = new PutOff(options.clock, (pid) => this.#beginNow(pid));
    this.sleepers = new Sleepers(options.shard, engine, this);
    this.#loads = new Loads({
      read: (pids) => options.backend.ask('processes', pids),
      defer: options.defer,
      later: (run) => engine.later(run),
      goOn: (stored, load) => this.#goOn(stored, load),
      refused: (pid, thrown) => this.#refused(pid, thrown),
      isInMemory: (pid) => this.get(pid) !== undefined,
    });
    this.held = new Held(options, writes, (pid, failures) => void this.#retried(pid, failures));
  }

  /** Learns who lives. Rejects when the store cannot be read. */
  async open(): Promise<void> {
    const pids = await this.#options.backend.ask('living');
    for (const pid of pids) this.#living.set(pid, null);
    this.#names = (await this.#options.backend.ask('names')).filter(({ pid }) => this.#living.has(pid));
  }

  has(pid: string): boolean {
    return this.#living.has(pid);
  }

  /** Undefined for one that is not in memory. */
  get(pid: string): Kept | undefined {
    return this.#living.get(pid) ?? undefined;
  }

  /** Messages that wait for it, as far as this node knows. */
  readonly pending = (pid: string) => this.get(pid)?.process.waiting ?? this.#loads.lying(pid);

  *inMemory(): Generator<Kept> {
    for (const kept of this.#living.values()) if (kept !== null) yield kept;
  }

  /** One that is about to begin lives already: names and messages can be given to it. */
  reserve(pid: string): void {
    this.#living.set(pid, null);
  }

  forget(pid: string): void {
    this.#living.delete(pid);
    this.sleepers.forget(pid);
    this.#loads.forget(pid);
  }

  /** Processes of other nodes are this one's from now on, and go on here. */
  async adopt(pids: readonly string[]): Promise<void> {
    for (const pid of pids) {
      const kept = this.get(pid);
      if (kept !== undefined) this.unload(kept);
      this.sleepers.forget(pid);
      this.#loads.drop(pid);
      this.#living.set(pid, null);
    }
    await this.#loads.run(pids, new Awakening(this.#options, pids).read);
  }

  /** K1. */
  async #goOnApart(pid: string): Promise<void> {
    await this.#loads.run([pid], () => readAwakening(this.#options, pid, true));
    if (this.get(pid) === undefined) this.suspects.passed(pid);
  }

  /** Those it means are other nodes' now, or nobody's; what is being read is dropped. */
  letGo(isMeant: (pid: string) => boolean = () => true): void {
    this.suspects.forget(isMeant);
    for (const [pid, kept] of [...this.#living]) {
      if (!isMeant(pid)) continue;
      if (kept !== null) this.unload(kept);
      this.#living.delete(pid);
      this.held.forget(pid);
      this.sleepers.forget(pid);
      this.#loads.drop(pid);
      this.#putOff.forget(pid);
    }
  }

  /** Lets those of a host go on when what they call is there, until it is taken out of memory; resolves with their number. */
  async wake(host: string): Promise<number> {
    this.#waking.add(host);
    // At once, for whoever starts a process under one of them.
    for (const { name, pid } of this.#names) if (hostOf(pid) === host) this.#claim(name, pid);
    this.#names = this.#names.filter(({ pid }) => hostOf(pid) !== host);
    const pids = [...this.#living.keys()].filter((pid) => hostOf(pid) === host);
    await this.#options.beginning?.();
    const isWanted = () => this.#waking.has(host);
    const left = pids.filter((pid) => isWanted() && this.#living.get(pid) === null && !this.held.has(pid));
    await this.#loads.run(left, new Awakening(this.#options, left).read, isWanted);
    return left.length;
  }

  /** Begins a process that is stored: at once, or when its time has come. Of one that was let go the store knows whose it is. */
  begin(start: StartRecord): void {
    if (!this.has(start.pid)) this.want(start.pid);
    if (
      !this.#goesOn(start.host) ||
      this.#living.get(start.pid) !== null ||
      this.#putOff.waits(start.pid, start.beginAt)
    )
      return;
    const program = this.code.get(start.program);
    if (program === undefined) throw new Error('a process began without its program');
    this.#begin(start, program);
  }

  /** `stored`: the runs before. */
  #begin(start: Made, program: Program, stored?: StoredProcess): void {
    const before = stored && { ...stored, layers: [], heap: new Heap(), elapsed: 0 };
    const { kept, request } = this.#make(start, program, () => before);
    const { process } = kept;
    for (const { topic, count, value } of request.messages ?? [])
      accept(process, new Message(start.parent, topic, count, copied(count, value)));
    process.start(beginning(new Instance(program), copies(request.args)));
  }

  #beginNow(pid: string): void {
    if (this.isClosing) return;
    this.#due.add(pid);
    void this.load(pid).finally(() => this.#due.delete(pid));
  }

  /** A process that has ended begins anew (Ru1). */
  beginAnew(pid: string, at: number): void {
    if (this.isClosing || !this.#living.has(pid)) return;
    this.#living.set(pid, null);
    if (!this.#putOff.waits(pid, at)) this.want(pid);
  }

  /** False when the process does not live here. */
  deliver(id: number, to: string, what: Entering, body: Bytes): boolean {
    const kept = this.#living.get(to);
    if (kept === undefined) return false;
    if (kept !== null) kept.take(id, what, body);
    else if (!this.sleepers.wake(to)) this.#loads.keep(to, { id, what, body });
    if (this.#putOff.has(to) && endsPutOff(what.type)) this.#putOff.end(to);
    return true;
  }

  /** Takes those of a host out of memory, or all. */
  rest(host?: string): void {
    const isMeant = (pid: string) => host === undefined || hostOf(pid) === host;
    if (host === undefined) {
      this.#waking.clear();
      this.sleepers.stop();
    } else this.#waking.delete(host);
    this.#loads.dropAll(isMeant);
    this.sleepers.forgetAll(isMeant);
    for (const kept of this.inMemory()) if (isMeant(kept.process.pid)) this.unload(kept);
    this.#putOff.forgetAll(isMeant);
    this.suspects.forget(isMeant);
    this.held.forgetAll(isMeant);
  }

  /** Resolves when it is known how a process stands that is perhaps not read yet after a start of the node. */
  async known(pid: string): Promise<void> {
    const isRead = this.#living.get(pid) !== null || this.held.has(pid) || this.#putOff.has(pid);
    if (!isRead && !this.sleepers.wake(pid)) this.want(pid);
    await this.#loads.done(pid);
  }

  /** Lets a held process go on from its last commit; false when it is not held. */
  async retry(pid: string, failures = 0): Promise<boolean> {
    await this.known(pid);
    if (!(await this.held.release(pid, failures))) return false;
    await this.load(pid);
    return true;
  }

  hold(pid: string, holding: Holding): void {
    const kept = this.get(pid);
    if (kept !== undefined) this.unload(kept);
    this.sleepers.forget(pid);
    this.#living.set(pid, null);
    this.held.hold(pid, holding);
  }

  unload(kept: Kept): void {
    kept.over();
    if (this.#living.get(kept.process.pid) === kept) this.#living.set(kept.process.pid, null);
    this.#options.shard.scheduler.unload(kept.process);
  }

  /** One that failed is tried again. */
  async #retried(pid: string, failures: number): Promise<void> {
    await this.retry(pid, failures).catch((thrown) =>
      this.#options.log.error('a held process could not be tried again', { pid, error: thrown }),
    );
  }

  /** Lets one go on that is in the store alone. */
  want(pid: string): void {
    this.#loads.one(pid);
  }

  /** The same; resolves when it goes on, or does not. */
  load(pid: string): Promise<void> {
    this.#loads.one(pid);
    return this.#loads.done(pid);
  }

  #goOn(stored: Found, load: Load): Promise<void> | undefined {
    const { pid } = stored;
    if (this.get(pid) !== undefined) return;
    if (isResting(stored)) return this.#restsOn(stored, load);
    if (!stored.isOurs || isEnd(stored.state)) return void this.forget(pid);
    for (const name of stored.names) this.#claim(name, pid);
    if (stored.state === 'held') return void this.held.add(pid, stored.retryAt, stored.failures);
    const isNew = stored.layers.length === 0 && !this.#due.delete(pid);
    if (isNew && this.#putOff.keepsBack(stored, this.#options.codec)) return;
    if (stored.attempts >= MOST_ATTEMPTS) return void this.hold(pid, heldForLosses(stored));
    if (stored.attempts < ALONE || this.suspects.isTurn(pid)) return this.#resume(stored, load);
    return void doneOf(load).then(() => this.suspects.add(pid, stored.attempts));
  }

  /** Sl4. Unless something came while it was found. */
  #restsOn(found: RestingProcess, load: Load): Promise<void> | undefined {
    const { pid } = found;
    if (load.late.length > 0) return this.#restsNoMore(pid, load);
    this.#loads.drop(pid);
    return void this.sleepers.addUnread(pid, restOf(found, this.#options.clock));
  }

  async #restsNoMore(pid: string, load: Load): Promise<void> {
    const { backend } = this.#options;
    await backend.ask('attempted', [pid], false);
    const [stored] = await backend.ask('processes', [pid]);
    if (stored !== undefined && this.#loads.is(pid, load)) await this.#goOn(stored, load);
  }

  #refused(pid: string, thrown: unknown): void {
    if (isDamage(thrown) && !isDamagedPartly(thrown)) this.#writes.giveUp(thrown);
    else if (isFailure(thrown, 'Unavailable')) this.#loadLater(pid);
    else this.hold(pid, { problem: toFailure(thrown).message, failures: 0 });
  }

  /** The store does not answer at the moment. */
  #loadLater(pid: string): void {
    const { clock } = this.#options;
    clock.setTimer(clock.monotonic() + PAUSE, () => {
      if (this.isClosing || this.#living.get(pid) !== null) return;
      void this.#loads.run([pid], () => readAwakening(this.#options, pid));
    });
  }

  /** Makes a process from what is stored, as it was so many milliseconds later, shows it, and forgets it again. Nothing of it runs. */
  rebuilt<T>(
    stored: Likeness & Pick<StoredProcess, 'layers'>,
    program: Program,
    elapsed: number,
    look: (process: Process) => T,
    moved?: MovedProgram,
  ): T {
    const { saving, shard } = this.#options;
    const process = this.#create(stored, program, this.requests.of(stored.request, program).request);
    try {
      restoreProcess(process, saving(), shard, stored.layers, elapsed, moved);
      return look(process);
    } finally {
      shard.scheduler.unload(process);
    }
  }

  /** A process that is in the store alone, in memory, to be ended there. */
  async recall(pid: string): Promise<Kept | undefined> {
    const stored = await this.#options.backend.ask('process', pid);
    if (stored === undefined) return undefined;
    const program = await this.code.programOf(stored.program, stored.entry);
    const { kept } = this.#make(stored, program, (process) => this.#fill(process, stored, 0));
    for (const name of stored.names) kept.named(name);
    return kept;
  }

  #fill(process: Process, stored: StoredProcess, elapsed: number): Stored | undefined {
    if (stored.layers.length === 0) return undefined;
    const { saving, shard } = this.#options;
    return { ...stored, heap: restoreProcess(process, saving(), shard, stored.layers, elapsed), elapsed };
  }

  /** Processes of a host that is gone wait in the store until it is added again. */
  #goesOn(host: string): boolean {
    return !this.isClosing && this.#engine.keeps(host);
  }

  #resume(stored: StoredProcess, load: Load): Promise<void> | undefined {
    const { program, entry } = stored;
    const known = this.code.ready(program);
    if (known !== undefined) return void this.#resumeAs(known, stored, load);
    return this.code.programOf(program, entry).then((one) => this.#resumeAs(one, stored, load));
  }

  #resumeAs(program: Program, stored: StoredProcess, load: Load): void {
    const { codec, resumer } = this.#options;
    if (!this.#goesOn(stored.host) || !this.#loads.is(stored.pid, load)) return;
    const isNew = stored.layers.length === 0;
    if (isNew) this.#begin(stored, program, stored);
    else {
      const slept = this.sleepers.back(stored.pid);
      const elapsed = elapsedSince(stored.at, this.#options.clock, slept?.since);
      const { kept } = this.#make(stored, program, (process) => this.#fill(process, stored, elapsed));
      if (slept?.wasHere !== true) cutTies(kept.process, this.#options);
    }
    const kept = this.#living.get(stored.pid);
    if (kept === null || kept === undefined) return;
    for (const name of stored.names) kept.named(name);
    for (const { id, kind, from, body } of stored.inputs) {
      kept.take(id, readInput(codec, kind, from, body), body);
    }
    if (load.late.length > 0) {
      const seen = new Set(stored.inputs.map(({ id }) => id));
      for (const { id, what, body } of load.late) if (!seen.has(id)) kept.take(id, what, body);
    }
    if (!kept.process.isAlive) return;
    if (!isNew) resumeOperations(kept.process, resumer, this.#options.shard);
    tellAfterAbsence(kept.process, this.#options, this, this.#engine);
  }

  #create(
    { pid, host, parent, context, run = 1 }: Likeness,
    program: Program,
    request: SpawnRequest,
  ): Process {
    const { codec, shard } = this.#options;
    const process = shard.scheduler.create(
      {
        host,
        entry: program.entry,
        program,
        context: context === undefined ? request.context : readContext(codec.decode(context)),
        limits: limitsOf(program.limits, this.#engine.limits(host)),
        parent,
      },
      { pid, outbox: this.#outbox },
    );
    process.view = request.view;
    // Those of later runs have come in.
    if (request.isMonitored && run === 1) process.watchers = new Pids(parent);
    if (request.isLinked && run === 1) process.links = new Pids(parent);
    return process;
  }

  #make(
    made: Made,
    program: Program,
    fill?: (process: Process) => Stored | undefined,
  ): { readonly kept: Kept; readonly request: SpawnRequest } {
    const { request, answer, terms } = this.requests.of(made.request, program);
    const process = this.#create(made, program, request);
    process.serial = operationsBefore(made.step ?? 0);
    let stored: Stored | undefined;
    try {
      stored = fill?.(process);
    } catch (thrown) {
      this.#options.shard.scheduler.unload(process);
      throw thrown;
    }
    const { pid, step = 0, run = 1, fence = 1, startedAt, beginAt } = made;
    const isNew = stored === undefined || stored.layers.length === 0;
    const at = isNew ? this.#options.clock.now() : (made.at ?? startedAt);
    const isEarly = isNew && at < beginAt;
    const id = request.name ?? pid;
    const attributes = readAttributes(made.attributes);
    const facts = { startedAt, beginAt, isEarly, answer, id, fence, run, terms, attributes };
    const kept = new Kept(this.#engine, process, step, facts, stored);
    if (request.name !== undefined && step === 0) kept.named(request.name);
    const now = Math.max(this.#options.clock.now(), at + (stored?.elapsed ?? 0));
    this.#limit(kept, endOfRun(terms, { startedAt, beginAt, at }, isNew) - now);
    this.#living.set(pid, kept);
    return { kept, request };
  }

  /** `left`: the milliseconds in which the process must have ended. */
  #limit(kept: Kept, left: number): void {
    if (left === Number.POSITIVE_INFINITY) return;
    const { clock } = this.#options;
    kept.endsAt = clock.monotonic() + Math.max(0, left);
    kept.timer = clock.setTimer(kept.endsAt, () => kept.process.home.end(kept.process, tookTooLong()));
  }

  /** Names were this one's when its node was lost, so they are now. */
  #claim(name: string, pid: string): void {
    const error = this.#options.shard.names.claim(name, pid);
    if (error !== undefined)
      this.#options.log.error('a durable process lost a name', { pid, name, error: error.message });
  }
}
