/**
 * A change under watch: what it touches, what was before, and how it does.
 *
 *   Ow1  An entry is judged by its program as the change made it, against the program that was there before the first version
 *        of the watch. One that has neither calls nor failures is not judged.
 *   Ow2  Each look judges the whole time since the change, and the last part of it alone, so that what breaks late is not
 *        hidden by what went well before.
 *   Ow3  When the author changes more, the window begins anew, and all of it is one change from then on (B4).
 *   Ow4  Code that others changed by way of what it imports is not judged any more: it is no longer this change's.
 */
import { type Clock, formatMillis, type Timer } from '#base';
import type { EntryId } from '#plugin';
import type { Bars, BrokenBar, GuardCheck, HealthComparison, HealthFigures, Verdict } from '#registry';
import { attempts, describeBroken, judge } from './judgement.ts';
import { figuresOf, type HealthSnapshot, type NodeHealth, nothing } from './node-health.ts';

/** What is known of an entry when the change comes. */
export interface Baseline {
  readonly entry: EntryId;
  /** Of the program before; '' when there was none. */
  readonly hash: string;
  readonly before: HealthFigures;
  /** Milliseconds in which these were counted. */
  readonly countedFor: number;
  /** From here on it is counted what the change does. */
  readonly from: HealthSnapshot;
}

interface Entry extends Baseline {
  /** Of the program that the change made. */
  current: string;
}

export interface WatchParts {
  readonly clock: Clock;
  readonly health: NodeHealth;
  readonly hashOf: (entry: EntryId) => string;
  /** The window is over, or a bar is broken. */
  readonly done: (watch: OpenWatch, broken: readonly BrokenBar[]) => void;
  readonly failed: (thrown: unknown) => void;
}

export interface WatchStart {
  readonly author: string;
  readonly reason: string;
  readonly checks: readonly GuardCheck[];
  readonly bars: Bars;
  readonly baselines: readonly Baseline[];
  readonly versions: readonly number[];
  /** Milliseconds that it is watched, when that is not all of the window. */
  readonly remaining?: number;
}

const LOOKS = 30;
const SHORTEST_LOOK = 50;
const LONGEST_LOOK = 1000;
/** The last part of the window that is judged alone is one of so many. */
const PARTS = 6;
/** So many snapshots are kept of it. */
const KEPT = 20;

export class OpenWatch {
  readonly author: string;
  readonly #parts: WatchParts;
  readonly #entries = new Map<EntryId, Entry>();
  #versions: number[];
  #reason: string;
  #checks: GuardCheck[];
  #bars: Bars;
  #from: number;
  /** Milliseconds of the monotonic clock. */
  #ends: number;
  #snapshots: HealthSnapshot[] = [];
  #timer: Timer | undefined;
  #isOver = false;
  #settle: (verdict: Verdict) => void = () => {};
  readonly settled: Promise<Verdict> = new Promise((resolve) => {
    this.#settle = resolve;
  });

  constructor(start: WatchStart, parts: WatchParts) {
    this.#parts = parts;
    this.author = start.author;
    this.#reason = start.reason;
    this.#checks = [...start.checks];
    this.#bars = start.bars;
    this.#versions = [...start.versions];
    this.#from = parts.clock.now();
    this.#ends = parts.clock.monotonic() + (start.remaining ?? start.bars.window);
    this.#add(start.baselines);
  }

  /** The first version. */
  get version(): number {
    return this.#versions[0] ?? 0;
  }

  get versions(): readonly number[] {
    return this.#versions;
  }

