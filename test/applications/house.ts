/**
 * A whole node for tests: an application given as texts or as a folder, virtual time, seeded chance, and all
 * that it writes and logs.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import { type Chance, createLog } from '../../src/base/index.ts';
import type { Backend } from '../../src/durable/index.ts';
import type { AnyKind, Feature } from '../../src/plugin/index.ts';
import { type Exit, failureFromError, isNormal, type Policy, toData } from '../../src/process/index.ts';
import { diskFiles, memoryFiles } from '../../src/registry/index.ts';
import { loadProject, type Project, RunningNode } from '../../src/runtime/index.ts';
import { SeededChance, settled, VirtualClock } from '../../src/testing/index.ts';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface HouseOptions {
  readonly set?: readonly string[];
  readonly override?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly kinds?: readonly AnyKind[];
  readonly schedulers?: number;
  readonly shareLog?: boolean;
  readonly policy?: Policy;
  readonly clock?: VirtualClock;
  readonly durableStore?: () => Backend;
  readonly longestStep?: number;
  readonly chance?: Chance;
  readonly longestSlice?: number;
  readonly features?: readonly Feature[];
  readonly otherStore?: (id: string) => Backend;
}

/** A folder of this one, or paths and texts. `wippy.lock` is there unless it is given. */
export type Application = string | Readonly<Record<string, string>>;

const lock = 'directories:\n  modules: .wippy\n  src: ./src\n';

export function readProject(application: Application, options: HouseOptions = {}): Promise<Project> {
  const directory = typeof application === 'string' ? join(import.meta.dirname, application) : '/nowhere';
  const files =
    typeof application === 'string'
      ? diskFiles(directory)
      : memoryFiles({ 'wippy.lock': lock, ...application });
  const { set, override, environment = {}, kinds, features } = options;
  return loadProject({
    directory,
    files,
    environment,
    ...(set !== undefined && { set }),
    ...(override !== undefined && { override }),
    ...(kinds !== undefined && { kinds }),
    ...(features !== undefined && { features }),
  });
}

export class House {
  readonly clock: VirtualClock;
  readonly input = new PassThrough();
  readonly lines: LogLine[] = [];
  output = '';
  errors = '';
  #node: RunningNode | undefined;

  private constructor(clock = new VirtualClock()) {
    this.clock = clock;
  }

  static async start(
    context: TestContext,
    application: Application,
    options: HouseOptions = {},
  ): Promise<House> {
    const project = await readProject(application, options);
    assert.equal(project.isBroken, false, project.report());
    const house = new House(options.clock);
    const starting = house.#start(project, options);
    context.after(() => (house.#node === undefined ? undefined : house.shutdown()));
    await house.until(starting);
    return house;
  }

  get node(): RunningNode {
    assert.ok(this.#node !== undefined, 'the node has not started');
    return this.#node;
  }

  async #start(project: Project, options: HouseOptions): Promise<void> {
    const { schedulers, shareLog, policy, durableStore, longestStep, longestSlice } = options;
    const write = (line: string) => this.lines.push(JSON.parse(line));
    this.#node = await RunningNode.prepare({
      project,
      log: createLog({ level: 'debug', format: 'json', write, now: () => this.clock.now() }),
      streams: {
        input: () => this.input,
        output: { write: (chunk, done) => this.#wrote(() => (this.output += text(chunk)), done) },
        error: { write: (chunk, done) => this.#wrote(() => (this.errors += text(chunk)), done) },
      },
      clock: this.clock,
      chance: options.chance ?? new SeededChance(1),
      ...(schedulers !== undefined && { schedulers }),
      ...(shareLog !== undefined && { shareLog }),
      ...(policy !== undefined && { policy }),
      ...(durableStore !== undefined && { durableStore }),
      longestStep,
      longestSlice,
      features: options.features,
      otherStore: options.otherStore,
    });
    await this.#node.startServices();
  }

  #wrote(act: () => void, done: ((error?: Error | null) => void) | undefined): boolean {
    act();
    done?.();
    return true;
  }

  /** Lets time pass; between two timers guest code does all that it can do. */
  async pass(millis: number): Promise<void> {
    const end = this.clock.monotonic() + millis;
    await this.#rest();
    while (this.clock.next <= end) {
      await this.clock.advanceAsync(Math.max(0, this.clock.next - this.clock.monotonic()));
      await this.#rest();
    }
    await this.clock.advanceAsync(end - this.clock.monotonic());
  }

  /**
   * Guest code that is ready runs in turns of the event loop, and so does a store of the same thread, which is asked several
   * things in a row.
   */
  async #rest(): Promise<void> {
    const { schedulers } = this;
    let idle = 0;
    while (idle < 5) {
      await settled();
      idle = schedulers.every(({ isIdle }) => isIdle) ? idle + 1 : 0;
    }
  }

  get schedulers() {
    return this.#node?.processes.shards.map(({ scheduler }) => scheduler) ?? [];
  }

  /** Lets time pass until the promise is settled, an hour at most. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    promise.then(over, over);
    for (let turn = 0; turn < 50 && !isOver; turn++) await settled();
    for (let passed = 0; !isOver; passed += 50) {
      assert.ok(passed < 3_600_000, 'nothing happens any more');
      await this.pass(50);
    }
    return promise;
  }

  /** Runs a process with the terminal to its end. */
  async run(
    entry: string,
    ...args: string[]
  ): Promise<{ readonly value?: unknown; readonly error?: string }> {
    const exit: Exit = await this.until(this.node.execute({ entry, args }));
    return isNormal(exit) ? { value: toData(exit.value) } : { error: failureFromError(exit.error).message };
  }

  /** The machine is gone: nothing ends in order, nothing more happens. */
  crash(): void {
    const { processes } = this.node;
    this.#node = undefined;
    for (const { scheduler } of processes.shards) {
      for (const process of scheduler.processes()) scheduler.unload(process);
    }
  }

  shutdown(): Promise<void> {
    return this.until(this.node.shutdown());
  }

  /** Messages of the log, with the logger's name: `app:worker: started`. */
  logged(from?: string): string[] {
    const own = from === undefined ? this.lines : this.lines.filter(({ logger }) => logger === from);
    return own.map(({ message }) => message);
  }

  status(service: string): string | undefined {
    return this.node.supervisor.state(service)?.status;
  }

  /** What was written to the terminal, line by line. */
  get printed(): string[] {
    return this.output.split('\n').slice(0, -1);
  }
}

function text(chunk: Uint8Array): string {
  return Buffer.from(chunk).toString('utf8');
}

/** A definition file of one namespace: hosts, and the entries that are given. */
export function index(entries: string, namespace = 'app'): string {
  return `version: "1.0"
namespace: ${namespace}
entries:
  - {name: terminal, kind: terminal.host, lifecycle: {auto_start: true}}
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
${entries}`;
}

/** The problems of an application, each in one line: place and message. */
export async function problemsOf(application: Application, options: HouseOptions = {}): Promise<string[]> {
  const project = await readProject(application, options);
  return project.problems.map(({ place, message, severity }) => {
    const at =
      place === undefined ? '' : `${[place.path, place.line, place.column].filter(Boolean).join(':')}: `;
    return `${at}${severity === 'warning' ? 'warning: ' : ''}${message}`;
  });
}
