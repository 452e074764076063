/**
 * Programs in the language of Lua 5.1, which PUC Lua 5.4 means the same by: they are compared with both.
 *
 * Where the two references differ, 5.4 is right, and it is counted: coroutines that yield across `pcall`, metamethods
 * and iterators, functions that 5.1 has not, integers beyond 2^53, `__eq` and `__le` of other types, messages.
 */
import type { Way } from '../../src/lua/engine.testing.ts';
import { isInstalled, printedByReference } from './reference.ts';

const OLDER = 'lua5.1';

/** Of so many programs one is written in the older language. */
const ONE_OF = 4;

export function isOlder(seed: number): boolean {
  return seed % ONE_OF === 0;
}

const NEWER: readonly (readonly [newer: RegExp, older: string])[] = [
  [/ \/\/ /g, ' - '],
  [/ (?:&|\||<<|>>) /g, ' + '],
  [/~(?!=)/g, ' -'],
  [/\bgoto \w+/g, ''],
  [/::\w+::/g, ''],
  [/\b0x\.8/g, '0.5'],
  [/\b0x1\.4p1/g, '2.5'],
  // Lua 5.1 has no empty statements.
  [/(?<=(?:\b(?:do|then|else|repeat)|\bfunction\b[^\n]*\)))(\n\s*);/g, '$1'],
  [/(\n\s*);/g, ';$1'],
  [/^;/, ''],
];

/** The program without operators and statements that Lua 5.1 has not. */
export function inOlderLanguage(source: string): string {
  return NEWER.reduce((text, [newer, older]) => text.replace(newer, older), source);
}

/** `attempt to index local 'x' (a nil value)`, as 5.4 words it. */
const OPERAND = /(local|global|field|upvalue|method) '([^']*)' \(a (\w+) value\)/g;

/** What the programs print on Lua 5.1, in the words of 5.4; nothing where that is not installed. */
export function printedByOlder(programs: readonly string[]): readonly string[] | undefined {
  if (programs.length === 0 || !isInstalled(OLDER)) return undefined;
  return printedByReference(programs, OLDER).map((text) => text.replace(OPERAND, "a $3 value ($1 '$2')"));
}

/** How many programs of the older language print the same on Lua 5.1 too, and how many only on 5.4. */
export interface OlderCounts {
  same: number;
  otherwise: number;
}

/** The way of running whose text is compared with the older reference too. */
export const COMPARED: Way = 'straight';
