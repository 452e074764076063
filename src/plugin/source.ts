/** The host's ends of a guest's channels. */
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

/**
 * Sends moments to a channel that a guest receives from: one, or one after the other. It is plain data of the process
 * whose call made it, so it is saved with it and ends with it.
 */
export interface Beat {
  /**
   * The first moment comes after `delay` milliseconds, then there is one each `period` unless that is 0; of these, one for which
   * there is no room since the one before was not taken is left out. True when it was set already.
   */
  set(delay: number, period: number): boolean;
  /** Nothing comes any more, and the channel stays open. True when it was set. */
  stop(): boolean;
}
