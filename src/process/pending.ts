/**
 * What a fiber waits for outside its process, as data (P3): which function of which module was called with what, how
 * often it was tried, and until when. How the host works on it (a promise, a packet, another process) is never part
 * of the state; the result comes back as an input that names the operation.
 */
import { guestError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import type { Fiber, Wait } from './fiber.ts';

export interface OperationFacts {
  readonly module: string;
  readonly function: string;
  readonly arguments: readonly unknown[];
  /** Milliseconds of the monotonic clock. */
  readonly deadline?: number | undefined;
}

export class Operation implements Wait {
  readonly type = 'operation';
  readonly id: number;
  readonly module: string;
  readonly function: string;
  readonly arguments: readonly unknown[];
  readonly deadline: number | undefined;
  attempt = 1;
  readonly #settled: (exit: Exit) => void;
  readonly #dropped: (() => void) | undefined;

  /** `settled` goes on in the process, `dropped` is told when the process ends before. */
  constructor(id: number, facts: OperationFacts, settled: (exit: Exit) => void, dropped?: () => void) {
    this.id = id;
    this.module = facts.module;
    this.function = facts.function;
    this.arguments = facts.arguments;
    this.deadline = facts.deadline;
    this.#settled = settled;
    this.#dropped = dropped;
  }

  settle(exit: Exit): void {
    this.#settled(exit);
  }

  /** The process has ended: whoever works on it may stop. */
  drop(): void {
    this.#dropped?.();
  }
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
  settled: (exit: Exit) => void,
  dropped?: () => void,
): Operation {
  const operation = new Operation(++operator.serial, facts, settled, dropped);
  operator.operations ??= new Map();
  operator.operations.set(operation.id, operation);
  return operation;
}

/** Lets a fiber go on with a result, as `value, nil` or as `nil, err`. */
export function wake(fiber: Fiber, exit: Exit): void {
  if (isNormal(exit)) fiber.wakePair(exit.value, undefined);
  else fiber.wakePair(undefined, guestError(exit.error));
}
