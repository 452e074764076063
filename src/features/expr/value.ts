/** What expressions compute with: the host's data, with null for nil. */
import { Buffer } from 'node:buffer';
import { type Data, failure } from '#base';
import { Held } from '#plugin';
import { Bytes } from './bytes.ts';
import { compareDates, heldJson, heldText, heldType } from './held-date.ts';

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Held
  | readonly Value[]
  | { readonly [key: string]: Value };

export type ValueMap = { readonly [key: string]: Value };

/** What went wrong while an expression was evaluated. */
export function evaluationFailure(message: string): Error {
  return failure('Internal', `the expression failed: ${message}`, { retryable: false });
}

export function fromHost(data: Data): Value {
  return data === undefined ? null : (data as Value); // fields that are undefined are read as null below
}

/** Held values among it are the host's own. */
export function toHost(value: Value): Data {
  return value as Data;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Held);
}

export function typeOf(value: Value): string {
  if (value === null) return 'nil';
  if (isList(value)) return 'array';
  if (value instanceof Held) return heldType(value);
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'bigint':
      return 'int';
    default:
      return 'map';
  }
}

/** A field of a map, an item of a list (from the end when negative); nil when there is none. */
export function memberOf(value: Value, key: Value): Value {
  if (isList(value)) return itemOf(value, key);
  if (isMap(value)) {
    const name = typeof key === 'string' ? key : textOf(key);
    return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
  }
  if (typeof value === 'string' && typeof key === 'number') return [...value].at(key) ?? null;
  throw evaluationFailure(`cannot read ${shown(key)} of ${typeOf(value)}`);
}

function itemOf(list: readonly Value[], key: Value): Value {
  // An empty table of a guest is a map as well.
  if (typeof key === 'string' && list.length === 0) return null;
  if (typeof key !== 'number' || !Number.isInteger(key))
    throw evaluationFailure(`${shown(key)} is no index of a list`);
  const item = list.at(key);
  if (item === undefined) throw evaluationFailure(`index ${key} is beyond the list of ${list.length}`);
  return item;
}

export function isEqual(left: Value, right: Value): boolean {
  if (isNumber(left) && isNumber(right)) return !(left < right) && !(left > right); // of both kinds
  if (isList(left) && isList(right)) {
    if (left instanceof Bytes !== right instanceof Bytes) return false;
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null));
  }
  if (isMap(left) && isMap(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key] ?? null, right[key] ?? null))
    );
  }
  if (left instanceof Held && right instanceof Held) return left === right || compareDates(left, right) === 0;
  return left === right || (isEmptyTable(left) && isEmptyTable(right));
}

function isEmptyTable(value: Value): boolean {
  return (isList(value) || isMap(value)) && Object.keys(value).length === 0;
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Negative, zero or positive; only numbers, texts, dates and durations have an order. */
export function compareValues(left: Value, right: Value): number {
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  const dates = compareDates(left, right);
  if (dates !== undefined) return dates;
  throw evaluationFailure(`${typeOf(left)} and ${typeOf(right)} have no order`);
}

export function numberOf(value: Value, what: string): number | bigint {
  if (isNumber(value)) return value;
  throw evaluationFailure(`${what} takes a number, not ${typeOf(value)}`);
}

/** A number, where that is the same integer. */
export function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function integerOf(value: Value, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw evaluationFailure(`${what} takes an integer, not ${shown(value)}`);
}

export function stringOf(value: Value, what: string): string {
  if (typeof value === 'string') return value;
  throw evaluationFailure(`${what} takes a text, not ${typeOf(value)}`);
}

export function booleanOf(value: Value, what: string): boolean {
  if (typeof value === 'boolean') return value;
  throw evaluationFailure(`${what} takes true or false, not ${typeOf(value)}`);
}

export function listOf(value: Value, what: string): readonly Value[] {
  if (isList(value)) return value;
  throw evaluationFailure(`${what} takes a list, not ${typeOf(value)}`);
}

export function mapOf(value: Value, what: string): ValueMap {
  if (isMap(value)) return value;
  if (isList(value) && value.length === 0) return {};
  throw evaluationFailure(`${what} takes a map, not ${typeOf(value)}`);
}

/** As `string()` has it. */
export function textOf(value: Value): string {
  if (value === null) return 'nil';
  if (value instanceof Held) return heldText(value);
  if (typeof value === 'object') return jsonOf(value);
  return String(value);
}

export function jsonOf(value: Value, indent?: number): string {
  const plain = (_: string, item: Value) => {
    if (item instanceof Held) return heldJson(item);
    if (item instanceof Bytes) return Buffer.from(item).toString('base64');
    return typeof item === 'bigint' ? Number(item) : item;
  };
  return JSON.stringify(value, plain, indent);
}

function shown(value: Value): string {
  return typeof value === 'string' ? JSON.stringify(value) : textOf(value);
}
