/** `disable:` of the configuration: namespaces and entries that are left out as the application is loaded. */
import { parseEntryId, type StoredEntry } from './entry.ts';
import { anyPattern } from './name-pattern.ts';

export interface Disabled {
  readonly entries: ReadonlyMap<string, StoredEntry>;
  /** The ids of what was left out, for messages about references to them. */
  readonly disabled: ReadonlySet<string>;
}

export function disableEntries(
  entries: ReadonlyMap<string, StoredEntry>,
  patterns: { readonly namespaces: readonly string[]; readonly entries: readonly string[] },
): Disabled {
  if (patterns.namespaces.length === 0 && patterns.entries.length === 0)
    return { entries, disabled: new Set() };
  const isNamespaceOff = anyPattern(patterns.namespaces);
  const isEntryOff = anyPattern(patterns.entries);
  const kept = new Map<string, StoredEntry>();
  const disabled = new Set<string>();
  for (const [id, entry] of entries) {
    if (isNamespaceOff(parseEntryId(id).namespace) || isEntryOff(id)) disabled.add(id);
    else kept.set(id, entry);
  }
  return { entries: kept, disabled };
}
