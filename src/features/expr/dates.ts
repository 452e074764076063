/**
 * Instants, lengths of time and zones in expressions: those of the module `time`, with the names of Go's methods.
 *
 * They are held values, so that a guest's own times may be given, and what comes out is a time to a guest.
 */

import {
  compare,
  constants,
  durationHandle,
  durationText,
  type Fields,
  fieldsOf,
  format,
  inUnits,
  inZone,
  isLeapYear,
  isZero,
  loadZone,
  local,
  locationHandle,
  minus,
  nanosIn,
  nanosOf,
  parse,
  plus,
  plusDate,
  round,
  saturated,
  type Time,
  timeHandle,
  timeText,
  totalNanos,
  truncate,
  utc,
  type Zone,
} from '#features/time';
import { Held } from '#plugin';
import { timeIn, zoneIn } from './held-date.ts';
import { evaluationFailure, integerOf, narrowed, stringOf, typeOf, type Value } from './value.ts';

export const timeValue = (time: Time): Value => new Held(timeHandle, time);
const durationValue = (nanos: bigint): Value => new Held(durationHandle, { nanos: saturated(nanos) });
const zoneValue = (zone: Zone): Value => new Held(locationHandle, zone);

function wantedTime(value: Value, what: string): Time {
  const time = timeIn(value);
  if (time !== undefined) return time;
  throw evaluationFailure(`${what} takes a date, not ${typeOf(value)}`);
}

function wantedNanos(value: Value, what: string): bigint {
  const nanos =
    nanosIn(value) ?? (typeof value === 'number' || typeof value === 'bigint' ? nanosOf(value) : undefined);
  if (nanos !== undefined) return nanos;
  throw evaluationFailure(`${what} takes a duration, not ${typeOf(value)}`);
}

/** `+`, when one of them is a duration; undefined when neither is. */
export function addDates(left: Value, right: Value): Value | undefined {
  const [time, nanos] = [timeIn(left) ?? timeIn(right), nanosIn(right) ?? nanosIn(left)];
  if (nanos === undefined) return undefined;
  if (time !== undefined) return timeValue(plus(time, nanos));
  const [one, other] = [nanosIn(left), nanosIn(right)];
  return one === undefined || other === undefined ? undefined : durationValue(one + other);
}

/** `-`, when the left one is a date or both are durations. */
export function subtractDates(left: Value, right: Value): Value | undefined {
  const [from, time, nanos] = [timeIn(left), timeIn(right), nanosIn(right)];
  if (from !== undefined && time !== undefined) return durationValue(minus(from, time));
  if (from !== undefined && nanos !== undefined) return timeValue(plus(from, -nanos));
  const length = nanosIn(left);
  return length === undefined || nanos === undefined ? undefined : durationValue(length - nanos);
}

/** `/` of a duration: by a number a duration, by a duration a number. */
export function divideDuration(left: Value, right: Value): Value | undefined {
  const [length, unit] = [nanosIn(left), nanosIn(right)];
  if (length === undefined) return undefined;
  if (unit !== undefined) return Number(length) / Number(unit);
  if (typeof right === 'bigint' && right !== 0n) return durationValue(length / right);
  if (typeof right !== 'number') return undefined;
  if (right !== 0 && Number.isInteger(right)) return durationValue(length / BigInt(right));
  return scaled(left, 1 / right);
}

/** `*` of a duration. */
export function scaled(value: Value, factor: number | bigint): Value | undefined {
  const nanos = nanosIn(value);
  if (nanos === undefined) return undefined;
  if (typeof factor === 'bigint' || Number.isInteger(factor)) return durationValue(nanos * BigInt(factor));
  const product = Number(nanos) * factor;
  if (!Number.isFinite(product)) throw evaluationFailure('the duration is no length of time');
  return durationValue(BigInt(Math.trunc(product)));
}

