/**
 * Running Lua in tests: `runs(source).returns(1, 2)`, `fails(source, 'text')`, each in every way of running.
 *
 *   straight    as processes run
 *   preempted   with the smallest slices, so that it is preempted at every chance
 *   everywhere  every site suspends each time, compiled as it is for dumps
 *   saved       every site suspends each time, and the whole task goes through bytes: at the first times of each
 *               site and now and then after that, as a full form or as deltas on one
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnvironmentShape } from './environment.ts';
import { basic, rawText } from './library/base.ts';
import { type Frame, host, type Proto, R, ret0, type Value } from './machine.ts';
import { changes } from './operations.ts';
import { Catalog } from './snapshot/catalog.ts';
import { Heap } from './snapshot/heap.ts';
import { restore } from './snapshot/restore.ts';
import { save } from './snapshot/save.ts';
import { taskOf, taskParts } from './snapshot/task-parts.ts';
import { standardGlobals } from './standard.ts';
import { FAILED, run, SLICED, Task } from './task.ts';
import { Unit } from './unit.ts';

export const ways = ['straight', 'preempted', 'everywhere', 'saved'] as const;
export type Way = (typeof ways)[number];

/** Long enough for a reserve, and for young code to stop in between (preemption.ts). */
const STRAIGHT_FUEL = 30_000;

export interface Ended {
  readonly task: Task;
  readonly isFailed: boolean;
  readonly printed: readonly string[];
}

/** What a text may hold that it did not bring along: a saved task names it. */
export interface Known {
  /** Units by hash. */
  readonly units?: ReadonlyMap<string, Unit>;
  readonly shape?: EnvironmentShape;
  readonly names?: Readonly<Record<string, Value>>;
  /** The text, compiled for this way (`compiledFor`): to run it in several ways, which then share their continuations. */
  readonly unit?: Unit;
  /** Whether the task goes through bytes between its slices in any way of running. */
  readonly isSaved?: boolean;
}

/** A text as a way of running wants it. */
export function compiledFor(
  way: Way,
  source: string,
  name: string,
  keepsLocals = way === 'everywhere',
): Unit {
  return new Unit(source, name, { everywhere: suspendsEverywhere(way), keepsLocals });
}

export function suspendsEverywhere(way: Way): boolean {
  return way === 'everywhere' || way === 'saved';
}

/** Runs a text to its end; `print` is collected. */
export function execute(
  source: string,
  way: Way,
  name = 'test.lua',
  globals: Readonly<Record<string, Value>> = {},
  known: Known = {},
): Ended {
  const printed: string[] = [];
  const print = host('print', (_self, ...args) => {
    printed.push(args.map(rawText).join(' '));
    return ret0();
  });
  const names = { ...standardGlobals(), ...basic, print, ...globals };
  const shape = new EnvironmentShape(names);
  const unit = known.unit ?? compiledFor(way, source, name);
  let task = new Task(unit.load(shape.make()), []);
  const saving =
    way === 'saved' || known.isSaved === true ? new Saving(unit, known, shape, names) : undefined;
  let outcome: number;
  do {
    if (saving !== undefined) task = saving.throughBytes(task);
    R.fuel = way === 'preempted' ? 1 : STRAIGHT_FUEL;
    outcome = run(task, undefined);
  } while (outcome === SLICED);
  changes.current = null;
  return { task, isFailed: outcome === FAILED, printed };
}

/** A site is saved the first times it suspends, and then at ever rarer times. */
const ALWAYS = 2;
const RARELY = 1009;
/** Deltas that lie on one full form. */
const DELTAS = 2;

/** Takes a task through bytes, and goes on with what came out of them. */
class Saving {
  readonly #catalog: Catalog;
  readonly #seen = new Map<Proto, number[]>();
  #heap = new Heap();
  #layers: Uint8Array[] = [];
  #count = 0;
  /** The count at which the next of the rare times is due: later for what is large. */
  #next = 0;

  constructor(unit: Unit, known: Known, shape: EnvironmentShape, names: Readonly<Record<string, Value>>) {
    this.#catalog = new Catalog({
      unit: (hash) => (hash === unit.hash ? unit : known.units?.get(hash)),
      shape: (name) => [shape, known.shape].find((each) => each?.name === name),
    });
    for (const [name, value] of Object.entries({ ...known.names, ...names })) this.#catalog.add(name, value);
  }

  throughBytes(task: Task): Task {
    if (!this.#isTurn(task.frames)) return task;
    if (this.#layers.length > DELTAS) {
      this.#layers = [];
      this.#heap = new Heap();
    }
    this.#layers.push(save(this.#catalog, this.#heap, taskParts(task)));
    const size = this.#layers.reduce((sum, { length }) => sum + length, 0);
    this.#next = this.#count + RARELY + size / 2;
    const { roots, heap } = restore(this.#catalog, this.#layers);
    this.#heap = heap;
    changes.current = heap;
    return taskOf(roots);
  }

  #isTurn(frame: Frame | null): boolean {
    this.#count++;
    if (frame === null) return true;
    const { proto } = frame.self;
    let times = this.#seen.get(proto);
    if (times === undefined) {
      times = [];
      this.#seen.set(proto, times);
    }
    const n = (times[frame.site] ?? 0) + 1;
    times[frame.site] = n;
    return n <= ALWAYS || this.#count >= this.#next;
  }
}

/** The text returns these values, in every way of running. */
export function returns(title: string, source: string, ...expected: readonly Value[]): void {
  for (const way of ways) {
    test(`${title} (${way})`, () => {
      const { task, isFailed } = execute(source, way);
      if (isFailed) assert.fail(`${rawText(task.error)}\n${task.trace?.text ?? ''}`);
      assert.deepEqual(task.values, expected);
    });
  }
}

/** The text ends with this error, in every way of running. */
export function fails(title: string, source: string, expected: Value): void {
  for (const way of ways) {
    test(`${title} (${way})`, () => {
      const { task, isFailed } = execute(source, way);
      assert.ok(isFailed, 'it should have failed');
      assert.deepEqual(task.error, expected);
    });
  }
}
