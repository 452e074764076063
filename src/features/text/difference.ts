/**
 * Two texts as what is kept between changes: `kept[0] change[0] kept[1] change[1] ... kept[n]`. Kept parts may be
 * empty at both ends only, and no change is.
 */
export type Operation = 'equal' | 'delete' | 'insert';

/** One part, as guests have it. */
export interface Difference {
  readonly operation: Operation;
  readonly text: string;
}

export interface Change {
  readonly taken: string;
  readonly put: string;
}

export interface Alternation {
  readonly kept: readonly string[];
  readonly changes: readonly Change[];
}

/** Neighbours of one kind are put together, and what a change takes out and puts in again at its ends is kept. */
export function alternationOf(parts: readonly Difference[]): Alternation {
  const kept: string[] = [''];
  const changes: Change[] = [];
  let [taken, put] = ['', ''];
  const keep = (text: string) => {
    kept[kept.length - 1] += text;
  };
  const flush = () => {
    const start = commonPrefix(taken, put);
    keep(taken.slice(0, start));
    const [one, other] = [taken.slice(start), put.slice(start)];
    const end = commonSuffix(one, other);
    const change = { taken: one.slice(0, one.length - end), put: other.slice(0, other.length - end) };
    const last = changes.at(-1);
    if (change.taken !== '' || change.put !== '') {
      if (kept.at(-1) === '' && last !== undefined) {
        changes[changes.length - 1] = { taken: last.taken + change.taken, put: last.put + change.put };
      } else {
        changes.push(change);
        kept.push('');
      }
    }
    keep(one.slice(one.length - end));
    [taken, put] = ['', ''];
  };
  for (const { operation, text } of parts) {
    if (operation === 'delete') taken += text;
    else if (operation === 'insert') put += text;
    else if (text !== '') {
      flush();
      keep(text);
    }
  }
  flush();
  return { kept, changes };
}

export function partsOf({ kept, changes }: Alternation): Difference[] {
  const parts: Difference[] = [];
  for (const [index, text] of kept.entries()) {
    if (text !== '') parts.push({ operation: 'equal', text });
    const change = changes[index];
    if (change === undefined) continue;
    if (change.taken !== '') parts.push({ operation: 'delete', text: change.taken });
    if (change.put !== '') parts.push({ operation: 'insert', text: change.put });
  }
  return parts;
}

/** The text before the changes. */
export function textBefore(parts: readonly Difference[]): string {
  return parts.map(({ operation, text }) => (operation === 'insert' ? '' : text)).join('');
}

/** The text after the changes. */
export function textAfter(parts: readonly Difference[]): string {
  return parts.map(({ operation, text }) => (operation === 'delete' ? '' : text)).join('');
}

export function commonPrefix(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}

export function commonSuffix(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (
    length < most &&
    one.charCodeAt(one.length - length - 1) === other.charCodeAt(other.length - length - 1)
  ) {
    length++;
  }
  return length;
}
