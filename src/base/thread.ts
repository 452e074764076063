/** Threads of the runtime: what one runs is a file of ours, with none of Node's options, and it keeps nobody waiting. */
import { Worker } from 'node:worker_threads';

/** `data`: what it finds as `workerData`. */
export function beginThread(program: URL, data?: unknown): Worker {
  const thread = new Worker(program, { workerData: data, execArgv: [], stdout: false, stderr: false });
  thread.unref();
  return thread;
}
