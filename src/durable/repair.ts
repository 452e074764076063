/**
 * What people mend: a process is ended for good, or goes on as another one from a step that is kept.
 *
 *   D13  A fork has a new pid, no names and new keys. A call that the forked step was waiting for is answered from what
 *        came later, or lies in the store; without that the person says whether to make it again.
 *   Rp1  Nobody is tied to a fork. Durable processes that it watches tell it of their end, also of one that was before;
 *        others are lost to it (D11).
 *   Rp2  What was left of a time at the step is left of it for the fork: a timer of a day waits for a day.
 *   Rp3  A fork of the last step gets what lies there for the process; messages that came later than its step are not
 *        the fork's.
 *   Rp4  It is found by the attributes that the other one had at the step.
 */
import { type Chance, type Clock, type Failure, failure } from '#base';
import { Heap } from '#lua';
import {
  durablePid,
  ErrorValue,
  type Exit,
  isDurable,
  isExec,
  type Operation,
  type Process,
  type Program,
  type Resumer,
  saveProcess,
  writeContext,
  writeList,
  writeSpawn,
} from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { readEnd, readInput, writeInput } from './input-form.ts';
import type { Kept } from './kept.ts';
import { pastAttributes } from './past-attributes.ts';
import type { Population } from './population.ts';
import { type RebuildingOptions, rebuiltIn } from './rebuilt-in.ts';
import { calleeOf, readCame } from './step-facts.ts';
import type { Backend } from './store/backend.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';
import {
  type ForkRecord,
  type InputRecord,
  type StartRecord,
  type StepLine,
  type StoredProcess,
  type StoredStep,
  turnOf,
} from './store/records.ts';

export interface RepairOptions extends RebuildingOptions {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly codec: ValueCodec;
  readonly resumer: Resumer;
}

/** What repair needs of the engine. */
export interface Mending {
  keeps(host: string): boolean;
  /** A process that is tied to another one is told of its end. */
  watch(from: string, to: string): void;
}

export interface ForkOptions {
  /** The last one that has a state when it is left out. */
  readonly step?: number | undefined;
  /** Calls without an answer are made again. */
  readonly repeatsCalls?: boolean | undefined;
}

export class Repair {
  readonly #options: RepairOptions;
  readonly #engine: Mending;
  readonly #population: Population;
  readonly #writes: GroupedWrites;

  constructor(options: RepairOptions, engine: Mending, population: Population, writes: GroupedWrites) {
    this.#options = options;
    this.#engine = engine;
    this.#population = population;
    this.#writes = writes;
  }

  /** Ends a process whatever its host says of failures; false when it does not live. Resolves when that is stored. */
  async end(pid: string, exit: Exit): Promise<boolean> {
    await this.#population.known(pid);
    const kept = this.#population.get(pid) ?? (await this.#recalled(pid));
    if (kept === undefined) return false;
    kept.giveUp(exit);
    this.#population.held.forget(pid);
    await this.#writes.drained();
    return true;
  }

  async #recalled(pid: string): Promise<Kept | undefined> {
    if (!this.#population.has(pid)) return undefined;
    return this.#population.recall(pid);
  }

