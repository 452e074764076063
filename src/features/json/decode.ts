/**
 * Reads JSON (RFC 8259) into guest values, straight into their tables.
 *
 *   Jd1  `null` is nil: a field that is not there, a gap in a list. Later fields of the same name win.
 *   Jd2  A number without point and exponent is an integer, exact to 64 bits; beyond them it is a float.
 *   Jd3  Strings are the bytes that stand there; escapes become UTF-8, half surrogates U+FFFD.
 *   Jd4  `{}` is remembered to be an object, as long as it stays empty.
 *   Jd5  What is wrong is told with its line and column. More than 1,000 levels are refused.
 *   Jd6  A long text is read in parts, so that others have their turn between them.
 *
 * Hot. Not `JSON.parse`: it knows texts and not bytes, loses digits, and would make everything twice.
 */
import { decodeUtf8, encodeUtf8, failure } from '#base';
import { Fields, LuaTable, type Value } from '#lua';

const mostLevels = 1000;

const TAB = 9;
const LINE_FEED = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LARGE_E = 69;
const LIST = 91;
const BACKSLASH = 92;
const LIST_END = 93;
const SMALL_E = 101;
const FALSE = 102;
const NULL = 110;
const TRUE = 116;
const OBJECT = 123;
const OBJECT_END = 125;

