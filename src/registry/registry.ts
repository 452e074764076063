/**
 * The registry: the current state of all entries, and the one way to change it.
 *
 *   R1  A change set is applied whole or not at all. Whoever refuses (a schema, a reference, a
 *       participant), everything stays as it was, and the version too.
 *   R2  Changes are applied one after the other, in the order they were asked for.
 *   R3  A change set that was made for an older version is refused with `Conflict` when it touches what
 *       changed since.
 *   R4  Entries that no change touches are the same objects before and after.
 *   R5  `apply` resolves when the change is in force and its version is published.
 */
import { type Clock, failure, type Log, silentLog, toFailure } from '#base';
import type { Change, EntryId } from '#plugin';
import { type Act, type AuditLine, auditLine } from './audit.ts';
import { type ChangeSet, difference, type Entries, idOf } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import { EntryGraph } from './entry-graph.ts';
import { Finder } from './find.ts';
import { Gate } from './gate.ts';
import type { Guarding } from './guarding.ts';
import { changesBetween, type History, MemoryHistory } from './history.ts';
import type { KindTable } from './kind-table.ts';
import type { EntryProblem } from './link.ts';
import { overlap, type ProposedOp, resolveProposal } from './proposal.ts';
import { References } from './references.ts';
import {
  entryEvents,
  type RegistryEvent,
  type RegistryListener,
  transactionEvent,
} from './registry-event.ts';
import { makeTransaction, type Participant, prepareAll, type Transaction } from './transaction.ts';
import { validateEntries } from './validate.ts';
import type { Verdict } from './verdict.ts';
import { type Version, versionText } from './version.ts';
import { View } from './view.ts';

export interface RegistryOptions {
  readonly kinds: KindTable;
  readonly clock: Clock;
  readonly history?: History;
  readonly finder?: Finder;
  readonly log?: Log;
  /** How long a participant may take to prepare, in milliseconds. */
  readonly patience?: number;
  /** Who may change what; without it everybody everything, as far as the policy goes. */
  readonly gate?: Gate;
}

export interface ApplyOptions {
  readonly author: string;
  readonly message?: string;
  /** R3: the version that the change set was made for; the current one if left out. */
  readonly base?: number;
  /** For the audit trail and the gate; `apply`, or for known changes `files`, when it is left out. */
  readonly act?: Act;
  /** The attempt was counted before, when its checks began (Gt1). */
  readonly isCounted?: boolean;
  readonly guarding?: Guarding;
}

interface State {
  readonly version: Version;
  readonly graph: EntryGraph;
}

const keptStates = 16;

export class Registry {
  readonly kinds: KindTable;
  readonly gate: Gate;
  readonly #clock: Clock;
  readonly #history: History;
  readonly #finder: Finder;
  readonly #log: Log;
  readonly #patience: number;
  readonly #references: References;
  readonly #participants: Participant[] = [];
  readonly #listeners = new Set<RegistryListener>();
  /** States of other versions that were asked for; they can be made again from the history. */
  readonly #states = new Map<number, State>();
  #current: State;
  #last: Promise<unknown> = Promise.resolve();
  /** Of the last line of the audit trail. */
  #serial = 0;

  constructor(options: RegistryOptions) {
    this.kinds = options.kinds;
    this.#clock = options.clock;
    this.gate = options.gate ?? new Gate({ clock: options.clock });
    this.#history = options.history ?? new MemoryHistory();
    this.#finder = options.finder ?? new Finder();
    this.#log = options.log ?? silentLog;
    this.#patience = options.patience ?? 30_000;
    this.#references = new References(options.kinds);
    const nothing: Version = { id: 0, parent: undefined, author: '', time: 0, message: '', changes: [] };
    this.#current = { version: nothing, graph: this.#graph(new Map()) };
  }

  /** The current state as it moves. */
  view(): View {
    return new View(this, this.#finder);
  }

  get version(): Version {
    return this.#current.version;
  }

  get graph(): EntryGraph {
    return this.#current.graph;
  }

  /** Oldest first. */
  get versions(): readonly Version[] {
    return this.#history.versions;
  }

  findVersion(id: number): Version | undefined {
    return this.#history.get(id);
  }

  /** The state of a version, fixed. Throws `NotFound`. */
  viewAt(id: number): View {
    return new View(this.#stateAt(id), this.#finder);
  }

  /** Takes part in every change from now on, after those who came before. */
  join(participant: Participant): void {
    this.#participants.push(participant);
  }

  /** Ends with the call of what it returns. */
  watch(listener: RegistryListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The state in which the registry begins: version 0. The entries were validated by the loader.
   * Participants prepare and commit them like any other change; there are no events.
   */
  load(entries: Entries, message = 'loaded'): Promise<Version> {
    return this.#inTurn(async () => {
      const changes = [...entries.values()].map((entry) => ({ type: 'create' as const, entry }));
      const graph = this.#graph(entries);
      const id = this.#history.nextId;
      const transaction = makeTransaction(changes, id, this.#current.graph, graph);
      const prepared = await prepareAll(this.#participants, transaction, this.#clock, this.#patience);
      const version = this.#newVersion(id, undefined, [], { author: 'loader', message });
      await this.#history.append(version);
      this.#serial = (await this.#history.recorded(1)).at(-1)?.serial ?? 0;
      this.#commit({ version, graph }, prepared);
      return version;
    });
  }

  /** R1. Throws the failure of whoever refused. */
  apply(ops: readonly ProposedOp[], options: ApplyOptions): Promise<Version> {
    return this.#attempt('apply', options, ops.map(proposedId), async () => {
      if (ops.length === 0) throw failure('Invalid', 'there are no changes to apply', { retryable: false });
      const id = this.#history.nextId;
      const origin = { type: 'live', version: id, author: options.author } as const;
      this.#refuseModules(ops);
      const changes = resolveProposal(ops, this.#current.graph.entries, origin);
      this.#refuseStale(changes, options.base);
      return this.#publish(changes, id, { act: 'apply', ...options });
    });
  }

  /** The same for a change set that is known to fit the current state: the difference of two loadings, an inverse. */
  applyChanges(changes: ChangeSet, options: ApplyOptions): Promise<Version> {
    return this.#attempt('files', options, changes.map(idOf), async () => {
      this.#refuseStale(changes, options.base);
      return this.#publish(changes, this.#history.nextId, options);
    });
  }

