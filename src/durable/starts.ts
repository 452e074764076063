/**
 * How durable processes are started: under which name, whether they may, and what is stored of them.
 *
 *   D6  Where one node has the store, names are decided at once. Where several share it, the store decides: whoever starts
 *       from a durable process waits for an input, any other for the answer to the write.
 *   St1 Nothing but the store's own trouble is in the way of a start that needs no decision of the store: it begins at once, and
 *       its first step is written with it or behind it. Nobody is told of either before (Kp1).
 */
import { type Chance, type Failure, isFailure } from '#base';
import {
  type Arriving,
  added,
  copied,
  durablePid,
  ErrorValue,
  type Exit,
  errorFromFailure,
  hostOf,
  Message,
  notFound,
  type Process,
  type Received,
  type SpawnRequest,
  TERMINATED,
  taken,
  writeList,
  writeSpawn,
} from '#process';
import { AWAY_START, pidOfAwayStart, readAwayStart, waitersOf, writeAwayStart } from './away-start.ts';
import { type Asking, writeAsking } from './claims.ts';
import type { FullMailboxes } from './full-mailboxes.ts';
import type { Entering } from './input-form.ts';
import type { KeptFacts } from './kept-facts.ts';
import type { Population, PopulationOptions } from './population.ts';
import { firstTime } from './runs.ts';
import { tooLarge } from './size-limits.ts';
import { attributesOf, nameOf, type StartOptions, startOptionsOf, writeTerms } from './start-options.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';
import type {
  Bytes,
  Claim,
  CodeRecord,
  Former,
  InputRecord,
  StartRecord,
  StoredInput,
  Written,
} from './store/records.ts';

/** A process that is to begin. */
export interface Planned {
  readonly start: StartRecord;
  readonly code: readonly CodeRecord[];
  /** The end of its parent is to reach it. */
  readonly endsWithParent: boolean;
}

export interface StartsOptions extends PopulationOptions {
  readonly chance: Chance;
}

/** What starts need of the engine. */
export interface Starting {
  /** The store decides names. */
  readonly isShared: boolean;
  keeps(host: string): boolean;
  /** What a process of a host may be started with. */
  mostBytes(host: string): number;
  record(to: string, from: string, what: Entering): InputRecord;
  enter(to: string, what: Entering, done?: () => void): void;
  named(name: string, pid: string, isSet: boolean): void;
  readonly mailboxes: FullMailboxes;
}

type Answer = KeptFacts['answer'];

export class Starts {
  readonly #options: StartsOptions;
  readonly #engine: Starting;
  readonly #population: Population;
  readonly #writes: GroupedWrites;
  /** Those that are to begin in other stores. */
  readonly elsewhere = new Set<string>();
  /** Those whose start is on the way to the store: nobody is told of them. */
  readonly #unstored = new Set<string>();

  constructor(options: StartsOptions, engine: Starting, population: Population, writes: GroupedWrites) {
    this.#options = options;
    this.#engine = engine;
    this.#population = population;
    this.#writes = writes;
  }

  spawn(request: SpawnRequest, parent: string, done: (made: string | ErrorValue) => void): void {
    const sleeper = this.#sleepingHolder(request);
    if (sleeper !== undefined) {
      void this.#population.known(sleeper).then(() => this.spawn(request, parent, done));
      return;
    }
    const known = this.holderOf(request);
    if (known === undefined) {
      this.#start(request, parent, undefined, done);
      return;
    }
    if (known instanceof ErrorValue) {
      done(known);
      return;
    }
    for (const what of this.joining(request, parent)) this.#engine.enter(known, what);
    if (!this.#unstored.has(known)) done(known);
    else
      this.#writes.write(
        { type: 'sent', ids: [] },
        () => done(known),
        (error) => done(errorFromFailure(error)),
      );
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

  /** It can begin in another store under a pid that is decided here: no name says otherwise. */
  isNameless(request: SpawnRequest): boolean {
    const options = startOptionsOf(request);
    return !(options instanceof ErrorValue) && nameOf(request, options) === undefined;
  }

  /** A row by which it begins in another store, or in this one when it says whether the name may be used (D4). */
  planByRow(request: SpawnRequest, parent: string, operation: number | undefined) {
    const { clock, chance, codec } = this.#options;
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue) return options;
    const free = () => durablePid(request.host, clock.now(), chance.bytes(6));
    const pid = free();
    const own = this.#engine.keeps(request.host) ? free() : undefined;
    const body = writeAwayStart(codec, { request, operation, pid: own });
    const most = this.#engine.mostBytes(hostOf(parent));
    if (body.length > most) return tooLarge('what a process is started with', body.length, most);
    this.elsewhere.add(pid);
    const record: InputRecord = { to: pid, kind: AWAY_START, from: parent, body, isAway: true };
    return { pid, record, endsWithParent: options.parent_close_policy !== 'abandon' };
  }

