/**
 * A call with its options: tried again when it fails for a reason that may pass, and given up when its time is up.
 *
 *   At1  Only failures marked as retryable are tried again, `maxAttempts` calls in all; the last failure is the result.
 *   At2  The delays grow from `initialDelay` by `backoffFactor`, up to `maxDelay`.
 *   At3  The timeout covers all attempts. When it has passed the result is `Timeout`, and the call is cancelled. That of
 *        one attempt ends only this one.
 *        Who runs out of time after a failure that was to be followed by another attempt is told of that failure too.
 *   At4  The `Timeout` of an activity is told as not retryable: its policy has said what is tried again.
 */
import { type ErrorValue, timeoutError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import type { Answer } from './process.ts';
import type { Alarm, Timers } from './timers.ts';

export interface CallSettings {
  /** Milliseconds; undefined or 0: as long as it takes. */
  readonly timeout?: number | undefined;
  /** The same for each attempt. */
  readonly attemptTimeout?: number | undefined;
  /** Milliseconds that each attempt may wait for its turn (calls.ts, Ca2); undefined or 0: any. */
  readonly startTimeout?: number | undefined;
  /** It was called by the options of activities (At4). */
  readonly isActivity?: boolean | undefined;
  readonly retry?:
    | {
        readonly maxAttempts?: number | undefined;
        readonly initialDelay?: number | undefined;
        readonly backoffFactor?: number | undefined;
        /** Milliseconds. */
        readonly maxDelay?: number | undefined;
        /** Kinds of errors that are never tried again. */
        readonly finalKinds?: readonly string[] | undefined;
      }
    | undefined;
}

export interface Started {
  cancel(): void;
}

const INITIAL_DELAY = 100;
const BACKOFF_FACTOR = 2;

/** Makes the call as the settings say; `settle` is called once. */
export function attempt(
  settings: CallSettings,
  timers: Timers,
  start: (answer: Answer) => Started,
  settle: (exit: Exit) => void,
): Started {
  return new Attempts(settings, timers, start, settle);
}

class Attempts implements Started {
  readonly #settings: CallSettings;
  readonly #timers: Timers;
  readonly #start: (answer: Answer) => Started;
  readonly #settle: (exit: Exit) => void;
  #made = 0;
  /** How the last attempt that took too long has ended. */
  #late: Exit | undefined;
  /** Why another attempt was to follow. */
  #last: ErrorValue | undefined;
  #isOver = false;
  #running: Started | undefined;
  #delay: Alarm | undefined;
  #deadline: Alarm | undefined;
  #attemptDeadline: Alarm | undefined;

  constructor(
    settings: CallSettings,
    timers: Timers,
    start: (answer: Answer) => Started,
    settle: (exit: Exit) => void,
  ) {
    this.#settings = settings;
    this.#timers = timers;
    this.#start = start;
    this.#settle = settle;
    const { timeout = 0 } = settings;
    if (timeout > 0) this.#deadline = timers.after(timeout, () => this.#expire(timeout));
    this.#try();
  }

  cancel(): void {
    if (this.#isOver) return;
    this.#clear();
    this.#isOver = true;
    this.#running?.cancel();
  }

  #try(): void {
    this.#made++;
    let isCurrent = true;
    const settle = (exit: Exit) => {
      if (!isCurrent) return;
      isCurrent = false;
      this.#running = undefined;
      if (this.#attemptDeadline !== undefined) this.#timers.cancel(this.#attemptDeadline);
      this.#settled(exit);
    };
    const running = this.#start({ settle });
    if (!isCurrent) return;
    this.#running = running;
    const { attemptTimeout = 0 } = this.#settings;
    if (attemptTimeout <= 0) return;
    this.#attemptDeadline = this.#timers.after(attemptTimeout, () => {
      this.#late = timedOut(attemptTimeout, true);
      settle(this.#late);
      running.cancel();
    });
  }

  #settled(exit: Exit): void {
    if (this.#isOver) return;
    const {
      maxAttempts = 1,
      initialDelay = INITIAL_DELAY,
      backoffFactor = BACKOFF_FACTOR,
      maxDelay = Number.POSITIVE_INFINITY,
      finalKinds = [],
    } = this.#settings.retry ?? {};
    const isTriedAgain =
      !isNormal(exit) &&
      exit.error.retryable === true &&
      this.#made < maxAttempts &&
      !finalKinds.includes(exit.error.kind);
    if (isTriedAgain) {
      this.#last = exit.error;
      const delay = Math.min(maxDelay, initialDelay * backoffFactor ** (this.#made - 1));
      this.#delay = this.#timers.after(delay, () => this.#try());
      return;
    }
    const { attemptTimeout = 0 } = this.#settings;
    this.#finish(exit === this.#late ? this.#told(attemptTimeout) : exit);
  }

  #expire(timeout: number): void {
    const running = this.#running;
    this.#finish(this.#told(timeout));
    running?.cancel();
  }

  /** At4. */
  #told(timeout: number): Exit {
    return timedOut(timeout, this.#settings.isActivity !== true, this.#last);
  }

  #finish(exit: Exit): void {
    this.#clear();
    this.#isOver = true;
    this.#settle(exit);
  }

  #clear(): void {
    if (this.#delay !== undefined) this.#timers.cancel(this.#delay);
    if (this.#deadline !== undefined) this.#timers.cancel(this.#deadline);
    if (this.#attemptDeadline !== undefined) this.#timers.cancel(this.#attemptDeadline);
  }
}

function timedOut(millis: number, retryable: boolean, last?: ErrorValue): Exit {
  const message = `the call took longer than ${millis} ms`;
  return { type: 'failed', error: timeoutError(message, retryable, last) };
}
