/**
 * What follows when the files of an application are read again while its history goes on.
 *
 * Pure. For each entry three states are compared: what files and history last agreed on, what the files say now, and
 * what is in force.
 *
 *   O3  Files that did not change since change nothing: what was changed live stays.
 *   O4  An entry that only the files changed follows them. One that both changed, and not to the same, is a conflict:
 *       the live one stays, or the files win, as `onConflict` says; unsettled conflicts come back at every reading.
 */
import { failure } from '#base';
import type { EntryId } from '#plugin';
import { type Entries, type Op, opBetween } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import type { Agreements } from './history.ts';
import { LayeredMap } from './layered-map.ts';
import { describeOrigin } from './origin.ts';

type Found = StoredEntry | undefined;

/** An entry that was changed both in the files and live; undefined where it is not there. */
export interface EntryConflict {
  readonly id: EntryId;
  readonly agreed: Found;
  readonly files: Found;
  readonly live: Found;
}

export type OnConflict = 'live' | 'files' | 'fail';

export interface Reconciliation {
  readonly changes: readonly Op[];
  /** What is agreed on from now on. */
  readonly agreed: Agreements;
  /** Those in which the live entry stays. */
  readonly conflicts: readonly EntryConflict[];
}

export interface Sides {
  readonly agreed: Entries;
  readonly files: Entries;
  readonly live: Entries;
}

/** Throws `Conflict` when conflicts are to fail. */
export function reconcile({ agreed, files, live }: Sides, onConflict: OnConflict): Reconciliation {
  const changes: Op[] = [];
  const settled = new Map<EntryId, Found>();
  const conflicts: EntryConflict[] = [];
  const look = (id: EntryId) => {
    const sides = { id, agreed: agreed.get(id), files: files.get(id), live: live.get(id) };
    if (isSame(sides.agreed, sides.files)) return;
    const isConflict = !isSame(sides.agreed, sides.live) && !isSame(sides.files, sides.live);
    if (isConflict && onConflict !== 'files') conflicts.push(sides);
    else {
      settled.set(id, sides.files);
      changes.push(...asList(opBetween(sides.live, sides.files)));
    }
  };
  for (const id of LayeredMap.mayDiffer(agreed, files)) look(id);
  if (onConflict === 'fail' && conflicts.length > 0) throw refusal(conflicts);
  return { changes, agreed: settled, conflicts };
}

/** Whether the entry is there on neither side, or the same on both. */
function isSame(one: Found, other: Found): boolean {
  return opBetween(one, other) === undefined;
}

function asList<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

export function describeConflict({ id, files, live }: EntryConflict): string {
  const side = (entry: Found) =>
    entry === undefined ? 'deleted' : `changed (${describeOrigin(entry.origin)})`;
  return `${id} was ${side(files)} in the files and ${side(live)} live; 'wippy registry take files ${id}' or 'take live ${id}' settles it`;
}

function refusal(conflicts: readonly EntryConflict[]): Error {
  return failure('Conflict', conflicts.map(describeConflict).join('\n'), {
    retryable: false,
    details: { entries: conflicts.map(({ id }) => id) },
  });
}
