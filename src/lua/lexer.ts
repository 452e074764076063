/**
 * Cuts a source into tokens, one at a time: hot code, so plain loops over char codes and one large switch.
 *
 * In: a byte string. Out: the fields of the current token on the lexer itself; no token is an object.
 * `next` moves on and throws LuaSyntaxError where no token can be read. A byte that begins no token is
 * the token `<unknown>`, so that the parser words the error.
 *
 *   L1  `line` is the line of the token's first byte; `previousLine` the line where the token before it ended.
 *   L2  An end of line is `\n`, `\r`, `\r\n` or `\n\r`. Inside strings it reads as `\n`.
 *   L3  A byte order mark and then a first line that begins with `#` are skipped.
 */
import { readNumeral } from './number-literal.ts';
import { afterNewline, readQuotedString } from './string-literal.ts';
import { LuaSyntaxError } from './syntax-error.ts';
import { keywordAt, type Token } from './token.ts';

/** Where the lexer stood; only for going back there. */
export interface Mark {
  readonly token: Token;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly endLine: number;
  readonly previousEnd: number;
  readonly previousLine: number;
  readonly text: string;
  readonly number: number | bigint;
  readonly float: boolean;
}

const letter = 1;
const digit = 2;
/** What a byte may be part of; letters count `_`. */
const kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[0-9]/u.test(char)) return digit;
  return /[a-zA-Z_]/u.test(char) ? letter : 0;
});

export class Lexer {
  readonly source: string;
  readonly file: string;
  token: Token = '<eof>';
  /** First byte of the current token. */
  start = 0;
  /** Byte after the current token. */
  end = 0;
  line = 1;
  previousEnd = 0;
  previousLine = 1;
  /** The name, or the value of the string. */
  text = '';
  /** The value of the number. */
  number: number | bigint = 0;
  float = false;
  /** The line where the current token ends. */
  #endLine = 1;
  /** One string per name, so that equal names are the same string. */
  readonly #names = new Map<string, string>();

  constructor(source: string, file: string) {
    this.source = source;
    this.file = file;
    if (source.startsWith('\xef\xbb\xbf')) this.end = 3;
    if (source.charCodeAt(this.end) === 35) this.end = this.#endOfLine(this.end);
    this.next();
  }

  /** Moves on to the next token. */
  next(): void {
    this.previousEnd = this.end;
    this.previousLine = this.#endLine;
    this.start = this.#skipSpace(this.end);
    this.line = this.#endLine;
    this.token = this.#scan(this.start);
  }

  /** The token after the current one. */
  peek(): Token {
    const mark = this.mark();
    this.next();
    const token = this.token;
    this.reset(mark);
    return token;
  }

  /** Cuts the first byte off a token such as `>>`, and reads the rest anew. */
  splitFirst(): void {
    this.end = this.start + 1;
    this.next();
  }

  mark(): Mark {
    const { token, start, end, line, previousEnd, previousLine, text, number, float } = this;
    return {
      token,
      start,
      end,
      line,
      endLine: this.#endLine,
      previousEnd,
      previousLine,
      text,
      number,
      float,
    };
  }

  reset(mark: Mark): void {
    this.token = mark.token;
    this.start = mark.start;
    this.end = mark.end;
    this.line = mark.line;
    this.#endLine = mark.endLine;
    this.previousEnd = mark.previousEnd;
    this.previousLine = mark.previousLine;
    this.text = mark.text;
    this.number = mark.number;
    this.float = mark.float;
  }

  /** The error that stands at the current token. */
  error(problem: string): LuaSyntaxError {
    const near = this.token === '<eof>' ? '<eof>' : this.source.slice(this.start, this.end);
    return new LuaSyntaxError(this.source, this.file, this.start, problem, near);
  }

