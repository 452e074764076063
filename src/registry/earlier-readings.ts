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
import { EntryGraph } from './entry-graph.ts';
import type { KindTable } from './kind-table.ts';
import type { EntryProblem } from './link.ts';
import { hasErrors } from './problem.ts';
import { References } from './references.ts';
import { idsConcerned, validateEntries } from './validate.ts';

export class EarlierReadings {
  readonly definitions = new DefinitionFiles();
  readonly #kinds: KindTable;
  readonly #references: References;
  #right: EntryGraph | undefined;

  constructor(kinds: KindTable) {
    this.#kinds = kinds;
    this.#references = new References(kinds);
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
