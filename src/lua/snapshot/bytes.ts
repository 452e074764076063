/** Bytes going out and coming in: variable-length integers, floats, byte strings. Nothing of what they mean. */
import { SnapshotError } from './snapshot-error.ts';

const START = 512;
/** Texts up to this length are copied by the character: below it a call into the host costs more. */
const SHORT = 24;

export class ByteWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(START);
  length = 0;

  #grow(more: number): void {
    const bytes = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + more));
    this.#bytes.copy(bytes, 0, 0, this.length);
    this.#bytes = bytes;
  }

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits to a byte, lowest first. */
  count(value: number): void {
    let rest = value;
    while (rest > 0x7fffffff) {
      this.byte((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  float(value: number): void {
    if (this.length + 8 > this.#bytes.length) this.#grow(8);
    this.length = this.#bytes.writeDoubleLE(value, this.length);
  }

  int64(value: bigint): void {
    if (this.length + 8 > this.#bytes.length) this.#grow(8);
    this.length = this.#bytes.writeBigInt64LE(value, this.length);
  }

  uint32(value: number): void {
    if (this.length + 4 > this.#bytes.length) this.#grow(4);
    this.length = this.#bytes.writeUInt32LE(value, this.length);
  }

  /** The length, then the characters, each a byte. */
  text(text: string): void {
    const { length } = text;
    this.count(length);
    if (this.length + length > this.#bytes.length) this.#grow(length);
    if (length > SHORT) this.length += this.#bytes.write(text, this.length, 'latin1');
    else for (let i = 0; i < length; i++) this.#bytes[this.length++] = text.charCodeAt(i);
  }

  append(other: ByteWriter): void {
    if (this.length + other.length > this.#bytes.length) this.#grow(other.length);
    other.#bytes.copy(this.#bytes, this.length, 0, other.length);
    this.length += other.length;
  }

  /** A view of what was written: good until the next writing. */
  get view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  /** A copy of what was written. */
  bytes(): Uint8Array<ArrayBuffer> {
    return copyOf(this.#bytes, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}

/** Bytes that are handed out are pieces of blocks: memory of their own would cost each ten times what copying them does. */
const BLOCK = 1 << 16;
const LARGEST_PIECE = BLOCK >> 4;
/** So small ones V8 keeps among its objects. */
const SMALL = 64;
let block = new Uint8Array(BLOCK);
let used = 0;

function copyOf(bytes: Buffer, length: number): Uint8Array<ArrayBuffer> {
  if (length <= SMALL || length > LARGEST_PIECE) {
    const copy = new Uint8Array(length);
    bytes.copy(copy, 0, 0, length);
    return copy;
  }
  if (used + length > BLOCK) {
    block = new Uint8Array(BLOCK);
    used = 0;
  }
  const begin = used;
  used += length;
  bytes.copy(block, begin, 0, length);
  return block.subarray(begin, used);
}

/** Every read is checked: what ends too early or is no number is a SnapshotError. */
export class ByteReader {
  readonly #bytes: Buffer;
  #end: number;
  at: number;

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = from;
    this.#end = end;
  }

  get left(): number {
    return this.#end - this.at;
  }

  byte(): number {
    if (this.at >= this.#end) throw new SnapshotError('it ends too early');
    return this.#bytes[this.at++] as number;
  }

  count(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 128;
    do {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (value > Number.MAX_SAFE_INTEGER) throw new SnapshotError('a number is too large');
    } while (byte >= 0x80);
    return value;
  }

  /** A count of things that take at least `size` bytes each in what is left. */
  countOf(size: number): number {
    const n = this.count();
    if (n * size > this.left) throw new SnapshotError('it ends too early');
    return n;
  }

  float(): number {
    this.#need(8);
    this.at += 8;
    return this.#bytes.readDoubleLE(this.at - 8);
  }

  int64(): bigint {
    this.#need(8);
    this.at += 8;
    return this.#bytes.readBigInt64LE(this.at - 8);
  }

  uint32(): number {
    this.#need(4);
    this.at += 4;
    return this.#bytes.readUInt32LE(this.at - 4);
  }

  /** A number that stands there, behind what is read too. */
  uint32At(place: number): number {
    return this.#bytes.readUInt32LE(place);
  }

  text(): string {
    const length = this.countOf(1);
    this.at += length;
    return this.#bytes.toString('latin1', this.at - length, this.at);
  }

  /** Goes past these bytes, if they come next. */
  skips(expected: Uint8Array): boolean {
    const { length } = expected;
    if (length > this.left) return false;
    for (let i = 0; i < length; i++) if (this.#bytes[this.at + i] !== expected[i]) return false;
    this.at += length;
    return true;
  }

  /** A copy of what was read since then. */
  since(at: number): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#bytes, at, this.at);
  }

  #need(bytes: number): void {
    if (this.left < bytes) throw new SnapshotError('it ends too early');
  }
}
