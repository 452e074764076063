/** A woken fiber goes on: its task gets what the wait was for. */
import { ret0, ret2, run, runWithError, S, setResults, type Value } from '#lua';
import { type Fiber, MANY, PAIR, PLAIN, RAISE, VALUE } from './fiber.ts';

/** Lets a fiber go on with what it was woken with. */
export function resume(fiber: Fiber) {
  const { a, b } = fiber;
  const { how } = fiber;
  fiber.how = PLAIN;
  fiber.a = undefined;
  fiber.b = undefined;
  switch (how) {
    case PAIR:
      return run(fiber.task, ret2(a, b));
    case VALUE:
      return run(fiber.task, a as Value);
    case RAISE:
      return runWithError(fiber.task, a);
    case MANY:
      setResults(a as Value[]); // `wakeMany` puts nothing else there
      return run(fiber.task, S);
    default:
      return run(fiber.task, ret0());
  }
}