  /** Skips spaces and comments; returns where the next token begins. */
  #skipSpace(from: number): number {
    const source = this.source;
    let at = from;
    while (at < source.length) {
      const code = source.charCodeAt(at);
      if (code === 32 || code === 9 || code === 11 || code === 12) at++;
      else if (code === 10 || code === 13) {
        this.#endLine++;
        at = afterNewline(source, at);
      } else if (code === 45 && source.charCodeAt(at + 1) === 45) at = this.#skipComment(at + 2);
      else break;
    }
    return at;
  }

  #skipComment(at: number): number {
    const level = this.source.charCodeAt(at) === 91 ? this.#bracketLevel(at) : -1;
    if (level < 0) return this.#endOfLine(at);
    return this.#closingBracket(at, level, 'comment') + level + 2;
  }

  #endOfLine(from: number): number {
    const source = this.source;
    let at = from;
    while (at < source.length && source.charCodeAt(at) !== 10 && source.charCodeAt(at) !== 13) at++;
    return at;
  }

  /** How many `=` stand in the long bracket that opens at `at`, or -1 if it is none. */
  #bracketLevel(at: number): number {
    let end = at + 1;
    while (this.source.charCodeAt(end) === 61) end++;
    return this.source.charCodeAt(end) === 91 ? end - at - 1 : -1;
  }

  /** Where the long bracket that opens at `at` is closed. */
  #closingBracket(at: number, level: number, what: 'string' | 'comment'): number {
    const source = this.source;
    const closing = source.indexOf(`]${'='.repeat(level)}]`, at + level + 2);
    if (closing < 0) {
      const problem = `unfinished long ${what} (starting at line ${this.#endLine})`;
      throw new LuaSyntaxError(source, this.file, source.length, problem, '<eof>');
    }
    for (let offset = at; offset < closing; ) {
      const code = source.charCodeAt(offset);
      if (code === 10 || code === 13) {
        this.#endLine++;
        offset = afterNewline(source, offset);
      } else offset++;
    }
    return closing;
  }

  /** Reads the token at `at`, and sets `end`. */
  #scan(at: number): Token {
    const source = this.source;
    if (at >= source.length) {
      this.end = at;
      return '<eof>';
    }
    const code = source.charCodeAt(at);
    const kind = kinds[code] ?? 0;
    if ((kind & letter) !== 0) return this.#name(at);
    if ((kind & digit) !== 0) return this.#number(at);
    const next = source.charCodeAt(at + 1);
    this.end = at + 1;
    switch (code) {
      case 34: // "
      case 39: // '
        return this.#quoted(at, code);
      case 40:
        return '(';
      case 41:
        return ')';
      case 44:
        return ',';
      case 46: // .
        if (next === 46) return source.charCodeAt(at + 2) === 46 ? this.#wide('...') : this.#wide('..');
        return ((kinds[next] ?? 0) & digit) !== 0 ? this.#number(at) : '.';
      case 61:
        return next === 61 ? this.#wide('==') : '=';
      case 58:
        return next === 58 ? this.#wide('::') : ':';
      case 91: // [
        return next === 91 || next === 61 ? this.#long(at) : '[';
      case 93:
        return ']';
      case 123:
        return '{';
      case 125:
        return '}';
      case 43:
        return '+';
      case 45:
        return next === 62 ? this.#wide('->') : '-';
      case 42:
        return '*';
      case 47:
        return next === 47 ? this.#wide('//') : '/';
      case 37:
        return '%';
      case 94:
        return '^';
      case 35:
        return '#';
      case 38:
        return '&';
      case 126:
        return next === 61 ? this.#wide('~=') : '~';
      case 124:
        return '|';
      case 60:
        if (next === 60) return this.#wide('<<');
        return next === 61 ? this.#wide('<=') : '<';
      case 62:
        if (next === 62) return this.#wide('>>');
        return next === 61 ? this.#wide('>=') : '>';
      case 59:
        return ';';
      case 63:
        return '?';
      case 64:
        return '@';
      case 33: // `x!==y` is `x! == y`
        if (next !== 61 || source.charCodeAt(at + 2) === 61) return '!';
        throw new LuaSyntaxError(source, this.file, at, "use '~=' for inequality", '!=');
      default:
        return this.#unknown(at, code);
    }
  }

  #wide(token: Token): Token {
    this.end = this.start + token.length;
    return token;
  }

  #name(at: number): Token {
    const source = this.source;
    let end = at + 1;
    while (end < source.length && (kinds[source.charCodeAt(end)] ?? 0) !== 0) end++;
    this.end = end;
    const keyword = keywordAt(source, at, end);
    if (keyword !== undefined) return keyword;
    const text = source.substring(at, end);
    const known = this.#names.get(text);
    if (known === undefined) this.#names.set(text, text);
    this.text = known ?? text;
    return '<name>';
  }

  /** Short decimal integers are read here; all else that begins like a number by `readNumeral`. */
  #number(at: number): Token {
    const source = this.source;
    let value = 0;
    let end = at;
    let code = source.charCodeAt(end);
    while (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      code = source.charCodeAt(++end);
    }
    if (code === 46 || (kinds[code] ?? 0) !== 0 || end - at > 15) return this.#numeral(at);
    this.end = end;
    this.number = value;
    this.float = false;
    return '<number>';
  }

  #numeral(at: number): Token {
    const source = this.source;
    const exponent = (source.charCodeAt(at + 1) | 32) === 120 ? 112 : 101; // after 0x: p, else e
    let end = at;
    for (;;) {
      const code = source.charCodeAt(end);
      const kind = kinds[code] ?? 0;
      if ((code | 32) === exponent && kind !== 0) {
        const sign = source.charCodeAt(++end);
        if (sign === 43 || sign === 45) end++;
      } else if (code === 46 || kind !== 0) end++;
      else break;
    }
    this.end = end;
    const numeral = readNumeral(source.substring(at, end));
    if (numeral === undefined) throw this.#malformed(at, 'malformed number');
    this.number = numeral.value;
    this.float = numeral.float;
    return '<number>';
  }

  #quoted(at: number, quote: number): Token {
    const source = this.source;
    for (let end = at + 1; end < source.length; end++) {
      const code = source.charCodeAt(end);
      if (code === quote) {
        this.end = end + 1;
        this.text = source.substring(at + 1, end);
        return '<string>';
      }
      if (code === 92 || code === 10 || code === 13) break;
    }
    const read = readQuotedString(source, this.file, at);
    this.end = read.end;
    this.text = read.value;
    this.#endLine += read.lines;
    return '<string>';
  }

  #long(at: number): Token {
    const source = this.source;
    const level = this.#bracketLevel(at);
    if (level < 0) {
      while (source.charCodeAt(this.end) === 61) this.end++;
      throw this.#malformed(at, 'invalid long string delimiter');
    }
    const closing = this.#closingBracket(at, level, 'string');
    let from = at + level + 2;
    const first = source.charCodeAt(from);
    if (first === 10 || first === 13) from = afterNewline(source, from);
    const text = source.substring(from, closing);
    this.text = text.includes('\r') ? text.replace(/\r\n?|\n\r?/gu, '\n') : text;
    this.end = closing + level + 2;
    return '<string>';
  }

  /** A character that Lua has no use for, all its UTF-8 bytes at once. */
  #unknown(at: number, code: number): Token {
    if (code >= 0xc0) {
      while (this.end < at + 4 && (this.source.charCodeAt(this.end) & 0xc0) === 0x80) this.end++;
    }
    return '<unknown>';
  }

  #malformed(at: number, problem: string): LuaSyntaxError {
    return new LuaSyntaxError(this.source, this.file, at, problem, this.source.slice(at, this.end));
  }
}
