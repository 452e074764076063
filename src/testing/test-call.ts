/**
 * A call as guest functions see it, without a kernel: time stands still, chance has a seed, everything is
 * allowed unless the test says otherwise. `invoke` calls a function as a guest would.
 */
import { type Data, failure, SeededChance, type Timer } from '#base';
import {
  type AnyFunction,
  type Attachment,
  type Beat,
  type Call,
  type Carried,
  type Context,
  type Handle,
  Held,
  misfit,
  type Ref,
  readArguments,
  type Schema,
  type Service,
  type Source,
  writeResults,
} from '#plugin';
import { VirtualClock } from './virtual-clock.ts';

/** One question to `allow`: `action`, `resource` and what else was said. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly attributes?: Data;
}

export interface TestCallOptions {
  readonly clock?: VirtualClock;
  readonly seed?: number | string;
  readonly context?: Partial<Context>;
  readonly attached?: readonly Attachment[];
  /** Says no to what it answers with false. */
  readonly policy?: (question: Question) => boolean;
}

export class TestCall implements Call {
  readonly pid = '{app:test|1}';
  readonly entry = 'app:test';
  readonly key = 'test-key';
  readonly view = '';
  readonly context: Context;
  readonly clock: VirtualClock;
  readonly chance: SeededChance;
  /** All that was asked for. */
  readonly asked: Question[] = [];
  /** All values that were held and not yet released. */
  readonly held = new Set<Held>();
  spent = 0;
  readonly #options: TestCallOptions;
  readonly #controller = new AbortController();
  readonly #provided = new Map<string, unknown>();

  constructor(options: TestCallOptions = {}) {
    this.#options = options;
    this.clock = options.clock ?? new VirtualClock();
    this.chance = new SeededChance(options.seed ?? 1);
    this.context = { values: {}, ...options.context };
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the kernel does when the process ends. */
  end(): void {
    this.#controller.abort();
    for (const held of this.held) this.release(held);
  }

  now(): number {
    return this.clock.now();
  }

  nowNanos(): bigint {
    return this.clock.nowNanos();
  }

  monotonic(): number {
    return this.clock.monotonic();
  }

  random(): number {
    return this.chance.random();
  }

  randomBytes(length: number): Uint8Array<ArrayBuffer> {
    return this.chance.bytes(length);
  }

  sleep(delay: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        timer.cancel();
        reject(failure('Canceled', 'the call has ended'));
      };
      const timer = this.clock.setTimer(this.clock.monotonic() + delay, () => {
        this.signal.removeEventListener('abort', cancel);
        resolve();
      });
      this.signal.addEventListener('abort', cancel, { once: true });
    });
  }

  allow(action: string, resource: string, attributes?: Data): void {
    if (this.isAllowed(action, resource, attributes)) return;
    throw failure('PermissionDenied', `not allowed: ${action} on ${resource}`, { retryable: false });
  }

  isAllowed(action: string, resource: string, attributes?: Data): boolean {
    const question = { action, resource, ...(attributes === undefined ? {} : { attributes }) };
    this.asked.push(question);
    return this.#options.policy?.(question) ?? true;
  }

  /** Lets `use` find this value under the id. */
  provide<P>(service: Service<P>, id: string, live: P): this {
    this.#provided.set(`${service.name} ${id}`, live);
    return this;
  }

  use<P>(service: Service<P>, id: string): Ref<P> {
    const found = this.#provided.get(`${service.name} ${id}`);
    if (found === undefined) throw failure('NotFound', `no entry ${id}`, { retryable: false });
    return { id, current: found as P }; // `provide` ties the service to its type
  }

  hold<T>(handle: Handle<T, unknown>, live: T): Held<T> {
    const held = new Held(handle, live);
    this.held.add(held as Held); // kept only to be released
    return held;
  }

  readonly isAgain = false;

  answering(): undefined {
    return undefined;
  }

  release(held: Held): void {
    if (held.isClosed) return;
    held.isClosed = true;
    this.held.delete(held);
    held.handle.close?.(held.live);
  }

  channel<T>(item: Schema<unknown, T>, capacity: number): TestSource<T> {
    return new TestSource(item, capacity);
  }

  beat<T>(handle: Handle<T, unknown>): TestBeat<T> {
    const beat = new TestBeat(handle, this.clock);
    this.signal.addEventListener('abort', () => beat.stop(), { once: true });
    return beat;
  }

  carried<T>(what: Carried<T>): T | undefined {
    const found = this.#options.attached?.find((each) => each.what === what);
    return found?.value as T | undefined; // `attach` ties the token to its type
  }

  readonly room = Number.POSITIVE_INFINITY;

  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  spend(work: number): void {
    this.spent += work;
  }
}

