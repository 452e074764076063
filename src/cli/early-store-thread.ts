/**
 * The thread of the store of durable processes, begun before the program itself is read: until Node has made a thread and the
 * store is open the program and a small application are read.
 */
import type { Worker } from 'node:worker_threads';
import { beginThread, storeFromBefore } from '#base';

/** It lies beside the published program. */
const FILE = 'store-thread.js';

/** Begins to open the store that is there from before, for a command that runs a node; without one it costs a look at the disk. */
export function beginEarlyStore(directory: string, words: readonly string[]): Worker | undefined {
  const path = words[0] === 'run' ? storeFromBefore(directory) : undefined;
  if (path === undefined) return undefined;
  const thread = beginThread(new URL(FILE, import.meta.url), { path });
  // Whoever takes it begins another one when it has ended, and is told why that one ends.
  thread.on('error', () => {});
  return thread;
}
