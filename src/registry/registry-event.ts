/** What the registry tells those who watch: events of the system `registry`, one after the other. */
import { type Data, isFailure, isRecord } from '#base';
import { type ChangeSet, idOf, type Op } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import { isPassive } from './registry-kinds.ts';

export interface RegistryEvent {
  readonly system: 'registry';
  readonly kind:
    | 'registry.begin'
    | 'entry.create'
    | 'entry.update'
    | 'entry.delete'
    | 'entry.accept'
    | 'entry.reject'
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

/** What a version did, when it is in force. */
export function publishedEvents(ops: ChangeSet, version: number): RegistryEvent[] {
  return [...acceptEvents(ops), ...entryEvents(ops), transactionEvent('registry.commit', version)];
}

/** What kept a version from being. */
export function refusedEvents(ops: ChangeSet, refusal: unknown, version: number): RegistryEvent[] {
  return [...rejectEvents(ops, refusal), transactionEvent('registry.discard', version)];
}

/** One event for each operation, in order. */
function entryEvents(ops: ChangeSet): RegistryEvent[] {
  return ops.map((op) => {
    const entry = op.type === 'delete' ? op.previous : op.entry;
    return { system: 'registry', kind: eventKind(op), path: entry.id, data: entryData(entry) };
  });
}

/** Those that something runs, and that it has accepted; nobody is asked about plain data. */
function acceptEvents(ops: ChangeSet): RegistryEvent[] {
  return ops.flatMap((op) => {
    const entry = op.type === 'delete' ? op.previous : op.entry;
    if (isPassive(entry.kind)) return [];
    return { system: 'registry', kind: 'entry.accept', path: entry.id, data: entryData(entry) };
  });
}

/** The entries that a refusal is about, each with what is wrong. */
function rejectEvents(ops: ChangeSet, refusal: unknown): RegistryEvent[] {
  const problems = isFailure(refusal) && isRecord(refusal.details) ? refusal.details.problems : undefined;
  const listed: readonly unknown[] = Array.isArray(problems) ? problems : [];
  return listed.flatMap((problem): RegistryEvent[] => {
    if (!isRecord(problem) || typeof problem.id !== 'string') return [];
    const op = ops.find((each) => idOf(each) === problem.id);
    const entry = op && (op.type === 'delete' ? op.previous : op.entry);
    const data = { ...(entry && entryData(entry)), id: problem.id, error: String(problem.message) };
    return [{ system: 'registry', kind: 'entry.reject', path: problem.id, data }];
  });
}

export function eventKind(op: Pick<Op, 'type'>): `entry.${Op['type']}` {
  return `entry.${op.type}`;
}

/** An entry as guests see it. */
export function entryData({ id, kind, meta, data }: Pick<StoredEntry, 'id' | 'kind' | 'meta' | 'data'>) {
  return { id, kind, meta, data };
}
