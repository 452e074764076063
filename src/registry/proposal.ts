/** What somebody asks to be changed, and the change set that it is in a given state of the registry. */
import { type Failure, failure, isFailure, suggestion } from '#base';
import type { EntryId } from '#plugin';
import { after, type ChangeSet, type Entries, type Op, squash } from './change-set.ts';
import { isEntryId, type ProposedEntry, type StoredEntry, wrongId } from './entry.ts';
import type { Origin } from './origin.ts';
import type { Overlay } from './overlay.ts';

export type ProposedOp =
  | { readonly type: 'create'; readonly entry: ProposedEntry }
  /** Metadata and data replace the old ones whole; the kind stays. */
  | { readonly type: 'update'; readonly entry: ProposedEntry }
  | { readonly type: 'delete'; readonly id: EntryId };

/** Who writes, and what lies over what is written. */
export interface Writing {
  readonly origin: Extract<Origin, { readonly type: 'live' }>;
  readonly overlay: Overlay;
}

/** One operation for each entry that changes. Throws with all that cannot be done in that state. */
export function resolveProposal(ops: readonly ProposedOp[], entries: Entries, writing: Writing): ChangeSet {
  const changed = new Map<EntryId, StoredEntry | undefined>();
  const result: Op[] = [];
  const refused: Refused[] = [];
  for (const proposed of ops) {
    const id = proposedId(proposed);
    const previous = changed.has(id) ? changed.get(id) : entries.get(id);
    try {
      const op = resolve(proposed, { id, previous, entries }, writing);
      changed.set(id, after(op));
      result.push(op);
    } catch (thrown) {
      if (!isFailure(thrown)) throw thrown;
      refused.push({ id, failure: thrown });
    }
  }
  if (refused.length > 0) throw together(refused);
  return squash(result);
}

interface Refused {
  readonly id: EntryId;
  readonly failure: Failure;
}

/** Those of one kind keep it. */
function together(refused: readonly Refused[]): Failure {
  const kinds = new Set(refused.map(({ failure: { kind } }) => kind));
  const [kind = 'Invalid'] = kinds.size === 1 ? kinds : [];
  const problems = refused.map(({ id, failure: { message } }) => ({ id, path: '', message }));
  return failure(kind, problems.map(({ message }) => message).join('; '), {
    retryable: false,
    details: { problems },
  });
}

interface Present {
  readonly id: EntryId;
  readonly previous: StoredEntry | undefined;
  readonly entries: Entries;
}

function resolve(proposed: ProposedOp, { id, previous, entries }: Present, writing: Writing): Op {
  if (!isEntryId(id)) throw wrongId(id);
  if (proposed.type === 'create') {
    if (previous !== undefined) throw failure('AlreadyExists', `${id} exists already`, { retryable: false });
    return { type: 'create', entry: { ...proposed.entry, origin: writing.origin } };
  }
  if (previous === undefined) {
    const message = `there is no entry ${id}${suggestion(id, entries.keys())}`;
    throw failure('NotFound', message, { retryable: false });
  }
  if (proposed.type === 'delete') return { type: 'delete', previous };
  const { entry, laid } = writing.overlay.lift(proposed.entry, previous);
  if (entry.kind !== previous.kind) {
    const message = `${id} is a ${previous.kind}; an update cannot make it a ${entry.kind}`;
    throw failure('Invalid', message, { retryable: false });
  }
  const origin = laid.length === 0 ? writing.origin : { ...writing.origin, laid };
  return { type: 'update', entry: { ...entry, origin }, previous };
}

export function proposedId(op: ProposedOp): EntryId {
  return op.type === 'delete' ? op.id : op.entry.id;
}

/** Mounting a module means to load and link it, which happens when an application starts. */
export function refuseModules(ops: readonly ProposedOp[], entries: Entries): void {
  for (const op of ops) {
    const id = proposedId(op);
    const kind = op.type === 'delete' ? entries.get(id)?.kind : op.entry.kind;
    if (kind !== 'ns.dependency' && kind !== 'ns.requirement') continue;
    const message = `${id}: a ${kind} can only be changed in the files of the application`;
    throw failure('Unavailable', message, { retryable: false });
  }
}
