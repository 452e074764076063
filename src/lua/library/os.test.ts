import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Value } from '../machine.ts';
import { LuaTable, recordOf } from '../table.ts';
import { clock } from './clock-register.ts';
import { calls, outcomeOf } from './library.testing.ts';
import { osLibrary } from './os.ts';

const os = (name: string, ...args: Value[]) => calls(osLibrary, name, ...args);
const at = (...parts: [number, number, number?, number?, number?, number?]) => Date.UTC(...parts) / 1000;

const zone = process.env.TZ;
const clockBefore = clock.current;
before(() => {
  process.env.TZ = 'America/New_York';
  clock.current = { now: () => Date.UTC(2024, 5, 15, 18, 30, 45, 700), elapsed: () => 1250 };
});
after(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  clock.current = clockBefore;
});

test('time is now, or that of a local date', () => {
  os('time').gives(at(2024, 5, 15, 18, 30, 45));
  os('time', recordOf({ year: 2024, month: 1, day: 31 })).gives(at(2024, 0, 31, 17));
  os('time', recordOf({ year: 2024, month: 7, day: 1, hour: 0, min: 5, sec: 9 })).gives(
    at(2024, 6, 1, 4, 5, 9),
  );
  os('time', recordOf({ year: 2024, month: 14, day: -1, hour: 25 })).gives(at(2025, 0, 31, 6));
  os('time', recordOf({ hour: 0 })).gives(at(2024, 5, 15, 4));
  // No field is wanted, unlike on PUC Lua: those that are missing are today's.
  os('time', recordOf({ year: 2020, month: 1 })).gives(at(2020, 0, 15, 17));
  os('time', recordOf({ month: 1, day: 1 })).gives(at(2024, 0, 1, 17));
  os('time', recordOf({ year: 50, month: 1, day: '1', hour: 12 })).gives(
    Math.floor(new Date(new Date(2000, 0, 1, 12).setFullYear(50)).getTime() / 1000),
  );
  os('time', recordOf({ day: 'x' })).raises("field 'day' is not an integer");
  os('time', recordOf({ year: 2 ** 40 })).raises("field 'year' is out-of-bound");
  os('time', 5).raises("bad argument #1 to 'time' (table expected, got number)");
});

test('dates are written by the conversions of C', () => {
  const june = at(2024, 5, 15, 14, 30, 45);
  os('date', '!%Y-%m-%d %H:%M:%S', june).gives('2024-06-15 14:30:45');
  os('date', '!%c|%x|%X|%p|%I', june).gives('Sat Jun 15 14:30:45 2024|06/15/24|14:30:45|PM|02');
  os('date', '!%a %A %b %B %w %j %y %%', june).gives('Sat Saturday Jun June 6 167 24 %');
  os('date', '!%z %Z', june).gives('+0000 UTC');
  os('date', '%H:%M %z %Z', june).gives('10:30 -0400 EDT');
  os('date', '!%c', at(2024, 5, 5)).gives('Wed Jun  5 00:00:00 2024');
  os('date', '!%D %e %F %R %T %u%n%t', june).gives('06/15/24 15 2024-06-15 14:30 14:30:45 6\n\t');
  os('date', '!%H', 59.9).gives('00');
  os('date').gives('Sat Jun 15 14:30:45 2024');
  os('date', '%Ez', 0).raises("bad argument #1 to 'date' (invalid conversion specifier '%E')");
  os('date', '%Y', 1e18).raises('date result cannot be represented in this installation');
});

test('weeks are those of ISO 8601', () => {
  const weeks: [number, string][] = [
    [at(2021, 0, 3), '53 2020'],
    [at(2021, 0, 4), '01 2021'],
    [at(2024, 11, 30), '01 2025'],
    [at(2024, 5, 16), '24 2024'],
    [at(2024, 5, 17), '25 2024'],
  ];
  for (const [seconds, text] of weeks) os('date', '!%U %G', seconds).gives(text);
});

test('a date as a table reads back as its time', () => {
  const outcome = outcomeOf(osLibrary, 'date', ['*t', at(2024, 5, 15, 18, 30, 45)]);
  assert.ok('values' in outcome);
  const [date] = outcome.values;
  assert.ok(date instanceof LuaTable);
  assert.deepEqual(Object.fromEntries(date.entries()), {
    year: 2024,
    month: 6,
    day: 15,
    hour: 14,
    min: 30,
    sec: 45,
    wday: 7,
    yday: 167,
    isdst: true,
  });
  os('time', date).gives(at(2024, 5, 15, 18, 30, 45));
  const winter = outcomeOf(osLibrary, 'date', ['!*t', at(2024, 0, 1)]);
  assert.ok('values' in winter && (winter.values[0] as LuaTable).get('isdst') === false);
});

test('the clock counts seconds since the start', () => {
  os('clock').gives(1.25);
  os('difftime', 10, 4).gives(6);
  os('difftime', 4, 10).gives(-6);
  assert.equal(osLibrary.get('platform'), 'wippy');
});
