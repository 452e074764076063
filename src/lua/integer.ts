/**
 * Integer arithmetic on `number | bigint` (N1 to N3): what the operators call when plain doubles do not do.
 *
 *   I1  An integer is a number with no fraction within 2^53 (exclusive), or a bigint within int64 outside that range.
 *       Every result is normal in this sense; integer results are never -0.
 *   I2  Integers with integers wrap at 64 bits; with a float among them the result is a float.
 *   I3  Bit operations work on int64. Where the result can be had from 32-bit halves of doubles, no bigint is made.
 *
 * Hot: the first lines of each function are the paths that hashes and generators take.
 */
import { LuaError } from './machine.ts';
import { textToNumber } from './number-text.ts';

export type LuaNumber = number | bigint;

const TWO_32 = 4294967296;
const TWO_63 = 2 ** 63;
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const POWERS = Array.from({ length: 64 }, (_, i) => 2 ** i);

export const MAX_INTEGER = 9223372036854775807n;
export const MIN_INTEGER = -9223372036854775808n;

/** Writing and reading 64 bits as two halves: V8 does this in place, while most bigint operators allocate. */
const wide = new BigInt64Array(1);
const halves = new Int32Array(wide.buffer);

/** To int64, and back to a number within 2^53 (I1). */
export function wrap(b: bigint): LuaNumber {
  wide[0] = b;
  const high = halves[1] as number;
  if (high >= -0x200000 && high < 0x200000) {
    const n = high * TWO_32 + ((halves[0] as number) >>> 0);
    if (n >= -MAX_SAFE) return n;
  }
  return wide[0];
}

/** An int64 as it is, or as a number within 2^53 (I1). */
export function whole(b: bigint): LuaNumber {
  wide[0] = b;
  const high = halves[1] as number;
  if (high >= -0x200000 && high < 0x200000) {
    const n = high * TWO_32 + ((halves[0] as number) >>> 0);
    if (n >= -MAX_SAFE) return n;
  }
  return b;
}

/** The same of one from 0 to 2^32 - 1. */
export function lower(b: bigint): number {
  wide[0] = b;
  return (halves[0] as number) >>> 0;
}

/** The integer with these halves: the upper one signed. */
export function fromHalves(high: number, low: number): LuaNumber {
  if (high >= -0x200000 && high < 0x200000) {
    const n = high * TWO_32 + (low >>> 0);
    if (n >= -MAX_SAFE) return n;
  }
  halves[0] = low;
  halves[1] = high;
  return wide[0] as bigint;
}

export function isInteger(n: LuaNumber): boolean {
  return typeof n === 'bigint' || Number.isSafeInteger(n);
}

/** The int64 with the value of a double, if there is one. */
export function floatToInteger(n: number): LuaNumber | undefined {
  if (n >= -MAX_SAFE && n <= MAX_SAFE) return Math.floor(n) === n ? n + 0 : undefined;
  return n >= -TWO_63 && n < TWO_63 ? BigInt(n) : undefined;
}

/** The integer that a value stands for: integers, whole floats and texts of such; undefined for all others. */
export function toInteger(value: unknown): LuaNumber | undefined {
  if (typeof value === 'number') return floatToInteger(value);
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'string') return undefined;
  const n = textToNumber(value);
  return typeof n === 'number' ? floatToInteger(n) : n;
}

// ---------------------------------------------------------------- comparison

/** JavaScript compares numbers with bigints exactly; NaN equals nothing (N2). */
export function equalNumbers(a: LuaNumber, b: LuaNumber): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: the only comparison of number and bigint by value
  return a == b;
}

export function lessThan(a: LuaNumber, b: LuaNumber): boolean {
  return a < b;
}

export function lessOrEqual(a: LuaNumber, b: LuaNumber): boolean {
  return a <= b;
}

/** `math.ult`: both as unsigned 64-bit integers. */
export function unsignedLess(a: LuaNumber, b: LuaNumber): boolean {
  return a < 0 === b < 0 ? a < b : b < 0;
}

// ---------------------------------------------------------------- arithmetic

