/** A suspended task as values, for what holds tasks: its frames, their depth, and what a forced suspension keeps. */
import { Fn, Frame, S, type Value } from '../machine.ts';
import { Task } from '../task.ts';
import { SnapshotError } from './snapshot-error.ts';

/** So many values describe a task. */
export const TASK_PARTS = 4;

export function taskParts(task: Task): Value[] {
  const { frames, depth, stash } = task;
  if (stash === null) return [frames, depth, undefined, false];
  return stash.results === undefined
    ? [frames, depth, stash.value, true]
    : [frames, depth, undefined, stash.results];
}

export function taskOf([frames, depth, value, results]: readonly Value[]): Task {
  const task = emptyTask();
  refillTask(task, [frames, depth, value, results]);
  return task;
}

/** A task to be refilled. */
export function emptyTask(): Task {
  return new Task(nobody, []);
}

/** Makes a task what the parts say. */
export function refillTask(task: Task, [frames, depth, value, results]: readonly Value[]): void {
  if (frames !== null && !(frames instanceof Frame)) throw new SnapshotError('a task has no frames');
  if (typeof depth !== 'number') throw new SnapshotError('a task has no depth');
  task.frames = frames;
  task.forget(depth);
  if (results === false) task.stash = null;
  else if (Array.isArray(results)) task.stash = { value: S, results };
  else task.stash = { value, results: undefined };
}

const nobody = new Fn(() => undefined, [], {
  name: 'nobody',
  code: () => undefined,
  resume: () => undefined,
  unit: undefined,
  index: 0,
});
