/**
 * The live values of entries: made, moved and ended as the registry says, found by their ids.
 *
 *   Le1  In a change everything is prepared beside what runs (preparation.ts).
 *   Le2  Supervised values are decoded in a change and started by the supervisor after it.
 *   Le3  Code whose imports changed is prepared anew, though its own entry stays.
 *   Le4  A reference follows its entry: `current` is what is live at that moment.
 *   Le5  A value that is replaced ends after the commit, when nobody is given it any more.
 *   Le6  In a view code is what its version says, and what its changes touch has a value of its own; everything
 *        else is the live one. A supervised value is never another one there: its entry is refused.
 *   Le7  Who runs in something that becomes another kind of thing ends with it and starts again.
 */
import { type Failure, failure } from '#base';
import {
  type AnyKind,
  type Change,
  type Code,
  type Entry,
  type EntryId,
  type Ref,
  type Service,
  stopValue,
} from '#plugin';
import type { Context } from '#process';
import {
  type ChangeSet,
  type EntryGraph,
  type EntryProblem,
  idOf,
  isPassive,
  type KindTable,
  type Participant,
  type StoredEntry,
  type Transaction,
} from '#registry';
import type { Lifecycle, Supervisor } from '#supervisor';
import { type CodeCheck, isCodeKind } from './code-check.ts';
import { EntryService } from './entry-service.ts';
import { EntryWorld, type Surroundings } from './entry-world.ts';
import { contextOf, type Live, LiveValues, liveValue } from './live-value.ts';
import { followed, Preparation, programOf } from './preparation.ts';
import type { Compiler, LuaProgram } from './program.ts';

export interface LiveEntriesOptions {
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly kindTable: KindTable;
  readonly surroundings: Surroundings;
  readonly supervisor: Supervisor;
  readonly compiler: Compiler;
  readonly check: CodeCheck;
  /** The kind of an entry as the registry has it. */
  readonly kindOf: (id: EntryId) => string | undefined;
  /** What the node itself provides, by the ids under which it is found. */
  readonly provided: ReadonlyMap<EntryId, { readonly service: Service<unknown>; readonly value: unknown }>;
  /** Ends by force what the node holds for a supervised value. */
  readonly killed: (id: EntryId) => void;
}

export class LiveEntries implements Participant {
  readonly name = 'the node';
  readonly #options: LiveEntriesOptions;
  readonly #live = new LiveValues();
  /** Le6. */
  readonly #views = new Map<string, Preparation>();
  /** From the start on, supervised values that are added start at once. */
  isStarted = false;

  constructor(options: LiveEntriesOptions) {
    this.#options = options;
  }

  /** Le4. */
  reference<P>(service: Service<P>, id: EntryId, view: string): Ref<P> {
    if (view === '') return this.#reference(service, id, undefined);
    const laid = this.#views.get(view);
    if (laid === undefined) throw failure('NotFound', `the view ${view} is closed`, { retryable: false });
    return this.#reference(service, id, laid);
  }

  /** The live value for those who ask often: undefined when there is none. */
  peek<P>(service: Service<P>, id: EntryId, view: string): P | undefined {
    const live = view === '' ? this.#live.recent(id) : this.#views.get(view)?.find(id);
    // What a kind provides is what its values are.
    return live?.kind.provides === service ? (liveValue(live) as P | undefined) : undefined;
  }

