/**
 * Answers that are stored by the transaction that does the work, in the database in which the store lies (D10).
 *
 *   An1 The answer is an input of the process, written with the work or not at all. Until its step consumes it the call
 *       counts as open; when the call is made again, the answer is there and nothing is done a second time.
 *   An2 Only the node that has the process does the work, and in one place at a time.
 */
import { failure } from '#base';
import { type Exit, hostOf, type StoreAnswering } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { type Entering, readInput, writeInput } from './input-form.ts';
import type { Kept } from './kept.ts';
import type { Backend } from './store/backend.ts';
import type { Bytes } from './store/records.ts';
import { isShared } from './store/shared-store.ts';

export interface AnswersOptions {
  readonly backend: Backend;
  readonly codec: ValueCodec;
  /** The entry of the database in which the store lies. */
  readonly database?: string | undefined;
}

/** What it needs of the engine, and of its processes. */
interface Host {
  mostBytes(host: string): number;
}

interface Receivers {
  deliver(id: number, to: string, what: Entering, body: Bytes): boolean;
}

export class Answers {
  readonly #options: AnswersOptions;
  readonly #engine: Host;
  readonly #receivers: Receivers;

  constructor(options: AnswersOptions, engine: Host, receivers: Receivers) {
    this.#options = options;
    this.#engine = engine;
    this.#receivers = receivers;
  }

  of(kept: Kept, database: string, operation: number): StoreAnswering | undefined {
    const { backend, codec, database: own } = this.#options;
    if (own !== database || !isShared(backend) || backend.answering === undefined) return undefined;
    const { pid } = kept.process;
    const inStore = backend.answering(pid, kept.facts.fence, operation);
    let body: Bytes | undefined;
    const write = (outcome: Exit) => {
      body = writeInput(codec, { type: 'result', id: 0, operation, outcome });
      const most = this.#engine.mostBytes(hostOf(pid));
      if (body.length > most)
        throw failure('Invalid', `an answer of ${body.length} bytes is larger than ${most}`, {
          retryable: false,
        });
      return inStore.write(body);
    };
    const stored = (id: number, known?: Uint8Array) => {
      const bytes = known === undefined ? body : new Uint8Array(known);
      if (kept.isOver || bytes === undefined) return;
      this.#receivers.deliver(id, pid, readInput(codec, 'result', '', bytes), bytes);
    };
    return { begin: inStore.begin, claim: inStore.claim, write, stored };
  }
}
