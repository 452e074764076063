/**
 * The live values of entries: made, moved and ended as the registry says, found by their ids.
 *
 *   Le1  In a change everything is prepared beside what runs. If anything refuses, all that was prepared
 *        is let go of, and every refusal is told, not only the first.
 *   Le2  Supervised values are decoded in a change and started by the supervisor after it.
 *   Le3  Code whose imports changed is prepared anew, though its own entry stays.
 *   Le4  A reference follows its entry: `current` is what is live at that moment.
 */
import { type Failure, failure, isFailure, toFailure } from '#base';
import type { AnyKind, Change, Code, Entry, EntryId, Program, Ref, Service } from '#plugin';
import type { Context } from '#process';
import { decodeEntry, isPassive, type Participant, type StoredEntry, type Transaction } from '#registry';
import { type Lifecycle, type Supervisor, startOrder } from '#supervisor';
import { type CodeCheck, isCodeKind } from './code-check.ts';
import { EntryService } from './entry-service.ts';
import { EntryWorld, type Surroundings } from './entry-world.ts';
import { type Compiler, LuaProgram } from './program.ts';

/** One entry that is live. */
interface Live {
  readonly stored: StoredEntry;
  readonly kind: AnyKind;
  /** Of unsupervised kinds. */
  readonly value: unknown;
  readonly world: EntryWorld | undefined;
  /** Of supervised kinds. */
  readonly service: EntryService | undefined;
  readonly lifecycle: Lifecycle | undefined;
  /** The program that its start compiled. */
  readonly program: LuaProgram | undefined;
}

/** What a change makes of the entries that it touches; undefined for those that go. */
type Overlay = Map<EntryId, Live | undefined>;

/** One change while it is prepared. */
interface Preparation {
  readonly transaction: Transaction;
  /** Null once the change is over: then only what is live counts. */
  overlay: Overlay | null;
  readonly failures: { readonly id: EntryId; readonly failure: Failure }[];
  readonly failed: Set<EntryId>;
}

export interface LiveEntriesOptions {
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly surroundings: Surroundings;
  readonly supervisor: Supervisor;
  readonly compiler: Compiler;
  readonly check: CodeCheck;
  /** What the node itself provides, by the ids under which it is found. */
  readonly provided: ReadonlyMap<EntryId, { readonly service: Service<unknown>; readonly value: unknown }>;
  /** Ends by force what the node holds for a supervised value. */
  readonly killed: (id: EntryId) => void;
  readonly decodeWith: Parameters<typeof decodeEntry>[1];
}

/** A dependent of something that failed: it is not to blame, and not reported. */
class Blocked extends Error {}

export class LiveEntries implements Participant {
  readonly name = 'the node';
  readonly #options: LiveEntriesOptions;
  readonly #live = new Map<EntryId, Live>();
  /** From the start on, supervised values that are added start at once. */
  isStarted = false;

  constructor(options: LiveEntriesOptions) {
    this.#options = options;
  }

  /** The live value of an entry that provides the service. Throws as `Ref.current` does. */
  find<P>(service: Service<P>, id: EntryId): P {
    return this.#find(service, id, null);
  }

  /** The same for those who ask often: undefined when there is none. */
  peek<P>(service: Service<P>, id: EntryId): P | undefined {
    const live = this.#live.get(id);
    if (live === undefined || live.kind.provides !== service) return undefined;
    // What a kind provides is what its values are.
    return (live.service === undefined ? live.value : live.service.live?.value) as P | undefined;
  }

  reference<P>(service: Service<P>, id: EntryId): Ref<P> {
    return this.#reference(service, id, undefined);
  }

  async prepare(transaction: Transaction): Promise<Change> {
    const preparation: Preparation = { transaction, overlay: new Map(), failures: [], failed: new Set() };
    this.#checkOrder(preparation);
    const changes: Change[] = [];
    for (const op of transaction.ops) {
      const id = op.type === 'delete' ? op.previous.id : op.entry.id;
      const step = () =>
        op.type === 'delete' ? this.#remove(id, preparation) : this.#put(op.entry, preparation);
      await this.#attempt(id, preparation, changes, step);
    }
    for (const id of transaction.affected) {
      const live = this.#live.get(id);
      if (live === undefined || !isCodeKind(live.kind)) continue;
      await this.#attempt(id, preparation, changes, () => this.#put(live.stored, preparation));
    }
    if (preparation.failures.length > 0) {
      for (const change of changes.reverse()) change.discard?.();
      preparation.overlay = null;
      throw combined(preparation.failures);
    }
    return {
      commit: () => {
        preparation.overlay = null;
        for (const change of changes) change.commit();
      },
      discard: () => {
        preparation.overlay = null;
        for (const change of changes.reverse()) change.discard?.();
      },
    };
  }

