/**
 * One call of a feature's function by a process: all that the function may know of the world.
 *
 * Made for each call, so everything but the process is made when it is asked for. It stays good as long as the process
 * lives: what a function sets up beyond its return (a beat, a channel) ends with the process.
 *
 *   Gc1  The signal aborts when the process ends or goes on with other code, and when the deadline of the context
 *        passes. A call whose promise has settled is over: then nothing aborts it any more.
 */
import { type Data, failure } from '#base';
import { spendPart } from '#lua';
import type {
  Answered,
  Answering,
  AnyHandle,
  Beat,
  Call,
  Carried,
  Handle,
  Held,
  Ref,
  Schema,
  Service,
  Source,
} from '#plugin';
import { GuestBeat } from './beat.ts';
import { Closable } from './closable-held.ts';
import type { Context } from './context.ts';
import type { Exit } from './exit.ts';
import { GuestSource } from './guest-source.ts';
import { writeGuest } from './guest-value.ts';
import { GuestHeld, type HandleTypes } from './handle-types.ts';
import { HostWork } from './host-work.ts';
import { ended, Nap } from './nap.ts';
import type { Owned, Process } from './process.ts';
import type { Surroundings } from './surroundings.ts';

/** Aborts a call. */
class Watch extends HostWork {
  readonly release: () => void;

  constructor(release: () => void) {
    super();
    this.release = release;
  }
}

export class GuestCall implements Call {
  readonly #process: Process;
  readonly #around: Surroundings;
  readonly #types: HandleTypes;
  #key = '';
  #abort: AbortController | null = null;
  #owned: Owned | null = null;
  #isOver = false;
  isAgain = false;
  /** Of an operation whose answer can be stored (D10). */
  pending: { readonly operation: number; readonly exitOf: (answered: Answered) => Exit } | undefined;
  /** The process gets its answer by its store. */
  isAnswered = false;
  /** Until when it sleeps, in milliseconds of the monotonic clock. */
  sleepsUntil: number | undefined;

  constructor(process: Process, around: Surroundings, types: HandleTypes) {
    this.#process = process;
    this.#around = around;
    this.#types = types;
  }

  get pid(): string {
    return this.#process.pid;
  }

  get entry(): string {
    return this.#process.entry;
  }

  get context(): Context {
    return this.#process.context;
  }

  get view(): string {
    return this.#process.view;
  }

  now(): number {
    return this.#around.clock.now();
  }

  nowNanos(): bigint {
    return this.#around.clock.nowNanos();
  }

  monotonic(): number {
    return this.#around.clock.monotonic();
  }

  random(): number {
    return this.#around.chance.random();
  }

  randomBytes(length: number): Uint8Array<ArrayBuffer> {
    return this.#around.chance.bytes(length);
  }

  sleep(delay: number): Nap {
    // A call that is made again sleeps until the moment that it had in mind the first time.
    this.sleepsUntil ??= this.monotonic() + delay;
    return new Nap(this.#process, this.#around.scheduler.timers, this.sleepsUntil);
  }

  allow(action: string, resource: string, attributes?: Data): void {
    if (!this.isAllowed(action, resource, attributes)) {
      throw failure('PermissionDenied', `not allowed: ${action} on ${resource}`, { retryable: false });
    }
  }

  isAllowed(action: string, resource: string, attributes?: Data): boolean {
    const { policy } = this.#around;
    if (policy.isOpen) return true;
    const given = typeof attributes === 'object' && attributes !== null ? attributes : {};
    return policy.allow(this.#process, action, resource, { pid: this.pid, ...given });
  }

  use<P>(service: Service<P>, id: string): Ref<P> {
    return this.#around.use(service, id, this.#process.view);
  }

  get signal(): AbortSignal {
    this.#abort ??= this.#watch(new AbortController());
    return this.#abort.signal;
  }

  /** The function has asked for its signal. */
  get isWatching(): boolean {
    return this.#owned !== null;
  }

  /** The promise of the call has settled. */
  settled(): void {
    if (this.#owned === null) return;
    this.#process.disown(this.#owned);
    this.#isOver = true;
    this.#owned.release();
  }

  /** Gc1. */
  #watch(abort: AbortController): AbortController {
    const process = this.#process;
    if (!process.isAlive) {
      abort.abort(ended());
      return abort;
    }
    const { timers } = this.#around.scheduler;
    const { deadline } = this.context;
    const alarm =
      deadline === undefined
        ? undefined
        : timers.after(deadline - this.now(), () =>
            abort.abort(failure('Timeout', 'the deadline has passed')),
          );
    this.#owned = new Watch(() => {
      this.#owned = null;
      if (alarm !== undefined) timers.cancel(alarm);
      if (!this.#isOver) abort.abort(ended());
    });
    process.own(this.#owned);
    return abort;
  }

  answering(database: string): Answering | undefined {
    const { pending } = this;
    const inStore = pending && this.#process.keeper?.answering(database, pending.operation);
    if (pending === undefined || inStore === undefined) return undefined;
    return {
      begin: inStore.begin,
      claim: inStore.claim,
      write: (answered) => inStore.write(pending.exitOf(answered)),
      stored: (id, body) => {
        this.isAnswered = true;
        inStore.stored(id, body);
      },
    };
  }

  get key(): string {
    if (this.#key === '') this.#key = `${this.pid}/${++this.#process.serial}`;
    return this.#key;
  }

  hold<T>(handle: Handle<T, unknown>, live: T): Held<T> {
    return handle.close === undefined
      ? new GuestHeld(handle, live)
      : new Closable(handle, live, this.#process, this.#around.log);
  }

  release(held: Held): void {
    if (held instanceof Closable) held.close();
    else held.isClosed = true;
  }

  channel<T>(item: Schema<unknown, T>, capacity: number): Source<T> {
    return new GuestSource(this.#process, capacity, (value: T) => writeGuest(item.write(value), this.#types));
  }

  beat<T>(handle: Handle<T, unknown>): Beat {
    if (handle.moment === undefined) throw new TypeError(`${handle.name} does not say what a moment is`);
    // Whatever the live values are, they come from the handle itself.
    return new GuestBeat(this.#process, this.#around, this.#types, handle as AnyHandle);
  }

  carried<T>(what: Carried<T>): T | undefined {
    // `attach` ties the value to its token.
    return this.#process.attached?.find((one) => one.what.name === what.name)?.value as T | undefined;
  }

  get room(): number {
    const { limits, memory } = this.#process;
    return limits.memory - (memory?.size ?? 0);
  }

  turn(made = 0): Promise<void> {
    const process = this.#process;
    const { scheduler } = this.#around;
    if (made > 0) scheduler.memory.count(process, made);
    return new Promise((resolve, reject) => {
      scheduler.later(() => (process.isAlive ? resolve() : reject(ended())));
    });
  }

  spend(work: number): void {
    spendPart(work);
  }
}
