/**
 * `coroutine.spawn(f, ...)`: runs a function as a further coroutine of the process, interleaved with the others by the
 * scheduler. The caller goes on at once.
 */
import { Fn, type HandleType, host, LuaTable, R, raise, Userdata } from '#lua';
import type { Fiber } from './fiber.ts';
import { describeHandle } from './guest.ts';
import { self } from './running.ts';

const fiberHandle: HandleType = { name: 'coroutine', metatable: new LuaTable() };
describeHandle(fiberHandle, {});

const COST = 10;

export const coroutineSpawn: Fn = host('coroutine.spawn', (_, body, ...args) => {
  if (!(body instanceof Fn)) return raise("bad argument #1 to 'spawn' (function expected)", 1);
  R.fuel -= COST;
  const fiber: Fiber = self().start(body, args);
  return new Userdata(fiberHandle, fiber);
});
