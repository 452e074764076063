/** How the outcome of a feature's function reaches the fiber that waits for it, in the way its definition says. */
import { defineState, parts, raise, ret2, SnapshotError, type Value } from '#lua';
import type { AnyFunction, Fails } from '#plugin';
import { type ErrorValue, guestError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import { Fiber } from './fiber.ts';
import type { Settlement } from './pending.ts';

export class Results implements Settlement {
  fiber: Fiber;
  fails: Fails;

  constructor(fiber: Fiber, fails: Fails) {
    this.fiber = fiber;
    this.fails = fails;
  }

  settle(exit: Exit): void {
    const { fiber } = this;
    if (isNormal(exit)) {
      // The adapter puts a list there; what was stored is the only result.
      if (Array.isArray(exit.value)) fiber.wakeMany(exit.value);
      else fiber.wakeValue(exit.value);
      return;
    }
    const value = guestError(exit.error);
    switch (this.fails) {
      case 'nil, err':
        fiber.wakePair(undefined, value);
        return;
      case 'false, err':
        fiber.wakePair(false, value);
        return;
      case 'err':
        fiber.wakeValue(value);
        return;
      case 'raise':
        fiber.wakeError(value);
    }
  }
}

/** A failed call, as its definition wants it told. */
export function failed({ fails = 'nil, err' }: AnyFunction, error: ErrorValue): Value {
  const value = guestError(error);
  switch (fails) {
    case 'nil, err':
      return ret2(undefined, value);
    case 'false, err':
      return ret2(false, value);
    case 'err':
      return value;
    case 'raise':
      return raise(value);
  }
}

const ways: readonly Fails[] = ['nil, err', 'false, err', 'err', 'raise'];

defineState({
  name: 'results/1',
  type: Results,
  changes: 'never',
  save: ({ fiber, fails }): Value[] => [fiber, fails],
  make: () => Object.create(Results.prototype),
  fill(results, [fiber, fails]) {
    results.fiber = parts.of(Fiber, fiber);
    const way = ways.find((one) => one === fails);
    if (way === undefined) throw new SnapshotError('a call fails in no known way');
    results.fails = way;
  },
});