/** Sum of any two numbers; two of type number are added as doubles. */
export function add(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return wrap(BigInt.asIntN(64, a + b));
    return Number.isSafeInteger(b) ? wrap(BigInt.asIntN(64, a + BigInt(b))) : Number(a) + b;
  }
  if (typeof b === 'number') return a + b;
  return Number.isSafeInteger(a) ? wrap(BigInt.asIntN(64, BigInt(a) + b)) : a + Number(b);
}

/** Difference of any two numbers; two of type number are subtracted as doubles. */
export function subtract(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return wrap(BigInt.asIntN(64, a - b));
    return Number.isSafeInteger(b) ? wrap(BigInt.asIntN(64, a - BigInt(b))) : Number(a) - b;
  }
  if (typeof b === 'number') return a - b;
  return Number.isSafeInteger(a) ? wrap(BigInt.asIntN(64, BigInt(a) - b)) : a - Number(b);
}

/** Product of any two numbers: exact and wrapping for integers (N3). */
export function multiply(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (product !== 0 && product >= -MAX_SAFE && product <= MAX_SAFE) return product;
  }
  return multiplySlow(a, b);
}

function multiplySlow(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return wrap(BigInt.asIntN(64, a * b));
    return Number.isSafeInteger(b) ? wrap(BigInt.asIntN(64, a * BigInt(b))) : Number(a) * b;
  }
  if (typeof b === 'bigint') {
    return Number.isSafeInteger(a) ? wrap(BigInt.asIntN(64, BigInt(a) * b)) : a * Number(b);
  }
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return a * b;
  // -0 is no integer; a float that underflows keeps its sign.
  if (a === 0 || b === 0) return 0;
  return fromHalves(highProduct(highHalf(a), a | 0, highHalf(b), b | 0), Math.imul(a | 0, b | 0));
}

/** The upper half of the low 64 bits of a product, by schoolbook multiplication; every partial sum is below 2^32. */
export function highProduct(highA: number, lowA: number, highB: number, lowB: number): number {
  const a1 = lowA >>> 16;
  const a0 = lowA & 0xffff;
  const b1 = lowB >>> 16;
  const b0 = lowB & 0xffff;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const carry = a1 * b1 + (middle >>> 16) + ((a0 * b1 + (middle & 0xffff)) >>> 16);
  return (carry + Math.imul(highA, lowB) + Math.imul(lowA, highB)) | 0;
}

/*
 * The next two convert and wrap in one expression, so that V8 does all of it on int64 in registers and allocates the
 * result alone (measured: 18 ns for a step, one operator after the other 60). Undefined: not two integers.
 */

/** `a * b + c`, the step of generators of 64 bits. */
export function multiplyAdd(a: unknown, b: bigint, c: bigint): LuaNumber | undefined {
  if (typeof a === 'bigint') return whole(BigInt.asIntN(64, a * b + c));
  if (typeof a !== 'number' || !Number.isSafeInteger(a)) return undefined;
  return whole(BigInt.asIntN(64, BigInt(a) * b + c));
}

/** `(a ~ b) * k`, the step of hashes of 64 bits. */
export function xorMultiply(a: unknown, b: unknown, k: bigint): LuaNumber | undefined {
  if (typeof a === 'bigint' && typeof b === 'number' && (b | 0) === b)
    return whole(BigInt.asIntN(64, (a ^ BigInt(b)) * k));
  if (!areIntegers(a, b)) return undefined;
  return whole(BigInt.asIntN(64, (BigInt(a as LuaNumber) ^ BigInt(b as LuaNumber)) * k));
}

function areIntegers(a: unknown, b: unknown): boolean {
  return (
    (typeof a === 'bigint' || Number.isSafeInteger(a)) && (typeof b === 'bigint' || Number.isSafeInteger(b))
  );
}

/** `(a * b) & mask`, the step of many hashes: no bigint when the mask is within 32 bits. */
export function multiplyMasked(a: LuaNumber, b: LuaNumber, mask: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number' && typeof mask === 'number' && mask >>> 0 === mask) {
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return (Math.imul(a | 0, b | 0) & mask) >>> 0;
  }
  return band(multiply(a, b), mask);
}