  /**
   * The pid of a new process that goes on from a kept step of that one, in the code that it had or in other code. Rejects with
   * a failure, or with a SnapshotError when it cannot go on in that code.
   */
  async fork(
    pid: string,
    { step, repeatsCalls = false }: ForkOptions,
    code: Program | undefined,
  ): Promise<string> {
    const { backend, clock, chance } = this.#options;
    await this.#writes.drained();
    const origin = await backend.ask('process', pid);
    if (origin === undefined) throw invalid(`process ${pid} is not in the store`);
    const wanted = step ?? (await this.lastState(origin));
    const at = await this.stepOf(origin, wanted);
    const from = await this.#population.code.programOf(at.program, at.entry);
    const to = code ?? from;
    const came = await this.#cameFor(origin, wanted);
    const now = clock.now();
    const made = durablePid(at.host, now, chance.bytes(6));
    const { request } = this.#population.requests.of(at.request, to);
    const state = { ...at, pid: made, parent: '' };
    const way = { from, to, elapsed: 0 };
    const forked = rebuiltIn(this.#population, this.#options, state, way, (process) => {
      // Rp1.
      process.links = null;
      process.watchers = null;
      process.endsAt = undefined;
      return {
        inputs: this.#inputsOf(process, made, came, { step: wanted, repeatsCalls }),
        watched: [...(process.watched?.all ?? [])].filter(isDurable),
        context: this.#options.codec.encode(writeContext(process.context)),
        layer: saveProcess(process, this.#options.saving(), new Heap()),
      };
    });
    const plain = { ...request, name: undefined, messages: [], isMonitored: false, isLinked: false };
    const start = {
      pid: made,
      host: at.host,
      entry: code === undefined ? at.entry : to.entry,
      program: to.hash,
      parent: '',
      request: this.#options.codec.encode(writeList(['', 0, '', ...writeSpawn(plain)])),
      startedAt: now,
      beginAt: now,
      attributes: JSON.stringify(await pastAttributes(backend, origin, wanted)),
      name: undefined,
    };
    const { watched, layer, context } = forked;
    const exits = await this.#exitsOf(watched, made);
    const inputs = [...forked.inputs, ...exits.values()];
    await this.#begin(start, to, { pid, step: wanted, layer, at: now, context, inputs });
    for (const to of watched) if (!exits.has(to)) this.#engine.watch(made, to);
    if (this.#engine.keeps(at.host)) await this.#population.load(made);
    return made;
  }

  #begin(start: StartRecord, program: Program, fork: ForkRecord): Promise<void> {
    this.#population.reserve(start.pid);
    const code = this.#population.code.newCode(program);
    return new Promise((resolve) => {
      this.#writes.write({ type: 'start', start, code, fork }, () => {
        this.#population.code.hasStored(code);
        resolve();
      });
    });
  }

  /** The last kept step that has a state. Rejects with a failure when none has. */
  async lastState({ pid, step }: Pick<StoredProcess, 'pid' | 'step'>): Promise<number> {
    if (step === 0) throw invalid(`${pid} has not begun: it has no step yet`);
    const last = (await this.#lines(pid)).find(hasState);
    if (last === undefined) throw invalid(`no step of ${pid} that is kept has a state`);
    return last.number;
  }

  /** A kept step that has a state. Rejects with a failure that says which there are. */
  async stepOf({ pid }: Pick<StoredProcess, 'pid'>, step: number): Promise<StoredStep> {
    const { backend } = this.#options;
    const found = step < 1 ? undefined : await backend.ask('state', pid, step);
    if (found !== undefined) return found;
    const lines = await this.#lines(pid);
    const line = lines.find(({ number }) => number === step);
    const kept = lines.filter(hasState);
    const first = kept.at(-1)?.number;
    if (line === undefined) {
      const those = first === undefined ? 'none is' : `those from ${first} to ${kept[0]?.number} are`;
      throw invalid(`step ${step} of ${pid} is not kept; ${those}`);
    }
    const what = turnOf(line) === 'begins anew' ? 'begins it anew' : 'is its end';
    const before = kept.find(({ number }) => number < step)?.number;
    const those = before === undefined ? 'none before it has one' : `step ${before} has one`;
    throw invalid(`step ${step} of ${pid} ${what} and has no state to go on from; ${those}`);
  }

  #lines(pid: string): Promise<StepLine[]> {
    return this.#options.backend.ask('steps', pid, Number.MAX_SAFE_INTEGER, MOST_LISTED);
  }

  /** What came for the process after the step: answers with later ones that are kept, and what lies in the store. */
  async #cameFor(origin: StoredProcess, step: number): Promise<Came[]> {
    const later = await this.#options.backend.ask('came', origin.pid, step);
    const answers = later
      .flatMap(({ facts, bodies }) => readCame(origin.pid, facts, bodies))
      .filter(({ kind }) => kind === 'result');
    const waiting = step === origin.step ? origin.inputs : [];
    return [...answers, ...waiting].map((record) => {
      const { kind, from, body } = record;
      const what = kind === 'result' ? readInput(this.#options.codec, kind, from, body) : undefined;
      return { record, operation: what?.type === 'result' ? what.operation : undefined };
    });
  }

  /** What a fork gets: messages that wait, and the answers of its calls. Throws for calls that have none. */
  #inputsOf(process: Process, made: string, came: readonly Came[], { step, repeatsCalls }: ForkOptions) {
    const inputs: InputRecord[] = [];
    const take = ({ kind, from, body }: InputRecord) => inputs.push({ to: made, kind, from, body });
    const open: string[] = [];
    for (const operation of process.operations ?? []) {
      const answer = came.find((one) => one.operation === operation.id);
      if (answer !== undefined) take(answer.record);
      else if (!this.#options.resumer.isHarmless(operation)) {
        open.push(calleeOf(operation));
        if (isExec(operation)) take(this.#lostChild(operation));
      }
    }
    if (open.length > 0 && repeatsCalls !== true) {
      throw invalid(
        `step ${step} waits for calls whose answers are not known: ${open.join(', ')}; --repeat-calls makes them again`,
      );
    }
    for (const { record } of came) if (record.kind === 'message') take(record);
    return inputs;
  }

  /** The child that a fork waited for is the other one's. */
  #lostChild(operation: Operation): InputRecord {
    const error = new ErrorValue(
      'Unavailable',
      `${calleeOf(operation)} belongs to the process before the fork`,
      true,
    );
    const what = {
      type: 'result',
      id: 0,
      operation: operation.id,
      outcome: { type: 'failed', error },
    } as const;
    return { to: '', kind: 'result', from: '', body: writeInput(this.#options.codec, what) };
  }

  /** The ends of those that a fork watches and that are no more, told to it. */
  async #exitsOf(watched: readonly string[], made: string): Promise<Map<string, InputRecord>> {
    const { backend, codec } = this.#options;
    const exits = new Map<string, InputRecord>();
    for (const from of watched) {
      const bytes = await backend.ask('exit', from);
      if (bytes === undefined) continue;
      const body = writeInput(codec, { type: 'exit', id: 0, from, exit: readEnd(codec, bytes) });
      exits.set(from, { to: made, kind: 'exit', from, body });
    }
    return exits;
  }
}

interface Came {
  readonly record: InputRecord;
  readonly operation: number | undefined;
}

const MOST_LISTED = 1000;

function hasState(line: StepLine): boolean {
  return turnOf(line) === undefined;
}

function invalid(message: string): Failure {
  return failure('Invalid', message, { retryable: false });
}
