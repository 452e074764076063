/**
 * What the operators do when their fast path, written out by the emitter, does not apply: other types, metamethods,
 * integers beyond 2^53, errors.
 *
 * Each takes plain values and returns one value, or `S` with a reason (never MULTI). A metamethod that suspends needs
 * no frame here: what it returns is what the operator gives, and the frame of the operator adjusts it (see
 * `emit/sites.ts`: one value, or its truth).
 */
import * as integer from './integer.ts';
import {
  blame,
  type Cell,
  Coroutine,
  Fn,
  Frame,
  fail,
  first,
  host,
  LuaError,
  MULTI,
  push,
  R,
  raise,
  results,
  ret0,
  S,
  Userdata,
  type Value,
} from './machine.ts';
import { askIndex, later, mustWait } from './metamethod-entry.ts';
import { numberToText, textToNumber } from './number-text.ts';
import { FROZEN, LuaTable } from './table.ts';

/** Loops of `__index` and `__newindex` end here. */
const MAX_CHAIN = 10_000;
const LINKS_PER_FUEL = 4;

/** Texts from this length on cost fuel where their bytes are read: comparing and looking up, for instance. */
const LONG = 4096;

/** What reading all bytes of a text costs. */
function payFor(text: string): void {
  R.fuel -= text.length >> 6;
}

/** Pays for the comparison of a long text with one that turned out to be the same. */
export function same(text: string): true {
  payFor(text);
  return true;
}

/** The metatable that all strings share; its `__index` is the string library. */
export let stringMetatable: LuaTable | null = null;

/** Gives strings their methods: fields reached as `text.s.$name` without a check of the type. */
export function setStringLibrary(library: LuaTable): void {
  stringMetatable = new LuaTable();
  stringMetatable.setField('__index', library);
  Object.defineProperty(String.prototype, 's', { value: library.s, configurable: true });
}

/** The type's name as guests see it. Comparisons one by one: of a `switch` V8 makes the text of `typeof` and compares that. */
export function typeName(value: Value): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (value instanceof LuaTable) return 'table';
  if (value === undefined) return 'nil';
  if (typeof value === 'boolean') return 'boolean';
  if (value instanceof Fn) return 'function';
  if (value instanceof Coroutine) return 'thread';
  return 'userdata';
}

/** The type as messages name it: the text `__name` of its metatable, where there is one. */
export function shownType(value: Value): string {
  const name = typeof value === 'object' ? metatableOf(value)?.getText('__name') : undefined;
  return typeof name === 'string' ? name : typeName(value);
}

export function metatableOf(value: Value): LuaTable | null {
  if (value instanceof LuaTable) return value.mt;
  if (typeof value === 'string') return stringMetatable;
  if (value instanceof Userdata) return value.handle.metatable;
  return null;
}

/** A metamethod by its event's name, without `__index` of the metatable. */
export function metamethod(value: Value, event: string): Value {
  const mt = metatableOf(value);
  return mt === null ? undefined : mt.getText(event);
}

/** One result of a call, or the sentinel with a reason. */
function one(value: Value): Value {
  return value === S && R.why === MULTI ? R.r0 : value;
}

/** Calls any value with one argument list and one result. */
export function callOne(f: Value, ...args: Value[]): Value {
  if (f instanceof Fn && mustWait(f)) return later(f, args);
  return one(call(f, args));
}

/** Calls any value; the results are as those of a function. */
export function call(f: Value, args: Value[]): Value {
  if (f instanceof Fn) return f.code(f, ...args);
  const handler = metamethod(f, '__call');
  if (handler === undefined) return blame('call', f);
  return call(handler, [f, ...args]);
}

/** Calls what is no Lua function: errors that host code throws become a reason, so that frames are kept. */
export function callOfHost(f: Value, a: Value, b: Value, c: Value): Value {
  try {
    // biome-ignore-start lint/complexity/noArguments: a rest parameter would cost a list for each call
    if (!(f instanceof Fn)) return call(f, Array.prototype.slice.call(arguments, 1));
    switch (arguments.length) {
      case 1:
        return f.code(f);
      case 2:
        return f.code(f, a);
      case 3:
        return f.code(f, a, b);
      case 4:
        return f.code(f, a, b, c);
      default:
        return f.code(f, ...Array.prototype.slice.call(arguments, 1));
    }
    // biome-ignore-end lint/complexity/noArguments: see above
  } catch (thrown) {
    if (!(thrown instanceof LuaError)) throw thrown;
    R.head = R.tail = null;
    return raise(thrown.value, thrown.level);
  }
}

