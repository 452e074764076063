/**
 * The order in which entries come: what is needed before what needs it.
 *
 * Pure: ids and their dependencies go in, levels come out. All entries of one level can come at the
 * same time; going is the same order backwards.
 *
 *   D1  An entry is in a later level than everything it needs.
 *   D2  Within a circle the weak dependencies (those that only ask for an order) give way first.
 *   D3  The same input gives the same output, whatever order it came in.
 */
import type { EntryId } from '#plugin';

export interface Dependency {
  readonly to: EntryId;
  /** Only asks for an order; a circle of such is no mistake. */
  readonly isWeak: boolean;
}

export type Dependencies = (id: EntryId) => readonly Dependency[];

export function orderLevels(ids: Iterable<EntryId>, dependencies: Dependencies): EntryId[][] {
  const levels: EntryId[][] = [];
  // For those outside a circle, each of its members is there when all of them are.
  const lastLevelOf = new Map<EntryId, number>();
  for (const group of groups(ids, dependencies)) {
    const inside = new Set(group);
    let first = 0;
    for (const id of group) {
      for (const { to } of dependencies(id)) {
        if (!inside.has(to)) first = Math.max(first, (lastLevelOf.get(to) ?? -1) + 1);
      }
    }
    for (const [index, id] of withinGroup(group, dependencies).entries()) {
      lastLevelOf.set(id, first + group.length - 1);
      levels[first + index] ??= [];
      levels[first + index]?.push(id);
    }
  }
  return levels.map((level) => level.sort());
}

/** One sequence in the order of the levels. */
export function order(ids: Iterable<EntryId>, dependencies: Dependencies): EntryId[] {
  return orderLevels(ids, dependencies).flat();
}

/** D2: the members of a circle one after the other. */
function withinGroup(group: readonly EntryId[], dependencies: Dependencies): EntryId[] {
  if (group.length === 1) return [...group];
  const strong: Dependencies = (id) => dependencies(id).filter(({ isWeak }) => !isWeak);
  return groups(group, strong).flatMap((part) => [...part].sort());
}

/** The circles among the strong dependencies, each as the ids along it, the first of them again at the end. */
export function circles(ids: Iterable<EntryId>, dependencies: Dependencies): EntryId[][] {
  const strong: Dependencies = (id) => dependencies(id).filter(({ isWeak }) => !isWeak);
  return groups(ids, strong).flatMap((group) => {
    const circle = shortestCircle(group, strong);
    return circle === undefined ? [] : [circle];
  });
}

function shortestCircle(group: readonly EntryId[], dependencies: Dependencies): EntryId[] | undefined {
  const inside = new Set(group);
  const start = [...group].sort()[0];
  if (start === undefined) return undefined;
  const cameFrom = new Map<EntryId, EntryId>();
  const queue = [start];
  for (const id of queue) {
    const next = dependencies(id)
      .map(({ to }) => to)
      .filter((to) => inside.has(to));
    for (const to of next.sort()) {
      if (to === start) return [...wayTo(id, start, cameFrom), start];
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, id);
      queue.push(to);
    }
  }
  return undefined;
}

function wayTo(id: EntryId, start: EntryId, cameFrom: ReadonlyMap<EntryId, EntryId>): EntryId[] {
  const way = [id];
  for (let at = id; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}

/**
 * Entries that need each other, directly or by way of others, in one group; groups in the order of
 * their needs (R. Tarjan, Depth-first search and linear graph algorithms, 1972). The stack is our own,
 * so long chains do not end the host's.
 */
function groups(ids: Iterable<EntryId>, dependencies: Dependencies): EntryId[][] {
  const all = new Set([...ids].sort());
  const neighbours = (id: EntryId) =>
    [...new Set(dependencies(id).map(({ to }) => to))].filter((to) => all.has(to)).sort();
  const index = new Map<EntryId, number>();
  const low = new Map<EntryId, number>();
  const open: EntryId[] = [];
  const isOpen = new Set<EntryId>();
  const result: EntryId[][] = [];
  const lower = (id: EntryId, value: number) => low.set(id, Math.min(low.get(id) ?? value, value));

  for (const root of all) {
    if (index.has(root)) continue;
    const frames: { readonly id: EntryId; readonly next: readonly EntryId[]; at: number }[] = [];
    const enter = (id: EntryId) => {
      low.set(id, index.size);
      index.set(id, index.size);
      open.push(id);
      isOpen.add(id);
      frames.push({ id, next: neighbours(id), at: 0 });
    };
    enter(root);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const to = frame.next[frame.at++];
      if (to !== undefined) {
        if (!index.has(to)) enter(to);
        else if (isOpen.has(to)) lower(frame.id, index.get(to) ?? 0);
        continue;
      }
      frames.pop();
      const above = frames.at(-1);
      if (above !== undefined) lower(above.id, low.get(frame.id) ?? 0);
      if (low.get(frame.id) === index.get(frame.id)) {
        const group = open.splice(open.lastIndexOf(frame.id));
        for (const id of group) isOpen.delete(id);
        result.push(group);
      }
    }
  }
  return result;
}
