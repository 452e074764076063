/** The way from one version to another: back to the version both come from, then forth. */
import { failure } from '#base';
import type { EntryId } from '#plugin';
import { type ChangeSet, idOf, inverse, squash } from './change-set.ts';
import type { History } from './history.ts';
import type { Version } from './version.ts';

type Past = Pick<History, 'get' | 'changes'>;

export async function changesBetween(history: Past, from: Version, to: Version): Promise<ChangeSet> {
  const { back, forth } = pathBetween(history, from, to);
  const changesOf = (versions: readonly Version[]) =>
    Promise.all(versions.map(async ({ id }) => history.changes(id)));
  const [undone, done] = await Promise.all([changesOf(back), changesOf(forth)]);
  return squash([...undone.flatMap(inverse), ...done.flat()]);
}

function pathBetween(history: Past, from: Version, to: Version) {
  const back: Version[] = [];
  const forth: Version[] = [];
  let up = from;
  let down = to;
  // A parent is older than its children, so the younger of the two is the one to climb from.
  while (up.id !== down.id) {
    if (up.id > down.id) {
      back.push(up);
      up = parentOf(history, up);
    } else {
      forth.push(down);
      down = parentOf(history, down);
    }
  }
  return { back, forth: forth.reverse() };
}

function parentOf(history: Past, version: Version): Version {
  const parent = version.parent === undefined ? undefined : history.get(version.parent);
  if (parent !== undefined) return parent;
  throw failure('NotFound', `the history does not reach back beyond version ${version.id}`);
}

/** Throws `Conflict` when one of the entries changed between the version that somebody looked at and the current one. */
export async function refuseStale(
  history: Past,
  ids: readonly EntryId[],
  current: Version,
  base: Version,
): Promise<void> {
  if (base.id === current.id) return;
  const changed = new Set((await changesBetween(history, base, current)).map(idOf));
  const touched = [...new Set(ids)].filter((id) => changed.has(id));
  if (touched.length === 0) return;
  const message = `${touched.join(', ')} changed since version ${base.id}; read again and apply to version ${current.id}`;
  throw failure('Conflict', message, {
    retryable: true,
    details: { base: base.id, current: current.id, entries: touched },
  });
}