/** The text form that `..` and `tostring` share for strings and numbers; undefined for all other types. */
export function plainText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberToText(value);
  return undefined;
}

function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'string') return textToNumber(value);
  return undefined;
}

type Arithmetic = (a: number | bigint, b: number | bigint) => number | bigint;

function arithmetic(event: string, run: Arithmetic): (a: Value, b: Value) => Value {
  return (a, b) => {
    const x = numberOf(a);
    const y = x === undefined ? undefined : numberOf(b);
    if (x !== undefined && y !== undefined) return guarded(run, x, y);
    const handler = metamethod(a, event) ?? metamethod(b, event);
    if (handler === undefined) return blame(event, a, b);
    return callOne(handler, a, b);
  };
}

/** Integer division by zero comes as an exception; here it becomes a reason. */
function guarded(run: Arithmetic, a: number | bigint, b: number | bigint): Value {
  try {
    return run(a, b);
  } catch (thrown) {
    if (thrown instanceof LuaError) return raise(thrown.value, 1);
    throw thrown;
  }
}

const addAny = arithmetic('__add', integer.add);
const subAny = arithmetic('__sub', integer.subtract);
const mulAny = arithmetic('__mul', integer.multiply);

/* Sums and products of integers beyond 2^53 are what generators and hashes do: V8 keeps these in registers. */

export function add(a: Value, b: Value): Value {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return integer.wrap(BigInt.asIntN(64, a + b));
    if (typeof b === 'number') return integer.add(a, b);
  }
  return addAny(a, b);
}

export function sub(a: Value, b: Value): Value {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return integer.wrap(BigInt.asIntN(64, a - b));
    if (typeof b === 'number') return integer.subtract(a, b);
  }
  return subAny(a, b);
}

export function mul(a: Value, b: Value): Value {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return integer.wrap(BigInt.asIntN(64, a * b));
    if (typeof b === 'number' && Number.isSafeInteger(b))
      return integer.wrap(BigInt.asIntN(64, a * BigInt(b)));
  }
  if (typeof a === 'number' && typeof b === 'number') return integer.multiply(a, b);
  return mulAny(a, b);
}

/** `(a * b) & mask` and `(a * b + c) % m` in one step, where the product alone would leave 2^53. */
export const { multiplyMasked, multiplyAddModulo, multiplyAdd, xorMultiply, whole, lower, rem } = integer;

export const div = arithmetic('__div', integer.divide);
export const mod = arithmetic('__mod', integer.modulo);
export const pow = arithmetic('__pow', integer.power);
export const idiv = arithmetic('__idiv', integer.floorDivide);

type Bitwise = (a: number | bigint, b: number | bigint) => number | bigint;

/** Both operands are integers: then a bit operation needs no look at metatables. */
function areIntegers(a: Value, b: Value): boolean {
  return (
    (typeof a === 'bigint' || Number.isSafeInteger(a)) && (typeof b === 'bigint' || Number.isSafeInteger(b))
  );
}

function bitwise(event: string, run: Bitwise, a: Value, b: Value): Value {
  const x = integerOf(a);
  const y = x === undefined ? undefined : integerOf(b);
  if (x !== undefined && y !== undefined) return run(x, y);
  const handler = metamethod(a, event) ?? metamethod(b, event);
  if (handler === undefined) return blame(event, a, b);
  return callOne(handler, a, b);
}

function integerOf(value: Value): number | bigint | undefined {
  return integer.toInteger(value);
}

export function band(a: Value, b: Value): Value {
  if (areIntegers(a, b)) return integer.band(a as number | bigint, b as number | bigint);
  return bitwise('__band', integer.band, a, b);
}

export function bor(a: Value, b: Value): Value {
  if (areIntegers(a, b)) return integer.bor(a as number | bigint, b as number | bigint);
  return bitwise('__bor', integer.bor, a, b);
}

export function bxor(a: Value, b: Value): Value {
  if (areIntegers(a, b)) return integer.bxor(a as number | bigint, b as number | bigint);
  return bitwise('__bxor', integer.bxor, a, b);
}

export function shl(a: Value, b: Value): Value {
  if (areIntegers(a, b)) return integer.shl(a as number | bigint, b as number | bigint);
  return bitwise('__shl', integer.shl, a, b);
}

export function shr(a: Value, b: Value): Value {
  if (areIntegers(a, b)) return integer.shr(a as number | bigint, b as number | bigint);
  return bitwise('__shr', integer.shr, a, b);
}

