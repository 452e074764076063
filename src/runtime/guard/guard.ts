/**
 * Guarded changes: checked and tested before they are applied, watched for a time afterwards, and taken back by themselves
 * when they make things worse.
 *
 *   Gu1  A change is applied when the registry, the linter and the tests that it names have nothing against it.
 *   Gu2  The watch begins in the same step in which the change comes into force, and the version says from then on that it is
 *        watched.
 *   Gu3  A bar that is broken takes the change back at once. Nothing else does but a person, or Gu5.
 *   Gu5  With a history that outlives the node, a watch that a shutdown in good order interrupted goes on at the next start
 *        with the time that was left. One whose node ended in any other way is taken back before any service starts: the change may
 *        be why it ended.
 *   B4   One watch for an entry at a time (registry/gate.ts). What its author changes meanwhile becomes a part of it.
 */
import { failure, toFailure } from '#base';
import type { EntryId } from '#plugin';
import type { Program } from '#process';
import {
  after,
  type BrokenBar,
  type ChangeGuard,
  type ChangeSet,
  type GuardCheck,
  type Guarded,
  type GuardOptions,
  type GuardRequest,
  idOf,
  proposedId,
  type TakenBack,
  type Transaction,
  type Verdict,
  type Version,
  versionText,
  type Watched,
} from '#registry';
import type { ViewsOfNode } from '../views-of-node.ts';
import { check } from './checks.ts';
import { Consents, irreversible } from './consent.ts';
import { figuresOf, type NodeHealth } from './node-health.ts';
import { type Baseline, OpenWatch, type WatchStart } from './open-watch.ts';
import { GUARD, Settlement, type SettlementParts } from './settlement.ts';
import { takeBack } from './take-back.ts';

export interface GuardParts extends SettlementParts {
  readonly views: ViewsOfNode;
  readonly health: NodeHealth;
  /** The code of an entry, as it is in force. */
  readonly programOf: (entry: EntryId) => Pick<Program, 'hash'> | undefined;
  /** Without a history there is no way back. */
  readonly keepsHistory: boolean;
}

export class Guard implements ChangeGuard {
  readonly #parts: GuardParts;
  readonly consents: Consents;
  readonly #settlement: Settlement;
  readonly #open = new Map<OpenWatch, Watched>();

  constructor(parts: GuardParts) {
    this.#parts = parts;
    this.consents = new Consents(parts.clock);
    this.#settlement = new Settlement(parts);
  }

