import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dateOfDays, dayOfYear, daysOfDate, weekdayOfDays } from './calendar.ts';
import { format } from './format.ts';
import { compare, fieldsOf, minus, plus, plusDate, type Time, timeOf, timeOfFields } from './instant.ts';
import { parse } from './parse.ts';
import { fixedZone, loadZone, utc, type Zone } from './zone.ts';

const zones: fc.Arbitrary<Zone> = fc.oneof(
  fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham').map((name) => {
    const zone = loadZone(name);
    assert.ok(zone);
    return zone;
  }),
  fc.integer({ min: -840, max: 840 }).map((minutes) => fixedZone('', minutes * 60)),
);

/** From the year 0 to 9999, which is what layouts can write and read. */
const instants = fc.record({
  seconds: fc.integer({ min: -62_167_000_000, max: 253_402_000_000 }),
  nanos: fc.integer({ min: 0, max: 999_999_999 }),
});

const times: fc.Arbitrary<Time> = fc.tuple(instants, zones).map(([instant, zone]) => ({ ...instant, zone }));
const durations = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('a date is the days that it was counted as', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5_000_000, max: 5_000_000 }), (days) => {
      const date = dateOfDays(days);
      assert.equal(daysOfDate(date.year, date.month, date.day), days);
      assert.equal(daysOfDate(date.year, 1, dayOfYear(date)), days);
      assert.equal(weekdayOfDays(days + 7), weekdayOfDays(days));
    }),
  );
});

test('the host’s own calendar agrees', () => {
  fc.assert(
    fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (days) => {
      const host = new Date(days * 86_400_000);
      assert.deepEqual(dateOfDays(days), {
        year: host.getUTCFullYear(),
        month: host.getUTCMonth() + 1,
        day: host.getUTCDate(),
      });
      assert.equal(weekdayOfDays(days), host.getUTCDay());
    }),
  );
});

test('what a full layout writes is read back as the same instant', () => {
  const layouts = fc.constantFrom(
    '2006-01-02T15:04:05.999999999Z07:00:00',
    'Mon Jan _2 03:04:05.000000000 PM -07:00:00 2006',
    'January 2, 2006 at 3h4m5.999999999 pm (Z070000)',
    '2006/002 15:04:05,000000000 -070000',
  );
  fc.assert(
    fc.property(times, layouts, (time, layout) => {
      // The years 0 to 9999 in the zone as well; fractions of a minute in old zones go with the seconds.
      const { year, offset } = fieldsOf(time);
      fc.pre(year >= 0 && year <= 9999 && (offset >= 0 || offset <= -60));
      const read = parse(layout, format(time, layout));
      assert.equal(compare(read, time), 0);
      assert.equal(fieldsOf(read).offset, offset);
    }),
  );
});

test('the fields of a time give it back, but for hours that clocks show twice', () => {
  fc.assert(
    fc.property(times, (time) => {
      const again = timeOfFields(fieldsOf(time), time.zone);
      assert.equal(
        format(again, '2006-01-02 15:04:05.999999999'),
        format(time, '2006-01-02 15:04:05.999999999'),
      );
    }),
  );
});

test('the difference of two times leads from one to the other', () => {
  fc.assert(
    fc.property(instants, durations, (instant, nanos) => {
      const time = { ...instant, zone: utc };
      const later = plus(time, nanos);
      assert.equal(minus(later, time), nanos);
      assert.equal(compare(plus(later, -nanos), time), 0);
      assert.equal(Math.sign(compare(later, time)), nanos > 0n ? 1 : nanos < 0n ? -1 : 0);
    }),
  );
});

test('months are years when there are twelve of them', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: -500, max: 500 }), (time, years) => {
      assert.deepEqual(plusDate(time, years, 0, 0), plusDate(time, 0, 12 * years, 0));
    }),
  );
});

test('seconds carry over into nanoseconds and back', () => {
  assert.deepEqual(timeOf(5, -1, utc), { seconds: 4, nanos: 999_999_999, zone: utc });
  assert.deepEqual(timeOf(5, 2_000_000_001, utc), { seconds: 7, nanos: 1, zone: utc });
});
