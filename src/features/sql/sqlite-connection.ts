/** A connection to an SQLite database from a scheduler's side: the database itself is in a thread of its own. */
import type { Worker } from 'node:worker_threads';
import { beginThread, type Data, type Failure, failure, failureFromData } from '#base';
import type { Answer, Connection, Ending, Isolation, Statement, Terms } from './database.ts';

export type Asked =
  | { readonly type: 'open' | 'close' }
  | { readonly type: 'run'; readonly statement: Statement; readonly room: number }
  | { readonly type: 'check'; readonly text: string }
  | { readonly type: 'begin'; readonly isolation: Isolation; readonly isReadOnly: boolean }
  | { readonly type: 'end'; readonly how: Ending };

export interface Request {
  readonly id: number;
  readonly asked: Asked;
}

export interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: Data;
  readonly isInTransaction: boolean;
}

interface Open {
  resolve(value: unknown): void;
  reject(reason: Failure): void;
}

/** The file beside this one, as source or as it is published. */
const file = import.meta.url.endsWith('.ts') ? 'database-thread.ts' : 'database-thread.js';
const program = new URL(file, import.meta.url);

export class SqliteConnection implements Connection {
  readonly #worker: Worker;
  readonly #open = new Map<number, Open>();
  #last = 0;
  #isClosing = false;
  isInTransaction = false;
  lost: Failure | undefined;

  private constructor(path: string) {
    this.#worker = beginThread(program, { path });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('its thread has ended')));
  }

  /** Makes the file when it is not there. */
  static async open(path: string): Promise<SqliteConnection> {
    const connection = new SqliteConnection(path);
    try {
      await connection.#ask({ type: 'open' });
    } catch (thrown) {
      await connection.close();
      throw thrown;
    }
    return connection;
  }

  async run(statement: Statement, { room }: Terms): Promise<Answer> {
    return (await this.#ask({ type: 'run', statement, room })) as Answer; // as the thread gives it
  }

  async check(text: string): Promise<void> {
    await this.#ask({ type: 'check', text });
  }

  async begin(isolation: Isolation, isReadOnly: boolean): Promise<void> {
    await this.#ask({ type: 'begin', isolation, isReadOnly });
  }

  async end(how: Ending): Promise<void> {
    await this.#ask({ type: 'end', how });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#ask({ type: 'close' }).catch(() => {});
    await this.#worker.terminate();
  }

  #ask(asked: Asked): Promise<unknown> {
    if (this.lost !== undefined) return Promise.reject(this.lost);
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      // While an answer is awaited the program must not end.
      this.#worker.ref();
      this.#worker.postMessage({ id, asked } satisfies Request);
    });
  }

  #settle({ id, value, failure: failed, isInTransaction }: Reply): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    if (this.#open.size === 0) this.#worker.unref();
    this.isInTransaction = isInTransaction;
    if (failed === undefined) open?.resolve(value);
    else open?.reject(failureFromData(failed));
  }

  #end(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const message = this.#isClosing ? 'the database is closed' : `the database is gone: ${reason}`;
    this.lost ??= failure('Unavailable', message, { retryable: true, cause: error });
    this.isInTransaction = false;
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(this.lost);
  }
}
