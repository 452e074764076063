/** The part of plain YAML that JSON shares: `[a, b]` and `{a: 1}`, on one line or on several. */

import { colon, doubleQuote, giveUp, newline, quote, type Scanner, space } from './plain-yaml-scanner.ts';
import type { Spot } from './positions.ts';
import { plainScalar } from './yaml-scalar.ts';

const maxDepth = 64;
const comma = 44;
const openList = 91;
const closeList = 93;
const openMapping = 123;
const closeMapping = 125;
const tab = 9;

// From the start of an unquoted scalar to what ends it: a separator, a comment, a line, `: `.
const unquoted =
  /(?:[^\s,[\]{}#&*!|>'"%@`?:-]|[?:-](?=[^\s,[\]{}]))(?:[^\n,[\]{}#:]|:(?![\s,[\]{}]|$)|(?<![ \t])#)*/y;

/** `indent` is the column of what contains the collection: lines that continue it stand to its right. */
export function readFlow(scanner: Scanner, indent: number, depth = 0): unknown {
  if (depth > maxDepth) throw giveUp;
  switch (scanner.code) {
    case openList:
      return readList(scanner, indent, depth);
    case openMapping:
      return readMapping(scanner, indent, depth);
    case quote:
    case doubleQuote:
      return scanner.quoted();
    default:
      return plainScalar(readUnquoted(scanner));
  }
}

function readList(scanner: Scanner, indent: number, depth: number): unknown[] {
  const list: unknown[] = [];
  const spots: Map<string | number, Spot> = scanner.spotsOf(list);
  scanner.at++;
  skipBetween(scanner, indent);
  while (scanner.code !== closeList) {
    spots.set(list.length, { key: scanner.at, value: scanner.at });
    list.push(readFlow(scanner, indent, depth + 1));
    separate(scanner, indent, closeList);
  }
  scanner.at++;
  return list;
}

function readMapping(scanner: Scanner, indent: number, depth: number): Record<string, unknown> {
  const mapping: Record<string, unknown> = {};
  const spots = scanner.spotsOf(mapping);
  scanner.at++;
  skipBetween(scanner, indent);
  while (scanner.code !== closeMapping) {
    const at = scanner.at;
    const isQuoted = scanner.code === quote || scanner.code === doubleQuote;
    const key = isQuoted ? scanner.quoted() : readUnquoted(scanner);
    if (scanner.code !== colon || (!isQuoted && !scanner.isBlankAt(scanner.at + 1))) throw giveUp;
    scanner.at++;
    skipBetween(scanner, indent);
    const value = scanner.at;
    scanner.put(mapping, spots, key, readFlow(scanner, indent, depth + 1), { key: at, value });
    separate(scanner, indent, closeMapping);
  }
  scanner.at++;
  return mapping;
}

function readUnquoted(scanner: Scanner): string {
  unquoted.lastIndex = scanner.at;
  const found = unquoted.exec(scanner.text)?.[0];
  if (found === undefined || found.includes('\t')) throw giveUp;
  scanner.at += found.length;
  return found.trimEnd();
}

/** Past the comma after an item, or up to the closing bracket. */
function separate(scanner: Scanner, indent: number, close: number): void {
  skipBetween(scanner, indent);
  if (scanner.code === comma) {
    scanner.at++;
    skipBetween(scanner, indent);
  } else if (scanner.code !== close) {
    throw giveUp;
  }
}

/** Blanks, comments and ends of lines; a line that continues must be indented deeper than `indent`. */
function skipBetween(scanner: Scanner, indent: number): void {
  for (;;) {
    while (scanner.code === space || scanner.code === tab) scanner.at++;
    if (Number.isNaN(scanner.code)) throw giveUp;
    if (!scanner.isLineDone()) return;
    scanner.skipLine();
    const start = scanner.at;
    scanner.skipSpaces();
    const isBlank = scanner.code === newline || scanner.code === tab;
    if (!isBlank && scanner.at - start <= indent) throw giveUp;
  }
}
