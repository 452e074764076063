/** A difference for people: the program made small, and what both print. */
import { type Difference, difference } from './compare.ts';
import { printedByOurs } from './ours.ts';
import { printedByReference } from './reference.ts';
import { shrink } from './shrink.ts';

/** `whole`: the program as it is. */
export function shown(found: Difference, whole = false): string {
  const { seed, source, way, keepsLocals, sort } = found;
  const small = whole ? source : shrink(source, (texts) => firstOfSort(texts, found));
  const [reference] = printedByReference([small]);
  const ours = printedByOurs(small, way, keepsLocals);
  return `---- seed ${seed}, ${way}: ${sort}\n${small}\n---- ours\n${ours}\n---- reference\n${reference}\n`;
}

function firstOfSort(texts: readonly string[], { way, keepsLocals, sort }: Difference): number {
  const expected = printedByReference(texts);
  return texts.findIndex((text, i) => difference(text, way, keepsLocals, expected[i] ?? '') === sort);
}
