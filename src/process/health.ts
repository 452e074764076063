/**
 * How the programs of a scheduler do: counts that only grow, and from which the difference of two instants tells what
 * happened between them.
 *
 *   He1  Counted is by program and entry, so what new code does is never mixed with what the old one does, though both run.
 *   He2  Every call and every end of a process is counted. A call that answered `nil, err` or raised an error failed; one that
 *        was cancelled did neither. A process that was ended by others has not failed.
 *        What happens in a view of its own, such as a test of a change, is not counted.
 *   He3  Of calls that come thick and fast only some are timed, and each of these stands for those between; of calls that
 *        come seldom, all are.
 *   He4  What nobody can run any more is forgotten in time.
 *   He5  The hash of a program is not asked for before there is another one of its entry, or somebody asks for the counts.
 *
 * Hot: each call passes `begin` and `finish`. Mostly these count and read no clock.
 */
import type { Clock } from '#base';
import type { Exit } from './exit.ts';
import type { Program } from './program.ts';

/** The counts of one program at one instant, as plain data. */
export interface HealthCounts {
  /** The entry's id. */
  readonly entry: string;
  /** The program's. */
  readonly hash: string;
  /** Calls that have begun; those that wait for a worker have not. */
  readonly begun: number;
  /** Calls that have answered. */
  readonly calls: number;
  readonly errors: number;
  readonly canceled: number;
  /** Processes that have ended, and those of them that failed. */
  readonly exits: number;
  readonly failures: number;
  /** Timed calls by `bucketOf` their length; each counts for as many as it stands for. */
  readonly latency: readonly number[];
}

const BUCKETS = 96;
/** Milliseconds up to which calls are in the first bucket. */
const SHORTEST = 0.01;
/** Buckets for each doubling. */
const PER_DOUBLING = 4;

/** Timed calls that come faster than this, in milliseconds, are timed more seldom, and slower ones more often. */
const CROWDED = 1;
const SPARSE = 10;
const MOST_SELDOM = 256;

/** In place of the beginning of a call that is none of those that count. */
export const UNCOUNTED = -1;

export function bucketOf(millis: number): number {
  if (millis <= SHORTEST) return 0;
  return Math.min(BUCKETS - 1, Math.ceil(Math.log2(millis / SHORTEST) * PER_DOUBLING));
}

/** The longest time that belongs to a bucket, in milliseconds. */
export function edgeOf(bucket: number): number {
  return SHORTEST * 2 ** (bucket / PER_DOUBLING);
}

export class Health {
  readonly entry: string;
  /** He4. */
  readonly programs: WeakRef<Program>[] = [];
  begun = 0;
  /** He5: whose hash it is, until that is known. */
  #source: Program | null;
  #hash = '';
  calls = 0;
  errors = 0;
  canceled = 0;
  exits = 0;
  failures = 0;
  #latency: Float64Array | null = null;
  /** One of so many calls is timed, and so many are to pass before the next. */
  #stride = 1;
  #left = 1;
  #timedAt = Number.NEGATIVE_INFINITY;

  constructor(program: Program) {
    this.entry = program.entry;
    this.#source = program;
  }

  get hash(): string {
    if (this.#source !== null) {
      this.#hash = this.#source.hash;
      this.#source = null;
    }
    return this.#hash;
  }

  /** A call begins: when, for those that are timed; else NaN. */
  begin(clock: Clock): number {
    this.begun++;
    if (--this.#left > 0) return Number.NaN;
    const now = clock.monotonic();
    const since = now - this.#timedAt;
    if (since < CROWDED) this.#stride = Math.min(MOST_SELDOM, this.#stride * 2);
    else if (since > SPARSE) this.#stride = Math.max(1, this.#stride >> 1);
    this.#timedAt = now;
    this.#left = this.#stride;
    return now;
  }

  /** A call has answered; `began` is what `begin` gave, or `UNCOUNTED`. */
  finish({ type }: Exit, began: number, clock: Clock): void {
    if (began === UNCOUNTED) return;
    if (type === 'terminated') this.canceled++;
    else {
      this.calls++;
      if (type !== 'normal') this.errors++;
    }
    if (!Number.isNaN(began)) this.#time(clock.monotonic() - began);
  }

  #time(millis: number): void {
    this.#latency ??= new Float64Array(BUCKETS);
    const bucket = bucketOf(millis);
    this.#latency[bucket] = (this.#latency[bucket] ?? 0) + this.#stride;
  }

