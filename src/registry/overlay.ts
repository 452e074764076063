/**
 * What overrides lay over the files, apart from what the files say.
 *
 *   O2  It lies over entries of the files only. An entry that was changed live is as it was written, but for the
 *       fields in which the writer left what lay there.
 *   O6  It is in force and never stored: what is stored has in its place what the files say.
 */
import type { Data } from '#base';
import type { EntryId, Meta } from '#plugin';
import { type Entries, sameData, sameEntry } from './change-set.ts';
import type { ProposedEntry, StoredEntry } from './entry.ts';
import { deleteAt, getAt, isTable, setAt } from './value-path.ts';

/** What reading the files gave. */
export interface FileState {
  /** As they are in force. */
  readonly entries: Entries;
  /** As they are without overrides; only those that differ. */
  readonly overridden: Entries;
}

/** One value of an entry that is laid over another. Steps begin with `kind`, `meta` or `data`. */
interface Laid {
  readonly steps: readonly string[];
  readonly value: Data;
}

export class Overlay {
  readonly #written: Entries;
  readonly #entries: Entries;
  readonly #values = new Map<EntryId, readonly Laid[]>();

  constructor({ entries, overridden }: FileState) {
    this.#written = overridden;
    this.#entries = entries;
    for (const [id, written] of overridden) {
      const laid = entries.get(id);
      if (laid !== undefined) this.#values.set(id, differences(form(written), form(laid)));
    }
  }

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** The entries over which something lies. */
  ids(): Iterable<EntryId> {
    return this.#values.keys();
  }

  /** A stored entry as it is in force (O2). */
  lay(stored: StoredEntry): StoredEntry {
    const values = this.#values.get(stored.id);
    if (values === undefined) return stored;
    const written = this.#written.get(stored.id);
    const laid = this.#entries.get(stored.id);
    const { origin } = stored;
    if (laid !== undefined && written !== undefined && origin.type !== 'live' && sameEntry(stored, written))
      return laid;
    const left = origin.type === 'live' ? (origin.laid ?? []) : undefined;
    return values
      .filter(({ steps }) => left === undefined || left.includes(name(steps)))
      .reduce((entry, { steps, value }) => setIn(entry, steps, value), stored);
  }

  /**
   * What is stored of an entry that somebody writes (O6), and the fields that were left as they were laid. `previous` is
   * what is stored of it now.
   */
  lift(
    given: ProposedEntry,
    previous: StoredEntry | undefined,
  ): { readonly entry: ProposedEntry; readonly laid: readonly string[] } {
    const values = this.#values.get(given.id) ?? [];
    if (previous === undefined) return { entry: given, laid: [] };
    const left = values.filter(({ steps, value }) => sameData(getAt(form(given), steps), value));
    const below = form(previous);
    const entry = left.reduce((each, { steps }) => setIn(each, steps, getAt(below, steps)), given);
    return { entry, laid: left.map(({ steps }) => name(steps)) };
  }
}

function name(steps: readonly string[]): string {
  return steps.join('.');
}

function form({ kind, meta, data }: ProposedEntry): Data {
  return { kind, meta, data };
}

function setIn<E extends ProposedEntry>(entry: E, steps: readonly string[], value: Data): E {
  const all = form(entry);
  const changed = value === undefined ? deleteAt(all, steps) : setAt(all, steps, value);
  if (changed === undefined || !isTable(changed)) return entry;
  const { kind, meta, data } = changed;
  // Each was one of these before, and values take the place of values.
  return { ...entry, kind: String(kind), meta: meta as Meta, data };
}

/** The values of the second that differ from the first. Tables are compared field by field, lists whole. */
function differences(below: Data, above: Data, steps: readonly string[] = []): Laid[] {
  if (sameData(below, above)) return [];
  if (!isTable(below) || !isTable(above)) return [{ steps, value: above }];
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return [...keys].flatMap((key) => differences(below[key], above[key], [...steps, key]));
}