/** `(a * b + c) % m`, the step of many generators: no bigint, and exact, when `m` is a power of two within 32 bits. */
export function multiplyAddModulo(a: LuaNumber, b: LuaNumber, c: LuaNumber, m: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number' && typeof m === 'number') {
    const sum = a * b + c;
    if (sum >= 0 && sum <= MAX_SAFE && a * b <= MAX_SAFE && m > 0) return sum % m;
    if (m > 0 && m <= TWO_32 && Number.isInteger(m) && ((m - 1) & m) === 0) {
      if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(c)) {
        return ((Math.imul(a | 0, b | 0) + (c | 0)) & (m - 1)) >>> 0;
      }
    }
  }
  return modulo(add(multiply(a, b), c), m);
}

/** `/`: always of doubles. */
export function divide(a: LuaNumber, b: LuaNumber): number {
  return Number(a) / Number(b);
}

/** `^`: of doubles, as C's pow: 1 to any power is 1, and -1 to an infinite one. */
export function power(a: LuaNumber, b: LuaNumber): number {
  const base = Number(a);
  const exponent = Number(b);
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}

/** Unary minus. */
export function negate(a: LuaNumber): LuaNumber {
  return typeof a === 'number' ? 0 - a : wrap(BigInt.asIntN(64, -a));
}

/** `//`: rounds down. */
export function floorDivide(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0 && Number.isSafeInteger(a)) throw new LuaError('attempt to divide by zero');
    // Exact for safe integers: the quotient is further from the next integer than half a unit in its last place.
    return Math.floor(a / b) + 0;
  }
  if (isInteger(a) && isInteger(b)) return floorDivideWide(BigInt(a), BigInt(b));
  return Math.floor(Number(a) / Number(b)) + 0;
}

function floorDivideWide(a: bigint, b: bigint): LuaNumber {
  if (b === 0n) throw new LuaError('attempt to divide by zero');
  const quotient = a / b;
  const isBelow = a % b !== 0n && a < 0n !== b < 0n;
  return wrap(isBelow ? quotient - 1n : quotient);
}

/** `%`: takes the sign of the divisor. */
export function modulo(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'bigint' && typeof b === 'number' && b > 0 && b <= TWO_32 && Math.floor(b) === b) {
    return moduloSmall(highOf(a), lowOf(a), b);
  }
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0 && Number.isSafeInteger(a)) throw new LuaError("attempt to perform 'n%0'");
    return moduloFloat(a, b);
  }
  if (isInteger(a) && isInteger(b)) return moduloWide(BigInt(a), BigInt(b));
  return moduloFloat(Number(a), Number(b));
}

/** `a % b` of numbers of which `a` is not negative and `b` is positive; exact for integers, see `floorDivide`. */
export function rem(a: number, b: number): number {
  if (a <= MAX_SAFE && b <= MAX_SAFE && Math.floor(a) === a && Math.floor(b) === b)
    return a - Math.floor(a / b) * b;
  return a % b;
}

/** By 32 bits and less: of a power of two its bits, else in steps of 16 bits that stay below 2^53. */
function moduloSmall(high: number, low: number, b: number): number {
  if (((b - 1) & b) === 0) return (low & (b - 1)) >>> 0;
  const rest = moduloFloat(high, b);
  return ((((rest * 65536 + (low >>> 16)) % b) * 65536 + (low & 0xffff)) % b) + 0;
}

function moduloFloat(a: number, b: number): number {
  const rest = a % b;
  return rest < 0 ? (b > 0 ? rest + b : rest) : rest > 0 ? (b < 0 ? rest + b : rest) : rest + 0;
}

function moduloWide(a: bigint, b: bigint): LuaNumber {
  if (b === 0n) throw new LuaError("attempt to perform 'n%0'");
  const rest = a % b;
  return wrap(rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest);
}

// ---------------------------------------------------------------- bits

/** A float operand of a bit operation as integer; raises where it has none. */
function bits(n: LuaNumber): LuaNumber {
  const integer = typeof n === 'bigint' ? n : floatToInteger(n);
  if (integer === undefined) throw new LuaError('number has no integer representation');
  return integer;
}

