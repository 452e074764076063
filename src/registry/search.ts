/** Looks for words in entries: in their ids, and in every text of their metadata and data. */
import { type Data, isRecord } from '#base';
import type { StoredEntry } from './entry.ts';

/** A line in which a word stands. */
export interface Match {
  /** `id`, `meta.title`, `data.source`. */
  readonly path: string;
  /** Within the text. */
  readonly line: number;
  readonly text: string;
}

/** Undefined unless every word is somewhere in the entry; otherwise the first place of each. Case makes no difference. */
export function searchEntry(
  { id, meta, data }: StoredEntry,
  words: readonly string[],
): readonly Match[] | undefined {
  const wanted = words.map((word) => word.toLowerCase());
  const texts = [...textsIn(id, ['id']), ...textsIn(meta, ['meta']), ...textsIn(data, ['data'])];
  const matches: Match[] = [];
  for (const word of wanted) {
    const match = firstMatch(texts, word);
    if (match === undefined) return undefined;
    matches.push(match);
  }
  return matches;
}

interface Text {
  readonly path: readonly string[];
  readonly text: string;
}

function firstMatch(texts: readonly Text[], word: string): Match | undefined {
  for (const { path, text } of texts) {
    if (!text.toLowerCase().includes(word)) continue;
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.toLowerCase().includes(word));
    return { path: path.join('.'), line: Math.max(at, 0) + 1, text: (lines[at] ?? word).trim() };
  }
  return undefined;
}

function textsIn(value: Data, path: readonly string[]): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'number' || typeof value === 'bigint') return [{ path, text: String(value) }];
  if (Array.isArray(value))
    return value.flatMap((item: Data, index) => textsIn(item, [...path, String(index)]));
  if (!isRecord(value)) return [];
  // Data within data.
  return Object.entries(value).flatMap(([key, item]) => textsIn(item as Data, [...path, key]));
}
