/** The Gregorian calendar, forwards and backwards without end, as counts of days since 1 January 1970. */
export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Days before each month of a year without a leap day. */
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const;

/** Days from 1 March of the year 0 to 1 January 1970. Years that begin in March have their leap day last. */
const marchToEpoch = 719_468;
const daysOf400Years = 146_097;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2 && isLeapYear(year)) return 29;
  return (daysBefore[month] ?? 0) - (daysBefore[month - 1] ?? 0);
}

/** The days since 1970 of a date whose month and day may be out of range: month 14 is February of the next year. */
export function daysOfDate(year: number, month: number, day: number): number {
  const months = year * 12 + (month - 1);
  const fromMarch = months - 2;
  const marchYear = Math.floor(fromMarch / 12);
  const monthOfYear = fromMarch - marchYear * 12;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * monthOfYear + 2) / 5);
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysOf400Years + dayOfEra - marchToEpoch + (day - 1);
}

export function dateOfDays(days: number): CalendarDate {
  const fromMarch = days + marchToEpoch;
  const era = Math.floor(fromMarch / daysOf400Years);
  const dayOfEra = fromMarch - era * daysOf400Years;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthOfYear = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthOfYear + 2) / 5) + 1;
  const month = monthOfYear < 10 ? monthOfYear + 3 : monthOfYear - 9;
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day };
}

/** 1 to 366. */
export function dayOfYear(date: CalendarDate): number {
  const leapDay = date.month > 2 && isLeapYear(date.year) ? 1 : 0;
  return (daysBefore[date.month - 1] ?? 0) + leapDay + date.day;
}

/** 0 is Sunday. */
export function weekdayOfDays(days: number): number {
  return (((days + 4) % 7) + 7) % 7;
}
