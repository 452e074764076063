/**
 * Processes that are being read from the store, several with one question.
 *
 *   Ld1  A process is read once at a time; what comes for it meanwhile is kept for it.
 *   Ld2  Whoever is dropped while it is read does not go on.
 *   Ld3  While some are made again the store reads the next ones.
 *   Ld4  When something of those that are asked for together is damaged, each is asked for by itself, so that only those are
 *        refused who cannot be read.
 *   Ld5  Of those that stay in the store it is known how much lies there for them, as far as it came by way of this node.
 *   Ld6  Those that are wanted by themselves in one turn are read with one question.
 *   Ld7  Nobody waits for many that are made again: after a slice of them everybody else has a turn.
 */
import { CHUNK, type Found, isResting } from './awakening.ts';
import type { Entering } from './input-form.ts';
import type { Bytes } from './store/records.ts';
import { isDamagedPartly } from './store/sqlite-faults.ts';

/** So many more questions are under way while those of one are made again: the store has steps to write in between. */
const AHEAD = 3;
/** Ld7. A process is made again in a time that goes with its bytes, and this is what it takes without any. */
const SLICE = 1 << 17;
const BYTES_OF_NOTHING = 1 << 12;

/** An input that came while its process was being read. */
export interface Late {
  readonly id: number;
  readonly what: Entering;
  readonly body: Bytes;
}

export interface Load {
  readonly late: Late[];
  /** Made for whoever waits until it is read: mostly nobody does. */
  done: PromiseWithResolvers<void> | undefined;
}

/** Resolves when it goes on, or does not. */
export function doneOf(load: Load): Promise<void> {
  load.done ??= Promise.withResolvers();
  return load.done.promise;
}

/** What becomes of those that are read. */
export interface Loader {
  /** Those that are wanted by themselves. */
  readonly read: Read;
  /** Gathers what is wanted in one turn (Ld6). */
  readonly defer: (run: () => void) => void;
  /** Runs it after others have had a turn (Ld7). */
  later(run: () => void): void;
  /** Gives nothing where it need not wait for anything: it is done for thousands one after the other. */
  goOn(found: Found, load: Load): Promise<void> | undefined;
  /** It cannot be read, or made again. */
  refused(pid: string, thrown: unknown): void;
  isInMemory(pid: string): boolean;
}

export type Read = (pids: readonly string[]) => Promise<readonly Found[]>;

export class Loads {
  readonly #open = new Map<string, Load>();
  readonly #loader: Loader;
  /** Ld5. */
  readonly #lying = new Map<string, number>();
  /** Ld6. */
  #wanted = new Map<string, Load>();
  /** Bytes of those that were made again since others had a turn (Ld7). */
  #made = 0;

  constructor(loader: Loader) {
    this.#loader = loader;
  }

  has(pid: string): boolean {
    return this.#open.has(pid);
  }

  is(pid: string, load: Load): boolean {
    return this.#open.get(pid) === load;
  }

  /** Ld1. */
  keep(pid: string, input: Late): void {
    this.#open.get(pid)?.late.push(input);
    this.#lying.set(pid, this.lying(pid) + 1);
  }

  /** Ld5. */
  lying(pid: string): number {
    return this.#lying.get(pid) ?? 0;
  }

  /** It has ended, or is another node's affair. */
  forget(pid: string): void {
    this.#lying.delete(pid);
  }

  /** Ld2. */
  drop(pid: string): void {
    this.#open.delete(pid);
  }

