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

export class Operation implements Wait {
  readonly type = 'operation';
  id: number;
  module: string;
  function: string;
  arguments: readonly Value[];
  deadline: number | undefined;
  setup: object | undefined;
  attempt = 1;
  #then: Settlement;
  /** Told when the process ends before: whoever works on it may stop. */
  dropped: (() => void) | undefined;

  constructor(id: number, facts: OperationFacts, then: Settlement, dropped?: () => void) {
    this.id = id;
    this.module = facts.module;
    this.function = facts.function;
    this.arguments = facts.arguments;
    this.deadline = facts.deadline;
    this.setup = facts.setup;
    this.#then = then;
    this.dropped = dropped;
  }

  settle(exit: Exit): void {
    this.#then.settle(exit);
  }

  drop(): void {
    this.dropped?.();
  }

  /** The deadline is not among the parts: whoever saves the process says how much is left of it. */
  static save(of: Operation): Value[] | undefined {
    if (of.#then instanceof Told) return undefined;
    return [
      of.id,
      of.module,
      of.function,
      of.arguments as Value,
      of.attempt,
      of.#then as Value,
      of.setup as Value,
    ];
  }

  static fill(into: Operation, [id, module, name, given, attempt, then, setup]: readonly Value[]): void {
    into.id = parts.number(id);
    into.module = parts.text(module);
    into.function = parts.text(name);
    into.arguments = parts.of(Array<Value>, given);
    into.attempt = parts.number(attempt);
    into.#then = parts.of(Object, then) as Settlement; // what follows is a form's own
    into.setup = setup === undefined ? undefined : parts.of(Object, setup);
  }
}

defineState({
  name: 'operation/1',
  type: Operation,
  changes: 'always',
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

/** Whose operations these are. */
export interface Operator {
  serial: number;
  operations: Map<number, Operation> | null;
}

/** Enters an operation; its result will come as an input with its id. */
export function begin(
  operator: Operator,
  facts: OperationFacts,
  then: Settlement | ((exit: Exit) => void),
  dropped?: () => void,
): Operation {
  const following = typeof then === 'function' ? new Told(then) : then;
  const operation = new Operation(++operator.serial, facts, following, dropped);
  operator.operations ??= new Map();
  operator.operations.set(operation.id, operation);
  return operation;
}
