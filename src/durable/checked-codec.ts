/**
 * Values as they lie in a store, with a checksum: bytes that are not those that were written are refused, and never read as
 * another value.
 *
 *   Ck1  A byte that begins no value, the checksum, and what the codec writes.
 *   Ck2  What was written before there were checksums begins with the codec's version, and is read as it is.
 */
import { crc32 } from 'node:zlib';
import { failure } from '#base';
import type { Codec } from '#process';
import type { Bytes } from './store/records.ts';

/** What the parts of the engine need of a codec. */
export interface ValueCodec extends Pick<Codec, 'decode'> {
  encode(value: Parameters<Codec['encode']>[0]): Bytes;
}

const CHECKED = 0xc5;
const HEAD = 5;

/** Node loads what makes them with their first use, some 12 ms: whoever waits for a store does it meanwhile. */
export function loadChecksums(): void {
  crc32('');
}

export class CheckedCodec implements ValueCodec {
  readonly #codec: Pick<Codec, 'encode' | 'decode'>;

  constructor(codec: Pick<Codec, 'encode' | 'decode'>) {
    this.#codec = codec;
  }

  encode(value: Parameters<ValueCodec['encode']>[0]): Bytes {
    const whole = this.#codec.encode(value, HEAD);
    const sum = crc32(whole.subarray(HEAD));
    whole[0] = CHECKED;
    for (let at = 1; at < HEAD; at++) whole[at] = sum >>> (8 * (at - 1));
    return whole;
  }

  /** Throws a failure for bytes that are damaged. */
  decode(whole: Uint8Array): ReturnType<ValueCodec['decode']> {
    if (whole[0] !== CHECKED || whole.length < HEAD) return this.#codec.decode(whole);
    // One view for the checksum and the reader.
    const bytes = Buffer.from(whole.buffer, whole.byteOffset + HEAD, whole.length - HEAD);
    const sum = crc32(bytes);
    for (let at = 1; at < HEAD; at++) {
      if (whole[at] === ((sum >>> (8 * (at - 1))) & 0xff)) continue;
      throw failure(
        'Internal',
        'what the store has of it is damaged: the checksum is not that of its bytes',
        {
          retryable: false,
        },
      );
    }
    return this.#codec.decode(bytes);
  }
}
