/** The host's end of a guest's channel. */
import type { Failure } from '#base';

/**
 * Feeds a channel that a guest receives from. The channel belongs to the process of the call that made
 * it, and ends with it.
 */
export interface Source<T> {
  /** Puts a value in. False says: taken, but now it is full, so wait for `room` before the next. */
  offer(value: T): boolean;
  /** Resolves when a value fits again, or the channel is closed. */
  room(): Promise<void>;
  /** No more values: receivers get those that wait, then the end. With a failure, they get it first. */
  close(failure?: Failure): void;
  /** True once either side has closed it. */
  readonly isClosed: boolean;
  /** Called once when the guest closes it or its process ends. */
  onClose(run: () => void): void;
}
