/**
 * Dictionaries of Zstandard (RFC 8878, section 5): a magic number, an id, tables for entropy coding, and content that
 * texts are compared with.
 *
 * The content is what matters for short texts. So the tables are the same for all dictionaries: those of JSON, YAML
 * and HTML in English; the coder makes its own where they do not fit.
 */
import { createHash } from 'node:crypto';
import { byteString, bytesOf, failure } from '#base';
import { dictionaryContent } from './dictionary-content.ts';

export interface DictionaryFacts {
  readonly id: number;
  /** Bytes of content. */
  readonly contentSize: number;
}

const magic = '\x37\xa4\x30\xec';

/** Tables for literals, offsets, lengths of matches and of literals, and the first three offsets (1, 4, 8). */
const tables = byteString(
  Buffer.from(
    [
      'MBDIkqQN////////l5xk8r2RMLmJwd6WkiT24kh9WtX/UbPWwisRsrSytwHXJvfJAfMDEDQSCgRo81YAAASgTNBL',
      'zcVBU6EUHI7HAABNAQzGsgwFANEAKgEAAIDIAAAAAISoI2UmRdS4aDSJkiDG4RVCNAMAAAAAAQAAAAQAAAAIAAAA',
    ].join(''),
    'base64',
  ),
);

export interface Training {
  /** Bytes of the whole dictionary, at most. */
  readonly size: number;
  /** 0: one that follows from the content. */
  readonly id: number;
}

/** A dictionary of what the samples have in common. At least one of them has 8 bytes. */
export function trainDictionary(samples: readonly string[], { size, id }: Training): string {
  const content = dictionaryContent(samples.map(bytesOf), size - magic.length - 4 - tables.length);
  const number = Buffer.alloc(4);
  number.writeUInt32LE(id === 0 ? idOf(content) : id);
  return magic + byteString(number) + tables + byteString(content);
}

/** In the range that is free for everyone: 32,768 to 2^31 - 1. */
function idOf(content: Uint8Array): number {
  const hash = createHash('sha256').update(content).digest().readUInt32LE();
  return 32_768 + (hash % (2 ** 31 - 32_768));
}

/** Throws `Invalid` for what is no dictionary. */
export function inspectDictionary(dictionary: string): DictionaryFacts {
  if (!dictionary.startsWith(magic) || dictionary.length < 16) throw noDictionary();
  const bytes = bytesOf(dictionary);
  const id = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  let place = literalsEnd(bytes, 8);
  for (let table = 0; table < 3; table++) place = frequenciesEnd(bytes, place);
  const contentSize = bytes.length - (place + 12);
  if (contentSize < 0) throw noDictionary();
  return { id, contentSize };
}

function noDictionary(): Error {
  return failure('Invalid', 'dict is no dictionary of Zstandard', { retryable: false });
}

/** After the weights of the literals: their first byte says how they are written, and how many bytes they take. */
function literalsEnd(bytes: Uint8Array, start: number): number {
  const head = bytes[start] ?? 0;
  return start + 1 + (head < 128 ? head : Math.ceil((head - 127) / 2));
}

/** After a table of frequencies (RFC 8878, section 4.1.1), which has to be read to know its length. */
function frequenciesEnd(bytes: Uint8Array, start: number): number {
  let place = start * 8;
  const peek = (count: number): number => {
    let bits = 0;
    for (let i = 0; i < count; i++) {
      const byte = bytes[(place + i) >> 3];
      if (byte === undefined) throw noDictionary();
      bits |= ((byte >> ((place + i) & 7)) & 1) << i;
    }
    return bits;
  };
  const accuracy = peek(4) + 5;
  place += 4;
  if (accuracy > 9) throw noDictionary();
  let threshold = 1 << accuracy;
  let remaining = threshold + 1;
  let width = accuracy + 1;
  while (remaining > 1) {
    const most = 2 * threshold - 1 - remaining;
    const value = peek(width);
    const isShort = (value & (threshold - 1)) < most;
    const whole = isShort ? value & (threshold - 1) : value & (2 * threshold - 1);
    const count = (isShort || whole < threshold ? whole : whole - most) - 1;
    place += isShort ? width - 1 : width;
    remaining -= Math.abs(count);
    while (remaining < threshold && width > 1) {
      width--;
      threshold >>= 1;
    }
    if (count !== 0) continue;
    // After a zero, pairs of bits say how many more follow.
    let more = 3;
    while (more === 3) {
      more = peek(2);
      place += 2;
    }
  }
  return Math.ceil(place / 8);
}
