/** Writes a time by a layout. */

import { months, shortMonths, shortWeekdays, weekdays } from '#base';
import { type Fields, fieldsOf, type Time } from './instant.ts';
import { type Chunk, chunksOf, type Element } from './layout.ts';

export function format(time: Time, layout: string): string {
  const fields = fieldsOf(time);
  let text = '';
  for (const chunk of chunksOf(layout)) text += write(chunk, fields);
  return text;
}

/** What `tostring` gives. */
export function timeText(time: Time): string {
  return format(time, '2006-01-02 15:04:05.999999999 -0700 MST');
}

function write(chunk: Chunk, fields: Fields): string {
  switch (chunk.type) {
    case 'literal':
      return chunk.text;
    case 'element':
      return writers[chunk.text](fields);
    case 'fraction':
      return writeFraction(chunk.text.charAt(0), fields.nanos, chunk.digits, chunk.isTrimmed);
  }
}

const writers: { readonly [E in Element]: (fields: Fields) => string } = {
  January: ({ month }) => months[month - 1] ?? '',
  Jan: ({ month }) => shortMonths[month - 1] ?? '',
  '1': ({ month }) => String(month),
  '01': ({ month }) => padded(month, 2),
  Monday: ({ weekday }) => weekdays[weekday] ?? '',
  Mon: ({ weekday }) => shortWeekdays[weekday] ?? '',
  '2': ({ day }) => String(day),
  _2: ({ day }) => String(day).padStart(2, ' '),
  '02': ({ day }) => padded(day, 2),
  __2: ({ dayOfYear }) => String(dayOfYear).padStart(3, ' '),
  '002': ({ dayOfYear }) => padded(dayOfYear, 3),
  '15': ({ hour }) => padded(hour, 2),
  '3': ({ hour }) => String(ofTwelve(hour)),
  '03': ({ hour }) => padded(ofTwelve(hour), 2),
  '4': ({ minute }) => String(minute),
  '04': ({ minute }) => padded(minute, 2),
  '5': ({ second }) => String(second),
  '05': ({ second }) => padded(second, 2),
  '2006': ({ year }) => padded(year, 4),
  '06': ({ year }) => padded(Math.max(year, 0) % 100, 2),
  PM: ({ hour }) => (hour >= 12 ? 'PM' : 'AM'),
  pm: ({ hour }) => (hour >= 12 ? 'pm' : 'am'),
  MST: ({ abbreviation, offset }) => (abbreviation === '' ? writeOffset(offset, '-0700') : abbreviation),
  '-0700': ({ offset }) => writeOffset(offset, '-0700'),
  '-07:00': ({ offset }) => writeOffset(offset, '-07:00'),
  '-07': ({ offset }) => writeOffset(offset, '-07'),
  '-070000': ({ offset }) => writeOffset(offset, '-070000'),
  '-07:00:00': ({ offset }) => writeOffset(offset, '-07:00:00'),
  Z0700: ({ offset }) => (offset === 0 ? 'Z' : writeOffset(offset, '-0700')),
  'Z07:00': ({ offset }) => (offset === 0 ? 'Z' : writeOffset(offset, '-07:00')),
  Z07: ({ offset }) => (offset === 0 ? 'Z' : writeOffset(offset, '-07')),
  Z070000: ({ offset }) => (offset === 0 ? 'Z' : writeOffset(offset, '-070000')),
  'Z07:00:00': ({ offset }) => (offset === 0 ? 'Z' : writeOffset(offset, '-07:00:00')),
};

function padded(number: number, width: number): string {
  return `${number < 0 ? '-' : ''}${String(Math.abs(number)).padStart(width, '0')}`;
}

function ofTwelve(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

/** The form has as many parts as are wanted, with or without colons. */
function writeOffset(offset: number, form: string): string {
  const size = Math.abs(offset);
  const sign = offset <= -60 ? '-' : '+'; // as Go has it, seconds alone do not make it negative
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const count = form.replaceAll(/\D/g, '').length / 2;
  const texts = parts.slice(0, count).map((part) => padded(part, 2));
  return sign + texts.join(form.includes(':') ? ':' : '');
}

function writeFraction(separator: string, nanos: number, digits: number, isTrimmed: boolean): string {
  const all = padded(nanos, 9).padEnd(digits, '0').slice(0, digits);
  if (!isTrimmed) return separator + all;
  const needed = all.replace(/0+$/, '');
  return needed === '' ? '' : separator + needed;
}
