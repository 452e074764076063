/** The vocabulary in which features describe values: `t.object({ port: t.integer({ min: 1 }) })`. */
import { boolean, literal, oneOf, optional } from './choice.ts';
import { list, map, object } from './composite.ts';
import { int64, integer, number } from './number.ts';
import { any, channel, data, guest, handle, serving } from './opaque.ts';
import { size } from './size.ts';
import { bytes, duration, ref, secret, string, text } from './text.ts';

export const t = {
  string,
  bytes,
  secret,
  text,
  duration,
  size,
  ref,
  integer,
  int64,
  number,
  boolean,
  literal,
  oneOf,
  optional,
  list,
  map,
  object,
  any,
  data,
  guest,
  handle,
  serving,
  channel,
} as const;
