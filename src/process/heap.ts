/** What the thread's heap says of itself. */
import { getHeapStatistics } from 'node:v8';

export interface Heap {
  /** Bytes that were allocated since the thread began; asking takes less than a microsecond. */
  allocated(): number;
  /** Bytes in use, garbage that was not collected yet included. */
  used(): number;
  /** The bytes at which the thread would end. */
  limit(): number;
  /** While fewer are in use nobody needs to know more of the heap; 0 when it is left out. */
  readonly small?: number;
}

/** V8's counters; `total_allocated_bytes` moves in steps of some hundred kilobytes. */
type Statistics = ReturnType<typeof getHeapStatistics> & { readonly total_allocated_bytes: number };

const SMALL = 96 * 2 ** 20;

/**
 * Well below the limit, whatever it is: three quarters of one that was given, as the launcher gives it; otherwise V8
 * takes a quarter of the memory that the program may have.
 */
export function smallHeap(execArgv: readonly string[], memory: number | undefined): number {
  const flag = '--max-old-space-size=';
  const given = execArgv.findLast((arg) => arg.startsWith(flag));
  if (given !== undefined) return Math.min(SMALL, Number(given.slice(flag.length)) * 2 ** 20 * 0.75) || 0;
  return Math.min(SMALL, memory === undefined || memory === 0 ? SMALL : memory / 8);
}

const small = smallHeap(process.execArgv, process.constrainedMemory());
let wasSmall = true;

/** A small heap is asked in the dearer way: the other one needs a module that takes 40 ms to load. */
function used(): number {
  if (wasSmall) {
    const { heapUsed } = process.memoryUsage();
    if (heapUsed < small) return heapUsed;
    wasSmall = false;
  }
  return getHeapStatistics().used_heap_size;
}

export const threadHeap: Heap = {
  allocated: () => (getHeapStatistics() as Statistics).total_allocated_bytes, // Node's types lag behind
  used,
  limit: () => getHeapStatistics().heap_size_limit,
  small,
};
