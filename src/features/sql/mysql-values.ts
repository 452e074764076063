/**
 * What a MySQL server sends, as values, and values as it takes them: integers, floats, texts and bytes by their types.
 *
 *   Mv1  Dates and times, decimals, JSON and whatever else there is stay the texts that they are, and so lose nothing.
 *   Mv2  A value reads the same whether the statement had parameters or not: fractions of seconds end without zeros.
 *   Mv3  With `parseTime` moments are written as RFC 3339 has them.
 */
import mysql, { type TypeCast } from 'mysql2';
import type { Parameter } from './database.ts';

type Field = Parameters<Extract<TypeCast, (...given: never) => unknown>>[0];
type Read = (field: Field, next: () => unknown) => Parameter;

/** `zone`: the one in which moments are meant, when they are written as RFC 3339 has them. */
export function reader(zone: string | undefined): Read {
  return (field, next) => {
    switch (field.type) {
      case 'LONGLONG':
        return integer(next());
      case 'FLOAT':
        return float(next());
      case 'TIME':
        return fraction(next());
      case 'DATETIME':
      case 'TIMESTAMP':
        return moment(fraction(next()), zone);
      // Places and vectors are bytes in forms of their own.
      case 'GEOMETRY':
      case 'VECTOR':
      case 'BIT':
        return bytes(field.buffer());
      default:
        return value(next());
    }
  };
}

function value(given: unknown): Parameter {
  if (given instanceof Uint8Array) return bytes(given);
  return given as Parameter; // numbers, texts and NULL
}

/** What comes lies in a piece of memory that is used again. */
function bytes(given: Uint8Array | null): Parameter {
  return given === null ? null : new Uint8Array(given);
}

/** Without a sign there are more than 64 bits hold; those stay texts. */
function integer(text: unknown): Parameter {
  if (text === null) return null;
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  const whole = BigInt(String(text));
  return BigInt.asIntN(64, whole) === whole ? whole : String(text);
}

/** The shortest decimals that stand for the 32 bits. */
function float(given: unknown): Parameter {
  if (typeof given !== 'number' || Math.fround(given) !== given) return given as Parameter; // a number or NULL
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(given.toPrecision(digits));
    if (Math.fround(short) === given) return short;
  }
  return given;
}

/** Mv2. */
function fraction(text: unknown): string | null {
  return typeof text === 'string' ? text.replace(/\.(\d*?)0+$/, (_, digits) => digits && `.${digits}`) : null;
}

/** Mv3. A date of zeros is none. */
function moment(text: string | null, zone: string | undefined): string | null {
  if (text === null || zone === undefined || /-00/.test(text)) return text;
  const iso = text.replace(' ', 'T');
  if (zone === 'UTC') return `${iso}Z`;
  const { offset } = Temporal.PlainDateTime.from(iso).toZonedDateTime(zone);
  return `${iso}${offset === '+00:00' ? 'Z' : offset}`;
}

export function written(given: Parameter) {
  const as = mysql.TypedParameter;
  switch (typeof given) {
    case 'bigint':
      return as.LONGLONG(given);
    case 'boolean':
      return as.TINY(given);
    case 'number':
      return as.DOUBLE(given);
    case 'string':
      return as.VAR_STRING(given);
    default:
      return given === null ? as.NULL() : as.BLOB(Buffer.from(given));
  }
}
