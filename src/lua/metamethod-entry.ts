/** How metamethods are entered when the fuel is spent: a leaf would not look at it itself (Lf2 in leaf-functions.ts). */
import { LEAF_COST } from './leaf-functions.ts';
import { type Fn, MULTI, push, R, S, type Value } from './machine.ts';
import { checkNumber, enter } from './preemption.ts';

const METAMETHOD = checkNumber('other', 0, 0, 0);

/** Whether the function must begin later, since the stack has to be unwound first. */
export function mustWait({ proto }: Fn): boolean {
  return proto.entry !== undefined && enter(R, LEAF_COST, METAMETHOD);
}

/** The function begins when the stack has been unwound. */
export function later(f: Fn, args: readonly Value[]): Value {
  return f.proto.entry === undefined ? S : push(f.proto.entry(f, args));
}

/** What `__index` answers. */
export function askIndex(handler: Fn, object: Value, key: Value): Value {
  if (mustWait(handler)) return later(handler, [object, key]);
  const value = handler.code(handler, object, key);
  return value === S && R.why === MULTI ? R.r0 : value;
}
