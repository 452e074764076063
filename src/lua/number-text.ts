/**
 * The text of a number, and the number that a text stands for: what `tostring`, `..`, `tonumber`, the lexer and
 * arithmetic on numeric strings share.
 *
 *   Q1  Integers print plain, and so does every number with no fraction within 2^53, whatever made it.
 *   Q2  Other floats print in the shortest form that reads back; an exponent appears below -4 and from 21 on,
 *       with its sign and at least two digits. Infinities are +Inf and -Inf, NaN is NaN, -0 is 0.
 *   Q3  A text reads as Lua's `tonumber` reads it. Integers that int64 cannot hold are floats when decimal, and wrap
 *       when hexadecimal. What is longer than any number needs is none.
 */

/** The text of a number (Q1, Q2). */
export function numberToText(n: number | bigint): string {
  if (typeof n === 'bigint' || Number.isSafeInteger(n)) return `${n}`;
  if (!Number.isFinite(n)) return n > 0 ? '+Inf' : n < 0 ? '-Inf' : 'NaN';
  const size = Math.abs(n);
  if (size >= 1e-4 && size < 1e21) return `${n}`;
  return withExponent(n);
}

/** JavaScript writes `1e-7`; two digits are wanted, and exponents -5 and -6 too. */
function withExponent(n: number): string {
  const [digits = '', exponent = ''] = n.toExponential().split('e');
  const magnitude = exponent.slice(1);
  return `${digits}e${exponent[0]}${magnitude.length < 2 ? `0${magnitude}` : magnitude}`;
}

const MAX_NUMERAL = 4096;

const DECIMAL = /^[+-]?(?:[0-9]+(\.[0-9]*)?|(\.[0-9]+))([eE][+-]?[0-9]+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:(\.)([0-9a-fA-F]*))?(?:[pP]([+-]?[0-9]+))?$/;
const SPACE_AROUND = /^[ \t-\r]+|[ \t-\r]+$/g;

/** The number a text stands for, or undefined (Q3). */
export function textToNumber(text: string): number | bigint | undefined {
  return shortNumber(text) ?? longNumber(text);
}

/** Numbers of up to 15 digits before and behind a point are exact, and so is the power of ten: one division rounds once. */
const SHORT = 15;
const POWERS = Array.from({ length: SHORT + 1 }, (_, n) => 10 ** n);
const POINT = 46;
const MINUS = 45;

/** Digits, perhaps with a point after the first of them, and perhaps with a minus; undefined for all else. */
function shortNumber(text: string): number | undefined {
  const n = text.length;
  if (n === 0 || n > SHORT) return undefined;
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  let at = first;
  let digits = 0;
  let behind = -1;
  for (; at < n; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits = digits * 10 + code - 48;
    else if (code === POINT && behind < 0 && at > first) behind = at + 1;
    else return undefined;
  }
  if (n === first) return undefined;
  if (behind < 0) return first === 0 ? digits : 0 - digits;
  const size = digits / (POWERS[n - behind] as number);
  return first === 0 ? size : -size;
}

function longNumber(text: string): number | bigint | undefined {
  const s = trimmed(text);
  if (s.length > MAX_NUMERAL) return undefined;
  const decimal = DECIMAL.exec(s);
  if (decimal !== null) {
    const isInteger = decimal[1] === undefined && decimal[2] === undefined && decimal[3] === undefined;
    return isInteger ? decimalInteger(s) : Number(s);
  }
  const hexadecimal = HEXADECIMAL.exec(s);
  return hexadecimal === null ? undefined : hexadecimalNumber(hexadecimal);
}

function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 32 && last > 32 ? text : text.replace(SPACE_AROUND, '');
}

function decimalInteger(s: string): number | bigint {
  const n = Number(s);
  if (Number.isSafeInteger(n)) return n + 0;
  const exact = BigInt(s.charCodeAt(0) === 43 ? s.slice(1) : s);
  return BigInt.asIntN(64, exact) === exact ? exact : n;
}

function hexadecimalNumber([, sign, whole = '', point, fraction = '', exponent]: RegExpExecArray) {
  if (whole === '' && fraction === '') return undefined;
  if (point === undefined && exponent === undefined) {
    const bits = BigInt(`0x${whole}`);
    return normal(BigInt.asIntN(64, sign === '-' ? -bits : bits));
  }
  const power = Number(exponent ?? 0) - 4 * fraction.length;
  const size = scaled(BigInt(`0x${whole}${fraction}`), power);
  return sign === '-' ? -size : size;
}

/** digits * 2^power as a double, rounded once. */
function scaled(digits: bigint, power: number): number {
  const width = digits === 0n ? 0 : digits.toString(2).length;
  if (width === 0 || width + power < -1100) return 0;
  if (width + power > 1100) return Number.POSITIVE_INFINITY;
  // How many bits the result can hold: fewer than 53 below the normal range.
  const kept = Math.min(53, width + power + 1074);
  const surplus = width - kept;
  if (surplus <= 0) return times2(Number(digits), power);
  if (kept < 0) return 0;
  const cut = digits >> BigInt(surplus);
  const rest = digits - (cut << BigInt(surplus));
  const half = 1n << BigInt(surplus - 1);
  const roundsUp = rest > half || (rest === half && (cut & 1n) === 1n);
  return times2(Number(roundsUp ? cut + 1n : cut), power + surplus);
}

/** n * 2^power where the result is exact, also when 2^power itself is out of range. */
function times2(n: number, power: number): number {
  let result = n;
  let left = power;
  while (left > 1000) {
    result *= 2 ** 1000;
    left -= 1000;
  }
  while (left < -1000) {
    result *= 2 ** -1000;
    left += 1000;
  }
  return result * 2 ** left;
}

function normal(exact: bigint): number | bigint {
  const n = Number(exact);
  return Number.isSafeInteger(n) ? n : exact;
}

/** The integer that a text stands for in a base of 2 to 36, wrapping at 64 bits; undefined when it is none. */
export function textToNumberInBase(text: string, base: number): number | bigint | undefined {
  const s = trimmed(text).toLowerCase();
  const negative = s.charCodeAt(0) === 45;
  const start = negative || s.charCodeAt(0) === 43 ? 1 : 0;
  if (start === s.length) return undefined;
  let n = 0;
  let exact: bigint | undefined;
  for (let i = start; i < s.length; i++) {
    const digit = digitOf(s.charCodeAt(i));
    if (digit >= base) return undefined;
    if (exact === undefined) {
      const next = n * base + digit;
      if (Number.isSafeInteger(next)) n = next;
      else exact = BigInt(n) * BigInt(base) + BigInt(digit);
    } else exact = BigInt.asIntN(64, exact * BigInt(base) + BigInt(digit));
  }
  if (exact === undefined) return negative ? 0 - n : n;
  return normal(BigInt.asIntN(64, negative ? -exact : exact));
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 122) return code - 87;
  return 99;
}
