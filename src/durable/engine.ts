/**
 * Durable processes of a node: started, committed step by step, found again after a restart. To everybody else it is
 * the gate behind which they live; to them it is what commits and what lets out.
 *
 *   D4  What goes to a durable process is written first and delivered then; what was delivered is consumed by a commit.
 *   D5  Who is not durable goes on when what it sent is stored.
 *   D7  What the committed state says, wins: an input whose waiter is gone is consumed and dropped.
 *   K1  Who had something to do when its node was lost, five times, is held.
 *   K3  A held process keeps its pid, its names and its inputs; nobody is told of an end.
 *   En1 Everything here happens on the first scheduler of the node.
 */
import { type Chance, type Clock, type Log, toFailure } from '#base';
import { SnapshotError, type UnsavableError } from '#lua';
import {
  accept,
  argumentsOf,
  type Codec,
  copied,
  type DurableGate,
  durablePid,
  ErrorValue,
  type Exit,
  Instance,
  isDurable,
  isNormal,
  limitsOf,
  Message,
  main,
  Pids,
  type Process,
  type Program,
  type Resumer,
  readList,
  readSpawn,
  restoreProcess,
  resumeOperations,
  running,
  type Saving,
  type Shard,
  type SpawnRequest,
  writeList,
  writeSpawn,
} from '#process';
import { DurableOutbox, type Sending } from './durable-outbox.ts';
import { type Entering, readInput, writeEnd, writeInput } from './input-form.ts';
import { cannotWait, type Keeping, Kept, type Made } from './kept.ts';
import type { ProgramArchive } from './program-archive.ts';
import type { Step } from './step.ts';
import type { Backend } from './store/backend.ts';
import { GroupedWrites } from './store/grouped-writes.ts';
import type {
  Bytes,
  CodeRecord,
  InputRecord,
  ProcessLine,
  StartRecord,
  StoredProcess,
  Written,
} from './store/records.ts';

export interface EngineOptions {
  readonly shard: Shard;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly codec: Codec;
  readonly saving: () => Saving;
  readonly resumer: Resumer;
  readonly archive: ProgramArchive;
  readonly defer: (run: () => void) => void;
}

/** How a host treats its processes. */
export interface DurableHostSettings {
  /** What becomes of a process that fails with an error that nobody takes. */
  readonly onError: 'fail' | 'hold';
  /** Bytes of one payload. */
  readonly maxPayload: number;
  /** Bytes of one saved state. */
  readonly maxState: number;
}

export const defaultHostSettings: DurableHostSettings = {
  onError: 'fail',
  maxPayload: 2 * 1024 * 1024,
  maxState: 64 * 1024 * 1024,
};

const MOST_ATTEMPTS = 5;
/** Processes that are read at a time when a node starts. */
const CHUNK = 200;

/** One that is being read: what came for it meanwhile. */
interface Loading {
  readonly late: { readonly id: number; readonly what: Entering }[];
}