  /** Such a row of another store, as often as it is handed on. */
  receive({ to, from, body }: Arriving, done: (received: Received, exit?: Exit) => void): void {
    let pid: string;
    try {
      pid = pidOfAwayStart(this.#options.codec, to, body);
    } catch {
      done('damaged');
      return;
    }
    this.#options.backend.ask('line', pid).then(
      (line) => {
        if (line !== undefined) done('stored');
        // It came before, and is on its way to the disk.
        else if (this.#population.has(pid)) done('lost');
        else this.#beginHere(pid, from, body, done);
      },
      () => done('lost'),
    );
  }

  #beginHere(
    pid: string,
    parent: string,
    body: Bytes,
    done: (received: Received, exit?: Exit) => void,
  ): void {
    const { codec, shard } = this.#options;
    let start: ReturnType<typeof readAwayStart>;
    try {
      start = readAwayStart(codec, body, shard.programs);
    } catch (thrown) {
      if (!isFailure(thrown, 'NotFound')) done('damaged');
      else done('nobody', { type: 'failed', error: errorFromFailure(thrown) });
      return;
    }
    const { request, operation } = start;
    const answer = operation === undefined ? undefined : { pid: parent, operation };
    const begun = (made: string | ErrorValue) => {
      if (!(made instanceof ErrorValue)) done('stored');
      else if (made.kind === 'Unavailable') done('lost');
      else done('nobody', { type: 'failed', error: made });
    };
    this.#start(request, parent, answer, begun, pid);
  }

