/**
 * The sleep of a call. Nearly all are what a function of a feature returns, so that its process waits for nothing else: then the
 * alarm itself brings the process its result, and there is no promise, of which thousands that sleep would each keep some 20 objects.
 *
 *   Na1  Whoever awaits it, or follows it as a promise, has one.
 *   Na2  It ends with its process, or when that goes on with other code.
 */
import { type Failure, failure } from '#base';
import { HostWork } from './host-work.ts';
import { accept } from './input.ts';
import type { Process } from './process.ts';
import type { Alarm, Timers } from './timers.ts';

export class Nap extends HostWork implements Promise<void> {
  readonly #process: Process;
  readonly #timers: Timers;
  /** In milliseconds of the monotonic clock. */
  readonly #until: number;
  #alarm: Alarm | null = null;
  /** What has its result; 0 when nothing was told. */
  #operation = 0;
  #settling: PromiseWithResolvers<void> | undefined;

  constructor(process: Process, timers: Timers, until: number) {
    super();
    this.#process = process;
    this.#timers = timers;
    this.#until = until;
  }

  /** The operation has no result but its end. */
  ends(operation: number): void {
    this.#operation = operation;
    this.#begin();
  }

  #begin(): void {
    this.#process.own(this);
    this.#alarm = this.#timers.at(this.#until, this);
  }

  /** Na1. */
  get #promise(): Promise<void> {
    if (this.#settling === undefined) {
      this.#settling = Promise.withResolvers();
      if (this.#process.isAlive) this.#begin();
      else this.#settling.reject(ended());
    }
    return this.#settling.promise;
  }

  /** The alarm has come. */
  due(): void {
    this.#alarm = null;
    this.#process.disown(this);
    if (this.#operation === 0) this.#settling?.resolve();
    else {
      const outcome = { type: 'normal', value: [] } as const;
      accept(this.#process, { type: 'result', id: 0, operation: this.#operation, outcome });
    }
  }

  /** Na2. */
  release(): void {
    if (this.#alarm !== null) this.#timers.cancel(this.#alarm);
    this.#alarm = null;
    this.#settling?.reject(ended());
  }

  // biome-ignore lint/suspicious/noThenProperty: it stands for a promise
  get then(): Promise<void>['then'] {
    const promise = this.#promise;
    return promise.then.bind(promise);
  }

  get catch(): Promise<void>['catch'] {
    const promise = this.#promise;
    return promise.catch.bind(promise);
  }

  get finally(): Promise<void>['finally'] {
    const promise = this.#promise;
    return promise.finally.bind(promise);
  }

  get [Symbol.toStringTag](): string {
    return 'Nap';
  }
}

/** The result of a function comes later. */
export function isLater(result: unknown): result is Promise<unknown> {
  return result instanceof Promise || result instanceof Nap;
}

let known: Failure | undefined;

/** The same one each time: thousands of processes may end at once, and making an error is costly. */
export function ended(): Failure {
  known ??= failure('Canceled', 'the process has ended', { retryable: false });
  return known;
}