export function unm(a: Value): Value {
  const x = numberOf(a);
  if (x !== undefined) return integer.negate(x);
  const handler = metamethod(a, '__unm');
  return handler === undefined ? blame('__unm', a, a) : callOne(handler, a, a);
}

export function bnot(a: Value): Value {
  const x = integerOf(a);
  if (x !== undefined) return integer.bnot(x);
  const handler = metamethod(a, '__bnot');
  return handler === undefined ? blame('__bnot', a, a) : callOne(handler, a, a);
}

export function concat(a: Value, b: Value): Value {
  const x = plainText(a);
  const y = plainText(b);
  if (x !== undefined && y !== undefined) {
    const length = x.length + y.length;
    if (length > R.limits.text || length > R.room)
      return fail('not enough memory: the resulting string is too large');
    if (length > LOOSE) R.loose++;
    return x + y;
  }
  const handler = metamethod(a, '__concat') ?? metamethod(b, '__concat');
  return handler === undefined ? blame('__concat', a, b) : callOne(handler, a, b);
}

/**
 * A text that was joined becomes one piece when somebody first reads its bytes. From this length on that has its price,
 * so joins are counted in `R.loose`, and as many reads of long texts are charged. Emitted code joins shorter ones itself.
 */
export const LOOSE = 16_384;

export function len(a: Value): Value {
  if (typeof a === 'string') return a.length;
  const handler = metamethod(a, '__len');
  if (handler !== undefined) return callOne(handler, a, a);
  if (a instanceof LuaTable) return a.arr.length - 1;
  return blame('__len', a);
}

/** Equality behind `===`: numbers by mathematical value, tables and host objects by `__eq`. */
export function eq(a: Value, b: Value): Value {
  if (typeof a !== 'object' || typeof b !== 'object') {
    if (typeof a === 'string') {
      if (a.length > LONG && typeof b === 'string' && a.length === b.length) payFor(a);
      return false;
    }
    return isNumber(a) && isNumber(b) && typeof a !== typeof b && integer.equalNumbers(a, b);
  }
  if (a === b) return true;
  if (a instanceof LuaTable) {
    if (!(b instanceof LuaTable) || (a.mt === null && b.mt === null)) return false;
  } else if (!(a instanceof Userdata && b instanceof Userdata)) return false;
  const handler = metamethod(a, '__eq') ?? metamethod(b, '__eq');
  return handler === undefined ? false : truthOf(callOne(handler, a, b));
}

function truthOf(value: Value): Value {
  return value === S ? S : value !== undefined && value !== false;
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function lt(a: Value, b: Value): Value {
  if (isNumber(a) && isNumber(b)) return a < b;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length > LONG && b.length > LONG) payFor(a.length < b.length ? a : b);
    return a < b;
  }
  const handler = metamethod(a, '__lt') ?? metamethod(b, '__lt');
  return handler === undefined ? blame('compare', a, b) : truthOf(callOne(handler, a, b));
}

export function le(a: Value, b: Value): Value {
  if (isNumber(a) && isNumber(b)) return a <= b;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length > LONG && b.length > LONG) payFor(a.length < b.length ? a : b);
    return a <= b;
  }
  const handler = metamethod(a, '__le') ?? metamethod(b, '__le');
  return handler === undefined ? notLess(b, a) : truthOf(callOne(handler, a, b));
}

/** `a <= b` without `__le` is `not (b < a)`, as in Lua 5.3. */
function notLess(a: Value, b: Value): Value {
  const handler = metamethod(a, '__lt') ?? metamethod(b, '__lt');
  if (handler === undefined) return blame('compare', b, a);
  const less = truthOf(callOne(handler, a, b));
  return less === S ? push(new Frame(negation, 0, undefined, undefined, undefined, undefined, null)) : !less;
}

const negation = host('operator.not', () => ret0(), { resume: (_frame, value) => !truthOf(first(value)) });

/** `object[key]` for any types. */
export function index(object: Value, key: Value): Value {
  if (typeof key === 'string' && key.length > LONG) payFor(key);
  if (object instanceof LuaTable) {
    const value = object.get(key);
    if (value !== undefined || object.mt === null) return value;
  }
  return indexByMeta(object, key);
}

