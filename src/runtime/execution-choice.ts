/** Where a process runs that a command names, and why one of that name cannot. */
import { failure, suggestion } from '#base';
import type { EntryId } from '#plugin';

/** The kinds of entries by their ids. */
export type KindsOfEntries = ReadonlyMap<EntryId, { readonly id: EntryId; readonly kind: string }>;

/** The host that was named, or the only terminal; throws when it is none, or there is no only one. */
export function hostFor(
  named: EntryId | undefined,
  terminals: readonly EntryId[],
  entries: KindsOfEntries,
): EntryId {
  if (named === undefined) return onlyTerminal(terminals);
  if (entries.get(named)?.kind.endsWith('.host') === true) return named;
  throw refused(named, 'host', entries);
}

function onlyTerminal(terminals: readonly EntryId[]): EntryId {
  const [only, ...others] = terminals;
  if (only !== undefined && others.length === 0) return only;
  const message =
    only === undefined
      ? 'there is no terminal.host to run on; add an entry of that kind'
      : `there are several terminal hosts (${terminals.join(', ')}); choose one with --host`;
  throw failure('Invalid', message, { retryable: false });
}

export function noProcess(entry: EntryId, entries: KindsOfEntries): Error {
  return refused(entry, 'process', entries);
}

function refused(id: EntryId, wanted: 'host' | 'process', entries: KindsOfEntries): Error {
  const isWanted = (kind: string) =>
    wanted === 'host' ? kind.endsWith('.host') : kind.startsWith('process.');
  const known = [...entries.values()].filter(({ kind }) => isWanted(kind)).map((each) => each.id);
  const hint = suggestion(id, known);
  const kind = entries.get(id)?.kind;
  const message =
    kind === undefined ? `there is no entry ${id}${hint}` : `${id} is a ${kind} and no ${wanted}${hint}`;
  return failure('NotFound', message, { retryable: false });
}
