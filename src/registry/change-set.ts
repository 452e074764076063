/**
 * What changes between two states of the registry: entries that come, change and go. Each operation
 * keeps the entry that was there before, so a change set can be turned around.
 *
 *   X1  Applying a change set and then its inverse gives the state from before.
 *   X2  Squashing keeps the effect: one operation for each id, none where nothing changes.
 *   X3  The difference of two states, applied to the first, gives the second.
 */
import type { Data } from '#base';
import type { EntryId } from '#plugin';
import type { StoredEntry } from './entry.ts';
import { LayeredMap } from './layered-map.ts';
import { isTable } from './value-path.ts';

export type Op =
  | { readonly type: 'create'; readonly entry: StoredEntry }
  | { readonly type: 'update'; readonly entry: StoredEntry; readonly previous: StoredEntry }
  | { readonly type: 'delete'; readonly previous: StoredEntry };

export type ChangeSet = readonly Op[];

export type Entries = ReadonlyMap<EntryId, StoredEntry>;

export function idOf(op: Op): EntryId {
  return op.type === 'delete' ? op.previous.id : op.entry.id;
}

export function before(op: Op): StoredEntry | undefined {
  return op.type === 'create' ? undefined : op.previous;
}

export function after(op: Op): StoredEntry | undefined {
  return op.type === 'delete' ? undefined : op.entry;
}

/** The operation that leads from one entry to the other; none when both are the same or absent. */
export function opBetween(previous: StoredEntry | undefined, entry: StoredEntry | undefined): Op | undefined {
  if (previous === undefined) return entry && { type: 'create', entry };
  if (entry === undefined) return { type: 'delete', previous };
  return sameEntry(previous, entry) ? undefined : { type: 'update', entry, previous };
}

/** A new state; the given one stays. */
export function applyOps(entries: Entries, changes: ChangeSet): Map<EntryId, StoredEntry> {
  const result = new Map(entries);
  for (const op of changes) {
    if (op.type === 'delete') result.delete(op.previous.id);
    else result.set(op.entry.id, op.entry);
  }
  return result;
}

/** X1. */
export function inverse(changes: ChangeSet): Op[] {
  return changes.toReversed().map((op): Op => {
    if (op.type === 'create') return { type: 'delete', previous: op.entry };
    if (op.type === 'delete') return { type: 'create', entry: op.previous };
    return { type: 'update', entry: op.previous, previous: op.entry };
  });
}

/** X2: create and update is create, create and delete is nothing, update and delete is delete, delete and create is update. */
export function squash(changes: ChangeSet): Op[] {
  const ends = new Map<EntryId, { readonly first: StoredEntry | undefined; last: StoredEntry | undefined }>();
  for (const op of changes) {
    const known = ends.get(idOf(op));
    if (known === undefined) ends.set(idOf(op), { first: before(op), last: after(op) });
    else known.last = after(op);
  }
  return [...ends.values()].flatMap(({ first, last }) => opBetween(first, last) ?? []);
}

/** X3. What goes comes first. */
export function difference(from: Entries, to: Entries): Op[] {
  const gone: Op[] = [];
  const others: Op[] = [];
  for (const id of LayeredMap.mayDiffer(from, to)) {
    const op = opBetween(from.get(id), to.get(id));
    if (op !== undefined) (op.type === 'delete' ? gone : others).push(op);
  }
  return [...gone, ...others];
}

/** Same kind, metadata and data. Where an entry comes from makes no difference. */
export function sameEntry(one: StoredEntry, other: StoredEntry): boolean {
  if (one === other) return true;
  return one.kind === other.kind && sameData(one.meta, other.meta) && sameData(one.data, other.data);
}

export function sameData(one: Data, other: Data): boolean {
  if (Object.is(one, other) || one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) {
    const others: readonly Data[] | undefined = Array.isArray(other) ? other : undefined;
    return others?.length === one.length && one.every((item: Data, index) => sameData(item, others[index]));
  }
  if (!isTable(one) || !isTable(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && sameData(one[key], other[key]));
}
