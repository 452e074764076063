/** Entries that the runtime brings along: an application has those that it names in imports and does not define. */
import { isRecord } from '#base';
import type { EntryId, ProvidedEntry } from '#plugin';
import type { StoredEntry } from './entry.ts';

/** What is named by these entries, and by what they bring, and is not there. */
export function missingProvided(
  entries: Iterable<StoredEntry>,
  provided: readonly ProvidedEntry[],
  isThere: (id: EntryId) => boolean,
): StoredEntry[] {
  const wanted = new Map(provided.filter(({ id }) => !isThere(id)).map((each) => [each.id, each]));
  const found: StoredEntry[] = [];
  if (wanted.size === 0) return found;
  const look = ({ data }: StoredEntry): void => {
    if (!isRecord(data) || !isRecord(data.imports)) return;
    for (const id of Object.values(data.imports)) {
      const one = typeof id === 'string' ? wanted.get(id) : undefined;
      if (one === undefined) continue;
      wanted.delete(one.id);
      const entry = storedEntry(one);
      found.push(entry);
      look(entry);
    }
  };
  for (const entry of entries) look(entry);
  return found;
}

function storedEntry({ id, kind, module, meta, data }: ProvidedEntry): StoredEntry {
  const origin = { type: 'module', module, path: module, line: 1, column: 1 } as const;
  return { id, kind, meta, data: data(), origin };
}
