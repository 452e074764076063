/**
 * Which services each service needs, as the entries say now. The supervisor asks for it often and changes are small, so
 * nothing here looks at all entries again after a change.
 *
 *   Sv1  A change after which services would wait for each other is refused.
 *   Sv2  What a service needs is found from the services that it reaches: those that form a circle with it are among
 *        them, so the answer is the one that all services together would give (start-order.ts).
 */
import type { Change, EntryId } from '#plugin';
import { type EntryGraph, idOf, type Participant, type Registry, type Transaction } from '#registry';
import { startOrder } from '#supervisor';

type Needs = ReadonlyMap<EntryId, readonly EntryId[]>;

/** From so many services on that are asked for, all are looked at as one. */
const MANY = 32;

export class ServiceOrder implements Participant {
  readonly name = 'the order of services';
  readonly #registry: Pick<Registry, 'graph'>;
  /** What is known of the present state. */
  #known: { readonly graph: EntryGraph; readonly needs: Map<EntryId, readonly EntryId[]> } | undefined;

  constructor(registry: Pick<Registry, 'graph'>) {
    this.#registry = registry;
  }

  needs(id: EntryId): readonly EntryId[] {
    const { graph } = this.#registry;
    if (this.#known?.graph !== graph) this.#known = { graph, needs: new Map() };
    const { needs } = this.#known;
    let known = needs.get(id);
    if (known === undefined) {
      const found =
        needs.size < MANY ? needsIn(graph, servicesFrom([id], graph)) : needsIn(graph, allServices(graph));
      for (const [service, of] of found) needs.set(service, of);
      known = needs.get(id) ?? [];
      needs.set(id, known);
    }
    return known;
  }

  /** Sv1. */
  prepare({ ops, affected, before, after }: Transaction): Change {
    needsIn(after, servicesFrom([...ops.map(idOf), ...affected], after));
    const known = this.#known;
    const isTouched = [...ops.map(idOf), ...affected].some(
      (id) => isService(id, before) || isService(id, after),
    );
    return {
      commit: () => {
        // Who reaches something that changed is affected by it, so without a service among those all needs stay.
        if (known?.graph === before && !isTouched) this.#known = { graph: after, needs: known.needs };
      },
    };
  }
}

/** Throws the circle of those who wait for each other. */
function needsIn(graph: EntryGraph, services: Iterable<EntryId>): Needs {
  return startOrder(services, (id) => graph.dependencies(id)).needs;
}

function allServices(graph: EntryGraph): EntryId[] {
  return [...graph.entries.keys()].filter((id) => isService(id, graph));
}

/** Sv2: the services among these entries and all that they need, directly or by way of others. */
function servicesFrom(ids: readonly EntryId[], graph: EntryGraph): EntryId[] {
  return [...graph.reach(ids)].filter((id) => isService(id, graph));
}

function isService(id: EntryId, { entries, kinds }: EntryGraph): boolean {
  const entry = entries.get(id);
  return entry !== undefined && kinds.get(entry.kind)?.isSupervised === true;
}