function highHalf(n: number): number {
  return Math.floor(n / TWO_32);
}

export function band(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a & b;
    if (a >>> 0 === a && b >>> 0 === b) return (a & b) >>> 0;
  }
  return bandSlow(a, b);
}

function bandSlow(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return whole(BigInt.asIntN(64, a & b));
    if (Number.isSafeInteger(b)) return whole(BigInt.asIntN(64, a & BigInt(b)));
  }
  const x = bits(a);
  const y = bits(b);
  const high = highOf(x);
  const low = lowOf(x);
  return fromHalves(high & highOf(y), low & lowOf(y));
}

export function bor(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a | b;
    if (a >>> 0 === a && b >>> 0 === b) return (a | b) >>> 0;
  }
  return borSlow(a, b);
}

function borSlow(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return whole(BigInt.asIntN(64, a | b));
    if (Number.isSafeInteger(b)) return whole(BigInt.asIntN(64, a | BigInt(b)));
  }
  const x = bits(a);
  const y = bits(b);
  const high = highOf(x);
  const low = lowOf(x);
  return fromHalves(high | highOf(y), low | lowOf(y));
}

export function bxor(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a ^ b;
    if (a >>> 0 === a && b >>> 0 === b) return (a ^ b) >>> 0;
  }
  return bxorSlow(a, b);
}

function bxorSlow(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'bigint') {
    if (typeof b === 'bigint') return whole(BigInt.asIntN(64, a ^ b));
    if (Number.isSafeInteger(b)) return whole(BigInt.asIntN(64, a ^ BigInt(b)));
  }
  const x = bits(a);
  const y = bits(b);
  const high = highOf(x);
  const low = lowOf(x);
  return fromHalves(high ^ highOf(y), low ^ lowOf(y));
}

export function bnot(a: LuaNumber): LuaNumber {
  const x = bits(a);
  return fromHalves(~highOf(x), ~lowOf(x));
}

export function shl(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number' && b >>> 0 === b && b < 32) {
    const shifted = a * (POWERS[b] as number);
    if (shifted >= -MAX_SAFE && shifted <= MAX_SAFE && Number.isSafeInteger(a)) return shifted + 0;
  }
  const count = shiftCount(b);
  return count < 0 ? shiftRight(bits(a), -count) : shiftLeft(bits(a), count);
}

/** Logical, as in Lua 5.3: zeros come in from the left. */
export function shr(a: LuaNumber, b: LuaNumber): LuaNumber {
  if (typeof a === 'number' && typeof b === 'number' && b >>> 0 === b) {
    if (b < 32 && a >>> 0 === a) return a >>> b;
    if (b < 64 && a >= 0 && Number.isSafeInteger(a)) return Math.floor(a / (POWERS[b] as number)) + 0;
  }
  const count = shiftCount(b);
  return count < 0 ? shiftLeft(bits(a), -count) : shiftRight(bits(a), count);
}

/** From -64 to 64: further shifts give the same. */
function shiftCount(b: LuaNumber): number {
  const count = bits(b);
  return count > 64 ? 64 : count < -64 ? -64 : Number(count);
}

function shiftLeft(a: LuaNumber, count: number): LuaNumber {
  const high = highOf(a);
  const low = lowOf(a);
  if (count >= 64) return 0;
  if (count >= 32) return fromHalves(low << (count - 32), 0);
  if (count === 0) return a;
  return fromHalves((high << count) | (low >>> (32 - count)), low << count);
}

function shiftRight(a: LuaNumber, count: number): LuaNumber {
  const high = highOf(a);
  const low = lowOf(a);
  if (count >= 64) return 0;
  if (count >= 32) return high >>> (count - 32);
  if (count === 0) return a;
  return fromHalves(high >>> count, (low >>> count) | (high << (32 - count)));
}

export function highOf(a: LuaNumber): number {
  if (typeof a === 'number') return highHalf(a);
  wide[0] = a;
  return halves[1] as number;
}

export function lowOf(a: LuaNumber): number {
  if (typeof a === 'number') return a | 0;
  wide[0] = a;
  return halves[0] as number;
}
