/** A difference for people: the program made small, and what both print. */
import type { Way } from '../../src/lua/engine.testing.ts';
import { type Difference, difference } from './compare.ts';
import { printedByOurs } from './ours.ts';
import { printedByReference } from './reference.ts';
import { shrink } from './shrink.ts';

/** `whole`: the program as it is. */
export function shown({ seed, source, way, sort }: Difference, whole = false): string {
  const small = whole ? source : shrink(source, (texts) => firstOfSort(texts, way, sort));
  const [reference] = printedByReference([small]);
  return `---- seed ${seed}, ${way}: ${sort}\n${small}\n---- ours\n${printedByOurs(small, way)}\n---- reference\n${reference}\n`;
}

function firstOfSort(texts: readonly string[], way: Way, sort: string): number {
  const expected = printedByReference(texts);
  return texts.findIndex((text, i) => difference(text, way, expected[i] ?? '') === sort);
}
