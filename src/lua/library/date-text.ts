/** Dates by the conversions of C's `strftime`, in the C locale. */
import { months, weekdays } from '#base';
/** The parts of an instant, in local time or UTC. */
export interface DateParts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** From 1. */
  readonly yearDay: number;
  readonly isSummerTime: boolean;
  /** Minutes east of Greenwich. */
  readonly offset: number;
  readonly zone: string;
}

const DAY = 86_400_000;

/** The parts of an instant in milliseconds; undefined when no date can hold it. */
export function partsOf(instant: number, isUtc: boolean): DateParts | undefined {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return undefined;
  const offset = isUtc ? 0 : -date.getTimezoneOffset();
  const shown = new Date(instant + offset * 60_000);
  const year = shown.getUTCFullYear();
  const startOfYear = new Date(0).setUTCFullYear(year, 0, 1);
  return {
    year,
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: shown.getUTCDay(),
    yearDay: Math.floor((shown.getTime() - startOfYear) / DAY) + 1,
    isSummerTime: !isUtc && offset > standardOffset(year),
    offset,
    zone: isUtc ? 'UTC' : zoneOf(date),
  };
}

/** The smaller one of the offsets of winter and summer. */
function standardOffset(year: number): number {
  return -Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());
}

function zoneOf(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** The ISO 8601 week and the year it belongs to: weeks begin on Monday, the first one has the year's first Thursday. */
function isoWeek({ year, month, day, weekday }: DateParts): { year: number; week: number } {
  const thursday = new Date(new Date(0).setUTCFullYear(year, month - 1, day - ((weekday + 6) % 7) + 3));
  const ofYear = thursday.getUTCFullYear();
  const start = new Date(0).setUTCFullYear(ofYear, 0, 1);
  return { year: ofYear, week: Math.floor((thursday.getTime() - start) / DAY / 7) + 1 };
}

function two(n: number): string {
  return `${n}`.padStart(2, '0');
}

/** Space and one digit, as in `%e`. */
function narrow(n: number): string {
  return `${n}`.padStart(2, ' ');
}

function offsetText(offset: number): string {
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

const time = (p: DateParts) => `${two(p.hour)}:${two(p.minute)}:${two(p.second)}`;
const dayName = (p: DateParts) => weekdays[p.weekday] ?? '';
const monthName = (p: DateParts) => months[p.month - 1] ?? '';
const short = (name: string) => name.slice(0, 3);
const hour12 = (p: DateParts) => ((p.hour + 11) % 12) + 1;
const half = (p: DateParts) => (p.hour < 12 ? 'AM' : 'PM');

const conversions: Readonly<Record<string, (p: DateParts) => string>> = {
  a: (p) => short(dayName(p)),
  A: dayName,
  b: (p) => short(monthName(p)),
  B: monthName,
  c: (p) => `${short(dayName(p))} ${short(monthName(p))} ${narrow(p.day)} ${time(p)} ${p.year}`,
  C: (p) => two(Math.floor(p.year / 100)),
  d: (p) => two(p.day),
  D: (p) => `${two(p.month)}/${two(p.day)}/${two(p.year % 100)}`,
  e: (p) => narrow(p.day),
  F: (p) => `${p.year}-${two(p.month)}-${two(p.day)}`,
  G: (p) => `${isoWeek(p).year}`,
  g: (p) => two(isoWeek(p).year % 100),
  h: (p) => short(monthName(p)),
  H: (p) => two(p.hour),
  I: (p) => two(hour12(p)),
  j: (p) => `${p.yearDay}`.padStart(3, '0'),
  m: (p) => two(p.month),
  M: (p) => two(p.minute),
  n: () => '\n',
  p: half,
  r: (p) => `${two(hour12(p))}:${two(p.minute)}:${two(p.second)} ${half(p)}`,
  R: (p) => `${two(p.hour)}:${two(p.minute)}`,
  S: (p) => two(p.second),
  t: () => '\t',
  T: time,
  u: (p) => `${((p.weekday + 6) % 7) + 1}`,
  // The ISO week, where C counts from the first Sunday.
  U: (p) => two(isoWeek(p).week),
  V: (p) => two(isoWeek(p).week),
  w: (p) => `${p.weekday}`,
  x: (p) => `${two(p.month)}/${two(p.day)}/${two(p.year % 100)}`,
  X: time,
  y: (p) => two(p.year % 100),
  Y: (p) => `${p.year}`,
  z: (p) => offsetText(p.offset),
  Z: (p) => p.zone,
  '%': () => '%',
};

/** The text of a date, or the conversion that does not exist. */
export function dateText(format: string, parts: DateParts): string | { readonly unknown: string } {
  let text = '';
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') {
      text += format[i];
      continue;
    }
    const letter = format[++i] ?? '';
    const convert = Object.hasOwn(conversions, letter) ? conversions[letter] : undefined;
    if (convert === undefined) return { unknown: `%${letter}` };
    text += convert(parts);
  }
  return text;
}
