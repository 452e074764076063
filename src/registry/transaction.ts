/**
 * One change set on its way into force: the operations in order, and the two phases by which those who
 * run entries take part.
 *
 *   T1  Deletes come first, dependents before what they need; then creates and updates, what is needed
 *       before what needs it.
 *   T2  Participants prepare one after the other. The first that refuses ends it: what was prepared is
 *       discarded, last first, and nothing has changed.
 *   T3  A participant that does not answer in time refuses. What it prepares later is discarded.
 *   T4  After all have prepared, all commit, in the same order.
 */
import { type Clock, failure, isFailure } from '#base';
import type { Change, EntryId } from '#plugin';
import { type ChangeSet, idOf, type Op } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import type { EntryGraph } from './entry-graph.ts';
import type { EntryProblem } from './link.ts';

export interface Transaction {
  /** T1. */
  readonly ops: ChangeSet;
  /** The id of the version that this becomes or goes to. */
  readonly version: number;
  readonly before: EntryGraph;
  readonly after: EntryGraph;
  /** Entries that stay as they are, but name one that changes, directly or by way of others. */
  readonly affected: readonly EntryId[];
}

/** Who runs entries: runtime gives one for the supervisor, one for programs, and so on. */
export interface Participant {
  readonly name: string;
  /** What is wrong with an entry by itself, beyond what its schema says; told with everything else that is wrong. */
  problems?(entry: StoredEntry): readonly EntryProblem[];
  /** Checks, compiles and makes ready; starts nothing that was not running. Throws to refuse. */
  prepare(transaction: Transaction): Change | undefined | Promise<Change | undefined>;
}

/** What those who run entries have to say of those that come or change, before they prepare anything. */
export function ownProblems(participants: readonly Participant[], changes: ChangeSet): EntryProblem[] {
  return changes.flatMap((op) =>
    op.type === 'delete' ? [] : participants.flatMap((each) => each.problems?.(op.entry) ?? []),
  );
}

/** T1. */
export function orderOps(changes: ChangeSet, before: EntryGraph, after: EntryGraph): Op[] {
  const byId = new Map(changes.map((op) => [idOf(op), op]));
  const ids = (isDelete: boolean) => changes.filter((op) => (op.type === 'delete') === isDelete).map(idOf);
  const inOrder = [...before.order(ids(true)).reverse(), ...after.order(ids(false))];
  return inOrder.flatMap((id) => byId.get(id) ?? []);
}

export function makeTransaction(
  changes: ChangeSet,
  version: number,
  before: EntryGraph,
  after: EntryGraph,
): Transaction {
  const ids = changes.map(idOf);
  const affected = new Set([...after.affectedBy(ids), ...before.affectedBy(ids)]);
  const changed = new Set(ids);
  const remaining = [...affected].filter((id) => after.entries.has(id) && !changed.has(id));
  return { ops: orderOps(changes, before, after), version, before, after, affected: after.order(remaining) };
}

/** T2 and T3: what all have prepared, in their order; throws the refusal of the first that refuses. */
export async function prepareAll(
  participants: readonly Participant[],
  transaction: Transaction,
  clock: Clock,
  patience: number,
): Promise<readonly Change[]> {
  const prepared: Change[] = [];
  try {
    for (const participant of participants) {
      const change = await prepare(participant, transaction, clock, patience);
      if (change !== undefined) prepared.push(change);
    }
    return prepared;
  } catch (refusal) {
    for (const change of prepared.reverse()) change.discard?.();
    throw refusal;
  }
}

function prepare(
  participant: Participant,
  transaction: Transaction,
  clock: Clock,
  patience: number,
): Promise<Change | undefined> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = clock.setTimer(clock.monotonic() + patience, () => {
      isLate = true;
      const message = `${participant.name} did not answer within ${patience / 1000} s`;
      reject(failure('Timeout', message, { retryable: true }));
    });
    Promise.resolve()
      .then(() => participant.prepare(transaction))
      .then(
        (change) => {
          timer.cancel();
          if (isLate) change?.discard?.();
          else resolve(change);
        },
        (refusal: unknown) => {
          timer.cancel();
          reject(
            isFailure(refusal)
              ? refusal
              : failure('Internal', `${participant.name} failed`, { cause: refusal }),
          );
        },
      );
  });
}