  /** The ids of live entries whose kind provides the service. */
  idsOf(service: Service<unknown>): EntryId[] {
    return [...this.#live].flatMap(([id, live]) => (live.kind.provides === service ? [id] : []));
  }

  problems(entry: StoredEntry): EntryProblem[] {
    return isCodeKind(this.#options.kinds.get(entry.kind)) ? this.#options.check.entry(entry) : [];
  }

  async prepare(transaction: Transaction): Promise<Change> {
    const preparation = new Preparation(transaction, this.#live);
    await this.#prepare(preparation);
    return preparation.finish();
  }

  /** Le6. What was made for the view ends with the discard of the result. */
  async open(view: string, transaction: Transaction): Promise<{ discard(): void }> {
    const pinned = new Map([...this.#live].filter(([, live]) => isCodeKind(live.kind)));
    const preparation = new Preparation(transaction, this.#live, pinned);
    await this.#prepare(preparation);
    const change = preparation.finish();
    this.#views.set(view, preparation);
    return {
      discard: () => {
        this.#views.delete(view);
        change.discard?.();
      },
    };
  }

  async #prepare(preparation: Preparation): Promise<void> {
    const { ops, after, affected } = preparation.transaction;
    const changed = new Map<EntryId, StoredEntry>();
    for (const op of ops) {
      if (op.type !== 'delete') changed.set(op.entry.id, op.entry);
      else await preparation.attempt(op.previous.id, () => this.#remove(op.previous.id, preparation));
    }
    const moved = movedBy(ops, after);
    // What stays as it is and imports what changes comes in between: before those that changed and import it.
    const inOrder = affected.length === 0 ? changed.keys() : after.order([...changed.keys(), ...affected]);
    for (const id of inOrder) {
      await preparation.attempt(id, () => {
        const entry = changed.get(id) ?? this.#follower(id, moved, preparation);
        return entry && this.#put(entry, preparation);
      });
    }
  }

  /** An entry that stays as it is, when what it is made of does not (Le3, Le7). */
  #follower(id: EntryId, moved: ReadonlySet<EntryId>, preparation: Preparation): StoredEntry | undefined {
    const live = this.#live.get(id);
    const importsOther = live?.program?.isOlderThan((library) => preparation.library(library)) === true;
    const isMoved = live?.service !== undefined && live.kind.update === 'restart' && moved.has(id);
    return importsOther || isMoved ? live?.stored : undefined;
  }

  /** Ends all values that nobody supervises, those that were made last first. */
  async close(): Promise<void> {
    for (const live of [...this.#live.values()].reverse()) {
      if (live.service === undefined) await this.#end(live);
    }
    this.#live.clear();
  }

  async #put(stored: StoredEntry, preparation: Preparation): Promise<Change | undefined> {
    if (isPassive(stored.kind)) return this.#remove(stored.id, preparation);
    const kind = this.#options.kinds.get(stored.kind);
    if (kind === undefined)
      throw failure('Invalid', `there is no kind '${stored.kind}'`, { retryable: false });
    const { entry, lifecycle } = await preparation.decode(stored, this.#options.kindTable);
    const known = preparation.isForView ? undefined : this.#live.get(stored.id);
    const previous = known?.kind === kind ? known : undefined;
    const next = { stored, kind, entry, previous };
    const change = kind.isSupervised
      ? // The schema of lifecycles read it.
        await this.#putSupervised(next, lifecycle as Lifecycle, preparation)
      : await this.#putPlain(next, preparation);
    if (known === previous || known === undefined) return change;
    // One service takes the place of the other where both are services.
    return kind.isSupervised && known.service !== undefined
      ? change
      : followed(change, () => this.#dispose(known));
  }

  async #putPlain({ stored, kind, entry, previous }: Next, preparation: Preparation): Promise<Change> {
    const { id } = stored;
    if (previous?.world !== undefined && typeof kind.update === 'function') {
      const change = await kind.update(previous.value as never, entry as never, previous.world);
      const next = { ...previous, stored };
      preparation.set(id, next);
      return followed(change, () => this.#live.set(id, next));
    }
    const { world, compiled } = this.#plainWorld(id, preparation);
    // The schema of the kind read the entry, so it is what the kind starts with.
    const value = await kind.start(entry as never, world);
    const program = compiled();
    const next: Live = { stored, kind, value, world, program, service: undefined, lifecycle: undefined };
    preparation.set(id, next);
    return {
      commit: () => {
        this.#live.set(id, next);
        if (previous !== undefined || this.isStarted) this.#tellOutdated(previous, next, preparation);
        if (previous !== undefined) void this.#end(previous);
      },
      discard: () => void this.#end(next),
    };
  }

  /** Apart from where it is used: a world lives as long as its value, and must know nothing of the one before. */
  #plainWorld(id: EntryId, preparation: Preparation) {
    let program: LuaProgram | undefined;
    const world = this.#world(
      id,
      { signal: new AbortController().signal, preparation },
      (failed) => {
        if (failed !== undefined)
          world.log.error('the value of an entry failed', { entry: id, error: failed });
      },
      (made) => {
        program = made;
      },
    );
    return { world, compiled: () => program };
  }

  async #putSupervised(
    { stored, kind, entry, previous }: Next,
    lifecycle: Lifecycle,
    preparation: Preparation,
  ): Promise<Change> {
    const { id } = stored;
    const { supervisor } = this.#options;
    if (preparation.isForView) {
      const message = `${id}: a ${stored.kind} is the same one in every view`;
      throw failure('Invalid', message, { retryable: false });
    }
    const running = previous?.service?.live;
    if (previous?.service !== undefined && running !== undefined && typeof kind.update === 'function') {
      const { service } = previous;
      if (!isSame(previous.lifecycle, lifecycle)) {
        throw failure('Invalid', `${id}: lifecycle cannot change while the service runs`, {
          retryable: false,
        });
      }
      const change = await kind.update(running.value as never, entry as never, running.world);
      const next = { ...previous, stored };
      preparation.set(id, next);
      return followed(change, () => {
        service.entry = entry;
        this.#live.set(id, next);
      });
    }
    const service = this.#service(kind, entry, contextOf(id, lifecycle));
    const next: Live = {
      stored,
      kind,
      value: undefined,
      world: undefined,
      service,
      lifecycle,
      program: undefined,
    };
    preparation.set(id, next);
    return {
      commit: () => {
        this.#live.set(id, next);
        const definition = { id, lifecycle, service };
        if (previous !== undefined || this.isStarted) this.#later(supervisor.replace(definition), id);
        else supervisor.add(definition);
      },
    };
  }

  /** Apart for the same reason as a plain world. */
  #service(kind: AnyKind, entry: Entry<unknown, unknown>, context: Context): EntryService {
    const { id } = entry;
    return new EntryService(
      kind,
      entry,
      (run) => {
        const says = (details: string | undefined) => run.says(details);
        return this.#world(id, { signal: run.signal, context, says }, (failed) => run.ended(failed));
      },
      () => this.#options.killed(id),
    );
  }

  #remove(id: EntryId, preparation: Preparation): Change | undefined {
    const live = this.#live.get(id);
    if (live === undefined) return undefined;
    preparation.set(id, undefined);
    return {
      commit: () => {
        this.#live.delete(id);
        this.#dispose(live);
      },
    };
  }

  /** Ends what is no longer in the registry. */
  #dispose(live: Live): void {
    if (live.service === undefined) void this.#end(live);
    else this.#later(this.#options.supervisor.remove(live.stored.id), live.stored.id);
  }

  /** Work that follows a commit; what fails in it is a matter of the log. */
  #later(work: Promise<void>, id: EntryId): void {
    work.catch((thrown: unknown) => {
      this.#options.surroundings.log.error('a change could not be carried out', { entry: id, error: thrown });
    });
  }