/** The value of a JSON text in UTF-8, given as a byte string. */
export function decodeJson(text: string): Value {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** Texts from this length on are read in parts (Jd6). */
export const longText = 131_072;
/** Values that are read in one part. */
const valuesInPart = 4000;
/** What a value takes at least, with its place and its share of the table around it. */
const bytesPerValue = 24;

/** The same in parts: yields between them about how many bytes the value takes so far, and returns it. */
export function* decodeInParts(text: string): Generator<number, Value> {
  const reader = new Reader(text);
  const value = yield* reader.parts();
  reader.end();
  return value;
}

/** A list or an object that is being read. */
type Open =
  | { readonly items: Value[]; readonly table: undefined; name: string }
  | { readonly items: undefined; readonly table: LuaTable; name: string };

class Reader {
  readonly #text: string;
  #place = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(level: number): Value {
    const code = this.#next();
    switch (code) {
      case QUOTE:
        return this.#string();
      case OBJECT:
        return this.#object(level);
      case LIST:
        return this.#list(level);
      case TRUE:
        return this.#word('true', true);
      case FALSE:
        return this.#word('false', false);
      case NULL:
        return this.#word('null', undefined);
      default:
        if (code === MINUS || (code >= ZERO && code <= NINE)) return this.#number();
        throw this.#wrong('a value');
    }
  }

  end(): void {
    if (!Number.isNaN(this.#next())) throw this.#wrong('the end');
  }

  /** The code of the next character that is no space; NaN at the end. */
  #next(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#place);
      if (code > SPACE || Number.isNaN(code)) return code;
      if (code !== SPACE && code !== LINE_FEED && code !== RETURN && code !== TAB) return code;
      this.#place++;
    }
  }

  #object(level: number): LuaTable {
    if (level >= mostLevels) throw this.#tooDeep();
    const table = new LuaTable();
    this.#place++;
    if (this.#next() === OBJECT_END) {
      this.#place++;
      table.s = new Fields(); // Jd4: encode.ts looks at it
      return table;
    }
    for (;;) {
      const name = this.#name();
      table.setText(name, this.value(level + 1));
      const code = this.#next();
      this.#place++;
      if (code === COMMA) continue;
      if (code === OBJECT_END) return table;
      this.#place--;
      throw this.#wrong("',' or '}'");
    }
  }

  #list(level: number): LuaTable {
    if (level >= mostLevels) throw this.#tooDeep();
    this.#place++;
    if (this.#next() === LIST_END) {
      this.#place++;
      return new LuaTable();
    }
    const items: Value[] = [undefined];
    for (;;) {
      items.push(this.value(level + 1));
      const code = this.#next();
      this.#place++;
      if (code === COMMA) continue;
      if (code === LIST_END) break;
      this.#place--;
      throw this.#wrong("',' or ']'");
    }
    return listOf(items);
  }

  /** What `value` does, with a stack of its own. */
  *parts(): Generator<number, Value> {
    const open: Open[] = [];
    let bytes = 0;
    for (let left = valuesInPart; ; left--) {
      if (left === 0) {
        left = valuesInPart;
        bytes += valuesInPart * bytesPerValue;
        yield bytes;
      }
      let value = this.#start(open);
      if (value === begun) continue;
      // Whatever ends with this value is a value of what is around it.
      for (;;) {
        const top = open.at(-1);
        if (top === undefined) return value;
        if (top.items !== undefined) top.items.push(value);
        else top.table.setText(top.name, value);
        if (this.#goesOn(top)) break;
        open.pop();
        value = top.items === undefined ? top.table : listOf(top.items);
      }
    }
  }

  /** Reads a value, or the beginning of one that has others inside. */
  #start(open: Open[]): Value {
    const code = this.#next();
    if (code !== OBJECT && code !== LIST) return this.value(open.length);
    const place = this.#place++;
    const isEmpty = this.#next() === (code === OBJECT ? OBJECT_END : LIST_END);
    if (isEmpty || open.length >= mostLevels) {
      this.#place = place;
      return this.value(open.length);
    }
    if (code === LIST) open.push({ items: [undefined], table: undefined, name: '' });
    else open.push({ items: undefined, table: new LuaTable(), name: this.#name() });
    return begun;
  }

  #name(): string {
    if (this.#next() !== QUOTE) throw this.#wrong('a name in quotes');
    const name = this.#string();
    if (this.#next() !== COLON) throw this.#wrong("':'");
    this.#place++;
    return name;
  }

  /** After a value: whether another one follows in the list or object. */
  #goesOn(top: Open): boolean {
    const code = this.#next();
    const end = top.items === undefined ? OBJECT_END : LIST_END;
    if (code !== COMMA && code !== end)
      throw this.#wrong(top.items === undefined ? "',' or '}'" : "',' or ']'");
    this.#place++;
    if (code === COMMA && top.items === undefined) top.name = this.#name();
    return code === COMMA;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#place)) throw this.#wrong('a value');
    this.#place += word.length;
    return value;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#place + 1;
    let place = start;
    for (;;) {
      const code = text.charCodeAt(place);
      if (code === QUOTE) {
        this.#place = place + 1;
        return text.slice(start, place);
      }
      if (code === BACKSLASH) return this.#escaped(start, place);
      if (!(code >= SPACE)) {
        this.#place = place;
        throw this.#wrong(Number.isNaN(code) ? 'the end of the string' : 'no control character in a string');
      }
      place++;
    }
  }

  /** A string with escapes, the first of which stands at `place`. */
  #escaped(start: number, place: number): string {
    const text = this.#text;
    let result = text.slice(start, place);
    let from = place;
    this.#place = place;
    for (;;) {
      const code = text.charCodeAt(this.#place);
      if (code === QUOTE) {
        result += text.slice(from, this.#place++);
        return result;
      }
      if (code === BACKSLASH) {
        result += text.slice(from, this.#place) + this.#escape();
        from = this.#place;
      } else if (code >= SPACE) this.#place++;
      else
        throw this.#wrong(Number.isNaN(code) ? 'the end of the string' : 'no control character in a string');
    }
  }

  #escape(): string {
    const simple = escapes[this.#text[this.#place + 1] ?? ''];
    if (simple !== undefined) {
      this.#place += 2;
      return simple;
    }
    const unit = this.#unit();
    if (unit === undefined) throw this.#wrong('an escape');
    if (!isHigh(unit)) return encodeUtf8(String.fromCharCode(unit));
    // Two halves next to each other are one character.
    const place = this.#place;
    const low = this.#unit();
    if (low !== undefined && isLow(low)) return encodeUtf8(String.fromCharCode(unit, low));
    this.#place = place;
    return encodeUtf8(String.fromCharCode(unit));
  }

  /** The code of `\uXXXX`, if one stands here. */
  #unit(): number | undefined {
    const digits = this.#text.slice(this.#place + 2, this.#place + 6);
    if (this.#text.charCodeAt(this.#place) !== BACKSLASH || this.#text[this.#place + 1] !== 'u')
      return undefined;
    if (!/^[\da-fA-F]{4}$/.test(digits)) return undefined;
    this.#place += 6;
    return Number.parseInt(digits, 16);
  }

  #number(): Value {
    const text = this.#text;
    const start = this.#place;
    let place = start;
    const isNegative = text.charCodeAt(place) === MINUS;
    if (isNegative) place++;
    const digits = place;
    let value = 0;
    let code = text.charCodeAt(place);
    while (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      code = text.charCodeAt(++place);
    }
    this.#place = place;
    if (place === digits) throw this.#wrong('a digit');
    if (place > digits + 1 && text.charCodeAt(digits) === ZERO)
      throw this.#wrong('no digit after a leading zero');
    if (code === POINT || code === SMALL_E || code === LARGE_E) return this.#float(start);
    if (place - digits <= 15) return isNegative ? 0 - value : value;
    return this.#longInteger(text.slice(start, place));
  }

  #longInteger(digits: string): Value {
    const exact = BigInt(digits);
    const number = Number(exact);
    if (Number.isSafeInteger(number)) return number;
    return BigInt.asIntN(64, exact) === exact ? exact : this.#finite(number);
  }

  #float(start: number): number {
    float.lastIndex = start;
    const text = float.exec(this.#text)?.[0] ?? '';
    this.#place = start + text.length;
    if (/[\d.eE]/.test(this.#text.charAt(this.#place))) throw this.#wrong('a number');
    return this.#finite(Number(text));
  }

  #finite(number: number): number {
    if (Number.isFinite(number)) return number;
    throw this.#wrong('a number that is not too large');
  }

  #tooDeep(): Error {
    return bad(this.#text, this.#place, `more than ${mostLevels} levels`);
  }

  #wrong(expected: string): Error {
    const place = this.#place;
    const found =
      place < this.#text.length ? JSON.stringify(decodeUtf8(this.#text.slice(place, place + 12))) : 'the end';
    return bad(this.#text, place, `expected ${expected}, found ${found}`);
  }
}

/** The array part of a table never ends with nil. */
function listOf(items: Value[]): LuaTable {
  while (items.length > 1 && items[items.length - 1] === undefined) items.pop();
  return items.length === 1 ? new LuaTable() : new LuaTable(undefined, items);
}

/** In the place of a value that has only begun. */
const begun = Symbol('begun');

function bad(text: string, place: number, what: string): Error {
  const before = text.slice(0, place).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return failure('Internal', `bad JSON at ${before.length}:${column}: ${what}`, { retryable: false });
}

const float = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
