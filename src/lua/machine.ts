/**
 * The registers of the engine and the convention by which compiled and host functions talk.
 *
 * Every function, compiled or host, is called as `f.code(f, ...args)` and returns either
 *   - one Lua value, which is its only result, or
 *   - the sentinel `S`. Then `R.why` says what it means:
 *       MULTI   no result or several: `R.n` of them, the first three in `R.r0..r2` (absent ones are
 *               `undefined`), and all of them in `R.all` when there are more than three;
 *       ERROR   a Lua error is on its way to the nearest boundary (pcall, coroutine, process); `R.error` is its value;
 *       YIELD   the running coroutine gives `R.n` values to its resumer;
 *       WAIT    the running task waits for something outside;
 *       SLICE   the slice is used up.
 *   For all but MULTI the caller appends its own frame with `push` and returns `S` in turn, so that the
 *   JavaScript stack becomes a list of frames, innermost first, in `R.head .. R.tail`.
 *
 *   M-1  Whoever consumes the sentinel resets the reason, and takes `R.head` or drops it.
 *   M-2  A frame never contains the sentinel.
 *   M-3  While frames are being pushed nothing may throw.
 *
 * One thread has one set of registers; the schedulers of a thread use it in turn.
 */
import { type Fields, type LuaTable, NO_FIELDS } from './table.ts';
import type { Value } from './value.ts';

export type { Value };

/** The code of a function: the function object itself comes first. */
export type Code = (self: Fn, ...args: Value[]) => Value;

export class Sentinel {
  readonly name = 'suspend';
}
export const S: Sentinel = Object.freeze(new Sentinel());

export const MULTI = 0;
export const ERROR = 1;
export const YIELD = 2;
export const WAIT = 3;
export const SLICE = 4;

/** What a function object runs: compiled Lua (see unit.ts) or a host function. */
export interface Proto {
  /** For tracebacks and saved frames: `name` of a host function is its identity (F5). */
  readonly name: string;
  readonly code: Code;
  /** Continues a frame of this function with the result of what it waited for: a value, or `S` with MULTI. */
  resume(frame: Frame, value: Value): Value;
  /** Lua code has a unit; host functions have none. */
  readonly unit: UnitOfCode | undefined;
  readonly index: number;
  /** A boundary is told of an error instead of being dropped: it may turn it into results (`pcall`). */
  readonly boundary?: (frame: Frame, error: Value) => Value;
  /** Of Lua code: a frame in which it has not begun. */
  entry?(self: Fn, args: readonly Value[]): Frame;
}

export interface UnitOfCode {
  readonly name: string;
  readonly hash: string;
}

/*
 * Of what a program makes again and again the fields are only declared, and set by the constructor: as fields of the class they
 * would be set to `undefined` before, by a function of their own.
 */

/** A Lua function: its code and what it captured. Cells for variables that are assigned again, values for all others. */
export class Fn {
  declare code: Code;
  declare up: Value[];
  declare proto: Proto;
  constructor(code: Code, up: Value[], proto: Proto) {
    this.code = code;
    this.up = up;
    this.proto = proto;
  }
}

/** A captured variable that is assigned after its declaration. */
export class Cell {
  declare v: Value;
  /** As in tables: not 0 when the first write must be noted (S2). */
  declare mark: number;
  constructor(v: Value) {
    this.v = v;
    this.mark = 0;
  }
}

/** A saved activation in the emitter's terms: `a`..`d` and `more` hold what the layout of the site says. */
export class Frame {
  declare next: Frame | null;
  declare self: Fn;
  declare site: number;
  declare a: Value;
  declare b: Value;
  declare c: Value;
  declare d: Value;
  declare more: Value[] | null;
  constructor(self: Fn, site: number, a: Value, b: Value, c: Value, d: Value, more: Value[] | null) {
    this.next = null;
    this.self = self;
    this.site = site;
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.more = more;
  }
}

export interface LibraryLimits {
  /** Bytes of the longest text that may be made. */
  readonly text: number;
  /** Steps of one search by a pattern. */
  readonly search: number;
}

