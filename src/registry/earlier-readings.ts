/**
 * What readings of one application found, for the next one: an application that is read again after every save is read
 * and checked as far as it changed.
 *
 *   Er1  Entries are checked against the last state in which all were right: those that differ from it, and those that
 *        name something that went or became another kind. All others were found right then, and still are.
 */
import type { EntryId } from '#plugin';
import { difference, type Entries } from './change-set.ts';
import { DefinitionFiles } from './definition-files.ts';
import type { StoredEntry } from './entry.ts';
import { EntryGraph } from './entry-graph.ts';
import type { KindTable } from './kind-table.ts';
import { LayeredMap } from './layered-map.ts';
import type { EntryProblem } from './link.ts';
import { hasErrors } from './problem.ts';
import { References } from './references.ts';
import { idsConcerned, validateEntries } from './validate.ts';

export class EarlierReadings {
  readonly definitions = new DefinitionFiles();
  readonly #kinds: KindTable;
  readonly #references: References;
  #right: EntryGraph | undefined;
  /** The last reading, as it came and as it was given out. */
  #plain: Entries | undefined;
  #shared: LayeredMap<EntryId, StoredEntry> | undefined;

  constructor(kinds: KindTable) {
    this.#kinds = kinds;
    this.#references = new References(kinds);
  }

  /** The same entries, as a map that shares what stayed with the one before, so that differences are found at once. */
  shared(entries: Entries): Entries {
    const [before, last] = [this.#plain, this.#shared];
    this.#plain = entries;
    if (before === undefined || last === undefined) {
      this.#shared = LayeredMap.over(entries);
      return this.#shared;
    }
    const changed: [EntryId, StoredEntry | undefined][] = [];
    for (const [id, entry] of entries) if (before.get(id) !== entry) changed.push([id, entry]);
    for (const id of before.keys()) if (!entries.has(id)) changed.push([id, undefined]);
    this.#shared = changed.length === 0 ? last : last.next(changed);
    return this.#shared;
  }

  /** Er1. Warnings are told of what changed only. */
  validate(entries: Entries, disabled: ReadonlySet<EntryId>): EntryProblem[] {
    const before = this.#right;
    const changes = before === undefined ? [] : difference(before.entries, entries);
    const graph =
      before === undefined ? new EntryGraph(entries, this.#kinds, this.#references) : before.next(changes);
    const ids = before === undefined ? undefined : idsConcerned(changes, before);
    const problems = validateEntries({ graph, disabled, ...(ids !== undefined && { ids }) });
    if (!hasErrors(problems)) this.#right = graph;
    return problems;
  }
}
