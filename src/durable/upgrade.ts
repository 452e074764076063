/**
 * A process goes on with the code that its entry has now, from its last step or from one before.
 *
 *   Up1  What cannot go on is refused whole: the process is then as it was, and goes on if it ran.
 *   Up2  A step that is gone back to is not undone for others. What was done since is done again only when the person says
 *        so; calls that are made from there have other keys, for they may be other calls.
 *   Up3  What came since that step comes again, once and in its order, before what waits.
 *   Up4  A process that has no step yet begins with the new code.
 *   Up6  People find it by the attributes that it had at the step that is gone back to.
 */
import { type Clock, type Failure, failure } from '#base';
import { Heap, SnapshotError } from '#lua';
import { type Process, type Program, type Saving, type Shard, saveProcess, writeContext } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { examine } from './examination.ts';
import { pastAttributes } from './past-attributes.ts';
import type { Population } from './population.ts';
import type { ProgramArchive } from './program-archive.ts';
import { rebuiltIn } from './rebuilt-in.ts';
import type { ForkOptions, Repair } from './repair.ts';
import { type Attributes, readAttributes } from './step.ts';
import { backTo, readCame, readFacts, wentBack, writeFacts } from './step-facts.ts';
import { cameSince, earliest } from './steps-since.ts';
import type { Backend } from './store/backend.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';
import type { Bytes, InputRecord, StoredProcess, StoredStep, Written } from './store/records.ts';

export interface UpgradeOptions {
  readonly shard: Shard;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly codec: ValueCodec;
  readonly saving: () => Saving;
  readonly archive: ProgramArchive;
}

export interface UpgradeRequest {
  /** The last one when it is left out. */
  readonly step?: number | undefined;
  /** What was done since the step may be done again. */
  readonly repeatsCalls?: boolean | undefined;
}

export interface Upgraded {
  /** The step from which it goes on. */
  readonly step: number;
  /** Sources whose chunk says something else: it is not run again. */
  readonly changedChunks: readonly string[];
}

/** A process as it is to be written. */
interface Made {
  readonly layer: Bytes | undefined;
  readonly context: Bytes;
  readonly changedChunks: readonly string[];
}

/** What an earlier step changes that is gone back to. */
interface WentBack {
  readonly inputs: readonly InputRecord[] | undefined;
  readonly attributes: Attributes | undefined;
}

/** Steps before that are tried when one cannot go on. */
const MOST_TRIED = 20;

export class Upgrade {
  readonly #options: UpgradeOptions;
  readonly #population: Population;
  readonly #repair: Repair;
  readonly #writes: GroupedWrites;

  constructor(options: UpgradeOptions, population: Population, repair: Repair, writes: GroupedWrites) {
    this.#options = options;
    this.#population = population;
    this.#repair = repair;
    this.#writes = writes;
  }

  /** Rejects with a failure that says which function prevents it. */
  async upgrade(pid: string, request: UpgradeRequest): Promise<Upgraded> {
    await this.#population.known(pid);
    const kept = this.#population.get(pid);
    if (kept !== undefined) this.#population.unload(kept);
    await this.#writes.drained();
    let upgraded: Upgraded | undefined;
    try {
      upgraded = await this.#upgraded(pid, request);
      return upgraded;
    } finally {
      if (kept !== undefined) await this.#population.load(pid);
      else if (upgraded !== undefined) await this.#population.retry(pid);
    }
  }

