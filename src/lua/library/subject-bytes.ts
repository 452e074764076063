/**
 * The bytes of a subject that is searched many times, as `gmatch` and `gsub` do.
 *
 * To look at a byte of a text V8 asks anew each time how the text is kept; in an array it is one load (measured: a
 * fifth of the time of a search). So the subject is read into an array as soon as that pays.
 *
 *   By1  The array belongs to one line of searches, known by an object of its own. When another has taken it meanwhile,
 *        the subject is read again only after a part of it has been searched, so that reading never outweighs that.
 *   By2  Short pieces are looked up among those that were cut lately: words come again, and a text that is met again
 *        costs no memory, has its hash, and is equal by identity.
 */

/** Longer subjects are not read. */
export const MAX_READ = 2 ** 18;
/** Shorter ones are not worth it. */
const MIN_READ = 32;
/** Up to this length a subject is read at the second search. */
const SMALL = 512;
/** The part of a subject after which reading it pays. */
const PART = 32;

/** Longer pieces are cut as usual. */
export const MAX_PIECE = 12;

/** Behind the bytes is room for reading four at once. */
const buffer = Buffer.alloc(MAX_READ + MAX_PIECE);
export const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, MAX_READ);
const words = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
/** What is left of four bytes when only so many are meant. */
const MASKS = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);

let whose: object | undefined;
let isHere = false;
/** Where its first search began. */
let first = 0;

/** Whether `bytes` are those of the subject; `by` stands for the searches that it is for. */
export function isRead(by: object, subject: string, from: number): boolean {
  const { length } = subject;
  if (by === whose) {
    if (isHere) return true;
    if (length > SMALL && (from - first) * PART < length) return false;
    buffer.write(subject, 'latin1');
    isHere = true;
    return true;
  }
  if (length < MIN_READ || length > MAX_READ) return false;
  whose = by;
  first = from;
  isHere = false;
  return false;
}

const PIECES = 1024;
/** Four numbers for each piece: its bytes, four in a number, and its length. */
const keys = new Int32Array(4 * PIECES);
const pieces: string[] = new Array(PIECES).fill('');

/** The piece of the subject that is in `bytes`, of at most `MAX_PIECE` bytes (By2). */
export function pieceRead(subject: string, from: number, to: number): string {
  const length = to - from;
  let a = words.getInt32(from, true);
  let b = 0;
  let c = 0;
  if (length <= 4) a &= MASKS[length] as number;
  else if (length <= 8) b = words.getInt32(from + 4, true) & (MASKS[length - 4] as number);
  else {
    b = words.getInt32(from + 4, true);
    c = words.getInt32(from + 8, true) & (MASKS[length - 8] as number);
  }
  const mixed = Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b) + Math.imul(c, 0xc2b2ae35) + length;
  const slot = (Math.imul(mixed, 0x9e3779b1) >>> 22) & (PIECES - 1);
  const k = slot * 4;
  if (keys[k] === a && keys[k + 1] === b && keys[k + 2] === c && keys[k + 3] === length)
    return pieces[slot] as string;
  keys[k] = a;
  keys[k + 1] = b;
  keys[k + 2] = c;
  keys[k + 3] = length;
  const piece = subject.substring(from, to);
  pieces[slot] = piece;
  return piece;
}
