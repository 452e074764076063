/** What the supervisor knows of a service: how it is brought to life and ended, never what it is. */
import type { Failure } from '#base';
import type { EntryId } from '#plugin';
import type { Lifecycle } from './lifecycle.ts';

/** One run of a service, from its start to its end. */
export interface Run {
  /** Aborts when the run is to end: a stop, a kill, a start that takes too long. */
  readonly signal: AbortSignal;
  /** The service has ended by itself: well, or with a failure. */
  ended(failure?: Failure): void;
  /** What it says of itself while it runs, in the details of its state; nothing takes it back. */
  says(details?: string): void;
}

/** Implemented by whoever holds the value. Each start is given a run, which the stop and the kill name again. */
export interface Supervised {
  /** Resolves when it is ready; fails when it cannot be started. */
  start(run: Run): void | Promise<void>;
  /** Asks it to end; resolves when it is gone. */
  stop(run: Run): void | Promise<void>;
  /** Ends it by force, whatever it is doing, also while it starts. Does nothing when it is gone. */
  kill(run: Run): void;
}

export interface Definition {
  readonly id: EntryId;
  readonly lifecycle: Lifecycle;
  readonly service: Supervised;
}
