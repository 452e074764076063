/**
 * Takes a change back.
 *
 *   B1  The inverse of the change set is applied to the current version, as a new version. Entries that somebody changed
 *       since are left, and it is said which and why. What the others need of the change is left too.
 */
import { type Failure, isFailure, isRecord, toFailure } from '#base';
import type { EntryId } from '#plugin';
import {
  after,
  type ChangeSet,
  idOf,
  inverse,
  type Op,
  type Registry,
  sameEntry,
  squash,
  type TakenBack,
} from '#registry';

export interface TakeBackOptions {
  readonly author: string;
  readonly message: string;
}

type Left = { readonly entry: EntryId; readonly reason: string };

/** When somebody is faster, it is tried again with what there is then. */
const ATTEMPTS = 10;

/** Takes back versions that followed each other as one change. Throws when everything refuses. */
export async function takeBack(
  registry: Registry,
  versions: readonly number[],
  options: TakeBackOptions,
): Promise<Omit<TakenBack, 'running'>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await takeBackNow(registry, versions, options);
    } catch (thrown) {
      if (attempt === ATTEMPTS || !isFailure(thrown, 'Conflict')) throw thrown;
    }
  }
}

async function takeBackNow(
  registry: Registry,
  versions: readonly number[],
  { author, message }: TakeBackOptions,
): Promise<Omit<TakenBack, 'running'>> {
  const base = registry.version.id;
  const { ops, left } = await plan(registry, versions, base);
  const known = [...left];
  let remaining = ops;
  while (remaining.length > 0) {
    try {
      const options = { author, message, base, act: 'take back' } as const;
      const version = await registry.applyChanges(remaining, options);
      return { version: version.id, entries: remaining.map(idOf), left: known };
    } catch (thrown) {
      const refused = needed(remaining, toFailure(thrown), registry);
      if (refused.length === 0) throw thrown;
      known.push(...refused);
      const kept = new Set(refused.map(({ entry }) => entry));
      remaining = remaining.filter((op) => !kept.has(idOf(op)));
    }
  }
  return { entries: [], left: known };
}

/** The inverse of the change as far as nobody has changed anything since. */
async function plan(registry: Registry, versions: readonly number[], base: number) {
  const changes: Op[] = [];
  for (const id of versions) changes.push(...(await registry.changesOf(id)));
  const last = Math.max(...versions);
  const since = new Map((await registry.difference(last, base)).map((op) => [idOf(op), op]));
  const ops: Op[] = [];
  const left: Left[] = [];
  for (const op of inverse(squash(changes))) {
    const id = idOf(op);
    const other = since.get(id);
    if (other === undefined) ops.push(op);
    else if (!isSame(after(other), after(op))) {
      left.push({ entry: id, reason: `changed since${await changer(registry, id, last)}` });
    }
  }
  return { ops, left };
}

function isSame(one: ReturnType<typeof after>, other: ReturnType<typeof after>): boolean {
  return one === undefined || other === undefined ? one === other : sameEntry(one, other);
}

/** ` by alice in version 7`. */
async function changer(registry: Registry, entry: EntryId, after: number): Promise<string> {
  for (const { id, author } of registry.versions.toReversed()) {
    if (id <= after) break;
    if (has(await registry.changesOf(id), entry)) return ` by ${author} in version ${id}`;
  }
  return '';
}

function has(changes: ChangeSet, entry: EntryId): boolean {
  return changes.some((op) => idOf(op) === entry);
}

/**
 * Those of the operations that a refusal is about: the entry itself, or one that goes and that somebody else needs. Empty
 * when that cannot be said.
 */
function needed(ops: ChangeSet, refusal: Failure, registry: Registry): Left[] {
  const blamed = blamedIn(refusal, ops);
  return ops.flatMap((op): Left[] => {
    const id = idOf(op);
    const own = blamed.get(id);
    if (own !== undefined) return [{ entry: id, reason: own }];
    if (op.type !== 'delete') return [];
    const user = registry.graph.dependents(id).find((dependent) => blamed.has(dependent));
    return user === undefined ? [] : [{ entry: id, reason: `${user} needs it` }];
  });
}

/** What is wrong with whom. A refusal by one entry alone names it in its message. */
function blamedIn({ details, message }: Failure, ops: ChangeSet): Map<EntryId, string> {
  const problems = isRecord(details) && Array.isArray(details.problems) ? details.problems : [];
  if (problems.length === 0) {
    const named = ops.map(idOf).filter((id) => message.includes(id));
    return new Map(named.map((id) => [id, message]));
  }
  return new Map(
    problems.flatMap((problem: unknown) =>
      isRecord(problem) && typeof problem.id === 'string'
        ? [[problem.id, typeof problem.message === 'string' ? problem.message : message] as const]
        : [],
    ),
  );
}
