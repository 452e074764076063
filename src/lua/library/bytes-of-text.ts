/** `string.sub` and `string.byte`, which emitted code knows by their identity (emit/library-calls.ts). */
import { host, LuaError, R, ret0, retN, type Value } from '../machine.ts';
import { integerArgument, MAX_RESULTS, optionalInteger, textArgument } from './arguments.ts';
import { piece } from './piece.ts';

/** The texts of one byte. */
export const ONE_BYTE = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

export const sub = host('string.sub', (_self, s, i, j) => {
  const text = textArgument(s, 1, 'sub');
  const length = text.length;
  if (i === j && typeof i === 'number' && i > 0 && i <= length) {
    const byte = ONE_BYTE[text.charCodeAt(i - 1)];
    if (byte !== undefined && Number.isInteger(i)) return byte;
  }
  let from = integerArgument(i, 2, 'sub');
  let to = j === undefined ? -1 : integerArgument(j, 3, 'sub');
  if (from < 0) from = Math.max(length + from + 1, 1);
  else if (from === 0) from = 1;
  if (to < 0) to = length + to + 1;
  else if (to > length) to = length;
  return from > to ? '' : piece(text, from - 1, to);
});

export const byte = host('string.byte', (_self, s, i, j) => {
  const text = textArgument(s, 1, 'byte');
  const length = text.length;
  let from = optionalInteger(i, 2, 'byte', 1);
  if (from < 0) from += length + 1;
  if (j === undefined) return from > 0 && from <= length ? text.charCodeAt(from - 1) : ret0();
  let to = integerArgument(j, 3, 'byte');
  if (from < 1) from = 1;
  if (to < 0) to = length + to + 1;
  else if (to > length) to = length;
  if (to - from >= MAX_RESULTS) throw new LuaError('string slice too long');
  const codes: Value[] = [];
  for (let at = from - 1; at < to; at++) codes.push(text.charCodeAt(at));
  R.fuel -= codes.length >> 3;
  return retN(codes);
});
