/**
 * What guests meet of a feature: functions, and handles whose methods are functions. And what such a
 * function in turn may know of the world: its call. The three speak of each other, so they stand in
 * one file; everything here is types but `Held`, `Call` is implemented by the process layer.
 */
import type { Data } from '#base';
import type { Answering } from './answering.ts';
import type { Arg, Returned, Returns, Values } from './arguments.ts';
import type { Carried, Context, EntryId, Pid } from './identity.ts';
import type { Schema } from './schema.ts';
import type { Ref, Service } from './service.ts';
import type { Beat, Source } from './source.ts';

/** How a guest learns of a failure. */
export type Fails = 'nil, err' | 'false, err' | 'err' | 'raise';

/**
 * `local`: done in here; `read`: nobody outside notices, so it may happen again after a crash;
 * `external`: the world outside has noticed.
 */
export type Effect = 'local' | 'read' | 'external';

/** What a restored process does with a call that was under way: make it again, find its result, or fail with `Unavailable`. */
export type Resume = 'repeat' | 'find' | 'fail';

interface FunctionFacts<A extends readonly Arg[], R extends Returns> {
  readonly summary: string;
  /** The last may be `rest`; it arrives as one list. Overloads are `t.oneOf`. */
  readonly args: A;
  /** A schema, or a list of schemas for several results or none. */
  readonly returns: R;
  /** `nil, err` when it is left out. */
  readonly fails?: Fails;
  readonly effect: Effect;
  /** Like a line of a log: it leaves at once and may come again, also where other effects wait for a commit. */
  readonly isOutput?: true;
  /** Of an `external` call, by the guest's own values, a method's live value first: nobody outside notices this one. */
  readonly isRead?: (...given: readonly unknown[]) => boolean;
  /** When left out: `repeat` for `local` and `read`, `fail` for `external`. With `find` the call says `isAgain`. */
  readonly resume?: Resume;
  /** The arguments come as the texts that `tostring` makes of them, whatever they are. */
  readonly shows?: boolean;
  /** Says of given arguments that the call takes more than a millisecond, so it runs on a service thread. */
  readonly heavy?: (...given: Values<A>) => boolean;
}

/** The condition is always true; it makes the compiler settle `R` before it looks at what `run` returns. */
type Given<A extends readonly Arg[], R> = [R] extends [Returns] ? [...Values<A>, call: Call] : never;

/**
 * A function of a module. `run` gets decoded arguments by position and the call, and returns a value
 * or throws a `Failure`. While a promise is open the coroutine waits.
 */
export interface GuestFunction<A extends readonly Arg[] = readonly Arg[], R extends Returns = Returns>
  extends FunctionFacts<A, R> {
  run(...given: Given<A, R>): Returned<R>;
  /** Stands in for the result when arguments cannot be read, instead of the failure, whose message it is given. */
  readonly misfit?: (fault: string, call: Call) => Returned<R>;
}

/** A method of a handle: the same, with the live value in front. */
export interface GuestMethod<T, A extends readonly Arg[] = readonly Arg[], R extends Returns = Returns>
  extends FunctionFacts<A, R> {
  run(live: T, ...given: Given<A, R>): Returned<R>;
  /** As that of a function. */
  readonly misfit?: (live: T, fault: string, call: Call) => Returned<R>;
}

/** Any function or method: for those who only pass it on. What it takes is checked by its schemas. */
export interface AnyFunction extends Omit<FunctionFacts<readonly Arg[], Returns>, 'heavy'> {
  heavy?(...given: never): boolean;
  run(...given: never): unknown;
  misfit?(...given: never): unknown;
}

/** Something that other features may ask of a handle, whatever made it: `readable`, `writable`. */
export interface Trait<out P> {
  readonly trait: string;
  /** Exists in types only. */
  readonly served?: P;
}

/** A trait together with how a handle's live value serves it. */
export interface Serving<T> {
  readonly trait: string;
  of(live: T): unknown;
}