  counts(): HealthCounts {
    const { entry, hash, begun, calls, errors, canceled, exits, failures } = this;
    const latency = [...(this.#latency ?? [])];
    return { entry, hash, begun, calls, errors, canceled, exits, failures, latency };
  }
}

/** With more than so many records, forgotten programs are looked for whenever they have doubled. */
const MANY = 256;

/** All of one scheduler. */
export class HealthBook {
  readonly #byProgram = new WeakMap<Program, Health>();
  readonly #byEntry = new Map<string, Health[]>();
  #size = 0;
  #sweepAt = MANY;
  /** Whose process ended last: mostly it is the next one's, too. */
  #lastEnded: Program | null = null;
  #lastHealth: Health | null = null;

  /** The record of a program: the same one for the same code of the same entry. */
  of(program: Program): Health {
    const known = this.#byProgram.get(program);
    if (known !== undefined) return known;
    const others = this.#byEntry.get(program.entry) ?? [];
    let health = others.find((other) => other.hash === program.hash);
    if (health === undefined) {
      if (this.#size >= this.#sweepAt) this.#sweep();
      health = new Health(program);
      this.#add(health);
    }
    health.programs.push(new WeakRef(program));
    this.#byProgram.set(program, health);
    return health;
  }

  #add(health: Health): void {
    const others = this.#byEntry.get(health.entry);
    if (others === undefined) this.#byEntry.set(health.entry, [health]);
    else others.push(health);
    this.#size++;
  }

  /** A process that was no call has ended. */
  ended(program: Program, isFailure: boolean): void {
    if (program !== this.#lastEnded) {
      this.#lastEnded = program;
      this.#lastHealth = this.of(program);
    }
    const health = this.#lastHealth ?? this.of(program);
    health.exits++;
    if (isFailure) health.failures++;
  }

  /** Of these entries, or of all. */
  counts(entries?: ReadonlySet<string>): HealthCounts[] {
    const wanted = [...this.#byEntry].filter(([entry]) => entries?.has(entry) ?? true);
    return wanted.flatMap(([, all]) => all.map((health) => health.counts()));
  }

  /** He4. A record whose hash nobody knew until now holds its program, and goes the next time. */
  #sweep(): void {
    const all = [...this.#byEntry.values()].flat();
    this.#byEntry.clear();
    this.#size = 0;
    for (const health of all) {
      const isKept = health.programs.some((program) => program.deref() !== undefined);
      void health.hash;
      if (isKept) this.#add(health);
    }
    this.#sweepAt = Math.max(MANY, 2 * this.#size);
  }
}

/** What several schedulers counted of the same programs. */
export function merged(all: Iterable<HealthCounts>): HealthCounts[] {
  const byKey = new Map<string, HealthCounts>();
  for (const counts of all) {
    const key = `${counts.entry} ${counts.hash}`;
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? counts : combined(known, counts, (a, b) => a + b));
  }
  return [...byKey.values()];
}

/** What happened between two instants. A program that was forgotten in between began anew. */
export function between(then: HealthCounts | undefined, now: HealthCounts): HealthCounts {
  if (then === undefined || then.calls > now.calls || then.exits > now.exits) return now;
  return combined(now, then, (a, b) => Math.max(0, a - b));
}

function combined(
  one: HealthCounts,
  other: HealthCounts,
  join: (a: number, b: number) => number,
): HealthCounts {
  const { entry, hash } = one;
  const length = Math.max(one.latency.length, other.latency.length);
  return {
    entry,
    hash,
    begun: join(one.begun, other.begun),
    calls: join(one.calls, other.calls),
    errors: join(one.errors, other.errors),
    canceled: join(one.canceled, other.canceled),
    exits: join(one.exits, other.exits),
    failures: join(one.failures, other.failures),
    latency: Array.from({ length }, (_, i) => join(one.latency[i] ?? 0, other.latency[i] ?? 0)),
  };
}

/** The time within which this share of the calls answered, in milliseconds; 0 when none was timed. */
export function percentile({ latency }: Pick<HealthCounts, 'latency'>, share: number): number {
  const total = latency.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of latency.entries()) {
    seen += count;
    if (count > 0 && seen >= total * share) return edgeOf(bucket);
  }
  return 0;
}