  /** Ends all values that nobody supervises, those that were made last first. */
  async close(): Promise<void> {
    for (const live of [...this.#live.values()].reverse())
      if (live.service === undefined) await this.#end(live);
    this.#live.clear();
  }

  async #attempt(
    id: EntryId,
    preparation: Preparation,
    changes: Change[],
    step: () => Promise<Change | undefined> | Change | undefined,
  ): Promise<void> {
    try {
      const change = await step();
      if (change !== undefined) changes.push(change);
    } catch (thrown) {
      preparation.failed.add(id);
      if (!(thrown instanceof Blocked)) preparation.failures.push({ id, failure: toFailure(thrown) });
    }
  }

  /** Services that would wait for each other are refused (see start-order.ts). */
  #checkOrder({ transaction: { after } }: Preparation): void {
    const services = [...after.entries.values()].filter(
      (entry) => this.#kindOf(entry)?.isSupervised === true,
    );
    startOrder(
      services.map(({ id }) => id),
      (id) => after.dependencies(id),
    );
  }

  #kindOf(entry: StoredEntry): AnyKind | undefined {
    return this.#options.kinds.get(entry.kind);
  }

  async #put(stored: StoredEntry, preparation: Preparation): Promise<Change | undefined> {
    if (isPassive(stored.kind)) return undefined;
    const kind = this.#kindOf(stored);
    if (kind === undefined)
      throw failure('Invalid', `there is no kind '${stored.kind}'`, { retryable: false });
    const { entry, lifecycle } = await this.#decode(stored, preparation);
    const known = this.#live.get(stored.id);
    const previous = known?.kind === kind ? known : undefined;
    const replaced = previous === undefined ? known : undefined;
    const change = kind.isSupervised
      ? // The schema of lifecycles read it.
        await this.#putSupervised(stored, kind, entry, lifecycle as Lifecycle, previous, preparation)
      : await this.#putPlain(stored, kind, entry, previous, preparation);
    return replaced === undefined ? change : after(change, () => this.#dispose(replaced));
  }

  async #putPlain(
    stored: StoredEntry,
    kind: AnyKind,
    entry: Entry<unknown, unknown>,
    previous: Live | undefined,
    preparation: Preparation,
  ): Promise<Change> {
    const { id } = stored;
    if (previous?.world !== undefined && typeof kind.update === 'function') {
      const change = await kind.update(previous.value as never, entry as never, previous.world);
      const next = { ...previous, stored };
      preparation.overlay?.set(id, next);
      return after(change, () => this.#live.set(id, next));
    }
    const abort = new AbortController();
    let program: LuaProgram | undefined;
    const world = this.#world(id, abort.signal, undefined, preparation, {
      compiled: (made) => {
        program = made;
      },
      ended: (failed) => {
        if (failed !== undefined)
          world.log.error('the value of an entry failed', { entry: id, error: failed });
      },
    });
    // The schema of the kind read the entry, so it is what the kind starts with.
    const value = await kind.start(entry as never, world);
    world.signal.throwIfAborted();
    const next: Live = { stored, kind, value, world, program, service: undefined, lifecycle: undefined };
    preparation.overlay?.set(id, next);
    return {
      commit: () => {
        this.#live.set(id, next);
        if (previous === undefined) return;
        this.#tellOutdated(previous, next, preparation);
        void this.#end(previous);
      },
      discard: () => void this.#end(next),
    };
  }

  async #putSupervised(
    stored: StoredEntry,
    kind: AnyKind,
    entry: Entry<unknown, unknown>,
    lifecycle: Lifecycle,
    previous: Live | undefined,
    preparation: Preparation,
  ): Promise<Change> {
    const { id } = stored;
    const { supervisor } = this.#options;
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
      preparation.overlay?.set(id, next);
      return after(change, () => {
        service.entry = entry;
        this.#live.set(id, next);
      });
    }
    const context = contextOf(lifecycle);
    const makeWorld = (run: { readonly signal: AbortSignal; ended(failed?: Failure): void }) =>
      this.#world(id, run.signal, context, undefined, { ended: (failed) => run.ended(failed) });
    const service = new EntryService(kind, entry, makeWorld, () => this.#options.killed(id));
    const next: Live = {
      stored,
      kind,
      value: undefined,
      world: undefined,
      service,
      lifecycle,
      program: undefined,
    };
    preparation.overlay?.set(id, next);
    const definition = { id, lifecycle, service };
    return {
      commit: () => {
        this.#live.set(id, next);
        if (previous !== undefined || this.isStarted) this.#later(supervisor.replace(definition), id);
        else supervisor.add(definition);
      },
    };
  }

  #remove(id: EntryId, preparation: Preparation): Change | undefined {
    const live = this.#live.get(id);
    if (live === undefined) return undefined;
    preparation.overlay?.set(id, undefined);
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
      await kind.stop?.(value as never);
    } catch (thrown) {
      this.#options.surroundings.log.error('ending a value failed', { entry: stored.id, error: thrown });
    } finally {
      world?.close();
    }
  }

  #tellOutdated(previous: Live, next: Live, { transaction }: Preparation): void {
    const [old, made] = [previous.program, next.program];
    if (old === undefined || made === undefined || old.hash === made.hash) return;
    const changed = new Set(
      transaction.ops.map((op) => (op.type === 'delete' ? op.previous.id : op.entry.id)),
    );
    const sources = [...new Set([...old.sources, ...made.sources])].filter((id) => changed.has(id));
    this.#options.surroundings.node.outdated(old.hash, sources.sort());
  }

  /** Placeholders get the values that their variables have now, or will have by this change. */
  async #decode(stored: StoredEntry, preparation: Preparation) {
    const { after: graph } = preparation.transaction;
    const values = new Map<string, string | undefined>();
    for (const reference of graph.references.of(stored)) {
      if (reference.type !== 'variable') continue;
      const id = graph.variable(reference.name);
      if (id !== undefined) values.set(reference.name, await this.#variable(id, preparation));
    }
    return decodeEntry(stored, this.#options.decodeWith, (name) => values.get(name));
  }

  /** '' for a variable without a value: it is known, and has none. */
  async #variable(id: EntryId, { overlay, failed }: Preparation): Promise<string> {
    if (failed.has(id)) throw new Blocked();
    const live = overlay?.get(id) ?? this.#live.get(id);
    const variable = live?.value as { get?: () => Promise<string | undefined> } | undefined; // an env.variable
    return (await variable?.get?.()) ?? '';
  }

  #world(
    id: EntryId,
    signal: AbortSignal,
    context: Context | undefined,
    preparation: Preparation | undefined,
    told: { compiled?: (program: LuaProgram) => void; ended: (failed: Failure | undefined) => void },
  ): EntryWorld {
    return new EntryWorld(this.#options.surroundings, {
      entry: id,
      context: context ?? { values: {} },
      signal,
      use: (service, other) => this.#reference(service, other, preparation),
      compile: (code) => {
        const program = this.#compile(code, preparation);
        told.compiled?.(program);
        return program;
      },
      ended: told.ended,
    });
  }

  #compile(code: Code, preparation: Preparation | undefined): LuaProgram {
    this.#options.check.check(code);
    return this.#options.compiler.compile(code, (id) => this.#library(id, preparation));
  }

  #library(id: EntryId, preparation: Preparation | undefined): LuaProgram {
    if (preparation?.failed.has(id) === true) throw new Blocked();
    const live = preparation?.overlay?.get(id) ?? this.#live.get(id);
    if (live?.program !== undefined) return live.program;
    throw failure('NotFound', `there is no library ${id}`, { retryable: false });
  }

  #reference<P>(service: Service<P>, id: EntryId, preparation: Preparation | undefined): Ref<P> {
    const find = () => this.#find(service, id, preparation?.overlay ?? null);
    return {
      id,
      get current() {
        return find();
      },
    };
  }

  #find<P>(service: Service<P>, id: EntryId, overlay: Overlay | null): P {
    const provided = this.#options.provided.get(id);
    if (provided?.service === service) return provided.value as P; // tied by the token
    const live = overlay?.has(id) === true ? overlay.get(id) : this.#live.get(id);
    if (live === undefined)
      throw failure('NotFound', `there is no ${service.name} ${id}`, { retryable: false });
    if (live.kind.provides !== service) {
      throw failure('Invalid', `${id} is a ${live.stored.kind} and no ${service.name}`, { retryable: false });
    }
    if (live.service === undefined) return live.value as P; // what the kind provides
    const running = live.service.live;
    if (running === undefined) throw failure('Unavailable', `${id} is not running`, { retryable: true });
    return running.value as P; // as above
  }

  /** The ids of live entries whose kind provides the service. */
  idsOf(service: Service<unknown>): EntryId[] {
    return [...this.#live].flatMap(([id, live]) => (live.kind.provides === service ? [id] : []));
  }

  /** The program of an entry, for those who run it by id. */
  programOf(program: Program): LuaProgram {
    if (program instanceof LuaProgram) return program;
    throw failure('Internal', `the program ${program.hash} was not made here`);
  }
}

/** A change with something that follows its commit. */
function after(change: Change, then: () => void): Change {
  return {
    commit: () => {
      change.commit();
      then();
    },
    ...(change.discard !== undefined && { discard: () => change.discard?.() }),
  };
}

/** Who acts in a service. */
function contextOf({ security }: Lifecycle): Context {
  if (security === undefined) return { values: {} };
  const { actor, policies } = security;
  return { values: {}, ...(actor !== undefined && { actor }), scope: { policies } };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One failure that tells all. */
function combined(failures: readonly { readonly id: EntryId; readonly failure: Failure }[]): Failure {
  const told = failures.map(({ id, failure: { message } }) =>
    message.includes(id) ? message : `${id}: ${message}`,
  );
  const [only, ...others] = failures;
  if (only !== undefined && others.length === 0 && isFailure(only.failure)) {
    const { kind, retryable, details, cause } = only.failure;
    return failure(kind, told[0] ?? '', { retryable, ...(details !== undefined && { details }), cause });
  }
  return failure('Invalid', told.join('\n'), {
    retryable: false,
    details: { problems: failures.map(({ id, failure: { message } }) => ({ id, message })) },
  });
}
