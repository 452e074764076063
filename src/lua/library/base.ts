/** The basic functions of Lua, and `require` by declaration only (language.md, Globals). */
import { caught, describeHere } from '../blame.ts';
import {
  ERROR,
  Fn,
  Frame,
  fail,
  host,
  MULTI,
  push,
  R,
  raise,
  results,
  ret0,
  ret2,
  ret3,
  retN,
  S,
  type Value,
} from '../machine.ts';
import { textToNumber, textToNumberInBase } from '../number-text.ts';
import {
  call,
  callOne,
  eq,
  index,
  metamethod,
  metatableOf,
  plainText,
  rawSet,
  shownType,
  touch,
  typeName,
} from '../operations.ts';
import { FROZEN, LuaTable } from '../table.ts';
import { addressOf } from './address.ts';
import { integerArgument } from './arguments.ts';
import { next, select } from './recognised.ts';

function badArgument(n: number, name: string, problem: string): Value {
  return fail(`bad argument #${n} to '${name}' (${problem})`);
}

function expected(n: number, name: string, type: string, value: Value, given: number): Value {
  return badArgument(n, name, `${type} expected, got ${n > given ? 'no value' : shownType(value)}`);
}

/* What must know how many arguments it was given asks `arguments`: a rest parameter would cost a list for each call. */
// biome-ignore-start lint/complexity/noArguments: see above

const type = host('type', function (_self, value) {
  return arguments.length < 2 ? badArgument(1, 'type', 'value expected') : typeName(value);
});

const pairs = host(
  'pairs',
  (self, value) => {
    const handler = metamethod(value, '__pairs');
    if (handler !== undefined) {
      const given = call(handler, [value]);
      if (given === S && R.why !== MULTI)
        return push(new Frame(self, 0, undefined, undefined, undefined, undefined, null));
      return threeOf(given);
    }
    if (!(value instanceof LuaTable)) return expected(1, 'pairs', 'table', value, 1);
    return ret3(next, value, undefined);
  },
  { resume: (_frame, value) => threeOf(value) },
);

function threeOf(given: Value): Value {
  const [f, s, control] = results(given);
  return ret3(f, s, control);
}

/** One step of `ipairs`: respects `__index`. */
const ipairsStep = host(
  'ipairs.step',
  (self, table, i) => {
    const at = (i as number) + 1;
    if (table instanceof LuaTable && at < table.arr.length) {
      const value = table.arr[at];
      if (value !== undefined) return ret2(at, value);
    }
    const value = index(table, at);
    if (value === S) return push(new Frame(self, 0, at, undefined, undefined, undefined, null));
    return value === undefined ? undefined : ret2(at, value);
  },
  {
    resume: (frame, value) => {
      const item = value === S ? R.r0 : value;
      return item === undefined ? undefined : ret2(frame.a, item);
    },
  },
);

const ipairs = host('ipairs', function (_self, value) {
  return arguments.length < 2 ? expected(1, 'ipairs', 'table', undefined, 0) : ret3(ipairsStep, value, 0);
});

const rawget = host('rawget', function (_self, table, key) {
  if (!(table instanceof LuaTable))
    return badArgument(1, 'rawget', `table expected, got ${shownType(table)}`);
  return arguments.length < 3 ? badArgument(2, 'rawget', 'value expected') : table.get(key);
});

const rawset = host('rawset', (_self, table, key, value) => {
  if (!(table instanceof LuaTable))
    return badArgument(1, 'rawset', `table expected, got ${shownType(table)}`);
  if (rawSet(table, key, value) !== S) return table;
  // A key that cannot be one has no position here, as in PUC Lua.
  if (table.mark !== FROZEN) R.level = 0;
  return S;
});

const rawequal = host('rawequal', function (_self, a, b) {
  if (arguments.length < 3) return badArgument(arguments.length, 'rawequal', 'value expected');
  return a === b || (typeof a !== 'object' && eq(a, b) === true);
});