  /**
   * The pid of a new process that goes on from a kept step of that one, in the code that its entry has now. Rejects with a
   * failure that says what prevents it.
   */
  async fork(pid: string, options: ForkOptions): Promise<string> {
    await this.#writes.drained();
    const origin = await this.#options.backend.ask('process', pid);
    if (origin === undefined) throw invalid(`process ${pid} is not in the store`);
    const step = options.step ?? (await this.#repair.lastState(origin));
    const to = this.#codeOf(origin);
    return this.#repair.fork(pid, { ...options, step }, to).catch(async (thrown: unknown) => {
      throw await this.#explained(origin, step, to, thrown);
    });
  }

  #codeOf({ entry }: StoredProcess): Program {
    const program = this.#options.shard.programs.process(entry, '');
    if (program === undefined) throw invalid(`the entry ${entry} is not there any more`);
    return program;
  }

  async #upgraded(pid: string, { step, repeatsCalls = false }: UpgradeRequest): Promise<Upgraded> {
    const origin = await this.#options.backend.ask('process', pid);
    if (origin === undefined || (origin.state !== 'running' && origin.state !== 'held')) {
      throw invalid(
        `process ${pid} does not live; 'wippy workflow fork --upgrade' goes on from one of its steps, as a new process`,
      );
    }
    if (!origin.isOurs)
      throw failure('Conflict', `${pid} went to another node meanwhile`, { retryable: true });
    const to = this.#codeOf(origin);
    const isBack = step !== undefined && step !== origin.step;
    if (!isBack && to.hash === origin.program) {
      throw invalid(
        `${pid} has the code that ${origin.entry} has now; a node takes changed files with 'wippy run --watch', 'wippy registry apply', or when it starts`,
      );
    }
    const from = step ?? origin.step;
    if (isBack && !repeatsCalls) await this.#refuseRepeats(origin, from);
    const made =
      origin.layers.length === 0 && !isBack
        ? this.#unbegun(origin)
        : await this.#madeAt(origin, from, to).catch(async (thrown: unknown) => {
            throw await this.#explained(origin, from, to, thrown);
          });
    const inputs = isBack ? await this.#cameSince(origin, from) : undefined;
    const attributes = isBack ? await this.#attributesAt(origin, from) : undefined;
    const written = await this.#write(origin, from, to, made, { inputs, attributes });
    if (written === null) throw failure('Conflict', `${pid} has gone on meanwhile`, { retryable: true });
    return { step: from, changedChunks: made.changedChunks };
  }

  /** Up4. */
  #unbegun({ request, context, program, entry }: StoredProcess): Made {
    const { codec, shard } = this.#options;
    if (context !== undefined) return { layer: undefined, context, changedChunks: [] };
    const old = shard.programs.process(entry, '');
    if (old === undefined) throw new Error(`no program ${program}`);
    const { request: started } = this.#population.requests.of(request, old);
    return { layer: undefined, context: codec.encode(writeContext(started.context)), changedChunks: [] };
  }

  async #madeAt(origin: StoredProcess, step: number, to: Program): Promise<Made> {
    const at = await this.#repair.stepOf(origin, step);
    const program = await this.#population.code.programOf(at.program, at.entry);
    const last = { pid: origin.pid, step: undefined };
    const { backend } = this.#options;
    const serial =
      step === origin.step ? 0 : await examine(this.#population, backend, last, (one) => one.serial);
    return this.#saved(at, program, to, (process) => {
      process.serial = Math.max(process.serial, serial ?? 0);
    });
  }

  #saved(at: StoredStep, program: Program, to: Program, change: (process: Process) => void): Made {
    const { clock, codec, saving } = this.#options;
    const way = { from: program, to, elapsed: Math.max(0, clock.now() - at.at) };
    return rebuiltIn(this.#population, this.#options, at, way, (process, changedChunks) => {
      change(process);
      return {
        layer: saveProcess(process, saving(), new Heap()),
        context: codec.encode(writeContext(process.context)),
        changedChunks,
      };
    });
  }

  /** What prevents it, and the step before that could go on. */
  async #explained(origin: StoredProcess, from: number, to: Program, thrown: unknown): Promise<unknown> {
    if (!(thrown instanceof SnapshotError)) return thrown;
    const { pid } = origin;
    const why = `step ${from} of ${pid} cannot go on with the code of ${origin.entry}: ${thrown.message}`;
    const before = await this.#options.backend.ask('steps', pid, from, MOST_TRIED);
    for (const { number, bytes } of before) {
      if (bytes === 0) continue;
      const isFit = await this.#madeAt(origin, number, to).then(
        () => true,
        () => false,
      );
      if (isFit) return invalid(`${why}; step ${number} can: --step ${number}`);
    }
    return invalid(`${why}; none of the steps before that are kept can either`);
  }

  /** Up2. */
  async #refuseRepeats({ pid, step }: StoredProcess, from: number): Promise<void> {
    const lines = await this.#options.backend.ask('steps', pid, step + 1, step - from);
    const went = lines.filter(({ number }) => number > from).flatMap(({ facts }) => readFacts(facts).went);
    const effects = went.filter((one) => backTo([one]) === undefined);
    if (effects.length === 0) return;
    const names = [...new Set(effects.map(({ kind, who }) => `${kind} ${who}`))].slice(0, 5).join(', ');
    throw invalid(
      `since step ${from} it did what others know of (${names}); --repeat-calls has it done again, with other keys`,
    );
  }

  /** Up3. */
  async #cameSince({ pid, step, inputs }: StoredProcess, from: number): Promise<InputRecord[]> {
    const { backend } = this.#options;
    const lines = await backend.ask('steps', pid, step + 1, step);
    const steps = lines.map(({ number, facts }) => ({ number, backTo: backTo(readFacts(facts).went) }));
    const came = await backend.ask('came', pid, earliest(steps, from));
    const bodies = new Map(came.map((one) => [one.number, readCame(pid, one.facts, one.bodies)] as const));
    return cameSince(
      steps.map((one) => ({ ...one, came: bodies.get(one.number) ?? [] })).reverse(),
      from,
      inputs.map(({ to, kind, from: sender, body }) => ({ to, kind, from: sender, body })),
    );
  }

  /** Up6. The time of a schedule that its run is for stays. */
  async #attributesAt(origin: StoredProcess, step: number): Promise<Attributes> {
    const { scheduled } = readAttributes(origin.attributes);
    const past = await pastAttributes(this.#options.backend, origin, step);
    return scheduled === undefined ? past : { ...past, scheduled };
  }

  #write(
    { pid, step, fence, entry, inputs: waiting, attributes: before }: StoredProcess,
    from: number,
    to: Program,
    { layer, context }: Made,
    { inputs, attributes }: WentBack,
  ): Promise<Written> {
    const code = [...this.#population.code.newCode(to)];
    const went = [wentBack(entry, from)];
    const record = {
      pid,
      number: step + 1,
      fence,
      layer,
      isFull: true,
      at: this.#options.clock.now(),
      consumed: inputs === undefined ? [] : waiting.map(({ id }) => id),
      inputs: inputs ?? [],
      starts: [],
      code,
      names: [],
      identity: { entry, program: to.hash, context },
      attributes: attributes && JSON.stringify(attributes),
      facts: writeFacts({ came: [], went }, attributes && readAttributes(before)),
      came: undefined,
      dropBefore: undefined,
      end: undefined,
      again: undefined,
    };
    return new Promise((resolve) => {
      this.#writes.write({ type: 'step', step: record }, (written) => {
        if (written !== null) this.#population.code.hasStored(code);
        resolve(written);
      });
    });
  }
}

function invalid(message: string): Failure {
  return failure('Invalid', message, { retryable: false });
}
