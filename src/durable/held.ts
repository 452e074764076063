/**
 * Those that are held: they wait for a person, or until they are tried again by themselves.
 *
 *   K3   A held process keeps its pid, its names and its inputs; nobody is told of an end.
 *   Hd1  What it wrote before stands in the store before it is held there.
 *   Hd2  When it is tried again is in the store: a restart of the node neither hastens it nor puts it off.
 */
import { type Clock, isFailure, type Log, type Timer, toFailure } from '#base';
import type { Backend } from './store/backend.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';
import type { HoldRecord, StoredProcess } from './store/records.ts';

/** Before a store that did not take it is asked again, in milliseconds. */
const PAUSE = 1000;

export interface HeldOptions {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
}

/** Why a process is held. */
export interface Holding {
  readonly problem: string;
  /** How often it has failed since its last commit. */
  readonly failures: number;
  /** Milliseconds until it is tried again; undefined: when a person says so. */
  readonly retryAfter?: number | undefined;
}

/** K1. */
export function heldForLosses({ attempts, failures }: Pick<StoredProcess, 'attempts' | 'failures'>): Holding {
  return { problem: `the node died ${attempts} times while this ran`, failures };
}

export class Held {
  readonly #options: HeldOptions;
  readonly #writes: GroupedWrites;
  readonly #due: (pid: string, failures: number) => void;
  /** With the timers of those that are tried again. */
  readonly #held = new Map<string, Timer | undefined>();

  /** `due` is told whose time has come. */
  constructor(options: HeldOptions, writes: GroupedWrites, due: (pid: string, failures: number) => void) {
    this.#options = options;
    this.#writes = writes;
    this.#due = due;
  }

  has(pid: string): boolean {
    return this.#held.has(pid);
  }

  /** One that is held already: `retryAt` in milliseconds since 1970. */
  add(pid: string, retryAt: number | undefined, failures: number): void {
    const { clock } = this.#options;
    this.forget(pid);
    const after = retryAt === undefined ? undefined : Math.max(0, retryAt - clock.now());
    const timer =
      after === undefined
        ? undefined
        : clock.setTimer(clock.monotonic() + after, () => this.#due(pid, failures));
    this.#held.set(pid, timer);
  }

  forget(pid: string): void {
    this.#held.get(pid)?.cancel();
    this.#held.delete(pid);
  }

  /** Those of hosts that are gone are found in the store when they come back. */
  forgetAll(isMeant: (pid: string) => boolean): void {
    for (const pid of [...this.#held.keys()]) if (isMeant(pid)) this.forget(pid);
  }

  hold(pid: string, { problem, failures, retryAfter }: Holding): void {
    const { clock, log } = this.#options;
    const at = clock.now();
    const retryAt = retryAfter === undefined ? undefined : Math.floor(at + retryAfter);
    if (retryAt === undefined) log.error('a durable process is held', { pid, problem });
    else log.warn('a durable process failed and is tried again', { pid, problem, failures });
    // Its time cannot come before it is held in the store (Hd1).
    this.add(pid, undefined, failures);
    this.#mark(pid, { state: 'held', at, problem, retryAt, failures });
  }

  /** Hd1. A store that cannot write is asked again. */
  #mark(pid: string, record: HoldRecord): void {
    const { backend, clock, log } = this.#options;
    const { retryAt, failures } = record;
    this.#writes
      .drained()
      .then(() => backend.ask('hold', pid, record))
      .then(() => {
        if (retryAt !== undefined && this.#held.has(pid)) this.add(pid, retryAt, failures);
      })
      .catch((thrown) => {
        if (!isFailure(thrown, 'Unavailable')) {
          log.error('a held process could not be marked', { pid, error: toFailure(thrown) });
        } else if (this.#held.has(pid)) {
          clock.setTimer(clock.monotonic() + PAUSE, () => {
            if (this.#held.has(pid)) this.#mark(pid, record);
          });
        }
      });
  }

  /** Lets it go on, in the store; false when it is not held. */
  async release(pid: string, failures: number): Promise<boolean> {
    const { backend, clock } = this.#options;
    if (!this.#held.has(pid)) return false;
    const record = { state: 'running', at: clock.now(), problem: '', retryAt: undefined, failures } as const;
    if (!(await backend.ask('hold', pid, record))) return false;
    this.forget(pid);
    return true;
  }
}
