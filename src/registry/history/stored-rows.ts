/** Rows of a history on disk as what they stand for; the columns have one name in every database. */
import type { EntryId } from '#plugin';
import type { Op } from '../change-set.ts';
import type { StoredEntry } from '../entry.ts';
import type { Head } from '../history.ts';
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

/** What is in force, and what was agreed on: mostly the same, so only the differences are read. */
export interface HeadRows {
  readonly state: readonly Row[];
  /** Entries of which something else was agreed on. */
  readonly otherwise: readonly Row[];
  /** Entries in force that the files never had. */
  readonly live: readonly Row[];
}

export function headOf(version: Version, { state, otherwise, live }: HeadRows): Head {
  const entries = new Map(state.map(pairOf));
  if (otherwise.length === 0 && live.length === 0) return { version, entries, agreed: entries };
  const agreed = new Map(entries);
  for (const { entry } of live) agreed.delete(String(entry));
  for (const row of otherwise) agreed.set(...pairOf(row));
  return { version, entries, agreed };
}

function pairOf({ entry, origin, text }: Row): [EntryId, StoredEntry] {
  const id = String(entry);
  return [id, entryOfContent(id, String(text), originOf(origin))];
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
