/** About how many bytes a message takes: what a full mailbox may hold is bounded by bytes as well (M2). */
import { LuaTable, NO_FIELDS, R, type Value } from '#lua';
import type { Mailbox } from './mailbox.ts';

const MESSAGE = 72;
const TABLE = 64;
const ENTRY = 16;
const TEXT = 24;
/** Values that are looked at; the rest counts like these. */
const MOST = 4096;
/** Mailboxes with fewer messages are not weighed. */
const SHORT = 8;

/** Whether a message can be added to what waits, within so many bytes; then it counts. */
export function admits(mailbox: Mailbox, value: Value, limit: number): boolean {
  const { length } = mailbox;
  if (length < SHORT) {
    mailbox.bytes = 0;
    mailbox.weighed = 0;
    return true;
  }
  // What was received since is taken to have had the weight of all.
  if (length < mailbox.weighed) mailbox.bytes = Math.round(mailbox.bytes * (length / mailbox.weighed));
  const bytes = mailbox.bytes + weightOf(value);
  if (bytes > limit) return false;
  mailbox.bytes = bytes;
  mailbox.weighed = length + 1;
  return true;
}

export function weightOf(value: Value): number {
  if (typeof value === 'string') return MESSAGE + TEXT + value.length;
  if (typeof value !== 'object') return MESSAGE;
  let bytes = MESSAGE;
  let seen = 0;
  const work: Value[] = [value];
  while (work.length > 0 && seen < MOST) {
    const next = work.pop();
    seen++;
    if (typeof next === 'string') bytes += TEXT + next.length;
    else if (next instanceof LuaTable) bytes += open(next, work);
    else if (Array.isArray(next)) for (const one of next) work.push(one);
  }
  R.fuel -= seen >> 3;
  return work.length === 0 ? bytes : bytes + Math.ceil((bytes / seen) * work.length);
}

function open(table: LuaTable, work: Value[]): number {
  const { s, arr, hash } = table;
  let count = arr.length - 1;
  const from = work.length;
  for (let i = 1; i < arr.length && i <= MOST; i++) work.push(arr[i]);
  if (s !== NO_FIELDS) for (const value of Object.values(s)) work.push(value);
  if (hash !== null) {
    for (let i = 0; i < hash.keys.length && i <= MOST; i++) work.push(hash.keys[i], hash.vals[i]);
    count += 3 * hash.keys.length;
  }
  return TABLE + (count + work.length - from) * ENTRY;
}