/** A channel whose values the test takes out itself, as the guest would get them. */
export class TestSource<T> implements Source<T> {
  readonly capacity: number;
  readonly values: unknown[] = [];
  isClosed = false;
  failure: unknown;
  readonly #item: Schema<unknown, T>;
  readonly #waiting: (() => void)[] = [];
  readonly #onClose: (() => void)[] = [];

  constructor(item: Schema<unknown, T>, capacity: number) {
    this.#item = item;
    this.capacity = capacity;
  }

  offer(value: T): boolean {
    if (this.isClosed) return false;
    this.values.push(this.#item.write(value));
    return this.values.length < this.capacity;
  }

  room(): Promise<void> {
    if (this.isClosed || this.values.length < this.capacity) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Takes the next value, as a guest receives it. */
  take(): unknown {
    const value = this.values.shift();
    for (const resume of this.#waiting.splice(0)) resume();
    return value;
  }

  close(failure?: unknown): void {
    this.isClosed = true;
    this.failure = failure;
    for (const resume of this.#waiting.splice(0)) resume();
  }

  /** What the kernel does when the guest closes its end. */
  closeByGuest(): void {
    this.close();
    for (const run of this.#onClose.splice(0)) run();
  }

  onClose(run: () => void): void {
    this.#onClose.push(run);
  }
}

/** Moments that the test takes out itself, as the guest would get them. */
export class TestBeat<T> implements Beat {
  readonly values: unknown[] = [];
  readonly #handle: Handle<T, unknown>;
  readonly #clock: VirtualClock;
  #timer: Timer | undefined;

  constructor(handle: Handle<T, unknown>, clock: VirtualClock) {
    this.#handle = handle;
    this.#clock = clock;
  }

  set(delay: number, period: number): boolean {
    const wasSet = this.stop();
    this.#await(this.#clock.monotonic() + delay, period);
    return wasSet;
  }

  stop(): boolean {
    const wasSet = this.#timer !== undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    return wasSet;
  }

  take(): unknown {
    return this.values.shift();
  }

  #await(moment: number, period: number): void {
    this.#timer = this.#clock.setTimer(moment, () => {
      this.#timer = undefined;
      if (period > 0) this.#await(moment + period, period);
      if (period === 0 || this.values.length === 0) {
        this.values.push(new Held(this.#handle, this.#handle.moment?.(this.#clock.nowNanos()) as T)); // only those have beats
      }
    });
  }
}

/**
 * Calls a function with a guest's values and gives all its results as the guest gets them; a failure
 * stands where `fails` puts it, or is thrown.
 */
export async function invoke(
  definition: AnyFunction,
  given: readonly unknown[],
  call: Call = new TestCall(),
): Promise<readonly unknown[]> {
  return settle(definition, () => ran(definition, [], given, call));
}

/** The same for a method of a held value. */
export async function invokeMethod(
  held: unknown,
  name: string,
  given: readonly unknown[] = [],
  call: Call = new TestCall(),
): Promise<readonly unknown[]> {
  if (!(held instanceof Held)) throw new TypeError(`${name} is called on what is no held value`);
  const definition: AnyFunction | undefined =
    held.handle.methods[name] ?? held.handle.method?.(held.live, name);
  if (definition === undefined) throw new TypeError(`${held.handle.name} has no method ${name}`);
  return settle(definition, () => ran(definition, [held.live], given, call));
}

function ran(
  definition: AnyFunction,
  before: readonly unknown[],
  given: readonly unknown[],
  call: Call,
): unknown {
  let args: unknown[];
  try {
    args = readArguments(definition.args, given);
  } catch (thrown) {
    return misfit(definition, thrown, before, call);
  }
  return definition.run(...([...before, ...args, call] as never)); // read by the schemas that give the types
}

async function settle(definition: AnyFunction, run: () => unknown): Promise<readonly unknown[]> {
  try {
    return writeResults(definition.returns, await run());
  } catch (thrown) {
    switch (definition.fails ?? 'nil, err') {
      case 'nil, err':
        return [undefined, thrown];
      case 'false, err':
        return [false, thrown];
      case 'err':
        return [thrown];
      case 'raise':
        throw thrown;
    }
  }
}