/**
 * Where no others are given. No text may ever be longer; so many steps are up to a second (measured with patterns that try every
 * division of their subject).
 */
export const libraryLimits: LibraryLimits = { text: 2 ** 28, search: 20_000_000 };

export interface Registers {
  /** What is left of the slice, without the reserve; always a small integer (Pe1). */
  fuel: number;
  /** Bytes that the running process may still take at once: asked before something of a given size is made. */
  room: number;
  /** What it may ask of the library. */
  limits: LibraryLimits;
  /** Long texts that were joined and perhaps not read since: see operations.ts. */
  loose: number;
  /** What is kept back of the slice's fuel for finding a cheap place to stop: see preemption.ts. */
  reserve: number;
  /** At less fuel young code stops although the slice goes on: see preemption.ts. */
  early: number;
  why: number;
  n: number;
  r0: Value;
  r1: Value;
  r2: Value;
  all: Value[];
  error: Value;
  /** How many more Lua frames have to be passed until the position is put before a text error; 0: none wanted. */
  level: number;
  /** An error of an operator whose text needs the operand's name, which the first frame knows. */
  blame: Blame | null;
  head: Frame | null;
  /** The last one, null while there is but one: nearly all waits save a single frame, and storing it costs. */
  tail: Frame | null;
  /** What the running coroutine was resumed with, as far as it is not on the JavaScript stack. */
  rest: Frame | null;
  /** Counts frames of the running task, so that endless recursion ends. */
  depth: number;
  /** The running Lua coroutine, or null in a task's main one. */
  coroutine: Coroutine | null;
  /** Whoever runs guest code here: the scheduler's task. Blocking host functions take it to be woken. */
  task: unknown;
  /** In the mode that suspends everywhere: the result of the site that suspended, and whether an entry was just resumed. */
  stash: { readonly value: Value; readonly results: Value[] | undefined } | null;
  resumed: boolean;
  /** The Lua lines of an exception's JavaScript stack, for the traceback. */
  thrown: readonly string[];
}

/** What an operator could not do: `index`, `call`, `arithmetic`..., and the operands, for the message. */
export interface Blame {
  readonly verb: string;
  readonly operands: readonly Value[];
}

export const R: Registers = {
  fuel: 0,
  room: Number.POSITIVE_INFINITY,
  limits: libraryLimits,
  loose: 0,
  reserve: 0,
  early: 0,
  why: MULTI,
  n: 0,
  r0: undefined,
  r1: undefined,
  r2: undefined,
  all: [],
  error: undefined,
  level: 0,
  blame: null,
  head: null,
  tail: null,
  rest: null,
  depth: 0,
  coroutine: null,
  task: undefined,
  stash: null,
  resumed: false,
  thrown: [],
};

const NOT_THROWN: readonly string[] = [];

/** No results. */
export function ret0(): Sentinel {
  R.why = MULTI;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return S;
}

export function ret2(a: Value, b: Value): Sentinel {
  R.why = MULTI;
  R.n = 2;
  R.r0 = a;
  R.r1 = b;
  R.r2 = undefined;
  return S;
}

export function ret3(a: Value, b: Value, c: Value): Sentinel {
  R.why = MULTI;
  R.n = 3;
  R.r0 = a;
  R.r1 = b;
  R.r2 = c;
  return S;
}

/** The given results, however many; the array is kept. One result is returned as such. */
export function retN(values: Value[]): Value {
  if (values.length === 1) return values[0];
  setResults(values);
  return S;
}

/** Puts the values into the registers, as MULTI whatever their number. */
export function setResults(values: Value[]): void {
  R.why = MULTI;
  R.n = values.length;
  R.r0 = values[0];
  R.r1 = values[1];
  R.r2 = values[2];
  if (values.length > 3) R.all = values;
}