const getmetatable = host('getmetatable', (_self, value) => {
  const mt = metatableOf(value);
  if (mt === null) return undefined;
  return mt.getText('__metatable') ?? mt;
});

const setmetatable = host('setmetatable', function (_self, table, mt) {
  const given = arguments.length - 1;
  if (!(table instanceof LuaTable)) return expected(1, 'setmetatable', 'table', table, given);
  if (mt !== undefined && !(mt instanceof LuaTable))
    return expected(2, 'setmetatable', 'nil or table', mt, given);
  if (given < 2) return expected(2, 'setmetatable', 'nil or table', mt, given);
  if (table.mt?.getText('__metatable') !== undefined) return fail('cannot change a protected metatable');
  if (table.mark !== 0 && !touch(table)) return fail('attempt to modify a read-only table');
  table.mt = mt ?? null;
  return table;
});

const assert = host('assert', function (_self, value, message) {
  const given = arguments.length - 1;
  if (value !== undefined && value !== false) {
    if (given === 1) return value;
    return given === 2 ? ret2(value, message) : retN(Array.prototype.slice.call(arguments, 1));
  }
  if (given === 0) return badArgument(1, 'assert', 'value expected');
  return raise(given > 1 ? message : 'assertion failed!', 1);
});

const error = host('error', (_self, value, level) =>
  raise(value, level === undefined ? 1 : integerArgument(level, 2, 'error')),
);

/** The results of a protected call behind `true`. */
function succeeded(value: Value): Value {
  if (value !== S) return ret2(true, value);
  if (R.n === 0) return true;
  if (R.n === 1) return ret2(true, R.r0);
  if (R.n === 2) return ret3(true, R.r0, R.r1);
  return retN([true, ...results(S)]);
}

/** Calls with `n` arguments, which stand alone: so the common numbers of them need no list. */
function callGiven(f: Value, n: number, a: Value, b: Value, c: Value): Value {
  const code = (f as Fn | undefined)?.code;
  if (code === undefined) return call(f, []);
  switch (n) {
    case 0:
      return (f as Fn).code(f as Fn);
    case 1:
      return (f as Fn).code(f as Fn, a);
    case 2:
      return (f as Fn).code(f as Fn, a, b);
    default:
      return (f as Fn).code(f as Fn, a, b, c);
  }
}

/** Where there are more. */
function callList(f: Value, given: Value[]): Value {
  return (f as Fn | undefined)?.code === undefined ? call(f, []) : (f as Fn).code(f as Fn, ...given);
}

const pcall: Fn = host(
  'pcall',
  function (_self, f, a, b, c) {
    let value: Value;
    try {
      if (arguments.length === 1) return badArgument(1, 'pcall', 'value expected');
      const n = arguments.length - 2;
      value = n <= 3 ? callGiven(f, n, a, b, c) : callList(f, Array.prototype.slice.call(arguments, 2));
    } catch (thrown) {
      value = caught(thrown);
    }
    return protectedResult(value);
  },
  { resume: (_frame, value) => succeeded(value), boundary: (_frame, problem) => ret2(false, problem) },
);

function protectedResult(value: Value): Value {
  if (value !== S || R.why === MULTI) return succeeded(value);
  if (R.why !== ERROR) return push(new Frame(pcall, 0, undefined, undefined, undefined, undefined, null));
  const problem = describeHere();
  R.head = R.tail = null;
  return ret2(false, problem);
}

/** Errors of the handler itself are handed to it again so often, as in Lua. */
const HANDLER_TRIES = 10;

