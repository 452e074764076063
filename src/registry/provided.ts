/**
 * Entries that the runtime brings along: an application has those that it names and does not define. It names one as
 * an import, as the host of something, as what a module is given, or by the module that otherwise brings it.
 */
import { type Data, isRecord } from '#base';
import type { EntryId, ProvidedEntry } from '#plugin';
import type { ChangeSet, Entries } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import type { Origin } from './origin.ts';
import type { ProposedOp } from './proposal.ts';

/** What is named by these entries, and by what they bring, and is not there. */
export function missingProvided(
  entries: Iterable<Pick<StoredEntry, 'kind' | 'data'>>,
  provided: readonly ProvidedEntry[],
  isThere: (id: EntryId) => boolean,
  options: { readonly origin?: Origin; readonly modules?: readonly string[] } = {},
): StoredEntry[] {
  const wanted = new Map(provided.filter(({ id }) => !isThere(id)).map((each) => [each.id, each]));
  const found: StoredEntry[] = [];
  if (wanted.size === 0) return found;
  const bring = (one: ProvidedEntry): void => {
    wanted.delete(one.id);
    const entry = storedEntry(one, options.origin ?? moduleOrigin(one));
    found.push(entry);
    look(entry);
  };
  const bringModule = (name: unknown): void => {
    for (const one of [...wanted.values()]) if (one.module === name) bring(one);
  };
  const look = ({ kind, data }: Pick<StoredEntry, 'kind' | 'data'>): void => {
    if (!isRecord(data)) return;
    if (kind === 'ns.dependency') bringModule(data.component);
    for (const id of namesIn(data)) {
      const one = typeof id === 'string' ? wanted.get(id) : undefined;
      if (one !== undefined) bring(one);
    }
  };
  for (const name of options.modules ?? []) bringModule(name);
  for (const entry of entries) look(entry);
  return found;
}

/** Where entries that are brought along are named. */
function namesIn({ imports, host, default: standard, parameters }: Readonly<Record<string, Data>>): Data[] {
  const given: readonly Data[] = Array.isArray(parameters) ? parameters : [];
  return [
    ...(isRecord(imports) ? Object.values(imports) : []),
    ...[host, standard].filter((each) => each !== undefined),
    ...given.flatMap((each) => (isRecord(each) && each.value !== undefined ? [each.value] : [])),
  ];
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
  return missingProvided(written, provided, isThere, { origin }).map((entry) => ({ type: 'create', entry }));
}

/** That of what stands in files. */
function moduleOrigin({ module }: ProvidedEntry): Origin {
  return { type: 'module', module, path: module, line: 1, column: 1 };
}

function storedEntry({ id, kind, meta, data }: ProvidedEntry, origin: Origin): StoredEntry {
  return { id, kind, meta, data: data(), origin };
}
