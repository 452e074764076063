/**
 * The states of a registry: what is stored, and what is in force when overrides lie over it.
 *
 * Both are the same unless something is overridden. States of other versions are made from the current one by the
 * history, and some are kept.
 */
import { failure } from '#base';
import type { EntryId } from '#plugin';
import { applyOps, type ChangeSet, type Entries, idOf, type Op, opBetween, sameEntry } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import { EntryGraph } from './entry-graph.ts';
import type { History } from './history.ts';
import type { KindTable } from './kind-table.ts';
import { LayeredMap } from './layered-map.ts';
import { isSameOrigin } from './origin.ts';
import type { Overlay } from './overlay.ts';
import type { References } from './references.ts';
import type { Version } from './version.ts';
import { changesBetween } from './version-path.ts';

export interface State {
  readonly version: Version;
  readonly stored: Entries;
  /** What is in force. */
  readonly graph: EntryGraph;
}

/** A state without its version. */
export type Content = Pick<State, 'stored' | 'graph'>;

/** All that is stored, as it is in force. */
export function contentOf(
  stored: Entries,
  overlay: Overlay,
  kinds: KindTable,
  references: References,
): Content {
  const entries = overlay.isEmpty
    ? stored
    : new Map([...stored].map(([id, entry]) => [id, overlay.lay(entry)]));
  return { stored, graph: new EntryGraph(entries, kinds, references) };
}

/** The content after changes of what is stored, and what they change of what is in force. */
export function nextContent(
  { stored, graph }: Content,
  changes: ChangeSet,
  overlay: Overlay,
  relaid: Iterable<EntryId> = [],
): { readonly content: Content; readonly ops: ChangeSet } {
  const ids = new Set([...changes.map(idOf), ...relaid]);
  if (ids.size === 0) return { content: { stored, graph }, ops: [] };
  const isSame = stored === graph.entries && overlay.isEmpty;
  if (isSame) {
    const next = graph.next(changes);
    return { content: { stored: next.entries, graph: next }, ops: changes };
  }
  const after = applyOps(stored, changes);
  const ops = [...ids].flatMap((id): Op[] => {
    const entry = after.get(id);
    const op = opBetween(graph.entries.get(id), entry && overlay.lay(entry));
    return op === undefined ? [] : [op];
  });
  return { content: { stored: after, graph: ops.length === 0 ? graph : graph.next(ops) }, ops };
}

const KEPT = 16;

/** States of other versions that were asked for; they can be made again from the history. */
export class OtherStates {
  readonly #history: History;
  readonly #known = new Map<number, State>();

  constructor(history: History) {
    this.#history = history;
  }

  keep(state: State): void {
    this.#known.delete(state.version.id);
    this.#known.set(state.version.id, state);
    for (const id of this.#known.keys()) {
      if (this.#known.size <= KEPT) return;
      this.#known.delete(id);
    }
  }

  forget(): void {
    this.#known.clear();
  }

  /** Throws `NotFound`. */
  async at(id: number, current: State, overlay: Overlay): Promise<State> {
    const version = this.#history.get(id);
    if (version === undefined) throw failure('NotFound', `there is no version ${id}`, { retryable: false });
    if (id === current.version.id) return current;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const changes = await changesBetween(this.#history, current.version, version);
    const { content } = nextContent(current, changes, overlay);
    const state = { version, ...content };
    this.keep(state);
    return state;
  }
}

/** The entries as they are written, where overrides lie over some. */
export function writtenEntries(entries: Entries, overridden: Entries): Entries {
  if (overridden.size === 0) return entries;
  return LayeredMap.over(entries).next([...overridden].filter(([id]) => entries.has(id)));
}

/**
 * Entries that are as the files say, from where the files say it; the same map when all are already. Where the maps do
 * not come from one, the result does come from that of the files, so that they are compared at once from then on.
 */
export function withOrigins(entries: Entries, files: Entries): Entries {
  const isShared = LayeredMap.isShared(entries, files);
  const moved: [EntryId, StoredEntry][] = [];
  const others: [EntryId, StoredEntry | undefined][] = [];
  for (const id of LayeredMap.mayDiffer(entries, files)) {
    const [entry, file] = [entries.get(id), files.get(id)];
    if (entry === file) continue;
    if (entry === undefined || file === undefined || !sameEntry(entry, file)) others.push([id, entry]);
    else if (!isSameOrigin(entry.origin, file.origin)) moved.push([id, file]);
  }
  if (!isShared) return LayeredMap.over(files).next(others);
  return moved.length === 0 ? entries : LayeredMap.over(entries).next(moved);
}
