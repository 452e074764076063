/** Sets of bytes, as rows of 256 zeros and ones, and the classes of Lua patterns. Shared: nobody changes them. */

export function unite(set: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < 256; i++) if (other[i] === 1) set[i] = 1;
}

const byteSets: Uint8Array[] = [];

export function byteSet(code: number): Uint8Array {
  const known = byteSets[code];
  if (known !== undefined) return known;
  const set = new Uint8Array(256);
  set[code] = 1;
  byteSets[code] = set;
  return set;
}

const isWithin = (low: string, high: string) => (code: number) =>
  code >= low.charCodeAt(0) && code <= high.charCodeAt(0);
const isDigit = isWithin('0', '9');
const isLower = isWithin('a', 'z');
const isUpper = isWithin('A', 'Z');
const isAlpha = (code: number) => isLower(code) || isUpper(code);
const isGraph = isWithin('!', '~');

export const EVERYTHING = new Uint8Array(256).fill(1);
export const NOTHING = new Uint8Array(256);

/** The classes by letter, as in the C locale; the upper-case letter is the complement. */
const classes: Readonly<Record<string, (code: number) => boolean>> = {
  a: isAlpha,
  c: (code) => code < 32 || code === 127,
  d: isDigit,
  g: isGraph,
  l: isLower,
  p: (code) => isGraph(code) && !isAlpha(code) && !isDigit(code),
  s: (code) => code === 32 || (code >= 9 && code <= 13),
  u: isUpper,
  w: (code) => isAlpha(code) || isDigit(code),
  x: (code) => isDigit(code) || isWithin('a', 'f')(code) || isWithin('A', 'F')(code),
  z: (code) => code === 0,
};

/** By the byte of the letter; made when they are first asked for. */
const classByCode: (Uint8Array | undefined)[] = [];

/** The class of a letter behind `%`. */
export function classOf(code: number): Uint8Array | undefined {
  const known = classByCode[code];
  if (known !== undefined) return known;
  if (!isAlpha(code)) return undefined;
  const holds = classes[String.fromCharCode(code).toLowerCase()];
  if (holds === undefined) return undefined;
  const set = Uint8Array.from({ length: 256 }, (_, each) => (holds(each) !== isUpper(code) ? 1 : 0));
  classByCode[code] = set;
  return set;
}

/** What `%` and a byte stand for: a class, or the byte itself. */
export function escapedSet(code: number): Uint8Array {
  return classOf(code) ?? byteSet(code);
}
