/**
 * Fills the holes of modules: what an `ns.requirement` asks for is given by the parameters of an
 * `ns.dependency`, or by its default, and set in the entries that it targets.
 *
 *   L1  Declarations of the application win over those of modules. Within one rank two different
 *       values are a conflict, equal ones are fine.
 *   L2  A bare parameter name is a requirement of that component; `ns:name` is exactly that requirement.
 *   L3  A path sets a value; with `+=` at the end it appends to a list, once.
 *   L4  A requirement that nobody fills and that has no default is a problem; it stays unfilled.
 */
import { type Data, suggestion } from '#base';
import { decode, type EntryId, type Infer } from '#plugin';
import { parseEntryId, qualify, type StoredEntry } from './entry.ts';
import { namePattern } from './name-pattern.ts';
import { entryPath, setInEntry } from './override.ts';
import type { Path } from './positions.ts';
import { dependencyData, requirementData } from './registry-kinds.ts';
import { getAt } from './value-path.ts';

export interface EntryProblem {
  readonly severity: 'error' | 'warning';
  readonly id: EntryId;
  /** Within the entry: `targets.0.entry`, `meta.router`. */
  readonly path: Path;
  /** Begins after the id. */
  readonly message: string;
  /** In a text at the path, such as the source of code. */
  readonly line?: number;
  readonly column?: number;
}

export interface Linked {
  readonly entries: ReadonlyMap<EntryId, StoredEntry>;
  readonly problems: readonly EntryProblem[];
}

export interface LinkOptions {
  /** Entries that were left out on purpose: targets there are none to speak of. */
  readonly disabled?: ReadonlySet<EntryId>;
  /** L4 is an error and not a warning. */
  readonly isStrict?: boolean;
}

interface Given {
  readonly value: Data;
  readonly from: EntryId;
  readonly index: number;
  readonly isRoot: boolean;
}

interface Requirement {
  readonly entry: StoredEntry;
  readonly data: Infer<typeof requirementData>;
}

export function link(entries: ReadonlyMap<EntryId, StoredEntry>, options: LinkOptions = {}): Linked {
  return new Linker(entries, options).link();
}

class Linker {
  readonly #entries: Map<EntryId, StoredEntry>;
  readonly #options: LinkOptions;
  readonly #problems: EntryProblem[] = [];
  /** What was set where, and by which requirement. */
  readonly #set = new Map<string, { readonly value: Data; readonly by: EntryId }>();

  constructor(entries: ReadonlyMap<EntryId, StoredEntry>, options: LinkOptions) {
    this.#entries = new Map(entries);
    this.#options = options;
  }