  async #end({ kind, value, world, stored }: Live): Promise<void> {
    try {
      await stopValue(kind, value as never);
    } catch (thrown) {
      this.#options.surroundings.log.error('ending a value failed', { entry: stored.id, error: thrown });
    } finally {
      world?.close();
    }
  }

  /** Of an entry that was gone for a while processes may still run, with what it was then. */
  #tellOutdated(previous: Live | undefined, next: Live, { transaction }: Preparation): void {
    const [old, made] = [previous?.program, next.program];
    if (made === undefined || old?.hash === made.hash) return;
    const changed = new Set(
      transaction.ops.map((op) => (op.type === 'delete' ? op.previous.id : op.entry.id)),
    );
    const sources = [...new Set([...(old?.sources ?? []), ...made.sources])].filter((id) => changed.has(id));
    this.#options.surroundings.node.outdated(next.stored.id, made.hash, sources.sort());
  }

  #world(
    id: EntryId,
    around: {
      readonly signal: AbortSignal;
      readonly context?: Context;
      readonly preparation?: Preparation;
      readonly says?: (details: string | undefined) => void;
    },
    ended: (failed: Failure | undefined) => void,
    compiled?: (program: LuaProgram) => void,
  ): EntryWorld {
    const { signal, context = { values: {} }, preparation, says = () => {} } = around;
    return new EntryWorld(this.#options.surroundings, {
      entry: id,
      context,
      signal,
      use: (service, other) => this.#reference(service, other, preparation),
      compile: (code) => {
        const program = this.#compile(code, preparation);
        compiled?.(program);
        return program;
      },
      ended,
      says,
    });
  }

  #compile(code: Code, preparation: Preparation | undefined): LuaProgram {
    this.#options.check.check(code);
    return this.#options.compiler.compile(code, (id) =>
      preparation === undefined ? programOf(id, this.#live.get(id)) : preparation.library(id),
    );
  }

  #reference<P>(service: Service<P>, id: EntryId, preparation: Preparation | undefined): Ref<P> {
    return new EntryRef(id, () => this.#find(service, id, preparation));
  }

  #find<P>(service: Service<P>, id: EntryId, preparation: Preparation | undefined): P {
    const provided = this.#options.provided.get(id);
    if (provided?.service === service) return provided.value as P; // tied by the token
    const live = preparation === undefined ? this.#live.get(id) : preparation.find(id);
    if (live === undefined) {
      const laid = preparation?.transaction.after.entries;
      const kind = laid === undefined ? this.#options.kindOf(id) : laid.get(id)?.kind;
      // Entries that nothing runs for are there, too.
      if (kind !== undefined && this.#options.kinds.get(kind)?.provides !== service)
        throw otherKind(id, kind, service);
      throw failure('NotFound', `there is no ${service.name} ${id}`, { retryable: false });
    }
    if (live.kind.provides !== service) throw otherKind(id, live.stored.kind, service);
    if (live.service !== undefined && live.service.live === undefined) {
      throw failure('Unavailable', `${id} is not running`, { retryable: true });
    }
    return liveValue(live) as P; // what the kind provides
  }
}

function otherKind(id: EntryId, kind: string, { name }: Service<unknown>): Error {
  return failure('Invalid', `${id} is a ${kind} and no ${name}`, { retryable: false });
}

/** A class, since an object that is written with a getter takes long to make. */
class EntryRef<P> implements Ref<P> {
  readonly id: EntryId;
  readonly #find: () => P;

  constructor(id: EntryId, find: () => P) {
    this.id = id;
    this.#find = find;
  }

  get current(): P {
    return this.#find();
  }
}

/** Le7: the entries that name something which becomes another kind of thing. */
function movedBy(ops: ChangeSet, after: EntryGraph): Set<EntryId> {
  const others = ops.filter((op) => op.type === 'update' && op.entry.kind !== op.previous.kind);
  return new Set(others.flatMap((op) => after.dependents(idOf(op))));
}

/** An entry on its way to be live, and what is live of it now. */
interface Next {
  readonly stored: StoredEntry;
  readonly kind: AnyKind;
  readonly entry: Entry<unknown, unknown>;
  readonly previous: Live | undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
