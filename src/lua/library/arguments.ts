/**
 * The arguments of library functions: what is accepted, and the errors worded as in PUC Lua 5.4.
 *
 *   A1  Text is a string, a number, or a host object whose `__tostring` is a host function, such as an error.
 *   A2  An integer may be a numeric text. A fraction is cut, an infinity is the largest integer of its sign; NaN is
 *       refused.
 */
import { floatToInteger, type LuaNumber, MAX_INTEGER, MIN_INTEGER } from '../integer.ts';
import { Fn, LuaError, R, Userdata, type Value } from '../machine.ts';
import { numberToText, textToNumber } from '../number-text.ts';
import { LOOSE, shownType } from '../operations.ts';
import { LuaTable } from '../table.ts';

export function argumentError(position: number, name: string, text: string): LuaError {
  return new LuaError(`bad argument #${position} to '${name}' (${text})`);
}

export function typeError(position: number, name: string, expected: string, value: Value): LuaError {
  return argumentError(position, name, `${expected} expected, got ${shownType(value)}`);
}

/** The text of a value where text is expected (A1), or undefined. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberToText(value);
  return value instanceof Userdata ? textOfObject(value) : undefined;
}

function textOfObject(object: Userdata): string | undefined {
  const handler = object.handle.metatable.getText('__tostring');
  if (!(handler instanceof Fn) || handler.proto.unit !== undefined) return undefined;
  const text = handler.code(handler, object);
  return typeof text === 'string' ? text : undefined;
}

export function textArgument(value: Value, position: number, name: string): string {
  if (typeof value === 'string') {
    if (R.loose > 0 && value.length > LOOSE) payForPieces(value);
    return value;
  }
  const text = textOf(value);
  if (text === undefined) throw typeError(position, name, 'string', value);
  return text;
}

/** The first reader of a text that was joined makes it one piece. */
export function payForPieces(text: string): void {
  R.loose--;
  R.fuel -= text.length >> 6;
}

export function optionalText(value: Value, position: number, name: string, otherwise: string): string {
  return value === undefined ? otherwise : textArgument(value, position, name);
}

export function numberArgument(value: Value, position: number, name: string): LuaNumber {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const n = typeof value === 'string' ? textToNumber(value) : undefined;
  if (n === undefined) throw typeError(position, name, 'number', value);
  return n;
}

/** An integer of 64 bits (A2). */
export function wideArgument(value: Value, position: number, name: string): LuaNumber {
  const n = numberArgument(value, position, name);
  if (typeof n === 'bigint') return n;
  const whole = floatToInteger(Math.trunc(n));
  if (whole !== undefined) return whole;
  if (Number.isNaN(n)) throw argumentError(position, name, 'number has no integer representation');
  return n > 0 ? MAX_INTEGER : MIN_INTEGER;
}

/** An integer for counts and positions (A2): what is beyond 2^53 is only known to be large. */
export function integerArgument(value: Value, position: number, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  return Number(wideArgument(value, position, name));
}

export function optionalInteger(value: Value, position: number, name: string, otherwise: number): number {
  return value === undefined ? otherwise : integerArgument(value, position, name);
}

export function tableArgument(value: Value, position: number, name: string): LuaTable {
  if (value instanceof LuaTable) return value;
  throw typeError(position, name, 'table', value);
}

export function functionArgument(value: Value, position: number, name: string): Fn {
  if (value instanceof Fn) return value;
  throw typeError(position, name, 'function', value);
}

/** Refuses a text of more bytes than the process may make one of, or has left, before it is made. */
export function checkLength(bytes: number): void {
  if (bytes > R.limits.text) throw new LuaError('resulting string too large');
  checkRoom(bytes);
}

/** Refuses something of so many bytes before it is made. */
export function checkRoom(bytes: number): void {
  if (bytes > R.room) throw new LuaError('not enough memory');
}

/** A function cannot give more results than this at once: they lie on the host's stack for a moment. */
export const MAX_RESULTS = 100_000;
