/**
 * Any value as a line of text for people, whatever it is.
 *
 *   Re1  No guest code runs: no metamethod is asked, and what belongs to a name is read as it lies there.
 *   Re2  The work is bounded by depth, entries, and characters, never by the size of the value; nothing is recursive.
 *   Re3  What stands under a name that speaks of a secret is `***`, and so is any text that `hide` takes out.
 *   Re4  The text is printable: control characters and bytes that are no UTF-8 are escaped.
 */
import { decodeUtf8 } from '#base';
import { addressIn } from '../library/address.ts';
import { Cell, Coroutine, Fn, STATUS_NAMES, Userdata, type Value } from '../machine.ts';
import { plainText, typeName } from '../operations.ts';
import { Fields, fieldName, LuaTable } from '../table.ts';
import { LuaProto } from '../unit.ts';
import { contentOf } from '../wide-integer.ts';
import { innermostPlace } from './frames.ts';

export interface RenderingOptions {
  /** Whether what is called so may not be shown. */
  readonly isSecret: (name: string) => boolean;
  /** Takes out of a byte string what may not be shown. */
  readonly hide: (text: string) => string;
  /** What is inside a host value; undefined when it is not known. */
  readonly open?: (object: object) => OpenValue | undefined;
}

/** A host value: its name, and what can be said of it. */
export interface OpenValue {
  readonly name: string;
  readonly parts: readonly (readonly [name: string, value: Value])[];
}

const DEEPEST = 4;
const MOST_ENTRIES = 16;
/** Places of a hash part that are looked at for entries. */
const MOST_PLACES = 256;
const LONGEST_TEXT = 200;
/** Longer texts are not even touched: they may be ropes that are still to be joined. */
const LONGEST_READ = 1 << 20;
const MOST_CHARACTERS = 2000;
const HIDDEN = '***';

type Piece =
  | { readonly text: string }
  | { readonly value: Value; readonly depth: number; readonly name: string };

/** `name`: what the value is called, '' for nothing in particular. */
export function render(value: Value, name: string, options: RenderingOptions): string {
  return new Rendering(options).run(value, name);
}

class Rendering {
  readonly #options: RenderingOptions;
  /** What is still to be written, the next one last. */
  readonly #waiting: Piece[] = [];
  #written = '';

  constructor(options: RenderingOptions) {
    this.#options = options;
  }

  run(value: Value, name: string): string {
    this.#waiting.push({ value, depth: 0, name });
    for (let piece = this.#waiting.pop(); piece !== undefined; piece = this.#waiting.pop()) {
      if (this.#written.length > MOST_CHARACTERS) return `${this.#written} ...`;
      if ('text' in piece) this.#written += piece.text;
      else this.#value(piece.value, piece.depth, piece.name);
    }
    return this.#written;
  }

  #value(value: Value, depth: number, name: string): void {
    if (isHidable(value) && name !== '' && this.#options.isSecret(name)) {
      this.#written += HIDDEN;
      return;
    }
    switch (typeof value) {
      case 'string':
        this.#written += quoted(value, this.#options.hide);
        return;
      case 'object':
        if (value !== null) this.#object(value, depth);
        else this.#written += 'null';
        return;
      default:
        this.#written += value === undefined ? 'nil' : (plainText(value) ?? String(value));
    }
  }

