/**
 * Coroutines: a coroutine is a list of frames; resuming one runs it nested on the JavaScript stack.
 *
 * When the process has to stop while a coroutine runs, the coroutine's frames are kept in it, and its resumer's frame
 * `coroutine.resume` or `coroutine.wrap` holds it; going on enters it again.
 */
import { caught } from '../blame.ts';
import {
  Coroutine,
  ERROR,
  Fn,
  Frame,
  fail,
  host,
  hostClosure,
  MULTI,
  push,
  R,
  raise,
  results,
  ret2,
  ret3,
  retN,
  S,
  setResults,
  type Value,
  YIELD,
} from '../machine.ts';
import { shownType, touch } from '../operations.ts';
import { FROZEN, LuaTable } from '../table.ts';
import { left, runFrames } from '../trampoline.ts';

/** Coroutines may be nested so deep: each running one is a part of the JavaScript stack. */
const MAX_NESTING = 2000;

/** How a resumer takes what its coroutine gives. */
interface Resumer {
  readonly frame: Fn;
  results(value: Value): Value;
  /** `frames`: what the error left. */
  failed(error: Value, frames: Frame | null): Value;
}

/** Runs a suspended coroutine from where it stands; `value` is what its innermost frame gets. */
function enter(co: Coroutine, value: Value, resumer: Resumer): Value {
  const frames = co.frames;
  co.frames = null;
  return after(co, runFrames(frames, value), resumer);
}

/** Resumes with one value, or with what is in the registers: then `value` is `S`. */
function begin(co: Coroutine, value: Value, resumer: Resumer): Value {
  if (co.mark !== 0) touch(co);
  const depth = R.coroutine === null ? 1 : R.coroutine.depth + 1;
  if (depth > MAX_NESTING) return fail('C stack overflow');
  co.depth = depth;
  co.resumer = R.coroutine;
  if (co.resumer !== null) co.resumer.status = 'normal';
  co.status = 'running';
  R.coroutine = co;
  const { body } = co;
  if (body === null) return enter(co, value, resumer);
  co.body = null;
  return after(co, start(body, value), resumer);
}

function start(body: Fn, value: Value): Value {
  const outer = R.rest;
  R.rest = null;
  let result: Value;
  try {
    result = value === S ? body.code(body, ...results(S)) : body.code(body, value);
  } catch (thrown) {
    result = caught(thrown);
  }
  R.rest = outer;
  return result === S && R.why !== MULTI ? runFrames(null, result) : result;
}

/** What follows when a coroutine has stopped running, for whatever reason. */
function after(co: Coroutine, value: Value, resumer: Resumer): Value {
  R.coroutine = co.resumer;
  if (co.resumer !== null) co.resumer.status = 'running';
  if (value !== S || R.why === MULTI) {
    co.status = 'dead';
    return resumer.results(value);
  }
  if (R.why === ERROR) {
    co.status = 'dead';
    const { frames } = left;
    left.frames = null;
    return resumer.failed(R.error, frames);
  }
  co.frames = left.frames;
  left.frames = null;
  if (R.why === YIELD) {
    co.status = 'suspended';
    R.why = MULTI;
    return resumer.results(S);
  }
  return push(new Frame(resumer.frame, 0, co, undefined, undefined, undefined, null));
}

/** Goes on with a coroutine that was running when the process stopped. */
function reenter(frame: Frame, value: Value, resumer: Resumer): Value {
  const co = frame.a as Coroutine;
  if (co.mark !== 0) touch(co);
  if (co.resumer !== null) co.resumer.status = 'normal';
  co.status = 'running';
  R.coroutine = co;
  return enter(co, value, resumer);
}

const resumeResults: Resumer = {
  get frame() {
    return resume;
  },
  results(value) {
    if (value !== S) return ret2(true, value);
    if (R.n === 0) return true;
    if (R.n === 1) return ret2(true, R.r0);
    if (R.n === 2) return ret3(true, R.r0, R.r1);
    return retN([true, ...results(S)]);
  },
  failed: (error) => ret2(false, error),
};

