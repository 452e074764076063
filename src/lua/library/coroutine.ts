/**
 * Coroutines: a coroutine is a list of frames; resuming one runs it nested on the JavaScript stack.
 *
 * When the process has to stop while a coroutine runs, the coroutine's frames are kept in it, and its resumer's frame
 * `coroutine.resume` or `coroutine.wrap` holds it; going on enters it again.
 */
import { caught } from '../blame.ts';
import {
  Coroutine,
  DEAD,
  ERROR,
  Fn,
  Frame,
  fail,
  host,
  hostClosure,
  MULTI,
  NORMAL,
  nameHost,
  push,
  R,
  RUNNING,
  raise,
  results,
  ret2,
  ret3,
  retN,
  S,
  STATUS_NAMES,
  SUSPENDED,
  setResults,
  type Value,
  YIELD,
} from '../machine.ts';
import { shownType, touch } from '../operations.ts';
import { FROZEN, LuaTable } from '../table.ts';
import { left, runFrames } from '../trampoline.ts';
import { UNNOTED } from '../unnoted.ts';

/** Coroutines may be nested so deep: each running one is a part of the JavaScript stack. */
const MAX_NESTING = 2000;

/**
 * Switches to a suspended coroutine, and back when it stops; `value` is what its innermost frame gets: one value, or
 * `S` with what is in the registers. `isWrapped`: for a function of `wrap`, otherwise for `resume`. All that most
 * switches need stands here at once, so that V8 compiles it once (measured: as five functions, which V8 wrote into
 * each function that resumes, coro took twice as long). Nearly always there is nothing around the innermost frame: then what
 * would set null again is left out, as a pointer in an old object is noted for the collector.
 */
function transfer(co: Coroutine, value: Value, isWrapped: boolean): Value {
  // A frame that was saved is not used again: what is saved next may name it as what it was.
  const isNoted = co.mark !== 0;
  if (isNoted) touch(co);
  const by = R.coroutine;
  if (by === null) {
    co.depth = 1;
    co.resumer = null;
  } else {
    if (by.depth >= MAX_NESTING) return fail('C stack overflow');
    co.depth = by.depth + 1;
    co.resumer = by;
    by.status = NORMAL;
  }
  co.status = RUNNING;
  R.coroutine = co;
  const outer = R.rest;
  const inner = co.frames;
  let rest: Frame | null = null;
  let result: Value;
  if (inner === null) {
    if (outer !== null) R.rest = null;
    co.hasSpare = false;
    result = start(co, value);
  } else {
    rest = inner.next;
    if (rest !== null) inner.next = null;
    if (rest !== null || outer !== null) R.rest = rest;
    co.hasSpare = !isNoted;
    try {
      result = inner.self.proto.resume(inner, value);
    } catch (thrown) {
      result = caught(thrown);
    }
  }
  if (result !== S || R.why !== YIELD) {
    const last = rest === null && (result !== S || R.why === MULTI) ? result : runFrames(rest, result);
    R.rest = outer;
    return after(co, last, isWrapped);
  }
  const { head } = R;
  if (head === null) co.frames = rest;
  else {
    if (rest !== null) (R.tail ?? head).next = rest;
    co.frames = head;
    R.head = R.tail = null;
  }
  if (rest !== null || outer !== null) R.rest = outer;
  if (by === null) R.coroutine = null;
  else {
    R.coroutine = by;
    by.status = RUNNING;
  }
  co.status = SUSPENDED;
  R.why = MULTI;
  if (R.n === 1) {
    if (isWrapped) return R.r0;
    R.n = 2;
    R.r1 = R.r0;
    R.r0 = true;
    return S;
  }
  return isWrapped ? S : protectedResults(S);
}

/**
 * `transfer`, by a name that has stood for another function: so V8 calls it and does not write it, with all that it calls,
 * into each function that resumes.
 */
let switching = transfer;

/** The first resume calls the body. One that yielded as a whole has no frames: then it gets what it is resumed with. */
function start(co: Coroutine, value: Value): Value {
  const { body } = co;
  if (body === null) return value;
  co.body = null;
  try {
    return value === S ? body.code(body, ...results(S)) : body.code(body, value);
  } catch (thrown) {
    return caught(thrown);
  }
}

/** What follows when a coroutine has stopped running, for whatever reason. */
function after(co: Coroutine, value: Value, isWrapped: boolean): Value {
  R.coroutine = co.resumer;
  if (co.resumer !== null) co.resumer.status = RUNNING;
  if (value !== S || R.why === MULTI) {
    co.status = DEAD;
    co.frames = null;
    return given(value, isWrapped);
  }
  if (R.why === ERROR) {
    co.status = DEAD;
    co.frames = null;
    const { frames } = left;
    left.frames = null;
    if (!isWrapped) {
      co.frames = new Frame(failed, 0, R.error, undefined, undefined, undefined, null);
      return ret2(false, R.error);
    }
    raise(R.error, 2);
    return push(new Frame(wrapFailed, 0, frames, undefined, undefined, undefined, null));
  }
  co.frames = left.frames;
  left.frames = null;
  if (R.why === YIELD) {
    co.status = SUSPENDED;
    R.why = MULTI;
    return given(S, isWrapped);
  }
  return push(new Frame(isWrapped ? wrapResume : resume, 0, co, undefined, undefined, undefined, null));
}

/** What the resumer gets. */
function given(value: Value, isWrapped: boolean): Value {
  if (isWrapped) return value === S && R.n === 1 ? R.r0 : value;
  return protectedResults(value);
}

