/** Sorting of numbers and of texts by what the host has for it, in blocks of some milliseconds. */
import type { Value } from '../machine.ts';
import { MOST_TEXTS, sortTexts } from './sort-texts.ts';

const NUMBERS = 50_000;
const TEXTS = 10_000;
/** Bytes of all texts of a block together. */
const BYTES = 2 ** 19;
/** Fewer items are inserted one by one. */
const FEW = 16;
/** So many integers take some milliseconds. */
const MOST_INTEGERS = 300_000;
/** So many integers are worth counting their digits. */
const MANY = 1000;

/** The length of blocks that begin with such an item. */
export function blockSize(first: Value): number {
  return typeof first === 'number' ? NUMBERS : TEXTS;
}

/** Whether all behind the dummy are numbers, or texts that are not too long. */
export function isNative(items: readonly Value[]): boolean {
  const kind = typeof items[1];
  if (kind === 'number') {
    for (let i = 2; i < items.length; i++) if (typeof items[i] !== 'number') return false;
    return true;
  }
  let bytes = 0;
  for (let i = 1; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== 'string') return false;
    bytes += item.length;
    if (i % TEXTS === 0) bytes = 0;
    if (bytes > BYTES) return false;
  }
  return true;
}

/** Sorts the items from `low` up to `end`: all numbers, or all texts. */
export function sortBlock(items: Value[], low: number, end: number): void {
  if (end - low <= FEW) {
    if (typeof items[low] === 'number') insertNumbers(items as number[], low, end);
    else insertTexts(items as string[], low, end);
  } else if (typeof items[low] === 'number') {
    if (end - low >= MANY && sortIntegers(items, low, end)) return;
    const sorted = Float64Array.from(items.slice(low, end) as number[]).sort();
    for (let i = 0; i < sorted.length; i++) items[low + i] = sorted[i];
  } else {
    if (sortTexts(items, low, end)) return;
    const sorted = items.slice(low, end).sort();
    for (let i = 0; i < sorted.length; i++) items[low + i] = sorted[i];
  }
}

/** Sorts all behind the dummy at once when that takes some milliseconds only; false when nothing was changed. */
export function sortAtOnce(items: Value[]): boolean {
  if (typeof items[1] === 'string') return items.length <= MOST_TEXTS && sortTexts(items, 1, items.length);
  return items.length <= MOST_INTEGERS && sortIntegers(items, 1, items.length);
}

/** The digits of an integer of 32 bits: two of 11 bits, and one of 10 with the sign. */
const DIGITS = [0, 11, 22];
const VALUES = 2 ** 11;
const SIGN = 2 ** 9;

/**
 * Sorts integers of 32 bits digit by digit, from the lowest (measured: 50,000 of them in a tenth of the time that comparing takes).
 * False when there are others among them.
 */
function sortIntegers(items: Value[], low: number, end: number): boolean {
  const n = end - low;
  let from = new Int32Array(n);
  let to = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const item = items[low + i] as number;
    if ((item | 0) !== item || Object.is(item, -0)) return false;
    from[i] = item;
  }
  for (const shift of DIGITS) {
    sortByDigit(from, to, shift, shift === 22 ? SIGN : 0);
    [from, to] = [to, from];
  }
  for (let i = 0; i < n; i++) items[low + i] = from[i];
  return true;
}

/** Puts those with the lowest digit first and keeps the order of those with the same. */
function sortByDigit(from: Int32Array, to: Int32Array, shift: number, sign: number): void {
  const places = new Int32Array(VALUES);
  for (let i = 0; i < from.length; i++) {
    const digit = (((from[i] as number) >>> shift) & (VALUES - 1)) ^ sign;
    places[digit] = (places[digit] as number) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < VALUES; digit++) {
    const count = places[digit] as number;
    places[digit] = sum;
    sum += count;
  }
  for (let i = 0; i < from.length; i++) {
    const item = from[i] as number;
    const digit = ((item >>> shift) & (VALUES - 1)) ^ sign;
    const place = places[digit] as number;
    places[digit] = place + 1;
    to[place] = item;
  }
}

function insertNumbers(items: number[], low: number, end: number): void {
  for (let i = low + 1; i < end; i++) {
    const item = items[i] as number;
    let at = i - 1;
    while (at >= low && item < (items[at] as number)) {
      items[at + 1] = items[at] as number;
      at--;
    }
    items[at + 1] = item;
  }
}

function insertTexts(items: string[], low: number, end: number): void {
  for (let i = low + 1; i < end; i++) {
    const item = items[i] as string;
    let at = i - 1;
    while (at >= low && item < (items[at] as string)) {
      items[at + 1] = items[at] as string;
      at--;
    }
    items[at + 1] = item;
  }
}
