/** The `math` library. A whole number within 2^53 is an integer, whatever made it (N1). */
import {
  floatToInteger,
  isInteger,
  type LuaNumber,
  lessThan,
  MAX_INTEGER,
  MIN_INTEGER,
  modulo,
  negate,
  power,
  toInteger,
  unsignedLess,
  wrap,
} from '../integer.ts';
import { type Code, LuaError, ret0, ret2, type Value } from '../machine.ts';
import { argumentError, integerArgument, numberArgument, wideArgument } from './arguments.ts';
import { randomOf } from './chance-register.ts';
import { library } from './library.ts';

/** A function of one float. */
function ofFloat(name: string, run: (x: number) => number): Code {
  return (_self, x) => run(typeof x === 'number' ? x : Number(numberArgument(x, 1, name)));
}

/** A function of two floats. */
function ofFloats(name: string, run: (x: number, y: number) => number): Code {
  return (_self, x, y) => run(Number(numberArgument(x, 1, name)), Number(numberArgument(y, 2, name)));
}

/** Rounds to an integer; what no integer can hold stays a float. */
function rounding(name: string, round: (x: number) => number): Code {
  return (_self, x) => {
    const n = numberArgument(x, 1, name);
    if (typeof n === 'bigint') return n;
    const whole = round(n);
    return floatToInteger(whole) ?? whole;
  };
}

const abs: Code = (_self, x) => {
  const n = numberArgument(x, 1, 'abs');
  return n < 0 ? negate(n) : typeof n === 'number' ? n + 0 : n;
};

/** The first argument that comes before all others in an order. */
function extreme(name: string, comesBefore: (a: LuaNumber, b: LuaNumber) => boolean): Code {
  // A rest parameter would cost a list for each call, and most calls compare two numbers.
  return function (_self, a, b) {
    // biome-ignore-start lint/complexity/noArguments: see above
    if (arguments.length === 3 && typeof a === 'number' && typeof b === 'number')
      return comesBefore(b, a) ? b : a;
    const args: Value[] = Array.prototype.slice.call(arguments, 1);
    // biome-ignore-end lint/complexity/noArguments: see above
    let found = numberArgument(args[0], 1, name);
    for (let i = 1; i < args.length; i++) {
      const n = numberArgument(args[i], i + 1, name);
      if (comesBefore(n, found)) found = n;
    }
    return found;
  };
}

/** C's `fmod`: the rest of a division that rounds towards zero. */
const fmod: Code = (_self, x, y) => {
  const a = numberArgument(x, 1, 'fmod');
  const b = numberArgument(y, 2, 'fmod');
  if (!isInteger(a) || !isInteger(b)) return Number(a) % Number(b);
  if (b === 0) throw argumentError(2, 'fmod', 'zero');
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return wrap(BigInt(a) % BigInt(b));
};

/** `math.mod`: the `%` operator as a function. */
const mod: Code = (_self, x, y) => modulo(numberArgument(x, 1, 'mod'), numberArgument(y, 2, 'mod'));

const modf: Code = (_self, x) => {
  const n = numberArgument(x, 1, 'modf');
  if (typeof n === 'bigint') return ret2(n, 0);
  const whole = Math.trunc(n);
  return ret2(whole + 0, Number.isFinite(n) ? n - whole : Number.isNaN(n) ? n : 0);
};

const log: Code = (_self, x, base) => {
  const n = Number(numberArgument(x, 1, 'log'));
  if (base === undefined) return Math.log(n);
  const b = Number(numberArgument(base, 2, 'log'));
  if (b === 2) return Math.log2(n);
  if (b === 10) return Math.log10(n);
  return Math.log(n) / Math.log(b);
};

const atan: Code = (_self, y, x) => {
  const n = Number(numberArgument(y, 1, 'atan'));
  return x === undefined ? Math.atan(n) : Math.atan2(n, Number(numberArgument(x, 2, 'atan')));
};

/** x = m * 2^e with 0.5 <= m < 1. */
const frexp: Code = (_self, x) => {
  const n = Number(numberArgument(x, 1, 'frexp'));
  if (n === 0 || !Number.isFinite(n)) return ret2(n, 0);
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(n))) + 1);
  let mantissa = n * 2 ** -exponent;
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  return ret2(mantissa, exponent);
};

const STEP = 969;