export function durationOf(value: Value): Value {
  const nanos = nanosIn(value) ?? nanosOf(stringOf(value, 'duration'));
  if (nanos === undefined) throw evaluationFailure(`duration cannot read ${JSON.stringify(value)}`);
  return durationValue(nanos);
}

export function zoneOf(value: Value): Value {
  return zoneValue(zoneNamed(stringOf(value, 'timezone')));
}

function zoneNamed(name: string): Zone {
  const zone = loadZone(name);
  if (zone === undefined) throw evaluationFailure(`there is no time zone ${JSON.stringify(name)}`);
  return zone;
}

/** What `date` tries when it is given no layout. */
const layouts = [
  ...[constants.DATE_ONLY, constants.TIME_ONLY, constants.DATE_TIME, constants.RFC3339],
  ...[constants.RFC822, constants.RFC850, constants.RFC1123],
];

/** `date(text[, layout[, zone]])` */
export function dateOf(value: Value, layout: Value | undefined, zone: Value | undefined): Value {
  if (timeIn(value) !== undefined) return value;
  const text = stringOf(value, 'date');
  const within = zone === undefined ? utc : (zoneIn(zone) ?? zoneNamed(stringOf(zone, 'date')));
  const tried = layout === undefined ? layouts : [stringOf(layout, 'date')];
  for (const each of tried) {
    try {
      return timeValue(parse(each, text, within));
    } catch {
      // The next one may fit; that none does is told below.
    }
  }
  throw evaluationFailure(`date cannot read ${JSON.stringify(text)}`);
}

type Method<T> = (of: T, args: readonly Value[]) => Value;

const none = null;
const field =
  (of: (fields: Fields) => number): Method<Time> =>
  (time) =>
    of(fieldsOf(time));

const timeMethods: Readonly<Record<string, readonly [count: number, Method<Time>]>> = {
  Year: [0, field(({ year }) => year)],
  Month: [0, field(({ month }) => month)],
  Day: [0, field(({ day }) => day)],
  Hour: [0, field(({ hour }) => hour)],
  Minute: [0, field(({ minute }) => minute)],
  Second: [0, field(({ second }) => second)],
  Nanosecond: [0, field(({ nanos }) => nanos)],
  Date: [0, refuse('Year, Month and Day')],
  Clock: [0, refuse('Hour, Minute and Second')],
  ISOWeek: [0, field(isoYear)],
  Zone: [0, (time) => format(time, 'MST')],
  Weekday: [0, field(({ weekday }) => weekday)],
  YearDay: [0, field(({ dayOfYear }) => dayOfYear)],
  Unix: [0, ({ seconds }) => seconds],
  UnixMilli: [0, (time) => Number(floorBy(totalNanos(time), 1_000_000n))],
  UnixMicro: [0, (time) => Number(floorBy(totalNanos(time), 1000n))],
  UnixNano: [0, (time) => narrowed(totalNanos(time))],
  IsZero: [0, isZero],
  UTC: [0, (time) => timeValue(inZone(time, utc))],
  Local: [0, (time) => timeValue(inZone(time, local))],
  Location: [0, ({ zone }) => zoneValue(zone)],
  String: [0, timeText],
  Format: [1, (time, [layout = none]) => format(time, stringOf(layout, 'Format'))],
  Add: [1, (time, [by = none]) => timeValue(plus(time, wantedNanos(by, 'Add')))],
  AddDate: [3, (time, parts) => addDate(time, parts)],
  Sub: [1, (time, [from = none]) => durationValue(minus(time, wantedTime(from, 'Sub')))],
  Before: [1, (time, [than = none]) => compare(time, wantedTime(than, 'Before')) < 0],
  After: [1, (time, [than = none]) => compare(time, wantedTime(than, 'After')) > 0],
  Equal: [1, (time, [to = none]) => compare(time, wantedTime(to, 'Equal')) === 0],
  Compare: [1, (time, [to = none]) => Math.sign(compare(time, wantedTime(to, 'Compare')))],
  Round: [1, (time, [to = none]) => timeValue(round(time, wantedNanos(to, 'Round')))],
  Truncate: [1, (time, [to = none]) => timeValue(truncate(time, wantedNanos(to, 'Truncate')))],
  In: [1, (time, [zone = none]) => inWantedZone(time, zone)],
};

