/** What people do with durable processes: find them, look at them, tell them something, mend them. */
import type { Value } from '#lua';
import {
  type DurableGate,
  ErrorValue,
  type Exit,
  failureFromError,
  hostOf,
  Message,
  type ProcessView,
  terminated,
  viewOf,
} from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { examine } from './examination.ts';
import { readEnd } from './input-form.ts';
import { pastAttributes } from './past-attributes.ts';
import type { Population } from './population.ts';
import type { ForkOptions, Repair } from './repair.ts';
import { type ShownInput, shownCame, shownInput } from './shown-input.ts';
import type { Attributes } from './step.ts';
import { readFacts, type StepFacts } from './step-facts.ts';
import type { Backend } from './store/backend.ts';
import {
  type LineFilter,
  type ProcessLine,
  type StepLine,
  type StoredState,
  turnOf,
} from './store/records.ts';
import { isShared } from './store/shared-store.ts';
import type { Upgrade, Upgraded, UpgradeRequest } from './upgrade.ts';

export interface AdministrationOptions {
  readonly backend: Backend;
  readonly codec: ValueCodec;
}

/** A kept step, for people. */
export type HistoryLine = Omit<StepLine, 'facts'> & StepFacts;

export interface PastStep {
  readonly at: number;
  readonly came: ShownInput[];
  /** Search and memo. */
  readonly attributes: Attributes;
  readonly isEnd: boolean;
  /** With it the process began anew (Ru1). */
  readonly isNewBeginning: boolean;
}

export class Administration {
  readonly #options: AdministrationOptions;
  readonly #engine: Pick<DurableGate, 'enter' | 'keeps'>;
  readonly #population: Population;
  readonly #repair: Repair;
  readonly #upgrade: Upgrade;

  constructor(
    options: AdministrationOptions,
    engine: Pick<DurableGate, 'enter' | 'keeps'>,
    population: Population,
    { repair, upgrade }: { readonly repair: Repair; readonly upgrade: Upgrade },
  ) {
    this.#options = options;
    this.#repair = repair;
    this.#upgrade = upgrade;
    this.#engine = engine;
    this.#population = population;
  }

  lines(filter: LineFilter): Promise<ProcessLine[]> {
    return this.#options.backend.ask('lines', filter);
  }

  /** A process by its pid, the unique part of it, or a name; of several the newest that lives, or the newest. */
  line(id: string): Promise<ProcessLine | undefined> {
    return this.#options.backend.ask('line', id);
  }

  /** How a process has ended; undefined for one that has not, or is forgotten. */
  async exitOf(pid: string): Promise<Exit | undefined> {
    const bytes = await this.#options.backend.ask('exit', pid);
    return bytes === undefined ? undefined : readEnd(this.#options.codec, bytes);
  }

  /**
   * What a process is doing, also one that is held or not in memory: then it is made for the look alone and runs
   * nothing. With a step it is what it was when that was committed. Undefined for one that does not live or never ran,
   * and for steps that are not kept. Rejects with a SnapshotError.
   */
  async look(
    pid: string,
    shown: Parameters<typeof viewOf>[1],
    step?: number,
  ): Promise<ProcessView | undefined> {
    const kept = step === undefined ? this.#population.get(pid) : undefined;
    if (kept !== undefined) return viewOf(kept.process, shown);
    return examine(this.#population, this.#options.backend, { pid, step }, (process) =>
      viewOf(process, shown),
    );
  }

  /** What lies in the store for one that is not in memory: it takes it when it begins, or goes on. */
  async waitingFor(pid: string, shown: Parameters<typeof viewOf>[1]): Promise<ShownInput[]> {
    if (this.#population.get(pid) !== undefined) return [];
    const stored = await this.#options.backend.ask('process', pid);
    return (stored?.inputs ?? []).map((input) => shownInput(this.#options.codec, input, shown));
  }

  /** When a kept step was committed, and what came in with it; undefined for one that is not kept. */
  async stepOf(
    pid: string,
    step: number,
    shown: Parameters<typeof viewOf>[1],
  ): Promise<PastStep | undefined> {
    const { backend, codec } = this.#options;
    const [line] = await backend.ask('steps', pid, step + 1, 1);
    if (line?.number !== step) return undefined;
    const hasBodies = readFacts(line.facts).came.some(({ bytes }) => bytes > 0);
    const [first] = hasBodies ? await backend.ask('came', pid, step - 1) : [];
    const came = shownCame(codec, pid, line.facts, first?.bodies, shown);
    const origin = await this.line(pid);
    const turn = turnOf(line);
    return {
      at: line.at,
      came,
      attributes: origin === undefined ? {} : await pastAttributes(backend, origin, step),
      isEnd: turn === 'end',
      isNewBeginning: turn === 'begins anew',
    };
  }

  /** Kept steps before that one, the latest first, with what came in and what went out. */
  async history(pid: string, before: number, limit: number): Promise<HistoryLine[]> {
    const lines = await this.#options.backend.ask('steps', pid, before, limit);
    return lines.map(({ facts, ...line }) => ({ ...line, ...readFacts(facts) }));
  }

  /**
   * The pid of a new process that goes on from a kept step of that one, with the code that it had, or with that of its entry
   * now. Rejects with a failure.
   */
  fork(pid: string, options: ForkOptions & { readonly isUpgraded?: boolean }): Promise<string> {
    if (options.isUpgraded === true) return this.#upgrade.fork(pid, options);
    return this.#repair.fork(pid, options, undefined);
  }

  /** Lets a process go on with the code that its entry has now. Rejects with a failure that says what prevents it. */
  async upgrade(pid: string, request: UpgradeRequest): Promise<Upgraded> {
    await this.#fetch(pid, 'running', 'held');
    return this.#upgrade.upgrade(pid, request);
  }

  /** Ends a process as failed, also one that is held; false when it does not live. */
  async fail(pid: string, reason: string): Promise<boolean> {
    await this.#fetch(pid, 'running', 'held');
    const error = new ErrorValue('Canceled', reason === '' ? 'given up by a person' : reason, false);
    return this.#repair.end(pid, { type: 'failed', error });
  }

  /** Lets a held process go on from its last commit; false when it is not held. */
  async retry(pid: string): Promise<boolean> {
    await this.#fetch(pid, 'held');
    return this.#population.retry(pid);
  }

  /** Sends a message of nobody in particular; resolves when it is stored. Rejects with a failure. */
  tell(pid: string, topic: string, values: readonly Value[]): Promise<void> {
    const count = values.length;
    return this.#entered(pid, new Message('', topic, count, count === 1 ? values[0] : [...values]));
  }

  /** Asks a process to end, or ends it; resolves when that is stored. Rejects with a failure. */
  async cancel(pid: string, reason: string, isForced: boolean): Promise<void> {
    if (isForced) {
      await this.#fetch(pid, 'running', 'held');
      await this.#repair.end(pid, terminated(reason));
      return;
    }
    return this.#entered(pid, {
      type: 'cancel',
      id: 0,
      from: '',
      reason,
      wait: undefined,
      deadline: undefined,
    });
  }

  /** A process of another node (this one may not know that yet) in one of these states is this one's from now on. */
  async #fetch(pid: string, ...states: StoredState[]): Promise<void> {
    const { backend } = this.#options;
    if (!isShared(backend) || !this.#engine.keeps(hostOf(pid))) return;
    if (await backend.adopt(pid, states)) await this.#population.adopt([pid]);
  }

  #entered(pid: string, what: Parameters<DurableGate['enter']>[1]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#engine.enter(pid, what, (error) =>
        error === undefined ? resolve() : reject(failureFromError(error)),
      );
    });
  }
}
