/** Entries that the runtime brings along: an application has those that it names in imports and does not define. */
import { isRecord } from '#base';
import type { EntryId, ProvidedEntry } from '#plugin';
import type { ChangeSet, Entries } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import type { Origin } from './origin.ts';
import type { ProposedOp } from './proposal.ts';

/** What is named by these entries, and by what they bring, and is not there. */
export function missingProvided(
  entries: Iterable<Pick<StoredEntry, 'data'>>,
  provided: readonly ProvidedEntry[],
  isThere: (id: EntryId) => boolean,
  origin?: Origin,
): StoredEntry[] {
  const wanted = new Map(provided.filter(({ id }) => !isThere(id)).map((each) => [each.id, each]));
  const found: StoredEntry[] = [];
  if (wanted.size === 0) return found;
  const look = ({ data }: Pick<StoredEntry, 'data'>): void => {
    if (!isRecord(data) || !isRecord(data.imports)) return;
    for (const id of Object.values(data.imports)) {
      const one = typeof id === 'string' ? wanted.get(id) : undefined;
      if (one === undefined) continue;
      wanted.delete(one.id);
      const entry = storedEntry(one, origin ?? moduleOrigin(one));
      found.push(entry);
      look(entry);
    }
  };
  for (const entry of entries) look(entry);
  return found;
}

/** What these changes name and is not there, as changes. */
export function broughtBy(
  ops: readonly ProposedOp[],
  provided: readonly ProvidedEntry[],
  entries: Entries,
  origin: Origin,
): ChangeSet {
  const written = ops.flatMap((op) => (op.type === 'delete' ? [] : [op.entry]));
  const own = new Set(written.map(({ id }) => id));
  const isThere = (id: EntryId) => entries.has(id) || own.has(id);
  return missingProvided(written, provided, isThere, origin).map((entry) => ({ type: 'create', entry }));
}

/** That of what stands in files. */
function moduleOrigin({ module }: ProvidedEntry): Origin {
  return { type: 'module', module, path: module, line: 1, column: 1 };
}

function storedEntry({ id, kind, meta, data }: ProvidedEntry, origin: Origin): StoredEntry {
  return { id, kind, meta, data: data(), origin };
}
