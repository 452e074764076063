/** Reads the quoted strings of Lua that have escapes; the lexer cuts the plain ones out itself. */
import { LuaSyntaxError } from './syntax-error.ts';

export interface QuotedString {
  readonly value: string;
  /** The offset after the closing quote. */
  readonly end: number;
  /** How many ends of line it runs over. */
  readonly lines: number;
}

const plainEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};
const largestCharacter = 0x7fffffff;

/** The string whose opening quote stands at `start`. */
export function readQuotedString(source: string, file: string, start: number): QuotedString {
  const quote = source.charAt(start);
  let value = '';
  let lines = 0;
  let at = start + 1;

  /** The token is shown up to and with the character at `last`. */
  function problem(text: string, last: number): LuaSyntaxError {
    return new LuaSyntaxError(
      source,
      file,
      Math.min(last, source.length),
      text,
      source.slice(start, last + 1),
    );
  }

  function unfinished(): LuaSyntaxError {
    const near = at < source.length ? source.slice(start, at) : '<eof>';
    return new LuaSyntaxError(source, file, start, 'unfinished string', near);
  }

  function hexDigit(offset: number): number {
    const digit = hexValue(source.charCodeAt(offset));
    if (digit < 0) throw problem('hexadecimal digit expected', offset);
    return digit;
  }

  /** `\u{XXX}`: `at` stands on the `u`. */
  function character(): string {
    if (source.charAt(at + 1) !== '{') throw problem("missing '{'", at + 1);
    let offset = at + 2;
    let code = hexDigit(offset++);
    while (hexValue(source.charCodeAt(offset)) >= 0) {
      code = code * 16 + hexDigit(offset);
      if (code > largestCharacter) throw problem('UTF-8 value too large', offset);
      offset++;
    }
    if (source.charAt(offset) !== '}') throw problem("missing '}'", offset);
    at = offset + 1;
    return encodeCharacter(code);
  }

  /** `\ddd`: `at` stands on the first digit. */
  function decimal(): string {
    let code = 0;
    let offset = at;
    while (offset < at + 3 && isDigit(source.charCodeAt(offset))) {
      code = code * 10 + source.charCodeAt(offset++) - 48;
    }
    if (code > 255) throw problem('decimal escape too large', offset);
    at = offset;
    return String.fromCharCode(code);
  }

  function skipSpace(): void {
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (isNewline(code)) {
        lines++;
        at = afterNewline(source, at) - 1;
      } else if (code !== 32 && code !== 9 && code !== 11 && code !== 12) return;
    }
  }

  /** What the escape means whose letter is at `at`, which moves behind it. */
  function escaped(): string {
    const char = source.charAt(at);
    const plain = Object.hasOwn(plainEscapes, char) ? plainEscapes[char] : undefined;
    if (plain !== undefined) {
      at++;
      return plain;
    }
    const code = source.charCodeAt(at);
    if (isNewline(code)) {
      lines++;
      at = afterNewline(source, at);
      return '\n';
    }
    if (isDigit(code)) return decimal();
    if (char === 'u') return character();
    if (char === 'x') {
      const byte = hexDigit(at + 1) * 16 + hexDigit(at + 2);
      at += 3;
      return String.fromCharCode(byte);
    }
    if (char === 'z') {
      at++;
      skipSpace();
      return '';
    }
    throw char === '' ? unfinished() : problem('invalid escape sequence', at);
  }

  for (let from = at; ; ) {
    const char = source.charAt(at);
    if (char === quote) return { value: value + source.slice(from, at), end: at + 1, lines };
    if (char === '' || char === '\n' || char === '\r') throw unfinished();
    if (char === '\\') {
      value += source.slice(from, at++);
      value += escaped();
      from = at;
    } else at++;
  }
}

function isNewline(code: number): boolean {
  return code === 10 || code === 13;
}

/** The offset after the end of line at `at`: `\n`, `\r`, or both in either order. */
export function afterNewline(source: string, at: number): number {
  const next = source.charCodeAt(at + 1);
  return isNewline(next) && next !== source.charCodeAt(at) ? at + 2 : at + 1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function hexValue(code: number): number {
  if (isDigit(code)) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** UTF-8 as it was first defined: up to six bytes for 31 bits, surrogates included. */
function encodeCharacter(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  let tail = '';
  let rest = code;
  let room = 0x3f;
  do {
    tail = String.fromCharCode(0x80 | (rest & 0x3f)) + tail;
    rest = Math.floor(rest / 64);
    room >>= 1;
  } while (rest > room);
  return String.fromCharCode(((~room << 1) & 0xff) | rest) + tail;
}
