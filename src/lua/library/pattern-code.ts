/**
 * Patterns that never give back, as JavaScript functions of their own.
 *
 * Most patterns are of this kind: what follows a repetition cannot begin with a byte of it (P3 in pattern.ts). Then a
 * match is a walk straight on, and V8 makes of it what it makes of a loop written by hand (measured against the loop
 * over instructions: 2 to 3 times as fast). Only a pattern that has worked for a while is worth the making.
 *
 *   C1  The text is made of numbers alone: operations, bytes and offsets (G1). A prefix is handed over as a value.
 *   C2  The function gives the end of the first match at or after `from`, or -1. It writes captures where the matcher
 *       has them, where the match began into `starts[BEGAN]`, and its steps into `starts[STEPS]`; past `limit` steps
 *       it gives up with GIVEN_UP, and `starts[BEGAN]` says where a match may begin next.
 */
import {
  CHAR,
  CLOSE,
  END,
  FRONTIER,
  MATCH,
  OPEN,
  OPTION_POSSESSIVE,
  type Pattern,
  PLUS_POSSESSIVE,
  POSITION,
  SET,
  STAR_POSSESSIVE,
  WIDTH,
} from './pattern.ts';

/** Places behind the captures. */
export const BEGAN = 32;
export const STEPS = 33;

export const GIVEN_UP = -2;

export type Search = (subject: string, from: number) => number;

/** Instructions of a pattern that is made a function. */
const MAX_INSTRUCTIONS = 60;

/** What the text of a search names. */
export interface SearchParts {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly limit: number;
  /** Where it looks for the bytes of the subject, if not in the text itself. */
  readonly bytes?: Uint8Array;
}

/** Makes the function of a pattern, or gives undefined where one cannot be made. */
export function searchCode(pattern: Pattern, parts: SearchParts): Search | undefined {
  const text = searchText(pattern, parts.bytes !== undefined);
  return text === undefined ? undefined : makeOfSearch(`return ${text};`, pattern, parts);
}

/** Makes what a text gives in which a search stands. */
export function makeOfSearch<T>(
  text: string,
  pattern: Pattern,
  { starts, ends, limit, bytes }: SearchParts,
  more: Readonly<Record<string, unknown>> = {},
): T {
  const { bits, prefix } = pattern;
  const named = { bits, prefix, starts, ends, BEGAN, STEPS, limit, bytes, ...more };
  return new Function(...Object.keys(named), `'use strict'; ${text}`)(...Object.values(named)) as T;
}

/** The text of the function `search`, where one can be made. */
export function searchText(pattern: Pattern, inBytes: boolean): string | undefined {
  if (pattern.choices > 0 || pattern.code.length > MAX_INSTRUCTIONS * WIDTH) return undefined;
  const walk: string[] = [];
  for (let at = 0; at < pattern.code.length; at += WIDTH) {
    const text = instruction(pattern, pattern.code[at] as number, pattern.code[at + 1] as number);
    if (text === undefined) return undefined;
    walk.push(text);
  }
  const text = `function search(subject, from) {
    const n = subject.length; let i = from, steps = 0;
    for (;;) {
      ${pattern.isAnchored ? '' : skip(pattern)}
      const began = i;
      A: { ${walk.join('\n')} }
      steps += ((i - began) >> 3) + 1;
      ${pattern.isAnchored ? 'starts[STEPS] = steps; return -1;' : goOn(pattern)}
    }
  }`;
  return text.replace(BYTE, inBytes ? 'bytes[$1]' : 'subject.charCodeAt($1)');
}

/** How the texts below name the byte at a place. */
const BYTE = /\bbyte\(([^)]*)\)/g;

/** To the next place where a match may begin. */
function skip({ prefix, first, firstAtEnd }: Pattern): string {
  const none = 'starts[STEPS] = steps + ((n - from) >> 3); return -1;';
  if (prefix !== '') return `i = subject.indexOf(prefix, i); if (i < 0) { ${none} }`;
  return `while (i < n && bits[${first} + byte(i)] === 0) i++;${firstAtEnd ? '' : ` if (i === n) { ${none} }`}`;
}

/** After a failed match: past the run that it began with, or one byte on. */
function goOn({ leading }: Pattern): string {
  const run = leading < 0 ? '' : `while (i < n && bits[${leading} + byte(i)] === 1) i++;`;
  return `i = began; ${run} if (++i > n) { starts[STEPS] = steps; return -1; }
    if (steps > limit) { starts[BEGAN] = i; starts[STEPS] = steps; return -2; }`;
}

/** One instruction: it goes on behind itself, or leaves `A`. */
function instruction({ bits }: Pattern, operation: number, operand: number): string | undefined {
  const here = `i < n && ${member(bits, operand)}`;
  switch (operation) {
    case CHAR:
      return `if (i < n && byte(i) === ${operand}) i++; else break A;`;
    case SET:
      return `if (${here}) i++; else break A;`;
    case OPEN:
      return `starts[${operand}] = i;`;
    case CLOSE:
      return `ends[${operand}] = i;`;
    case POSITION:
      return `starts[${operand}] = i; ends[${operand}] = -1;`;
    case END:
      return 'if (i !== n) break A;';
    case STAR_POSSESSIVE:
      return `while (${here}) i++;`;
    case PLUS_POSSESSIVE:
      return `if (${here}) i++; else break A; while (${here}) i++;`;
    case OPTION_POSSESSIVE:
      return `if (${here}) i++;`;
    case FRONTIER:
      return `if (bits[${operand} + (i === 0 ? 0 : byte(i - 1))] === 1 || bits[${operand} + (i < n ? byte(i) : 0)] === 0) break A;`;
    case MATCH:
      return 'starts[BEGAN] = began; starts[STEPS] = steps + ((i - from) >> 3) + 1; return i;';
    default:
      return undefined;
  }
}

/** Whether the byte at `i` is in the set: a comparison where the set, or what is missing in it, is one byte. */
function member(bits: Uint8Array, set: number): string {
  const row = bits.subarray(set, set + 256);
  const size = row.reduce((sum, bit) => sum + bit, 0);
  if (size === 1) return `byte(i) === ${row.indexOf(1)}`;
  if (size === 255) return `byte(i) !== ${row.indexOf(0)}`;
  return `bits[${set} + byte(i)] === 1`;
}