  /**
   * A state that is published nowhere: a version with changes laid over it. They are checked as if they were to be applied,
   * and `prepare` makes ready what runs them; nothing is committed.
   */
  lay<T>(
    ops: readonly ProposedOp[],
    prepare: (transaction: Transaction) => Promise<T>,
    base?: number,
  ): Promise<{ readonly view: View; readonly prepared: T }> {
    return this.#inTurn(async () => {
      const { version, graph: before } = this.#current;
      const state = this.#stateAt(base ?? version.id);
      const origin = { type: 'live', version: state.version.id, author: 'a view' } as const;
      this.#refuseModules(ops);
      const changes = resolveProposal(ops, state.graph.entries, origin);
      const graph = changes.length === 0 ? state.graph : state.graph.next(changes);
      const transaction = makeTransaction(
        difference(before.entries, graph.entries),
        state.version.id,
        before,
        graph,
      );
      this.#validate(transaction);
      const prepared = await prepare(transaction);
      return { view: new View({ version: state.version, graph }, this.#finder), prepared };
    });
  }

  /** Goes back or forth to a version, which is the current one then; no version is added. */
  applyVersion(id: number, options: ApplyOptions = { author: '' }): Promise<Version> {
    return this.#attempt('move', options, [], async () => {
      const target = this.#stateAt(id);
      const changes = changesBetween(this.#history, this.#current.version, target.version);
      const move = { act: 'move', ...options } as const;
      return this.#transact(changes, target.version, move, (version) => this.#history.move(version));
    });
  }

  /** Keeps what a guard found out about a version, in place of what it had. */
  async judge(id: number, verdict: Verdict): Promise<void> {
    await this.#inTurn(async () => this.#history.judge(id, verdict));
    const { version, graph } = this.#current;
    if (version.id === id) this.#current = { version: { ...version, verdict }, graph };
  }

  /** The latest lines of the audit trail, oldest first. */
  async audit(most: number): Promise<readonly AuditLine[]> {
    return this.#history.recorded(most);
  }

  /** Adds a line to the audit trail. What cannot be kept is a matter of the log. */
  async record(
    line: Omit<AuditLine, 'serial' | 'time' | 'entries' | 'count'>,
    entries: readonly EntryId[],
  ): Promise<void> {
    try {
      await this.#history.record(auditLine({ ...line, time: this.#clock.now() }, ++this.#serial, entries));
    } catch (cause) {
      this.#log.error('a line of the audit trail could not be kept', { act: line.act, cause });
    }
  }

  /** Whatever becomes of it stands in the audit trail. */
  async #attempt(
    act: Act,
    options: ApplyOptions,
    entries: readonly EntryId[],
    run: () => Promise<Version>,
  ): Promise<Version> {
    const line = { actor: options.author, act: options.act ?? act, message: options.message ?? '' };
    try {
      const version = await this.#inTurn(async () => {
        if (line.act !== 'files' && line.act !== 'take back' && options.isCounted !== true)
          this.gate.enter(options.author);
        return run();
      });
      await this.record({ ...line, outcome: 'done', version: version.id }, entries);
      return version;
    } catch (thrown) {
      const { kind, message } = toFailure(thrown);
      await this.record({ ...line, outcome: 'refused', refusal: { kind, message } }, entries);
      throw thrown;
    }
  }

  async #publish(changes: ChangeSet, id: number, options: ApplyOptions): Promise<Version> {
    const version = this.#newVersion(id, this.#current.version.id, changes, options);
    return this.#transact(changes, version, { act: 'files', ...options }, (made) =>
      this.#history.append(made),
    );
  }

  /** Validate, prepare, keep, commit, tell. Gives the version as it was kept. */
  async #transact(
    changes: ChangeSet,
    target: Version,
    { act = 'apply', author, guarding }: ApplyOptions,
    keep: (version: Version) => void | Promise<void>,
  ): Promise<Version> {
    const { graph: before } = this.#current;
    const graph = changes.length === 0 ? before : before.next(changes);
    const transaction = makeTransaction(changes, target.id, before, graph);
    const passage = { act, author, changes, watches: guarding === undefined ? [] : transaction.affected };
    this.gate.admit(passage);
    let version = target;
    this.#tell([transactionEvent('registry.begin', version.id)]);
    let prepared: readonly Change[] = [];
    try {
      this.#validate(transaction);
      prepared = await prepareAll(this.#participants, transaction, this.#clock, this.#patience);
      if (guarding !== undefined) version = { ...target, verdict: await guarding.verdict(transaction) };
      await keep(version);
    } catch (refusal) {
      for (const change of prepared.toReversed()) change.discard?.();
      this.#tell([transactionEvent('registry.discard', version.id)]);
      throw refusal;
    }
    this.#commit({ version, graph }, prepared);
    this.gate.passed(passage, version);
    guarding?.opened(version, transaction);
    this.#tell([...entryEvents(transaction.ops), transactionEvent('registry.commit', version.id)]);
    return version;
  }

  /** Those who changed, and those who name something that changed. */
  #validate({ ops, before, after }: Transaction): void {
    const ids = new Set<EntryId>();
    for (const op of ops) {
      if (op.type !== 'delete') ids.add(op.entry.id);
      const isOther = op.type === 'delete' || (op.type === 'update' && op.entry.kind !== op.previous.kind);
      if (isOther) for (const dependent of before.dependents(idOf(op))) ids.add(dependent);
    }
    const problems = validateEntries({ graph: after, ids });
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw refusal(errors);
    for (const { id, message } of problems) this.#log.warn(`${id}: ${message}`, { entry: id });
  }

  #commit(state: State, prepared: readonly Change[]): void {
    this.#states.set(this.#current.version.id, this.#current);
    this.#trimStates();
    this.#current = state;
    for (const change of prepared) {
      try {
        change.commit();
      } catch (cause) {
        // A commit cannot fail. If one does, it is a bug of its own and must not keep the others from theirs.
        this.#log.error('the commit of a change failed', { version: versionText(state.version), cause });
      }
    }
  }

  #stateAt(id: number): State {
    const { version } = this.#current;
    if (version.id === id && this.#history.get(id) !== undefined) return this.#current;
    const target = this.#history.get(id);
    if (target === undefined) throw failure('NotFound', `there is no version ${id}`, { retryable: false });
    const known = this.#states.get(id);
    if (known !== undefined) return known;
    const changes = changesBetween(this.#history, version, target);
    const state = { version: target, graph: this.#current.graph.next(changes) };
    this.#states.set(id, state);
    this.#trimStates();
    return state;
  }

  #trimStates(): void {
    for (const id of this.#states.keys()) {
      if (this.#states.size <= keptStates) return;
      this.#states.delete(id);
    }
  }

  /** R3. */
  #refuseStale(changes: ChangeSet, base: number | undefined): void {
    const { version } = this.#current;
    if (base === undefined || base === version.id) return;
    const since = changesBetween(this.#history, this.#stateAt(base).version, version);
    const touched = overlap(since, changes);
    if (touched.length === 0) return;
    const message = `${touched.join(', ')} changed since version ${base}; read again and apply to version ${version.id}`;
    throw failure('Conflict', message, {
      retryable: true,
      details: { base, current: version.id, entries: touched },
    });
  }

  /** Mounting a module means to load and link it, which happens when an application starts. */
  #refuseModules(ops: readonly ProposedOp[]): void {
    for (const op of ops) {
      const id = proposedId(op);
      const kind = op.type === 'delete' ? this.#current.graph.entries.get(id)?.kind : op.entry.kind;
      if (kind !== 'ns.dependency' && kind !== 'ns.requirement') continue;
      const message = `${id}: a ${kind} can only be changed in the files of the application`;
      throw failure('Unavailable', message, { retryable: false });
    }
  }

  #newVersion(id: number, parent: number | undefined, changes: ChangeSet, options: ApplyOptions): Version {
    const { author, message = '' } = options;
    return { id, parent, author, time: this.#clock.now(), message, changes };
  }

  #graph(entries: ReadonlyMap<EntryId, StoredEntry>): EntryGraph {
    return new EntryGraph(entries, this.kinds, this.#references);
  }

  /** R2. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run, run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #tell(events: readonly RegistryEvent[]): void {
    for (const event of events) {
      for (const listener of this.#listeners) {
        try {
          listener(event);
        } catch (cause) {
          this.#log.error('a listener of the registry failed', { event: event.kind, cause });
        }
      }
    }
  }
}

function proposedId(op: ProposedOp): EntryId {
  return op.type === 'delete' ? op.id : op.entry.id;
}

function refusal(problems: readonly EntryProblem[]): Error {
  const messages = problems.map(({ id, message }) => `${id}: ${message}`);
  const details = problems.map(({ id, path, message }) => ({ id, path: path.join('.'), message }));
  return failure('Invalid', messages.join('; '), { retryable: false, details: { problems: details } });
}
