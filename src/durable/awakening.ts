/**
 * Reads those who are about to go on when their node starts or takes them over.
 *
 *   Sl4  Who has nothing to do before a moment that is to come, and for whom nothing has come, stays in the store: only that
 *        moment is read.
 *   K1   Whoever goes on after its node was lost has one attempt more before it is made again.
 */
import type { Clock } from '#base';
import type { Backend } from './store/backend.ts';
import { NEVER, type RestingProcess, type StoredProcess } from './store/records.ts';

export type Found = StoredProcess | RestingProcess;

export function isResting(found: Found): found is RestingProcess {
  return 'wakeAt' in found;
}

/** In milliseconds of the monotonic clock. */
export interface Rest {
  readonly until: number;
  /** When its state was saved. */
  readonly since: number;
}

/** A clock that was set back while no node ran makes no rest longer than it was to be (D12). */
export function restOf({ wakeAt, at }: RestingProcess, clock: Clock): Rest {
  const since = clock.monotonic() - elapsedSince(at, clock);
  return { until: wakeAt === NEVER ? Number.POSITIVE_INFINITY : since + wakeAt - at, since };
}

/**
 * Milliseconds since a state was saved, `at` by the clock on the wall. `since`: the same by the monotonic clock, where that is
 * known: then a clock that was set back meanwhile takes nothing away.
 */
export function elapsedSince(at: number, clock: Clock, since = Number.POSITIVE_INFINITY): number {
  const byWall = Math.max(0, clock.now() - at);
  return since === Number.POSITIVE_INFINITY ? byWall : Math.max(byWall, clock.monotonic() - since);
}

interface Around {
  readonly backend: Backend;
  readonly clock: Clock;
}

/** One that goes on by itself. `isAlone`: its turn has come, after it was lost several times (K1). */
export async function readAwakening(around: Around, pid: string, isAlone = false): Promise<readonly Found[]> {
  const { backend } = around;
  if (!isAlone) {
    const resting = await awakened(around, [pid]);
    return resting.length > 0 ? resting : backend.ask('processes', [pid]);
  }
  // As it was before its turn, which is counted.
  const found = await backend.ask('processes', [pid]);
  await backend.ask('attempted', [pid], true);
  return found;
}

/** Counts the attempts of those that go on; gives those that rest. */
async function awakened(
  { backend, clock }: Around,
  pids: readonly string[],
): Promise<readonly RestingProcess[]> {
  const now = clock.now();
  const resting = (await backend.ask('resting', pids)).filter(({ wakeAt }) => wakeAt > now);
  const isAtRest = new Set(resting.map(({ pid }) => pid));
  const others = pids.filter((pid) => !isAtRest.has(pid));
  if (others.length > 0) await backend.ask('attempted', others, false);
  return resting;
}

/** So many are read with one question when many go on. */
export const CHUNK = 100;
/** So many are counted with one commit, which takes as long as to read a chunk: whole chunks, so that each lies in one group. */
const TOGETHER = 4 * CHUNK;

interface Group {
  readonly members: ReadonlySet<string>;
  readonly resting: Promise<ReadonlyMap<string, RestingProcess>>;
}

/** Many that go on one after the other: they are read a few at a time, and counted in larger groups. */
export class Awakening {
  readonly #around: Around;
  readonly #pids: readonly string[];
  /** The first of the next group. */
  #next = 0;
  /** The last two: some of the last but one may still be read. */
  #groups: readonly Group[] = [];

  constructor(around: Around, pids: readonly string[]) {
    this.#around = around;
    this.#pids = pids;
  }

  /** Some of them, in their order; or one of those again that were asked for together, when that failed. */
  readonly read = async (pids: readonly string[]): Promise<readonly Found[]> => {
    const first = pids[0];
    if (first === undefined) return [];
    const group = this.#groupOf(first);
    const isAgain = pids.length === 1 && (await group.resting.catch(() => undefined)) === undefined;
    if (isAgain) return readAwakening(this.#around, first);
    const resting = await group.resting;
    const others = pids.filter((pid) => !resting.has(pid));
    const found = others.length === 0 ? [] : await this.#around.backend.ask('processes', others);
    return [...pids.flatMap((pid) => resting.get(pid) ?? []), ...found];
  };

  #groupOf(pid: string): Group {
    for (;;) {
      const group = this.#groups.find(({ members }) => members.has(pid));
      if (group !== undefined) return group;
      // The first ones go on sooner.
      const end = this.#next + (this.#next === 0 ? CHUNK : TOGETHER);
      const next = this.#pids.slice(this.#next, end);
      this.#next = end;
      const members = next.length > 0 ? next : [pid];
      const resting = awakened(this.#around, members).then(
        (all) => new Map(all.map((one) => [one.pid, one])),
      );
      // Whoever reads some of them is told.
      resting.catch(() => {});
      const made = { members: new Set(members), resting };
      this.#groups = [...this.#groups.slice(-1), made];
    }
  }
}
