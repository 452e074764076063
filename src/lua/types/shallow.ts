/**
 * What of a value can be seen without looking into tables: basic types, literals, annotations.
 *
 *   Va1  Numbers go by value (N1): 3.0 is an integer.
 *   Va2  An annotation asks only values that it is about: `@min` numbers, `@min_len` strings and tables, `@pattern`
 *        strings. What it is written behind decides about all others. One that nobody knows asks nothing.
 */
import { equalNumbers } from '../integer.ts';
import { Coroutine, Fn, R, Userdata, type Value } from '../machine.ts';
import { isNumber, shownType } from '../operations.ts';
import { LuaTable } from '../table.ts';
import type { AnnotatedForm, LiteralValue } from './form.ts';
import { matchesPattern } from './pattern.ts';
import { shownValue } from './problem.ts';
import type { Type } from './type.ts';
import { typeText } from './type-text.ts';

/** Whether the value is of a built-in type, or of the handle with that name. Names that nobody knows take everything. */
export function isNamed(name: string, value: Value): boolean {
  switch (name) {
    case 'any':
    case 'unknown':
      return true;
    case 'never':
      return false;
    case 'nil':
      return value === undefined;
    case 'number':
      return isNumber(value);
    case 'integer':
      return typeof value === 'bigint' || Number.isSafeInteger(value);
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'table':
      return value instanceof LuaTable;
    case 'function':
      return value instanceof Fn;
    case 'thread':
      return value instanceof Coroutine;
    case 'userdata':
      return value instanceof Userdata;
    case 'error':
      return value instanceof Userdata && value.handle.name === 'error';
    default:
      return true;
  }
}

export function isLiteral(literal: LiteralValue, value: Value): boolean {
  return literal === value || (isNumber(literal) && isNumber(value) && equalNumbers(literal, value));
}

/** What the annotation finds wrong: a text and its parts, or undefined (Va2). */
export function refusedBy(
  { name, args }: AnnotatedForm,
  value: Value,
): { readonly text: string; readonly details: Readonly<Record<string, Value>> } | undefined {
  const [limit] = args;
  const refused = (text: string) => ({ text, details: { constraint: name, limit } });
  if (isNumber(value) && isNumber(limit)) {
    if (name === 'min' && !(value >= limit)) return refused(`value ${value} is below the minimum ${limit}`);
    if (name === 'max' && !(value <= limit)) return refused(`value ${value} is above the maximum ${limit}`);
    return undefined;
  }
  const length = typeof value === 'string' ? value.length : value instanceof LuaTable ? value.length() : -1;
  if (length >= 0 && isNumber(limit)) {
    if (name === 'min_len' && length < limit)
      return refused(`length ${length} is below the minimum length ${limit}`);
    if (name === 'max_len' && length > limit)
      return refused(`length ${length} is above the maximum length ${limit}`);
    return undefined;
  }
  if (name !== 'pattern' || typeof value !== 'string' || typeof limit !== 'string') return undefined;
  R.fuel -= value.length >> 4;
  const matches = matchesPattern(limit, value);
  if (matches === undefined) return refused(`the pattern ${shownValue(limit)} is no regular expression`);
  return matches
    ? undefined
    : refused(`${shownValue(value)} does not match the pattern ${shownValue(limit)}`);
}

/** `expected number, got string`: what stands for the type in messages. */
export function expectation(type: Type, value: Value): string {
  return `expected ${expectedText(type)}, got ${gotText(type, value)}`;
}

/** A union with a longer text goes by its name, if it has one. */
const LONGEST_UNION = 60;

/** The kind of value first, for people who know no name: `string`, `record User`, `function (string) -> number`. */
export function expectedText(type: Type): string {
  const { bare } = type;
  const text = typeText(type.form.kind === 'definition' ? type : bare);
  switch (bare.form.kind) {
    case 'named':
    case 'literal':
    case 'optional':
      return typeText(bare);
    case 'union': {
      const members = typeText(bare);
      return members.length > LONGEST_UNION ? text : members;
    }
    case 'intersection':
      return text;
    default:
      return `${bare.form.kind} ${text}`;
  }
}

/** A literal is shown where others were expected, of all else the type. */
function gotText({ bare }: Type, value: Value): string {
  const isAboutLiterals =
    bare.form.kind === 'literal' ||
    (bare.form.kind === 'union' && bare.members.some(({ bare: { form } }) => form.kind === 'literal'));
  return isAboutLiterals && (typeof value === 'string' || isNumber(value))
    ? shownValue(value)
    : shownType(value);
}
