/** The guest module `payload`: values with the name of their format, and the way from one format to another. */
import { encodeUtf8 } from '#base';
import { type LuaTable, library, raise, type Value } from '#lua';
import { ErrorValue, errorIn } from './error-value.ts';
import { describeHandle, refuse } from './guest.ts';
import { textFormats } from './payload-format.ts';
import {
  dataOf,
  ERROR_FORMAT,
  guestPayload,
  LUA_FORMAT,
  Payload,
  payloadHandle,
  payloadIn,
  wrapped,
} from './payload-value.ts';

const formats = {
  JSON: 'json/plain',
  YAML: 'yaml/plain',
  STRING: 'text/plain',
  BYTES: 'application/octet-stream',
  MSGPACK: 'application/msgpack',
  LUA: LUA_FORMAT,
  GOLANG: 'golang/any',
  ERROR: ERROR_FORMAT,
};

function of(read: (payload: Payload, argument: Value) => Value) {
  return (_: unknown, value: Value, argument: Value) => {
    const payload = payloadIn(value);
    return payload === undefined ? notPayload() : read(payload, argument);
  };
}

function notPayload(): Value {
  return raise('bad self (payload expected)', 1);
}

/** Read of nearly every message. */
function data(_: unknown, value: Value): Value {
  const payload = payloadIn(value);
  if (payload === undefined) return notPayload();
  return payload.format === LUA_FORMAT ? payload.value : dataOfText(payload);
}

function dataOfText(payload: Payload): Value {
  if (textFormats[payload.format] === undefined) return payload.value;
  try {
    return dataOf(payload);
  } catch (thrown) {
    return refuse(failed(`the payload is no ${payload.format}`, thrown));
  }
}

function transcode(payload: Payload, format: Value): Value {
  if (typeof format !== 'string') return refuse(failed('the format must be a text', undefined));
  if (format === payload.format) return guestPayload(payload);
  try {
    const value = dataOf(payload);
    if (format === LUA_FORMAT) return guestPayload(new Payload(format, value));
    const writer = textFormats[format];
    if (writer === undefined) return refuse(failed(`no way from ${payload.format} to ${format}`, undefined));
    const error = errorIn(value);
    return guestPayload(new Payload(format, writer.write(error === undefined ? value : error.message)));
  } catch (thrown) {
    return refuse(failed(`no way from ${payload.format} to ${format}`, thrown));
  }
}

function failed(message: string, thrown: unknown): ErrorValue {
  const why = thrown instanceof Error ? `${message}: ${thrown.message}` : message;
  return new ErrorValue('Internal', encodeUtf8(why), false);
}

describeHandle(
  payloadHandle,
  {
    get_format: of((payload) => payload.format),
    data,
    unmarshal: data,
    transcode: of(transcode),
  },
  { __tostring: of((payload) => `payload{format=${payload.format}}`) },
);

export const payloadModule: LuaTable = library(
  'payload',
  { new: (_, value) => wrapped(value) },
  { format: library('payload.format', {}, formats) },
);
