/**
 * The YAML that people write in entry files, read in one pass over the text: block mappings and lists,
 * scalars on one line, `|` and `>` texts, flow lists and mappings, comments. Also all of JSON.
 *
 * It exists for the start of an application: on 110 kB of entries the YAML library takes 200 ms in a
 * fresh process, after 30 ms to be imported; this reader takes 35, with the position of every value.
 *
 *   Y1  Whatever is beyond that, or wrong, is not read here: the reader gives up and the library decides.
 *   Y2  What is read here is what the library reads.
 */
import { readFlow } from './plain-yaml-flow.ts';
import { colon, dash, doubleQuote, giveUp, quote, Scanner, space } from './plain-yaml-scanner.ts';
import { Positions } from './positions.ts';
import type { SourceText } from './source-text.ts';
import { plainScalar } from './yaml-scalar.ts';

export interface YamlDocument {
  readonly value: unknown;
  readonly positions: Positions;
}

/** The document, or undefined when it is not plain. */
export function readPlainYaml(source: SourceText): YamlDocument | undefined {
  if (/[\r\ufeff]/.test(source.text)) return undefined;
  const reader = new BlockReader(source.text);
  try {
    const value = reader.document();
    return { value, positions: new Positions(source, value, reader.spots) };
  } catch (thrown) {
    if (thrown === giveUp) return undefined;
    throw thrown;
  }
}

