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
 *   R6  A version is in force only when the history has it.
 */
import { type Clock, failure, type Log, silentLog } from '#base';
import type { Change, EntryId, ProvidedEntry } from '#plugin';
import type { Act, AuditLine } from './audit.ts';
import { AuditTrail, type NewLine } from './audit-trail.ts';
import { applyOps, type ChangeSet, difference, type Entries, idOf } from './change-set.ts';
import type { EntryGraph } from './entry-graph.ts';
import { Finder } from './find.ts';
import { Gate } from './gate.ts';
import { type Agreements, type Head, type History, MemoryHistory, type Step } from './history.ts';
import type { KindTable } from './kind-table.ts';
import { KnownFiles } from './known-files.ts';
import type { EntryProblem } from './link.ts';
import type { Move } from './move.ts';
import type { FileState, Overlay } from './overlay.ts';
import { type ProposedOp, proposedId, refuseModules, resolveProposal } from './proposal.ts';
import { broughtBy } from './provided.ts';
import type { EntryConflict } from './reconcile.ts';
import { References } from './references.ts';
import { publishedEvents, type RegistryListener, refusedEvents, transactionEvent } from './registry-event.ts';
import type {
  ApplyOptions,
  Followed,
  FollowOptions,
  RegistryOptions,
  StartOptions,
} from './registry-options.ts';
import {
  type Content,
  contentOf,
  nextContent,
  OtherStates,
  type State,
  withOrigins,
} from './registry-state.ts';
import { RegistryWatchers } from './registry-watchers.ts';
import {
  makeTransaction,
  ownProblems,
  type Participant,
  prepareAll,
  type Transaction,
} from './transaction.ts';
import { idsConcerned, validateEntries, withoutErrors } from './validate.ts';
import type { Verdict } from './verdict.ts';
import { type Version, versionText } from './version.ts';
import { changesBetween, refuseStale } from './version-path.ts';
import { View } from './view.ts';

export class Registry {
  readonly kinds: KindTable;
  readonly gate: Gate;
  readonly #clock: Clock;
  readonly #history: History;
  readonly #finder: Finder;
  readonly #log: Log;
  readonly #patience: number;
  readonly #references: References;
  readonly #provided: readonly ProvidedEntry[];
  readonly #participants: Participant[] = [];
  readonly #watchers: RegistryWatchers;
  readonly #others: OtherStates;
  readonly #trail: AuditTrail;
  #files: KnownFiles;
  #current: State;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: RegistryOptions) {
    this.kinds = options.kinds;
    this.#clock = options.clock;
    this.gate = options.gate ?? new Gate({ clock: options.clock });
    this.#history = options.history ?? new MemoryHistory();
    this.#others = new OtherStates(this.#history);
    this.#finder = options.finder ?? new Finder();
    this.#log = options.log ?? silentLog;
    this.#watchers = new RegistryWatchers(this.#log);
    this.#trail = new AuditTrail(this.#history, this.#clock, this.#log);
    this.#patience = options.patience ?? 30_000;
    this.#references = new References(options.kinds);
    this.#provided = options.provided ?? [];
    const nothing: Version = { id: 0, parent: undefined, author: '', time: 0, message: '' };
    this.#files = KnownFiles.of({ entries: new Map(), overridden: new Map() });
    this.#current = { version: nothing, ...this.#content(new Map(), this.#files.overlay) };
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

  /** What changed from a version's parent to it. Throws `NotFound`. */
  async changesOf(id: number): Promise<ChangeSet> {
    return this.#history.changes(this.#versionAt(id).id);
  }

