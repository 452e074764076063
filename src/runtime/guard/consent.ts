/**
 * What cannot be taken back, and the persons who agree to it.
 *
 *   B3  What cannot be taken back is applied under a guard only with a person's consent: changes that the entry's kind calls
 *       irreversible, and all of entries with `meta.irreversible: true`.
 *   Cs1 A consent is for one exact change, whoever asks for it, and for one application of it within `VALID`. Guests cannot
 *       give it.
 */
import { createHash } from 'node:crypto';
import { type Clock, failure } from '#base';
import type { AnyKind, EntryId } from '#plugin';
import { after, before, type ChangeSet, idOf, type Op } from '#registry';

/** Milliseconds that a consent, and a request for one, is good for. */
const VALID = 60 * 60 * 1000;
const MOST = 100;

export interface ConsentRequest {
  /** What a person names to agree. */
  readonly code: string;
  readonly author: string;
  readonly entries: readonly EntryId[];
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Who has agreed. */
  readonly by?: string;
}

/** B3: the entries of a change that cannot be taken back. */
export function irreversible(
  changes: ChangeSet,
  kindOf: (kind: string) => Pick<AnyKind, 'irreversible'> | undefined,
): EntryId[] {
  const isMarked = (op: Op) =>
    [before(op), after(op)].some((entry) => entry !== undefined && entry.meta.irreversible === true);
  const isOfKind = (op: Op) => {
    const { kind } = op.type === 'delete' ? op.previous : op.entry;
    return kindOf(kind)?.irreversible?.includes(op.type) === true;
  };
  return changes.filter((op) => isMarked(op) || isOfKind(op)).map(idOf);
}

export class Consents {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #requests = new Map<string, ConsentRequest>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Those that are still good, oldest first. */
  list(): readonly ConsentRequest[] {
    const now = this.#clock.now();
    for (const [code, { time }] of this.#requests) if (now - time > VALID) this.#requests.delete(code);
    return [...this.#requests.values()];
  }

  /** Throws `NotFound`. */
  give(code: string, person: string): ConsentRequest {
    const found = this.list().find((request) => request.code === code);
    if (found === undefined)
      throw failure('NotFound', `nobody asks for the consent ${code}`, { retryable: false });
    const given = { ...found, by: person, time: this.#clock.now() };
    this.#requests.set(code, given);
    return given;
  }

  /** Cs1: who agreed. Throws `PermissionDenied` when nobody has, and remembers the request. */
  use(changes: ChangeSet, entries: readonly EntryId[], author: string): string {
    const code = codeOf(changes);
    const known = this.list().find((request) => request.code === code);
    if (known?.by !== undefined) {
      this.#requests.delete(code);
      return known.by;
    }
    const [oldest] = this.#requests.keys();
    if (this.#requests.size >= MOST && oldest !== undefined) this.#requests.delete(oldest);
    this.#requests.set(code, { code, author, entries, time: this.#clock.now() });
    const message = `${entries.join(', ')} cannot be taken back: a person must agree (consent ${code})`;
    throw failure('PermissionDenied', message, {
      retryable: false,
      details: { code: 'consent', consent: code, entries },
    });
  }
}

function codeOf(changes: ChangeSet): string {
  const text = JSON.stringify(
    changes.map((op) => [op.type, idOf(op), content(before(op)), content(after(op))]),
    (_, value) => (typeof value === 'bigint' ? `${value}n` : value),
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function content(entry: ReturnType<typeof after>) {
  return entry === undefined ? null : [entry.kind, entry.meta, entry.data];
}
