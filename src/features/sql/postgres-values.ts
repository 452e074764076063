/**
 * What a PostgreSQL server sends as text, as values: integers, floats, flags and bytes by their types. Moments are written
 * as RFC 3339 has them; whatever else there is, numeric and JSON among it, stays the text that it is, and so loses nothing.
 */
import type { CustomTypesConfig } from 'pg';
import type { Parameter } from './database.ts';

type Reader = (text: string) => Parameter;

const integer: Reader = (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
};
const float: Reader = Number;
const moment: Reader = (text) =>
  text
    .replace(' ', 'T')
    .replace(/([+-]\d\d)$/, '$1:00')
    .replace('+00:00', 'Z');
const bytes: Reader = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'));

/** By the numbers that the server gives its types. */
const readers: Readonly<Record<number, Reader>> = {
  16: (text) => text === 't',
  17: bytes,
  20: integer,
  21: integer,
  23: integer,
  26: integer,
  700: float,
  701: float,
  1114: (text) => text.replace(' ', 'T'),
  1184: moment,
};

const asItIs: Reader = (text) => text;

export const types = {
  getTypeParser: (oid: number) => readers[oid] ?? asItIs,
} as CustomTypesConfig; // all answers come as text, so only the first of its forms is used
