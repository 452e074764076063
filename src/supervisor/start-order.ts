/**
 * The order in which services start: what is needed before what needs it. They stop in reverse.
 *
 * Pure: ids and what their entries name go in, the needs of each service come out.
 *
 *   So1  A service needs what its lifecycle requires and what its entry names, directly or by way of
 *        entries that are no services (a server by way of the router of an endpoint).
 *   So2  Services whose lifecycles wait for each other are a mistake, told as the circle they form.
 *   So3  In a circle of anything else the weaker dependency gives way, so nothing waits for itself.
 *   So4  The same input gives the same output, whatever order it came in.
 */
import { failure } from '#base';
import type { EntryId } from '#plugin';
import { circles, type Dependencies, type Dependency, orderLevels } from '#registry';

export interface StartOrder {
  /** Services that can start at the same time, those that are needed first. */
  readonly levels: readonly (readonly EntryId[])[];
  /** The services that must be running before one starts. */
  readonly needs: ReadonlyMap<EntryId, readonly EntryId[]>;
}

/** `dependencies` says what any entry names of others; `services` are those that start and stop. */
export function startOrder(services: Iterable<EntryId>, dependencies: Dependencies): StartOrder {
  const all = new Set(services);
  const reached = new Map([...all].map((id) => [id, reachedServices(id, all, dependencies)]));
  const needed: Dependencies = (id) => reached.get(id) ?? [];
  const [circle] = circles(all, needed);
  if (circle !== undefined) {
    throw failure('Invalid', `services wait for each other: ${circle.join(' -> ')}`, { retryable: false });
  }
  const levels = orderLevels(all, needed);
  return { levels, needs: needsWithin(levels, needed) };
}

/** So1: the nearest services on every way out of an entry. */
function reachedServices(
  from: EntryId,
  services: ReadonlySet<EntryId>,
  dependencies: Dependencies,
): Dependency[] {
  const found = new Map<EntryId, boolean>();
  const seen = new Map<EntryId, boolean>();
  const ways: Dependency[] = [...dependencies(from)];
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    const { to, isWeak } = way;
    if (to === from) continue;
    if (services.has(to)) {
      found.set(to, (found.get(to) ?? true) && isWeak);
      continue;
    }
    // A way is walked again only when it turns out to be a strong one.
    const known = seen.get(to);
    if (known === false || known === isWeak) continue;
    seen.set(to, isWeak);
    for (const next of dependencies(to)) ways.push({ to: next.to, isWeak: isWeak || next.isWeak });
  }
  return [...found].map(([to, isWeak]) => ({ to, isWeak })).sort((a, b) => (a.to < b.to ? -1 : 1));
}

/** So3: what comes in an earlier level. */
function needsWithin(levels: readonly (readonly EntryId[])[], needed: Dependencies): Map<EntryId, EntryId[]> {
  const levelOf = new Map(levels.flatMap((level, index) => level.map((id) => [id, index] as const)));
  const earlier = (id: EntryId, level: number) => (levelOf.get(id) ?? level) < level;
  return new Map(
    [...levelOf].map(([id, level]) => [id, needed(id).flatMap(({ to }) => (earlier(to, level) ? [to] : []))]),
  );
}
