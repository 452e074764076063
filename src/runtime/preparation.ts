/**
 * One change while it is prepared: what it makes of the entries that it touches, and all that refuses it.
 *
 *   Pp1  Nothing that is live changes before the commit. Until then, who belongs to the change sees it as if
 *        it were made.
 *   Pp2  A refusal does not end the preparation: all are told at once. Who only depends on something that
 *        was refused is not to blame and is not told.
 *   Pp3  If anything was refused, all that was prepared is let go of, last first.
 *   Pp4  What is laid aside for a view is never committed: all of it is made anew, beside what is live. Code that it
 *        does not touch stays as it was when the view was opened; everything else is what is live.
 */
import { type Failure, failure, toFailure } from '#base';
import type { Change, EntryId } from '#plugin';
import { decodeEntry, type KindTable, type StoredEntry, type Transaction } from '#registry';
import type { Live } from './live-value.ts';
import type { LuaProgram } from './program.ts';

/** Depends on something that was refused (Pp2). */
class Blocked extends Error {}

export class Preparation {
  #transaction: Transaction | undefined;
  readonly #live: ReadonlyMap<EntryId, Live>;
  readonly #pinned: ReadonlyMap<EntryId, Live> | undefined;
  #changes: Change[] = [];
  readonly #failures: { readonly id: EntryId; readonly failure: Failure }[] = [];
  readonly #failed = new Set<EntryId>();
  /** Undefined for entries that go; null once the change is over. */
  #overlay: Map<EntryId, Live | undefined> | null = new Map();

  /** `pinned`: for a view (Pp4). */
  constructor(
    transaction: Transaction,
    live: ReadonlyMap<EntryId, Live>,
    pinned?: ReadonlyMap<EntryId, Live>,
  ) {
    this.#transaction = transaction;
    this.#live = live;
    this.#pinned = pinned;
  }

  /** While it is prepared and committed. What was made keeps this object, and with it nothing of what was before. */
  get transaction(): Transaction {
    if (this.#transaction === undefined) throw new Error('the change is over');
    return this.#transaction;
  }

  get isForView(): boolean {
    return this.#pinned !== undefined;
  }

  /** Pp1: the entry as it will be. */
  find(id: EntryId): Live | undefined {
    if (this.#overlay?.has(id) === true) return this.#overlay.get(id);
    return this.#pinned?.get(id) ?? this.#live.get(id);
  }

  set(id: EntryId, live: Live | undefined): void {
    this.#overlay?.set(id, live);
  }

  /** Pp2. */
  async attempt(id: EntryId, step: () => Promise<Change | undefined> | Change | undefined): Promise<void> {
    try {
      const change = await step();
      if (change !== undefined) this.#changes.push(change);
    } catch (thrown) {
      this.#failed.add(id);
      if (!(thrown instanceof Blocked)) this.#failures.push({ id, failure: toFailure(thrown) });
    }
  }

  /** What has been prepared, as one change. Throws what refuses it. */
  finish(): Change {
    if (this.#failures.length > 0) {
      this.#discard();
      throw combined(this.#failures);
    }
    return {
      commit: () => {
        this.#overlay = null;
        for (const change of this.#changes) change.commit();
        this.#changes = [];
        this.#transaction = undefined;
      },
      discard: () => this.#discard(),
    };
  }

  /** The program of an imported entry. */
  library(id: EntryId): LuaProgram {
    if (this.#failed.has(id)) throw new Blocked();
    return programOf(id, this.find(id));
  }

  /** The entry as its kind gets it; placeholders have the values that their variables will have. */
  async decode(stored: StoredEntry, kinds: KindTable) {
    const { after: graph } = this.transaction;
    const values = new Map<string, string>();
    for (const reference of graph.references.of(stored)) {
      if (reference.type !== 'variable') continue;
      const id = graph.variable(reference.name);
      if (id !== undefined) values.set(reference.name, await this.#variable(id));
    }
    return decodeEntry(stored, kinds, (name) => values.get(name));
  }

  /** '' for a variable without a value: it is known, and has none. */
  async #variable(id: EntryId): Promise<string> {
    if (this.#failed.has(id)) throw new Blocked();
    const variable = this.find(id)?.value as { get?: () => Promise<string | undefined> } | undefined; // an env.variable
    return (await variable?.get?.()) ?? '';
  }

  /** Pp3. */
  #discard(): void {
    this.#overlay = null;
    for (const change of this.#changes.reverse()) change.discard?.();
    this.#changes = [];
    this.#transaction = undefined;
  }
}

export function programOf(id: EntryId, live: Live | undefined): LuaProgram {
  if (live?.program !== undefined) return live.program;
  throw failure('NotFound', `there is no library ${id}`, { retryable: false });
}

/** A change with something that follows its commit. */
export function followed(change: Change, then: () => void): Change {
  return {
    commit: () => {
      change.commit();
      then();
    },
    ...(change.discard !== undefined && { discard: () => change.discard?.() }),
  };
}

/** One failure that tells all. */
function combined(failures: readonly { readonly id: EntryId; readonly failure: Failure }[]): Failure {
  const told = failures.map(({ id, failure: { message } }) =>
    message.includes(id) ? message : `${id}: ${message}`,
  );
  const [only, ...others] = failures;
  if (only !== undefined && others.length === 0) {
    const { kind, retryable, cause, message } = only.failure;
    const { details = { problems: [{ id: only.id, message }] } } = only.failure;
    return failure(kind, told[0] ?? '', { retryable, details, cause });
  }
  return failure('Invalid', told.join('\n'), {
    retryable: false,
    details: { problems: failures.map(({ id, failure: { message } }) => ({ id, message })) },
  });
}
