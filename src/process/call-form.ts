/** What the definition of a function says of the way in which it can be called. */
import { type AnyFunction, type AnyHandle, type Arg, t } from '#plugin';

/** The function takes so many arguments, each by itself, and is never handed to another thread. */
export function isSimple({ args, heavy }: AnyFunction, count: number): boolean {
  return args.length === count && heavy === undefined && !args.some(({ isRest }) => isRest);
}

/** All that is given goes to the function as it is. */
export function takesAll(args: readonly Arg[]): boolean {
  const first = args[0];
  return first?.isRest === true && Object.is(first.schema, t.guest);
}

/**
 * The world would notice the call, so that of a durable process begins when its step is committed. What is done to a value
 * that lives within one step cannot wait for that, and is done again with the step (D9).
 */
export function isOutside({ definition: { effect, isOutput }, handle }: Called): boolean {
  return effect === 'external' && isOutput !== true && !isOwn(handle);
}

/** The value lives within one durable step. */
export function isOwn(handle: AnyHandle | undefined): boolean {
  return handle !== undefined && handle.save === undefined;
}

interface Called {
  readonly definition: AnyFunction;
  readonly handle?: AnyHandle | undefined;
}