const maxDepth = 64;
// A comment begins with a `#` after a blank, the value of a key with a `:` before one.
const plainKey = /(?:[^\s,[\]{}#&*!|>'"%@`?:-]|[?:-](?=\S))(?:[^\n:#]|:(?![ \n]|$)|(?<! )#)*:(?=[ \n]|$)/y;
const plainText = /(?:[^\s,[\]{}#&*!|>'"%@`?:-]|[?:-](?=\S))(?:[^\n#]|(?<! )#)*/y;

class BlockReader extends Scanner {
  /** Of the first character on the line that is not blank; -1 at the end of the text. */
  #column = -1;
  #depth = 0;

  document(): unknown {
    this.#nextLine();
    if (this.#column === 0 && this.text.startsWith('---', this.at)) {
      this.at += 3;
      this.skipSpaces();
      if (!this.isLineDone()) throw giveUp;
      this.skipLine();
      this.#nextLine();
    }
    const value = this.#column < 0 ? null : this.#node();
    if (this.#column >= 0) throw giveUp;
    return value;
  }

  /** Moves over blank lines and comments to the next line's first character. */
  #nextLine(): void {
    for (;;) {
      const start = this.at;
      this.skipSpaces();
      if (!this.isLineDone()) {
        this.#column = this.at - start;
        if (this.code === 9 || (this.#column === 0 && this.#isMarker())) throw giveUp;
        return;
      }
      if (Number.isNaN(this.code)) {
        this.#column = -1;
        return;
      }
      this.skipLine();
    }
  }

  /** A directive, or the start or end of a document other than the first. */
  #isMarker(): boolean {
    if (this.text.startsWith('...', this.at) || this.text[this.at] === '%') return true;
    return (
      this.text.startsWith('---', this.at) && this.text.slice(0, this.at).trim().replace(/^#.*$/gm, '') !== ''
    );
  }

  #node(): unknown {
    if (++this.#depth > maxDepth) throw giveUp;
    const value = this.#isItem() ? this.#list(this.#column) : this.#mappingOrFlow();
    this.#depth--;
    return value;
  }

  #mappingOrFlow(): unknown {
    if (this.#startsKey()) return this.#mapping(this.#column);
    if (this.text[this.at] !== '{' && this.text[this.at] !== '[') throw giveUp;
    return this.#inline(this.#column - 1);
  }

  #isItem(): boolean {
    return this.code === dash && this.isBlankAt(this.at + 1);
  }

  #list(column: number): unknown[] {
    const list: unknown[] = [];
    const spots = this.spotsOf(list);
    while (this.#column === column && this.#isItem()) {
      this.at++;
      this.skipSpaces();
      const start = this.at;
      const value = this.#item(column);
      const at = this.#valueStart ?? start;
      spots.set(list.length, { key: at, value: at });
      list.push(value);
    }
    return list;
  }

  /** Where the value that was read last began, when that was on a later line. */
  #valueStart: number | undefined;

  #item(column: number): unknown {
    this.#valueStart = undefined;
    if (this.isLineDone()) return this.#below(column, column + 1);
    if (!this.#isItem() && !this.#startsKey()) return this.#inline(column);
    this.#column = this.at - (this.text.lastIndexOf('\n', this.at - 1) + 1);
    const value = this.#node();
    this.#valueStart = undefined;
    if (this.#column > column) throw giveUp;
    return value;
  }

  /** A value on the lines below its key or dash, if those are indented by `least` or more. */
  #below(column: number, least: number): unknown {
    this.skipLine();
    this.#nextLine();
    if (this.#column < least) return null;
    const start = this.at;
    if (this.#column === column && !this.#isItem()) return null;
    const value = this.#node();
    if (this.#column > column) throw giveUp;
    this.#valueStart = start;
    return value;
  }

  #mapping(column: number): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    const spots = this.spotsOf(mapping);
    while (this.#column === column) {
      if (this.#isItem() || !this.#startsKey()) throw giveUp;
      const at = this.at;
      const key = this.#key();
      this.skipSpaces();
      const start = this.at;
      this.#valueStart = undefined;
      const value = this.isLineDone() ? this.#below(column, column) : this.#inline(column);
      this.put(mapping, spots, key, value, { key: at, value: this.#valueStart ?? start });
    }
    return mapping;
  }

  /** Whether `key:` stands here. */
  #startsKey(): boolean {
    return this.#keyEnd() >= 0;
  }

  /** The offset of the colon after the key that stands here, or -1. Asked several times for one place. */
  #keyEnd(): number {
    if (this.#keyAt !== this.at) {
      const at = this.at;
      this.#colonAt =
        this.code === quote || this.code === doubleQuote ? this.#quotedKeyEnd() : this.#plainKeyEnd();
      this.at = at;
      this.#keyAt = at;
    }
    return this.#colonAt;
  }

  #keyAt = -1;
  #colonAt = -1;

  #quotedKeyEnd(): number {
    this.quoted();
    this.skipSpaces();
    return this.code === colon && this.isBlankAt(this.at + 1) ? this.at : -1;
  }

  #plainKeyEnd(): number {
    plainKey.lastIndex = this.at;
    return plainKey.test(this.text) ? plainKey.lastIndex - 1 : -1;
  }

  #key(): string {
    const end = this.#keyEnd();
    const isQuoted = this.code === quote || this.code === doubleQuote;
    const key = isQuoted ? this.quoted() : this.text.slice(this.at, end).trimEnd();
    if (!isQuoted && (key.includes('\t') || plainScalar(key) === null)) throw giveUp;
    this.at = end + 1;
    return key;
  }

  /** A value on the line of its key or dash, which it ends. */
  #inline(column: number): unknown {
    const value = this.#inlineValue(column);
    if (this.#column > column) throw giveUp;
    return value;
  }

  #inlineValue(column: number): unknown {
    switch (this.text[this.at]) {
      case '|':
        return this.#blockText(column, (lines) => lines.join('\n'));
      case '>':
        return this.#blockText(column, fold);
      case '[':
      case '{':
        return this.#endLine(readFlow(this, column));
      case '"':
      case "'":
        return this.#endLine(this.quoted());
      default:
        return this.#endLine(plainScalar(this.#unquotedText()));
    }
  }

  #endLine<T>(value: T): T {
    this.skipSpaces();
    if (!this.isLineDone()) throw giveUp;
    this.skipLine();
    this.#nextLine();
    return value;
  }

  #unquotedText(): string {
    plainText.lastIndex = this.at;
    const found = plainText.exec(this.text)?.[0];
    if (found === undefined || this.#keyEnd() >= 0 || found.includes('\t')) throw giveUp;
    this.at += found.length;
    return found.trimEnd();
  }

  #blockText(column: number, join: (lines: readonly string[]) => string): string {
    const chomp = /[-+]/.exec(this.text[this.at + 1] ?? '')?.[0] ?? '';
    this.at += 1 + chomp.length;
    this.skipSpaces();
    if (!this.isLineDone()) throw giveUp;
    this.skipLine();
    const lines = this.#blockLines(column);
    const isEmptyEnd = (line: string | undefined) => line === '';
    let end = lines.length;
    while (isEmptyEnd(lines[end - 1])) end--;
    if (end === 0 && lines.length > 0) throw giveUp;
    const text = join(lines.slice(0, end));
    this.#nextLine();
    if (end === 0 || chomp === '-') return text;
    return text + (chomp === '+' ? '\n'.repeat(lines.length - end + 1) : '\n');
  }

  /** The lines of a block text without their indentation, which the first of them decides. */
  #blockLines(column: number): string[] {
    const { text } = this;
    const lines: string[] = [];
    let indent = -1;
    while (this.at < text.length) {
      const lineEnd = text.indexOf('\n', this.at);
      const end = lineEnd < 0 ? text.length : lineEnd;
      let start = this.at;
      while (text.charCodeAt(start) === space) start++;
      const found = start - this.at;
      if (start < end) {
        if (indent < 0) indent = found;
        if (found <= column) break;
        if (found < indent || (found === indent && text.charCodeAt(start) === 9)) throw giveUp;
      } else if (indent < 0 && found > 0) throw giveUp;
      lines.push(text.slice(indent < 0 ? end : Math.min(this.at + indent, end), end));
      this.at = lineEnd < 0 ? end : end + 1;
    }
    return lines;
  }
}

/** `>`: lines become one, empty lines become ends of lines. Indented lines are kept as they are: not plain. */
function fold(lines: readonly string[]): string {
  let folded = '';
  let breaks = 0;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(' ') || line.startsWith('\t') || (index === 0 && line === '')) throw giveUp;
    if (line === '') breaks++;
    else {
      folded += index === 0 ? line : (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + line;
      breaks = 0;
    }
  }
  return folded;
}
