/** What this layer's guest modules have in common: their tables, how they refuse, how they ask for permission. */
import { type Code, FROZEN, type HandleType, host, library, ret2, type Value } from '#lua';
import { denied, type ErrorValue, errorIn, guestError, invalid } from './error-value.ts';
import { self } from './running.ts';
import { here } from './surroundings.ts';

/** The handles of this layer, by which their values are saved. */
export const kernelHandles: HandleType[] = [];

/** Fills a handle's metatable: methods under `__index`, metamethods beside. */
export function describeHandle(
  handle: HandleType,
  methods: Readonly<Record<string, Code>>,
  metamethods: Readonly<Record<string, Code>> = {},
): void {
  const { metatable, name } = handle;
  const table = library(name, methods);
  handle.methods = table.s;
  metatable.setField('__index', table);
  metatable.setField('__name', name);
  metatable.setField('__metatable', name);
  for (const [key, code] of Object.entries(metamethods))
    metatable.setField(key, host(`${name}.${key}`, code));
  metatable.mark = FROZEN;
  kernelHandles.push(handle);
}

/** `nil, err` */
export function refuse(error: ErrorValue): Value {
  return ret2(undefined, guestError(error));
}

/** `nil, err` for a wrong argument. */
export function refuseArgument(message: string): Value {
  return refuse(invalid(message));
}

/** What is wrong with a text, one that may not be empty: `the name` must be `a text`. */
export function wrongText(what: string, given: Value, must = 'a text'): ErrorValue {
  return invalid(given === '' ? `${what} must not be empty` : `${what} must be ${must}`);
}

/** `true`, or `nil, err`. */
export function done(error: ErrorValue | undefined): Value {
  return error === undefined ? true : refuse(error);
}

/** Why the running process may not do this; undefined when it may. */
export function refusal(
  action: string,
  resource: string,
  attributes?: Readonly<Record<string, unknown>>,
): ErrorValue | undefined {
  const { policy } = here();
  if (policy.isOpen) return undefined;
  const process = self();
  const all = { pid: process.pid, ...attributes };
  return policy.allow(process, action, resource, all) ? undefined : denied(action, resource);
}

/** The text of a string or of an error value; undefined for anything else. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return errorIn(value)?.message;
}

/** Whether the text is an entry's id, `namespace:name`. */
export function isId(value: Value): value is string {
  if (typeof value !== 'string') return false;
  const colon = value.indexOf(':');
  return colon > 0 && colon < value.length - 1;
}
