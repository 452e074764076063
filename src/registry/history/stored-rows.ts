/** Rows of a history on disk as what they stand for; the columns have one name in every database. */
import type { Entries, Op } from '../change-set.ts';
import type { StoredEntry } from '../entry.ts';
import type { Origin } from '../origin.ts';
import type { Verdict } from '../verdict.ts';
import type { Version } from '../version.ts';
import { entryOfContent } from './stored-form.ts';

export type Row = Record<string, unknown>;

export function versionOf({ id, parent, author, time, message, verdict }: Row): Version {
  return {
    id: Number(id),
    parent: parent === null ? undefined : Number(parent),
    author: String(author),
    time: Number(time),
    message: String(message),
    ...(typeof verdict === 'string' && { verdict: JSON.parse(verdict) as Verdict }),
  };
}

/** Most of what is in force is what was agreed on: `known` has what was read before. */
export function entriesOf(rows: readonly Row[], known: Map<string, StoredEntry>): Entries {
  return new Map(rows.map((row) => [String(row.entry), entryOf(row, known)]));
}

function entryOf({ entry, content, origin, text }: Row, known: Map<string, StoredEntry>): StoredEntry {
  const key = `${entry} ${content} ${origin}`;
  let found = known.get(key);
  if (found === undefined) {
    found = entryOfContent(String(entry), String(text), originOf(origin));
    known.set(key, found);
  }
  return found;
}

export function opOf({ entry, origin, former_origin, text, former_text }: Row): Op {
  const read = (body: unknown, from: unknown) =>
    typeof body === 'string' ? entryOfContent(String(entry), body, originOf(from)) : undefined;
  const [previous, now] = [read(former_text, former_origin), read(text, origin)];
  if (now !== undefined)
    return previous === undefined ? { type: 'create', entry: now } : { type: 'update', entry: now, previous };
  if (previous === undefined) throw new Error(`a change of ${entry} without any entry`);
  return { type: 'delete', previous };
}

function originOf(text: unknown): Origin {
  return JSON.parse(String(text)); // only histories write it
}
