/** The `string` library: byte strings, one char code for each byte. */
import { type Code, R, type Value } from '../machine.ts';
import { argumentError, checkLength, integerArgument, optionalText, textArgument } from './arguments.ts';
import { byte, ONE_BYTE, sub } from './bytes-of-text.ts';
import { format } from './format.ts';
import { library } from './library.ts';
import { pack, packsize, unpack } from './pack.ts';
import { find, gmatch, match } from './search.ts';
import { gsub } from './substitute.ts';

const len: Code = (_self, s) => textArgument(s, 1, 'len').length;

// A rest parameter would cost a list for each call, and most calls ask for one byte.
const char: Code = function (_self, only) {
  // biome-ignore-start lint/complexity/noArguments: see above
  if (arguments.length === 2 && typeof only === 'number') {
    const byte = ONE_BYTE[only];
    if (byte !== undefined) return byte;
  }
  const codes: Value[] = Array.prototype.slice.call(arguments, 1);
  // biome-ignore-end lint/complexity/noArguments: see above
  let text = '';
  for (let i = 0; i < codes.length; i++) {
    const code = integerArgument(codes[i], i + 1, 'char');
    if (code < 0 || code > 255) throw argumentError(i + 1, 'char', 'value out of range');
    text += String.fromCharCode(code);
  }
  return text;
};

const rep: Code = (_self, s, n, sep) => {
  const text = textArgument(s, 1, 'rep');
  const count = integerArgument(n, 2, 'rep');
  const separator = optionalText(sep, 3, 'rep', '');
  if (count <= 0) return '';
  const bytes = (text.length + separator.length) * count - separator.length;
  checkLength(bytes);
  R.fuel -= bytes >> 6;
  return separator === '' ? text.repeat(count) : (text + separator).repeat(count - 1) + text;
};

const reverse: Code = (_self, s) => {
  const text = textArgument(s, 1, 'reverse');
  R.fuel -= text.length >> 6;
  if (text.length <= 32) {
    let reversed = '';
    for (let i = text.length - 1; i >= 0; i--) reversed += text[i];
    return reversed;
  }
  return Buffer.from(text, 'latin1').reverse().toString('latin1');
};

const BEYOND_ASCII = /[\x80-\xff]/;
/** Shorter texts are looked through without an expression (measured: 5 bytes in a quarter of the time). */
const SHORT = 16;

function isAscii(text: string): boolean {
  if (text.length > SHORT) return !BEYOND_ASCII.test(text);
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

const UPPER = ONE_BYTE.map((byte) => (isAscii(byte) ? byte.toUpperCase() : byte));
const LOWER = ONE_BYTE.map((byte) => (isAscii(byte) ? byte.toLowerCase() : byte));

/** Only the letters of ASCII change, as in the C locale. */
const upper: Code = (_self, s) => {
  const text = textArgument(s, 1, 'upper');
  if (text.length === 1) return UPPER[text.charCodeAt(0)];
  R.fuel -= text.length >> 6;
  if (isAscii(text)) return text.toUpperCase();
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
};

const lower: Code = (_self, s) => {
  const text = textArgument(s, 1, 'lower');
  if (text.length === 1) return LOWER[text.charCodeAt(0)];
  R.fuel -= text.length >> 6;
  if (isAscii(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
};

export const stringLibrary = library('string', {
  byte,
  char,
  find,
  format,
  gmatch,
  gsub,
  len,
  lower,
  match,
  pack,
  packsize,
  rep,
  reverse,
  sub,
  unpack,
  upper,
});