const xpcall: Fn = host(
  'xpcall',
  function (_self, f, handler, a, b, c) {
    if (!(handler instanceof Fn))
      return expected(2, 'xpcall', 'function', handler, handler === undefined ? 1 : 2);
    let value: Value;
    try {
      const n = arguments.length - 3;
      value = n <= 3 ? callGiven(f, n, a, b, c) : callList(f, Array.prototype.slice.call(arguments, 3));
    } catch (thrown) {
      value = caught(thrown);
    }
    if (value !== S || R.why === MULTI) return succeeded(value);
    if (R.why !== ERROR) return push(new Frame(xpcall, 0, handler, undefined, undefined, undefined, null));
    const problem = describeHere();
    R.head = R.tail = null;
    return handled(handler, problem, 0);
  },
  { resume: (_frame, value) => succeeded(value), boundary: (frame, problem) => handled(frame.a, problem, 0) },
);

/** Gives the error to the handler; the frame waits while the handler does. */
function handled(handler: Value, problem: Value, tries: number): Value {
  let current = problem;
  for (let n = tries; n < HANDLER_TRIES; n++) {
    let value: Value;
    try {
      value = call(handler, [current]);
    } catch (thrown) {
      value = caught(thrown);
    }
    if (value !== S || R.why === MULTI) return ret2(false, value === S ? R.r0 : value);
    if (R.why !== ERROR) return push(new Frame(xpcallHandler, 0, handler, n + 1, undefined, undefined, null));
    current = describeHere();
    R.head = R.tail = null;
  }
  return ret2(false, 'error in error handling');
}

const xpcallHandler = host('xpcall.handler', () => ret0(), {
  resume: (_frame, value) => ret2(false, value === S ? R.r0 : value),
  boundary: (frame, problem) => handled(frame.a, problem, frame.b as number),
});

const tonumber = host('tonumber', function (_self, value, base) {
  if (typeof value === 'string') {
    R.fuel -= value.length >> 6;
    if (base === undefined) return textToNumber(value);
  }
  if (base === undefined) {
    if (typeof value === 'number' || typeof value === 'bigint') return value;
    return arguments.length < 2 ? badArgument(1, 'tonumber', 'value expected') : undefined;
  }
  const radix = integerArgument(base, 2, 'tonumber');
  if (typeof value !== 'string') return expected(1, 'tonumber', 'string', value, 1);
  if (radix < 2 || radix > 36) return badArgument(2, 'tonumber', 'base out of range');
  return textToNumberInBase(value, radix);
});

/** The text of any value without running guest code. */
export function rawText(value: Value): string {
  if (value === undefined) return 'nil';
  if (typeof value === 'boolean') return String(value);
  const plain = plainText(value);
  if (plain !== undefined) return plain;
  const name = value instanceof LuaTable ? value.mt?.getText('__name') : undefined;
  return `${typeof name === 'string' ? name : typeName(value)}: ${addressOf(value as object)}`;
}

/** The text of any value, by `__tostring` where there is one: a string, or `S` with a reason, to which the caller adds its frame. */
export function callTostring(value: Value): Value {
  if (typeof value === 'string') return value;
  const handler = metamethod(value, '__tostring');
  if (handler === undefined) return rawText(value);
  const text = callOne(handler, value);
  if (text === S || typeof text === 'string') return text;
  return plainText(text) ?? raise("'__tostring' must return a string", 2);
}

const tostring: Fn = host(
  'tostring',
  function (self, value) {
    if (arguments.length < 2) return badArgument(1, 'tostring', 'value expected');
    const text = callTostring(value);
    return text === S ? push(new Frame(self, 0, undefined, undefined, undefined, undefined, null)) : text;
  },
  {
    resume: (_frame, value) =>
      plainText(value === S ? R.r0 : value) ?? fail("'__tostring' must return a string"),
  },
);

// biome-ignore-end lint/complexity/noArguments: see above

/** The functions that need nothing but their arguments. `unpack` is the table library's. */
export const basic = {
  type,
  next,
  pairs,
  ipairs,
  rawget,
  rawset,
  rawequal,
  getmetatable,
  setmetatable,
  assert,
  error,
  pcall,
  xpcall,
  select,
  tonumber,
  tostring,
} as const;
