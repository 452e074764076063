/** Compression as the host has it, on its own threads, with one kind of failure for all formats. */
import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliDecompress,
  constants,
  deflate,
  deflateRaw,
  gunzip,
  gzip,
  inflate,
  inflateRaw,
  zstdCompress,
  zstdDecompress,
} from 'node:zlib';
import { byteString, bytesOf, type FailureKind, failure } from '#base';

export interface Codec {
  readonly name: string;
  readonly levels: { readonly min: number; readonly max: number; readonly default: number };
  /** What data is refused with that this codec cannot have written. */
  readonly refusal: FailureKind;
  encode(data: Uint8Array, level: number, dictionary?: Uint8Array): Promise<Uint8Array>;
  decode(data: Uint8Array, maxOutputLength: number, dictionary?: Uint8Array): Promise<Uint8Array>;
}

type Work = (data: Uint8Array, options: object) => Promise<Uint8Array>;

/** A function of the host by what finds it: the host's library is large, and loaded with its first use. */
function work(find: () => unknown): Work {
  return (data, options) => promisify(find() as HostWork)(data, options); // they all have this form
}

type HostWork = (
  data: Uint8Array,
  options: object,
  done: (error: Error | null, result: Uint8Array) => void,
) => void;

function zlibCodec(name: string, write: Work, read: Work): Codec {
  return {
    name,
    levels: { min: 1, max: 9, default: 6 },
    refusal: 'Invalid',
    encode: (data, level) => write(data, { level }),
    decode: (data, maxOutputLength) => read(data, { maxOutputLength }),
  };
}

export const gzipCodec = zlibCodec(
  'gzip',
  work(() => gzip),
  work(() => gunzip),
);
export const deflateCodec = zlibCodec(
  'deflate',
  work(() => deflateRaw),
  work(() => inflateRaw),
);
export const zlibStreamCodec = zlibCodec(
  'zlib',
  work(() => deflate),
  work(() => inflate),
);

const writeBrotli = work(() => brotliCompress);
const readBrotli = work(() => brotliDecompress);

export const brotliCodec: Codec = {
  name: 'brotli',
  levels: { min: 0, max: 11, default: 6 },
  refusal: 'Invalid',
  encode: (data, level) =>
    writeBrotli(data, {
      params: { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_SIZE_HINT]: data.length },
    }),
  decode: (data, maxOutputLength) => readBrotli(data, { maxOutputLength }),
};

const writeZstd = work(() => zstdCompress);
const readZstd = work(() => zstdDecompress);

export const zstdCodec: Codec = {
  name: 'zstd',
  levels: { min: 1, max: 22, default: 3 },
  refusal: 'Internal',
  encode: (data, level, dictionary) =>
    writeZstd(data, {
      params: { [constants.ZSTD_c_compressionLevel]: level },
      pledgedSrcSize: data.length,
      ...(dictionary !== undefined && { dictionary }),
    }),
  decode: (data, maxOutputLength, dictionary) =>
    readZstd(data, { maxOutputLength, ...(dictionary !== undefined && { dictionary }) }),
};

export async function encode(
  codec: Codec,
  data: string,
  level: number,
  dictionary?: string,
): Promise<string> {
  return byteString(await codec.encode(bytesOf(data), level, dictionaryBytes(dictionary)));
}

/** Throws `Internal` when the result is larger than allowed. */
export async function decode(
  codec: Codec,
  data: string,
  maxSize: number,
  dictionary?: string,
): Promise<string> {
  try {
    return byteString(await codec.decode(bytesOf(data), maxSize, dictionaryBytes(dictionary)));
  } catch (thrown) {
    throw refused(codec, maxSize, thrown);
  }
}

function dictionaryBytes(dictionary: string | undefined): Uint8Array | undefined {
  return dictionary === undefined ? undefined : bytesOf(dictionary);
}

function refused(codec: Codec, maxSize: number, thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  if ('code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE') {
    return failure('Internal', `the data is longer than ${maxSize} bytes`, { retryable: false });
  }
  const message = `the data is no ${codec.name}: ${thrown.message}`;
  return failure(codec.refusal, message, { retryable: false, cause: thrown });
}
