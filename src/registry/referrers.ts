/**
 * Who refers to what, whether it is there or not: the references of all entries, turned around. It is
 * never changed; the next state's is made of it and of what changed, since most entries stay.
 */
import type { EntryId } from '#plugin';
import { after, before, type ChangeSet, idOf } from './change-set.ts';
import { parseEntryId, type StoredEntry } from './entry.ts';
import { LayeredMap } from './layered-map.ts';
import type { EntryReference, References } from './references.ts';

type Index = ReadonlyMap<string, ReadonlySet<EntryId>>;

const none: ReadonlySet<EntryId> = new Set();

export class Referrers {
  readonly #references: References;
  readonly #index: Index;

  private constructor(references: References, index: Index) {
    this.#references = references;
    this.#index = index;
  }

  static of(entries: Iterable<StoredEntry>, references: References): Referrers {
    const index = new Map<string, Set<EntryId>>();
    for (const entry of entries) {
      for (const key of keysOf(entry, references)) {
        const known = index.get(key);
        if (known === undefined) index.set(key, new Set([entry.id]));
        else known.add(entry.id);
      }
    }
    return new Referrers(references, index);
  }

  /** Those of the state after the changes. */
  next(changes: ChangeSet): Referrers {
    const own = new Map<string, Set<EntryId>>();
    const ownSet = (key: string) => {
      const set = own.get(key) ?? new Set(this.#index.get(key));
      own.set(key, set);
      return set;
    };
    for (const op of changes) {
      const [gone, come] = [keysIn(before(op), this.#references), keysIn(after(op), this.#references)];
      for (const key of gone) if (!come.has(key)) ownSet(key).delete(idOf(op));
      for (const key of come) if (!gone.has(key)) ownSet(key).add(idOf(op));
    }
    const changed = [...own].map(([key, set]) => [key, set.size === 0 ? undefined : set] as const);
    return new Referrers(this.#references, LayeredMap.over(this.#index).next(changed));
  }

  /** Those who mean this entry: by its id, its namespace, or the name of the variable that it is. */
  of(entry: StoredEntry): ReadonlySet<EntryId> {
    const { namespace } = parseEntryId(entry.id);
    const found = [
      this.#index.get(entryKey(entry.id)),
      this.#index.get(namespaceKey(namespace)),
      ...variableNames(entry).map((name) => this.#index.get(variableKey(name))),
    ].filter((set) => set !== undefined);
    if (found.length === 0) return none;
    const all = found.reduce((one, other) => one.union(other));
    return all.has(entry.id) ? all.difference(new Set([entry.id])) : all;
  }
}

/** The names by which placeholders can mean an entry. */
export function variableNames({ id, kind, data }: StoredEntry): string[] {
  if (kind !== 'env.variable') return [];
  if (typeof data !== 'object' || data === null || !('variable' in data)) return [id];
  return typeof data.variable === 'string' ? [id, data.variable] : [id];
}

const entryKey = (id: EntryId) => `entry ${id}`;
const namespaceKey = (namespace: string) => `namespace ${namespace}`;
const variableKey = (name: string) => `variable ${name}`;

function keysIn(entry: StoredEntry | undefined, references: References): ReadonlySet<string> {
  return entry === undefined ? none : keysOf(entry, references);
}

function keysOf(entry: StoredEntry, references: References): ReadonlySet<string> {
  return new Set(references.of(entry).flatMap(keyOf));
}

function keyOf(reference: EntryReference): string | [] {
  switch (reference.type) {
    case 'entry':
    case 'order':
      return entryKey(reference.to);
    case 'namespace':
      return namespaceKey(reference.namespace);
    case 'variable':
      return variableKey(reference.name);
    case 'unclosed':
      return [];
  }
}
