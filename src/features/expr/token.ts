/** Cuts an expression into tokens. */
import { encodeUtf8, failure } from '#base';
import { type Bytes, bytesFrom } from './bytes.ts';

export type Token =
  | { readonly type: 'number' | 'string'; readonly value: number | bigint | string; readonly at: number }
  | { readonly type: 'bytes'; readonly value: Bytes; readonly at: number }
  | { readonly type: 'name' | 'sign' | 'end'; readonly value: string; readonly at: number };

/** Words that are signs. */
const words = new Set([
  'and',
  'or',
  'not',
  'in',
  'matches',
  'contains',
  'startsWith',
  'endsWith',
  'let',
  'if',
  'else',
]);

const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const number = /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?/y;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const sign = /\*\*|==|!=|<=|>=|&&|\|\||\?\.|\?\?|\.\.|[-+*/%^<>=!?:.,;|()[\]{}#]/y;
const bytes = /[bB](?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')/y;
const string = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|`[^`]*`/y;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  for (;;) {
    take(space);
    if (at >= text.length) break;
    const start = at;
    const digits = startsNumber(text, at) ? take(numberAt(text, at)) : undefined;
    const raw = digits === undefined ? take(bytes) : undefined;
    const quoted = digits === undefined && raw === undefined ? take(string) : undefined;
    const word = (digits ?? raw ?? quoted) === undefined ? take(name) : undefined;
    if (raw !== undefined) tokens.push({ type: 'bytes', value: bytesOf(raw, text, start), at: start });
    else if (digits !== undefined) tokens.push({ type: 'number', value: numberOf(digits), at: start });
    else if (quoted !== undefined) tokens.push({ type: 'string', value: unquoted(quoted), at: start });
    else if (word !== undefined)
      tokens.push({ type: words.has(word) ? 'sign' : 'name', value: word, at: start });
    else {
      const found = take(sign);
      if (found === undefined)
        throw badExpression(text, at, `unexpected ${JSON.stringify(text.slice(at, at + 1))}`);
      tokens.push({ type: 'sign', value: found, at: start });
    }
  }
  tokens.push({ type: 'end', value: '', at: text.length });
  return tokens;
}

function startsNumber(text: string, at: number): boolean {
  return /\d/.test(text.charAt(at)) || (text.charAt(at) === '.' && /\d/.test(text.charAt(at + 1)));
}

const wholeNumber = /\d[\d_]*/y;

/** In `1..3` the points belong to the range. */
function numberAt(text: string, at: number): RegExp {
  return /^\d[\d_]*\.\./.test(text.slice(at, at + 40)) ? wholeNumber : number;
}

function numberOf(digits: string): number | bigint {
  const plain = digits.replaceAll('_', '');
  if (/^\d+$/.test(plain) || /^0[xob]/i.test(plain)) {
    const exact = BigInt(plain);
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : BigInt.asIntN(64, exact);
  }
  return Number(plain);
}

const escapes: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};
const escapeSequence = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([\s\S]))/g;

function unquoted(quoted: string): string {
  const inside = quoted.slice(1, -1);
  if (quoted.startsWith('`')) return inside;
  return inside.replace(escapeSequence, (_, byte, unit, point, octal, letter: string) => {
    const code = byte ?? unit ?? point;
    if (code !== undefined) return character(Number.parseInt(code, 16));
    if (octal !== undefined) return character(Number.parseInt(octal, 8));
    return escapes[letter] ?? letter;
  });
}

const byteEscape = /\\(?:x([\da-fA-F]{2})|([0-3][0-7]{2})|([abfnrtv\\'"]))|[^\\]+|\\/g;

/** In bytes `\x` and octal escapes are bytes themselves, and there are none of characters. */
function bytesOf(raw: string, text: string, at: number): Bytes {
  const inside = raw.slice(2, -1).replace(byteEscape, (found, hex, octal, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (letter !== undefined) return escapes[letter] ?? letter;
    if (found === '\\') throw badExpression(text, at, 'an escape that bytes do not have');
    return encodeUtf8(found);
  });
  return bytesFrom(inside, (one) => one.charCodeAt(0));
}

function character(code: number): string {
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}

export function badExpression(text: string, at: number, what: string): Error {
  const lines = text.slice(0, at).split('\n');
  const column = (lines.at(-1) ?? '').length + 1;
  return failure('Internal', `bad expression at ${lines.length}:${column}: ${what}`, { retryable: false });
}