  #object(object: object, depth: number): void {
    if (object instanceof LuaTable) this.#table(object, depth);
    else if (object instanceof Fn) this.#written += shownFunction(object);
    else if (object instanceof Coroutine) this.#written += shownCoroutine(object);
    else if (object instanceof Cell) this.#value(contentOf(object), depth, '');
    else if (Array.isArray(object)) this.#list(object, depth);
    else this.#open(object, depth);
  }

  #open(object: object, depth: number): void {
    const inside = this.#options.open?.(object);
    if (inside !== undefined) {
      this.#entries(`${inside.name} `, inside.parts, 0, depth);
      return;
    }
    if (object instanceof Userdata) this.#written += printable(object.handle.name);
    else if (object instanceof Uint8Array) this.#written += `${object.length} bytes`;
    else if (isPlain(object)) this.#entries('', someOf(object), 0, depth);
    else this.#written += 'a value of the host';
  }

  #list(list: readonly Value[], depth: number): void {
    const parts = list.slice(0, MOST_ENTRIES).map((value) => ['', value] as const);
    this.#entries('', parts, list.length - parts.length, depth);
  }

  #table(table: LuaTable, depth: number): void {
    const name = table.mt?.getText('__name');
    const lead = typeof name === 'string' ? `${printable(this.#options.hide(name.slice(0, 40)))} ` : '';
    const parts: (readonly [string, Value])[] = [];
    const { arr, s, hash } = table;
    for (let i = 1; i < arr.length && parts.length < MOST_ENTRIES; i++) parts.push(['', arr[i]]);
    let more = Math.max(0, arr.length - 1 - parts.length);
    for (const property in s) {
      const value = s[property];
      if (value === undefined || !Object.hasOwn(s, property)) continue;
      if (parts.length >= MOST_ENTRIES) more++;
      else parts.push([fieldName(property) ?? property, value]);
    }
    if (hash !== null) {
      const { keys, vals } = hash;
      let at = 0;
      for (; at < keys.length && at < MOST_PLACES && parts.length < MOST_ENTRIES; at++) {
        if (vals[at] !== undefined) parts.push([this.#key(keys[at]), vals[at]]);
      }
      more += keys.length - at;
    }
    this.#entries(lead, parts, more, depth);
  }

  #key(key: Value): string {
    if (typeof key === 'string') return key;
    if (key instanceof LuaTable || key instanceof Fn) return `[${typeName(key)}]`;
    const text = typeof key === 'object' ? typeName(key) : (plainText(key) ?? String(key));
    return `[${text}]`;
  }

  /** `lead{ 1, name = 2, ... 7 more }` */
  #entries(lead: string, parts: OpenValue['parts'], more: number, depth: number): void {
    this.#written += lead;
    if (parts.length === 0 && more === 0) {
      this.#written += '{}';
      return;
    }
    if (depth >= DEEPEST) {
      this.#written += '{...}';
      return;
    }
    const pieces: Piece[] = [{ text: '{ ' }];
    for (const [name, value] of parts) {
      if (pieces.length > 1) pieces.push({ text: ', ' });
      if (name !== '') pieces.push({ text: `${shownName(name, this.#options.hide)} = ` });
      pieces.push({ value, depth: depth + 1, name });
    }
    if (more > 0) pieces.push({ text: `${pieces.length > 1 ? ', ' : ''}... ${more} more` });
    pieces.push({ text: ' }' });
    for (let i = pieces.length - 1; i >= 0; i--) this.#waiting.push(pieces[i] as Piece);
  }
}

/** Whether there is anything to hide: that something is missing, true or code is no secret. */
function isHidable(value: Value): boolean {
  return value !== undefined && typeof value !== 'boolean' && !(value instanceof Fn);
}

function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null || object instanceof Fields;
}

/** Data of the host, as its calls take them. */
function someOf(object: object): OpenValue['parts'] {
  const parts: (readonly [string, Value])[] = [];
  for (const name in object) {
    if (parts.length === MOST_ENTRIES) break;
    parts.push([name, (object as Readonly<Record<string, Value>>)[name]]); // any object is that
  }
  return parts;
}

function shownFunction({ proto }: Fn): string {
  if (!(proto instanceof LuaProto)) return `function ${printable(proto.name)}`;
  const place = `<${proto.unit.name}:${proto.line}>`;
  return printable(proto.name === '' ? `function ${place}` : `function ${proto.name} ${place}`);
}

function shownCoroutine(coroutine: Coroutine): string {
  const number = addressIn(coroutine);
  const at = innermostPlace(coroutine.frames);
  const where = at === undefined ? '' : ` at ${at.place}`;
  return printable(
    `coroutine${number === undefined ? '' : ` ${number}`} (${STATUS_NAMES[coroutine.status]}${where})`,
  );
}

function shownName(name: string, hide: (text: string) => string): string {
  const isPlainName = /^[A-Za-z_]\w{0,60}$/.test(name) || /^\[[\w.+-]{1,40}\]$/.test(name);
  if (isPlainName && hide(name) === name) return name;
  return `[${quoted(name, hide)}]`;
}

/** A byte string in quotes, the first of it when it is long. */
export function quoted(text: string, hide: (text: string) => string): string {
  if (text.length > LONGEST_READ) return `a text of ${text.length} bytes`;
  const first = text.slice(0, LONGEST_TEXT);
  const shown = `"${printable(hide(first)).replaceAll('"', '\\"')}"`;
  return first.length === text.length ? shown : `${shown}... (${text.length} bytes)`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** A byte string as text that a terminal shows and does not obey (Re4). */
export function printable(bytes: string): string {
  const text = asUtf8(bytes);
  if (text === undefined) return bytes.replace(/[^\x20-\x7e]|\\/g, escaped);
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\\]/gu, escaped);
}

function escaped(one: string): string {
  const known = ESCAPES[one];
  if (known !== undefined) return known;
  const code = one.codePointAt(0) ?? 0;
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** The text, if it is UTF-8; a cut at the end may have parted its last character, which is then left out. */
function asUtf8(bytes: string): string | undefined {
  const whole = bytes.replace(/[\xc0-\xff][\x80-\xbf]{0,2}$/, (last) => (isWhole(last) ? last : ''));
  const text = decodeUtf8(whole);
  return text.includes('\ufffd') ? undefined : text;
}

function isWhole(character: string): boolean {
  const lead = character.charCodeAt(0);
  return character.length === (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);
}
