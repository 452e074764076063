/** What the definition of a function says of the way in which it can be called. */
import { type AnyFunction, type Arg, t } from '#plugin';

/** The function takes so many arguments, each by itself, and is never handed to another thread. */
export function isSimple({ args, heavy }: AnyFunction, count: number): boolean {
  return args.length === count && heavy === undefined && !args.some(({ isRest }) => isRest);
}

/** All that is given goes to the function as it is. */
export function takesAll(args: readonly Arg[]): boolean {
  const first = args[0];
  return first?.isRest === true && Object.is(first.schema, t.guest);
}

/** The world would notice the call. */
export function isOutside({ effect, isOutput }: AnyFunction): boolean {
  return effect === 'external' && isOutput !== true;
}
