/**
 * Durable processes of a node: started, committed step by step, found again after a restart. To everybody else it is
 * the gate behind which they live; to them it is what commits and what lets out.
 *
 *   D4  What goes to a durable process is written first and delivered then; what was delivered is consumed by a commit.
 *   D5  Who is not durable goes on when what it sent is stored.
 *   D7  What the committed state says, wins: an input whose waiter is gone is consumed and dropped.
 *   En1 Everything here happens on the first scheduler of the node.
 */
import { type Chance, type Data, toFailure } from '#base';
import type { UnsavableError } from '#lua';
import {
  accept,
  type DurableGate,
  type Exit,
  failureFromError,
  hostOf,
  isDurable,
  isFault,
  isNormal,
  type Process,
  type Saving,
  type Shard,
  storedMoment,
  type WorkflowInfo,
} from '#process';
import { Administration } from './administration.ts';
import { Answers } from './answers.ts';
import { Away } from './away.ts';
import { AWAY_START } from './away-start.ts';
import { CheckedCodec, loadChecksums } from './checked-codec.ts';
import { decidedOf, writeAsking } from './claims.ts';
import { Door } from './door.ts';
import { DurableOutbox, type Sending } from './durable-outbox.ts';
import { farewell } from './farewell.ts';
import { FullMailboxes } from './full-mailboxes.ts';
import { afterFailure, type DurableHostSettings, defaultHostSettings } from './host-settings.ts';
import { Inbox } from './inbox.ts';
import { type Entering, readInput, tieToDead, writeInput } from './input-form.ts';
import { type Keeping, Kept, type Made } from './kept.ts';
import { Population, type PopulationOptions } from './population.ts';
import { Repair } from './repair.ts';
import { Retention } from './retention.ts';
import { lastEnd, nextRun, tiesOf } from './runs.ts';
import { noteSchedule, scheduledAt } from './scheduled.ts';
import { type Sharer, Sharing } from './sharing.ts';
import { type Starting, Starts } from './starts.ts';
import type { Step } from './step.ts';
import { runEffects } from './step-effects.ts';
import { stepRecord } from './step-record.ts';
import { GroupedWrites } from './store/grouped-writes.ts';
import type { Bytes, InputRecord, StoredInput, Written } from './store/records.ts';
import { isShared } from './store/shared-store.ts';
import { StoreClock } from './store-clock.ts';
import { StoreHealth } from './store-health.ts';
import { cannotWait } from './unsavable.ts';
import { Upgrade } from './upgrade.ts';

/** Milliseconds. */
const LEASE = 10_000;
/** D1. */
const LONGEST_STEP = 20;

export interface EngineOptions extends PopulationOptions {
  /** Milliseconds of running after which a step ends when somebody waits for its end. */
  readonly longestStep?: number | undefined;
  readonly chance: Chance;
  /** Milliseconds of a node's lease on a store that several share. */
  readonly lease?: number | undefined;
  /** Processes of the host live in this store; undefined for hosts that are not there yet, or no more. All when left out. */
  readonly owns?: ((host: string) => boolean | undefined) | undefined;
  readonly database?: string | undefined;
  /** Is told of each step, before it is written. */
  readonly stepped?: (() => void) | undefined;
  /** Is told what hinders the store, and when nothing does any more. */
  readonly told?: ((problem: string | undefined) => void) | undefined;
}

export class DurableEngine implements DurableGate, Keeping, Sending, Starting, Sharer {
  readonly shard: Shard;
  readonly longestStep: number;
  readonly writes: GroupedWrites;
  readonly #options: EngineOptions;
  readonly #outbox: DurableOutbox;
  readonly #population: Population;
  readonly starts: Starts;
  readonly isShared: boolean;
  readonly health: StoreHealth;
  readonly #sharing: Sharing | undefined;
  readonly #inbox: Inbox | undefined;
  readonly #away: Away;
  readonly #door: Door;
  readonly mailboxes: FullMailboxes;
  readonly answers: Answers;
  readonly administration: Administration;
  readonly #hosts = new Map<string, DurableHostSettings>();
  #retention: Retention | undefined;
  isClosing = false;

