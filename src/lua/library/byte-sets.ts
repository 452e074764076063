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

function setOf(holds: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (holds(code) ? 1 : 0));
}

const isWithin = (low: string, high: string) => (code: number) =>
  code >= low.charCodeAt(0) && code <= high.charCodeAt(0);
const isDigit = isWithin('0', '9');
const isLower = isWithin('a', 'z');
const isUpper = isWithin('A', 'Z');
const isAlpha = (code: number) => isLower(code) || isUpper(code);
const isGraph = isWithin('!', '~');

export const EVERYTHING = setOf(() => true);
export const NOTHING = setOf(() => false);

/** The classes by letter, as in the C locale; the upper-case letter is the complement. */
const classes: Readonly<Record<string, Uint8Array>> = {
  a: setOf(isAlpha),
  c: setOf((code) => code < 32 || code === 127),
  d: setOf(isDigit),
  g: setOf(isGraph),
  l: setOf(isLower),
  p: setOf((code) => isGraph(code) && !isAlpha(code) && !isDigit(code)),
  s: setOf((code) => code === 32 || (code >= 9 && code <= 13)),
  u: setOf(isUpper),
  w: setOf((code) => isAlpha(code) || isDigit(code)),
  x: setOf((code) => isDigit(code) || isWithin('a', 'f')(code) || isWithin('A', 'F')(code)),
  z: setOf((code) => code === 0),
};

const classByCode = new Map(
  Object.entries(classes).flatMap(([letter, set]): [number, Uint8Array][] => [
    [letter.charCodeAt(0), set],
    [letter.toUpperCase().charCodeAt(0), set.map((bit) => 1 - bit)],
  ]),
);

/** The class of a letter behind `%`. */
export function classOf(code: number): Uint8Array | undefined {
  return classByCode.get(code);
}

/** What `%` and a byte stand for: a class, or the byte itself. */
export function escapedSet(code: number): Uint8Array {
  return classOf(code) ?? byteSet(code);
}
