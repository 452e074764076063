/** The `compress` module, by the compression of the host. The work is done on its threads; the coroutine waits. */
import { arg, defineModule, fn, t } from '#plugin';
import {
  brotliCodec,
  type Codec,
  decode,
  deflateCodec,
  encode,
  gzipCodec,
  zlibStreamCodec,
  zstdCodec,
} from './codec.ts';
import { inspectDictionary, trainDictionary } from './dictionary.ts';

const usualMostBytes = 128 * 2 ** 20;
const mostBytes = 2 ** 30;
const shortestSample = 8;
/** Training looks at some bytes for each unit of fuel. */
const bytesPerFuel = 8;

const data = t.bytes.check((value) => (value === '' ? 'must not be empty' : undefined));
const dictionary = t.bytes.check((value) => (value === '' ? 'must not be empty' : undefined));
const maxSize = t.integer({ min: 1, default: usualMostBytes });

function functionsOf(codec: Codec) {
  return {
    encode: fn({
      summary: `Compresses data as ${codec.name}, at a level from ${codec.levels.min} to ${codec.levels.max}.`,
      args: [
        arg('data', data),
        arg('options', t.object({ level: t.integer(codec.levels) }, { unknown: 'ignore' }).default({})),
      ],
      returns: t.bytes,
      effect: 'local',
      run: (value, { level }) => encode(codec, value, level),
    }),

    decode: fn({
      summary: `The data of what was compressed as ${codec.name}, up to max_size bytes.`,
      args: [
        arg('data', data),
        arg('options', t.object({ max_size: maxSize }, { unknown: 'ignore' }).default({})),
      ],
      returns: t.bytes,
      effect: 'local',
      run: (value, options) => decode(codec, value, Math.min(options.max_size, mostBytes)),
    }),
  };
}

function moduleOf(codec: Codec) {
  const summary = `Compression as ${codec.name}.`;
  return defineModule({ name: codec.name, summary, functions: functionsOf(codec) });
}

const zstd = defineModule({
  name: 'zstd',
  summary: 'Compression as Zstandard, with dictionaries for many short texts.',
  functions: {
    encode: fn({
      summary: 'Compresses data as zstd, at a level from 1 to 22, with a dictionary if one is given.',
      args: [
        arg('data', data),
        arg(
          'options',
          t
            .object(
              { level: t.integer(zstdCodec.levels), dict: t.optional(dictionary) },
              { unknown: 'ignore' },
            )
            .default({}),
        ),
      ],
      returns: t.bytes,
      effect: 'local',
      run: (value, { level, dict }) => {
        if (dict !== undefined) inspectDictionary(dict);
        return encode(zstdCodec, value, level, dict);
      },
    }),

    decode: fn({
      summary: 'The data of what was compressed as zstd, with the same dictionary, up to max_size bytes.',
      args: [
        arg('data', data),
        arg(
          'options',
          t.object({ max_size: maxSize, dict: t.optional(dictionary) }, { unknown: 'ignore' }).default({}),
        ),
      ],
      returns: t.bytes,
      effect: 'local',
      run: (value, options) => {
        if (options.dict !== undefined) inspectDictionary(options.dict);
        return decode(zstdCodec, value, Math.min(options.max_size, mostBytes), options.dict);
      },
    }),

    train_dict: fn({
      summary: 'A dictionary of what samples have in common, for texts like them.',
      args: [
        arg(
          'samples',
          t
            .list(t.bytes, { min: 1 })
            .check((samples) =>
              samples.some(({ length }) => length >= shortestSample)
                ? undefined
                : `must have a sample of at least ${shortestSample} bytes`,
            ),
        ),
        arg(
          'options',
          t
            .object(
              {
                size: t.integer({ min: 256, max: 1_048_576, default: 114_688 }),
                id: t.integer({ min: 0, max: 2 ** 32 - 1, default: 0 }),
                level: t.integer(zstdCodec.levels),
              },
              { unknown: 'ignore' },
            )
            .default({}),
        ),
      ],
      returns: t.bytes,
      effect: 'local',
      heavy: (samples) => samples.reduce((sum, { length }) => sum + length, 0) > 20_000,
      run: (samples, options, call) => {
        call.spend(samples.reduce((sum, { length }) => sum + length, 0) / bytesPerFuel);
        return trainDictionary(samples, options);
      },
    }),

    inspect_dict: fn({
      summary: 'The id of a dictionary, and how many bytes of content it has.',
      args: [arg('dict', dictionary)],
      returns: t.object({ id: t.integer(), content_size: t.integer() }),
      effect: 'local',
      run: (dict) => {
        const { id, contentSize } = inspectDictionary(dict);
        return { id, content_size: contentSize };
      },
    }),
  },
});

export const compress = defineModule({
  name: 'compress',
  summary: 'Makes data smaller, and back.',
  classes: ['encoding'],
  modules: [
    moduleOf(gzipCodec),
    moduleOf(deflateCodec),
    moduleOf(zlibStreamCodec),
    moduleOf(brotliCodec),
    zstd,
  ],
  functions: {},
});