/** The results of a call as an array: of a value, or of `S` with MULTI. */
export function results(value: Value): Value[] {
  if (value !== S) return [value];
  switch (R.n) {
    case 0:
      return [];
    case 1:
      return [R.r0];
    case 2:
      return [R.r0, R.r1];
    case 3:
      return [R.r0, R.r1, R.r2];
    default:
      return R.all;
  }
}

/** The first result of a call: of a value, or of `S` with MULTI. */
export function first(value: Value): Value {
  return value === S ? R.r0 : value;
}

/**
 * Raises a Lua error: `return raise(value)`. With `level` 1 a text gets the position of the function that
 * called this host function, with 2 that of its caller, and so on; with 0 nothing.
 */
export function raise(value: Value, level = 0): Sentinel {
  R.thrown = NOT_THROWN;
  R.why = ERROR;
  R.error = value;
  R.level = typeof value === 'string' ? level : 0;
  R.blame = null;
  return S;
}

/** Raises a text error with the position of the calling Lua function: `return fail("bad argument #1 to 'sub' (...)")`. */
export function fail(text: string): Sentinel {
  return raise(text, 1);
}

/** Raises an operator's error; the text is made by the frame that holds the operator, which knows the operand's name. */
export function blame(verb: string, ...operands: Value[]): Sentinel {
  R.thrown = NOT_THROWN;
  R.why = ERROR;
  R.error = undefined;
  R.level = 1;
  R.blame = { verb, operands };
  return S;
}

/** Suspends the running task until it is resumed with results: `return wait()`. */
export function wait(): Sentinel {
  R.why = WAIT;
  return S;
}

/** Appends a frame to the list that is being saved. */
export function push(frame: Frame): Sentinel {
  if (R.head === null) {
    R.head = frame;
    return S;
  }
  if (R.tail === null) R.head.next = frame;
  else R.tail.next = frame;
  R.tail = frame;
  return S;
}

/**
 * Appends a new one. A coroutine that goes on keeps its innermost frame for this: it has been read, and one that has been
 * used again and again is written without notes for the collector.
 */
export function save(
  self: Fn,
  site: number,
  a: Value,
  b: Value,
  c: Value,
  d: Value,
  more: Value[] | null,
): Sentinel {
  const { coroutine } = R;
  if (coroutine === null || !coroutine.hasSpare) return push(new Frame(self, site, a, b, c, d, more));
  coroutine.hasSpare = false;
  const kept = coroutine.frames as Frame; // there is one
  kept.self = self;
  kept.site = site;
  kept.a = a;
  kept.b = b;
  kept.c = c;
  kept.d = d;
  kept.more = more;
  return push(kept);
}

/**
 * The end of a piece that may run often: saves its frame, or returns where no site wants that: nothing, or `-site` results. One
 * call for all, as V8 would give up the code of a long loop when it first comes to its end, at a call that it knows nothing of.
 */
export function finish(
  self: Fn,
  site: number | undefined,
  a: Value,
  b: Value,
  c: Value,
  d: Value,
  more: Value[] | null,
): Sentinel {
  if (site === undefined) return ret0();
  if (site >= 0) return save(self, site, a, b, c, d, more);
  return site === -2 ? ret2(a, b) : ret3(a, b, c);
}

/** Host code throws from no deeper below the Lua function that called it. */
const HOST_FRAMES = 40;

/**
 * A JavaScript exception that is a Lua error: for host code that is too deep to return `S`.
 * `level` as in `raise`, counted from the innermost Lua function on the JavaScript stack.
 */
export class LuaError extends Error {
  readonly value: Value;
  readonly level: number;
  constructor(value: Value, level = 1) {
    // The position is read from the stack: it must reach through the host's frames to the Lua function that called.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = HOST_FRAMES;
    super(typeof value === 'string' ? value : 'a Lua error');
    Error.stackTraceLimit = limit;
    this.value = value;
    this.level = level;
  }
}

/** What a coroutine does, as a number: texts would be noted for the collector at each switch. */
export type Status = 0 | 1 | 2 | 3;
export const SUSPENDED = 0;
export const RUNNING = 1;
export const NORMAL = 2;
export const DEAD = 3;
export const STATUS_NAMES = ['suspended', 'running', 'normal', 'dead'] as const;

