/**
 * Patches: changes with the text around them, so that they can be applied to a text that has changed meanwhile.
 *
 *   Pt1  A patch has at least `margin` characters on both sides, and more where its text stands in several places.
 *   Pt2  It is applied where its text stands, or where the text is most like it near the expected place; what others
 *        have changed there stays.
 *   Pt3  A patch whose place is not found, or has changed too much, is left out, and the others are applied.
 */
import { type Difference, textAfter, textBefore } from './difference.ts';
import { fuzzyIndexOf, longestPattern, type MatchOptions } from './fuzzy-match.ts';
import { efficient, readable } from './readable-difference.ts';
import { type Budget, differences } from './shortest-difference.ts';

export interface Patch {
  readonly parts: readonly Difference[];
  /** Where it begins in the text that all earlier ones were applied to. */
  readonly start: number;
}

export interface PatchOptions extends MatchOptions {
  readonly margin: number;
  /** How much of a long patch's text may have changed: 0 to 1. */
  readonly deleteThreshold: number;
  readonly editCost: number;
}

export function makePatches(before: string, all: readonly Difference[], options: PatchOptions): Patch[] {
  const parts = efficient(readable(all), options.editCost);
  const patches: Patch[] = [];
  let open: Difference[] = [];
  let [start, place] = [0, 0];
  // The text with the patches so far: what the next one is applied to.
  let text = before;
  let patched = before;
  const close = () => {
    if (open.length > 0) patches.push(withContext({ parts: open, start }, text, options.margin));
    open = [];
    text = patched;
  };
  for (const [index, part] of parts.entries()) {
    const { length } = part.text;
    if (part.operation === 'equal') {
      const isLast = index === parts.length - 1;
      if (open.length > 0 && length <= 2 * options.margin && !isLast) open.push(part);
      else if (length >= 2 * options.margin) close();
    } else {
      if (open.length === 0) start = place;
      open.push(part);
      const rest = patched.slice(place + (part.operation === 'delete' ? length : 0));
      patched = patched.slice(0, place) + (part.operation === 'insert' ? part.text : '') + rest;
    }
    if (part.operation !== 'delete') place += length;
  }
  close();
  return patches;
}

/** Pt1 */
function withContext({ parts, start }: Patch, text: string, margin: number): Patch {
  const { length } = textBefore(parts);
  const around = (padding: number) => text.slice(Math.max(0, start - padding), start + length + padding);
  let padding = 0;
  while (
    text.indexOf(around(padding)) !== text.lastIndexOf(around(padding)) &&
    around(padding).length < longestPattern - 2 * margin &&
    margin > 0
  ) {
    padding += margin;
  }
  padding += margin;
  const prefix = text.slice(Math.max(0, start - padding), start);
  const suffix = text.slice(start + length, start + length + padding);
  const kept = (each: string): Difference[] => (each === '' ? [] : [{ operation: 'equal', text: each }]);
  return {
    parts: [...kept(prefix), ...parts, ...kept(suffix)],
    start: start - prefix.length,
  };
}

/** The patched text, and for each patch whether it was applied (Pt2, Pt3). */
export function applyPatches(
  patches: readonly Patch[],
  text: string,
  options: PatchOptions,
  budget: Budget,
): [string, boolean[]] {
  const padding = paddingOf(options.margin);
  let current = padding + text + padding;
  let shift = 0;
  const applied = padded(patches, padding).map((patch) => {
    const wanted = textBefore(patch.parts);
    const expected = patch.start + shift;
    const found = placeOf(wanted, current, expected, options);
    const result = found === undefined ? undefined : applyAt(patch, wanted, current, found, options, budget);
    if (found === undefined || result === undefined) {
      shift -= textAfter(patch.parts).length - wanted.length;
      return false;
    }
    shift = found.start - expected;
    current = result;
    return true;
  });
  return [current.slice(padding.length, current.length - padding.length), applied];
}

/** Characters that texts do not have: they make the ends of a text into places like any other. */
function paddingOf(margin: number): string {
  return Array.from({ length: margin }, (_, index) => String.fromCharCode(index + 1)).join('');
}

/** Patches for a padded text: those at its ends, which have less around them than others, have the padding. */
function padded(patches: readonly Patch[], padding: string): Patch[] {
  return patches.map(({ parts, start }, index) => {
    const before = index === 0 ? missing(parts.at(0), padding.length) : 0;
    const after = index === patches.length - 1 ? missing(parts.at(-1), padding.length) : 0;
    const kept = (text: string): Difference => ({ operation: 'equal', text });
    return {
      parts: [kept(padding.slice(padding.length - before)), ...parts, kept(padding.slice(0, after))],
      start: start + padding.length - before,
    };
  });
}

function missing(end: Difference | undefined, margin: number): number {
  return end?.operation === 'equal' ? Math.max(0, margin - end.text.length) : margin;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** A text too long to be searched for whole is found by its beginning and its end. */
function placeOf(wanted: string, text: string, expected: number, options: PatchOptions): Place | undefined {
  if (wanted.length <= longestPattern) {
    const start =
      wanted === ''
        ? Math.max(0, Math.min(expected, text.length))
        : fuzzyIndexOf(text, wanted, expected, options);
    return start < 0 ? undefined : { start, end: Math.min(text.length, start + wanted.length) };
  }
  const start = fuzzyIndexOf(text, wanted.slice(0, longestPattern), expected, options);
  if (start < 0) return undefined;
  const tail = expected + wanted.length - longestPattern;
  const end = fuzzyIndexOf(text, wanted.slice(-longestPattern), tail, options);
  return end <= start ? undefined : { start, end: end + longestPattern };
}

function applyAt(
  { parts }: Patch,
  wanted: string,
  text: string,
  { start, end }: Place,
  options: PatchOptions,
  budget: Budget,
): string | undefined {
  const there = text.slice(start, end);
  if (there === wanted) return text.slice(0, start) + textAfter(parts) + text.slice(end);
  const between = differences(wanted, there, budget);
  if (wanted.length > longestPattern && changedSize(between) > options.deleteThreshold * wanted.length)
    return undefined;
  let result = text;
  let place = 0;
  // Places of the wanted text are translated into places of what is there; earlier parts have moved those.
  let moved = start;
  for (const { operation, text: partText } of parts) {
    const from = moved + translated(between, place);
    if (operation === 'insert') {
      result = result.slice(0, from) + partText + result.slice(from);
      moved += partText.length;
      continue;
    }
    if (operation === 'delete') {
      const to = moved + translated(between, place + partText.length);
      result = result.slice(0, from) + result.slice(to);
      moved -= to - from;
    }
    place += partText.length;
  }
  return result;
}

/** Where a place of the text before stands in the text after. */
function translated(parts: readonly Difference[], place: number): number {
  let [before, after] = [0, 0];
  for (const { operation, text } of parts) {
    if (operation === 'insert') {
      after += text.length;
      continue;
    }
    if (place < before + text.length) return operation === 'equal' ? after + (place - before) : after;
    before += text.length;
    if (operation === 'equal') after += text.length;
  }
  return after + (place - before);
}

/** How many characters were changed: of a deletion and an insertion next to each other the longer one counts. */
function changedSize(parts: readonly Difference[]): number {
  let [size, taken, put] = [0, 0, 0];
  for (const { operation, text } of parts) {
    if (operation === 'delete') taken += text.length;
    else if (operation === 'insert') put += text.length;
    else {
      size += Math.max(taken, put);
      [taken, put] = [0, 0];
    }
  }
  return size + Math.max(taken, put);
}