  constructor(given: EngineOptions) {
    const { backend, log, defer, shard, lease = LEASE } = given;
    const codec = new CheckedCodec(given.codec);
    this.isShared = isShared(backend);
    this.health = new StoreHealth(given.told ?? (() => {}));
    const told = (problem: string | undefined) => this.health.set('writes', problem);
    if (isShared(backend)) {
      const { incarnation } = shard.directory;
      this.#sharing = new Sharing(
        { store: backend, clock: given.clock, log, lease, incarnation, health: this.health },
        this,
      );
      const isStored = (pid: string) => this.isStored(pid);
      const damaged = (pid: string, thrown: unknown) => this.#door.damaged(pid, toFailure(thrown).message);
      const options = { shard, store: backend, codec, log, isStored, damaged };
      this.#inbox = new Inbox(options, (to, what) => this.enter(to, what));
    }
    const clock = this.#sharing === undefined ? given.clock : new StoreClock(given.clock, this.#sharing);
    const options = { ...given, clock, codec };
    this.#options = options;
    this.shard = shard;
    this.longestStep = options.longestStep ?? LONGEST_STEP;
    this.#outbox = new DurableOutbox(this);
    this.writes = new GroupedWrites(backend, { clock, log, defer, isCertain: !this.isShared, told });
    this.#away = new Away({
      clock,
      receive: (input, done) => shard.gate?.receive(input, done) ?? false,
      refused: (input, exit, done) => {
        const { to, kind, from, body } = input;
        if (kind === AWAY_START) return this.starts.refusedElsewhere(input, exit, done);
        const told = tieToDead(to, readInput(options.codec, kind, from, body), exit);
        if (told === undefined) done();
        else this.enter(from, told, done);
      },
      damaged: ({ from, to }) => this.#door.damaged(from, `what it sent to ${to} is damaged in the store`),
      drop: ({ id, to, kind }, done) => {
        if (kind === AWAY_START) this.starts.elsewhere.delete(to);
        this.writes.write({ type: 'sent', ids: [id] }, done);
      },
    });
    this.#population = new Population(options, this, this.#outbox, this.writes);
    this.mailboxes = new FullMailboxes(this, options, this.#population);
    this.#door = new Door(options, this, this.#population, this.writes);
    this.answers = new Answers(given, this, this.#population);
    this.starts = new Starts(options, this, this.#population, this.writes);
    const watch = (from: string, to: string) => this.enter(to, { type: 'monitor', from });
    const mending = { keeps: (host: string) => this.keeps(host), watch };
    const repair = new Repair(options, mending, this.#population, this.writes);
    const upgrade = new Upgrade(options, this.#population, repair, this.writes);
    this.administration = new Administration(options, this, this.#population, { repair, upgrade });
  }

  /** Learns who lives. Rejects when the store cannot be read. */
  async open(): Promise<void> {
    await this.#sharing?.open();
    const opened = this.#population.open();
    loadChecksums();
    await opened;
    for (const input of await this.#options.backend.ask('away')) {
      if (input.kind === AWAY_START) this.starts.elsewhere.add(input.to);
      this.#away.send(input);
    }
    this.#retention = new Retention({
      clock: this.#options.clock,
      writes: this.writes,
      hosts: () => [...this.#hosts].map(([host, { keep }]) => [host, keep.finished] as const),
      forgetCode: () => this.#population.code.forget(),
    });
  }

  /** Processes may be started on the host; those that it has go on where they stopped. Resolves with their number. */
  async addHost(id: string, settings: DurableHostSettings = defaultHostSettings): Promise<number> {
    this.#hosts.set(id, settings);
    if (this.#sharing === undefined) return this.#population.wake(id);
    await this.#options.beginning?.();
    return this.#sharing.taken();
  }

  /** What new steps are bound by. */
  changeHost(id: string, settings: DurableHostSettings): void {
    this.#hosts.set(id, settings);
  }

  /** The processes of the host rest in the store until it is added again. Resolves when all that they did is there. */
  async removeHost(id: string): Promise<void> {
    this.#hosts.delete(id);
    if (this.isClosing) return;
    this.#population.rest(id);
    await this.writes.drained();
    if (this.#sharing === undefined) return;
    this.#population.letGo((pid) => hostOf(pid) === id);
    await this.#sharing.handOver(id);
  }

  /** Takes all out of memory; they go on with the next start. Resolves when all that they did is stored. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.#population.isClosing = true;
    this.#retention?.stop();
    this.#away.clear();
    this.#population.rest();
    await this.writes.drained();
    await this.#sharing?.close();
    await this.#options.backend.close();
  }

  // The gate.

  /** Who may live on another node is sent to: the store knows. */
  isAlive(pid: string): boolean {
    return this.#population.has(pid) || (this.isShared && this.isStored(pid));
  }

  isStored(pid: string): boolean {
    const { owns } = this.#options;
    if (isDurable(pid)) return owns === undefined || (owns(hostOf(pid)) ?? this.#population.has(pid));
    return this.isShared && this.shard.directory.isForeign(pid);
  }

  isRow(pid: string): boolean {
    return isDurable(pid) || this.isStored(pid);
  }

  receive(...given: Parameters<DurableGate['receive']>): boolean {
    return this.#door.receive(...given);
  }

  keeps(host: string): boolean {
    return this.#hosts.has(host);
  }

  enter(...given: Parameters<Door['enter']>): void {
    this.#door.enter(...given);
  }

  spawn(...given: Parameters<DurableGate['spawn']>): void {
    this.starts.spawn(...given);
  }

  exec(...given: Parameters<DurableGate['exec']>): void {
    this.starts.exec(...given);
  }

  // For the outbox of durable processes.

  record(to: string, from: string, what: Entering): InputRecord {
    const body = writeInput(this.#options.codec, what);
    const input = { to, kind: what.type, from, body };
    if (isDurable(to) && !this.isStored(to)) return { ...input, isAway: true };
    const most = what.type === 'message' ? this.mailboxes.asking(to) : undefined;
    return most === undefined ? input : { ...input, most };
  }

  info({ keeper, host }: Process): WorkflowInfo | undefined {
    if (!(keeper instanceof Kept)) return undefined;
    const { name = host, namespace = 'default' } = this.#hostSettings(host).queue ?? {};
    return { ...keeper.info, queue: name, namespace };
  }

  gather(): void {
    this.#sharing?.gather();
  }

  /** Changes when the lease is lost. */
  get losses(): number {
    return this.#sharing?.losses ?? 0;
  }

  describe({ keeper }: Process, attributes: { readonly search?: Data; readonly memo?: Data }): void {
    if (keeper instanceof Kept) keeper.describe(attributes);
  }

  asking(name: string, pid: string, operation: number): Bytes {
    const asked = { mode: 'register', name, pid, operation, conflict: 'fail' } as const;
    return writeAsking(this.#options.codec, { ...asked, isMonitored: false, isLinked: false });
  }

  settle(process: Process, operation: number, outcome: Exit): void {
    accept(process, { type: 'result', id: 0, operation, outcome });
  }

  // For the processes in memory.

  monotonic(): number {
    return this.#options.clock.monotonic();
  }

  saving(): Saving {
    return this.#options.saving();
  }

  readonly restOf = (pid: string) => this.#hostSettings(hostOf(pid)).hibernateAfter;

  keptSteps({ process }: Kept): number {
    return this.#hostSettings(process.host).keep.steps;
  }

  bodyOf(what: Entering): Bytes | undefined {
    try {
      return writeInput(this.#options.codec, what);
    } catch {
      // What cannot be written is kept by the state alone.
      return undefined;
    }
  }

  later(run: () => void): void {
    this.shard.scheduler.later(run);
  }

  commit(kept: Kept, step: Step, made: Made, done: (written: Written) => void): void {
    const { codec, clock, stepped } = this.#options;
    const { code } = this.#population;
    const { losses } = this;
    stepped?.();
    const waiting = this.mailboxes.waitingOf(kept, made);
    const record = stepRecord(kept, step, made, { codec, code, clock, waiting });
    this.writes.write(
      { type: 'step', step: record },
      // Sh1: of what a node did before it lost its lease nothing leaves any more.
      (written) => losses === this.losses && done(written),
    );
  }

  follow(...given: Parameters<Keeping['follow']>): void {
    if (this.#sharing === undefined) this.#follow(...given);
    else this.#sharing.whenFresh(() => this.#follow(...given));
  }

  #follow(...[kept, step, written, number]: Parameters<Keeping['follow']>): void {
    const { process } = kept;
    this.#population.suspects.passed(process.pid);
    if (written === null) {
      this.#options.log.error('a step of a durable process was lost: the store has another one', {
        pid: process.pid,
      });
      step.giveUp();
      this.#population.unload(kept);
      if (this.isShared && !this.isClosing) this.#population.want(process.pid);
      return;
    }
    if (!step.isPlain) this.#deliver(process, step, written);
    if (step.again !== undefined) this.#population.beginAnew(process.pid, step.again.at);
    runEffects(step.effects, process, this.shard, this.#options.log);
    kept.followed(number);
    if (kept.isStored) this.#population.sleepers.rested(kept);
  }

  /** What the step asked of other durable processes, and of the store. */
  #deliver(process: Process, step: Step, written: NonNullable<Written>): void {
    this.#population.code.hasStored(step.code);
    for (const pid of written.full ?? []) this.mailboxes.found(pid);
    const decided = decidedOf(step, written);
    for (const { name, pid, answer } of step.names)
      if (answer !== undefined && decided.get(answer)?.holder === pid) this.named(name, pid, true);
    // Those that begin are there before anything is delivered to them.
    for (const start of step.starts) {
      const asked = start.claim?.answer;
      if (asked !== undefined && decided.get(asked)?.holder !== start.pid) {
        this.#population.forget(start.pid);
        process.watchers?.delete(start.pid);
        continue;
      }
      this.starts.begun(start);
      this.#population.begin(start);
    }
    for (const [body, { id, holder }] of decided) {
      const what = readInput(this.#options.codec, 'decided', holder, body);
      this.#population.deliver(id, process.pid, what, body);
    }
    let place = 0;
    for (const { record, what } of step.inputs) {
      const id = written.inputs[place++] ?? 0;
      if (record.isAway === true || what === undefined) this.#away.send({ ...record, id });
      else if (id === 0) this.#door.bounce(record.to, what);
      else this.#door.deliver(id, record.to, this.#own(record, what), record.body);
    }
  }

  // For its part in a store that several nodes share.

  hosts(): readonly string[] {
    return this.#options.beginning?.() === undefined ? [...this.#hosts.keys()] : [];
  }

  misses(pid: string): boolean {
    return this.keeps(hostOf(pid)) && !this.#population.has(pid);
  }

  written(): Promise<void> {
    return new Promise((resolve) => this.writes.write({ type: 'sent', ids: [] }, () => resolve()));
  }

  async adopt(pids: readonly string[]): Promise<void> {
    if (!this.isClosing) await this.#population.adopt(pids);
  }

  arrive(inputs: readonly StoredInput[]): void {
    this.#inbox?.arrive(
      inputs,
      (id, to, what, body) => this.#population.deliver(id, to, what, body),
      (input) => this.#away.send(input),
    );
  }

  letGo(): void {
    this.#away.clear();
    this.#population.letGo();
  }

  endOf(kept: Kept, step: Step, exit: Exit): Exit | undefined {
    const { process, facts } = kept;
    const { pid, isCanceled } = process;
    const times = { ...facts, scheduledAt: scheduledAt(facts.attributes, facts.beginAt), isCanceled };
    const now = this.#options.clock.now();
    const next = nextRun(facts.terms, exit, times, now);
    if (next === undefined) return lastEnd(facts.terms, exit, times, now);
    step.again = next;
    const note = noteSchedule(next, facts.attributes);
    if (note !== undefined) kept.describe(note);
    for (const what of tiesOf(process)) step.inputs.push({ record: this.record(pid, what.from, what), what });
    const why = isNormal(exit) ? {} : { error: exit.error.message };
    this.#options.log.info('a durable process begins anew', { pid, run: next.run, at: next.at, ...why });
    return undefined;
  }

  holds(kept: Kept, exit: Exit): boolean {
    const { process } = kept;
    if (!isFault(exit)) return false;
    const { failures } = kept;
    const failure = failureFromError(exit.error);
    const settings = this.#hostSettings(process.host);
    const after = afterFailure(settings, failures, failure, this.#options.chance.random());
    if (after.type === 'fail') return false;
    this.mailboxes.held(process);
    this.#population.hold(process.pid, {
      problem: exit.error.message,
      failures: failures + 1,
      retryAfter: after.retryAfter,
    });
    return true;
  }

  farewell(kept: Kept, step: Step, exit: Exit): void {
    this.#population.forget(kept.process.pid);
    farewell(kept, step, exit, this);
  }

  restsUntil(process: Process): number | undefined {
    return storedMoment(process, this.shard.gate);
  }

  isOwed(pid: string): boolean {
    return this.#door.isOwed(pid);
  }

  waitsWithin({ operations }: Process): boolean {
    for (const one of operations ?? []) if (this.#options.resumer.isWithin(one)) return true;
    return false;
  }

  unsavable(kept: Kept, error: UnsavableError): void {
    kept.forget();
    const { process } = kept;
    process.home.end(process, { type: 'failed', error: cannotWait(process, error) });
  }

  mostState({ process }: Kept): number {
    return this.#hostSettings(process.host).maxState;
  }

  /** Values that went to several receivers are each one's own. */
  #own({ kind, from, body }: InputRecord, what: Entering): Entering {
    return what.type === 'message' ? what : readInput(this.#options.codec, kind, from, body);
  }

  /** A process of this store has got a name, or has it no more. */
  named(name: string, pid: string, isSet: boolean): void {
    const { names } = this.shard;
    const holder = names.lookup(name);
    if (holder !== undefined && (!isSet || holder !== pid) && this.isStored(holder))
      names.release(name, holder);
    if (isSet && names.claim(name, pid) === undefined) this.#population.get(pid)?.named(name);
  }

  /** Those of other nodes, once the gate leads here. */
  readonly learnNames = async () => this.#sharing?.learnNames();
  readonly fullFor: DurableGate['fullFor'] = (pid, more) => this.mailboxes.fullFor(pid, more);
  /** A worker has a queue. */
  readonly hasActivities = (host: string) => this.#hostSettings(host).queue !== undefined;
  readonly limits = (host: string) => this.#hostSettings(host).limits;

  mostBytes(host: string): number {
    return this.#hostSettings(host).maxPayload;
  }

  #hostSettings(host: string): DurableHostSettings {
    return this.#hosts.get(host) ?? defaultHostSettings;
  }
}
