/**
 * What the entries of durable processes say of their limits, where the processes are not in memory: which entry one is of is asked of
 * the store, once.
 */
import type { Limits } from '#plugin';
import type { Shard } from '#process';
import type { Backend } from './store/backend.ts';

export interface EntryLimitsOptions {
  readonly backend: Backend;
  readonly shard: Shard;
}

/** Of so many processes it is known. */
const MOST_KNOWN = 10_000;

/** In place of an entry: it has been met once, or is being asked for. */
const MET = '';
const ASKED = '?';

export class EntryLimits {
  readonly #options: EntryLimitsOptions;
  readonly #entries = new Map<string, string>();

  constructor(options: EntryLimitsOptions) {
    this.#options = options;
  }

  /** Undefined as long as its entry is not known, or when that has no limits or is not on this node. */
  of(pid: string): Limits | undefined {
    const entry = this.#entries.get(pid);
    if (entry === undefined || entry === MET || entry === ASKED) return undefined;
    return this.#options.shard.programs.process(entry, '')?.limits;
  }

  /** Most are met once: the store is asked the second time. */
  meet(pid: string): void {
    if (this.#entries.has(pid)) this.learn(pid);
    else this.note(pid, MET);
  }

  learn(pid: string): void {
    const known = this.#entries.get(pid);
    if (known !== undefined && known !== MET) return;
    this.note(pid, ASKED);
    this.#options.backend.ask('line', pid).then(
      (line) => (line === undefined ? this.#entries.delete(pid) : this.note(pid, line.entry)),
      () => this.#entries.delete(pid), // whoever writes to the store says what hinders it
    );
  }

  note(pid: string, entry: string): void {
    if (this.#entries.size >= MOST_KNOWN && !this.#entries.has(pid)) this.#entries.clear();
    this.#entries.set(pid, entry);
  }
}
