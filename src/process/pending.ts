/**
 * What a fiber waits for outside its process, as data (P3): which function of which module was called with what, how
 * often it was tried, and until when. How the host works on it (a promise, a packet, another process) is never part
 * of the state; the result comes back as an input that names the operation.
 */
import { defineState, parts, type Value } from '#lua';
import { guestError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import { Fiber, type Wait } from './fiber.ts';

export interface OperationFacts {
  readonly module: string;
  readonly function: string;
  /** Values of the guest. */
  readonly arguments: readonly Value[];
  /** Milliseconds of the monotonic clock. */
  readonly deadline?: number | undefined;
  /** What a builder had collected for it. */
  readonly setup?: object | undefined;
}

/** What follows in the process when an operation has come to its end: data, so that it can be saved. */
export interface Settlement {
  settle(exit: Exit): void;
}

/** What follows is a function of the host: such an operation cannot be saved. */
class Told implements Settlement {
  readonly settle: (exit: Exit) => void;

  constructor(settle: (exit: Exit) => void) {
    this.settle = settle;
  }
}

/** A fiber goes on with `value, nil` or with `nil, err`. */
export class Wake implements Settlement {
  fiber: Fiber;

  constructor(fiber: Fiber) {
    this.fiber = fiber;
  }

  settle(exit: Exit): void {
    if (isNormal(exit)) this.fiber.wakePair(exit.value, undefined);
    else this.fiber.wakePair(undefined, guestError(exit.error));
  }
}

export interface Work {
  cancel(): void;
}

export class Operation implements Wait {
  readonly type = 'operation';
  id: number;
  module: string;
  function: string;
  arguments: readonly Value[];
  deadline: number | undefined;
  setup: object | undefined;
  attempt = 1;
  /**
   * A durable store has what answers it, whatever happens to its node. Undefined in what was saved before anybody said so.
   */
  isStored: boolean | undefined = false;
  /** Nothing is waited for any more. */
  #isOver = false;
  #then: Settlement;
  /** Whoever works on it, and may stop when the process ends before. */
  work: Work | undefined;

  constructor(id: number, facts: OperationFacts, then: Settlement) {
    this.id = id;
    this.module = facts.module;
    this.function = facts.function;
    this.arguments = facts.arguments;
    this.deadline = facts.deadline;
    this.setup = facts.setup;
    this.#then = then;
    this.work = undefined;
  }

  settle(exit: Exit): void {
    this.#isOver = true;
    // Whoever worked is not to stay as long as the operation is known.
    this.work = undefined;
    this.#then.settle(exit);
  }

  drop(): void {
    this.work?.cancel();
  }

  /** The deadline is not among the parts: whoever saves the process says how much is left of it. */
  static save(of: Operation): Value[] | undefined {
    if (of.#then instanceof Told) return undefined;
    const saved = [
      of.id,
      of.module,
      of.function,
      of.arguments as Value,
      of.attempt,
      of.#then as Value,
      of.setup as Value,
      of.#isOver,
    ];
    if (isExec(of)) saved.push(of.isStored);
    return saved;
  }

  static isOver(one: Operation): boolean {
    return one.#isOver;
  }

  static saved(one: Operation, known: { drop(object: object): void }): void {
    if (!one.#isOver) return;
    known.drop(one.arguments);
    if (one.#then instanceof Wake) known.drop(one.#then);
  }

  static fill(
    into: Operation,
    [id, module, name, given, attempt, then, setup, isOver, isStored]: readonly Value[],
  ): void {
    into.id = parts.number(id);
    into.module = parts.text(module);
    into.function = parts.text(name);
    into.arguments = parts.of(Array<Value>, given);
    into.attempt = parts.number(attempt);
    into.#then = parts.of(Object, then) as Settlement; // what follows is a form's own
    into.setup = setup === undefined ? undefined : parts.of(Object, setup);
    // Before version 2 of the format nobody said so.
    into.#isOver = isOver === true;
    into.isStored = isStored === undefined ? undefined : isStored === true;
  }
}

/** It waits for the end of a process that it has started. */
export function isExec({ module, function: name }: Operation): boolean {
  return module === 'process' && name === 'exec';
}

defineState({
  name: 'operation/1',
  type: Operation,
  changes: 'always',
  isOver: Operation.isOver,
  saved: Operation.saved,
  save: Operation.save,
  describe: ({ module, function: name }) => `call of ${module}.${name}`,
  make: () => new Operation(0, { module: '', function: '', arguments: [] }, new Told(() => {})),
  fill: Operation.fill,
});

defineState({
  name: 'wake/1',
  type: Wake,
  changes: 'never',
  save: ({ fiber }): Value[] => [fiber],
  make: () => Object.create(Wake.prototype),
  fill(wake, [fiber]) {
    wake.fiber = parts.of(Fiber, fiber);
  },
});

/** An operation of module `process`, whose answer the fiber waits for. */
export function awaitAnswer(from: Operator, fiber: Fiber, name: string, given: readonly Value[]): Operation {
  const operation = begin(from, { module: 'process', function: name, arguments: given }, new Wake(fiber));
  fiber.wait = operation;
  return operation;
}

/**
 * The pending operations of one process by their ids, in the order in which they began. Most processes have one at a
 * time, which needs no map (measured: 7 % of a call).
 */
export class Operations {
  #one: Operation | null = null;
  #more: Map<number, Operation> | null = null;

  get size(): number {
    if (this.#more !== null) return this.#more.size;
    return this.#one === null ? 0 : 1;
  }

  /** The one that is pending, when it is one. */
  get only(): Operation | null {
    return this.#one;
  }

  get(id: number): Operation | undefined {
    if (this.#more !== null) return this.#more.get(id);
    return this.#one !== null && this.#one.id === id ? this.#one : undefined;
  }

  add(operation: Operation): void {
    if (this.#more !== null) this.#more.set(operation.id, operation);
    else if (this.#one === null) this.#one = operation;
    else {
      this.#more = new Map([
        [this.#one.id, this.#one],
        [operation.id, operation],
      ]);
      this.#one = null;
    }
  }

  delete(id: number): void {
    if (this.#more === null) {
      if (this.#one !== null && this.#one.id === id) this.#one = null;
      return;
    }
    this.#more.delete(id);
    if (this.#more.size === 0) this.#more = null;
  }

  /** Those that are pending now. */
  [Symbol.iterator](): Iterator<Operation> {
    if (this.#more !== null) return this.#more.values();
    return (this.#one === null ? NONE : [this.#one]).values();
  }
}

const NONE: readonly Operation[] = [];

/** Whose operations these are. */
export interface Operator {
  serial: number;
  operations: Operations | null;
}

/** Enters an operation; its result will come as an input with its id. */
export function begin(
  operator: Operator,
  facts: OperationFacts,
  then: Settlement | ((exit: Exit) => void),
): Operation {
  const following = typeof then === 'function' ? new Told(then) : then;
  const operation = new Operation(++operator.serial, facts, following);
  operator.operations ??= new Operations();
  operator.operations.add(operation);
  return operation;
}
