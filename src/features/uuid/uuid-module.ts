/** The `uuid` module: universally unique identifiers (RFC 9562), made by the `uuid` package. */
import * as rfc from 'uuid';
import { bytesOf } from '#base';
import { arg, type Call, defineModule, fn, Schema, t } from '#plugin';
import { nodeOf, standardUuid, timestampOf, variantOf, versionOf } from './uuid-text.ts';

const expects = 'a UUID';

/** A UUID in any spelling, read as the standard one. */
const id = new Schema<string>({
  expects,
  admits: (value) => typeof value === 'string',
  read: (value, reading) =>
    (typeof value === 'string' ? standardUuid(value) : undefined) ?? reading.expected(expects, value),
  write: (value) => value,
  json: () => ({ type: 'string', format: 'uuid' }),
});

export const uuid = defineModule({
  name: 'uuid',
  summary: 'Makes and reads universally unique identifiers.',
  classes: ['nondeterministic'],
  functions: {
    v1: fn({
      summary: 'An identifier of this moment, to 100 nanoseconds, with a random node.',
      args: [],
      returns: id,
      effect: 'local',
      run: (call) => {
        const { millis, nanos } = moment(call);
        return rfc.v1({ msecs: millis, nsecs: Math.floor(nanos / 100), random: call.randomBytes(16) });
      },
    }),

    v3: fn({
      summary: 'The identifier of a name within a namespace, by MD5: the same two always give the same one.',
      args: [arg('namespace', id), arg('name', t.bytes)],
      returns: id,
      effect: 'local',
      run: (namespace, name) => rfc.v3(bytesOf(name), namespace),
    }),

    v4: fn({
      summary: 'A random identifier.',
      args: [],
      returns: id,
      effect: 'local',
      run: (call) => rfc.v4({ random: call.randomBytes(16) }),
    }),

    v5: fn({
      summary:
        'The identifier of a name within a namespace, by SHA-1: the same two always give the same one.',
      args: [arg('namespace', id), arg('name', t.bytes)],
      returns: id,
      effect: 'local',
      run: (namespace, name) => rfc.v5(bytesOf(name), namespace),
    }),

    v7: fn({
      summary: 'A random identifier that sorts by the nanosecond it was made in.',
      args: [],
      returns: id,
      effect: 'local',
      run: (call) => {
        const { millis, nanos } = moment(call);
        const random = call.randomBytes(16);
        // The 32 bits after the millisecond: its nanoseconds take 20, chance the rest.
        const seq = nanos * 4096 + (((random[0] ?? 0) << 4) | ((random[1] ?? 0) >> 4));
        return rfc.v7({ msecs: millis, seq, random });
      },
    }),

    validate: fn({
      summary: 'Whether a value is a UUID.',
      args: [arg('input', t.guest)],
      returns: t.boolean,
      effect: 'local',
      run: (input) => typeof input === 'string' && standardUuid(input) !== undefined,
    }),

    version: fn({
      summary: 'Its version, by which it was made.',
      args: [arg('id', id)],
      returns: t.integer(),
      effect: 'local',
      run: versionOf,
    }),

    variant: fn({
      summary: 'Its variant: RFC4122, Microsoft, Future or Reserved.',
      args: [arg('id', id)],
      returns: t.string,
      effect: 'local',
      run: variantOf,
    }),

    parse: fn({
      summary:
        'What is written in it: version, variant, the second it was made in (v1, v7) and the node (v1).',
      args: [arg('id', id)],
      returns: t.object({
        version: t.integer(),
        variant: t.string,
        timestamp: t.optional(t.integer()),
        node: t.optional(t.string),
      }),
      effect: 'local',
      run: (given) => ({
        version: versionOf(given),
        variant: variantOf(given),
        timestamp: timestampOf(given),
        node: nodeOf(given),
      }),
    }),

    format: fn({
      summary: 'Another spelling: standard, simple (the digits alone) or urn.',
      args: [arg('id', id), arg('format', t.oneOf('standard', 'simple', 'urn').default('standard'))],
      returns: t.string,
      effect: 'local',
      run: (given, format) => {
        if (format === 'simple') return given.replaceAll('-', '');
        return format === 'urn' ? `urn:uuid:${given}` : given;
      },
    }),
  },
});

/** The time of the call: milliseconds since 1970, and the nanoseconds within. */
function moment(call: Call): { millis: number; nanos: number } {
  const now = call.nowNanos();
  return { millis: Number(now / 1_000_000n), nanos: Number(now % 1_000_000n) };
}
