/** What guests hold of a duration, and what they may give for one. */
import { defineHandle, Held, method, type Reading, Schema, t } from '#plugin';
import { concatenated } from './concatenated.ts';
import { type Duration, durationText, inUnits, nanosOf } from './duration.ts';

export const durationHandle = defineHandle<Duration, bigint>({
  name: 'time.Duration',
  summary: 'A length of time, exact to the nanosecond.',
  crosses: 'copy',
  methods: {
    hours: inFractions('Hours, with a fraction.', 3_600_000_000_000n),
    minutes: inFractions('Minutes, with a fraction.', 60_000_000_000n),
    seconds: inFractions('Seconds, with a fraction.', 1_000_000_000n),
    milliseconds: inWhole('Whole milliseconds; what is left is cut off.', 1_000_000n),
    microseconds: inWhole('Whole microseconds; what is left is cut off.', 1000n),
    nanoseconds: inWhole('Nanoseconds, all of them.', 1n),
  },
  meta: {
    tostring: durationText,
    eq: (one, other) => one.nanos === other.nanos,
    lt: (one, other) => one.nanos < other.nanos,
    le: (one, other) => one.nanos <= other.nanos,
    concat: concatenated(durationText),
  },
  save: ({ nanos }) => nanos,
  restore: (nanos) => ({ nanos: BigInt(nanos) }),
});

function inFractions(summary: string, unit: bigint) {
  return method({
    summary,
    args: [],
    returns: t.number(),
    effect: 'local',
    run: (duration: Duration) => inUnits(duration.nanos, unit),
  });
}

function inWhole(summary: string, unit: bigint) {
  return method({
    summary,
    args: [],
    returns: t.int64,
    effect: 'local',
    run: (duration: Duration) => duration.nanos / unit,
  });
}

const expects = "a duration: nanoseconds, a text such as '1h30m', or a Duration";

/** A number of nanoseconds, a text or a Duration; read as nanoseconds. */
export const someDuration = new Schema<bigint, never>({
  expects,
  admits: (value) => readNanos(value) !== undefined,
  read: (value, reading: Reading) =>
    readNanos(typeof value === 'string' ? reading.text(value) : value) ?? reading.expected(expects, value),
  write: (value) => value,
  json: () => ({ type: ['integer', 'string'], format: 'duration' }),
});

function readNanos(value: unknown): bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string')
    return nanosOf(value);
  return nanosIn(value);
}

/** Of a Duration; undefined for anything else. */
export function nanosIn(value: unknown): bigint | undefined {
  if (!(value instanceof Held) || !Object.is(value.handle, durationHandle)) return undefined;
  return (value.live as Duration).nanos; // the handle holds nothing else
}
