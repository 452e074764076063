/**
 * The kinds that this node knows, and what they make of an entry: problems, references, secrets.
 * Runtime gives the list; the registry never starts a value of a kind.
 */
import type { Data } from '#base';
import { type AnyKind, type AnySchema, type Path, type Problem, Reading, type Reference } from '#plugin';
import { parseEntryId, type StoredEntry } from './entry.ts';
import { namePattern } from './name-pattern.ts';
import { hasPlaceholder, pendingSuffix, resolveSuffixes } from './placeholders.ts';
import { isTable } from './value-path.ts';

/** What the registry needs of a kind; `defineKind` gives more. */
export type EntryKind = Pick<
  AnyKind,
  'kind' | 'summary' | 'data' | 'meta' | 'provides' | 'isSupervised' | 'irreversible'
>;

/** What the schemas of its kind found in an entry. Paths start at the entry: `meta.router`, `pool.workers`. */
export interface EntryReading {
  readonly problems: readonly Problem[];
  readonly references: readonly Reference[];
  readonly secrets: readonly Path[];
}

const nothing: EntryReading = { problems: [], references: [], secrets: [] };

export class KindTable {
  readonly #kinds: ReadonlyMap<string, EntryKind>;
  readonly #lifecycle: AnySchema | undefined;
  readonly #readings = new WeakMap<StoredEntry, EntryReading>();
  readonly #matchers = new Map<string, (kind: string) => boolean>();

  /** `lifecycle` reads that field of supervised kinds, which their own schemas leave to the supervisor. */
  constructor(kinds: readonly EntryKind[], lifecycle?: AnySchema) {
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.#lifecycle = lifecycle;
  }

  get(kind: string): EntryKind | undefined {
    return this.#kinds.get(kind);
  }

  get all(): readonly EntryKind[] {
    return [...this.#kinds.values()];
  }

  get lifecycle(): AnySchema | undefined {
    return this.#lifecycle;
  }

  /** Whether entries of the kind are what a reference asks for: a pattern of kinds, or the name of a service. */
  satisfies(kind: string, target: string): boolean {
    if (this.get(kind)?.provides?.name === target) return true;
    let matches = this.#matchers.get(target);
    if (matches === undefined) {
      matches = namePattern(target);
      this.#matchers.set(target, matches);
    }
    return matches(kind);
  }

  /** Entries do not change, so each is read once. */
  read(entry: StoredEntry): EntryReading {
    let reading = this.#readings.get(entry);
    if (reading === undefined) {
      reading = this.#read(entry);
      this.#readings.set(entry, reading);
    }
    return reading;
  }

  #read(entry: StoredEntry): EntryReading {
    const kind = this.get(entry.kind);
    if (kind === undefined) return nothing;
    const { namespace } = parseEntryId(entry.id);
    const reading = new Reading({ namespace, defer: hasPlaceholder });
    const { data, lifecycle } = this.split(kind, fields(kind, entry.data));
    kind.data.read(data, reading);
    if (lifecycle !== undefined && this.#lifecycle !== undefined) {
      reading.enter('lifecycle');
      this.#lifecycle.read(lifecycle, reading);
      reading.leave();
    }
    if (kind.meta !== undefined) {
      reading.enter('meta');
      kind.meta.read(entry.meta, reading);
      reading.leave();
    }
    const { problems, references, secrets } = reading;
    return { problems, references, secrets };
  }

  /** The field `lifecycle` of a supervised kind apart from the data that the kind itself reads. */
  split(kind: EntryKind, data: Data): { readonly data: Data; readonly lifecycle: Data } {
    const isOwn = kind.isSupervised !== true || kind.data.fields?.lifecycle !== undefined;
    if (isOwn || !isTable(data)) return { data, lifecycle: undefined };
    const { lifecycle, ...rest } = data;
    return { data: rest, lifecycle };
  }
}

/** The data as its kind's schema shall see it: older `field_env` spellings give their fields a value. */
function fields(kind: EntryKind, data: Data): Data {
  return kind.data.fields === undefined ? data : resolveSuffixes(data, ownFields(kind), pendingSuffix);
}

export function ownFields(kind: EntryKind): ReadonlySet<string> {
  return new Set(Object.keys(kind.data.fields ?? {}));
}