  get entries(): EntryId[] {
    return [...this.#entries.keys()];
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Milliseconds that are left. */
  get remaining(): number {
    return Math.max(0, this.#ends - this.#parts.clock.monotonic());
  }

  /** Milliseconds since 1970. */
  get until(): number {
    return this.#parts.clock.now() + this.remaining;
  }

  /** Hashes of the programs that the change made. */
  get programs(): Set<string> {
    // After a start only the beginning of the hash from before is known.
    const isMade = ({ hash, current }: Entry) => hash === '' || !current.startsWith(hash);
    const made = [...this.#entries.values()].filter(isMade);
    return new Set(made.map(({ current }) => current).filter((hash) => hash !== ''));
  }

  begin(): void {
    this.#refresh(this.entries);
    this.#schedule();
  }

  /** Ow3. What was known of an entry before stays. */
  extend(version: number, changed: readonly EntryId[], more?: Omit<WatchStart, 'author' | 'versions'>): void {
    if (!this.#versions.includes(version)) this.#versions.push(version);
    const latest = this.#snapshots.at(-1);
    const plain = changed.map((entry) => this.#baseline(entry, latest));
    this.#add([...(more?.baselines ?? []), ...plain]);
    if (more !== undefined) {
      this.#reason = more.reason === '' ? this.#reason : more.reason;
      this.#checks = [...this.#checks, ...more.checks];
      this.#bars = more.bars;
    }
    this.#refresh(this.entries);
    this.#ends = this.#parts.clock.monotonic() + this.#bars.window;
    this.#schedule();
  }

  /** Another watch of the same author becomes a part of this one. */
  absorb(other: OpenWatch): void {
    this.#versions = [...new Set([...other.#versions, ...this.#versions])].sort((a, b) => a - b);
    this.#checks = [...other.#checks, ...this.#checks];
    this.#add([...other.#entries.values()]);
    this.#refresh(other.entries);
    other.end();
    void this.settled.then((verdict) => other.finish(verdict));
  }

  /** No more looks. */
  end(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }

  /** The verdict is final. */
  finish(verdict: Verdict): void {
    this.#settle(verdict);
  }

  /** What can be said now. */
  async verdict(given: Pick<Verdict, 'state'> & Partial<Verdict>): Promise<Verdict> {
    const now = await this.#parts.health.snapshot(this.entries);
    const health = this.#comparisons(now);
    const { broken = [] } = given;
    return {
      author: this.author,
      reason: this.#reason,
      checks: this.#checks,
      watch: {
        entries: this.entries,
        versions: this.#versions,
        from: this.#from,
        until: Math.round(this.until),
        bars: this.#bars,
      },
      health,
      broken,
      summary: summaryOf(given.state, health, broken, this.#bars),
      ...given,
    };
  }

  #baseline(entry: EntryId, latest: HealthSnapshot | undefined): Baseline {
    const from = latest ?? emptySnapshot(this.#parts.clock.monotonic());
    return { entry, hash: '', before: nothing, countedFor: 0, from };
  }

  #add(baselines: readonly Baseline[]): void {
    for (const each of baselines) {
      const known = this.#entries.get(each.entry);
      if (known === undefined) this.#entries.set(each.entry, { ...each, current: '' });
      else this.#entries.set(each.entry, { ...known, from: each.from });
    }
  }

  #refresh(entries: readonly EntryId[]): void {
    for (const id of entries) {
      const entry = this.#entries.get(id);
      if (entry !== undefined) entry.current = this.#parts.hashOf(id);
    }
  }

  #schedule(): void {
    this.#timer?.cancel();
    if (this.#isOver) return;
    const { clock } = this.#parts;
    const pace = Math.min(LONGEST_LOOK, Math.max(SHORTEST_LOOK, this.#bars.window / LOOKS));
    const at = Math.min(this.#ends, clock.monotonic() + pace);
    this.#timer = clock.setTimer(at, () => void this.#look().catch(this.#parts.failed));
  }

  async #look(): Promise<void> {
    const snapshot = await this.#parts.health.snapshot(this.entries);
    if (this.#isOver) return;
    const broken = this.#judged(snapshot);
    this.#remember(snapshot);
    if (broken.length > 0 || snapshot.at >= this.#ends) this.#parts.done(this, broken);
    else this.#schedule();
  }

  /** Those of the last part of the window, and one from before it; however long that is, some of them will do. */
  #remember(snapshot: HealthSnapshot): void {
    const { window } = this.#bars;
    const latest = this.#snapshots.at(-1);
    if (latest !== undefined && snapshot.at - latest.at < window / PARTS / KEPT) return;
    const old = this.#snapshots.findLastIndex(({ at }) => at <= snapshot.at - window / PARTS);
    this.#snapshots = [...this.#snapshots.slice(Math.max(0, old)), snapshot];
  }

  /** Ow2. */
  #judged(now: HealthSnapshot): BrokenBar[] {
    const part = now.at - this.#bars.window / PARTS;
    const recent = this.#snapshots.findLast(({ at }) => at <= part);
    const found = new Map<string, BrokenBar>();
    for (const entry of this.#entries.values()) {
      if (entry.current !== this.#parts.hashOf(entry.entry)) continue; // Ow4
      for (const from of [entry.from, recent]) {
        if (from === undefined || from.at < entry.from.at) continue;
        const after = figuresOf({ entry: entry.entry, hash: entry.current, from, to: now });
        const judged = { ...entry, after, watchedFor: now.at - from.at };
        for (const one of judge(judged, this.#bars)) found.set(`${one.entry} ${one.bar}`, one);
      }
    }
    return [...found.values()];
  }

  #comparisons(now: HealthSnapshot): HealthComparison[] {
    return [...this.#entries.values()].map(({ entry, hash, current, before, from }) => ({
      entry,
      programs: { before: hash.slice(0, 12), after: current.slice(0, 12) },
      before,
      after: figuresOf({ entry, hash: current, from, to: now }),
    }));
  }
}

function emptySnapshot(at: number): HealthSnapshot {
  return { at, programs: new Map(), services: new Map() };
}

function summaryOf(
  state: Verdict['state'],
  health: readonly HealthComparison[],
  broken: readonly BrokenBar[],
  { window, min_calls }: Bars,
): string {
  if (broken.length > 0) return broken.map(describeBroken).join('; ');
  const calls = health.reduce((sum, { after }) => sum + attempts(after), 0);
  const failed = health.reduce((sum, { after }) => sum + after.errors + after.canceled, 0);
  const failures = health.reduce((sum, { after }) => sum + after.failures, 0);
  const counted = `${calls} calls, ${failed} of them failed; ${failures} processes and services failed`;
  if (state === 'watching') return `watched for ${formatMillis(window)}`;
  const isJudged = health.some(({ after }) => attempts(after) >= min_calls);
  return isJudged ? counted : `${counted}; fewer than ${min_calls} calls of each entry are not judged`;
}
