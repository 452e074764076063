/**
 * Patches as text, in the form of `diff-match-patch`: like a unified diff, but in characters, with what is not plain
 * ASCII in percent codes.
 */
import { failure } from '#base';
import { type Difference, type Operation, textAfter, textBefore } from './difference.ts';
import type { Patch } from './patch.ts';
import { lengthOf } from './splitter.ts';

const signs: Readonly<Record<Operation, string>> = { equal: ' ', delete: '-', insert: '+' };

export function patchText({ parts, start }: Patch): string {
  const before = range(start, lengthOf(textBefore(parts)));
  const after = range(start, lengthOf(textAfter(parts)));
  const lines = parts.map(({ operation, text }) => `${signs[operation]}${encoded(text)}\n`);
  return `@@ -${before} +${after} @@\n${lines.join('')}`;
}

/** Places count from 1, but the place of nothing is that before it. */
function range(start: number, length: number): string {
  if (length === 0) return `${start},0`;
  return length === 1 ? `${start + 1}` : `${start + 1},${length}`;
}

/** A lone half of a character becomes U+FFFD. */
function encoded(text: string): string {
  return encodeURI(text.toWellFormed()).replaceAll('%20', ' ');
}

const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@$/;

/** Throws `Invalid` for what is no patch. */
export function readPatches(text: string): Patch[] {
  const patches: { parts: Difference[]; start: number }[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const found = header.exec(line);
    if (found !== null) {
      const [, , , start = '', length] = found;
      patches.push({ parts: [], start: startOf(start, length) });
      continue;
    }
    const current = patches.at(-1);
    if (current === undefined) throw notPatch(line);
    current.parts.push(readPart(line));
  }
  return patches;
}

function startOf(place: string, length: string | undefined): number {
  return length === '0' ? Number(place) : Number(place) - 1;
}

function readPart(line: string): Difference {
  const operation = (Object.keys(signs) as Operation[]).find((each) => line.startsWith(signs[each]));
  if (operation === undefined) throw notPatch(line);
  try {
    return { operation, text: decodeURIComponent(line.slice(1)) };
  } catch {
    throw notPatch(line); // a percent sign without digits
  }
}

function notPatch(line: string): Error {
  return failure('Invalid', `no patch: ${JSON.stringify(line.slice(0, 40))}`, { retryable: false });
}
