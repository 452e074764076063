/** `system.memory` and `system.gc`: the heap of the scheduler that asks, and the memory of the whole node. */
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { arg, defineModule, fn, t } from '#plugin';
import { nodeOf, permit } from './access.ts';

/** The host does not count objects; this is what one takes on average. */
const bytesPerObject = 48;
const unlimited = -1;
const usualGcPercent = 100;

const stats = t.object({
  alloc: t.integer(),
  total_alloc: t.integer(),
  sys: t.integer(),
  heap_alloc: t.integer(),
  heap_sys: t.integer(),
  heap_idle: t.integer(),
  heap_in_use: t.integer(),
  heap_released: t.integer(),
  heap_objects: t.integer(),
  stack_in_use: t.integer(),
  stack_sys: t.integer(),
  mspan_in_use: t.integer(),
  mspan_sys: t.integer(),
  num_gc: t.integer(),
  next_gc: t.integer(),
});

/** Collections of this thread since somebody first asked. */
let collections: { count: number } | undefined;

function countCollections(): number {
  if (collections === undefined) {
    const counted = { count: 0 };
    collections = counted;
    new PerformanceObserver((list) => {
      counted.count += list.getEntries().length;
    }).observe({ entryTypes: ['gc'] });
  }
  return collections.count;
}

let collectGarbage: (() => void) | undefined;

/** The host offers it to those who ask by a flag. */
function collect(): void {
  if (collectGarbage === undefined) {
    setFlagsFromString('--expose-gc');
    collectGarbage = runInNewContext('gc') as () => void; // what the flag adds
  }
  collectGarbage();
}

export const memory = defineModule({
  name: 'memory',
  summary: 'How much memory is used, and how much may be.',
  functions: {
    stats: fn({
      summary: 'Memory in bytes: heap of this scheduler, sys of the whole node. heap_objects is estimated.',
      args: [],
      returns: stats,
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'memory');
        const heap = getHeapStatistics() as ReturnType<typeof getHeapStatistics> & {
          total_allocated_bytes?: number;
        };
        const used = heap.used_heap_size;
        return {
          alloc: used + heap.external_memory,
          total_alloc: heap.total_allocated_bytes ?? used,
          sys: process.memoryUsage.rss(),
          heap_alloc: used,
          heap_sys: heap.total_heap_size,
          heap_idle: Math.max(0, heap.total_heap_size - used),
          heap_in_use: used,
          heap_released: Math.max(0, heap.total_heap_size - heap.total_physical_size),
          heap_objects: Math.round(used / bytesPerObject),
          stack_in_use: 0,
          stack_sys: 0,
          mspan_in_use: heap.malloced_memory,
          mspan_sys: heap.peak_malloced_memory,
          num_gc: countCollections(),
          next_gc: heap.total_heap_size,
        };
      },
    }),

    allocated: fn({
      summary: 'The bytes of the heap that are in use.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'memory');
        return getHeapStatistics().used_heap_size;
      },
    }),

    heap_objects: fn({
      summary: 'About how many objects are on the heap.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'memory');
        return Math.round(getHeapStatistics().used_heap_size / bytesPerObject);
      },
    }),

    set_limit: fn({
      summary:
        'Notes how many bytes the node should keep to, -1 for any number; gives what was noted before.',
      args: [arg('bytes', t.integer({ min: -1 }))],
      returns: t.integer(),
      effect: 'external',
      run: (bytes, call) => {
        permit(call, 'system.control', 'memory_limit');
        const node = nodeOf(call);
        const before = node.setting('memory_limit') ?? unlimited;
        node.set('memory_limit', bytes);
        return before;
      },
    }),

    get_limit: fn({
      summary: 'How many bytes the node should keep to; -1 for any number.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'memory_limit');
        return nodeOf(call).setting('memory_limit') ?? unlimited;
      },
    }),
  },
});

export const gc = defineModule({
  name: 'gc',
  summary: 'The collection of garbage.',
  functions: {
    collect: fn({
      summary: 'Collects garbage now, on this scheduler.',
      args: [],
      returns: t.boolean,
      effect: 'local',
      run: (call) => {
        permit(call, 'system.gc', 'gc');
        collect();
        return true;
      },
    }),

    set_percent: fn({
      summary: 'Notes by how much the heap should grow before it is collected; gives what was noted before.',
      args: [arg('percent', t.integer({ min: -1 }))],
      returns: t.integer(),
      effect: 'external',
      run: (percent, call) => {
        permit(call, 'system.gc', 'gc_percent');
        const node = nodeOf(call);
        const before = node.setting('gc_percent') ?? usualGcPercent;
        node.set('gc_percent', percent);
        return before;
      },
    }),

    get_percent: fn({
      summary: 'By how much the heap should grow before it is collected.',
      args: [],
      returns: t.integer(),
      effect: 'read',
      run: (call) => {
        permit(call, 'system.read', 'gc_percent');
        return nodeOf(call).setting('gc_percent') ?? usualGcPercent;
      },
    }),
  },
});
