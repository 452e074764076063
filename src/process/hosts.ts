/**
 * The hosts of a node, as one scheduler sees them: where a host's next process is put, and how many it may have.
 *
 *   Ho1  A host spreads its processes over its first `workers` schedulers, in turn.
 *   Ho2  A host that stops takes no new processes.
 *   Ho3  A host's cap is shared out among its schedulers.
 */

import { ErrorValue, notFound } from './error-value.ts';
import type { GivenLimits } from './limits.ts';

export interface HostSettings {
  /** Over how many schedulers; all of the node when it is left out. */
  readonly workers?: number | undefined;
  /** 0 or left out: no cap. */
  readonly maxProcesses?: number | undefined;
  /** Milliseconds of rest after which its processes are kept as bytes; never when it is left out. */
  readonly hibernateAfter?: number | undefined;
  /** What each of its processes may use. */
  readonly limits?: GivenLimits | undefined;
}

interface HostState {
  settings: HostSettings;
  isStopping: boolean;
  next: number;
  /** Living processes of this scheduler, counted while there is a cap. */
  count: number;
}

export class Hosts {
  readonly #schedulers: number;
  readonly #hosts = new Map<string, HostState>();
  /** The one that was asked for last: a spawn asks for it three times, and the next one mostly for the same. */
  #last: HostState | undefined;
  #lastId = '';

  /** `schedulers`: how many the node has; `index`: where this scheduler's turn begins. */
  constructor(schedulers: number) {
    this.#schedulers = schedulers;
  }

  /** Adds a host, or changes the settings of one for new processes. */
  set(id: string, settings: HostSettings): void {
    const known = this.#hosts.get(id);
    if (known === undefined) this.#hosts.set(id, { settings, isStopping: false, next: 0, count: 0 });
    else known.settings = settings;
  }

  #of(id: string): HostState | undefined {
    if (this.#last !== undefined && id === this.#lastId) return this.#last;
    const host = this.#hosts.get(id);
    this.#last = host;
    this.#lastId = id;
    return host;
  }

  stop(id: string): void {
    const host = this.#hosts.get(id);
    if (host !== undefined) host.isStopping = true;
  }

  remove(id: string): void {
    this.#hosts.delete(id);
    this.#last = undefined;
  }

  /** The scheduler for the next process of a host. */
  place(id: string): number | ErrorValue {
    const host = this.#of(id);
    if (host === undefined)
      return notFound(
        `host ${id} not found: none of that name runs yet (depends_on makes a service wait for one)`,
      );
    if (host.isStopping) return new ErrorValue('Unavailable', `host ${id} is stopping`, true);
    const width = Math.min(this.#schedulers, Math.max(1, host.settings.workers ?? this.#schedulers));
    const place = host.next % width;
    host.next = place + 1;
    return place;
  }

  /** What each process of the host may use. */
  limits(id: string): GivenLimits | undefined {
    return this.#of(id)?.settings.limits;
  }

  /** Counts a new process of a host; gives what takes it back, undefined without a cap, an error above it. */
  enter(id: string): { release(): void } | ErrorValue | undefined {
    const host = this.#of(id);
    const cap = host?.settings.maxProcesses ?? 0;
    if (host === undefined || cap <= 0) return undefined;
    const width = Math.min(this.#schedulers, Math.max(1, host.settings.workers ?? this.#schedulers));
    if (host.count >= Math.ceil(cap / width)) {
      return new ErrorValue('RateLimited', `host ${id} has its ${cap} processes`, true);
    }
    host.count++;
    return { release: () => host.count-- };
  }
}
