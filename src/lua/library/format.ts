/**
 * `string.format`.
 *
 * `%s` of a value with `__tostring` may suspend: then a frame keeps the format, the arguments, the place and the text
 * so far (F4).
 */
import { type Fn, Frame, fail, first, host, LuaError, push, R, S, SLICE, type Value } from '../machine.ts';
import { numberToText } from '../number-text.ts';
import { typeName } from '../operations.ts';
import {
  argumentError,
  checkLength,
  numberArgument,
  textArgument,
  textOf,
  wideArgument,
} from './arguments.ts';
import { callTostring } from './base.ts';
import { formatFloat, formatInteger, paddedText, type Spec } from './number-format.ts';
import { Recent } from './recent.ts';

export const format: Fn = host(
  'string.format',
  (_self, f, ...args) => fill(textArgument(f, 1, 'format'), args, 0, ''),
  {
    resume: (frame, value) => {
      if (frame.site === QUOTING) {
        const [text, position] = frame.d as [string, number]; // as in quote
        return quote(
          frame.a as string,
          frame.more as Value[],
          frame.b as number,
          frame.c as string,
          text,
          position,
        );
      }
      const text = textOf(first(value));
      if (text === undefined) return fail("'__tostring' must return a string");
      const at = frame.b as number;
      const out = (frame.c as string) + shortened(formats.get(frame.a as string)[at] as Spec, text);
      return fill(frame.a as string, frame.more as Value[], at + 1, out);
    },
  },
);

/** Literal texts and conversions, in turn. */
const formats = new Recent<readonly (string | Spec)[]>(200, parse);

/** What a frame waits for besides a text: the next slice, to go on with a long `%q`. */
const QUOTING = 1;
/** Bytes that are quoted between two looks at the fuel. */
const QUOTED = 2 ** 16;