  dropAll(isMeant: (pid: string) => boolean): void {
    for (const pid of this.#open.keys()) if (isMeant(pid)) this.#open.delete(pid);
  }

  /** Resolves when the process is read that is being read now. */
  async done(pid: string): Promise<void> {
    const load = this.#open.get(pid);
    if (load !== undefined) await doneOf(load);
  }

  /** Reads one that is wanted by itself, and lets it go on (Ld6). */
  one(pid: string): void {
    if (this.#open.has(pid)) return;
    if (this.#wanted.size === 0) this.#loader.defer(() => void this.#readWanted());
    // One that was dropped in this turn, and is wanted again.
    this.#wanted.get(pid)?.done?.resolve();
    this.#wanted.set(pid, this.#opened(pid));
  }

  async #readWanted(): Promise<void> {
    const wanted = [...this.#wanted];
    this.#wanted = new Map();
    const { read } = this.#loader;
    await this.#run(
      wanted.length,
      (from) => new Map(wanted.slice(from, from + CHUNK)),
      read,
      () => true,
    );
  }

  /** Reads those, as long as it is wanted, and lets them go on. Never rejects. */
  run(pids: readonly string[], read: Read, isWanted: () => boolean = () => true): Promise<void> {
    return this.#run(pids.length, (from) => this.#allOpened(pids.slice(from, from + CHUNK)), read, isWanted);
  }

  /** A chunk at a time (Ld3). */
  async #run(
    count: number,
    chunk: (from: number) => ReadonlyMap<string, Load>,
    read: Read,
    isWanted: () => boolean,
  ): Promise<void> {
    const ahead: Ahead[] = [];
    let next = 0;
    do {
      while (next < count && ahead.length <= AHEAD && (next === 0 || isWanted())) {
        const open = chunk(next);
        ahead.push({ open, found: foundOf(open, read) });
        next += CHUNK;
      }
      const first = ahead.shift();
      if (first !== undefined) await this.#finish(first.open, await first.found, read);
    } while (ahead.length > 0);
  }

  #allOpened(pids: readonly string[]): ReadonlyMap<string, Load> {
    const open = new Map<string, Load>();
    for (const pid of pids) if (!this.#open.has(pid)) open.set(pid, this.#opened(pid));
    return open;
  }

  #opened(pid: string): Load {
    const load: Load = { late: [], done: undefined };
    this.#open.set(pid, load);
    return load;
  }

  async #finish(
    open: ReadonlyMap<string, Load>,
    found: readonly Found[] | Reason,
    read: Read,
  ): Promise<void> {
    if (found instanceof Reason && open.size > 1 && isDamagedPartly(found.thrown)) {
      for (const [pid, load] of open)
        await this.#finish(new Map([[pid, load]]), await read([pid]).catch(toReason), read);
      return;
    }
    if (found instanceof Reason) {
      for (const [pid, load] of open) this.#refused(pid, load, found.thrown);
    } else {
      for (const stored of found) {
        const turn = this.#turn(stored);
        if (turn !== undefined) await turn;
        const load = open.get(stored.pid);
        const going = load && this.is(stored.pid, load) ? this.#goOn(stored, load) : undefined;
        if (going !== undefined) await going;
      }
    }
    for (const [pid, load] of open) this.#close(pid, load);
  }

  /** Ld7. */
  #turn(next: Found): Promise<void> | undefined {
    if (isResting(next)) return undefined;
    const isOver = this.#made >= SLICE;
    this.#made = (isOver ? 0 : this.#made) + BYTES_OF_NOTHING;
    for (const { length } of next.layers) this.#made += length;
    return isOver ? new Promise((resolve) => this.#loader.later(resolve)) : undefined;
  }

  #goOn(stored: Found, load: Load): Promise<void> | undefined {
    const { pid } = stored;
    if (!isResting(stored)) this.#lying.set(pid, stored.inputs.length + load.late.length);
    try {
      const going = this.#loader.goOn(stored, load);
      if (going !== undefined)
        return going.catch((thrown) => this.#refused(pid, load, thrown)).then(() => this.#gone(pid, load));
    } catch (thrown) {
      this.#refused(pid, load, thrown);
    }
    this.#gone(pid, load);
    return undefined;
  }

  #refused(pid: string, load: Load, thrown: unknown): void {
    if (this.is(pid, load)) this.#loader.refused(pid, thrown);
  }

  #gone(pid: string, load: Load): void {
    if (this.#loader.isInMemory(pid)) this.#lying.delete(pid);
    this.#close(pid, load);
  }

  #close(pid: string, load: Load): void {
    if (this.is(pid, load)) this.#open.delete(pid);
    load.done?.resolve();
  }
}

/** Those that are asked for, and what the store says of them. */
interface Ahead {
  readonly open: ReadonlyMap<string, Load>;
  readonly found: Promise<readonly Found[] | Reason>;
}

function foundOf(open: ReadonlyMap<string, Load>, read: Read): Promise<readonly Found[] | Reason> {
  return open.size === 0 ? Promise.resolve([]) : read([...open.keys()]).catch(toReason);
}

/** Why a question of the store failed. */
class Reason {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

const toReason = (thrown: unknown) => new Reason(thrown);
