/** How the outcome of a feature's function reaches the fiber that waits for it, in the way its definition says. */
import { defineState, parts, SnapshotError, type Value } from '#lua';
import type { Fails } from '#plugin';
import { guestError } from './error-value.ts';
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
      fiber.wakeMany(exit.value as Value[]); // the adapter puts nothing else there
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