/** Quotes a long text from a position on, then goes on with the next part. */
function quote(of: string, args: Value[], at: number, before: string, text: string, from: number): Value {
  let out = before;
  for (let position = from; position < text.length; position += QUOTED) {
    if (R.fuel <= 0) {
      R.why = SLICE;
      R.n = 0;
      R.r0 = R.r1 = R.r2 = undefined;
      return push(new Frame(format, QUOTING, of, at, out, [text, position], args));
    }
    const end = position + QUOTED;
    out += escaped(text.slice(position, end), isDigit(text.charCodeAt(end)));
    R.fuel -= QUOTED >> 3;
    checkLength(out.length);
  }
  return fill(of, args, at + 1, `${out}"`);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Goes on with the part at `at`. */
function fill(text: string, args: Value[], at: number, before: string): Value {
  const parts = formats.get(text);
  let out = before;
  let position = 0;
  for (let i = 0; i < at; i++) if (typeof parts[i] !== 'string') position++;
  for (let i = at; i < parts.length; i++) {
    const part = parts[i] as string | Spec;
    if (typeof part === 'string') {
      out += part;
      continue;
    }
    if (position >= args.length) throw argumentError(position + 2, 'format', 'no value');
    const value = args[position++];
    if (part.verb === 'q' && typeof value === 'string' && value.length > QUOTED)
      return quote(text, args, i, `${out}"`, value, 0);
    if (part.verb === 's') {
      const converted = typeof value === 'string' ? value : callTostring(value);
      if (converted === S) return push(new Frame(format, 0, text, i, out, undefined, args));
      out += shortened(part, converted as string);
    } else out += convert(part, value, position + 1);
  }
  checkLength(out.length);
  R.fuel -= parts.length + (out.length >> 6);
  return out;
}

function shortened(spec: Spec, text: string): string {
  if (spec.width === 0 && spec.precision < 0) return text;
  return paddedText(spec, spec.precision < 0 ? text : text.slice(0, spec.precision));
}

function convert(spec: Spec, value: Value, position: number): string {
  switch (spec.verb) {
    case 'd':
    case 'i':
      if (spec === PLAIN_INTEGER && typeof value === 'number' && Number.isSafeInteger(value))
        return `${value}`;
      return formatInteger(spec, wideArgument(value, position, 'format'));
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return formatInteger(spec, wideArgument(value, position, 'format'));
    case 'c':
      return paddedText(spec, String.fromCharCode(Number(wideArgument(value, position, 'format')) & 255));
    case 'q':
      return quoted(value);
    case '':
      throw new LuaError(spec.fault);
    default:
      return formatFloat(spec, Number(numberArgument(value, position, 'format')));
  }
}

const CONVERSION = /%([-+ #0]*)(\d*)(?:\.(\d*))?([\s\S]?)/y;
const VERBS = 'diucxXoeEfFgGaAqs';

const PLAIN_INTEGER = specOf('', '', undefined, 'd');

function parse(format: string): (string | Spec)[] {
  R.fuel -= format.length >> 3;
  const parts: (string | Spec)[] = [];
  let text = '';
  let at = 0;
  while (at < format.length) {
    const next = format.indexOf('%', at);
    if (next < 0) break;
    text += format.slice(at, next);
    CONVERSION.lastIndex = next;
    const [all, flags = '', width = '', precision, verb = ''] = CONVERSION.exec(format) as RegExpExecArray;
    at = next + all.length;
    if (all === '%%') {
      text += '%';
      continue;
    }
    const fault = faultOf(all, flags, width, precision ?? '', verb);
    if (text !== '') parts.push(text);
    text = '';
    if (fault !== undefined) {
      // Raised when its turn comes: what stands before it is filled first.
      parts.push({ ...PLAIN_INTEGER, verb: '', fault });
      return parts;
    }
    parts.push(all === '%d' ? PLAIN_INTEGER : specOf(flags, width, precision, verb));
  }
  text += format.slice(at);
  if (text !== '') parts.push(text);
  return parts;
}

function faultOf(all: string, flags: string, width: string, precision: string, verb: string) {
  if (verb === '' || !VERBS.includes(verb) || width.length > 2 || precision.length > 2 || flags.length > 5)
    return `invalid conversion '${all}' to 'format'`;
  return verb === 'q' && all !== '%q' ? "specifier '%q' cannot have modifiers" : undefined;
}

function specOf(flags: string, width: string, precision: string | undefined, verb: string): Spec {
  return {
    verb,
    letter: verb.toLowerCase(),
    left: flags.includes('-'),
    plus: flags.includes('+'),
    space: flags.includes(' '),
    alternate: flags.includes('#'),
    zero: flags.includes('0'),
    width: Number(width),
    precision: precision === undefined ? -1 : Number(precision),
    fault: '',
  };
}

const HEXADECIMAL = specOf('', '', undefined, 'a');

/** `%q`: a literal that reads back as the value. */
function quoted(value: Value): string {
  switch (typeof value) {
    case 'string':
      return quotedText(value);
    case 'bigint':
      return value === -(2n ** 63n) ? '0x8000000000000000' : `${value}`;
    case 'number':
      if (value === Number.POSITIVE_INFINITY) return '1e9999';
      if (value === Number.NEGATIVE_INFINITY) return '-1e9999';
      if (Number.isNaN(value)) return '(0/0)';
      return Number.isSafeInteger(value) ? numberToText(value) : formatFloat(HEXADECIMAL, value);
    case 'undefined':
      return 'nil';
    case 'boolean':
      return `${value}`;
  }
  throw new LuaError(`value has no literal form (a ${typeName(value)})`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
const ESCAPED = /["\\\n]|[\x00-\x1f\x7f](?=(\d?))/g;

function quotedText(text: string): string {
  R.fuel -= text.length >> 3;
  return `"${escaped(text, false)}"`;
}

/** `isFollowed`: a digit comes after the text. */
function escaped(text: string, isFollowed: boolean): string {
  if (text.search(ESCAPED) < 0) return text;
  return text.replace(ESCAPED, (found, digit, offset) => {
    if (found === '"' || found === '\\' || found === '\n') return `\\${found}`;
    const code = `${found.charCodeAt(0)}`;
    const isBeforeDigit = digit !== '' || (isFollowed && offset === text.length - 1);
    return `\\${isBeforeDigit ? code.padStart(3, '0') : code}`;
  });
}
