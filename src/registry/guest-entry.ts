/** Entries and filters as guests give and get them. */
import { type Data, failure } from '#base';
import { type Call, type Infer, type Meta, t } from '#plugin';
import { isEntryId, type ProposedEntry, type StoredEntry, wrongId } from './entry.ts';
import type { Filter } from './find.ts';
import type { ProposedOp } from './proposal.ts';
import { entryData, eventKind } from './registry-event.ts';
import { isTable } from './value-path.ts';
import type { View } from './view.ts';

export const guestId = t.oneOf(t.string, t.object({ ns: t.string, name: t.string }));

export const guestEntry = t
  .object({
    id: guestId,
    kind: t.string,
    meta: t.optional(t.data),
    data: t.data,
  })
  .describe('An entry: id, kind, meta, data.');

export const guestEntries = t.list(t.data).describe('Entries: id, kind, meta, data.');

export const guestOps = t.list(t.data).describe("Operations: kind ('entry.create'...), entry.");

/** `app:name`, or `{ns = 'app', name = 'name'}`. */
export function idText(id: Infer<typeof guestId>): string {
  const text = typeof id === 'string' ? id : `${id.ns}:${id.name}`;
  if (!isEntryId(text)) throw wrongId(text);
  return text;
}

export function proposedEntry({ id, kind, meta, data }: Infer<typeof guestEntry>): ProposedEntry {
  if (kind === '') throw failure('Invalid', 'kind must not be empty', { retryable: false });
  const given = emptyAsTable(meta);
  if (!isTable(given)) throw failure('Invalid', 'meta must be a table', { retryable: false });
  return { id: idText(id), kind, meta: given as Meta, data: emptyAsTable(data) };
}

/** What a guest left out, and a table without anything in it, are a table without fields. */
function emptyAsTable(value: Data): Data {
  const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  return isEmpty ? {} : value;
}

/** An operation in the words of the guest; `view` tells what a delete is going to take away. */
export function opData(op: ProposedOp, view: View): Data {
  const kind = eventKind(op);
  if (op.type !== 'delete') return { kind, entry: entryData(op.entry) };
  const existing = view.get(op.id);
  return { kind, entry: existing === undefined ? { id: op.id } : entryData(existing) };
}

/** One entry, if the caller may see it. */
export function getEntry(view: View, id: string, call: Call): Data {
  if (!isEntryId(id)) throw wrongId(id);
  call.allow('registry.get', id);
  const entry = view.get(id);
  if (entry === undefined) throw failure('NotFound', `entry ${id} not found`, { retryable: false });
  return entryData(entry);
}

/** The entries among these that the caller may see. */
export function visible(entries: Iterable<StoredEntry>, call: Call): Data[] {
  const seen: Data[] = [];
  for (const entry of entries) if (call.isAllowed('registry.get', entry.id)) seen.push(entryData(entry));
  return seen;
}

export type Warn = (message: string, call: Call) => void;

export function findEntries(view: View, filter: Data, call: Call, warn: Warn): Data[] {
  const given = emptyAsTable(filter);
  if (!isTable(given)) throw failure('Invalid', 'the filter must be a table', { retryable: false });
  const { entries, ignored } = view.find(given satisfies Filter);
  for (const key of ignored) {
    warn(`registry.find ignores the key '${key}': write .kind, .ns, .name, .id or meta.${key}`, call);
  }
  return visible(entries, call);
}