/** A Lua coroutine. `frames` is what it was doing, innermost first, while it is suspended. */
export class Coroutine {
  declare status: Status;
  declare frames: Frame | null;
  /** While it runs: whether `frames`, which it goes on from, may be used again. */
  declare hasSpare: boolean;
  /** The body, until the first resume. */
  declare body: Fn | null;
  /** Who resumed it, while it runs. */
  declare resumer: Coroutine | null;
  /** How many coroutines are running below it, itself included. */
  declare depth: number;
  /** As in tables: not 0 when the next resume must be noted (S2). */
  declare mark: number;
  constructor(body: Fn) {
    this.status = SUSPENDED;
    this.frames = null;
    this.hasSpare = false;
    this.body = body;
    this.resumer = null;
    this.depth = 0;
    this.mark = 0;
  }
}

export class HostProto implements Proto {
  readonly name: string;
  readonly code: Code;
  readonly unit = undefined;
  readonly index = 0;
  readonly boundary?: (frame: Frame, error: Value) => Value;
  readonly #resume: ((frame: Frame, value: Value) => Value) | undefined;
  constructor(name: string, code: Code, frames?: HostFrames) {
    this.name = name;
    this.code = code;
    this.#resume = frames?.resume;
    if (frames?.boundary) this.boundary = frames.boundary;
  }
  /** Whether it may stand in frames. */
  get hasFrames(): boolean {
    return this.#resume !== undefined;
  }
  resume(frame: Frame, value: Value): Value {
    if (this.#resume === undefined) throw new Error(`the host function ${this.name} has no frames`);
    // It may look at its frame until it returns.
    if (R.coroutine !== null) R.coroutine.hasSpare = false;
    return this.#resume(frame, value);
  }
}

/** How a host function that calls guest code goes on after a suspension: its frame holds plain, savable state (F4). */
export interface HostFrames {
  resume(frame: Frame, value: Value): Value;
  boundary?(frame: Frame, error: Value): Value;
}

const NO_UP: Value[] = [];

/** Host functions that may stand in frames, and kinds of closures, by name: saved bytes name them (F5). */
export const hostFunctions = new Map<string, Fn>();
export const hostClosures = new Map<string, Proto>();

/** A host function without captured state. `name` is its identity in saved bytes, such as `string.rep`. */
export function host(name: string, code: Code, frames?: HostFrames): Fn {
  const made = new Fn(code, NO_UP, new HostProto(name, code, frames));
  if (frames !== undefined) hostFunctions.set(name, made);
  return made;
}

/** Lets saved bytes name a host function that hangs on no table of a library. */
export function nameHost(made: Fn): Fn {
  hostFunctions.set(made.proto.name, made);
  return made;
}

/** A kind of host function with captured state, such as an iterator: `make(state...)` gives one; the code reads `self.up`. */
export function hostClosure(name: string, code: Code, frames?: HostFrames): (...up: Value[]) => Fn {
  const proto = new HostProto(name, code, frames);
  hostClosures.set(name, proto);
  return (...up) => new Fn(code, up, proto);
}

/**
 * A value of the host that guests can hold but not look into. `methods` answers `object:name(...)`;
 * `handle` names the definition it belongs to, by which it is saved.
 */
export class Userdata {
  /** The handle's methods, so that `value:name()` finds them as it finds a field of a table. */
  s: Fields;
  handle: HandleType;
  live: unknown;
  constructor(handle: HandleType, live: unknown) {
    this.s = handle.methods ?? NO_FIELDS;
    this.handle = handle;
    this.live = live;
  }
}

/** What the engine must know of a handle: its metatable, with `__index` and operators as Lua functions. */
export interface HandleType {
  readonly name: string;
  readonly metatable: LuaTable;
  /** The fields of the frozen table of methods; what is not among them is asked of the metatable. */
  methods?: Fields;
}
