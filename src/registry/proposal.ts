/** What somebody asks to be changed, and the change set that it is in a given state of the registry. */
import { type Data, failure } from '#base';
import type { EntryId, Meta } from '#plugin';
import { after, type ChangeSet, type Entries, idOf, type Op, squash } from './change-set.ts';
import { isEntryId, type StoredEntry } from './entry.ts';
import type { Origin } from './origin.ts';

export interface ProposedEntry {
  readonly id: EntryId;
  readonly kind: string;
  readonly meta: Meta;
  readonly data: Data;
}

export type ProposedOp =
  | { readonly type: 'create'; readonly entry: ProposedEntry }
  /** Metadata and data replace the old ones whole; the kind stays. */
  | { readonly type: 'update'; readonly entry: ProposedEntry }
  | { readonly type: 'delete'; readonly id: EntryId };

/** One operation for each entry that changes. Throws for what cannot be done in that state. */
export function resolveProposal(ops: readonly ProposedOp[], entries: Entries, origin: Origin): ChangeSet {
  const changed = new Map<EntryId, StoredEntry | undefined>();
  const result: Op[] = [];
  for (const proposed of ops) {
    const id = proposed.type === 'delete' ? proposed.id : proposed.entry.id;
    const previous = changed.has(id) ? changed.get(id) : entries.get(id);
    const op = resolve(proposed, id, previous, origin);
    changed.set(id, after(op));
    result.push(op);
  }
  return squash(result);
}

function resolve(proposed: ProposedOp, id: EntryId, previous: StoredEntry | undefined, origin: Origin): Op {
  if (!isEntryId(id))
    throw failure('Invalid', `'${id}' is no entry id of the form namespace:name`, { retryable: false });
  if (proposed.type === 'create') {
    if (previous !== undefined) throw failure('AlreadyExists', `${id} exists already`, { retryable: false });
    return { type: 'create', entry: { ...proposed.entry, origin } };
  }
  if (previous === undefined) throw failure('NotFound', `there is no entry ${id}`, { retryable: false });
  if (proposed.type === 'delete') return { type: 'delete', previous };
  if (proposed.entry.kind !== previous.kind) {
    const message = `${id} is a ${previous.kind}; an update cannot make it a ${proposed.entry.kind}`;
    throw failure('Invalid', message, { retryable: false });
  }
  return { type: 'update', entry: { ...proposed.entry, origin }, previous };
}

/** The ids that two change sets have in common. */
export function overlap(one: ChangeSet, other: ChangeSet): EntryId[] {
  const ids = new Set(one.map(idOf));
  return other.map(idOf).filter((id) => ids.has(id));
}
