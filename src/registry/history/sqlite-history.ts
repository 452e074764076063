/**
 * A history that outlives its process, in a file of SQLite.
 *
 *   Sh1  It is read where it is opened, before anything runs; from then on a thread of its own works on the file, and
 *        nobody waits for the disk but who asked. The thread starts with the first thing to write.
 *   Sh2  One process has it at a time (owner-lock.ts).
 *   Sh3  The thread keeps the program alive only while somebody waits for it.
 */
import type { Worker } from 'node:worker_threads';
import { beginThread, failure, failureFromData } from '#base';
import type { AuditLine } from '../audit.ts';
import type { ChangeSet } from '../change-set.ts';
import { type Head, type History, type Step, VersionList } from '../history.ts';
import type { Version } from '../version.ts';
import { OwnerLock } from './owner-lock.ts';
import { makeFile, type Opened, SqliteFile } from './sqlite-file.ts';
import type { Answer, Call, Request } from './sqlite-thread.ts';

/** The file beside this one, as source or as it is published. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? 'sqlite-thread.ts' : 'sqlite-thread.js',
  import.meta.url,
);

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export class SqliteHistory implements History {
  readonly head: Head | undefined;
  readonly #path: string;
  readonly #versions: VersionList;
  readonly #lock: OwnerLock;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #calls = 0;
  #isClosed = false;

  private constructor(path: string, { head, versions }: Opened, lock: OwnerLock) {
    this.#path = path;
    this.head = head;
    this.#versions = new VersionList(versions);
    this.#lock = lock;
  }

  /** Throws when the file is of another, or cannot be used. */
  static open(path: string): SqliteHistory {
    makeFile(path);
    // Before anything is read: nobody else is in the middle of something then.
    const lock = OwnerLock.take(path);
    try {
      const file = SqliteFile.open(path);
      try {
        return new SqliteHistory(path, file.read(), lock);
      } finally {
        file.close();
      }
    } catch (thrown) {
      lock.release();
      throw thrown;
    }
  }

  get versions(): readonly Version[] {
    return this.#versions.all;
  }

  get(id: number): Version | undefined {
    return this.#versions.get(id);
  }

  get nextId(): number {
    return this.#versions.nextId;
  }

  async changes(id: number): Promise<ChangeSet> {
    // The thread answers with what `SqliteFile` gives.
    return (await this.#ask({ type: 'changes', version: id })) as ChangeSet;
  }

  async write(step: Step): Promise<void> {
    await this.#ask({ type: 'write', step });
    this.#versions.follow(step);
  }

  /** Nobody waits for a line: it goes with the next step, or soon (Sw1). */
  record(line: AuditLine): void {
    this.#ask({ type: 'record', line }).catch(() => {
      // The thread is gone, which whoever wants to write learns.
    });
  }

  async recorded(most: number): Promise<readonly AuditLine[]> {
    return (await this.#ask({ type: 'recorded', most })) as readonly AuditLine[]; // as above
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    if (this.#thread !== undefined) await this.#ask({ type: 'close' });
    this.#isClosed = true;
    await this.#thread?.terminate();
    this.#lock.release();
  }

  #ask(request: Request): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(closed(this.#path));
    this.#thread ??= this.#start();
    const id = ++this.#calls;
    this.#thread.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread?.postMessage({ id, request } satisfies Call);
    });
  }

  #start(): Worker {
    const thread = beginThread(program, this.#path);
    thread.on('message', (answer: Answer) => this.#answered(answer));
    thread.on('error', (error) => this.#lost(error));
    thread.on('exit', () => this.#lost(closed(this.#path)));
    return thread;
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#thread?.unref();
    if ('failure' in answer) waiting?.reject(failureFromData(answer.failure));
    else waiting?.resolve(answer.value);
  }

  /** What was written when the thread ended nobody knows, so nothing more is written by this process. */
  #lost(reason: unknown): void {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

function closed(path: string): Error {
  return failure('Unavailable', `the history ${path} is closed`, { retryable: false });
}
