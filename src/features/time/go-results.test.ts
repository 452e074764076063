import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isFailure } from '#base';
import { durationText, inUnits, nanosOf } from './duration.ts';
import { format, timeText } from './format.ts';
import { fieldsOf, plusDate, round, type Time, timeOf, timeOfFields, truncate } from './instant.ts';
import { parse } from './parse.ts';
import { loadZone, utc, type Zone } from './zone.ts';

/** Unix seconds, nanoseconds, offset and abbreviation: what go-results.go writes of a time. */
type Moment = readonly [number, number, number, string];

interface Results {
  readonly layouts: readonly string[];
  readonly formats: readonly {
    readonly at: readonly [number, number, string];
    readonly texts: readonly string[];
    readonly string: string;
    readonly weekday: number;
    readonly yearDay: number;
  }[];
  readonly dates: readonly {
    readonly fields: readonly [number, number, number, number, number, number, number];
    readonly zone: string;
    readonly is: Moment;
  }[];
  readonly shifts: readonly {
    readonly at: readonly [number, string];
    readonly by: readonly [number, number, number];
    readonly is: Moment;
  }[];
  readonly rounds: readonly {
    readonly at: readonly [number, number];
    readonly by: number;
    readonly round: Moment;
    readonly truncate: Moment;
  }[];
  readonly parses: readonly {
    readonly layout: string;
    readonly text: string;
    readonly zone: string;
    readonly is?: Moment;
  }[];
  readonly durations: readonly {
    readonly text: string;
    readonly nanos?: string;
    readonly string: string;
    readonly hours: number;
    readonly seconds: number;
    readonly millis: number;
  }[];
}

const results: Results = JSON.parse(readFileSync(new URL('go-results.json', import.meta.url), 'utf8'));

function zoneNamed(name: string): Zone {
  const zone = loadZone(name);
  assert.ok(zone, `no zone ${name}`);
  return zone;
}

function moment(time: Time): Moment {
  const { offset, abbreviation } = fieldsOf(time);
  return [time.seconds, time.nanos, offset, abbreviation];
}

test('times are written as Go writes them', () => {
  for (const { at, texts, string, weekday, yearDay } of results.formats) {
    const [seconds, nanos, zone] = at;
    const time = timeOf(seconds, nanos, zoneNamed(zone));
    const written = results.layouts.map((layout) => format(time, layout));
    assert.deepEqual(written, texts);
    assert.equal(timeText(time), string);
    const fields = fieldsOf(time);
    assert.deepEqual([fields.weekday, fields.dayOfYear], [weekday, yearDay]);
  }
});

test('I3, I4: dates become instants as in Go, in gaps and overlaps of zones too', () => {
  for (const { fields, zone, is } of results.dates) {
    const [year, month, day, hour, minute, second, nanos] = fields;
    const time = timeOfFields({ year, month, day, hour, minute, second, nanos }, zoneNamed(zone));
    assert.deepEqual(moment(time), is, `${fields} ${zone}`);
  }
});

test('I3: years, months and days are added as in Go', () => {
  for (const { at, by, is } of results.shifts) {
    const [seconds, zone] = at;
    assert.deepEqual(moment(plusDate(timeOf(seconds, 0, zoneNamed(zone)), ...by)), is, `${at} ${by}`);
  }
});

test('times are rounded and cut as in Go', () => {
  for (const { at, by, ...wanted } of results.rounds) {
    const time = timeOf(...at, utc);
    const unit = BigInt(by);
    assert.deepEqual(
      { round: moment(round(time, unit)), truncate: moment(truncate(time, unit)) },
      wanted,
      `${at} ${by}`,
    );
  }
});

test('Pa1 to Pa5: times are read as Go reads them', () => {
  for (const { layout, text, zone, is } of results.parses) {
    const known = zone === '' ? undefined : zoneNamed(zone);
    const what = `${JSON.stringify(text)} as ${JSON.stringify(layout)} ${zone}`;
    if (is === undefined) {
      assert.throws(
        () => parse(layout, text, known),
        (thrown) => isFailure(thrown, 'Invalid') && thrown.retryable === false,
        what,
      );
    } else {
      const [seconds, nanos, offset] = moment(parse(layout, text, known));
      assert.deepEqual([seconds, nanos, offset], is.slice(0, 3), what);
    }
  }
});

test('durations are read and written as Go does', () => {
  for (const { text, nanos, ...wanted } of results.durations) {
    const read = nanosOf(text);
    assert.equal(read === undefined ? undefined : String(read), nanos, text);
    if (read === undefined) continue;
    const { string, hours, seconds, millis } = wanted;
    assert.equal(durationText({ nanos: read }), string);
    assert.equal(inUnits(read, 3_600_000_000_000n), hours);
    assert.equal(inUnits(read, 1_000_000_000n), seconds);
    assert.equal(Number(read / 1_000_000n), millis);
  }
});
