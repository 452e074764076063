/** The `json` module: JSON text and guest values, and JSON Schema. */
import { failure, isFailure } from '#base';
import { arg, type Call, defineModule, fn, t } from '#plugin';
import { conforms } from './conformance.ts';
import { decodeInParts, decodeJson, longText } from './decode.ts';
import { encodeJson } from './encode.ts';
import { encode } from './encode-in-parts.ts';
import { schemaText } from './schema.ts';
import { validatorOf } from './validator.ts';

/** So many bytes cost one unit of fuel. */
const bytesPerFuel = 64;

const text = t.bytes.check((value) => (value === '' ? 'must not be empty' : undefined));

export const json = defineModule({
  name: 'json',
  summary: 'Reads and writes JSON, and checks values by JSON Schema.',
  classes: ['encoding'],
  functions: {
    encode: fn({
      summary: 'A value as JSON. Keys 1 to n make an array, string keys an object; an empty table is [].',
      args: [arg('value', t.guest)],
      returns: t.bytes,
      effect: 'local',
      run: (value, call) => {
        const encoded = encode(value);
        if (typeof encoded !== 'string') return inTurns(encoded, call);
        call.spend(encoded.length / bytesPerFuel);
        return encoded;
      },
    }),

    decode: fn({
      summary: 'The value of a JSON text; null is nil.',
      args: [arg('text', text)],
      returns: t.guest,
      effect: 'local',
      run: (encoded, call) => {
        call.spend(encoded.length / bytesPerFuel);
        return encoded.length < longText ? decodeJson(encoded) : inTurns(decodeInParts(encoded), call);
      },
    }),

    validate: fn({
      summary: 'Whether a value fits a JSON Schema, given as a table or as JSON text.',
      args: [arg('schema', t.guest), arg('data', t.guest)],
      returns: t.boolean,
      fails: 'false, err',
      effect: 'local',
      run: (schema, data, call) => {
        // Written at once: while the schema is compiled, the guest may change its tables.
        const encoded = written('data', () => encodeJson(data));
        call.spend(encoded.length / bytesPerFuel);
        return check(schema, encoded, true);
      },
    }),

    validate_string: fn({
      summary: 'Whether a JSON text fits a JSON Schema, given as a table or as JSON text.',
      args: [arg('schema', t.guest), arg('text', t.bytes)],
      returns: t.boolean,
      fails: 'false, err',
      effect: 'local',
      run: (schema, encoded, call) => {
        call.spend(encoded.length / bytesPerFuel);
        return check(schema, encoded, false);
      },
    }),
  },
});

/** Does long work in parts, between which others have their turn. A part tells how many bytes it took so far. */
async function inTurns<T>(parts: Generator<number, T>, call: Call): Promise<T> {
  for (let before = 0; ; ) {
    const part = parts.next();
    if (part.done === true) return part.value;
    if (part.value > call.room) throw failure('Internal', 'not enough memory', { retryable: false });
    await call.turn(part.value - before);
    before = part.value;
  }
}

function check(schema: unknown, encoded: string, isTable: boolean): boolean | Promise<boolean> {
  const validator = validatorOf(written('schema', () => schemaText(schema)));
  if (validator instanceof Promise) return validator.then((ready) => conforms(ready, encoded, isTable));
  return conforms(validator, encoded, isTable);
}

/** A value that has no JSON form is `Invalid` here: it is an argument. */
function written(name: string, write: () => string): string {
  try {
    return write();
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
    throw failure('Invalid', `${name}: ${thrown.message}`, { retryable: false, cause: thrown });
  }
}