  async apply(request: GuardRequest): Promise<Guarded> {
    const { registry } = this.#parts;
    const { ops, author, message = '', options } = request;
    const base = request.base ?? registry.version.id;
    const checks = await this.#check(request);
    const bars = barsOf(options);
    let opened: OpenWatch | undefined;
    let start: WatchStart | undefined;
    const version = await registry.apply(ops, {
      author,
      message: message === '' ? options.reason : message,
      base,
      isCounted: true,
      guarding: {
        verdict: async (transaction) => {
          const all = [...checks, ...this.#consent(transaction, request)];
          const baselines = await this.#baselines(transaction);
          const { reason } = options;
          start = { author, reason, checks: all, bars, baselines, versions: [transaction.version] };
          return this.#watch(start).verdict({ state: 'watching' });
        },
        opened: (made, { ops: changed }) => {
          if (start !== undefined) opened = this.#begin(start, made, changed);
        },
      },
    });
    if (opened === undefined) throw new Error('a guarded change is in force and nobody watches it');
    const { until } = opened;
    this.#settlement.tell('guard.watch', version, {
      author,
      until: Math.round(until),
      entries: opened.entries,
    });
    return { version, settled: opened.settled };
  }

  /** The watches that are open, by the first version of each. */
  watches(): readonly { readonly version: number; readonly watch: OpenWatch }[] {
    return [...this.#open.keys()].map((watch) => ({ version: watch.version, watch }));
  }

  /** A person ends a watch before its time. Throws `NotFound`. */
  settle(version: number, how: 'keep' | 'take back', person: string): Promise<Verdict> {
    const watch = [...this.#open.keys()].find((each) => !each.isOver && each.versions.includes(version));
    if (watch === undefined)
      throw failure('NotFound', `version ${version} is not under watch`, { retryable: false });
    return how === 'keep' ? this.#keep(watch, person) : this.#takeBack(watch, [], person);
  }

  /** B1 for a version that is watched no more, or never was. Throws `NotFound`. */
  async takeBack(version: number, person: string): Promise<TakenBack> {
    const { registry } = this.#parts;
    const message = `takes back ${versionText({ id: version })}`;
    const taken = await takeBack(registry, [version], { author: person, message });
    return { ...taken, running: [] };
  }

  /** Gu5: at the start of a node, before any service runs. */
  async resume(): Promise<void> {
    const found = this.#parts.registry.versions.flatMap(({ id, verdict }) =>
      verdict?.state === 'watching' && verdict.watch.versions[0] === id ? [verdict] : [],
    );
    for (const verdict of found) {
      if (verdict.watch.paused === undefined) await this.#takeBackFound(verdict);
      else await this.#reopen(verdict, verdict.watch.paused);
    }
  }

  /** Gu5: at the end of a node. */
  async pause(): Promise<void> {
    for (const watch of [...this.#open.keys()]) {
      // One that is being settled is settled, or taken back at the next start.
      if (watch.isOver) continue;
      const paused = Math.round(watch.remaining);
      const verdict = await watch.verdict({ state: 'watching' });
      this.#close(watch);
      await this.#settlement.keep({ ...verdict, watch: { ...verdict.watch, paused } });
    }
  }

  /** Gu1. A refusal stands in the audit trail. */
  async #check(request: GuardRequest): Promise<GuardCheck[]> {
    const { registry, keepsHistory, publish } = this.#parts;
    const { ops, author, message = '', options, context } = request;
    const entries = ops.map(proposedId);
    try {
      registry.gate.enter(author);
      if (!keepsHistory) {
        const told = 'a guarded change needs a history, by which it can be taken back';
        throw failure('Unavailable', `${told} (registry.enable_history)`, { retryable: false });
      }
      return await check(this.#parts, ops, options, context);
    } catch (thrown) {
      const { kind, message: told, details } = toFailure(thrown);
      const refusal = { kind, message: told };
      const line = { actor: author, act: 'apply', outcome: 'refused', message, refusal } as const;
      await registry.record(line, entries);
      publish('guard.refuse', entries[0] ?? author, { author, entries, kind, message: told, details });
      throw thrown;
    }
  }

  /** B3. */
  #consent({ ops }: Transaction, { author, consentBy }: GuardRequest): GuardCheck[] {
    const entries = irreversible(ops, (kind) => this.#parts.registry.kinds.get(kind));
    if (entries.length === 0) return [];
    const person = consentBy ?? this.consents.use(ops, entries, author);
    const summary = `${person} agrees, though ${entries.join(', ')} cannot be taken back`;
    return [{ name: 'consent', outcome: 'passed', summary, details: [] }];
  }

  async #baselines({ ops, affected }: Transaction): Promise<Baseline[]> {
    const { health, registry } = this.#parts;
    const changed = ops.flatMap((op) => after(op)?.id ?? []);
    // Of what only names something that changes, code and services can do worse by it; data cannot.
    const runs = (id: EntryId) => {
      const kind = registry.graph.entries.get(id)?.kind ?? '';
      return this.#hashOf(id) !== '' || registry.kinds.get(kind)?.isSupervised === true;
    };
    const entries = [...changed, ...affected.filter(runs)];
    if (entries.length === 0) return [];
    const from = await health.snapshot(entries);
    return entries.map((entry) => {
      const hash = this.#hashOf(entry);
      const before = figuresOf({ entry, hash, to: from });
      return { entry, hash, before, countedFor: health.age, from };
    });
  }

  #hashOf(entry: EntryId): string {
    return this.#parts.programOf(entry)?.hash ?? '';
  }

  #watch(start: WatchStart): OpenWatch {
    const { clock, health, log } = this.#parts;
    return new OpenWatch(start, {
      clock,
      health,
      hashOf: (entry) => this.#hashOf(entry),
      done: (watch, broken) => {
        const settling = broken.length > 0 ? this.#takeBack(watch, broken, GUARD) : this.#keep(watch, GUARD);
        settling.catch((thrown: unknown) => log.error('a watch could not be settled', { error: thrown }));
      },
      failed: (thrown) => log.error('a watch could not look', { error: thrown }),
    });
  }

  /** Gu2, B4. */
  #begin(start: WatchStart, { id }: Version, ops: ChangeSet): OpenWatch {
    const entries = [...start.baselines.map(({ entry }) => entry), ...ops.map(idOf)];
    const known = this.#joined(entries);
    if (known !== undefined) {
      known.extend(id, [], start);
      this.#register(known, [...entries, ...known.entries]);
      this.#judgeSoon(known);
      return known;
    }
    const watch = this.#watch(start);
    this.#register(watch, entries);
    watch.begin();
    return watch;
  }

  /** The watch of some of these entries. Several of them become one. */
  #joined(entries: readonly EntryId[]): OpenWatch | undefined {
    const { gate } = this.#parts.registry;
    const [first, ...others] = [...this.#open]
      .filter(([, watched]) => entries.some((entry) => gate.watcherOf(entry) === watched))
      .map(([watch]) => watch);
    for (const other of others) {
      first?.absorb(other);
      this.#close(other);
    }
    return first;
  }

  /** B4: their author changed some of the entries. */
  #extend({ id }: Version, changes: ChangeSet): void {
    const entries = changes.map(idOf);
    const watch = this.#joined(entries);
    if (watch === undefined || watch.versions.includes(id)) return;
    watch.extend(id, entries);
    this.#register(watch, [...entries, ...watch.entries]);
    this.#judgeSoon(watch);
  }

  #register(watch: OpenWatch, entries: readonly EntryId[]): void {
    const { gate } = this.#parts.registry;
    const before = this.#open.get(watch);
    const watched: Watched = {
      author: watch.author,
      version: watch.version,
      get until() {
        return Math.round(watch.until);
      },
      extended: (version, changes) => this.#extend(version, changes),
    };
    if (before !== undefined) gate.release(before);
    this.#open.set(watch, watched);
    gate.watch(entries, watched);
  }

  /** The versions of a watch say that they are watched, once the registry has its hands free. */
  #judgeSoon(watch: OpenWatch): void {
    const { log } = this.#parts;
    watch
      .verdict({ state: 'watching' })
      .then((verdict) => (watch.isOver ? undefined : this.#settlement.keep(verdict)))
      .catch((thrown: unknown) => log.error('a verdict could not be kept', { error: thrown }));
  }

  #close(watch: OpenWatch): void {
    watch.end();
    const watched = this.#open.get(watch);
    this.#open.delete(watch);
    if (watched !== undefined) this.#parts.registry.gate.release(watched);
  }

  async #keep(watch: OpenWatch, settledBy: string): Promise<Verdict> {
    watch.end();
    const verdict = await watch.verdict({ state: 'kept', ...this.#settlement.by(settledBy) });
    this.#close(watch);
    await this.#settlement.finish(verdict);
    watch.finish(verdict);
    return verdict;
  }

  /** Gu3. Others stay away from the entries until it is done. */
  async #takeBack(watch: OpenWatch, broken: readonly BrokenBar[], settledBy: string): Promise<Verdict> {
    watch.end();
    const by = this.#settlement.by(settledBy);
    const found = await watch.verdict({ state: 'taken back', broken, ...by });
    const verdict = await this.#settlement.undo(found, watch.programs);
    this.#close(watch);
    await this.#settlement.finish(verdict);
    watch.finish(verdict);
    return verdict;
  }

  /** Its node ended while it was watched. What its author added to it then was perhaps not yet noted. */
  async #takeBackFound(verdict: Verdict): Promise<void> {
    const versions = await this.#withAdditions(verdict);
    const watch = { ...verdict.watch, versions };
    const summary = 'the node ended while the change was watched';
    const found: Verdict = { ...verdict, watch, state: 'taken back', summary, ...this.#settlement.by(GUARD) };
    await this.#settlement.finish(await this.#settlement.undo(found, new Set()));
  }

  async #withAdditions({ author, watch }: Verdict): Promise<number[]> {
    const { registry } = this.#parts;
    const versions = [...watch.versions];
    const last = Math.max(...versions);
    const entries = new Set(watch.entries);
    for (const { id, author: by } of registry.versions) {
      if (id <= last || by !== author) continue;
      if ((await registry.changesOf(id)).some((op) => entries.has(idOf(op)))) versions.push(id);
    }
    return versions;
  }

  async #reopen(verdict: Verdict, remaining: number): Promise<void> {
    const {
      author,
      reason,
      checks,
      watch: { bars, versions, entries },
      health,
    } = verdict;
    const from = await this.#parts.health.snapshot(entries);
    const known = new Map(health.map((each) => [each.entry, each]));
    const baselines = entries.map((entry): Baseline => {
      const before = known.get(entry);
      const hash = before?.programs.before ?? '';
      // How long it was counted nobody knows any more; the window is the least that it can have been.
      return {
        entry,
        hash,
        before: before?.before ?? figuresOf({ entry, hash: '', to: from }),
        countedFor: bars.window,
        from,
      };
    });
    const watch = this.#watch({ author, reason, checks, bars, baselines, versions, remaining });
    this.#register(watch, entries);
    watch.begin();
    await this.#settlement.keep(await watch.verdict({ state: 'watching' }));
  }
}

function barsOf({ window, error_rate, restarts, latency_ratio, min_calls }: GuardOptions) {
  return { window, error_rate, restarts, latency_ratio, min_calls };
}
