/**
 * What the schemas of kinds call secret in entries, when entries are shown and when they come back.
 *
 *   Sc1  What is shown has `***` in the place of a secret.
 *   Sc2  `***` that comes back in the place of a secret is the secret that is there: who changes what was shown changes
 *        nothing else.
 */
import { type Data, isRecord } from '#base';
import type { Path } from '#plugin';
import type { StoredEntry } from './entry.ts';
import type { KindTable } from './kind-table.ts';
import { getAt, setAt } from './value-path.ts';

const HIDDEN = '***';

type Kinds = Pick<KindTable, 'read'>;

/** Sc1. */
export function hideEntrySecrets(stored: StoredEntry, kinds: Kinds): StoredEntry {
  return kinds
    .read(stored)
    .secrets.reduce(
      (entry, path) => (valueAt(entry, path) === undefined ? entry : withValue(entry, path, HIDDEN)),
      stored,
    );
}

/** Sc2. `unknown` are the places of `***` where nothing is there that they could stand for. */
export function keepEntrySecrets(
  proposed: StoredEntry,
  previous: StoredEntry | undefined,
  kinds: Kinds,
): { readonly entry: StoredEntry; readonly unknown: readonly Path[] } {
  const unknown: Path[] = [];
  const entry = kinds.read(proposed).secrets.reduce((result, path) => {
    if (valueAt(result, path) !== HIDDEN) return result;
    const known = previous === undefined ? undefined : valueAt(previous, path);
    if (known === undefined) unknown.push(path);
    return known === undefined ? result : withValue(result, path, known);
  }, proposed);
  return { entry, unknown };
}

/** The places of secrets that are not the same in both. */
export function changedSecrets(one: StoredEntry, other: StoredEntry, kinds: Kinds): readonly string[] {
  const paths = [...kinds.read(one).secrets, ...kinds.read(other).secrets];
  const changed = paths.filter((path) => valueAt(one, path) !== valueAt(other, path));
  return [...new Set(changed.map((path) => path.join('.')))];
}

/** Paths begin at the data, or with `meta`. */
function valueAt({ data, meta }: StoredEntry, path: Path): Data {
  const [first, ...rest] = path.map(String);
  return first === 'meta' ? getAt(meta, rest) : getAt(data, path.map(String));
}

function withValue(entry: StoredEntry, path: Path, value: Data): StoredEntry {
  const [first, ...rest] = path.map(String);
  if (first !== 'meta') return { ...entry, data: setAt(entry.data, path.map(String), value) ?? entry.data };
  const meta = setAt(entry.meta, rest, value);
  return isRecord(meta) ? { ...entry, meta: meta as StoredEntry['meta'] } : entry; // data within metadata
}
