/** What stands for the result of a call whose arguments cannot be read. */
import { isFailure } from '#base';
import type { AnyFunction, Call } from './guest.ts';

/** `before`: the live value of a method. Throws what was thrown when the definition has nothing for it. */
export function misfit(
  definition: AnyFunction,
  thrown: unknown,
  before: readonly unknown[],
  call: Call,
): unknown {
  if (definition.misfit === undefined || !isFailure(thrown, 'Invalid')) throw thrown;
  return definition.misfit(...([...before, thrown.message, call] as never)); // as its type says
}
