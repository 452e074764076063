import type { PlacedText } from './emit/unit-text.ts';

/** A site of a unit: the function it is in, and its number there. */
export interface PlacedSite {
  readonly index: number;
  readonly site: number;
}

/** More than V8 takes for a source. */
const LONGEST_LINE = 2 ** 30;

/** A part of a unit as V8 got it, for finding which site a place in it belongs to. What was found is known the next time. */
export class PlacedPart {
  readonly #placed: PlacedText;
  readonly #firstLine: number;
  readonly #known = new Map<number, PlacedSite | undefined>();

  /** `firstLine`: the number that V8 gives to its first line. */
  constructor(placed: PlacedText, firstLine: number) {
    this.#placed = placed;
    this.#firstLine = firstLine;
  }

  /** The last site that begins there or before; both are counted from 1. */
  at(line: number, column: number): PlacedSite | undefined {
    const key = line * LONGEST_LINE + column;
    if (this.#known.has(key)) return this.#known.get(key);
    const { text, sites } = this.#placed;
    const offset = lineStart(text, line - this.#firstLine) + column - 1;
    const found = sites.findLast((site) => site.offset <= offset);
    this.#known.set(key, found);
    return found;
  }
}

/** Where a line of the text begins, counted from 0. */
function lineStart(text: string, line: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}
