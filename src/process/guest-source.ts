/** The host's end of a guest's channel: what `call.channel` gives. Values come in by the process's door (P2). */
import type { Failure } from '#base';
import type { Value } from '#lua';
import type { Source } from '#plugin';
import { Channel } from './channel.ts';
import { errorFromFailure, guestError } from './error-value.ts';
import { accept } from './input.ts';
import type { Process } from './process.ts';

export class GuestSource<T> implements Source<T> {
  readonly channel = new Channel(Number.POSITIVE_INFINITY, true);
  readonly #process: Process;
  readonly #capacity: number;
  readonly #write: (value: T) => Value;
  #waiting: (() => void)[] = [];
  #closed: (() => void)[] = [];
  #length = 0;

  constructor(process: Process, capacity: number, write: (value: T) => Value) {
    this.#process = process;
    this.#capacity = capacity;
    this.#write = write;
    this.channel.counter = this;
    process.own(this);
  }

  /** How many values wait for a receiver; the channel counts here. */
  get length(): number {
    return this.#length;
  }

  set length(length: number) {
    const fell = length < this.#length;
    this.#length = length;
    if (fell && length < this.#capacity) this.#admit();
  }

  get isClosed(): boolean {
    return this.channel.isClosed;
  }

  offer(value: T): boolean {
    if (this.isClosed || !this.#process.isAlive) return false;
    accept(this.#process, { type: 'offer', id: 0, channel: this.channel, value: this.#write(value) });
    return this.#length < this.#capacity;
  }

  room(): Promise<void> {
    if (this.isClosed || this.#length < this.#capacity) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(failure?: Failure): void {
    if (this.isClosed) return;
    if (failure !== undefined) this.channel.offer(guestError(errorFromFailure(failure)));
    this.#process.disown(this);
    this.release();
  }

  onClose(run: () => void): void {
    if (this.isClosed) run();
    else this.#closed.push(run);
  }

  /** The process has ended, or the source was closed. */
  release(): void {
    this.channel.close();
    this.#admit();
    const told = this.#closed;
    this.#closed = [];
    for (const run of told) run();
  }

  #admit(): void {
    if (this.#waiting.length === 0) return;
    const admitted = this.#waiting;
    this.#waiting = [];
    for (const resolve of admitted) resolve();
  }
}