export function indexByMeta(start: Value, key: Value): Value {
  let object = start;
  for (let i = 0; i < MAX_CHAIN; i++) {
    let handler: Value;
    if (i % LINKS_PER_FUEL === LINKS_PER_FUEL - 1) R.fuel -= 1;
    if (object instanceof LuaTable) {
      const value = object.get(key);
      if (value !== undefined || object.mt === null) return value;
      handler = object.mt.getText('__index');
      if (handler === undefined) return undefined;
    } else {
      handler = metamethod(object, '__index');
      if (handler === undefined) return blame('index', object, key);
    }
    if (handler instanceof Fn) return askIndex(handler, object, key);
    object = handler;
  }
  return fail("'__index' chain too long; possible loop");
}

/** Puts a value at the end of a plain table; false where it takes more than that. */
export function append(object: Value, value: Value): boolean {
  if (!(object instanceof LuaTable) || object.mark !== 0 || object.mt !== null || value === undefined)
    return false;
  object.append(value);
  return true;
}

/**
 * `object[key] = value` for any types: undefined, or `S` with a reason. Lists that grow come here each time, so that is
 * asked first, by code that V8 puts where it is called.
 */
export function setIndex(object: Value, key: Value, value: Value): Value {
  const isPlace = object instanceof LuaTable && typeof key === 'number';
  if (isPlace && key === object.arr.length && append(object, value)) return undefined;
  return setAny(object, key, value);
}

function setAny(object: Value, key: Value, value: Value): Value {
  if (object instanceof LuaTable && object.mark === 0) {
    if (typeof key === 'number') {
      const arr = object.arr;
      if (key > 0 && key < arr.length && arr[key] !== undefined && Number.isInteger(key)) {
        object.set(key, value);
        return undefined;
      }
    }
    if (object.mt === null) return rawSet(object, key, value);
  }
  return setIndexByMeta(object, key, value);
}

export function setIndexByMeta(start: Value, key: Value, value: Value): Value {
  let object = start;
  for (let i = 0; i < MAX_CHAIN; i++) {
    let handler: Value;
    if (i % LINKS_PER_FUEL === LINKS_PER_FUEL - 1) R.fuel -= 1;
    if (object instanceof LuaTable) {
      handler = object.mt === null ? undefined : object.mt.getText('__newindex');
      if (handler === undefined || object.get(key) !== undefined) return rawSet(object, key, value);
    } else {
      handler = metamethod(object, '__newindex');
      if (handler === undefined) return blame('index', object, key);
    }
    if (handler instanceof Fn) {
      if (mustWait(handler)) return later(handler, [object, key, value]);
      const result = handler.code(handler, object, key, value);
      return result === S && R.why !== MULTI ? S : undefined;
    }
    object = handler;
  }
  return fail("'__newindex' chain too long; possible loop");
}

/** Sets without metamethods; refuses nil and NaN keys and read-only tables. */
export function rawSet(table: LuaTable, key: Value, value: Value): Value {
  if (table.mark !== 0 && !touch(table)) return fail('attempt to modify a read-only table');
  if (typeof key === 'string' && key.length > LONG) payFor(key);
  if (key === undefined) return fail('table index is nil');
  // biome-ignore lint/suspicious/noSelfCompare: the test for NaN that asks no type
  if (typeof key === 'number' && key !== key) return fail('table index is NaN');
  table.set(key, value);
  return undefined;
}

/** What was changed since the last save (S2): whoever saves takes this list and sets the marks again. */
export interface Changes {
  note(object: LuaTable | Cell | Coroutine): void;
  /** The address of an object was asked for the first time. */
  noteAddress(value: object): void;
}

/** The list of the running process, or null when nothing was ever saved. */
export const changes: { current: Changes | null } = { current: null };

/** Notes the first write to a saved object; false for a read-only one. */
export function touch(object: LuaTable | Cell | Coroutine): boolean {
  if (object.mark === FROZEN) return false;
  changes.current?.note(object);
  object.mark = 0;
  return true;
}

/** The array part for these values: what follows the last one that is not nil is cut off. */
export function list(arr: Value[]): Value[] {
  let n = arr.length;
  while (n > 1 && arr[n - 1] === undefined) n--;
  if (n < arr.length) arr.length = n;
  return arr;
}

/** Results of a call for spreading into an argument list: registers with MULTI. */
export function all(): Value[] {
  return results(S);
}

/** The `n`th and later results of what a call returned, as a list; `value` as a call gives it. */
export function resultAt(value: Value, n: number): Value {
  if (value !== S) return n === 0 ? value : undefined;
  if (n < 3) return n === 0 ? R.r0 : n === 1 ? R.r1 : R.r2;
  return R.n > n ? R.all[n] : undefined;
}
