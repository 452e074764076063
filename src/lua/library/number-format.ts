/**
 * Numbers as C's `printf` writes them, exact for every precision.
 *
 * V8 rounds exact decimal expansions too, but a tie goes up where C takes the even digit; so ties are found and
 * decided here.
 */
export interface Spec {
  readonly verb: string;
  /** The verb in lower case. */
  readonly letter: string;
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  /** -1: none given. */
  readonly precision: number;
  /** What is wrong with a conversion that nothing can be filled into; its `verb` is empty. */
  readonly fault: string;
}

/** Fills up to the width, with zeros behind the sign where asked and allowed. */
function padded(spec: Spec, sign: string, body: string, zeros: boolean): string {
  const missing = spec.width - sign.length - body.length;
  if (missing <= 0) return sign + body;
  if (spec.left) return sign + body + ' '.repeat(missing);
  return zeros && spec.zero ? sign + '0'.repeat(missing) + body : ' '.repeat(missing) + sign + body;
}

/** Fills a text up to the width. */
export function paddedText(spec: Spec, text: string): string {
  return padded(spec, '', text, false);
}

function signOf(spec: Spec, negative: boolean): string {
  return negative ? '-' : spec.plus ? '+' : spec.space ? ' ' : '';
}

/** `%d`, `%i`: signed; `%u`, `%o`, `%x`, `%X`: as 64 bits without sign. */
export function formatInteger(spec: Spec, n: number | bigint): string {
  const isSigned = spec.verb === 'd' || spec.verb === 'i';
  const negative = n < 0;
  if (typeof n === 'number' && spec.precision < 0) {
    if (isSigned) return padded(spec, signOf(spec, negative), `${Math.abs(n)}`, true);
    if (spec.verb === 'x' && !negative && !spec.alternate) return padded(spec, '', n.toString(16), true);
  }
  const size = negative ? (isSigned ? -BigInt(n) : BigInt.asUintN(64, BigInt(n))) : n;
  const isZero = n === 0;
  let digits = size.toString(spec.verb === 'o' ? 8 : spec.verb === 'x' || spec.verb === 'X' ? 16 : 10);
  if (spec.precision === 0 && isZero) digits = '';
  digits = digits.padStart(spec.precision, '0');
  if (spec.alternate && spec.verb === 'o' && digits[0] !== '0') digits = `0${digits}`;
  const prefix = spec.alternate && !isZero && (spec.verb === 'x' || spec.verb === 'X') ? '0x' : '';
  const sign = isSigned ? signOf(spec, negative) : prefix;
  const text = padded(spec, sign, digits, spec.precision < 0);
  return spec.verb === 'X' ? text.toUpperCase() : text;
}

/** `%e`, `%f`, `%g`, `%a` and their upper-case forms. */
export function formatFloat(spec: Spec, x: number): string {
  const sign = signOf(spec, x < 0);
  const verb = spec.letter;
  const size = Math.abs(x);
  let text: string;
  if (!Number.isFinite(x)) text = padded(spec, sign, Number.isNaN(x) ? 'nan' : 'inf', false);
  else if (verb === 'a') text = padded(spec, `${sign}0x`, hexadecimal(spec, size), true);
  else text = padded(spec, sign, decimal(spec, verb, size), true);
  return verb === spec.verb ? text : text.toUpperCase();
}

function decimal(spec: Spec, verb: string, size: number): string {
  const precision = spec.precision < 0 ? 6 : spec.precision;
  if (verb === 'f') return withPoint(spec, fixed(size, precision));
  if (verb === 'e') return exponential(spec, digitsOf(size, precision));
  return general(spec, size, Math.max(precision, 1));
}

/** `#` keeps the point where nothing follows it. */
function withPoint(spec: Spec, digits: string): string {
  return spec.alternate && !digits.includes('.') ? `${digits}.` : digits;
}

/** With so many digits behind the point; a tie goes to the even digit. */
function fixed(size: number, precision: number): string {
  if (size >= 1e21) return precision === 0 ? `${BigInt(size)}` : `${BigInt(size)}.${'0'.repeat(precision)}`;
  const rounded = size.toFixed(precision);
  // Behind a tie is exactly one more digit, a 5: then 2^(precision + 1) times the number is an odd integer.
  if (Math.abs((size * 2 ** (precision + 1)) % 2) !== 1) return rounded;
  const cut = size.toFixed(precision + 1).slice(0, precision === 0 ? -2 : -1);
  return isEven(cut) ? cut : rounded;
}

function isEven(digits: string): boolean {
  return digits.charCodeAt(digits.length - 1) % 2 === 0;
}

interface Digits {
  /** The first digit stands before the point. */
  readonly digits: string;
  readonly exponent: number;
}

