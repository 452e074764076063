/**
 * The places for values in a text for SQLite.
 *
 *   Sp1  `?` is the next value, `?2`, `$2`, `:2` and `@p2` the second; names take values in the order in which they come.
 *   Sp2  There are as many values as places. Names and `?` are not mixed.
 */
import type { Parameter } from './database.ts';
import { invalid } from './value.ts';

const marks =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\?\d*|[$:@][A-Za-z0-9_]+/g;
const isPlace = /^[?$:@]/;
const number = /^(?:\?|\$|:|@p)(\d+)$/;

export interface Places {
  readonly count: number;
  /** The value of each name, from 1. */
  readonly names: ReadonlyMap<string, number>;
}

export function placesIn(text: string): Places {
  const names = new Map<string, number>();
  let count = 0;
  let hasMarks = false;
  for (const [mark] of text.matchAll(marks)) {
    if (!isPlace.test(mark)) continue;
    const given = number.exec(mark)?.[1];
    const place = names.get(mark) ?? (given === undefined ? count + 1 : Number(given));
    if (mark.startsWith('?')) hasMarks = true;
    else names.set(mark, place);
    count = Math.max(count, place);
  }
  if (hasMarks && names.size > 0) throw invalid('a statement has either ? or names for its values, not both');
  return { count, names };
}

/** The values as Node takes them: by their names in front, or by their places. */
export function bound({ count, names }: Places, parameters: readonly Parameter[]): unknown[] {
  if (parameters.length !== count) {
    const many = count === 1 ? '1 place' : `${count} places`;
    throw invalid(`the statement has ${many} for values, and ${parameters.length} are given`);
  }
  const values = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value));
  if (names.size === 0) return values;
  return [Object.fromEntries(Array.from(names, ([name, place]) => [name, values[place - 1]]))];
}
