/**
 * The only way to find an entry.
 *
 *   V1  An entry is found only through a view: a version, or the current one as it moves, and
 *       optionally a change set laid over it.
 */
import type { EntryId } from '#plugin';
import type { ChangeSet } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import type { EntryGraph } from './entry-graph.ts';
import type { Filter, Finder, Found } from './find.ts';
import type { Version } from './version.ts';

/** A published state, fixed or moving. */
export interface ViewSource {
  readonly version: Version;
  readonly graph: EntryGraph;
}

export class View {
  readonly #source: ViewSource;
  readonly #finder: Finder;
  readonly #overlay: ChangeSet;
  #laid: { readonly over: EntryGraph; readonly graph: EntryGraph } | undefined;

  constructor(source: ViewSource, finder: Finder, overlay: ChangeSet = []) {
    this.#source = source;
    this.#finder = finder;
    this.#overlay = overlay;
  }

  get version(): Version {
    return this.#source.version;
  }

  /** The entries with what they name of each other. */
  get graph(): EntryGraph {
    const { graph } = this.#source;
    if (this.#overlay.length === 0) return graph;
    if (this.#laid?.over !== graph) this.#laid = { over: graph, graph: graph.next(this.#overlay) };
    return this.#laid.graph;
  }

  get(id: EntryId): StoredEntry | undefined {
    return this.graph.entries.get(id);
  }

  entries(): Iterable<StoredEntry> {
    return this.graph.entries.values();
  }

  namespace(namespace: string): readonly StoredEntry[] {
    return this.graph.inNamespace(namespace).flatMap((id) => this.get(id) ?? []);
  }

  find(filter: Filter): Found {
    return this.#finder.find(this.graph.entries, filter);
  }

  /** What this view shows now, whatever changes later. */
  fixed(): View {
    const { version, graph } = this.#source;
    return new View({ version, graph }, this.#finder, this.#overlay);
  }

  /** The same with a change set laid over it. */
  with(changes: ChangeSet): View {
    return new View(this.#source, this.#finder, [...this.#overlay, ...changes]);
  }
}
