/**
 * Reads a time by a layout, with the rules of Go's `time.Parse`:
 *
 *   Pa1  What the layout does not name is zero: 1 January of the year 0, midnight, UTC.
 *   Pa2  A space in the layout takes any number of spaces, also none where the text has ended.
 *   Pa3  Seconds may be followed by a fraction that the layout does not name.
 *   Pa4  An offset makes a time of that offset, which belongs to the known zone when this has the same one then.
 *   Pa5  The name of a zone counts when the known zone goes by it; another name has the offset 0, but for `GMT-3`.
 */
import { failure, months, shortMonths, shortWeekdays, weekdays } from '#base';
import { dateOfDays, dayOfYear, daysInMonth, daysOfDate, isLeapYear } from './calendar.ts';
import { type Time, timeOf, timeOfFields, type WallClock } from './instant.ts';
import { type Chunk, chunksOf, type Element } from './layout.ts';
import { fixedZone, local, utc, type Zone } from './zone.ts';

/** What was read so far. */
interface Draft {
  rest: string;
  year: number;
  month: number | undefined;
  day: number | undefined;
  dayOfYear: number | undefined;
  hour: number;
  minute: number;
  second: number;
  nanos: number;
  half: 'AM' | 'PM' | undefined;
  isUtc: boolean;
  offset: number | undefined;
  zoneName: string;
}

/** What the text has is no such thing, or it is one that does not exist (`month`). */
class Misfit {
  readonly outOfRange: string | undefined;

  constructor(outOfRange?: string) {
    this.outOfRange = outOfRange;
  }
}

/** Reads a text that names its zone, or is meant in `zone`, which is UTC when it is left out. */
export function parse(layout: string, text: string, zone?: Zone): Time {
  const draft: Draft = {
    rest: text,
    year: 0,
    month: undefined,
    day: undefined,
    dayOfYear: undefined,
    hour: 0,
    minute: 0,
    second: 0,
    nanos: 0,
    half: undefined,
    isUtc: false,
    offset: undefined,
    zoneName: '',
  };
  const chunks = chunksOf(layout);
  for (const [index, chunk] of chunks.entries()) {
    const before = draft.rest;
    try {
      readChunk(draft, chunk, chunks, index);
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      throw misfit(layout, text, thrown.outOfRange ?? `at ${quoted(before)}: expected ${quoted(chunk.text)}`);
    }
  }
  if (draft.rest !== '') throw misfit(layout, text, `which leaves ${quoted(draft.rest)}`);
  try {
    return timeOfDraft(draft, zone);
  } catch (thrown) {
    if (!(thrown instanceof Misfit)) throw thrown;
    throw misfit(layout, text, thrown.outOfRange ?? '');
  }
}

function misfit(layout: string, text: string, why: string): Error {
  const what = why.startsWith('at ') || why.startsWith('which ') ? why : `because its ${why} is out of range`;
  return failure('Invalid', `cannot read ${quoted(text)} as ${quoted(layout)}, ${what}`, {
    retryable: false,
  });
}

