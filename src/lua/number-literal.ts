/** Reads the numerals of Lua: decimal and hexadecimal, integers of 64 bits and floats. */
export interface Numeral {
  /** An integer beyond 2^53 is a bigint. */
  readonly value: number | bigint;
  /** Written with a point or an exponent, or too large for 64 bits. */
  readonly float: boolean;
}

const largestInteger = 2n ** 63n - 1n;
const exact = 2n ** 53n;

/** The numeral that `text` is, without sign or spaces around it, or undefined. */
export function readNumeral(text: string): Numeral | undefined {
  if (text.startsWith('0x') || text.startsWith('0X')) return readHexadecimal(text);
  return readDecimal(text);
}

function readDecimal(text: string): Numeral | undefined {
  let float = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char >= '0' && char <= '9') continue;
    if (char === '.' || char === 'e' || char === 'E') float = true;
    else if (!float || (char !== '+' && char !== '-')) return undefined;
  }
  if (text === '') return undefined;
  if (float) {
    const value = Number(text);
    return Number.isNaN(value) ? undefined : { value, float };
  }
  if (text.length <= 15) return { value: Number(text), float };
  // A numeral of 20 significant digits or more is beyond 64 bits; its bigint would only cost time.
  const digits = text.replace(/^0+/u, '');
  const value = digits.length < 20 ? BigInt(digits) : largestInteger + 1n;
  return value > largestInteger ? { value: Number(text), float: true } : { value: narrowed(value), float };
}

/** Hexadecimal integers wrap around at 64 bits, so only the last 16 digits count. */
function readHexadecimal(text: string): Numeral | undefined {
  let point = -1;
  let exponent = text.length;
  for (let at = 2; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '.' && point < 0) point = at;
    else if (char === 'p' || char === 'P') {
      exponent = at;
      break;
    } else if (!isHexDigit(char)) return undefined;
  }
  const whole = text.slice(2, point < 0 ? exponent : point);
  const fraction = point < 0 ? '' : text.slice(point + 1, exponent);
  if (whole === '' && fraction === '') return undefined;
  if (point < 0 && exponent === text.length) {
    return { value: narrowed(BigInt.asIntN(64, BigInt(`0x${whole.slice(-16)}`))), float: false };
  }
  const scale = exponent === text.length ? 0 : readExponent(text.slice(exponent + 1));
  if (scale === undefined) return undefined;
  return { value: scaled(BigInt(`0x${whole}${fraction}`), scale - 4 * fraction.length), float: true };
}

function readExponent(text: string): number | undefined {
  const digits = text.startsWith('+') || text.startsWith('-') ? text.slice(1) : text;
  if (digits === '') return undefined;
  for (const char of digits) if (char < '0' || char > '9') return undefined;
  return Number(text);
}

function isHexDigit(char: string): boolean {
  return (char >= '0' && char <= '9') || (char >= 'a' && char <= 'f') || (char >= 'A' && char <= 'F');
}

function narrowed(value: bigint): number | bigint {
  return value >= -exact && value <= exact ? Number(value) : value;
}

/** The double nearest to `mantissa * 2^exponent`, ties to even: rounded once, also where doubles get sparse. */
function scaled(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(16).length * 4;
  if (exponent + bits > 1100) return Number.POSITIVE_INFINITY;
  if (exponent + bits < -1100) return 0;
  const significant = mantissa.toString(2).length;
  const unit = Math.max(exponent + significant - 53, -1074);
  const shift = BigInt(Math.max(unit - exponent, 0));
  const low = mantissa & ((1n << shift) - 1n);
  const half = shift === 0n ? 0n : 1n << (shift - 1n);
  let kept = mantissa >> shift;
  if (shift > 0n && (low > half || (low === half && (kept & 1n) === 1n))) kept += 1n;
  return Number(kept) * 2 ** (exponent + Number(shift));
}
