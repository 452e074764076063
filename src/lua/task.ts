/**
 * A task: one line of execution inside a process.
 *
 * A task is its frames, innermost first. Running it hands the innermost one a value; outer frames stay data until they
 * are needed. A run ends in one of four ways:
 *
 *   DONE     the body returned; `task.values` holds the results.
 *   FAILED   an error reached the bottom; `task.error` and `task.trace` hold it. `task.frames` are those that it left,
 *            for whoever looks at them (inspect/frames.ts); they never go on.
 *   WAITING  a host function returned `wait()`; the task goes on by `run` with what it waited for.
 *   SLICED   its slice is used up; the task goes on by `run` with nothing.
 *
 * Going on is `run(task, value)`, where value is a Lua value or `S` with MULTI in the registers, or
 * `runWithError(task, error)`, which raises the error where the task waits.
 */

import type { Traceback } from './blame.ts';
import {
  type Fn,
  Frame,
  host,
  MULTI,
  R,
  raise,
  ret0,
  S,
  SLICE,
  setResults,
  type Value,
  WAIT,
} from './machine.ts';
import { beginSlice, endSlice, goesOnAfterStop } from './preemption.ts';
import { SavedFrames } from './saved-frames.ts';
import { left, resultsOf, runFrames } from './trampoline.ts';

export const DONE = 0;
export const FAILED = 1;
export const WAITING = 2;
export const SLICED = 3;
export type Outcome = typeof DONE | typeof FAILED | typeof WAITING | typeof SLICED;

/** A task's frames may not be deeper than this: endless recursion ends here with `stack overflow`. */
export const MAX_DEPTH = 1_500_000;
/** Nor may they take more than what is left of the process's memory, so that the error comes before the end of it. */
const BYTES_PER_FRAME = 200;

/** A stack of fewer frames is never too deep: a process that has no room for them ends by its memory. */
const SHALLOW = 200_000;

const NO_VALUES: readonly Value[] = [];
const NO_ARGUMENTS: Value[] = [];

export class Task extends SavedFrames {
  frames: Frame | null;
  values: readonly Value[] = NO_VALUES;
  error: Value = undefined;
  /** Where the error came from. */
  trace: Traceback | null = null;
  stash: typeof R.stash = null;

  /** `body`: what is called with the arguments, or the frame that begins. */
  constructor(body: Fn | Frame, args: Value[] = NO_ARGUMENTS) {
    super();
    // Looking for what only functions have takes code that V8 has not optimized a tenth of `instanceof`.
    this.frames = 'up' in body ? new Frame(STARTER, 0, body, args, undefined, undefined, null) : body;
    if (!('up' in body)) this.forget(1);
  }

  /** Whether the frames are more than a process may have. */
  get isTooDeep(): boolean {
    const { depth } = this;
    return depth >= SHALLOW && depth > Math.min(MAX_DEPTH, R.room / BYTES_PER_FRAME);
  }
}

/** The frame of a body that has not begun. */
const STARTER = host('task.start', () => ret0(), {
  resume: (frame) => {
    const body = frame.a as Fn;
    return callWith(body, frame.b as Value[]);
  },
});

/** Most have few arguments: so V8 passes them without walking over a list. */
export function callWith(body: Fn, args: Value[]): Value {
  switch (args.length) {
    case 0:
      return body.code(body);
    case 1:
      return body.code(body, args[0]);
    case 2:
      return body.code(body, args[0], args[1]);
    case 3:
      return body.code(body, args[0], args[1], args[2]);
    default:
      return body.code(body, ...args);
  }
}

/** Runs the task with the fuel in `R.fuel` until it ends, waits, or has used the slice. */
export function run(task: Task, value: Value): Outcome {
  beginSlice();
  R.task = task;
  R.coroutine = null;
  let given = value;
  if (task.stash !== null) {
    given = task.stash.value;
    if (task.stash.results !== undefined) setResults(task.stash.results);
    task.stash = null;
  }
  return goOnWith(task, given);
}

/** Runs the task with an error at the place where it waits. */
export function runWithError(task: Task, error: Value): Outcome {
  beginSlice();
  R.task = task;
  R.coroutine = null;
  task.stash = null;
  return goOnWith(task, raise(error));
}

function goOnWith(task: Task, value: Value): Outcome {
  let given = value;
  for (;;) {
    const { frames } = task;
    task.frames = null;
    task.learn(frames);
    const result = runFrames(frames, given, task);
    if (result !== S || R.why !== SLICE || !goesOnAfterStop()) return ended(task, result);
    // Young code has stopped to be entered anew; the slice goes on.
    task.frames = left.frames;
    left.frames = null;
    R.why = MULTI;
    given = task.isTooDeep ? raise('stack overflow', 1) : undefined;
  }
}

function ended(task: Task, value: Value): Outcome {
  endSlice();
  if (value !== S || R.why === MULTI) {
    task.values = resultsOf(value);
    return DONE;
  }
  if (R.why === WAIT || R.why === SLICE) {
    task.frames = left.frames;
    left.frames = null;
    task.stash = R.stash;
    R.stash = null;
    const outcome = R.why === WAIT ? WAITING : SLICED;
    return task.isTooDeep ? goOnWith(task, raise('stack overflow', 1)) : outcome;
  }
  task.error = R.error;
  task.trace = left.trace;
  task.frames = left.frames;
  left.trace = null;
  left.frames = null;
  return FAILED;
}
