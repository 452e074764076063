/** `string.pack`, `unpack` and `packsize`: values as bytes, in the formats of Lua 5.4 on a 64-bit machine. */
import { type LuaNumber, wrap } from '../integer.ts';
import { type Code, LuaError, R, retN, type Value } from '../machine.ts';
import {
  argumentError,
  checkLength,
  MAX_RESULTS,
  numberArgument,
  optionalInteger,
  textArgument,
  wideArgument,
} from './arguments.ts';
import { piece } from './piece.ts';

type Kind = 'int' | 'uint' | 'float' | 'double' | 'fixed' | 'counted' | 'zero' | 'padding' | 'align' | 'none';

interface Option {
  readonly kind: Kind;
  /** Bytes of the value, or of the count before a text. */
  readonly size: number;
  /** Zeros before it, for alignment. */
  readonly gap: number;
  readonly isLittle: boolean;
}

const SIMPLE: Readonly<Record<string, readonly [Kind, number]>> = {
  b: ['int', 1],
  B: ['uint', 1],
  h: ['int', 2],
  H: ['uint', 2],
  l: ['int', 8],
  L: ['uint', 8],
  j: ['int', 8],
  J: ['uint', 8],
  T: ['uint', 8],
  f: ['float', 4],
  d: ['double', 8],
  n: ['double', 8],
  z: ['zero', 0],
  x: ['padding', 1],
};

const MAX_SIZE = 16;
const NATIVE_ALIGNMENT = 8;

/** Longer formats would hold the scheduler. */
const MAX_FORMAT = 2 ** 17;

/** Reads a format option by option; where the next one lies decides its alignment. */
class Options {
  readonly #format: string;
  #at = 0;
  #isLittle = true;
  #alignment = 1;

  constructor(format: string) {
    if (format.length > MAX_FORMAT) throw new LuaError('format too long');
    R.fuel -= format.length >> 1;
    this.#format = format;
  }

  /** The next option at this offset of the bytes; undefined at the end. */
  next(offset: number): Option | undefined {
    while (this.#at < this.#format.length) {
      const option = this.#read();
      if (option.kind !== 'none') return { ...option, gap: this.#gap(option, offset) };
    }
    return undefined;
  }

  #read(): Option {
    const letter = this.#format[this.#at++] as string;
    const simple = SIMPLE[letter];
    if (simple !== undefined) return this.#option(simple[0], simple[1]);
    switch (letter) {
      case 'i':
        return this.#option('int', this.#limited(4));
      case 'I':
        return this.#option('uint', this.#limited(4));
      case 's':
        return this.#option('counted', this.#limited(8));
      case 'c': {
        const size = this.#number(-1);
        if (size < 0) throw new LuaError("missing size for format option 'c'");
        return this.#option('fixed', size);
      }
      case 'X':
        return this.#option('align', 0);
      case '<':
        this.#isLittle = true;
        break;
      case '>':
        this.#isLittle = false;
        break;
      case '=':
        this.#isLittle = true;
        break;
      case '!':
        this.#alignment = this.#limited(NATIVE_ALIGNMENT);
        break;
      case ' ':
        break;
      default:
        throw new LuaError(`invalid format option '${letter}'`);
    }
    return this.#option('none', 0);
  }

  #option(kind: Kind, size: number): Option {
    return { kind, size, gap: 0, isLittle: this.#isLittle };
  }

  #number(otherwise: number): number {
    const digits = /^\d+/.exec(this.#format.slice(this.#at, this.#at + 12))?.[0];
    if (digits === undefined) return otherwise;
    this.#at += digits.length;
    return Number(digits);
  }

  #limited(otherwise: number): number {
    const size = this.#number(otherwise);
    if (size < 1 || size > MAX_SIZE) throw new LuaError(`integral size (${size}) out of limits [1,16]`);
    return size;
  }

  #gap(option: Option, offset: number): number {
    let align = option.size;
    if (option.kind === 'align') {
      const followed = this.#at < this.#format.length ? this.#read() : undefined;
      align = followed?.size ?? 0;
      if (align === 0 || followed?.kind === 'fixed')
        throw argumentError(1, 'pack', "invalid next option for option 'X'");
    }
    if (align <= 1 || option.kind === 'fixed' || option.kind === 'padding') return 0;
    align = Math.min(align, this.#alignment);
    if ((align & (align - 1)) !== 0)
      throw argumentError(1, 'pack', 'format asks for alignment not power of 2');
    return (align - (offset & (align - 1))) & (align - 1);
  }
}

export const pack: Code = (_self, f, ...values) => {
  const options = new Options(textArgument(f, 1, 'pack'));
  let out = '';
  let position = 0;
  for (;;) {
    const option = options.next(out.length);
    if (option === undefined) break;
    out += '\0'.repeat(option.gap);
    if (option.kind === 'padding') out += '\0';
    else if (option.kind !== 'align') {
      out += packed(option, values[position], position + 2);
      position++;
    }
    checkLength(out.length);
  }
  R.fuel -= position + (out.length >> 6);
  return out;
};

function packed({ kind, size, isLittle }: Option, value: Value, position: number): string {
  switch (kind) {
    case 'int':
    case 'uint':
      return packedInteger(kind, size, isLittle, wideArgument(value, position, 'pack'), position);
    case 'float':
    case 'double':
      return packedFloat(size, isLittle, Number(numberArgument(value, position, 'pack')));
  }
  const text = textArgument(value, position, 'pack');
  if (kind === 'fixed') {
    if (text.length > size) throw argumentError(position, 'pack', 'string longer than given size');
    checkLength(size);
    return text.padEnd(size, '\0');
  }
  if (kind === 'zero') {
    if (text.includes('\0')) throw argumentError(position, 'pack', 'string contains zeros');
    return `${text}\0`;
  }
  if (size < 8 && text.length >= 256 ** size) {
    throw argumentError(position, 'pack', 'string length does not fit in given size');
  }
  return bytesOf(text.length, size, isLittle) + text;
}

