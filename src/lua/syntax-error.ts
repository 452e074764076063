/**
 * What a text that is no program is refused with: file, line, column and the line itself with a caret.
 *
 * The message is the one Lua users know, `file:line: problem near 'token'`. Offsets count bytes of the
 * byte string; what people read (column, near, excerpt) is decoded as UTF-8 where the bytes are UTF-8.
 */
export class LuaSyntaxError extends Error {
  readonly file: string;
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  readonly problem: string;
  /** The token at which the reading stopped, `<eof>` at the end, or undefined where it says nothing. */
  readonly near: string | undefined;
  /** The line of source, and below it a caret under the column. */
  readonly excerpt: string;

  constructor(source: string, file: string, offset: number, problem: string, near?: string) {
    const line = lineOf(source, offset);
    const shown = near === undefined ? undefined : shownToken(near);
    super(`${file}:${line}: ${problem}${nearText(shown)}`);
    this.name = 'LuaSyntaxError';
    this.file = file;
    this.offset = offset;
    this.line = line;
    this.problem = problem;
    this.near = shown;
    const [from, to] = lineBounds(source, offset);
    const before = decode(source.slice(from, offset));
    this.column = [...before].length + 1;
    this.excerpt = excerpt(before, decode(source.slice(offset, to)));
  }
}

const longestToken = 80;
const longestExcerpt = 60;
const newline = 10;
const carriageReturn = 13;

function nearText(near: string | undefined): string {
  if (near === undefined) return '';
  return near === '<eof>' ? ' near <eof>' : ` near '${near}'`;
}

/** A lone byte that is no printable character is shown by its number, as PUC Lua does. */
function shownToken(bytes: string): string {
  const code = bytes.charCodeAt(0);
  if (bytes.length === 1 && (code < 32 || code > 126)) return `<\\${code}>`;
  const text = decode(bytes);
  return text.length > longestToken ? `${text.slice(0, longestToken)}...` : text;
}

function decode(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function isNewline(code: number): boolean {
  return code === newline || code === carriageReturn;
}

/** The two bytes of `\r\n` and `\n\r` are one end of line. */
function lineOf(source: string, offset: number): number {
  let line = 1;
  for (let at = 0; at < offset; at++) {
    const code = source.charCodeAt(at);
    if (!isNewline(code)) continue;
    line++;
    const next = source.charCodeAt(at + 1);
    if (at + 1 < offset && isNewline(next) && next !== code) at++;
  }
  return line;
}

function lineBounds(source: string, offset: number): [from: number, to: number] {
  let from = offset;
  while (from > 0 && !isNewline(source.charCodeAt(from - 1))) from--;
  let to = offset;
  while (to < source.length && !isNewline(source.charCodeAt(to))) to++;
  return [from, to];
}

/** Of a long line only the neighbourhood of the caret is shown. Tabs stay, so that the caret stands right. */
function excerpt(before: string, after: string): string {
  const left = before.length > longestExcerpt ? `...${before.slice(-longestExcerpt)}` : before;
  const right = after.length > longestExcerpt ? `${after.slice(0, longestExcerpt)}...` : after;
  return `${left}${right}\n${left.replace(/[^\t]/gu, ' ')}^`;
}
