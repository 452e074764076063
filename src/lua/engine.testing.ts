/**
 * Running Lua in tests: `runs(source).returns(1, 2)`, `fails(source, 'text')`, each in every way of running.
 *
 *   straight    as processes run
 *   preempted   with the smallest slices, so that it is preempted at every chance
 *   everywhere  every site suspends each time, and the frames go through their saved form (F2) on the way
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnvironmentShape } from './environment.ts';
import { basic, rawText } from './library/base.ts';
import { Coroutine, type Frame, host, R, ret0, type Value } from './machine.ts';
import { toFrame, toSaved } from './saved-frame.ts';
import { standardGlobals } from './standard.ts';
import { FAILED, run, SLICED, Task } from './task.ts';
import { LuaProto, Unit } from './unit.ts';

export const ways = ['straight', 'preempted', 'everywhere'] as const;
export type Way = (typeof ways)[number];

/** Frames that were not there at the last suspension, by way of their saved form. */
function throughSavedForm(frames: Frame | null, seen: WeakSet<Frame>): Frame | null {
  if (frames === null || seen.has(frames)) return frames;
  const next = throughSavedForm(frames.next, seen);
  let frame = frames;
  if (frame.self.proto instanceof LuaProto) frame = toFrame(toSaved(frame), frame.self);
  else if (frame.a instanceof Coroutine) frame.a.frames = throughSavedForm(frame.a.frames, seen);
  frame.next = next;
  seen.add(frame);
  return frame;
}

const STRAIGHT_FUEL = 4000;

export interface Ended {
  readonly task: Task;
  readonly isFailed: boolean;
  readonly printed: readonly string[];
}

/** Runs a text to its end; `print` is collected. */
export function execute(
  source: string,
  way: Way,
  name = 'test.lua',
  globals: Readonly<Record<string, Value>> = {},
): Ended {
  const everywhere = way === 'everywhere';
  const printed: string[] = [];
  const print = host('print', (_self, ...args) => {
    printed.push(args.map(rawText).join(' '));
    return ret0();
  });
  const shape = new EnvironmentShape({ ...standardGlobals(), ...basic, print, ...globals });
  const task = new Task(new Unit(source, name, { everywhere }).load(shape.make()), []);
  const seen = new WeakSet<Frame>();
  let outcome: number;
  do {
    if (everywhere) task.frames = throughSavedForm(task.frames, seen);
    R.fuel = way === 'preempted' ? 1 : STRAIGHT_FUEL;
    outcome = run(task, undefined);
  } while (outcome === SLICED);
  return { task, isFailed: outcome === FAILED, printed };
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
