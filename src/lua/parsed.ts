/**
 * Trees that were made to check a source and are wanted again when it is compiled.
 *
 * They are kept by the text, up to so much of it; one that is taken is forgotten here.
 */
import type { Chunk } from './ast.ts';
import { parse } from './parser.ts';
import { LuaSyntaxError } from './syntax-error.ts';

/** Bytes of source whose trees are kept: a tree takes some twenty times its source. */
const KEPT = 1 << 18;

const kept = new Map<string, Chunk>();
let bytes = 0;

/** What is wrong with a source, if anything is. */
export function syntaxErrorOf(source: string, name: string): LuaSyntaxError | undefined {
  try {
    keep(parse(source, name));
    return undefined;
  } catch (thrown) {
    if (thrown instanceof LuaSyntaxError) return thrown;
    throw thrown;
  }
}

/** The tree of a source that is about to be compiled. */
export function takeTree(source: string, name: string): Chunk {
  const known = kept.get(source);
  if (known === undefined) return parse(source, name);
  forget(source);
  return known;
}

function keep(chunk: Chunk): void {
  forget(chunk.source);
  kept.set(chunk.source, chunk);
  bytes += chunk.source.length;
  for (const oldest of kept.keys()) {
    if (bytes <= KEPT) return;
    forget(oldest);
  }
}

function forget(source: string): void {
  if (kept.delete(source)) bytes -= source.length;
}
