/** A value with the name of its format, as it lies in messages: `lua/any` holds the value itself, others its text. */
import { defineState, LuaTable, parts, Userdata, type Value } from '#lua';
import type { CrossingHandle } from './copy.ts';
import { errorIn } from './error-value.ts';
import { textFormats } from './payload-format.ts';

export const LUA_FORMAT = 'lua/any';
export const ERROR_FORMAT = 'golang/error';

export class Payload {
  format: string;
  value: Value;

  constructor(format: string, value: Value) {
    this.format = format;
    this.value = value;
  }
}

defineState({
  name: 'payload/1',
  type: Payload,
  changes: 'never',
  save: ({ format, value }): Value[] => [format, value],
  make: () => new Payload('', undefined),
  fill(payload, [format, value]) {
    payload.format = parts.text(format);
    payload.value = value;
  },
});

/** The metatable is filled by the payload module. */
export const payloadHandle: CrossingHandle = {
  name: 'payload',
  metatable: new LuaTable(),
  crossing: {
    save: (live) => {
      const { format, value } = live as Payload; // the handle holds nothing else
      return [format, value];
    },
    restore: ([format, value]) => new Payload(String(format), value),
  },
};

export function guestPayload(payload: Payload): Userdata {
  return new Userdata(payloadHandle, payload);
}

export function payloadIn(value: Value): Payload | undefined {
  return value instanceof Userdata && value.live instanceof Payload ? value.live : undefined;
}

/** The value in an envelope: a payload stays the one it is. */
export function wrapped(value: Value): Userdata {
  if (payloadIn(value) !== undefined) return value as Userdata; // a payload is found in userdata only
  return guestPayload(new Payload(errorIn(value) === undefined ? LUA_FORMAT : ERROR_FORMAT, value));
}

/** The guest's value inside, whatever the format. Throws for a text that is not of its format. */
export function dataOf(payload: Payload): Value {
  const format = textFormats[payload.format];
  return format === undefined || typeof payload.value !== 'string'
    ? payload.value
    : format.read(payload.value);
}
