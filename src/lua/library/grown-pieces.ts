/**
 * The pieces of a text that grows for long. V8 makes a joined text one when it is first read or measured, in one go and at what
 * its whole length costs; one that is measured as it grows would be made one again each time. So it is joined when it is whole.
 */
import type { Value } from '../machine.ts';

/** From this length on a piece grows no more. */
export const PIECE = 2 ** 20;

export const NO_PIECES: readonly string[] = [];

/** As a frame keeps them: a text alone, or a list. */
export function keptPieces(pieces: readonly string[], last: string): Value {
  if (last.length < PIECE && pieces.length === 0) return last;
  const all = last.length < PIECE ? [...pieces, last] : [...pieces, last, ''];
  return all as unknown as Value; // no guest sees it
}

/** All but the last one, which grows. */
export function piecesIn(kept: Value): { readonly pieces: readonly string[]; readonly last: string } {
  if (typeof kept === 'string') return { pieces: NO_PIECES, last: kept };
  const all = kept as unknown as readonly string[]; // as `keptPieces` gave it
  return { pieces: all.slice(0, -1), last: all.at(-1) ?? '' };
}

export function lengthOf(pieces: readonly string[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}

export function joinedPieces(pieces: readonly string[], last: string): string {
  let text = '';
  for (const piece of pieces) text += piece;
  return text + last;
}
