/**
 * The health of entries on a node: what its schedulers count of their programs (process/health.ts), and the failures of
 * its services. Two snapshots tell what happened between them.
 */
import type { EntryId } from '#plugin';
import { between, bucketOf, type HealthCounts, type Node, percentile } from '#process';
import type { HealthFigures } from '#registry';
import type { ServiceState } from '#supervisor';

/** The counts of some entries at one instant. */
export interface HealthSnapshot {
  /** Milliseconds of the monotonic clock. */
  readonly at: number;
  /** By entry and hash. */
  readonly programs: ReadonlyMap<string, HealthCounts>;
  /** Failures of services by entry. */
  readonly services: ReadonlyMap<EntryId, number>;
}

/** One program, or one service. */
export interface HealthRow extends HealthFigures {
  readonly entry: EntryId;
  /** The hash; '' for a service, of which only failures are counted. */
  readonly program: string;
  /** Processes that have ended. */
  readonly exits: number;
}

export interface NodeHealthParts {
  readonly node: Pick<Node, 'health'>;
  readonly monotonic: () => number;
}

export class NodeHealth {
  readonly #parts: NodeHealthParts;
  readonly #services = new Map<EntryId, { failures: number; lastUpdate: bigint }>();
  readonly #begun: number;

  constructor(parts: NodeHealthParts) {
    this.#parts = parts;
    this.#begun = parts.monotonic();
  }

  /** Milliseconds since counting began. */
  get age(): number {
    return this.#parts.monotonic() - this.#begun;
  }

  /** What the supervisor announces of a service. It tells each state more than once. */
  told({ id, status, lastUpdate }: Pick<ServiceState, 'id' | 'status' | 'lastUpdate'>): void {
    if (status !== 'Failed') return;
    const known = this.#services.get(id);
    if (known === undefined) this.#services.set(id, { failures: 1, lastUpdate });
    else if (known.lastUpdate !== lastUpdate) {
      known.failures++;
      known.lastUpdate = lastUpdate;
    }
  }

  /** Programs and services for people and the console: what happened since a snapshot, or since the node started. */
  async rows(since?: HealthSnapshot): Promise<HealthRow[]> {
    const now = await this.snapshot();
    const programs = Array.from(now.programs.values(), (counts): HealthRow => {
      const { entry, hash } = counts;
      const seen = between(since?.programs.get(key(entry, hash)), counts);
      const { exits, failures } = seen;
      return { ...figuresOf({ entry, hash, from: since, to: now }), entry, program: hash, exits, failures };
    });
    const services = [...now.services].map(([entry, failed]): HealthRow => {
      const failures = failed - (since?.services.get(entry) ?? 0);
      return { ...nothing, entry, program: '', exits: 0, failures };
    });
    return [...programs, ...services].sort(
      (a, b) => compare(a.entry, b.entry) || compare(a.program, b.program),
    );
  }

  /** Of these entries, or of all. */
  async snapshot(entries: Iterable<EntryId> = []): Promise<HealthSnapshot> {
    const counts = await this.#parts.node.health([...entries]);
    return {
      at: this.#parts.monotonic(),
      programs: new Map(counts.map((each) => [key(each.entry, each.hash), each])),
      services: new Map([...this.#services].map(([id, { failures }]) => [id, failures])),
    };
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function key(entry: EntryId, hash: string): string {
  return `${entry} ${hash}`;
}

export interface Span {
  readonly entry: EntryId;
  /** Of the program; '' for an entry without code. */
  readonly hash: string;
  /** The beginning; all that was ever counted without it. */
  readonly from?: HealthSnapshot | undefined;
  readonly to: HealthSnapshot;
}

/** What happened with an entry's program between two instants. */
export function figuresOf({ entry, hash, from, to }: Span): HealthFigures {
  const now = to.programs.get(key(entry, hash));
  const then = from?.programs.get(key(entry, hash));
  const failures = (to.services.get(entry) ?? 0) - (from?.services.get(entry) ?? 0);
  if (now === undefined) return { ...nothing, failures };
  const counts = between(then, now);
  const waiting = waitingOf(now, then);
  const latency = withWaiting(counts.latency, waiting, from === undefined ? 0 : to.at - from.at);
  return {
    calls: counts.calls,
    errors: counts.errors,
    canceled: counts.canceled,
    waiting,
    p50: rounded(percentile({ latency }, 0.5)),
    p95: rounded(percentile({ latency }, 0.95)),
    failures: failures + counts.failures,
  };
}

/** Calls that had begun at the first instant, or since none is given at the last, and have not answered at the last. */
function waitingOf(now: HealthCounts, then: HealthCounts | undefined): number {
  const begun = then === undefined || then.calls > now.calls ? 0 : then.begun;
  return Math.max(0, begun - now.calls - now.canceled);
}

/** Calls that are waited for since so many milliseconds, among those that have answered. */
function withWaiting(latency: readonly number[], waiting: number, millis: number): readonly number[] {
  if (waiting === 0 || millis <= 0) return latency;
  const all = Array.from({ length: 96 }, (_, bucket) => latency[bucket] ?? 0);
  const bucket = bucketOf(millis);
  all[bucket] = (all[bucket] ?? 0) + waiting;
  return all;
}

export const nothing: HealthFigures = {
  calls: 0,
  errors: 0,
  canceled: 0,
  waiting: 0,
  p50: 0,
  p95: 0,
  failures: 0,
};

function rounded(millis: number): number {
  return Math.round(millis * 1000) / 1000;
}