/** The first digit and so many more; a tie goes to the even digit. */
function digitsOf(size: number, more: number): Digits {
  const rounded = split(size.toExponential(more));
  const next = split(size.toExponential(more + 1));
  if (!next.digits.endsWith('5') || !isExact(next, size)) return rounded;
  const cut = next.digits.slice(0, -1);
  return isEven(cut) ? { digits: cut, exponent: next.exponent } : rounded;
}

function split(text: string): Digits {
  const at = text.indexOf('e');
  return { digits: text.slice(0, at).replace('.', ''), exponent: Number(text.slice(at + 1)) };
}

/** Whether the digits are the number itself and not rounded. */
function isExact({ digits, exponent }: Digits, size: number): boolean {
  if (Number(`${digits}e${exponent - digits.length + 1}`) !== size) return false;
  const { mantissa, power } = binary(size);
  const tens = exponent - digits.length + 1;
  const left = BigInt(digits) * 10n ** BigInt(Math.max(tens, 0)) * 2n ** BigInt(Math.max(-power, 0));
  return left === mantissa * 10n ** BigInt(Math.max(-tens, 0)) * 2n ** BigInt(Math.max(power, 0));
}

function exponential(spec: Spec, { digits, exponent }: Digits): string {
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${withPoint(spec, mantissa)}e${exponent < 0 ? '-' : '+'}${`${Math.abs(exponent)}`.padStart(2, '0')}`;
}

/** Digits that a number always keeps. */
const EXACT = 15;
const POWERS = Array.from({ length: EXACT + 1 }, (_, n) => 10 ** n);

/** `%g`: the shorter of both forms, without zeros at the end unless `#` asks for them. */
function general(spec: Spec, size: number, precision: number): string {
  if (precision <= EXACT && size < (POWERS[precision] as number) && !spec.alternate) {
    if (Number.isInteger(size)) return `${size}`;
    // The shortest text that reads back is the nearest one of its length, and so of each longer one.
    const shortest = `${size}`;
    if (shortest.length <= precision + 1 && size >= 1e-4) return shortest;
  }
  if (size >= 1e-4 && size < 10 ** precision && !spec.alternate && !mayTie(size, precision)) {
    const text = size.toPrecision(precision);
    if (!text.includes('e')) return trimmed(text);
  }
  const found = digitsOf(size, precision - 1);
  const digits = spec.alternate ? found.digits : found.digits.replace(/(?<=.)0+$/, '');
  const { exponent } = found;
  if (exponent < -4 || exponent >= precision) return exponential(spec, { digits, exponent });
  if (exponent < 0) return withPoint(spec, `0.${'0'.repeat(-exponent - 1)}${digits}`);
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return withPoint(spec, fraction === '' ? whole : `${whole}.${fraction}`);
}

function trimmed(text: string): string {
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  if (text.charCodeAt(end - 1) === 46) end--;
  return text.substring(0, end);
}

/**
 * False when the exact expansion surely has no digit behind the precision, or more than one. It ends as many decimal
 * places behind the point as the number has binary ones.
 */
function mayTie(size: number, precision: number): boolean {
  const places = binaryPlaces(size);
  return places <= precision + 5 && size >= 10 ** (precision - places);
}

function binaryPlaces(size: number): number {
  double[0] = size;
  const high = words[1] as number;
  const low = words[0] as number;
  const zeros = low !== 0 ? lowestBit(low) : 32 + lowestBit(high | 0x100000);
  return Math.max(0, 52 - zeros - (((high >>> 20) & 0x7ff) - 1023));
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const bits = new BigUint64Array(double.buffer);

/** size = mantissa * 2^power */
function binary(size: number): { mantissa: bigint; power: number } {
  double[0] = size;
  const word = bits[0] as bigint;
  const biased = Number(word >> 52n);
  const fraction = word & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, power: -1074 }
    : { mantissa: fraction | (1n << 52n), power: biased - 1075 };
}

/** The digits behind `0x` of `%a`, one before the point, as the GNU library writes them. */
function hexadecimal(spec: Spec, size: number): string {
  let { mantissa, power } = binary(size);
  const { precision } = spec;
  if (precision >= 0 && precision < 13) {
    const cut = BigInt(4 * (13 - precision));
    const half = 1n << (cut - 1n);
    const rest = mantissa & ((1n << cut) - 1n);
    mantissa >>= cut;
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa += 1n;
    mantissa <<= cut;
  }
  power = size === 0 ? 0 : power + 52;
  const all = mantissa.toString(16).padStart(14, '0');
  const digits =
    precision < 0 ? all.slice(1).replace(/0+$/, '') : all.slice(1, precision + 1).padEnd(precision, '0');
  const point = digits !== '' || spec.alternate ? '.' : '';
  return `${all[0]}${point}${digits}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}