/** m * 2^e, for exponents that no float has too: the steps before the last one are exact where the result is not 0. */
const ldexp: Code = (_self, m, e) => {
  const exponent = Math.max(-2200, Math.min(2200, integerArgument(e, 2, 'ldexp')));
  const rest = exponent % STEP;
  let n = Number(numberArgument(m, 1, 'ldexp')) * 2 ** rest;
  for (let left = Math.abs(exponent - rest); left > 0; left -= STEP)
    n *= exponent < 0 ? 2 ** -STEP : 2 ** STEP;
  return n;
};

/**
 * `random()` from 0 to 1, `random(n)` from 1 to n, `random(m, n)` from m to n, `random(0)` any 64 bits.
 */
const random: Code = (_self, m, n, ...more) => {
  if (more.length > 0) throw new LuaError('wrong number of arguments');
  const source = randomOf();
  if (m === undefined) return source.next();
  const first = wideArgument(m, 1, 'random');
  if (n === undefined && first === 0) return within(MIN_INTEGER, MAX_INTEGER);
  const low = n === undefined ? 1 : first;
  const high = n === undefined ? first : wideArgument(n, 2, 'random');
  if (high < low) throw argumentError(n === undefined ? 1 : 2, 'random', 'interval is empty');
  const size = Number(high) - Number(low) + 1;
  if (size <= 2 ** 53 && typeof low === 'number' && typeof high === 'number')
    return low + Math.floor(source.next() * size);
  return within(BigInt(low), BigInt(high));
};

/** An integer of a range that may have up to 2^64 places. */
function within(low: bigint, high: bigint): LuaNumber {
  const source = randomOf();
  const size = high - low + 1n;
  let bits = 0n;
  for (let i = 0; i < 3; i++) bits = (bits << 32n) | BigInt(Math.floor(source.next() * 2 ** 32));
  return wrap(low + (bits % size));
}

const randomseed: Code = (_self, seed) => {
  const n =
    seed === undefined ? Math.floor(randomOf().next() * 2 ** 32) : numberArgument(seed, 1, 'randomseed');
  randomOf().seed(Number(n));
  return ret0();
};

const type: Code = (_self, x) => {
  if (typeof x === 'bigint') return 'integer';
  if (typeof x === 'number') return Number.isSafeInteger(x) ? 'integer' : 'float';
  return undefined;
};

/** Integers, whole floats and texts of such (behaviour of the original); nil for all else. */
const tointeger: Code = (_self, x) => toInteger(x);

const ult: Code = (_self, m, n) => unsignedLess(integerOf(m, 1, 'ult'), integerOf(n, 2, 'ult'));

function integerOf(value: Value, position: number, name: string): LuaNumber {
  const n = toInteger(numberArgument(value, position, name));
  if (n === undefined)
    throw new LuaError(`bad argument #${position} to '${name}' (number has no integer representation)`);
  return n;
}

export const mathLibrary = library(
  'math',
  {
    abs,
    acos: ofFloat('acos', Math.acos),
    asin: ofFloat('asin', Math.asin),
    atan,
    atan2: ofFloats('atan2', Math.atan2),
    ceil: rounding('ceil', Math.ceil),
    cos: ofFloat('cos', Math.cos),
    cosh: ofFloat('cosh', Math.cosh),
    deg: ofFloat('deg', (x) => x * (180 / Math.PI)),
    exp: ofFloat('exp', Math.exp),
    floor: rounding('floor', Math.floor),
    fmod,
    frexp,
    ldexp,
    log,
    log10: ofFloat('log10', Math.log10),
    max: extreme('max', (a, b) => lessThan(b, a)),
    min: extreme('min', lessThan),
    mod,
    modf,
    pow: ofFloats('pow', power),
    rad: ofFloat('rad', (x) => x * (Math.PI / 180)),
    random,
    randomseed,
    sin: ofFloat('sin', Math.sin),
    sinh: ofFloat('sinh', Math.sinh),
    sqrt: ofFloat('sqrt', Math.sqrt),
    tan: ofFloat('tan', Math.tan),
    tanh: ofFloat('tanh', Math.tanh),
    tointeger,
    type,
    ult,
  },
  { huge: Number.POSITIVE_INFINITY, maxinteger: MAX_INTEGER, mininteger: MIN_INTEGER, pi: Math.PI },
);
