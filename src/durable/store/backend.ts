/** Where the store's own work is done: a thread, or for tests the same one. */
import type { Worker } from 'node:worker_threads';
import { beginThread, type Failure, failure, failureFromData, toFailure } from '#base';
import type { Bytes, StoredProcess } from './records.ts';
import type { SqliteStore } from './sqlite-store.ts';
import type { Answer, Asked, Method } from './store-methods.ts';
import {
  type Packed,
  type PackedWrite,
  type PackedWritten,
  packProcesses,
  packWrites,
  packWritten,
  unpackProcesses,
  unpackWrites,
  unpackWritten,
} from './wire.ts';

export interface Backend {
  /** Rejects with a failure. */
  ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>>;
  /** Ends in order; what was asked before is done first. */
  close(): Promise<void>;
}

/** What the thread is sent; no method closes it. A list, as objects take longer on their way: each names its fields. */
export type Request = readonly [id: number, method: Method | 'close', args: readonly unknown[]];

/** With a failure as data, where that is the answer. */
export type Reply =
  | readonly [id: number, value: unknown]
  | readonly [id: number, value: undefined, failure: unknown];

const writing: ReadonlySet<string> = new Set<Method>(['write', 'hold']);
/** It answers with processes, which are packed. */
const packing: ReadonlySet<string> = new Set<Method>(['processes']);

/** Throws a failure, of whatever SQLite throws. */
function guarded<T>(store: SqliteStore, method: Method | 'close', act: () => T): T {
  try {
    if (writing.has(method)) store.faults.check();
    return act();
  } catch (thrown) {
    throw store.faults.of(thrown);
  }
}

/** Calls a method by its name. */
function answer(store: SqliteStore, method: Method | 'close', args: readonly unknown[]): unknown {
  // `ask` has checked the arguments by its type.
  const call = store[method] as (...all: unknown[]) => unknown;
  return guarded(store, method, () => call.apply(store, [...args]));
}

/** The same for the thread: what is many is packed (wire.ts). With what changes hands. */
export function answerPacked(
  store: SqliteStore,
  [, method, args]: Request,
): { readonly value: unknown; readonly handed: Bytes | undefined } {
  if (method === 'write') {
    const [packed] = args as [Packed<PackedWrite>]; // `ask` gives it so
    const written = guarded(store, method, () => store.write(unpackWrites(packed)));
    return { value: packWritten(written), handed: undefined };
  }
  const answered = answer(store, method, args);
  if (!packing.has(method)) return { value: answered, handed: undefined };
  const packed = packProcesses(answered as StoredProcess[]); // as those methods answer
  return { value: packed, handed: packed.bytes };
}

/** The file beside this one, as source or as it is published. */
const file = import.meta.url.endsWith('.ts') ? 'store-thread.ts' : 'store-thread.js';
const program = new URL(file, import.meta.url);
/** Of the id of a thread that has ended. */
const NO_THREAD = -1;

/** What has no arguments and is not packed. */
type Foreseeable = 'living';

export class StoreThread implements Backend {
  readonly #worker: Worker;
  readonly #open = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  /** What was asked before anybody wanted to know. */
  readonly #foreseen = new Map<Method, Promise<unknown>>();
  #last = 0;
  #isClosing = false;
  /** The thread is gone. */
  #end: Failure | undefined;

  /**
   * Opens the store; the first question fails when it cannot be opened. `begun`: a thread that has begun to do so; one that has
   * ended tries again.
   */
  constructor(path: string, begun?: Worker) {
    const isThere = begun !== undefined && begun.threadId !== NO_THREAD;
    this.#worker = isThere ? begun : beginThread(program, { path });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#lost(error));
    this.#worker.on('exit', () => this.#lost(new Error('the thread of the store has ended')));
  }

  /** Asks what somebody will ask soon, who is then given this answer. Only for what nothing changes until then. */
  foresee(method: Foreseeable): void {
    const answer = this.#ask(method, []);
    // Whoever asks is told.
    answer.catch(() => {});
    this.#foreseen.set(method, answer);
  }

  ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>>;
  async ask(method: Method, ...args: unknown[]): Promise<unknown> {
    const foreseen = this.#foreseen.get(method);
    if (foreseen !== undefined) {
      this.#foreseen.delete(method);
      return foreseen;
    }
    if (method === 'write') {
      const packed = packWrites(args[0] as Asked<'write'>[0]);
      const written = await this.#ask(method, [packed], [packed.bytes.buffer]);
      return unpackWritten(written as PackedWritten[]); // this and the next: as `answerPacked` gives it
    }
    const answered = await this.#ask(method, args);
    return packing.has(method) ? unpackProcesses(answered as ReturnType<typeof packProcesses>) : answered;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#ask('close', []).catch(() => {});
    await this.#worker.terminate();
  }

  /** Of one that nobody has asked anything for a purpose. */
  async abandon(): Promise<void> {
    this.#isClosing = true;
    await this.#worker.terminate();
  }

  #ask(method: Request[1], args: readonly unknown[], handed: ArrayBuffer[] = []): Promise<unknown> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      // While an answer is awaited the program must not end.
      this.#worker.ref();
      this.#worker.postMessage([id, method, args] satisfies Request, handed);
    });
  }

  #settle(reply: Reply): void {
    const asked = this.#open.get(reply[0]);
    this.#open.delete(reply[0]);
    if (this.#open.size === 0) this.#worker.unref();
    if (reply.length === 2) asked?.resolve(reply[1]);
    else asked?.reject(failureFromData(reply[2]));
  }

  #lost(error: unknown): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    this.#end ??= this.#isClosing ? failure('Canceled', 'the store is closed') : threadLost(error);
    for (const asked of open) asked.reject(this.#end);
  }
}

/** What it was doing may be on the disk or not: that is known after a restart, when the store is read. */
function threadLost(cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `the thread of the store of durable processes is gone (${reason}); restart the node`;
  return failure('Internal', message, { retryable: false, cause });
}

/** The store in the same thread, for tests: each answer comes with a later turn of the event loop. */
export class StoreHere implements Backend {
  readonly #store: SqliteStore;
  readonly #defer: (run: () => void) => void;

  constructor(store: SqliteStore, defer: (run: () => void) => void) {
    this.#store = store;
    this.#defer = defer;
  }

  ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    return new Promise((resolve, reject) => {
      this.#defer(() => {
        try {
          resolve(answer(this.#store, method, args) as Answer<M>);
        } catch (thrown) {
          reject(toFailure(thrown));
        }
      });
    });
  }

  async close(): Promise<void> {
    this.#store.close();
  }
}
