/**
 * Processes that are being read from the store, several with one question.
 *
 *   Ld1  A process is read once at a time; what comes for it meanwhile is kept for it.
 *   Ld2  Whoever is dropped while it is read does not go on.
 *   Ld3  While some are made again the store reads the next ones.
 *   Ld4  When something of those that are asked for together is damaged, each is asked for by itself, so that only those are
 *        refused who cannot be read.
 *   Ld5  Of those that stay in the store it is known how much lies there for them, as far as it came by way of this node.
 */
import { type Found, isResting } from './awakening.ts';
import type { Entering } from './input-form.ts';
import type { Bytes } from './store/records.ts';
import { isDamagedPartly } from './store/sqlite-faults.ts';

/** So many are read with one question when many go on. */
const CHUNK = 100;

/** An input that came while its process was being read. */
export interface Late {
  readonly id: number;
  readonly what: Entering;
  readonly body: Bytes;
}

export interface Load {
  readonly late: Late[];
  readonly done: PromiseWithResolvers<void>;
}

/** What becomes of those that are read. */
export interface Loader {
  goOn(found: Found, load: Load): Promise<void>;
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
    await this.#open.get(pid)?.done.promise;
  }

  /** Reads those, a chunk at a time as long as it is wanted (Ld3), and lets them go on. Never rejects. */
  async run(pids: readonly string[], read: Read, isWanted: () => boolean = () => true): Promise<void> {
    let ahead = this.#begun(pids.slice(0, CHUNK), read);
    for (let next = CHUNK; ; next += CHUNK) {
      const found = await ahead.found;
      const isLast = next >= pids.length || !isWanted();
      const open = ahead.open;
      if (!isLast) ahead = this.#begun(pids.slice(next, next + CHUNK), read);
      await this.#finish(open, found, read);
      if (isLast) return;
    }
  }

  #begun(pids: readonly string[], read: Read) {
    const open = new Map<string, Load>();
    for (const pid of pids) {
      if (this.#open.has(pid)) continue;
      const load = { late: [], done: Promise.withResolvers<void>() };
      this.#open.set(pid, load);
      open.set(pid, load);
    }
    const found = open.size === 0 ? Promise.resolve([]) : read([...open.keys()]).catch(toReason);
    return { open, found };
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
      for (const [pid, load] of open) if (this.is(pid, load)) this.#loader.refused(pid, found.thrown);
    } else {
      for (const stored of found) {
        const load = open.get(stored.pid);
        if (load !== undefined && this.is(stored.pid, load)) await this.#goOn(stored, load);
      }
    }
    for (const [pid, load] of open) this.#close(pid, load);
  }

  async #goOn(stored: Found, load: Load): Promise<void> {
    const { pid } = stored;
    if (!isResting(stored)) this.#lying.set(pid, stored.inputs.length + load.late.length);
    try {
      await this.#loader.goOn(stored, load);
    } catch (thrown) {
      if (this.is(pid, load)) this.#loader.refused(pid, thrown);
    }
    if (this.#loader.isInMemory(pid)) this.#lying.delete(pid);
    this.#close(pid, load);
  }

  #close(pid: string, load: Load): void {
    if (this.is(pid, load)) this.#open.delete(pid);
    load.done.resolve();
  }
}

/** Why a question of the store failed. */
class Reason {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

const toReason = (thrown: unknown) => new Reason(thrown);
