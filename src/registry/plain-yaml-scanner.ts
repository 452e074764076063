/**
 * What the plain YAML reader does within one line: blanks, comments and quoted texts, over a place in
 * the text that moves forward. Whatever is not plain throws `giveUp`.
 */
import type { Spot } from './positions.ts';

export const giveUp = Symbol('beyond plain YAML');

const char = (text: string) => text.charCodeAt(0);
export const space = char(' ');
export const newline = char('\n');
export const quote = char("'");
export const doubleQuote = char('"');
export const hash = char('#');
export const colon = char(':');
export const dash = char('-');

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
};
const escapeSequence = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

export class Scanner {
  readonly text: string;
  readonly spots = new Map<object, Map<string | number, Spot>>();
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The code of the character at the place, or NaN at the end. */
  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === space) this.at++;
  }

  /** At the end of the line or of the text, or at a comment. */
  isLineDone(): boolean {
    const code = this.text.charCodeAt(this.at);
    if (code === newline || Number.isNaN(code)) return true;
    if (code !== hash) return false;
    const before = this.text.charCodeAt(this.at - 1);
    return this.at === 0 || before === space || before === newline;
  }

  skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }

  isBlankAt(index: number): boolean {
    const code = this.text.charCodeAt(index);
    return code === space || code === newline || Number.isNaN(code);
  }

  /** A text in quotes that ends on its own line. */
  quoted(): string {
    return this.code === quote ? this.#singleQuoted() : this.#doubleQuoted();
  }

  #singleQuoted(): string {
    const start = this.at + 1;
    let end = this.text.indexOf("'", start);
    while (end >= 0 && this.text.charCodeAt(end + 1) === quote) end = this.text.indexOf("'", end + 2);
    return this.#unquoted(start, end).replaceAll("''", "'");
  }

  #doubleQuoted(): string {
    const start = this.at + 1;
    let end = start;
    for (let code = this.text.charCodeAt(end); code !== doubleQuote; code = this.text.charCodeAt(end)) {
      if (Number.isNaN(code)) throw giveUp;
      end += code === 92 ? 2 : 1; // a backslash takes the next character along
    }
    const inner = this.#unquoted(start, end);
    return inner.includes('\\') ? inner.replace(escapeSequence, characterOf) : inner;
  }

  #unquoted(start: number, end: number): string {
    const inner = this.text.slice(start, end);
    if (end < 0 || inner.includes('\n')) throw giveUp;
    this.at = end + 1;
    return inner;
  }

  /** A new entry of a mapping; a key that comes twice is for the library to complain about. */
  put(
    into: Record<string, unknown>,
    spots: Map<string | number, Spot>,
    key: string,
    value: unknown,
    spot: Spot,
  ): void {
    if (spots.has(key) || key === '<<' || key === '__proto__') throw giveUp;
    into[key] = value;
    spots.set(key, spot);
  }

  spotsOf(container: object): Map<string | number, Spot> {
    const spots = new Map<string | number, Spot>();
    this.spots.set(container, spots);
    return spots;
  }
}

function characterOf(_: string, byte?: string, short?: string, long?: string, letter?: string): string {
  if (letter === undefined) return codePoint(Number.parseInt(byte ?? short ?? long ?? '', 16));
  const plain = escapes[letter];
  if (plain === undefined) throw giveUp;
  return plain;
}

function codePoint(code: number): string {
  if (code > 0x10ffff) throw giveUp;
  return String.fromCodePoint(code);
}
