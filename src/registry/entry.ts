/** Entries as the registry holds them, and the two parts of their ids. */
import { type Data, type Failure, failure } from '#base';
import type { Entry, EntryId, Meta } from '#plugin';
import type { Origin } from './origin.ts';

/**
 * An entry as it was written: its placeholders are not resolved and its defaults not filled in, so that
 * no secret is read, kept or shown with it (O6). Kinds get what `decodeEntry` makes of it.
 */
export interface StoredEntry extends Entry<Data, Meta> {
  readonly origin: Origin;
}

/** An entry that somebody wants to be there. */
export interface ProposedEntry {
  readonly id: EntryId;
  readonly kind: string;
  readonly meta: Meta;
  readonly data: Data;
}

/** `app.users:list` is the entry `list` in the namespace `app.users`. Without a colon all is the name. */
export function parseEntryId(id: string): { readonly namespace: string; readonly name: string } {
  const colon = id.indexOf(':');
  return { namespace: colon < 0 ? '' : id.slice(0, colon), name: id.slice(colon + 1) };
}

export function namespaceOf(id: EntryId): string {
  return parseEntryId(id).namespace;
}

/** A name without a namespace belongs to the one given. */
export function qualify(id: string, namespace: string): EntryId {
  return id.includes(':') ? id : `${namespace}:${id}`;
}

const entryId = /^[^\s:]+:[^\s:]+$/;

/** Exactly one colon, something on both sides, and no blanks. */
export function isEntryId(text: string): boolean {
  return entryId.test(text);
}

/** What is said of a text that is none. */
export function wrongId(text: string): Failure {
  const message =
    text === '' ? 'the id must not be empty' : `'${text}' is no entry id of the form namespace:name`;
  return failure('Invalid', message, { retryable: false });
}
