/** The `os` library: time only, by the process's clock, in the host's time zone. */
import { toInteger } from '../integer.ts';
import { type Code, LuaError, R, type Value } from '../machine.ts';
import { type LuaTable, recordOf } from '../table.ts';
import { argumentError, numberArgument, optionalText, tableArgument } from './arguments.ts';
import { clockOf } from './clock-register.ts';
import { type DateParts, dateText, partsOf } from './date-text.ts';
import { library } from './library.ts';

/** Seconds since 1970: now, or of the local date in a table. Fields that are out of range carry over. */
const time: Code = (_self, spec) => {
  if (spec === undefined) return Math.floor(clockOf().now() / 1000);
  const table = tableArgument(spec, 1, 'time');
  const today = new Date(clockOf().now());
  const date = new Date(2000, 0, 1);
  const year = field(table, 'year', today.getFullYear());
  const month = field(table, 'month', today.getMonth() + 1);
  const day = field(table, 'day', today.getDate());
  date.setFullYear(year, month - 1, day);
  date.setHours(field(table, 'hour', 12), field(table, 'min', 0), field(table, 'sec', 0), 0);
  const seconds = Math.floor(date.getTime() / 1000);
  if (Number.isNaN(seconds)) throw new LuaError('time result cannot be represented in this installation');
  return seconds;
};

function field(table: LuaTable, name: string, otherwise: number): number {
  const value = table.getText(name);
  if (value === undefined) return otherwise;
  const n = toInteger(value);
  if (n === undefined) throw new LuaError(`field '${name}' is not an integer`);
  if (n > 2 ** 31 || n < -(2 ** 31)) throw new LuaError(`field '${name}' is out-of-bound`);
  return Number(n);
}

const LOCAL_COST = 800;

const date: Code = (_self, f, t) => {
  const given = optionalText(f, 1, 'date', '%c');
  const isUtc = given.startsWith('!');
  const format = isUtc ? given.slice(1) : given;
  // The time zone takes the host some time to find.
  R.fuel -= (isUtc ? 20 : LOCAL_COST) + format.length * 2;
  const seconds = t === undefined ? clockOf().now() / 1000 : Number(numberArgument(t, 2, 'date'));
  const parts = partsOf(Math.floor(seconds) * 1000, isUtc);
  if (parts === undefined) throw new LuaError('date result cannot be represented in this installation');
  if (format.startsWith('*t')) return dateTable(parts);
  const text = dateText(format, parts);
  if (typeof text === 'string') return text;
  throw argumentError(1, 'date', `invalid conversion specifier '${text.unknown}'`);
};

function dateTable(parts: DateParts): LuaTable {
  return recordOf({
    year: parts.year,
    month: parts.month,
    day: parts.day,
    hour: parts.hour,
    min: parts.minute,
    sec: parts.second,
    wday: parts.weekday + 1,
    yday: parts.yearDay,
    isdst: parts.isSummerTime,
  });
}

/** Seconds since the runtime started; never goes back. */
const clock: Code = () => clockOf().elapsed() / 1000;

const difftime: Code = (_self, later, earlier): Value => {
  const from = earlier === undefined ? 0 : Number(numberArgument(earlier, 2, 'difftime'));
  return Number(numberArgument(later, 1, 'difftime')) - from;
};

export const osLibrary = library('os', { clock, date, difftime, time }, { platform: 'wippy' });
