/** What the operators of the language do with a handle's values, as its definition says. */
import { encodeUtf8, toFailure } from '#base';
import { type Code, type Fn, raise, type Value } from '#lua';
import type { AnyFunction, AnyHandle } from '#plugin';
import { errorFromFailure, guestError } from './error-value.ts';
import { readGuest } from './guest-value.ts';
import { ofHandle } from './handle-types.ts';

/** By their names; `method` makes the function that a call of a value runs. */
export function metamethods(
  handle: AnyHandle,
  method: (name: string, definition: AnyFunction) => Fn,
): Record<string, Code> {
  const { tostring, eq, lt, le, concat, call } = handle.meta ?? {};
  const made: Record<string, Code> = {};
  if (eq !== undefined) made.__eq = comparison(handle, eq, () => false);
  if (lt !== undefined) made.__lt = comparison(handle, lt, incomparable);
  if (le !== undefined) made.__le = comparison(handle, le, incomparable);
  if (tostring !== undefined) {
    made.__tostring = (_, owner) => {
      const held = ofHandle(handle, owner);
      return held === undefined ? handle.name : encodeUtf8(tostring(held.live));
    };
  }
  if (concat !== undefined) {
    made.__concat = (_, a, b) => {
      try {
        return encodeUtf8(concat(readGuest(a), readGuest(b)));
      } catch (thrown) {
        return raise(guestError(errorFromFailure(toFailure(thrown))));
      }
    };
  }
  if (call !== undefined) {
    const called = method('__call', call);
    made.__call = (_, ...given) => called.code(called, ...given);
  }
  return made;
}

function comparison(
  handle: AnyHandle,
  test: (a: unknown, b: unknown) => boolean,
  otherwise: (handle: AnyHandle) => Value,
): Code {
  return (_, a, b) => {
    const left = ofHandle(handle, a);
    const right = ofHandle(handle, b);
    return left !== undefined && right !== undefined ? test(left.live, right.live) : otherwise(handle);
  };
}

function incomparable({ name }: AnyHandle): Value {
  return raise(`attempt to compare a ${name} with something else`, 1);
}
