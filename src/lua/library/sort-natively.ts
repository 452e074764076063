/** Sorting of numbers and of texts by what the host has for it, in blocks of some milliseconds. */
import type { Value } from '../machine.ts';

const NUMBERS = 50_000;
const TEXTS = 10_000;
/** Bytes of all texts of a block together. */
const BYTES = 2 ** 19;
/** Fewer items are inserted one by one. */
const FEW = 16;

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
    const sorted = Float64Array.from(items.slice(low, end) as number[]).sort();
    for (let i = 0; i < sorted.length; i++) items[low + i] = sorted[i];
  } else {
    const sorted = items.slice(low, end).sort();
    for (let i = 0; i < sorted.length; i++) items[low + i] = sorted[i];
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
