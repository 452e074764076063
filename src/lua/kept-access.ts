/**
 * Accessors of fields (field-access.ts) in a cache, between starts. A large application has a function for each of a
 * thousand names, and V8 takes longer to compile them than to read its code of all.
 *
 *   Ka1  What is kept is the accessors of all names that this thread knew when it was kept, up to a bound.
 *   Ka2  It is looked for when a start is about to make many, and kept anew when many had to be made.
 */
import type { Script } from 'node:vm';
import { codeOf, scriptWith } from '#base';
import type { CodeCache, CompiledForm } from './compiled-form.ts';
import { accessCount, accessMade, accessText, beforeManyAreMade, FEW, takeAccess } from './field-access.ts';

/** What they are kept under: no source, since those have nothing but bytes. */
const KEPT = 'accessors of fields \u2020';
/** Ka1: some 600 bytes of text each. */
const MOST = 4000;

/** The caches of this thread; and how many accessors had been made when each was last asked to keep them. */
const caches = new WeakMap<CodeCache, number>();

/** Before a unit of this cache is run. */
export function findAccess(cache: CodeCache): void {
  if (caches.has(cache)) return;
  caches.set(cache, accessMade());
  beforeManyAreMade(() => {
    const form = cache.find(KEPT);
    if (form === undefined) return;
    takeAccess(scriptOf(form).runInThisContext());
    caches.set(cache, accessMade());
  });
}

/** After a unit of this cache was run. */
export function keepAccess(cache: CodeCache): void {
  const made = accessMade();
  if (made - (caches.get(cache) ?? 0) <= FEW || accessCount() > MOST) return;
  caches.set(cache, made);
  cache.keep(KEPT, () => {
    const text = accessText();
    return { text, functions: [], data: codeOf(scriptOf({ text })) };
  });
}

function scriptOf({ text, data }: Pick<CompiledForm, 'text' | 'data'>): Script {
  return scriptWith(text, { filename: 'field access', ...(data !== undefined && { cachedData: data }) });
}
