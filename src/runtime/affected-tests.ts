/**
 * Which tests a change may have something to do with.
 *
 *   At1  A test reaches what it imports, what its code names by a literal id, and what those reach.
 *   At2  A test is affected by a change of anything that it reaches, before or after.
 *   At3  What is no code works in ways that no source shows, so all tests are affected by a change of it.
 */
import { isRecord } from '#base';
import type { EntryId } from '#plugin';
import { difference, idOf, namespaceOf, qualify, type StoredEntry } from '#registry';
import type { TestEntry } from './test-entries.ts';

type Entries = ReadonlyMap<EntryId, StoredEntry>;

export function affectedTests(tests: readonly TestEntry[], before: Entries, after: Entries): TestEntry[] {
  const changed = new Set(difference(before, after).map(idOf));
  if ([...changed].some((id) => !isCode(before.get(id)) || !isCode(after.get(id)))) return [...tests];
  const states = [new Reach(before), new Reach(after)];
  return tests.filter(({ id }) => states.some((reach) => reach.meets(id, changed)));
}

/** At3. What is not there on one side is told by the other. */
function isCode(entry: StoredEntry | undefined): boolean {
  return entry === undefined || (isRecord(entry.data) && typeof entry.data.source === 'string');
}

class Reach {
  readonly #entries: Entries;
  readonly #named = new Map<EntryId, readonly EntryId[]>();

  constructor(entries: Entries) {
    this.#entries = entries;
  }

  /** Whether what an entry reaches has one of these. */
  meets(from: EntryId, wanted: ReadonlySet<EntryId>): boolean {
    const seen = new Set([from]);
    for (const id of seen) {
      if (wanted.has(id)) return true;
      for (const next of this.#names(id)) seen.add(next);
    }
    return false;
  }

  /** At1. */
  #names(id: EntryId): readonly EntryId[] {
    let names = this.#named.get(id);
    if (names === undefined) {
      names = namedBy(this.#entries.get(id));
      this.#named.set(id, names);
    }
    return names;
  }
}

const literal = /(["'])([^\s"':]+:[^\s"':]+)\1/g;

function namedBy(entry: StoredEntry | undefined): EntryId[] {
  if (entry === undefined || !isRecord(entry.data)) return [];
  const { imports, source } = entry.data;
  const namespace = namespaceOf(entry.id);
  const imported = Object.values(isRecord(imports) ? imports : {}).flatMap((target) =>
    typeof target === 'string' && !target.startsWith(':') ? [qualify(target, namespace)] : [],
  );
  const named = typeof source === 'string' ? [...source.matchAll(literal)].map(([, , id = '']) => id) : [];
  return [...imported, ...named];
}
