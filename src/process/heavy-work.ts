/**
 * Calls that would hold up a scheduler, as data for a thread that serves nobody else.
 *
 *   Hw1  Only what is plain data goes there: arguments as they were decoded, and for a method what its live value was
 *        saved as. Anything else is done here.
 */
import type { AnyFunction, AnyHandle, Held } from '#plugin';

export interface HeavyWork {
  /** The path of a module, or the name of a handle for a method. */
  readonly of: string;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Of a method: what its live value was saved as. */
  readonly saved?: { readonly value: unknown };
}

/** Does work elsewhere; the promise rejects with what the function has thrown. */
export type HandOver = (work: HeavyWork, signal: AbortSignal) => Promise<unknown>;

interface Place {
  readonly module: string;
  readonly name: string;
  readonly definition: AnyFunction;
}

/** The call as work for a thread; undefined when it is light, or must be done here. */
export function heavyWork(
  { module, name, definition }: Place,
  args: readonly unknown[],
  held: Held | undefined,
): HeavyWork | undefined {
  const { heavy } = definition;
  // Its schemas have read the arguments, which is all that the type asks for.
  if (heavy === undefined || !(heavy as (...given: unknown[]) => boolean)(...args)) return undefined;
  if (held === undefined) return { of: module, name, args };
  const { save } = held.handle as AnyHandle;
  return save === undefined ? undefined : { of: module, name, args, saved: { value: save(held.live) } };
}
