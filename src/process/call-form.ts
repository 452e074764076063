/** What the definition of a function says of the way in which it can be called. */
import { type AnyFunction, type AnyHandle, type Arg, t } from '#plugin';
import { ofHandle } from './handle-types.ts';
import type { Operation } from './pending.ts';

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
export function isOutside(called: Called, given: readonly unknown[]): boolean {
  return called.definition.isOutput !== true && isNoticed(called, given);
}

/** The same of lines of a log, which do not wait for a commit. */
export function isNoticed({ definition, handle }: Called, given: readonly unknown[]): boolean {
  const { effect, isRead } = definition;
  return effect === 'external' && !isOwn(handle) && isRead?.(...given) !== true;
}

/** The value lives within one durable step. */
export function isOwn(handle: AnyHandle | undefined): boolean {
  return handle !== undefined && handle.save === undefined;
}

interface Called {
  readonly definition: AnyFunction;
  readonly handle?: AnyHandle | undefined;
}

/** The values that a call was made with; what a method is called on comes first. */
export function givenTo({ handle }: Called, { arguments: given }: Pick<Operation, 'arguments'>): unknown[] {
  return handle === undefined ? [...given] : [ofHandle(handle, given[0])?.live, ...given.slice(1)];
}