function packedInteger(kind: Kind, size: number, isLittle: boolean, n: LuaNumber, position: number): string {
  if (size < 8) {
    const limit = 256 ** size;
    if (kind === 'int' && (n < -limit / 2 || n >= limit / 2))
      throw argumentError(position, 'pack', 'integer overflow');
    if (kind === 'uint' && (n < 0 || n >= limit)) throw argumentError(position, 'pack', 'unsigned overflow');
  }
  return bytesOf(n, size, isLittle);
}

/** The bytes of an integer; those beyond the eighth repeat its sign. */
function bytesOf(n: LuaNumber, size: number, isLittle: boolean): string {
  let rest = n;
  let out = '';
  for (let i = 0; i < size; i++) {
    const byte = String.fromCharCode(typeof rest === 'bigint' ? Number(rest & 255n) : rest & 255);
    out = isLittle ? out + byte : byte + out;
    rest = typeof rest === 'bigint' ? rest >> 8n : Math.floor(rest / 256);
  }
  return out;
}

const view = new DataView(new ArrayBuffer(8));

function packedFloat(size: number, isLittle: boolean, x: number): string {
  if (size === 4) view.setFloat32(0, x, isLittle);
  else view.setFloat64(0, x, isLittle);
  let out = '';
  for (let i = 0; i < size; i++) out += String.fromCharCode(view.getUint8(i));
  return out;
}

export const packsize: Code = (_self, f) => {
  const options = new Options(textArgument(f, 1, 'packsize'));
  let total = 0;
  for (;;) {
    const option = options.next(total);
    if (option === undefined) return total;
    if (option.kind === 'counted' || option.kind === 'zero') {
      throw argumentError(1, 'packsize', 'variable-length format');
    }
    total += option.gap + option.size;
    if (total > 2 ** 31 - 1) throw argumentError(1, 'packsize', 'format result too large');
  }
};

export const unpack: Code = (_self, f, s, init) => {
  const options = new Options(textArgument(f, 1, 'unpack'));
  const data = textArgument(s, 2, 'unpack');
  let at = optionalInteger(init, 3, 'unpack', 1);
  at = at > 0 ? at - 1 : at === 0 ? 0 : Math.max(0, data.length + at);
  if (at > data.length) throw argumentError(3, 'unpack', 'initial position out of string');
  const values: Value[] = [];
  for (;;) {
    const option = options.next(at);
    if (option === undefined) break;
    at += option.gap;
    if (at + option.size > data.length) throw argumentError(2, 'unpack', 'data string too short');
    if (option.kind === 'padding' || option.kind === 'align') {
      at += option.size;
      continue;
    }
    const [value, bytes] = unpacked(option, data, at);
    values.push(value);
    at += bytes;
    if (values.length >= MAX_RESULTS) throw new LuaError('too many results');
  }
  R.fuel -= values.length + (data.length >> 6);
  values.push(at + 1);
  return retN(values);
};

/** A value and how many bytes it takes. */
function unpacked({ kind, size, isLittle }: Option, data: string, at: number): [Value, number] {
  switch (kind) {
    case 'int':
    case 'uint':
      return [integerAt(data, at, size, isLittle, kind === 'int'), size];
    case 'float':
    case 'double':
      return [floatAt(data, at, size, isLittle), size];
    case 'fixed':
      return [piece(data, at, at + size), size];
    case 'zero': {
      const end = data.indexOf('\0', at);
      if (end < 0) throw argumentError(2, 'unpack', "unfinished string for format 'z'");
      return [piece(data, at, end), end + 1 - at];
    }
  }
  const length = Number(integerAt(data, at, size, isLittle, false));
  const start = at + size;
  if (length < 0 || start + length > data.length) throw argumentError(2, 'unpack', 'data string too short');
  return [piece(data, start, start + length), size + length];
}

function integerAt(data: string, at: number, size: number, isLittle: boolean, isSigned: boolean): LuaNumber {
  const byteAt = (i: number) => data.charCodeAt(isLittle ? at + i : at + size - 1 - i);
  if (size <= 6) {
    let n = 0;
    for (let i = size - 1; i >= 0; i--) n = n * 256 + byteAt(i);
    return isSigned && byteAt(size - 1) >= 128 ? n - 256 ** size : n;
  }
  let wide = 0n;
  for (let i = Math.min(size, 8) - 1; i >= 0; i--) wide = (wide << 8n) | BigInt(byteAt(i));
  const kept = Math.min(size, 8) * 8;
  if (isSigned) wide = BigInt.asIntN(kept, wide);
  const filler = isSigned && wide < 0n ? 255 : 0;
  for (let i = 8; i < size; i++) {
    if (byteAt(i) !== filler) throw new LuaError(`${size}-byte integer does not fit into Lua Integer`);
  }
  return wrap(wide);
}

function floatAt(data: string, at: number, size: number, isLittle: boolean): number {
  for (let i = 0; i < size; i++) view.setUint8(i, data.charCodeAt(at + i));
  return size === 4 ? view.getFloat32(0, isLittle) : view.getFloat64(0, isLittle);
}