/** Of two results an expression takes the first. */
function isoYear({ year, dayOfYear, weekday }: Fields): number {
  // The year of the Thursday of its week.
  const thursday = dayOfYear + 4 - (weekday === 0 ? 7 : weekday);
  if (thursday < 1) return year - 1;
  return thursday > (isLeapYear(year) ? 366 : 365) ? year + 1 : year;
}

/** Of three it takes none. */
function refuse(instead: string): Method<Time> {
  return () => {
    throw evaluationFailure(
      `it has three results, which an expression cannot take; ${instead} give one each`,
    );
  };
}

const durationMethods: Readonly<Record<string, readonly [count: number, Method<bigint>]>> = {
  Hours: [0, (nanos) => inUnits(nanos, 3_600_000_000_000n)],
  Minutes: [0, (nanos) => inUnits(nanos, 60_000_000_000n)],
  Seconds: [0, (nanos) => inUnits(nanos, 1_000_000_000n)],
  Milliseconds: [0, (nanos) => narrowed(nanos / 1_000_000n)],
  Microseconds: [0, (nanos) => narrowed(nanos / 1000n)],
  Nanoseconds: [0, narrowed],
  Abs: [0, (nanos) => durationValue(nanos < 0n ? -nanos : nanos)],
  String: [0, (nanos) => durationText({ nanos })],
  Round: [1, (nanos, [to = none]) => durationValue(rounded(nanos, wantedNanos(to, 'Round')))],
  Truncate: [1, (nanos, [to = none]) => durationValue(cut(nanos, wantedNanos(to, 'Truncate')))],
};

function addDate(time: Time, parts: readonly Value[]): Value {
  const [years = 0, months = 0, days = 0] = parts.map((part) => integerOf(part, 'AddDate'));
  return timeValue(plusDate(time, years, months, days));
}

function inWantedZone(time: Time, value: Value): Value {
  const zone = zoneIn(value);
  if (zone === undefined) throw evaluationFailure(`In takes a time zone, not ${typeOf(value)}`);
  return timeValue(inZone(time, zone));
}

function cut(nanos: bigint, unit: bigint): bigint {
  return unit <= 0n ? nanos : nanos - (nanos % unit);
}

/** Halves go away from zero. */
function rounded(nanos: bigint, unit: bigint): bigint {
  if (unit <= 0n) return nanos;
  const rest = nanos % unit;
  const isUp = (rest < 0n ? -rest : rest) * 2n >= unit;
  return nanos - rest + (isUp ? (nanos < 0n ? -unit : unit) : 0n);
}

function floorBy(value: bigint, unit: bigint): bigint {
  const rest = value % unit;
  return (value - (rest < 0n ? rest + unit : rest)) / unit;
}

/** `value.Name(...)` */
export function callMethod(value: Value, name: string, args: readonly Value[]): Value {
  const [time, nanos, zone] = [timeIn(value), nanosIn(value), zoneIn(value)];
  if (time !== undefined) return called(timeMethods, time, value, name, args);
  if (nanos !== undefined) return called(durationMethods, nanos, value, name, args);
  if (zone !== undefined && name === 'String' && args.length === 0) return zone.name;
  throw evaluationFailure(`${typeOf(value)} has no method ${name}`);
}

function called<T>(
  methods: Readonly<Record<string, readonly [count: number, Method<T>]>>,
  of: T,
  value: Value,
  name: string,
  args: readonly Value[],
): Value {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined) throw evaluationFailure(`${typeOf(value)} has no method ${name}`);
  const [count, run] = method;
  if (args.length !== count) throw evaluationFailure(`${name} takes ${count} arguments, not ${args.length}`);
  return run(of, args);
}