/** `true` and the results. */
function protectedResults(value: Value): Value {
  if (value !== S) return ret2(true, value);
  if (R.n === 0) return true;
  if (R.n === 1) return ret2(true, R.r0);
  if (R.n === 2) return ret3(true, R.r0, R.r1);
  return retN([true, ...results(S)]);
}

/** Goes on with a coroutine that was running when the process stopped. */
function reenter(frame: Frame, value: Value, isWrapped: boolean): Value {
  const co = frame.a as Coroutine;
  if (co.mark !== 0) touch(co);
  if (co.resumer !== null) co.resumer.status = NORMAL;
  co.status = RUNNING;
  R.coroutine = co;
  const { frames } = co;
  co.frames = null;
  co.hasSpare = false;
  return after(co, runFrames(frames, value), isWrapped);
}

/*
 * How many values are passed matters, and a rest parameter would cost a list for each switch: so `arguments` is asked
 * in the functions that switch. One value or two, as an iterator gets, need no list.
 */

/** Puts values that were passed into the registers, unless it is a single one. */
function passed(given: IArguments, first: number, a: Value, b: Value): Value {
  const n = given.length - first;
  if (n === 1) return a;
  if (n > 2) setResults(Array.prototype.slice.call(given, first));
  else {
    R.n = n;
    R.r0 = a;
    R.r1 = b;
    R.r2 = undefined;
  }
  R.why = MULTI;
  return S;
}

const resume: Fn = host(
  'coroutine.resume',
  function (_self, co, a, b) {
    if (!(co instanceof Coroutine)) return unfit('resume', 'thread', co);
    if (co.status !== SUSPENDED) {
      return ret2(false, `cannot resume ${co.status === DEAD ? 'dead' : 'non-suspended'} coroutine`);
    }
    // biome-ignore lint/complexity/noArguments: see above
    return switching(co, arguments.length === 3 ? a : passed(arguments, 2, a, b), false);
  },
  {
    resume: (frame, value) => reenter(frame, value, false),
    boundary: (frame, error) => reenter(frame, raise(error), false),
  },
);

/** Stands among the frames that an error passes for those of the coroutine that it came out of. */
export const wrapFailed: Fn = host('task.wrapped', () => undefined);

/** The only frame of a coroutine that ended with an error, which `coroutine.close` gives, once. */
const failed: Fn = nameHost(host('task.failed', () => undefined));

const wrapResume: Fn = host('coroutine.wrap.resume', () => undefined, {
  resume: (frame, value) => reenter(frame, value, true),
  boundary: (frame, error) => reenter(frame, raise(error), true),
});

const wrapped = hostClosure('coroutine.wrapped', function (self, a, b) {
  const co = self.up[0] as Coroutine;
  if (co.status !== SUSPENDED) {
    return fail(`cannot resume ${co.status === DEAD ? 'dead' : 'non-suspended'} coroutine`);
  }
  // biome-ignore lint/complexity/noArguments: see above
  return switching(co, arguments.length === 2 ? a : passed(arguments, 1, a, b), true);
});

/** Calls it where others do, with another function in its place: see `switching`. */
function settleSwitches(): void {
  if (isSettled) return;
  isSettled = true;
  const co = new Coroutine(resume);
  const next = wrapped(co);
  switching = () => undefined;
  for (let i = 0; i < UNNOTED; i++) {
    resume.code(resume, co, i);
    next.code(next, i);
  }
  switching = transfer;
}

let isSettled = false;

function unfit(name: string, expected: string, value: Value): Value {
  const given = value === undefined ? 'no value' : shownType(value);
  return fail(`bad argument #1 to '${name}' (${expected} expected, got ${given})`);
}

const create = host('coroutine.create', (_self, f) =>
  f instanceof Fn ? new Coroutine(f) : unfit('create', 'function', f),
);

const wrap = host('coroutine.wrap', (_self, f) =>
  f instanceof Fn ? wrapped(new Coroutine(f)) : unfit('wrap', 'function', f),
);

const yieldValues = host('coroutine.yield', function (_self, a, b) {
  if (R.coroutine === null) return fail('attempt to yield from outside a coroutine');
  // biome-ignore lint/complexity/noArguments: see above
  if (arguments.length === 2 || passed(arguments, 1, a, b) !== S) {
    R.n = 1;
    R.r0 = a;
    R.r1 = R.r2 = undefined;
  }
  R.why = YIELD;
  return S;
});

const status = host('coroutine.status', (_self, co) =>
  co instanceof Coroutine ? STATUS_NAMES[co.status] : unfit('status', 'thread', co),
);

/** The running coroutine; nil in the main one of a process or of a spawned coroutine (5.1). */
const running = host('coroutine.running', () => R.coroutine ?? undefined);

const isyieldable = host('coroutine.isyieldable', () => R.coroutine !== null);

/** Ends a suspended coroutine: what it was doing is dropped. Of one that an error ended it gives the error (5.4). */
const close = host('coroutine.close', (_self, co) => {
  if (!(co instanceof Coroutine)) return unfit('close', 'thread', co);
  if (co.status !== SUSPENDED && co.status !== DEAD)
    return fail(`cannot close a ${STATUS_NAMES[co.status]} coroutine`);
  if (co.mark !== 0) touch(co);
  const last = co.frames;
  co.status = DEAD;
  co.frames = null;
  co.body = null;
  return last?.self === failed ? ret2(false, last.a) : true;
});

/** The functions of the `coroutine` table, without `spawn`, which belongs to processes. */
export function coroutineLibrary(): LuaTable {
  settleSwitches();
  const library = new LuaTable();
  const functions = { create, resume, yield: yieldValues, wrap, status, running, isyieldable, close };
  for (const [name, f] of Object.entries(functions)) library.setField(name, f);
  library.mark = FROZEN;
  return library;
}