  link(): Linked {
    const requirements = this.#requirements();
    if (requirements.length === 0) return { entries: this.#entries, problems: this.#problems };
    const given = this.#parameters(requirements);
    for (const requirement of requirements) this.#fill(requirement, given.get(requirement.entry.id) ?? []);
    return { entries: this.#entries, problems: this.#problems };
  }

  #requirements(): Requirement[] {
    return this.#ofKind('ns.requirement').flatMap((entry) => {
      const { namespace } = parseEntryId(entry.id);
      const decoded = decode(requirementData, entry.data, { namespace });
      return decoded.ok ? [{ entry, data: decoded.value }] : []; // what is wrong is reported by validation
    });
  }

  #ofKind(kind: string): StoredEntry[] {
    const found = [...this.#entries.values()].filter((entry) => entry.kind === kind);
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** L2: the values given for each requirement. */
  #parameters(requirements: readonly Requirement[]): Map<EntryId, Given[]> {
    const given = new Map<EntryId, Given[]>();
    for (const entry of this.#ofKind('ns.dependency')) {
      const decoded = decode(dependencyData, entry.data);
      if (!decoded.ok) continue;
      const isRoot = entry.origin.type !== 'module' && entry.meta.module === undefined;
      for (const [index, { name, value }] of decoded.value.parameters.entries()) {
        if (value === undefined) continue;
        for (const { entry: requirement } of requirements) {
          if (!isMeant(requirement, name, decoded.value.component)) continue;
          const list = given.get(requirement.id) ?? [];
          list.push({ value, from: entry.id, index, isRoot });
          given.set(requirement.id, list);
        }
      }
    }
    return given;
  }

  #fill({ entry, data }: Requirement, given: readonly Given[]): void {
    const value = this.#choose(entry, given) ?? data.default;
    if (value === undefined) {
      const severity = this.#options.isStrict === true ? 'error' : 'warning';
      const message = `is not filled: no ns.dependency has a parameter '${parseEntryId(entry.id).name}' and there is no default`;
      this.#problems.push({ severity, id: entry.id, path: [], message });
      return;
    }
    for (const index of data.targets.keys()) this.#setTarget({ entry, data }, index, value);
  }

  /** L1. */
  #choose(requirement: StoredEntry, given: readonly Given[]): Data {
    const roots = given.filter(({ isRoot }) => isRoot);
    const candidates = roots.length > 0 ? roots : given;
    const [first, ...others] = candidates;
    for (const other of others) {
      if (first === undefined || Object.is(other.value, first.value)) continue;
      const theirs = `${JSON.stringify(first.value)} by ${first.from}`;
      const message = `gives ${requirement.id} the value ${JSON.stringify(other.value)}, which was given ${theirs}`;
      this.#problems.push({
        severity: 'error',
        id: other.from,
        path: ['parameters', other.index, 'value'],
        message,
      });
    }
    return first?.value;
  }

  #setTarget({ entry, data }: Requirement, index: number, value: Data): void {
    const target = data.targets[index];
    if (target === undefined) return;
    const id = qualify(target.entry, parseEntryId(entry.id).namespace);
    const at = (field: string) => ({
      severity: 'error' as const,
      id: entry.id,
      path: ['targets', index, field],
    });
    const targeted = this.#entries.get(id);
    if (targeted === undefined) {
      if (this.#options.disabled?.has(id)) return;
      const message = `targets ${id}, which does not exist${suggestion(id, this.#entries.keys())}`;
      this.#problems.push({ ...at('entry'), message });
      return;
    }
    const { path, appends } = parseTargetPath(target.path);
    const changed = appends ? appendIn(targeted, path, value) : setInEntry(targeted, path, value);
    if (changed === undefined || path === '') {
      this.#problems.push({ ...at('path'), message: `cannot set ${target.path} in ${id}` });
      return;
    }
    if (!appends && this.#isTaken(`${id} ${path}`, entry.id, value, index)) return;
    this.#entries.set(id, changed);
  }

  /** Two requirements that set one value differently. */
  #isTaken(place: string, by: EntryId, value: Data, index: number): boolean {
    const before = this.#set.get(place);
    this.#set.set(place, before ?? { value, by });
    if (before === undefined || Object.is(before.value, value)) return false;
    const message = `sets ${place.replace(' ', ' at ')} to ${JSON.stringify(value)}, but ${before.by} sets it to ${JSON.stringify(before.value)}`;
    this.#problems.push({ severity: 'error', id: by, path: ['targets', index, 'path'], message });
    return true;
  }
}

function isMeant(requirement: StoredEntry, name: string, component: string): boolean {
  if (name.includes(':')) return requirement.id === name;
  const { origin } = requirement;
  const module = origin.type === 'module' ? origin.module : requirement.meta.module;
  return module === component && parseEntryId(requirement.id).name === name;
}

/** `.lifecycle.depends_on +=` is the path `lifecycle.depends_on`, to append to. */
function parseTargetPath(text: string): { readonly path: string; readonly appends: boolean } {
  const appends = text.trimEnd().endsWith('+=');
  const path = appends ? text.trimEnd().slice(0, -2) : text;
  return { path: path.trim().replace(/^\./, ''), appends };
}

/** L3. */
function appendIn(entry: StoredEntry, path: string, value: Data): StoredEntry | undefined {
  const { isMeta, steps } = entryPath(entry, path);
  const found = getAt(isMeta ? entry.meta : entry.data, steps);
  if (found !== undefined && found !== null && !Array.isArray(found)) return undefined;
  const list: readonly Data[] = found ?? [];
  return list.includes(value) ? entry : setInEntry(entry, path, [...list, value]);
}

/** Whether entries of a module are left out by its `exclude:` patterns (those with a colon are ids). */
export function excludedIds(patterns: readonly string[]): (id: EntryId) => boolean {
  const matchers = patterns.filter((pattern) => pattern.includes(':')).map(namePattern);
  return (id) => matchers.some((matches) => matches(id));
}