  /** What leads from one version to another, as it is written. Throws `NotFound`. */
  async difference(from: number, to: number): Promise<ChangeSet> {
    return changesBetween(this.#history, this.#versionAt(from), this.#versionAt(to));
  }

  /** The state of a version, fixed. Throws `NotFound`. */
  async viewAt(id: number): Promise<View> {
    return new View(await this.#stateAt(id), this.#finder);
  }

  /** Entries that were changed both in the files and live since both last agreed (O4). */
  get conflicts(): readonly EntryConflict[] {
    return this.conflictsWith();
  }

  /** The same for files as they are now, in place of those that were followed last. */
  conflictsWith(given?: FileState): readonly EntryConflict[] {
    const files = given === undefined ? this.#files : this.#files.reread(given);
    return files.reconcile(this.#current.stored, 'live').conflicts;
  }

  /** What leads from the files to what is in force, as it is written. */
  get liveChanges(): ChangeSet {
    return difference(this.#files.written, this.#current.stored);
  }

  /** Takes part in every change from now on, after those who came before. */
  join(participant: Participant): void {
    this.#participants.push(participant);
  }

  /** Ends with the call of what it returns. */
  watch(listener: RegistryListener): () => void {
    return this.#watchers.add(listener);
  }

  /** A start without anything laid over the entries. */
  async load(entries: Entries, message = 'loaded'): Promise<Version> {
    return (await this.start({ entries, overridden: new Map() }, { message })).version;
  }

  /**
   * The state in which the registry begins: version 0 of a new history, otherwise where it stands (O3), and what the
   * files changed since. The entries were validated by the loader. Participants prepare and commit them like any other
   * change; there are no events.
   */
  start(files: FileState, options: StartOptions = {}): Promise<Followed> {
    return this.#inTurn(async () => {
      const { head } = this.#history;
      const { version, content, step, known, changes, conflicts } =
        head === undefined ? this.#beginning(files, options) : this.#resumption(head, files, options);
      const creates = [...content.graph.entries.values()].map((entry) => ({
        type: 'create' as const,
        entry,
      }));
      const transaction = makeTransaction(creates, version.id, this.#current.graph, content.graph);
      const prepared = await prepareAll(this.#participants, transaction, this.#clock, this.#patience);
      try {
        await this.#keep(step);
      } catch (refusal) {
        for (const change of prepared.toReversed()) change.discard?.();
        throw refusal;
      }
      this.#files = known;
      this.#commit({ version, ...content }, prepared);
      return { version, changes, conflicts };
    });
  }

  #beginning(files: FileState, { message = 'loaded' }: StartOptions) {
    const known = KnownFiles.of(files);
    const version = this.#newVersion(this.#history.nextId, undefined, { author: 'loader', message });
    const content = this.#content(known.written, known.overlay);
    const step: Step = { type: 'begin', version, entries: new Map(known.written) };
    return { version, content, step, known, changes: [], conflicts: [] };
  }

  #resumption(head: Head, given: FileState, { onConflict = 'live', followsFiles = true }: StartOptions) {
    const before = KnownFiles.of(given, head.agreed);
    const found = before.reconcile(head.entries, followsFiles ? onConflict : 'live');
    const { changes, agreed, files } = followsFiles
      ? found
      : { changes: [], agreed: new Map(), files: before };
    const stored = withOrigins(applyOps(head.entries, changes), files.written);
    const content = this.#content(stored, files.overlay);
    // The loader has looked at the files, and at nothing else.
    const isMixed = followsFiles && difference(files.written, stored).length > 0;
    if (isMixed) this.#refuse(validateEntries({ graph: content.graph }));
    const { version, step } = this.#followed(head.version, changes, agreed);
    return { version, content, step, known: files, changes, conflicts: found.conflicts };
  }

  /** The version that changes of the files make, and what is to be written. */
  #followed(current: Version, changes: ChangeSet, agreed: Agreements, isNew = changes.length > 0) {
    const options = { author: 'files', message: 'the files changed' };
    const version = isNew ? this.#newVersion(this.#history.nextId, current.id, options) : current;
    const agreement: Step | undefined = agreed.size > 0 ? { type: 'agree', agreed } : undefined;
    const step: Step | undefined = isNew ? { type: 'append', version, changes, agreed } : agreement;
    return { version, step };
  }

  /**
   * Follows the files: what they changed since they were read last becomes a version, unless it is nothing (O2, O4).
   * The entries were validated by the loader.
   */
  follow(given: FileState, { onConflict = 'live' }: FollowOptions = {}): Promise<Followed> {
    return this.#inTurn(async () => {
      const { version: current, stored } = this.#current;
      const reread = this.#files.reread(given);
      const { changes, agreed, conflicts, files } = reread.reconcile(stored, onConflict);
      const relaid = [...this.#files.overlay.ids(), ...files.overlay.ids()];
      const { ops } = nextContent(this.#current, changes, files.overlay, relaid);
      const isNew = ops.length > 0 || changes.length > 0;
      const { version, step } = this.#followed(current, changes, agreed, isNew);
      const line = { actor: 'files', act: 'files', message: version.message } as const;
      const move = {
        version,
        changes,
        step,
        files,
        relaid,
        options: { author: 'files', act: 'files' },
      } as const;
      if (isNew) await this.#trail.attempt(line, ops.map(idOf), () => this.#transact(move));
      else {
        await this.#keep(step);
        this.#files = files;
      }
      this.#refreshOrigins();
      return { version, changes, conflicts };
    });
  }

  /**
   * Settles in what files and registry differ (O4): the entry becomes what the files say, or stays as it is live and
   * what the files say is known from then on. Throws `Invalid` when there is nothing to settle.
   */
  take(side: 'files' | 'live', id: EntryId, options: Omit<ApplyOptions, 'base'>): Promise<Version> {
    return this.#attempt('take', options, [id], async () => {
      const { changes, agreed, files } = this.#files.take(side, id, this.#current.stored);
      if (changes.length > 0) return this.#publish(changes, { act: 'take', ...options }, files, agreed);
      await this.#keep({ type: 'agree', agreed });
      this.#files = files;
      return this.#current.version;
    });
  }

  /** Keeps what a guard found out about a version, in place of what it had. Throws `NotFound`. */
  judge(id: number, verdict: Verdict): Promise<void> {
    return this.#inTurn(async () => {
      this.#versionAt(id);
      await this.#keep({ type: 'judge', id, verdict });
      if (this.#current.version.id === id) this.#current = { ...this.#current, version: this.#versionAt(id) };
    });
  }

  /** The latest lines of the audit trail, oldest first. */
  async audit(most: number): Promise<readonly AuditLine[]> {
    return this.#history.recorded(most);
  }

  /** Adds a line to the audit trail. */
  record(line: NewLine, entries: readonly EntryId[]): Promise<void> {
    return this.#trail.record(line, entries);
  }

  /** R1. Throws the failure of whoever refused. */
  apply(ops: readonly ProposedOp[], options: ApplyOptions): Promise<Version> {
    return this.#attempt('apply', options, ops.map(proposedId), async () => {
      if (ops.length === 0) throw failure('Invalid', 'there are no changes to apply', { retryable: false });
      refuseModules(ops, this.#current.graph.entries);
      await this.#bring(ops);
      const origin = { type: 'live', version: this.#history.nextId, author: options.author } as const;
      const { overlay } = this.#files;
      // Also what somebody else has made the same meanwhile: two who count up must not count once.
      await this.refuseStale(ops.map(proposedId), options.base);
      const changes = resolveProposal(ops, this.#current.stored, { origin, overlay });
      return this.#publish(changes, { act: 'apply', ...options });
    });
  }

  /** The same for a change set that is known to fit the current state: an inverse, the difference of two versions. */
  applyChanges(changes: ChangeSet, options: ApplyOptions): Promise<Version> {
    return this.#attempt('files', options, changes.map(idOf), async () => {
      await this.refuseStale(changes.map(idOf), options.base);
      return this.#publish(changes, { act: 'files', ...options });
    });
  }

  /**
   * A state that is published nowhere: a version with changes laid over it. They are checked as if they were to be applied,
   * and `prepare` makes ready what runs them; nothing is committed.
   */
  lay<T>(
    ops: readonly ProposedOp[],
    prepare: (transaction: Transaction, participants: readonly Participant[]) => Promise<T>,
    base?: number,
  ): Promise<{ readonly view: View; readonly prepared: T }> {
    return this.#inTurn(async () => {
      const { version, graph: before } = this.#current;
      const state = await this.#stateAt(base ?? version.id);
      const origin = { type: 'live', version: state.version.id, author: 'a view' } as const;
      refuseModules(ops, this.#current.graph.entries);
      const { overlay } = this.#files;
      const proposed = resolveProposal(ops, state.stored, { origin, overlay });
      const changes = [...broughtBy(ops, this.#provided, state.stored, origin), ...proposed];
      const { graph } = nextContent(state, changes, overlay).content;
      const laid = difference(before.entries, graph.entries);
      const transaction = makeTransaction(laid, state.version.id, before, graph);
      this.#validate(transaction);
      const prepared = await prepare(transaction, this.#participants);
      return { view: new View({ version: state.version, graph }, this.#finder), prepared };
    });
  }

  /** Goes back or forth to a version, which is the current one then; no version is added. */
  applyVersion(id: number, options: ApplyOptions = { author: '' }): Promise<Version> {
    return this.#attempt('move', options, [], async () => {
      const version = this.#versionAt(id);
      const changes = await changesBetween(this.#history, this.#current.version, version);
      const step: Step = { type: 'move', to: id, changes };
      const move = { act: 'move', ...options } as const;
      return this.#transact({ version, changes, step, files: this.#files, options: move });
    });
  }

  /** Ends what the history holds; nothing can be changed any more. */
  async close(): Promise<void> {
    await this.#history.close();
  }

  /** What the runtime brings along has a version of its own: taking back the change that named it first takes it from nobody. */
  async #bring(ops: readonly ProposedOp[]): Promise<void> {
    const author = 'runtime';
    const origin = { type: 'live', version: this.#history.nextId, author } as const;
    const changes = broughtBy(ops, this.#provided, this.#current.stored, origin);
    if (changes.length === 0) return;
    const message = `brings ${changes.map(idOf).join(', ')}`;
    await this.#publish(changes, { act: 'apply', author, message });
  }

  async #publish(
    changes: ChangeSet,
    options: ApplyOptions,
    files = this.#files,
    agreed: Agreements = new Map(),
  ): Promise<Version> {
    const version = this.#newVersion(this.#history.nextId, this.#current.version.id, options);
    const step: Step = { type: 'append', version, changes, agreed };
    return this.#transact({ version, changes, step, files, options });
  }

  /** Whatever becomes of it stands in the audit trail. */
  #attempt(
    usual: Act,
    options: ApplyOptions,
    entries: readonly EntryId[],
    run: () => Promise<Version>,
  ): Promise<Version> {
    const { author, act = usual, message = '', isCounted = false } = options;
    return this.#trail.attempt({ actor: author, act, message }, entries, () =>
      this.#inTurn(async () => {
        if (act !== 'files' && act !== 'take back' && !isCounted) this.gate.enter(author);
        return run();
      }),
    );
  }

  /** Validate, prepare, keep, commit, tell. Gives the version as it was kept. */
  async #transact({ version: target, changes, step, files, relaid, options }: Move): Promise<Version> {
    const { act = 'apply', author, guarding } = options;
    const { graph: before } = this.#current;
    const { content, ops } = nextContent(this.#current, changes, files.overlay, relaid);
    const transaction = makeTransaction(ops, target.id, before, content.graph);
    const passage = {
      act,
      author,
      changes: ops,
      watches: guarding === undefined ? [] : transaction.affected,
    };
    this.gate.admit(passage);
    let version = target;
    this.#watchers.tell([transactionEvent('registry.begin', version.id)]);
    let prepared: readonly Change[] = [];
    try {
      this.#validate(transaction);
      prepared = await prepareAll(this.#participants, transaction, this.#clock, this.#patience);
      if (guarding !== undefined) version = { ...target, verdict: await guarding.verdict(transaction) };
      await this.#keep(step?.type === 'append' ? { ...step, version } : step);
    } catch (refusal) {
      for (const change of prepared.toReversed()) change.discard?.();
      this.#watchers.tell(refusedEvents(ops, refusal, version.id));
      throw refusal;
    }
    if (files.overlay !== this.#files.overlay) this.#others.forget();
    else this.#others.keep(this.#current);
    this.#files = files;
    this.#commit({ version, ...content }, prepared);
    this.gate.passed(passage, version);
    guarding?.opened(version, transaction);
    this.#watchers.tell(publishedEvents(transaction.ops, version.id));
    return version;
  }

  /** R6. */
  async #keep(step: Step | undefined): Promise<void> {
    if (step !== undefined) await this.#history.write(step);
  }

  /** Those who changed, and those who name something that changed. */
  #validate({ ops, before, after }: Transaction): void {
    const ids = idsConcerned(ops, before);
    this.#refuse([...validateEntries({ graph: after, ids }), ...ownProblems(this.#participants, ops)]);
  }

  #refuse(problems: readonly EntryProblem[]): void {
    for (const { id, message } of withoutErrors(problems)) this.#log.warn(`${id}: ${message}`, { entry: id });
  }

  #commit(state: State, prepared: readonly Change[]): void {
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

  #versionAt(id: number): Version {
    const found = this.#history.get(id);
    if (found === undefined) throw failure('NotFound', `there is no version ${id}`, { retryable: false });
    return found;
  }

  #stateAt(id: number): Promise<State> {
    return this.#others.at(id, this.#current, this.#files.overlay);
  }

  #content(stored: Entries, overlay: Overlay): Content {
    return contentOf(stored, overlay, this.kinds, this.#references);
  }

  /** Entries that are as the files say stand where the files say. */
  #refreshOrigins(): void {
    const { stored, graph, version } = this.#current;
    const { written, overlay } = this.#files;
    const moved = withOrigins(stored, written);
    if (moved === stored) return;
    const entries = overlay.isEmpty
      ? moved
      : new Map([...moved].map(([id, entry]) => [id, overlay.lay(entry)]));
    this.#current = { version, stored: moved, graph: graph.withOrigins(entries) };
  }

  /** R3: throws `Conflict` when one of them changed since that version. */
  refuseStale(ids: readonly EntryId[], base: number | undefined): Promise<void> {
    const { version } = this.#current;
    return refuseStale(this.#history, ids, version, base === undefined ? version : this.#versionAt(base));
  }

  #newVersion(id: number, parent: number | undefined, options: ApplyOptions): Version {
    const { author, message = '' } = options;
    return { id, parent, author, time: this.#clock.now(), message };
  }

  /** R2. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run, run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