/*
 * How many values are passed matters, and a rest parameter would cost a list for each switch: so `arguments` is asked
 * in the functions that switch.
 */

const resume: Fn = host(
  'coroutine.resume',
  function (_self, co, value) {
    if (!(co instanceof Coroutine)) return unfit('resume', 'thread', co);
    if (co.status !== 'suspended') {
      return ret2(false, `cannot resume ${co.status === 'dead' ? 'dead' : 'non-suspended'} coroutine`);
    }
    // biome-ignore lint/complexity/noArguments: see above
    if (arguments.length === 3) return begin(co, value, resumeResults);
    // biome-ignore lint/complexity/noArguments: see above
    setResults(Array.prototype.slice.call(arguments, 2));
    return begin(co, S, resumeResults);
  },
  {
    resume: (frame, value) => reenter(frame, value, resumeResults),
    boundary: (frame, error) => reenter(frame, raise(error), resumeResults),
  },
);

const wrapResults: Resumer = {
  get frame() {
    return wrapResume;
  },
  results: (value) => (value === S && R.n === 1 ? R.r0 : value),
  failed: (error, frames) => {
    raise(error, 2);
    return push(new Frame(wrapFailed, 0, frames, undefined, undefined, undefined, null));
  },
};

/** Stands among the frames that an error passes for those of the coroutine that it came out of. */
export const wrapFailed: Fn = host('task.wrapped', () => undefined);

const wrapResume: Fn = host('coroutine.wrap.resume', () => undefined, {
  resume: (frame, value) => reenter(frame, value, wrapResults),
  boundary: (frame, error) => reenter(frame, raise(error), wrapResults),
});

const wrapped = hostClosure('coroutine.wrapped', function (self, value) {
  const co = self.up[0] as Coroutine;
  if (co.status !== 'suspended') {
    return fail(`cannot resume ${co.status === 'dead' ? 'dead' : 'non-suspended'} coroutine`);
  }
  // biome-ignore lint/complexity/noArguments: see above
  if (arguments.length === 2) return begin(co, value, wrapResults);
  // biome-ignore lint/complexity/noArguments: see above
  setResults(Array.prototype.slice.call(arguments, 1));
  return begin(co, S, wrapResults);
});

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

const yieldValues = host('coroutine.yield', function (_self, value) {
  if (R.coroutine === null) return fail('attempt to yield from outside a coroutine');
  // biome-ignore lint/complexity/noArguments: see above
  if (arguments.length === 2) {
    R.n = 1;
    R.r0 = value;
    R.r1 = R.r2 = undefined;
  } else {
    // biome-ignore lint/complexity/noArguments: see above
    setResults(Array.prototype.slice.call(arguments, 1));
  }
  R.why = YIELD;
  return S;
});

const status = host('coroutine.status', (_self, co) =>
  co instanceof Coroutine ? co.status : unfit('status', 'thread', co),
);

/** The running coroutine; nil in the main one of a process or of a spawned coroutine (5.1). */
const running = host('coroutine.running', () => R.coroutine ?? undefined);

const isyieldable = host('coroutine.isyieldable', () => R.coroutine !== null);

/** Ends a suspended coroutine; what it was doing is dropped. */
const close = host('coroutine.close', (_self, co) => {
  if (!(co instanceof Coroutine)) return unfit('close', 'thread', co);
  if (co.status !== 'suspended' && co.status !== 'dead') return fail(`cannot close a ${co.status} coroutine`);
  if (co.mark !== 0) touch(co);
  co.status = 'dead';
  co.frames = null;
  co.body = null;
  return true;
});

/** The functions of the `coroutine` table, without `spawn`, which belongs to processes. */
export function coroutineLibrary(): LuaTable {
  const library = new LuaTable();
  const functions = { create, resume, yield: yieldValues, wrap, status, running, isyieldable, close };
  for (const [name, f] of Object.entries(functions)) library.setField(name, f);
  library.mark = FROZEN;
  return library;
}
