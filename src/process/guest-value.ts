/** Guest values as the functions of features take and give them: plain data, held values, channels. */
import { failure } from '#base';
import { Coroutine, Fn, LuaTable, Userdata, type Value } from '#lua';
import { Held } from '#plugin';
import { GuestBeat } from './beat.ts';
import { guestChannel } from './channel-handle.ts';
import { errorIn } from './error-value.ts';
import { GuestSource } from './guest-source.ts';
import { type HandleTypes, heldIn } from './handle-types.ts';
import { fromData, toData } from './lua-data.ts';
import { dataOf, payloadIn } from './payload-value.ts';

/** For a function's arguments. Errors are their texts, payloads what is in them; code is refused. */
export function readGuest(value: Value): unknown {
  switch (typeof value) {
    case 'object':
      if (value instanceof LuaTable) return toData(value, reading);
      return other(value);
    default:
      return value;
  }
}

function other(value: Value): unknown {
  const held = heldIn(value);
  if (held !== undefined) return held;
  const error = errorIn(value);
  if (error !== undefined) return error.message;
  const payload = payloadIn(value);
  if (payload !== undefined) return toData(dataOf(payload), reading);
  const what = value instanceof Userdata ? `a ${value.handle.name}` : 'a function';
  throw failure('Invalid', `${what} is no data`, { retryable: false });
}

const reading = { other };

/** For a function's results. */
export function writeGuest(value: unknown, types: HandleTypes): Value {
  if (typeof value !== 'object' || value === null) return value === null ? undefined : value;
  return special(value, types) ?? fromData(value, { other: (inner) => special(inner, types) });
}

/** What is no plain data: a guest's own value is passed on as it is. */
function special(value: object, types: HandleTypes): Value {
  if (value instanceof Held) return types.userdata(value);
  if (value instanceof GuestSource || value instanceof GuestBeat) return guestChannel(value.channel);
  const isGuest =
    value instanceof LuaTable ||
    value instanceof Userdata ||
    value instanceof Fn ||
    value instanceof Coroutine;
  return isGuest ? value : undefined;
}
