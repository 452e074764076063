/** The `yaml` module, by the `yaml` package, which is loaded when it is first used. */
import { failure } from '#base';
import { LuaTable } from '#lua';
import { arg, defineModule, fn, t } from '#plugin';
import { decodeYaml } from './decode.ts';
import { encodeYaml, type Library } from './encode.ts';

/** The library reads some bytes a microsecond. */
const bytesPerFuel = 8;

const options = t.object(
  {
    field_order: t.list(t.string).default([]),
    sort_unordered: t.boolean.default(false),
    indent: t.integer({ min: 1, max: 16, default: 2 }),
    scalar_style: t.oneOf('plain', 'single', 'double', 'literal', 'folded').default('plain'),
    mapping_style: t.oneOf('block', 'flow').default('block'),
    sequence_style: t.oneOf('block', 'flow').default('block'),
  },
  { unknown: 'ignore' },
);

const text = t.bytes.check((value) => (value === '' ? 'must not be empty' : undefined));

let library: Library | undefined;

/** At once, but for the first time. */
function withLibrary<T>(use: (library: Library) => T): T | Promise<T> {
  if (library !== undefined) return use(library);
  return import('yaml').then((loaded) => {
    library = loaded;
    return use(loaded);
  });
}

export const yaml = defineModule({
  name: 'yaml',
  summary: 'Reads and writes YAML.',
  classes: ['encoding'],
  functions: {
    encode: fn({
      summary: 'A table as YAML; options say in which order and style.',
      args: [arg('data', t.guest), arg('options', options.default({}))],
      returns: t.bytes,
      effect: 'local',
      run: (data, style, call) => {
        if (!(data instanceof LuaTable))
          throw failure('Invalid', 'data must be a table', { retryable: false });
        return withLibrary((loaded) => {
          const encoded = encodeYaml(
            data,
            {
              fieldOrder: style.field_order,
              isSorted: style.sort_unordered,
              indent: style.indent,
              scalars: style.scalar_style,
              mappings: style.mapping_style,
              sequences: style.sequence_style,
            },
            loaded,
          );
          call.spend(encoded.length / bytesPerFuel);
          return encoded;
        });
      },
    }),

    decode: fn({
      summary: 'The value of a YAML text; of several documents the first one.',
      args: [arg('data', text)],
      returns: t.guest,
      effect: 'local',
      run: (encoded, call) => {
        call.spend(encoded.length / bytesPerFuel);
        return withLibrary((loaded) => decodeYaml(encoded, loaded));
      },
    }),
  },
});
