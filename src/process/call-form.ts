/** What the definition of a function says of the way in which it can be called. */
import type { Value } from '#lua';
import { type AnyFunction, type AnyHandle, type Arg, readArguments, t } from '#plugin';
import { readGuest } from './guest-value.ts';
import { ofHandle } from './handle-types.ts';
import type { Operation } from './pending.ts';

/** The function takes so many arguments, each by itself, is never handed to another thread, and has nothing for wrong ones. */
export function isSimple({ args, heavy, misfit }: AnyFunction, count: number): boolean {
  return (
    args.length === count && heavy === undefined && misfit === undefined && !args.some(({ isRest }) => isRest)
  );
}

/** All that is given goes to the function as it is. */
function takesAll(args: readonly Arg[]): boolean {
  const first = args[0];
  return first?.isRest === true && Object.is(first.schema, t.guest);
}

const none: readonly unknown[] = [];

/** The arguments as the definition reads them. Throws `Invalid`. */
export function readGiven({ args }: AnyFunction, given: readonly Value[]): readonly unknown[] {
  if (takesAll(args)) return [given];
  if (args.length === 0) return none;
  const read: unknown[] = [];
  let arg = args[0];
  for (let i = 0; i < given.length; i++) {
    arg = args[i] ?? arg;
    read.push(arg?.schema.isRaw === true ? given[i] : readGuest(given[i]));
  }
  return readArguments(args, read);
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
