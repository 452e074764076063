/**
 * Entries as histories on disk keep them: texts of JSON, found by the hash of what they say.
 *
 *   Sd1  What is read is what was written: integers beyond 2^53, numbers that JSON has no form for and any key included.
 *        Fields without a value are no fields.
 *   Sd2  Two entries of the same kind, metadata and data, fields in the same order, have one text. Ids and origins stand
 *        beside it.
 */
import { createHash } from 'node:crypto';
import { type Data, isRecord } from '#base';
import type { Meta } from '#plugin';
import type { StoredEntry } from '../entry.ts';
import type { Origin } from '../origin.ts';

export interface StoredContent {
  readonly hash: Buffer;
  readonly text: string;
}

/** Sd2. */
export function contentOfEntry({ kind, meta, data }: StoredEntry): StoredContent {
  const text = encodeData({ kind, meta, data });
  return { hash: createHash('sha256').update(text).digest(), text };
}

export function entryOfContent(id: string, text: string, origin: Origin): StoredEntry {
  // Written by `contentOfEntry` only.
  const { kind, meta, data } = decodeData(text) as { kind: string; meta: Meta; data: Data };
  return { id, kind, meta, data, origin };
}

/** Sd1. Objects of one field `$bigint` or `$number` stand for what JSON lacks; other keys with a `$` get one more. */
export function encodeData(value: Data): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return { $bigint: String(each) };
    if (typeof each === 'number' && !Number.isFinite(each)) return { $number: String(each) };
    return isRecord(each) && Object.keys(each).some(isMarked) ? renamed(each, (key) => `$${key}`) : each;
  });
}

export function decodeData(text: string): Data {
  if (!text.includes('"$')) return JSON.parse(text);
  return JSON.parse(text, (_key, each: unknown) => {
    if (!isRecord(each)) return each;
    const keys = Object.keys(each);
    if (!keys.some(isMarked)) return each;
    if (keys.length === 1) {
      if (typeof each.$bigint === 'string') return BigInt(each.$bigint);
      if (typeof each.$number === 'string') return Number(each.$number);
    }
    return renamed(each, (key) => key.slice(1));
  });
}

function isMarked(key: string): boolean {
  return key.startsWith('$');
}

function renamed(value: Record<string, unknown>, rename: (key: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [rename(key), each]));
}
