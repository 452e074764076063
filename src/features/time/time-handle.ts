/** What guests hold of an instant. */
import { arg, defineHandle, type Handle, method, t } from '#plugin';
import { concatenated } from './concatenated.ts';
import { durationHandle, someDuration } from './duration-handle.ts';
import { format, timeText } from './format.ts';
import {
  compare,
  type Fields,
  fieldsOf,
  inZone,
  isZero,
  minus,
  plus,
  plusDate,
  round,
  type Time,
  timeOfNanos,
  totalNanos,
  truncate,
} from './instant.ts';
import { locationHandle } from './location-handle.ts';
import { local, restoreZone, type SavedZone, saveZone, utc } from './zone.ts';

interface SavedTime {
  readonly seconds: number;
  readonly nanos: number;
  readonly zone: SavedZone;
}

const rfc3339 = '2006-01-02T15:04:05Z07:00';

const self = t.handle(() => timeHandle);
const other = [arg('other', self)] as const;

export const timeHandle: Handle<Time, SavedTime> = defineHandle<Time, SavedTime>({
  name: 'time.Time',
  summary: 'An instant, exact to the nanosecond, with the zone it is shown in.',
  crosses: 'copy',
  methods: {
    add: method({
      summary: 'The time that is so much later; earlier when the duration is negative.',
      args: [arg('duration', someDuration)],
      returns: self,
      effect: 'local',
      run: (time: Time, nanos, call) => call.hold(timeHandle, plus(time, nanos)),
    }),

    sub: method({
      summary: 'How long it is from the other time to this one; given a duration, the time so much earlier.',
      args: [arg('other', t.oneOf(self, someDuration))],
      returns: t.oneOf(t.handle(durationHandle), self),
      effect: 'local',
      run: (time: Time, subtracted, call) =>
        typeof subtracted === 'bigint'
          ? call.hold(timeHandle, plus(time, -subtracted))
          : call.hold(durationHandle, { nanos: minus(time, subtracted) }),
    }),

    add_date: method({
      summary: 'The same time of day on another date; 31 January and one month is 3 March, or 2 March.',
      args: [arg('years', t.integer()), arg('months', t.integer()), arg('days', t.integer())],
      returns: self,
      effect: 'local',
      run: (time: Time, years, months, days, call) =>
        call.hold(timeHandle, plusDate(time, years, months, days)),
    }),

    before: method({
      summary: 'Whether it is earlier than the other.',
      args: other,
      returns: t.boolean,
      effect: 'local',
      run: (time: Time, than) => compare(time, than) < 0,
    }),

    after: method({
      summary: 'Whether it is later than the other.',
      args: other,
      returns: t.boolean,
      effect: 'local',
      run: (time: Time, than) => compare(time, than) > 0,
    }),

    equal: method({
      summary: 'Whether it is the same instant, whatever the zones.',
      args: other,
      returns: t.boolean,
      effect: 'local',
      run: (time: Time, to) => compare(time, to) === 0,
    }),

    is_zero: method({
      summary: 'Whether it is 1 January of the year 1, midnight UTC.',
      args: [],
      returns: t.boolean,
      effect: 'local',
      run: (time: Time) => isZero(time),
    }),

    format: method({
      summary: 'The time by a layout, which shows how `Mon Jan 2 15:04:05 MST 2006` would be written.',
      args: [arg('layout', t.string)],
      returns: t.string,
      effect: 'local',
      run: (time: Time, layout) => format(time, layout),
    }),

    format_rfc3339: method({
      summary: 'The time as `2006-01-02T15:04:05Z`.',
      args: [],
      returns: t.string,
      effect: 'local',
      run: (time: Time) => format(time, rfc3339),
    }),

    unix: method({
      summary: 'Seconds since 1970.',
      args: [],
      returns: t.integer(),
      effect: 'local',
      run: (time: Time) => time.seconds,
    }),

    unix_nano: method({
      summary: 'Nanoseconds since 1970.',
      args: [],
      returns: t.int64,
      effect: 'local',
      run: (time: Time) => totalNanos(time),
    }),

    date: method({
      summary: 'Year, month and day.',
      args: [],
      returns: [t.integer(), t.integer(), t.integer()],
      effect: 'local',
      run: (time: Time) => {
        const { year, month, day } = fieldsOf(time);
        return [year, month, day];
      },
    }),

    clock: method({
      summary: 'Hour, minute and second.',
      args: [],
      returns: [t.integer(), t.integer(), t.integer()],
      effect: 'local',
      run: (time: Time) => {
        const { hour, minute, second } = fieldsOf(time);
        return [hour, minute, second];
      },
    }),

    year: field('The year.', ({ year }) => year),
    month: field('The month, 1 to 12.', ({ month }) => month),
    day: field('The day of the month, from 1.', ({ day }) => day),
    hour: field('The hour, 0 to 23.', ({ hour }) => hour),
    minute: field('The minute, 0 to 59.', ({ minute }) => minute),
    second: field('The second, 0 to 59.', ({ second }) => second),
    nanosecond: field('The nanoseconds within the second.', ({ nanos }) => nanos),
    weekday: field('The day of the week, 0 to 6; 0 is Sunday.', ({ weekday }) => weekday),
    year_day: field('The day of the year, from 1.', ({ dayOfYear }) => dayOfYear),

    utc: method({
      summary: 'The same instant in UTC.',
      args: [],
      returns: self,
      effect: 'local',
      run: (time: Time, call) => call.hold(timeHandle, inZone(time, utc)),
    }),

    in_local: method({
      summary: 'The same instant in the zone of the machine.',
      args: [],
      returns: self,
      effect: 'local',
      run: (time: Time, call) => call.hold(timeHandle, inZone(time, local)),
    }),

    in_location: method({
      summary: 'The same instant in another zone.',
      args: [arg('location', t.handle(locationHandle))],
      returns: self,
      effect: 'local',
      run: (time: Time, zone, call) => call.hold(timeHandle, inZone(time, zone)),
    }),

    location: method({
      summary: 'The zone it is shown in.',
      args: [],
      returns: t.handle(locationHandle),
      effect: 'local',
      run: (time: Time, call) => call.hold(locationHandle, time.zone),
    }),

    round: method({
      summary: 'The nearest multiple of the duration since the year 1; halves go up.',
      args: [arg('duration', t.handle(durationHandle))],
      returns: self,
      effect: 'local',
      run: (time: Time, unit, call) => call.hold(timeHandle, round(time, unit.nanos)),
    }),

    truncate: method({
      summary: 'The last multiple of the duration since the year 1.',
      args: [arg('duration', t.handle(durationHandle))],
      returns: self,
      effect: 'local',
      run: (time: Time, unit, call) => call.hold(timeHandle, truncate(time, unit.nanos)),
    }),
  },
  meta: {
    tostring: timeText,
    eq: (time, than) => compare(time, than) === 0,
    lt: (time, than) => compare(time, than) < 0,
    le: (time, than) => compare(time, than) <= 0,
    concat: concatenated(timeText),
  },
  moment: (nanos) => timeOfNanos(nanos, local),
  save: ({ seconds, nanos, zone }) => ({ seconds, nanos, zone: saveZone(zone) }),
  restore: ({ seconds, nanos, zone }) => ({ seconds, nanos, zone: restoreZone(zone) }),
});

function field(summary: string, of: (fields: Fields) => number) {
  return method({
    summary,
    args: [],
    returns: t.integer(),
    effect: 'local',
    run: (time: Time) => of(fieldsOf(time)),
  });
}
