/** UUIDs as texts: their spellings, and what is written in them (RFC 9562). */

/** `xxxxxxxx-xxxx-...`, in braces, as a URN, or the 32 digits alone. */
const spelling =
  /^(?:urn:uuid:|\{)?([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})\}?$|^[\da-f]{32}$/i;

/** The standard spelling in lower case, or undefined. */
export function standardUuid(text: string): string | undefined {
  const found = spelling.exec(text);
  if (found === null || text.startsWith('{') !== text.endsWith('}')) return undefined;
  const digits = found[1] === undefined ? text : found.slice(1).join('');
  return withDashes(digits.toLowerCase());
}

function withDashes(digits: string): string {
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, index) => digits.slice(cuts[index], end))
    .join('-');
}

export function versionOf(uuid: string): number {
  return Number.parseInt(uuid.charAt(14), 16);
}

export function variantOf(uuid: string): 'RFC4122' | 'Microsoft' | 'Future' | 'Reserved' {
  const bits = Number.parseInt(uuid.charAt(19), 16);
  if (bits < 8) return 'Reserved';
  if (bits < 12) return 'RFC4122';
  return bits < 14 ? 'Microsoft' : 'Future';
}

/** 100-nanosecond steps from the start of the Gregorian calendar to 1970. */
const gregorianStart = 122_192_928_000_000_000n;

/** The second since 1970 in which it was made, for those versions that tell. */
export function timestampOf(uuid: string): number | undefined {
  const [low = '', middle = '', high = ''] = uuid.split('-');
  if (versionOf(uuid) === 7) return Math.floor(Number.parseInt(low + middle, 16) / 1000);
  if (versionOf(uuid) !== 1) return undefined;
  const steps = BigInt(`0x${high.slice(1)}${middle}${low}`) - gregorianStart;
  return Math.floor(Number(steps) / 1e7);
}

/** The machine that made it. */
export function nodeOf(uuid: string): string | undefined {
  return versionOf(uuid) === 1 ? uuid.slice(24) : undefined;
}
