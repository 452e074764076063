/**
 * A set of entries and what they name of each other, in both directions. It is derived from the
 * entries and holds nothing of its own; what it finds out once it keeps, and the graph of the next
 * state takes over what did not change.
 */
import type { EntryId, Path } from '#plugin';
import { after, before, type ChangeSet, idOf } from './change-set.ts';
import { parseEntryId, type StoredEntry } from './entry.ts';
import type { KindTable } from './kind-table.ts';
import { LayeredMap } from './layered-map.ts';
import { circles, type Dependency, orderLevels } from './order.ts';
import type { EntryReference, References } from './references.ts';
import { Referrers, variableNames } from './referrers.ts';

type SchemaReference = Extract<EntryReference, { readonly type: 'entry' }>;

export class EntryGraph {
  readonly entries: ReadonlyMap<EntryId, StoredEntry>;
  readonly kinds: KindTable;
  readonly references: References;
  readonly #dependencies = new Map<EntryId, readonly Dependency[]>();
  #variables: ReadonlyMap<string, readonly EntryId[]> | undefined;
  #namespaces: ReadonlyMap<string, readonly EntryId[]> | undefined;
  #referrers: Referrers | undefined;

  constructor(entries: ReadonlyMap<EntryId, StoredEntry>, kinds: KindTable, references: References) {
    this.entries = entries;
    this.kinds = kinds;
    this.references = references;
  }

  /** What an entry needs of the entries that are there. */
  dependencies(id: EntryId): readonly Dependency[] {
    let known = this.#dependencies.get(id);
    if (known === undefined) {
      const entry = this.entries.get(id);
      known = entry === undefined ? [] : this.references.of(entry).flatMap((each) => this.#resolve(each, id));
      this.#dependencies.set(id, known);
    }
    return known;
  }

  #resolve(reference: EntryReference, from: EntryId): Dependency[] {
    switch (reference.type) {
      case 'entry':
        return this.entries.has(reference.to) ? [{ to: reference.to, isWeak: !isStrong(reference) }] : [];
      case 'order':
        return this.entries.has(reference.to) && reference.to !== from
          ? [{ to: reference.to, isWeak: true }]
          : [];
      case 'namespace':
        return this.inNamespace(reference.namespace)
          .filter((to) => to !== from)
          .map((to) => ({ to, isWeak: true }));
      case 'variable': {
        const to = this.variable(reference.name);
        return to === undefined ? [] : [{ to, isWeak: false }];
      }
      case 'unclosed':
        return [];
    }
  }

  /** The references of an entry by which a circle is a mistake. */
  strongReferences(id: EntryId): { readonly to: EntryId; readonly path: Path }[] {
    const entry = this.entries.get(id);
    if (entry === undefined) return [];
    return this.references.of(entry).flatMap((each) => {
      if (each.type === 'entry') return isStrong(each) ? [each] : [];
      const to = each.type === 'variable' ? this.variable(each.name) : undefined;
      return to === undefined ? [] : [{ to, path: each.path }];
    });
  }

  /** The graph of the state after the changes. */
  next(changes: ChangeSet): EntryGraph {
    const entries = LayeredMap.over(this.entries).next(changes.map((op) => [idOf(op), after(op)] as const));
    const graph = new EntryGraph(entries, this.kinds, this.references);
    graph.#referrers = this.#referrerTable().next(changes);
    const changed = changes.flatMap((op) => [before(op) ?? [], after(op) ?? []].flat());
    if (!changed.some(({ kind }) => kind === 'env.variable')) graph.#variables = this.#variables;
    if (changes.every(({ type }) => type === 'update')) graph.#namespaces = this.#namespaces;
    return graph;
  }

  /** The same for entries that differ from these in nothing but their origins. */
  withOrigins(entries: ReadonlyMap<EntryId, StoredEntry>): EntryGraph {
    const graph = new EntryGraph(entries, this.kinds, this.references);
    graph.#referrers = this.#referrers;
    graph.#variables = this.#variables;
    graph.#namespaces = this.#namespaces;
    return graph;
  }

  /** Those who name an entry that is there, directly. */
  dependents(id: EntryId): readonly EntryId[] {
    const entry = this.entries.get(id);
    return entry === undefined ? [] : [...this.#referrerTable().of(entry)].sort();
  }

  #referrerTable(): Referrers {
    this.#referrers ??= Referrers.of(this.entries.values(), this.references);
    return this.#referrers;
  }

  /** Those who name one of the entries, directly or by way of others, without the entries themselves. */
  affectedBy(ids: Iterable<EntryId>): EntryId[] {
    const start = new Set(ids);
    const seen = new Set<EntryId>(start);
    const queue = [...start];
    for (const id of queue) {
      for (const dependent of this.dependents(id)) {
        if (seen.has(dependent)) continue;
        seen.add(dependent);
        queue.push(dependent);
      }
    }
    return [...seen].filter((id) => !start.has(id)).sort();
  }

  /** What is needed before what needs it, also by way of entries that are not among them; see `order`. */
  order(ids: Iterable<EntryId>): EntryId[] {
    return this.orderLevels(ids).flat();
  }

  orderLevels(ids: Iterable<EntryId>): EntryId[][] {
    const wanted = new Set(ids);
    const levels = orderLevels(this.reach(wanted), (id) => this.dependencies(id));
    return levels.map((level) => level.filter((id) => wanted.has(id))).filter((level) => level.length > 0);
  }

  /** The circles in which these entries can be: those among all that they need. */
  circles(ids: Iterable<EntryId>): EntryId[][] {
    return circles(this.reach(ids), (id) => this.dependencies(id));
  }

  /** The entries and all that they need, directly or by way of others. */
  reach(ids: Iterable<EntryId>): ReadonlySet<EntryId> {
    const reached = new Set(ids);
    // A set that grows while it is walked is walked to its end.
    for (const id of reached) for (const { to } of this.dependencies(id)) reached.add(to);
    return reached;
  }

  /** The entry of a variable's public name, or the variable of that id. */
  variable(name: string): EntryId | undefined {
    return this.#variableTable().get(name)?.[0];
  }

  /** All variables of a public name: more than one is a mistake. */
  variablesNamed(name: string): readonly EntryId[] {
    return this.#variableTable().get(name) ?? [];
  }

  /** The names by which variables can be meant. */
  variables(): Iterable<string> {
    return this.#variableTable().keys();
  }

  #variableTable(): ReadonlyMap<string, readonly EntryId[]> {
    if (this.#variables === undefined) {
      const found = new Map<string, EntryId[]>();
      for (const entry of this.entries.values()) {
        for (const name of variableNames(entry)) found.set(name, [...(found.get(name) ?? []), entry.id]);
      }
      this.#variables = found;
    }
    return this.#variables;
  }

  inNamespace(namespace: string): readonly EntryId[] {
    return this.#namespaceTable().get(namespace) ?? [];
  }

  namespaces(): Iterable<string> {
    return this.#namespaceTable().keys();
  }

  #namespaceTable(): ReadonlyMap<string, readonly EntryId[]> {
    this.#namespaces ??= Map.groupBy(this.entries.keys(), (id) => parseEntryId(id).namespace);
    return this.#namespaces;
  }
}

/**
 * Code that imports itself, services that wait for themselves, storages that ask themselves and variables whose values are made of
 * their own cannot work; other circles can.
 */
function isStrong({ path }: SchemaReference): boolean {
  const [field] = path;
  return field === 'imports' || field === 'lifecycle' || field === 'storages' || field === 'storage';
}
