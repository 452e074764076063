/** What can be done with two texts: compare them, make patches, apply them. Characters are never cut. */
import type { Difference } from './difference.ts';
import { textDifferences } from './line-difference.ts';
import { applyPatches, makePatches, type Patch, type PatchOptions } from './patch.ts';
import { patchText, readPatches } from './patch-text.ts';
import { readable } from './readable-difference.ts';
import type { Budget } from './shortest-difference.ts';
import { type SingleUnits, singleUnits } from './single-units.ts';

function changed(parts: readonly Difference[], change: SingleUnits['read']): Difference[] {
  return parts.map(({ operation, text }) => ({ operation, text: change(text) }));
}

/** The differences as people read them. */
export function compare(before: string, after: string, budget: Budget): Difference[] {
  const { write, read } = singleUnits(before, after);
  return changed(readable(textDifferences(write(before), write(after), budget)), read);
}

/** Patches as texts. */
export function patchesOf(before: string, after: string, options: PatchOptions, budget: Budget): string[] {
  const { write, read } = singleUnits(before, after);
  const parts = textDifferences(write(before), write(after), budget);
  const patches = makePatches(write(before), parts, options);
  return patches.map(({ parts: own, start }) => patchText({ parts: changed(own, read), start }));
}

/** The patched text, and which patches were applied. Throws `Invalid` for what is no patch. */
export function patched(
  patches: readonly string[],
  text: string,
  options: PatchOptions,
  budget: Budget,
): [string, boolean[]] {
  const given: Patch[] = patches.flatMap(readPatches);
  const { write, read } = singleUnits(text, ...given.flatMap(({ parts }) => parts.map((part) => part.text)));
  const own = given.map(({ parts, start }) => ({ parts: changed(parts, write), start }));
  const [result, applied] = applyPatches(own, write(text), options, budget);
  return [read(result), applied];
}
