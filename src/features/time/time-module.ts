/** The `time` module: instants, durations, zones, and waiting, with the meaning they have in Go's package. */
import { failure } from '#base';
import { arg, defineModule, fn, Held, Schema, t } from '#plugin';
import { constants } from './constants.ts';
import { millisOf } from './duration.ts';
import { durationHandle, someDuration } from './duration-handle.ts';
import { timeOf, timeOfFields, timeOfNanos } from './instant.ts';
import { locationHandle } from './location-handle.ts';
import { parse } from './parse.ts';
import { timeHandle } from './time-handle.ts';
import { someDelay, tickerHandle, tickerOf, timerHandle, timerOf, times } from './timer-handles.ts';
import { fixedZone, loadZone, local, utc } from './zone.ts';

/** A number whose fraction is cut off, as programs give that divide. */
const whole = new Schema<number>({
  expects: 'an integer',
  admits: (value) => typeof value === 'number' || typeof value === 'bigint',
  read: (value, reading) => {
    const number = typeof value === 'number' ? Math.trunc(value) : Number.NaN;
    return Number.isSafeInteger(number) ? number : reading.expected('an integer', value);
  },
  write: (value) => value,
  json: () => ({ type: 'integer' }),
});

const nothingMore = t.optional(whole);
const someLocation = t.optional(t.handle(locationHandle));

export const time = defineModule({
  name: 'time',
  summary: 'Instants, durations, zones, and waiting for them.',
  classes: ['time'],
  constants,
  values: {
    utc: new Held(locationHandle, utc),
    localtz: new Held(locationHandle, local),
  },
  handles: [timeHandle, durationHandle, locationHandle, timerHandle, tickerHandle],
  functions: {
    now: fn({
      summary: 'The current time, in the zone of the machine.',
      args: [],
      returns: t.handle(timeHandle),
      effect: 'local',
      run: (call) => call.hold(timeHandle, timeOfNanos(call.nowNanos(), local)),
    }),

    date: fn({
      summary: 'The time at which clocks show this. Fields out of range carry over: month 13 is January.',
      args: [
        arg('year', whole),
        arg('month', whole),
        arg('day', whole),
        arg('hour', nothingMore),
        arg('minute', nothingMore),
        arg('second', nothingMore),
        arg('nanosecond', nothingMore),
        arg('location', someLocation),
      ],
      returns: t.handle(timeHandle),
      effect: 'local',
      run: (year, month, day, hour = 0, minute = 0, second = 0, nanos = 0, location = local, call) =>
        call.hold(timeHandle, timeOfFields({ year, month, day, hour, minute, second, nanos }, location)),
    }),

    unix: fn({
      summary: 'The time so many seconds and nanoseconds after 1970 began in UTC.',
      args: [arg('seconds', whole), arg('nanoseconds', t.optional(t.int64))],
      returns: t.handle(timeHandle),
      effect: 'local',
      run: (seconds, nanos = 0, call) =>
        call.hold(
          timeHandle,
          typeof nanos === 'number'
            ? timeOf(seconds, nanos, local)
            : timeOfNanos(BigInt(seconds) * 1_000_000_000n + nanos, local),
        ),
    }),

    parse: fn({
      summary: 'Reads a time by a layout, which shows how `Mon Jan 2 15:04:05 MST 2006` would be written.',
      args: [arg('layout', t.string), arg('value', t.string), arg('location', someLocation)],
      returns: t.handle(timeHandle),
      effect: 'local',
      run: (layout, value, location, call) => call.hold(timeHandle, parse(layout, value, location)),
    }),

    parse_duration: fn({
      summary: "A duration from nanoseconds or a text such as '1h30m' (ns, us, ms, s, m, h).",
      args: [arg('value', someDuration)],
      returns: t.handle(durationHandle),
      effect: 'local',
      run: (nanos, call) => call.hold(durationHandle, { nanos }),
    }),

    load_location: fn({
      summary: 'A time zone by its IANA name, such as `Europe/Berlin`.',
      args: [
        arg(
          'name',
          t.text('the name of a time zone', (name) => name !== ''),
        ),
      ],
      returns: t.handle(locationHandle),
      effect: 'local',
      run: (name, call) => {
        const zone = loadZone(name);
        if (zone === undefined) throw failure('NotFound', `unknown time zone ${name}`, { retryable: false });
        return call.hold(locationHandle, zone);
      },
    }),

    fixed_zone: fn({
      summary: 'A zone of any name that is always so many seconds east of UTC.',
      args: [arg('name', t.string), arg('offset', whole)],
      returns: t.handle(locationHandle),
      effect: 'local',
      run: (name, offset, call) => call.hold(locationHandle, fixedZone(name, offset)),
    }),

    sleep: fn({
      summary: 'Waits. Only the coroutine that calls it does; nothing or less returns at once.',
      args: [arg('duration', someDuration)],
      returns: [],
      // Nobody looks at what a wait returns, and one that does not wait would run on.
      fails: 'raise',
      effect: 'read',
      run: (nanos, call) => call.sleep(Math.max(0, millisOf(nanos))),
    }),

    after: fn({
      summary: 'A channel on which the time comes once, after the duration.',
      args: [arg('duration', someDuration)],
      returns: times,
      effect: 'local',
      run: timerOf,
    }),

    timer: fn({
      summary: 'Sends the time once, after the duration, unless it is stopped.',
      args: [arg('duration', someDelay)],
      returns: t.handle(timerHandle),
      effect: 'local',
      run: (nanos, call) => call.hold(timerHandle, timerOf(nanos, call)),
    }),

    ticker: fn({
      summary: 'Sends the time again and again, each time after the duration, until it is stopped.',
      args: [arg('duration', someDelay)],
      returns: t.handle(tickerHandle),
      effect: 'local',
      run: (nanos, call) => call.hold(tickerHandle, tickerOf(nanos, call)),
    }),
  },
});
