/**
 * Whom the registry lets change what, besides what the policy says.
 *
 *   Gt1  Each actor may ask so often (change-rate.ts).
 *   Gt2  Protected entries are for those whom they name (protection.ts).
 *   B4   One watch window for an entry at a time: a change to a watched entry by its own author extends it, by another
 *        is refused with `Conflict`.
 *
 * What the files say is bound by B4 only, and taking back by nothing.
 */
import { type Clock, failure } from '#base';
import type { EntryId } from '#plugin';
import type { Act } from './audit.ts';
import { ChangeLimiter, type ChangeRate } from './change-rate.ts';
import { type ChangeSet, idOf } from './change-set.ts';
import { Protection, type ProtectionRule } from './protection.ts';
import type { Version } from './version.ts';

export interface GateOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly protections?: readonly ProtectionRule[];
  readonly rate?: ChangeRate;
}

/** Entries that a guard has under watch, as the gate sees it. */
export interface Watched {
  readonly author: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Its author changed some of the entries; called when that is in force. */
  extended(version: Version, changes: ChangeSet): void;
}

export interface Passage {
  readonly act: Act;
  readonly author: string;
  readonly changes: ChangeSet;
  /** Entries that a guard is going to watch besides those that change. */
  readonly watches?: readonly EntryId[];
}

export class Gate {
  readonly #limiter: ChangeLimiter;
  readonly #protection: Protection;
  readonly #watched = new Map<EntryId, Watched>();

  constructor({ clock, protections, rate = { changes: 0, per: 60_000 } }: GateOptions) {
    this.#limiter = new ChangeLimiter(rate, clock);
    this.#protection = new Protection(protections);
  }

  /** Gt1. */
  enter(author: string): void {
    this.#limiter.take(author);
  }

  /** Throws whatever stands against the change. */
  admit({ act, author, changes, watches = [] }: Passage): void {
    if (act === 'take back') return;
    if (act !== 'files') this.#protection.check(changes, author);
    for (const id of [...changes.map(idOf), ...watches]) {
      const watched = this.#watched.get(id);
      if (watched !== undefined && watched.author !== author) throw conflict(id, watched);
    }
  }

  /** A change is in force. */
  passed({ act, changes }: Passage, version: Version): void {
    if (act === 'take back' || this.#watched.size === 0) return;
    const extended = new Set(changes.flatMap((op) => this.#watched.get(idOf(op)) ?? []));
    for (const watched of extended) watched.extended(version, changes);
  }

  watch(entries: Iterable<EntryId>, watched: Watched): void {
    for (const id of entries) this.#watched.set(id, watched);
  }

  watcherOf(entry: EntryId): Watched | undefined {
    return this.#watched.get(entry);
  }

  release(watched: Watched): void {
    for (const [id, one] of this.#watched) if (one === watched) this.#watched.delete(id);
  }
}

function conflict(entry: EntryId, { author, version, until }: Watched): Error {
  const message = `${entry} is watched since ${author} changed it in version ${version}; try again when that is settled`;
  return failure('Conflict', message, {
    retryable: true,
    details: { code: 'watched', entry, author, version, until },
  });
}
