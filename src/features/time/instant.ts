/**
 * Instants with a zone, and their arithmetic, as in Go's `time` package.
 *
 *   I1  An instant is whole seconds since 1970 and the nanoseconds within; its zone only says how it is shown.
 *   I2  Instants of any zone compare as the same instant.
 *   I3  Fields of a date may be out of range and carry over: 31 February is 3 March, or 2 March.
 *   I4  A time that the zone's clocks skip or show twice is read with the offset before or after the change, as Go does.
 */
import { failure } from '#base';
import { dateOfDays, dayOfYear, daysOfDate, weekdayOfDays } from './calendar.ts';
import { nanosPerSecond, saturated } from './duration.ts';
import { utc, type Zone } from './zone.ts';

export interface Time {
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanos: number;
  readonly zone: Zone;
}

/** A time as a calendar and a clock on the wall show it. */
export interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanos: number;
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly offset: number;
  readonly abbreviation: string;
}

const secondsPerDay = 86_400;
/** 1 January of the year 1, which Go calls the zero time. */
const zeroSeconds = -62_135_596_800;

/** The nanoseconds may be out of range. */
export function timeOf(seconds: number, nanos: number, zone: Zone): Time {
  const carried = Math.floor(nanos / 1e9);
  return inRange({ seconds: seconds + carried, nanos: nanos - carried * 1e9, zone });
}

function inRange(time: Time): Time {
  if (Number.isSafeInteger(time.seconds)) return time;
  throw failure('Invalid', 'the time is too far away to be counted', { retryable: false });
}

export function timeOfNanos(nanos: bigint, zone: Zone): Time {
  let seconds = nanos / nanosPerSecond;
  let rest = nanos % nanosPerSecond;
  if (rest < 0n) {
    seconds -= 1n;
    rest += nanosPerSecond;
  }
  return inRange({ seconds: Number(seconds), nanos: Number(rest), zone });
}

export interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly nanos?: number;
}

/** The instant at which clocks of the zone show this (I3, I4). */
export function timeOfFields(wall: WallClock, zone: Zone): Time {
  const { year, month, day, hour = 0, minute = 0, second = 0, nanos = 0 } = wall;
  const shown = daysOfDate(year, month, day) * secondsPerDay + hour * 3600 + minute * 60 + second;
  const { seconds, nanos: rest } = timeOf(shown, nanos, zone);
  const before = zone.at(seconds).offset;
  const { offset } = zone.at(seconds - before);
  return inRange({ seconds: seconds - offset, nanos: rest, zone });
}

export function fieldsOf(time: Time): Fields {
  const { offset, abbreviation } = time.zone.at(time.seconds);
  const shown = time.seconds + offset;
  const days = Math.floor(shown / secondsPerDay);
  const ofDay = shown - days * secondsPerDay;
  const date = dateOfDays(days);
  return {
    ...date,
    hour: Math.floor(ofDay / 3600),
    minute: Math.floor(ofDay / 60) % 60,
    second: ofDay % 60,
    nanos: time.nanos,
    weekday: weekdayOfDays(days),
    dayOfYear: dayOfYear(date),
    offset,
    abbreviation,
  };
}

export function inZone(time: Time, zone: Zone): Time {
  return { seconds: time.seconds, nanos: time.nanos, zone };
}

/** Nanoseconds since 1970, all of them. */
export function totalNanos(time: Time): bigint {
  return BigInt(time.seconds) * nanosPerSecond + BigInt(time.nanos);
}

export function plus(time: Time, nanos: bigint): Time {
  return timeOfNanos(totalNanos(time) + nanos, time.zone);
}

/** How long it is from the other time to this one; the longest duration when it is longer. */
export function minus(time: Time, other: Time): bigint {
  return saturated(totalNanos(time) - totalNanos(other));
}

/** The same time of day on another date (I3). */
export function plusDate(time: Time, years: number, months: number, days: number): Time {
  const { year, month, day, hour, minute, second, nanos } = fieldsOf(time);
  return timeOfFields(
    { year: year + years, month: month + months, day: day + days, hour, minute, second, nanos },
    time.zone,
  );
}

/** Negative, zero or positive (I2). */
export function compare(time: Time, other: Time): number {
  return time.seconds - other.seconds || time.nanos - other.nanos;
}

export function isZero(time: Time): boolean {
  return time.seconds === zeroSeconds && time.nanos === 0;
}

/** Down to a multiple of the unit, counted from the zero time. */
export function truncate(time: Time, unit: bigint): Time {
  return unit <= 0n ? time : plus(time, -beyondMultiple(time, unit));
}

/** To the nearest multiple of the unit; halves go up. */
export function round(time: Time, unit: bigint): Time {
  if (unit <= 0n) return time;
  const beyond = beyondMultiple(time, unit);
  return plus(time, beyond * 2n < unit ? -beyond : unit - beyond);
}

function beyondMultiple(time: Time, unit: bigint): bigint {
  const rest = (totalNanos(time) - BigInt(zeroSeconds) * nanosPerSecond) % unit;
  return rest < 0n ? rest + unit : rest;
}

/** The zero time, in UTC. */
export const zeroTime: Time = { seconds: zeroSeconds, nanos: 0, zone: utc };