  /** It did not begin there: who waits for it is told. */
  refusedElsewhere({ to, from, body }: StoredInput, given: Exit | undefined, done: () => void): void {
    const exit: Exit = given ?? { type: 'failed', error: notFound(`process ${to} not found`) };
    const { operation, isMonitored, isLinked } = waitersOf(this.#options.codec, body);
    if (operation !== undefined)
      this.#engine.enter(from, { type: 'result', id: 0, operation, outcome: exit }, done);
    if (isMonitored) this.#engine.enter(from, { type: 'exit', id: 0, from: to, exit }, done);
    if (isLinked) this.#engine.enter(from, { type: 'link-down', id: 0, from: to, exit }, done);
    if (operation === undefined && !isMonitored && !isLinked) done();
  }

  /** Starts a process, when its id may be used: the store says whether. */
  #start(
    request: SpawnRequest,
    parent: string,
    answer: Answer,
    done: (made: string | ErrorValue) => void,
    given?: string,
  ): void {
    const planned = this.plan(request, parent, answer, undefined, given);
    if (planned instanceof ErrorValue) {
      done(planned);
      return;
    }
    const { start, code } = planned;
    const begun = (written: Written) => {
      this.#unstored.delete(start.pid);
      if (written === null) {
        this.unplan(planned);
        done(
          new ErrorValue('Unavailable', 'the node was lost to the store while it started a process', true),
        );
        return;
      }
      if (written.former !== undefined) {
        this.unplan(planned);
        done(usedBefore(start.name ?? '', written.former));
        return;
      }
      this.#population.code.hasStored(code);
      for (const pid of written.full ?? []) this.#engine.mailboxes.found(pid);
      if (written.isKnown === true) {
        // Another node has begun it.
        this.unplan(planned);
        done(start.pid);
        return;
      }
      const { holder = start.pid } = written;
      if (holder !== start.pid) {
        this.unplan(planned);
        const isUsed = answer === undefined && start.claim?.conflict === 'use';
        done(isUsed ? holder : taken(start.name ?? '', holder));
        return;
      }
      const spawner = planned.endsWithParent ? this.#options.shard.scheduler.find(parent) : undefined;
      if (spawner !== undefined) spawner.watchers = added(spawner.watchers, start.pid);
      this.begun(start);
      done(start.pid);
      if (!isBegun) this.#population.begin(start);
    };
    const isBegun = !this.#engine.isShared && start.reuse === undefined && this.#writes.isTaking;
    const refused = (error: Failure) => {
      if (!this.#engine.isShared && !isBegun) {
        this.#unstored.delete(start.pid);
        this.unplan(planned);
      }
      done(errorFromFailure(error));
    };
    if (!this.#engine.isShared) this.#unstored.add(start.pid);
    this.#writes.write({ type: 'start', start, code }, begun, refused, isBegun);
    if (isBegun) this.#population.begin(start);
  }

  /** The store has it. */
  begun({ name, pid }: StartRecord): void {
    if (name !== undefined && this.#engine.isShared) this.#engine.named(name, pid, true);
  }

  /** The store decides about the name of this start. */
  isClaimed(request: SpawnRequest): boolean {
    if (!this.#engine.isShared) return false;
    const options = startOptionsOf(request);
    return !(options instanceof ErrorValue) && nameOf(request, options) !== undefined;
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

  /** A name that a living process of a durable host has stands for that process. */
  holderOf(request: SpawnRequest): string | ErrorValue | undefined {
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue) return options;
    const name = nameOf(request, options);
    if (name !== undefined && this.#engine.isShared) return undefined;
    const pid = name === undefined ? undefined : this.#options.shard.names.lookup(name);
    if (pid === undefined || !this.#population.has(pid)) return undefined;
    const policy = options.execution_error_when_already_started ? 'fail' : options.id_conflict_policy;
    if (policy === 'use_existing') return this.#fullFor(request, pid) ?? pid;
    if (policy === 'fail') return new ErrorValue('AlreadyExists', `${name} runs already, as ${pid}`, false);
    const process = this.#population.get(pid)?.process;
    process?.home.end(process, TERMINATED);
    return undefined;
  }

  /** What its starter is told when no more messages may wait for the one that lives already. */
  #fullFor({ messages = [] }: SpawnRequest, holder: string): ErrorValue | undefined {
    return messages.length === 0 ? undefined : this.#engine.mailboxes.fullFor(holder, messages.length - 1);
  }

  /** The store says whether the id may be used again, or who is to make room must be read: no step can wait for that. */
  asksFirst(request: SpawnRequest): boolean {
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue || nameOf(request, options) === undefined) return false;
    return options.id_reuse_policy !== 'allow_duplicate' || this.#sleepingHolder(request) !== undefined;
  }

  /** Who has the name, is to end for this start, and must be read for that. */
  #sleepingHolder(request: SpawnRequest): string | undefined {
    const { sleepers } = this.#population;
    if (sleepers.count === 0 || this.#engine.isShared) return undefined;
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue || options.execution_error_when_already_started) return undefined;
    const name = nameOf(request, options);
    if (name === undefined || options.id_conflict_policy !== 'terminate_existing') return undefined;
    const pid = this.#options.shard.names.lookup(name);
    return pid !== undefined && sleepers.has(pid) ? pid : undefined;
  }

  /** `asking`: who waits for what the store decides about the name. `given`: its pid, when that is decided. */
  plan(
    request: SpawnRequest,
    parent: string,
    answer: Answer,
    asking?: Pick<Asking, 'mode' | 'operation'>,
    given?: string,
  ): Planned | ErrorValue {
    const { clock, chance, codec } = this.#options;
    const { program, host } = request;
    const options = startOptionsOf(request);
    if (options instanceof ErrorValue) return options;
    const name = nameOf(request, options);
    // The host may have gone while the store was asked about the start.
    if (this.#population.isClosing || !this.#engine.keeps(host))
      return new ErrorValue('Unavailable', `host ${host} is stopping`, true);
    const startedAt = clock.now();
    const pid = given ?? durablePid(host, startedAt, chance.bytes(6));
    const terms = writeTerms(options);
    const content = [answer?.pid ?? '', answer?.operation ?? 0, terms, ...writeSpawn({ ...request, name })];
    const bytes = codec.encode(writeList(content));
    const most = this.#engine.mostBytes(host);
    if (bytes.length > most) return tooLarge('what a process is started with', bytes.length, most);
    this.#population.reserve(pid);
    let claim: Claim | undefined;
    if (name !== undefined && this.#engine.isShared) {
      const conflict = answer === undefined ? conflictOf(options) : 'fail';
      const holder = conflict === 'use' ? this.#options.shard.names.lookup(name) : undefined;
      const full = holder === undefined ? undefined : this.#fullFor(request, holder);
      if (full !== undefined) {
        this.#population.forget(pid);
        return full;
      }
      claim = this.#claim(request, parent, { name, pid, conflict }, asking);
    } else if (name !== undefined) {
      const had = this.#options.shard.names.claim(name, pid);
      if (had !== undefined) {
        this.#population.forget(pid);
        return had;
      }
    }
    const code = this.#population.code.newCode(program);
    const start = {
      pid,
      host,
      entry: program.entry,
      program: program.hash,
      parent,
      request: bytes,
      startedAt,
      name,
      ...(name !== undefined && { reuse: reuseOf(options) }),
      claim,
      beginAt: firstTime(options, options.start_delay, startedAt),
      attributes: JSON.stringify(attributesOf(options)),
    };
    return { start, code, endsWithParent: options.parent_close_policy !== 'abandon' };
  }

  #claim(
    request: SpawnRequest,
    parent: string,
    wanted: Pick<Asking, 'name' | 'pid' | 'conflict'>,
    asking: Pick<Asking, 'mode' | 'operation'> | undefined,
  ): Claim {
    const { isMonitored, isLinked } = request;
    const { codec } = this.#options;
    const asked = asking && writeAsking(codec, { ...wanted, ...asking, isMonitored, isLinked });
    const joining = this.joining(request, parent);
    const holder = this.#options.shard.names.lookup(wanted.name);
    const most =
      joining.length === 0 || holder === undefined ? undefined : this.#engine.mailboxes.asking(holder);
    return {
      conflict: wanted.conflict,
      joining: joining.map((what) => this.#engine.record('', parent, what)),
      ...(most !== undefined && { most }),
      terminate: this.#engine.record('', parent, { type: 'terminate', from: parent }),
      ...(asked !== undefined && { answer: asked }),
    };
  }

  /** What was planned does not begin. */
  unplan({ start: { pid, name } }: Planned): void {
    this.#population.forget(pid);
    if (name !== undefined) this.#options.shard.names.release(name, pid);
  }
}

function reuseOf({ id_reuse_policy: policy }: StartOptions): StartRecord['reuse'] {
  if (policy === 'allow_duplicate') return undefined;
  return policy === 'reject_duplicate' ? 'never' : 'failed';
}

function usedBefore(name: string, { pid, state }: Former): ErrorValue {
  return new ErrorValue('AlreadyExists', `${name} was used before, by ${pid} (${state})`, false);
}

function conflictOf(options: StartOptions): Claim['conflict'] {
  if (options.execution_error_when_already_started) return 'fail';
  const policies = { use_existing: 'use', fail: 'fail', terminate_existing: 'terminate' } as const;
  return policies[options.id_conflict_policy];
}