export class DurableEngine implements DurableGate, Keeping, Sending {
  readonly shard: Shard;
  readonly writes: GroupedWrites;
  readonly #options: EngineOptions;
  readonly #outbox: DurableOutbox;
  readonly #hosts = new Map<string, DurableHostSettings>();
  /** All that live; null for those that are not in memory. */
  readonly #living = new Map<string, Kept | null>();
  readonly #loading = new Map<string, Loading>();
  readonly #held = new Set<string>();
  readonly #programs = new Map<string, Program>();
  /** Hashes of the code that the store has. */
  readonly #stored = new Set<string>();
  #isClosing = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.shard = options.shard;
    this.#outbox = new DurableOutbox(this);
    const { clock, log, defer } = options;
    this.writes = new GroupedWrites(options.backend, { clock, log, defer });
    options.shard.gate = this;
  }

  /** Learns who lives. Rejects when the store cannot be read. */
  async open(): Promise<void> {
    const pids = await this.#options.backend.ask('living');
    for (const pid of pids) this.#living.set(pid, null);
  }

  /** Processes may be started on the host; those that it has go on where they stopped. Resolves with their number. */
  async addHost(id: string, settings: DurableHostSettings = defaultHostSettings): Promise<number> {
    this.#hosts.set(id, settings);
    const pids = [...this.#living].flatMap(([pid, kept]) =>
      kept === null && hostOf(pid) === id && !this.#held.has(pid) ? [pid] : [],
    );
    for (let i = 0; i < pids.length; i += CHUNK) {
      await Promise.all(pids.slice(i, i + CHUNK).map((pid) => this.#load(pid)));
    }
    return pids.length;
  }

  /** What new steps are bound by. */
  changeHost(id: string, settings: DurableHostSettings): void {
    this.#hosts.set(id, settings);
  }

  /** The processes of the host rest in the store until it is added again. Resolves when all that they did is there. */
  async removeHost(id: string): Promise<void> {
    this.#hosts.delete(id);
    if (this.#isClosing) return;
    for (const [pid, kept] of this.#living) if (kept !== null && hostOf(pid) === id) this.#unload(kept);
    await this.writes.drained();
  }

  /** Takes all out of memory; they go on with the next start. Resolves when all that they did is stored. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const kept of this.#living.values()) if (kept !== null) this.#unload(kept);
    await this.writes.drained();
    await this.#options.backend.close();
  }

  lines(most: number): Promise<ProcessLine[]> {
    return this.#options.backend.ask('lines', most);
  }

  /** The process in memory, for who wants to look at it. */
  kept(pid: string): Kept | undefined {
    return this.#living.get(pid) ?? undefined;
  }

  /** Lets a held process go on from its last commit; false when it is not held. */
  async retry(pid: string): Promise<boolean> {
    const { backend, clock } = this.#options;
    if (!this.#held.has(pid) || !(await backend.ask('hold', pid, 'running', clock.now(), ''))) return false;
    this.#held.delete(pid);
    await this.#load(pid);
    return true;
  }

  // The gate.

  isAlive(pid: string): boolean {
    return this.#living.has(pid);
  }

  keeps(host: string): boolean {
    return this.#hosts.has(host);
  }

  enter(to: string, what: Entering, done?: (error: ErrorValue | undefined) => void): void {
    if (this.#isClosing) {
      done?.(new ErrorValue('Unavailable', 'the node is stopping', true));
      return;
    }
    const from = what.type === 'result' ? '' : 'from' in what ? what.from : '';
    const input = this.record(to, from, what);
    const most = this.#settingsOf(to).maxPayload;
    if (input.body.length > most) {
      done?.(tooLarge('a message', input.body.length, most));
      return;
    }
    this.writes.write({ type: 'input', input }, (written) => {
      const id = written?.[0] ?? 0;
      if (id === 0) {
        this.#bounce(to, what);
        done?.(new ErrorValue('NotFound', `process ${to} not found`, false));
        return;
      }
      done?.(undefined);
      this.#deliver(id, to, what);
    });
  }

  spawn(request: SpawnRequest, parent: string, done: (made: string | ErrorValue) => void): void {
    const known = this.holderOf(request);
    if (known !== undefined) {
      for (const what of this.joining(request, parent)) this.enter(known, what);
      done(known);
      return;
    }
    this.#start(request, parent, undefined, done);
  }

  exec(
    request: SpawnRequest,
    parent: Process,
    operation: number,
    refused: (error: ErrorValue) => void,
  ): void {
    this.#start(request, parent.pid, { pid: parent.pid, operation }, (made) => {
      if (made instanceof ErrorValue) refused(made);
    });
  }

  #start(
    request: SpawnRequest,
    parent: string,
    answer: Kept['answer'],
    done: (made: string | ErrorValue) => void,
  ): void {
    const planned = this.plan(request, parent, answer);
    if (planned instanceof ErrorValue) {
      done(planned);
      return;
    }
    this.writes.write({ type: 'start', ...planned }, () => {
      done(planned.start.pid);
      this.begin(planned.start);
    });
  }

  // For the outbox of durable processes.

  record(to: string, from: string, what: Entering): InputRecord {
    return { to, kind: what.type, from, body: writeInput(this.#options.codec, what) };
  }

  /** A name that a living process of a durable host has stands for that process. */
  holderOf({ name }: SpawnRequest): string | undefined {
    const pid = name === undefined ? undefined : this.shard.names.lookup(name);
    return pid !== undefined && this.#living.has(pid) ? pid : undefined;
  }

  plan(
    request: SpawnRequest,
    parent: string,
    answer: Kept['answer'],
  ): { readonly start: StartRecord; readonly code: readonly CodeRecord[] } | ErrorValue {
    const { clock, chance, codec, archive } = this.#options;
    const { program, host, name } = request;
    if (this.#isClosing) return new ErrorValue('Unavailable', `host ${host} is stopping`, true);
    const startedAt = clock.now();
    const pid = durablePid(host, startedAt, chance.bytes(6));
    const content = [answer?.pid ?? '', answer?.operation ?? 0, ...writeSpawn(request)];
    const bytes = codec.encode(writeList(content));
    const most = this.#hosts.get(host)?.maxPayload ?? defaultHostSettings.maxPayload;
    if (bytes.length > most) return tooLarge('what a process is started with', bytes.length, most);
    this.#living.set(pid, null);
    if (name !== undefined) {
      const taken = this.#name(name, pid);
      if (taken !== undefined) {
        this.#living.delete(pid);
        return taken;
      }
    }
    this.#programs.set(program.hash, program);
    const code = archive.write(program).filter(({ hash }) => !this.#stored.has(hash));
    for (const { hash } of code) this.#stored.add(hash);
    const start = {
      pid,
      host,
      entry: program.entry,
      program: program.hash,
      parent,
      request: bytes,
      startedAt,
      name,
    };
    return { start, code };
  }

  begin(start: StartRecord): void {
    if (this.#isClosing) return;
    const program = this.#programs.get(start.program);
    if (program === undefined) throw new Error('a process began without its program');
    const kept = this.#make(start, program, 0);
    const { process } = kept;
    const { request } = this.#requestOf(start.request, program);
    for (const { topic, count, value } of request.messages ?? [])
      accept(process, new Message(start.parent, topic, count, value));
    process.start(main, argumentsOf(new Instance(program), request.args));
  }

  settle(process: Process, operation: number, outcome: Exit): void {
    accept(process, { type: 'result', id: 0, operation, outcome });
  }

  // For the processes in memory.

  now(): number {
    return this.#options.clock.now();
  }

  monotonic(): number {
    return this.#options.clock.monotonic();
  }

  saving(): Saving {
    return this.#options.saving();
  }

  later(run: () => void): void {
    this.shard.scheduler.later(run);
  }

  commit(kept: Kept, step: Step, made: Made, done: (written: Written) => void): void {
    const { pid } = kept.process;
    const { layer, isFull, number, consumed, exit } = made;
    const { codec } = this.#options;
    const end =
      exit === undefined
        ? undefined
        : {
            state: isNormal(exit) ? ('completed' as const) : ('failed' as const),
            exit: writeEnd(codec, exit),
          };
    const inputs = step.inputs.map(({ record }) => record);
    const { starts, code, names } = step;
    this.writes.write(
      {
        type: 'step',
        step: { pid, number, layer, isFull, at: this.now(), consumed, inputs, starts, code, names, end },
      },
      done,
    );
  }

  follow(kept: Kept, step: Step, written: Written): void {
    const { process } = kept;
    if (written === null) {
      this.#options.log.error('a step of a durable process was lost: the store has another one', {
        pid: process.pid,
      });
      this.#unload(kept);
      return;
    }
    for (const [i, { record, what }] of step.inputs.entries()) {
      const id = written[i] ?? 0;
      if (id === 0) this.#bounce(record.to, what);
      else this.#deliver(id, record.to, this.#own(record, what));
    }
    const outer = { ...running };
    for (const act of step.after) {
      Object.assign(running, { process, fiber: null, surroundings: this.shard });
      try {
        act();
      } catch (thrown) {
        this.#options.log.error('an effect of a durable process failed', { pid: process.pid, error: thrown });
      }
    }
    Object.assign(running, outer);
  }

  holds(kept: Kept, exit: Exit): boolean {
    const { process } = kept;
    if (exit.type !== 'failed' || this.#settingsOf(process.pid).onError !== 'hold') return false;
    this.#hold(process.pid, exit.error.message);
    return true;
  }

  farewell(kept: Kept, step: Step, exit: Exit): void {
    const { pid, links, watchers } = kept.process;
    const { outbox, scheduler } = this.shard;
    this.#living.delete(pid);
    for (const name of kept.names) this.shard.names.release(name, pid);
    const tell = (to: string, type: 'exit' | 'link-down') => {
      const what = { type, id: 0, from: pid, exit } as const;
      if (isDurable(to)) step.inputs.push({ record: this.record(to, pid, what), what });
      else step.after.push(() => outbox.tell(to, type, pid, exit));
    };
    if (links !== null) for (const to of links.all) tell(to, 'link-down');
    if (watchers !== null) for (const to of watchers.all) tell(to, 'exit');
    const { answer } = kept;
    if (answer === undefined) return;
    const what = { type: 'result', id: 0, operation: answer.operation, outcome: exit } as const;
    if (isDurable(answer.pid)) step.inputs.push({ record: this.record(answer.pid, pid, what), what });
    else {
      step.after.push(() => {
        const waiting = scheduler.find(answer.pid);
        if (waiting !== undefined) accept(waiting, what);
      });
    }
  }

  unsavable(kept: Kept, error: UnsavableError): void {
    kept.forget();
    const { process } = kept;
    process.home.end(process, { type: 'failed', error: cannotWait(error) });
  }

  /** Whether the state may be kept: one that is too large ends its process (K2). */
  admits(kept: Kept, bytes: number): boolean {
    const most = this.#settingsOf(kept.process.pid).maxState;
    if (bytes <= most) return true;
    kept.forget();
    const { process } = kept;
    process.home.end(process, { type: 'failed', error: tooLarge('the state of a process', bytes, most) });
    return false;
  }

  // Ways in and out of memory.

  #deliver(id: number, to: string, what: Entering): void {
    const kept = this.#living.get(to);
    if (kept === undefined) return;
    if (kept !== null) kept.take(id, what);
    else this.#loading.get(to)?.late.push({ id, what });
  }

  /** Values that went to several receivers are each one's own. */
  #own({ kind, from, body }: InputRecord, what: Entering): Entering {
    return what.type === 'message' ? what : readInput(this.#options.codec, kind, from, body);
  }

  /** What cannot reach anybody any more; who wants to be tied to the dead is told so. */
  #bounce(to: string, what: Entering): void {
    if (what.type !== 'monitor' && what.type !== 'link') return;
    const error = new ErrorValue('NotFound', `process ${to} not found`, false);
    const type = what.type === 'monitor' ? 'exit' : 'link-down';
    const exit = { type: 'failed', error } as const;
    if (isDurable(what.from)) this.enter(what.from, { type, id: 0, from: to, exit });
    else this.shard.outbox.tell(what.from, type, to, exit);
  }

  async #load(pid: string): Promise<void> {
    if (this.#loading.has(pid)) return;
    const loading: Loading = { late: [] };
    this.#loading.set(pid, loading);
    try {
      const stored = await this.#options.backend.ask('process', pid);
      if (stored === undefined) return;
      for (const name of stored.names) this.#name(name, pid);
      if (stored.state === 'held') this.#held.add(pid);
      else if (stored.attempts >= MOST_ATTEMPTS) {
        this.#hold(pid, `the node was lost ${stored.attempts} times while this ran`);
      } else await this.#resume(stored, loading);
    } catch (thrown) {
      this.#hold(pid, toFailure(thrown).message);
    } finally {
      this.#loading.delete(pid);
    }
  }

  async #resume(stored: StoredProcess, loading: Loading): Promise<void> {
    const { codec, saving, resumer } = this.#options;
    const program = await this.#programOf(stored.program, stored.entry);
    if (this.#isClosing) return;
    if (stored.step === 0) {
      this.begin({ ...stored, name: undefined });
    } else {
      const elapsed = Math.max(0, this.now() - stored.at);
      const kept = this.#make(stored, program, stored.step, (process) => {
        const heap = restoreProcess(process, saving(), this.shard, stored.layers, elapsed);
        return { heap, layers: stored.layers };
      });
      this.#cutTies(kept.process);
    }
    const kept = this.#living.get(stored.pid);
    if (kept === null || kept === undefined) return;
    for (const name of stored.names) kept.names.add(name);
    const seen = new Set<number>();
    for (const { id, kind, from, body } of stored.inputs) {
      seen.add(id);
      kept.take(id, readInput(codec, kind, from, body));
    }
    for (const { id, what } of loading.late) if (!seen.has(id)) kept.take(id, what);
    if (stored.step > 0 && kept.process.isAlive) resumeOperations(kept.process, resumer, this.shard);
  }

  #make(
    { pid, host, parent, request: bytes }: Pick<StartRecord, 'pid' | 'host' | 'parent' | 'request'>,
    program: Program,
    number: number,
    fill?: (process: Process) => ConstructorParameters<typeof Kept>[4],
  ): Kept {
    const { request, answer } = this.#requestOf(bytes, program);
    const process = this.shard.scheduler.create(
      {
        host,
        entry: program.entry,
        program,
        context: request.context,
        limits: limitsOf(program.limits, this.shard.hosts.limits(host)),
        parent,
      },
      { pid, outbox: this.#outbox },
    );
    process.view = request.view;
    if (request.isMonitored) process.watchers = new Pids(parent);
    if (request.isLinked) process.links = new Pids(parent);
    let stored: ConstructorParameters<typeof Kept>[4];
    try {
      stored = fill?.(process);
    } catch (thrown) {
      this.shard.scheduler.unload(process);
      throw thrown;
    }
    const kept = new Kept(this, process, number, answer, stored);
    if (request.name !== undefined && number === 0) kept.names.add(request.name);
    this.#living.set(pid, kept);
    return kept;
  }

  #requestOf(bytes: Bytes, program: Program): { request: SpawnRequest; answer: Kept['answer'] } {
    const [pid, operation, ...content] = readList(this.#options.codec.decode(bytes));
    const request = readSpawn(content, { byHash: () => program });
    return {
      request,
      answer: pid === '' ? undefined : { pid: String(pid), operation: Number(operation) },
    };
  }

  /** Those that were no durable processes are gone with the node that ran them (D11). */
  #cutTies(process: Process): void {
    const error = new ErrorValue('Unavailable', 'its node was restarted', true);
    const exit = { type: 'lost', error } as const;
    for (const pid of [...(process.watched?.all ?? [])]) {
      if (!isDurable(pid)) accept(process, { type: 'exit', id: 0, from: pid, exit });
    }
    for (const pid of [...(process.links?.all ?? [])]) {
      if (isDurable(pid)) continue;
      if (process.trapsLinks) accept(process, { type: 'link-down', id: 0, from: pid, exit });
      else process.links?.delete(pid);
    }
  }

  async #programOf(hash: string, entry: string): Promise<Program> {
    const known = this.#programs.get(hash);
    if (known !== undefined) return known;
    const program = await this.#options.archive.read(hash, entry, async (wanted) => {
      const bytes = await this.#options.backend.ask('code', wanted);
      if (bytes === undefined) throw new SnapshotError(`the code ${wanted.slice(0, 12)} is not in the store`);
      this.#stored.add(wanted);
      return bytes;
    });
    this.#programs.set(hash, program);
    return program;
  }

  #hold(pid: string, problem: string): void {
    const { backend, clock, log } = this.#options;
    this.#living.set(pid, null);
    this.#held.add(pid);
    log.error('a durable process is held', { pid, problem });
    // What it wrote before stands first.
    this.writes
      .drained()
      .then(() => backend.ask('hold', pid, 'held', clock.now(), problem))
      .catch((thrown) => log.error('a held process could not be marked', { pid, error: thrown }));
  }

  #unload(kept: Kept): void {
    kept.isOver = true;
    if (this.#living.get(kept.process.pid) === kept) this.#living.set(kept.process.pid, null);
    this.shard.scheduler.unload(kept.process);
  }

  /** An error when the name is another one's. */
  #name(name: string, pid: string): ErrorValue | undefined {
    let answer: ErrorValue | undefined;
    this.shard.names.register(name, pid, (error) => {
      answer = error;
    });
    return answer;
  }

  /** What a process gets that lives already under the name of one that is to start: messages and ties, no arguments. */
  joining({ messages = [], isMonitored, isLinked }: SpawnRequest, from: string): Entering[] {
    const all: Entering[] = messages.map(
      ({ topic, count, value }) => new Message(from, topic, count, copied(count, value)),
    );
    if (isMonitored) all.push({ type: 'monitor', from });
    if (isLinked) all.push({ type: 'link', from });
    return all;
  }

  named(pid: string, name: string): void {
    this.#living.get(pid)?.names.add(name);
  }

  #settingsOf(pid: string): DurableHostSettings {
    return this.#hosts.get(hostOf(pid)) ?? defaultHostSettings;
  }
}

function hostOf(pid: string): string {
  return pid.slice(1, pid.lastIndexOf('|'));
}

function tooLarge(what: string, bytes: number, most: number): ErrorValue {
  return new ErrorValue('Invalid', `${what} has ${bytes} bytes; ${most} are allowed`, false);
}
