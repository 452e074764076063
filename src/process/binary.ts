/** Bytes written and read in order: what the value codec and the packets are made of. All numbers are little-endian. */
import { failure } from '#base';

const FIRST = 256;
/** Shorter strings are faster by hand than by a call into the host. */
const BY_HAND = 24;

export class Writer {
  #bytes = Buffer.allocUnsafeSlow(FIRST);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, in 1 to 8 bytes. */
  count(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  double(value: number): void {
    this.#grow(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  int64(value: bigint): void {
    this.#grow(8);
    this.#view.setBigInt64(this.#length, value, true);
    this.#length += 8;
  }

  /** A byte string with its length. */
  text(value: string): void {
    this.count(value.length);
    this.chars(value);
  }

  /** A byte string whose length is known otherwise. */
  chars(value: string): void {
    this.#grow(value.length);
    if (value.length > BY_HAND) {
      this.#bytes.write(value, this.#length, 'latin1');
    } else {
      for (let i = 0; i < value.length; i++) this.#bytes[this.#length + i] = value.charCodeAt(i);
    }
    this.#length += value.length;
  }

  block(bytes: Uint8Array): void {
    this.count(bytes.length);
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Gives the bytes and begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#length = 0;
    if (this.#bytes.length > 1 << 20) this.#allocate(FIRST);
    return bytes;
  }

  /** So many bytes are filled in by whoever takes them all. */
  leave(count: number): void {
    this.#grow(count);
    this.#length += count;
  }

  /** Forgets what was written since `length` was so much. */
  truncate(length: number): void {
    this.#length = length;
  }

  #grow(by: number): void {
    const needed = this.#length + by;
    if (needed <= this.#bytes.length) return;
    const old = this.#bytes;
    this.#allocate(Math.max(needed, old.length * 2));
    this.#bytes.set(old.subarray(0, this.#length));
  }

  #allocate(size: number): void {
    this.#bytes = Buffer.allocUnsafeSlow(size);
    this.#view = new DataView(this.#bytes.buffer);
  }
}

export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw cutOff();
    return value;
  }

  count(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const next = this.byte();
      value += (next & 0x7f) * scale;
      if (next < 0x80) return value;
      scale *= 0x80;
      if (scale > 2 ** 53) throw failure('Invalid', 'a number in the bytes is too long');
    }
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#step(8));
  }

  int64(): bigint {
    return this.#bytes.readBigInt64LE(this.#step(8));
  }

  text(): string {
    return this.chars(this.count());
  }

  chars(length: number): string {
    const at = this.#step(length);
    if (length > BY_HAND) return this.#bytes.toString('latin1', at, at + length);
    let text = '';
    for (let i = at; i < at + length; i++) text += String.fromCharCode(this.#bytes[i] ?? 0);
    return text;
  }

  block(): Uint8Array {
    const length = this.count();
    const at = this.#step(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** Everything that is left. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#step(this.#bytes.length - this.#at));
  }

  #step(length: number): number {
    const at = this.#at;
    this.#at = at + length;
    if (this.#at > this.#bytes.length) throw cutOff();
    return at;
  }
}

function cutOff() {
  return failure('Invalid', 'the bytes end too early');
}
