/** What values other than tables and functions answer to the fast path. */
import { blame, Coroutine, Fn, Userdata } from './machine.ts';
import { call, metamethod } from './operations.ts';
import { LuaTable, NO_FIELDS } from './table.ts';
import type { Value } from './value.ts';

/** A value that is no function is called: through its metamethod, or to an error that names it. */
function callValue(self: Value, ...args: Value[]): Value {
  const handler = metamethod(self, '__call');
  if (handler === undefined) return blame('call', self);
  if (handler instanceof Fn) return handler.code(handler, self, ...args);
  return call(handler, [self, ...args]);
}

/**
 * The fast path asks no types: `o.s.$x` and `f.code(f, ...)` must give something sensible for every value but nil.
 * Tables, strings and userdata have fields; those of all others are missing, so the slow path decides. Calls of all
 * but functions come here.
 */
export function installFallbacks(): void {
  const primitives: object[] = [Number.prototype, Boolean.prototype, BigInt.prototype];
  const objects: object[] = [Fn.prototype, Coroutine.prototype];
  for (const prototype of [...primitives, ...objects])
    Object.defineProperty(prototype, 's', { value: NO_FIELDS });
  const callable = { value: callValue };
  for (const prototype of [
    ...primitives,
    String.prototype,
    Coroutine.prototype,
    Userdata.prototype,
    LuaTable.prototype,
  ]) {
    Object.defineProperty(prototype, 'code', callable);
  }
}