function quoted(text: string): string {
  return JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 60)}...`);
}

function readChunk(draft: Draft, chunk: Chunk, chunks: readonly Chunk[], index: number): void {
  switch (chunk.type) {
    case 'literal':
      draft.rest = skip(draft.rest, chunk.text);
      return;
    case 'fraction':
      readNamedFraction(draft, chunk.digits, chunk.isTrimmed);
      return;
    case 'element':
      readers[chunk.text](draft);
      // Pa3
      if (chunk.text === '05' || chunk.text === '5') {
        const next = chunks.slice(index + 1).find((each) => each.type !== 'literal');
        if (next?.type !== 'fraction') readFraction(draft);
      }
  }
}

/** What is left after the literal (Pa2). */
function skip(text: string, literal: string): string {
  let place = 0;
  let of = 0;
  while (of < literal.length) {
    if (literal[of] === ' ') {
      if (place < text.length && text[place] !== ' ') throw new Misfit();
      while (literal[of] === ' ') of++;
      while (text[place] === ' ') place++;
      continue;
    }
    if (text[place] !== literal[of]) throw new Misfit();
    of++;
    place++;
  }
  return text.slice(place);
}

const readers: { readonly [E in Element]: (draft: Draft) => void } = {
  '2006': (draft) => {
    draft.year = Number(take(draft, /^\d{4}/));
  },
  '06': (draft) => {
    const year = Number(take(draft, /^\d\d/));
    draft.year = year >= 69 ? 1900 + year : 2000 + year; // Unix time begins in 1969 in some zones
  },
  January: (draft) => {
    draft.month = takeName(draft, months) + 1;
  },
  Jan: (draft) => {
    draft.month = takeName(draft, shortMonths) + 1;
  },
  '1': (draft) => readMonth(draft, /^\d\d?/),
  '01': (draft) => readMonth(draft, /^\d\d/),
  Monday: (draft) => takeName(draft, weekdays),
  Mon: (draft) => takeName(draft, shortWeekdays),
  '2': (draft) => {
    draft.day = Number(take(draft, /^\d\d?/));
  },
  _2: (draft) => {
    draft.day = Number(take(draft, /^ ?(\d\d?)/));
  },
  '02': (draft) => {
    draft.day = Number(take(draft, /^\d\d/));
  },
  __2: (draft) => {
    draft.dayOfYear = Number(take(draft, /^ {0,2}(\d{1,3})/));
  },
  '002': (draft) => {
    draft.dayOfYear = Number(take(draft, /^\d{3}/));
  },
  '15': (draft) => {
    draft.hour = inRange(take(draft, /^\d\d?/), 23, 'hour');
  },
  '3': (draft) => {
    draft.hour = inRange(take(draft, /^\d\d?/), 12, 'hour');
  },
  '03': (draft) => {
    draft.hour = inRange(take(draft, /^\d\d/), 12, 'hour');
  },
  '4': (draft) => {
    draft.minute = inRange(take(draft, /^\d\d?/), 59, 'minute');
  },
  '04': (draft) => {
    draft.minute = inRange(take(draft, /^\d\d/), 59, 'minute');
  },
  '5': (draft) => {
    draft.second = inRange(take(draft, /^\d\d?/), 59, 'second');
  },
  '05': (draft) => {
    draft.second = inRange(take(draft, /^\d\d/), 59, 'second');
  },
  PM: (draft) => {
    draft.half = take(draft, /^[AP]M/) === 'AM' ? 'AM' : 'PM';
  },
  pm: (draft) => {
    draft.half = take(draft, /^[ap]m/) === 'am' ? 'AM' : 'PM';
  },
  MST: readZoneName,
  '-0700': (draft) => readOffset(draft, /^([+-])(\d\d)(\d\d)/),
  '-07:00': (draft) => readOffset(draft, /^([+-])(\d\d):(\d\d)/),
  '-07': (draft) => readOffset(draft, /^([+-])(\d\d)/),
  '-070000': (draft) => readOffset(draft, /^([+-])(\d\d)(\d\d)(\d\d)/),
  '-07:00:00': (draft) => readOffset(draft, /^([+-])(\d\d):(\d\d):(\d\d)/),
  Z0700: (draft) => readZulu(draft, '-0700'),
  'Z07:00': (draft) => readZulu(draft, '-07:00'),
  Z07: (draft) => readZulu(draft, '-07'),
  Z070000: (draft) => readZulu(draft, '-070000'),
  'Z07:00:00': (draft) => readZulu(draft, '-07:00:00'),
};

/** Takes what matches from the front: the first group when there is one. */
function take(draft: Draft, pattern: RegExp): string {
  const found = pattern.exec(draft.rest);
  if (found === null) throw new Misfit();
  draft.rest = draft.rest.slice(found[0].length);
  return found[1] ?? found[0];
}

/** Takes a name in any case, and gives its place in the list. */
function takeName(draft: Draft, names: readonly string[]): number {
  const rest = draft.rest.toLowerCase();
  const index = names.findIndex((name) => rest.startsWith(name.toLowerCase()));
  if (index < 0) throw new Misfit();
  draft.rest = draft.rest.slice(names[index]?.length);
  return index;
}

function inRange(digits: string, most: number, what: string): number {
  const number = Number(digits);
  if (number > most) throw new Misfit(what);
  return number;
}

function readMonth(draft: Draft, pattern: RegExp): void {
  const month = Number(take(draft, pattern));
  if (month < 1 || month > 12) throw new Misfit('month');
  draft.month = month;
}

function readFraction(draft: Draft): void {
  const found = /^[.,](\d+)/.exec(draft.rest);
  if (found === null) return;
  draft.nanos = Number((found[1] ?? '').slice(0, 9).padEnd(9, '0'));
  draft.rest = draft.rest.slice(found[0].length);
}

function readNamedFraction(draft: Draft, digits: number, isTrimmed: boolean): void {
  if (isTrimmed) {
    readFraction(draft);
    return;
  }
  const found = take(draft, new RegExp(`^[.,](\\d{${digits}})`));
  draft.nanos = Number(found.slice(0, 9).padEnd(9, '0'));
}

function readZulu(draft: Draft, form: Element): void {
  if (!draft.rest.startsWith('Z')) {
    readers[form](draft);
    return;
  }
  draft.rest = draft.rest.slice(1);
  draft.isUtc = true;
}

function readOffset(draft: Draft, pattern: RegExp): void {
  const found = pattern.exec(draft.rest);
  if (found === null) throw new Misfit();
  const [all, sign, hours = '00', minutes = '00', seconds = '00'] = found;
  draft.rest = draft.rest.slice(all.length);
  // Some write 24 hours or 60 minutes.
  const size =
    inRange(hours, 24, 'hour of the offset') * 3600 +
    inRange(minutes, 60, 'minute of the offset') * 60 +
    inRange(seconds, 60, 'second of the offset');
  draft.offset = sign === '-' ? -size : size;
}

function readZoneName(draft: Draft): void {
  if (draft.rest.startsWith('UTC')) {
    draft.rest = draft.rest.slice(3);
    draft.isUtc = true;
    return;
  }
  draft.zoneName = takeZoneName(draft);
}

/** Three capitals; four or five that end in T, but for WITA; two exceptions; a sign with hours. */
const zoneName =
  /^(?:ChST|MeST|GMT(?:[+-](?:2[0-3]|[01]?\d)(?!\d))?|[+-](?:2[0-3]|[01]?\d)(?!\d)|[A-Z]{4}T(?![A-Z])|WITA(?![A-Z])|[A-Z]{3}T(?![A-Z])|[A-Z]{3}(?![A-Z]))/;

function takeZoneName(draft: Draft): string {
  return take(draft, zoneName);
}

function timeOfDraft(draft: Draft, zone: Zone | undefined): Time {
  const wall: WallClock = { ...dateOf(draft), hour: hourOf(draft), ...clockOf(draft) };
  if (draft.isUtc) return timeOfFields(wall, utc);
  if (draft.offset !== undefined) return atOffset(wall, draft.offset, draft.zoneName, zone ?? local);
  if (draft.zoneName !== '') return atZoneName(wall, draft.zoneName, zone ?? local);
  return timeOfFields(wall, zone ?? utc);
}

function clockOf({ minute, second, nanos }: Draft): Pick<WallClock, 'minute' | 'second' | 'nanos'> {
  return { minute, second, nanos };
}

function hourOf({ hour, half }: Draft): number {
  if (half === 'PM' && hour < 12) return hour + 12;
  return half === 'AM' && hour === 12 ? 0 : hour;
}

function dateOf(draft: Draft): { year: number; month: number; day: number } {
  const { year } = draft;
  if (draft.dayOfYear === undefined) {
    const { month = 1, day = 1 } = draft;
    if (day < 1 || day > daysInMonth(year, month)) throw new Misfit('day');
    return { year, month, day };
  }
  if (draft.dayOfYear < 1 || draft.dayOfYear > (isLeapYear(year) ? 366 : 365))
    throw new Misfit('day of the year');
  const date = dateOfDays(daysOfDate(year, 1, draft.dayOfYear));
  const { month = date.month, day = date.day } = draft;
  if (dayOfYear({ year, month, day }) !== draft.dayOfYear) throw new Misfit('day of the year');
  return date;
}

/** Pa4 */
function atOffset(wall: WallClock, offset: number, name: string, zone: Zone): Time {
  const shown = timeOfFields(wall, utc);
  const time = timeOf(shown.seconds - offset, shown.nanos, zone);
  const there = zone.at(time.seconds);
  if (there.offset === offset && (name === '' || there.abbreviation === name)) return time;
  return { ...time, zone: fixedZone(name, offset) };
}

const halfYear = 15_778_476;

/** Pa5 */
function atZoneName(wall: WallClock, name: string, zone: Zone): Time {
  const shown = timeOfFields(wall, utc);
  const offset = offsetNamed(name, shown.seconds, zone);
  if (offset !== undefined) return timeOf(shown.seconds - offset, shown.nanos, zone);
  const hours = name.startsWith('GMT') ? Number(name.slice(3)) : 0;
  return timeOf(shown.seconds - hours * 3600, shown.nanos, fixedZone(name, hours * 3600));
}

/** The offset by which the zone goes by this name: at the time that is shown if it can be, else half a year from it. */
function offsetNamed(name: string, shown: number, zone: Zone): number | undefined {
  const named = [0, -halfYear, halfYear]
    .map((away) => zone.at(shown + away))
    .filter(({ abbreviation }) => abbreviation === name);
  const fitting = named.find(({ offset }) => zone.at(shown - offset).abbreviation === name);
  return (fitting ?? named[0])?.offset;
}
