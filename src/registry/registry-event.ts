/** What the registry tells those who watch: events of the system `registry`, one after the other. */
import type { Data } from '#base';
import type { ChangeSet, Op } from './change-set.ts';
import type { StoredEntry } from './entry.ts';

export interface RegistryEvent {
  readonly system: 'registry';
  readonly kind:
    | 'registry.begin'
    | 'entry.create'
    | 'entry.update'
    | 'entry.delete'
    | 'registry.commit'
    | 'registry.discard';
  /** The id of the entry; the text of the version for the others. */
  readonly path: string;
  readonly data: Data;
}

/** Watches only: what it throws is a bug and changes nothing. */
export type RegistryListener = (event: RegistryEvent) => void;

export function transactionEvent(
  kind: 'registry.begin' | 'registry.commit' | 'registry.discard',
  version: number,
): RegistryEvent {
  return { system: 'registry', kind, path: `v${version}`, data: { version } };
}

/** One event for each operation, in order. */
export function entryEvents(ops: ChangeSet): RegistryEvent[] {
  return ops.map((op) => {
    const entry = op.type === 'delete' ? op.previous : op.entry;
    return { system: 'registry', kind: eventKind(op), path: entry.id, data: entryData(entry) };
  });
}

export function eventKind(op: Pick<Op, 'type'>): `entry.${Op['type']}` {
  return `entry.${op.type}`;
}

/** An entry as guests see it. */
export function entryData({ id, kind, meta, data }: Pick<StoredEntry, 'id' | 'kind' | 'meta' | 'data'>) {
  return { id, kind, meta, data };
}
