/**
 * One line of execution inside a process: its main body or a spawned coroutine. A fiber holds the engine's task and,
 * once it is woken, what the task is to go on with. What it waits for meanwhile is data (P3).
 */
import { defineState, emptyTask, parts, refillTask, type Task, taskParts, type Value } from '#lua';
import { restoring } from './restoring.ts';

/** How a woken fiber goes on. */
export const PLAIN = 0;
export const VALUE = 1;
export const PAIR = 2;
export const RAISE = 3;
export const MANY = 4;
export type Resumption = typeof PLAIN | typeof VALUE | typeof PAIR | typeof RAISE | typeof MANY;

const resumptions: readonly Resumption[] = [PLAIN, VALUE, PAIR, RAISE, MANY];

export interface Owner {
  /** Puts a fiber that can go on into the process's queue. */
  ready(fiber: Fiber): void;
}

/** What a fiber waits for: a receive, a send, a select or a pending operation. */
export interface Wait {
  readonly type: 'receive' | 'send' | 'select' | 'operation';
}

export class Fiber {
  readonly task: Task;
  readonly owner: Owner;
  /** The next one in the process's queue of ready fibers. */
  next: Fiber | null = null;
  how: Resumption = PLAIN;
  a: Value = undefined;
  b: Value = undefined;
  wait: Wait | null = null;
  /** The place among the process's fibers. */
  place = 0;
  /** The innermost frame when it was saved: it is used up once the fiber goes on. */
  saved: Task['frames'] = null;

  constructor(task: Task, owner: Owner) {
    this.task = task;
    this.owner = owner;
  }

  wakeValue(value: Value): void {
    this.how = VALUE;
    this.a = value;
    this.wait = null;
    this.owner.ready(this);
  }

  /** Two results, such as `value, true` of a receive or `nil, err` of a call. */
  wakePair(a: Value, b: Value): void {
    this.how = PAIR;
    this.a = a;
    this.b = b;
    this.wait = null;
    this.owner.ready(this);
  }

  /** Any number of results. */
  wakeMany(values: readonly Value[]): void {
    this.how = MANY;
    this.a = values;
    this.wait = null;
    this.owner.ready(this);
  }

  /** Raises the error where the fiber waits. */
  wakeError(error: Value): void {
    this.how = RAISE;
    this.a = error;
    this.wait = null;
    this.owner.ready(this);
  }
}

/** Stands for one that is not known yet, in what is made to be filled. */
export const nobody: Fiber = Object.create(Fiber.prototype);

defineState({
  name: 'fiber/1',
  type: Fiber,
  changes: 'always',
  save: ({ task, how, a, b, wait, place }): Value[] => [...taskParts(task), how, a, b, wait as Value, place],
  saved(fiber, known) {
    const { frames } = fiber.task;
    if (fiber.saved !== null && fiber.saved !== frames) known.drop(fiber.saved);
    fiber.saved = frames;
  },
  make: () => new Fiber(emptyTask(), restoring().process as Owner), // as whoever restores has set it
  fill(fiber, given) {
    const [how, a, b, wait, place] = given.slice(-5);
    refillTask(fiber.task, given.slice(0, -5));
    fiber.how = resumptions[parts.number(how)] ?? PLAIN;
    fiber.a = a;
    fiber.b = b;
    fiber.wait = wait === null ? null : (parts.of(Object, wait) as Wait); // what waits is a form's own
    fiber.place = parts.number(place);
  },
});
