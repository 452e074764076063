/**
 * The threads that do what would hold up a scheduler. They are started when there is work, and share nothing.
 *
 *   St1  A thread does one thing at a time; what finds none free waits in order.
 *   St2  Work that nobody waits for any more ends with its thread, since nothing else stops it.
 *   St3  Threads never keep the program alive.
 */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { beginThread, failure, failureFromData } from '#base';
import type { HandOver, HeavyWork } from '#process';
import type { Outcome } from './service-thread.ts';

interface Job {
  readonly work: HeavyWork;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  isDropped: boolean;
}

/** The file beside this one, as source or as it is published. */
const file = import.meta.url.endsWith('.ts') ? 'service-thread.ts' : 'service-thread.js';
const program = new URL(file, import.meta.url);

export class ServiceThreads {
  #most: number | undefined;
  readonly #free: Worker[] = [];
  readonly #busy = new Map<Worker, Job>();
  readonly #waiting: Job[] = [];

  /** `most`: threads at the same time; without it, what the machine has besides the scheduler's. */
  constructor(most?: number) {
    this.#most = most;
  }

  readonly run: HandOver = (work, signal) =>
    new Promise((resolve, reject) => {
      const job: Job = { work, resolve, reject, isDropped: false };
      signal.addEventListener('abort', () => this.#drop(job, signal.reason), { once: true });
      this.#waiting.push(job);
      this.#next();
    });

  async close(): Promise<void> {
    this.#waiting.length = 0;
    const workers = [...this.#free.splice(0), ...this.#busy.keys()];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  /** St1. */
  #next(): void {
    const job = this.#waiting[0];
    if (job === undefined) return;
    this.#most ??= Math.min(4, Math.max(1, availableParallelism() - 1));
    const worker = this.#free.pop() ?? (this.#busy.size < this.#most ? this.#start() : undefined);
    if (worker === undefined) return;
    this.#waiting.shift();
    this.#busy.set(worker, job);
    try {
      worker.postMessage(job.work);
    } catch (thrown) {
      // It cannot be cloned, which is a bug of the function's definition.
      this.#settle(worker, (failed) => failed.reject(thrown));
    }
  }

  #start(): Worker {
    const worker = beginThread(program);
    worker.on('message', (outcome: Outcome) => this.#settle(worker, (job) => deliver(job, outcome)));
    worker.on('error', (error) => this.#lost(worker, toError(error)));
    worker.on('exit', () => this.#lost(worker, new Error('a service thread has ended')));
    return worker;
  }

  #settle(worker: Worker, tell: (job: Job) => void): void {
    const job = this.#busy.get(worker);
    this.#busy.delete(worker);
    this.#free.push(worker);
    if (job !== undefined) tell(job);
    this.#next();
  }

  #lost(worker: Worker, error: Error): void {
    const job = this.#busy.get(worker);
    this.#busy.delete(worker);
    const place = this.#free.indexOf(worker);
    if (place >= 0) this.#free.splice(place, 1);
    if (job !== undefined && !job.isDropped) job.reject(error);
    this.#next();
  }

  /** St2. */
  #drop(job: Job, reason: unknown): void {
    job.isDropped = true;
    const place = this.#waiting.indexOf(job);
    if (place >= 0) this.#waiting.splice(place, 1);
    for (const [worker, own] of this.#busy) if (own === job) void worker.terminate();
    job.reject(reason);
  }
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function deliver({ resolve, reject, work: { of, name } }: Job, outcome: Outcome): void {
  switch (outcome.type) {
    case 'value':
      resolve(outcome.value);
      return;
    case 'failure':
      reject(failureFromData(outcome.failure));
      return;
    case 'bug':
      reject(failure('Internal', `${of}.${name} failed on its thread`, { cause: new Error(outcome.text) }));
  }
}
