/**
 * One client at the control socket: its requests, and the answers that are on their way to it.
 *
 *   Cn1  Nothing that a client sends, and no way in which it goes, harms the node or another client.
 *   Cn2  Who does not read its answers is not read from, and operations that tell much wait for it. Between two things that
 *        they tell, everybody else has a turn.
 *   Cn3  A client has at most `MOST_REQUESTS` under way; more are refused with `RateLimited`.
 *   Cn4  What a client asked for is taken back when it goes.
 */
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Data, failure, isFailure, type Log, suggestion, toFailure } from '#base';
import { decodeOrThrow } from '#plugin';
import { LineReader } from './line-reader.ts';
import type { AnyOperation, ControlCall } from './operation.ts';
import {
  type Answer,
  encodeLine,
  failed,
  type Greeting,
  type Incoming,
  LONGEST_REQUEST,
  type Request,
  readIncoming,
} from './protocol.ts';

export const MOST_REQUESTS = 64;

export interface ConnectionParts {
  readonly greeting: Greeting;
  readonly operations: ReadonlyMap<string, AnyOperation>;
  readonly log: Log;
  /** What a request may do and know, apart from its own way back. */
  around(request: Pick<ControlCall, 'signal' | 'emit'>): ControlCall;
}

export class Connection {
  readonly #socket: Socket;
  readonly #parts: ConnectionParts;
  readonly #lines = new LineReader(LONGEST_REQUEST);
  readonly #open = new Map<number, AbortController>();
  /** Those who wait for room on the way to the client. */
  #waiting: (() => void)[] = [];
  #refuses: string | undefined;

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('drain', () => this.#drained());
    // The close that follows tells all there is to do.
    socket.on('error', (cause) => parts.log.debug('a control connection failed', { cause }));
    socket.on('close', () => this.#closed());
    this.#write(parts.greeting);
  }

  /** From now on requests are refused, and those under way are taken back. */
  refuse(reason: string): void {
    this.#refuses = reason;
    for (const abort of this.#open.values()) abort.abort(failure('Unavailable', reason, { retryable: true }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #received(chunk: Buffer): void {
    const lines = this.#lines.push(chunk);
    if (lines === undefined) {
      const message = `a line has more than ${LONGEST_REQUEST} bytes`;
      this.#write(failed(null, failure('Invalid', message, { retryable: false })));
      // Nothing more is read: where the next line begins is not known.
      this.#socket.removeAllListeners('data').end();
      return;
    }
    for (const line of lines) if (line.trim() !== '') this.#line(line);
  }

  #line(line: string): void {
    let incoming: Incoming;
    try {
      incoming = readIncoming(line);
    } catch (thrown) {
      this.#write(failed(null, toFailure(thrown)));
      return;
    }
    if (incoming.type === 'cancel') {
      this.#open.get(incoming.id)?.abort(failure('Canceled', 'the request was taken back'));
      return;
    }
    void this.#answer(incoming);
  }

  /** Never rejects. */
  async #answer(request: Request): Promise<void> {
    const { id } = request;
    const refusal = this.#refusal(request);
    if (refusal !== undefined) {
      this.#write(failed(id, refusal));
      return;
    }
    const abort = new AbortController();
    this.#open.set(id, abort);
    try {
      const result = await this.#run(request, abort.signal);
      this.#write({ id, result: result ?? null });
    } catch (thrown) {
      if (!isFailure(thrown) && !abort.signal.aborted) {
        this.#parts.log.error('an operation of the control socket failed', { op: request.op, cause: thrown });
      }
      this.#write(failed(id, toFailure(abort.signal.aborted ? abort.signal.reason : thrown)));
    } finally {
      this.#open.delete(id);
    }
  }

  #refusal({ id }: Request) {
    if (this.#refuses !== undefined) return failure('Unavailable', this.#refuses, { retryable: true });
    if (this.#open.has(id))
      return failure('Invalid', `the request ${id} is still under way`, { retryable: false });
    if (this.#open.size < MOST_REQUESTS) return undefined;
    return failure('RateLimited', `${MOST_REQUESTS} requests are under way already`, { retryable: true });
  }

  async #run({ id, op, input }: Request, signal: AbortSignal): Promise<Data> {
    const operation = this.#parts.operations.get(op);
    if (operation === undefined) {
      const known = this.#parts.operations.keys();
      throw failure('NotFound', `this node knows no operation ${op}${suggestion(op, known)}`, {
        retryable: false,
      });
    }
    const read = decodeOrThrow(operation.input, input ?? {}, op);
    const emit = async (event: Data): Promise<void> => {
      signal.throwIfAborted();
      await this.#write({ id, event });
      await nextTurn();
      signal.throwIfAborted();
    };
    // Read by the operation's own schema.
    return operation.run(read as never, this.#parts.around({ signal, emit }));
  }

  /** Cn2. Resolves when there is room for more. */
  #write(message: Answer | Greeting): Promise<void> | undefined {
    if (this.#socket.destroyed || !this.#socket.writable) return undefined;
    if (this.#socket.write(encodeLine(message))) return undefined;
    this.#socket.pause();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #drained(): void {
    this.#socket.resume();
    this.#release();
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Cn4. */
  #closed(): void {
    for (const abort of this.#open.values()) abort.abort(failure('Canceled', 'the client has gone'));
    this.#release();
  }
}