/** A value that a guest holds but cannot look into. */
export interface Handle<T, Saved = never> {
  readonly name: string;
  readonly summary: string;
  readonly methods: Readonly<Record<string, AnyFunction>>;
  /** Methods whose names are known only at run time. */
  method?(live: T, name: string): AnyFunction | undefined;
  readonly meta?: Metamethods<T>;
  readonly serves?: readonly Serving<T>[];
  /** `copy`: it may stand in messages, arguments and results of processes. */
  readonly crosses: 'copy' | 'never';
  /** Without it the value lives within one durable step. */
  save?(live: T): Saved;
  restore?(saved: Saved, call: Call): T | Promise<T>;
  /** Bytes that a value holds, about: they count as memory of its process. */
  size?(live: T): number;
  /** The value for a moment of the clock, in nanoseconds since 1970: what a beat of this handle sends. */
  moment?(nanos: bigint): T;
  /** At release, or when the process ends; never by a finaliser. */
  close?(live: T): void | Promise<void>;
}

/** They answer at once; whatever waits is a method. Texts are text, not bytes. */
export interface Metamethods<T> {
  tostring?(live: T): string;
  eq?(live: T, other: T): boolean;
  lt?(live: T, other: T): boolean;
  le?(live: T, other: T): boolean;
  /** One of the two is a held value of this handle. */
  concat?(left: unknown, right: unknown): string;
  /** What the guest calls when it calls the value. */
  readonly call?: AnyFunction;
  /** A field that is no method. */
  index?(live: T, key: Data): Data;
}

/** A live value in a guest's hands: what `call.hold` gives, and what `t.handle` reads and writes. */
export class Held<T = unknown> {
  readonly handle: Handle<T, unknown>;
  readonly live: T;
  isClosed = false;

  constructor(handle: Handle<T, unknown>, live: T) {
    this.handle = handle;
    this.live = live;
  }
}

/** All that a guest function may know of the world. */
export interface Call {
  readonly pid: Pid;
  readonly entry: EntryId;
  readonly context: Context;
  /** Through which view it finds entries; '' is the current state as it moves. */
  readonly view: string;
  /** Milliseconds since 1970, as the process sees them. */
  now(): number;
  nowNanos(): bigint;
  /** Milliseconds that never go back. */
  monotonic(): number;
  random(): number;
  randomBytes(length: number): Uint8Array<ArrayBuffer>;
  /** Resolves at `monotonic() + delay`; rejects with `Canceled` when the call ends before. */
  sleep(delay: number): Promise<void>;
  /** Throws `PermissionDenied`. */
  allow(action: string, resource: string, attributes?: Data): void;
  /** The same question without a throw. */
  isAllowed(action: string, resource: string, attributes?: Data): boolean;
  /** Another entry's live value, found through the view of the process. Throws `NotFound`, or `Invalid` for another service. */
  use<P>(service: Service<P>, id: EntryId): Ref<P>;
  /** Aborts when the call is cancelled, its deadline passes or its process ends. */
  readonly signal: AbortSignal;
  /** It is made once more, and may have been done before. */
  readonly isAgain: boolean;
  /**
   * Of a call that a durable process waits for, when its store lies in the database of this entry: how the answer becomes a
   * part of the work's own transaction, so that both happen exactly once (D10).
   */
  answering(database: EntryId): Answering | undefined;
  /** The same when a durable process repeats this call: an idempotency key. */
  readonly key: string;
  hold<T>(handle: Handle<T, unknown>, live: T): Held<T>;
  /** Ends a held value before its process does, closing it; does nothing the second time. */
  release(held: Held): void;
  /** A channel for the guest, fed by the host; `item` says what its values are. */
  channel<T>(item: Schema<unknown, T>, capacity: number): Source<T>;
  /** A channel to which moments come, as values of a handle that says what a moment is. */
  beat<T>(handle: Handle<T, unknown>): Beat;
  /** What the maker of this call attached. */
  carried<T>(what: Carried<T>): T | undefined;
  /** Bytes that the process may still take. */
  readonly room: number;
  /**
   * Lets others run, in the midst of long work; rejects with `Canceled` when the process has ended. `made`: bytes that were
   * made for the process since the turn before.
   */
  turn(made?: number): Promise<void>;
  /** Fuel, for work that grows with the input. */
  spend(work: number): void;
}
