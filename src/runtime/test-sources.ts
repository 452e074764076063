/** Where guest code stands in files: `app:total:7` is line 7 of what `app:total` was read from. */
import { isRecord } from '#base';
import type { EntryId } from '#plugin';
import type { StoredEntry } from '#registry';
import type { SourceLine } from './test-report.ts';

type Find = (id: EntryId) => StoredEntry | undefined;

/** The place that a message begins with, and the message without it. */
export function placedMessage(
  text: string,
  find: Find,
): { readonly message: string; readonly place: SourceLine | undefined } {
  const [, id = '', line, message] = /^([^\s:]+:[^\s:]+):(\d+): ([\s\S]*)$/.exec(text) ?? [];
  const place = line === undefined ? undefined : sourceLine(id, Number(line), find);
  return place === undefined || message === undefined
    ? { message: text, place: undefined }
    : { message, place };
}

export interface TraceLine extends SourceLine {
  readonly entry: EntryId;
  /** `in function 'total'`. */
  readonly what: string;
}

/** The lines of a traceback that are those of entries, innermost first. */
export function traceLines(trace: string, find: Find): TraceLine[] {
  return trace.split('\n').flatMap((line) => {
    const [, entry = '', number, what = ''] = /^\s+([^\s:]+:[^\s:]+):(\d+): (.*)$/.exec(line) ?? [];
    const place = number === undefined ? undefined : sourceLine(entry, Number(number), find);
    return place === undefined ? [] : [{ ...place, entry, what }];
  });
}

/** Undefined when there is no such entry. */
export function sourceLine(id: EntryId, line: number, find: Find): SourceLine | undefined {
  const entry = find(id);
  if (entry === undefined || !isRecord(entry.data)) return undefined;
  const { origin } = entry;
  const file = origin.type === 'live' ? undefined : origin.included?.source;
  return { path: file ?? id, line };
}
