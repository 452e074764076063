/** What the thread's heap says of itself. */
import { getHeapStatistics } from 'node:v8';

export interface Heap {
  /** Bytes that were allocated since the thread began; asking takes less than a microsecond. */
  allocated(): number;
  /** Bytes in use, garbage that was not collected yet included. */
  used(): number;
  /** The bytes at which the thread would end. */
  limit(): number;
}

/** V8's counters; `total_allocated_bytes` moves in steps of some hundred kilobytes. */
type Statistics = ReturnType<typeof getHeapStatistics> & { readonly total_allocated_bytes: number };

export const threadHeap: Heap = {
  allocated: () => (getHeapStatistics() as Statistics).total_allocated_bytes, // Node's types lag behind
  used: () => getHeapStatistics().used_heap_size,
  limit: () => getHeapStatistics().heap_size_limit,
};
