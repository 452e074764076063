/**
 * A terminal made of three streams: those of the node's own process, or those of a test.
 *
 *   Te1  Nothing is read before somebody asks, so that input stays for whoever comes next.
 *   Te2  Reads are served in the order in which they were asked for.
 *   Te3  What arrived and was not asked for is kept, as bytes.
 */
import { byteString, bytesOf, failure } from '#base';
import type { Terminal } from './terminal.ts';

/** What is used of the standard input. */
export interface InputStream {
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  readonly isTTY?: boolean | undefined;
  setRawMode?(mode: boolean): unknown;
}

export interface OutputStream {
  write(chunk: Uint8Array, done?: (error?: Error | null) => void): boolean;
}

export interface Streams {
  /** Asked for at the first read: opening the standard input takes time that most programs can spare. */
  readonly input: () => InputStream;
  readonly output: OutputStream;
  readonly error: OutputStream;
}

interface Reader {
  /** Takes what it wants of the bytes, or undefined while they are too few. */
  take(bytes: string, isOver: boolean): { readonly value: string; readonly rest: string } | undefined;
  resolve(value: string | undefined): void;
  reject(error: Error): void;
}

export class StreamTerminal implements Terminal {
  readonly #streams: Streams;
  readonly #readers: Reader[] = [];
  #input: InputStream | undefined;
  #bytes = '';
  #isOver = false;
  #error: Error | undefined;
  #raws = 0;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  write(bytes: string): void {
    this.#streams.output.write(bytesOf(bytes));
  }

  writeError(bytes: string): void {
    this.#streams.error.write(bytesOf(bytes));
  }

  /** Streams keep the order of what is written, so an empty write is done when all before it are. */
  async flush(): Promise<void> {
    await Promise.all([this.#streams.output, this.#streams.error].map(flushed));
  }

  read(most: number): Promise<string | undefined> {
    return this.#ask((bytes) =>
      bytes === '' ? undefined : { value: bytes.slice(0, most), rest: bytes.slice(most) },
    );
  }

  readLine(): Promise<string | undefined> {
    return this.#ask((bytes, isOver) => {
      const end = bytes.indexOf('\n');
      if (end >= 0) return { value: bytes.slice(0, end).replace(/\r$/, ''), rest: bytes.slice(end + 1) };
      return isOver && bytes !== '' ? { value: bytes, rest: '' } : undefined;
    });
  }

  setRaw(isOn: boolean): void {
    const before = this.#raws;
    this.#raws = Math.max(0, before + (isOn ? 1 : -1));
    if (before > 0 !== this.#raws > 0) this.#switchRaw(this.#raws > 0);
  }

  reset(): void {
    if (this.#raws > 0) this.#switchRaw(false);
    this.#raws = 0;
  }

  #switchRaw(isOn: boolean): void {
    const input = this.#open();
    if (input.isTTY !== true)
      throw failure('Unavailable', 'the standard input is no terminal', { retryable: false });
    input.setRawMode?.(isOn);
  }

  #ask(take: Reader['take']): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      this.#readers.push({ take, resolve, reject });
      this.#serve();
    });
  }

  /** Te2. */
  #serve(): void {
    for (let reader = this.#readers[0]; reader !== undefined; reader = this.#readers[0]) {
      const taken = reader.take(this.#bytes, this.#isOver);
      if (taken === undefined && !this.#isOver) {
        this.#open().resume();
        return;
      }
      this.#readers.shift();
      if (taken !== undefined) {
        this.#bytes = taken.rest;
        reader.resolve(taken.value);
      } else if (this.#error !== undefined) reader.reject(this.#error);
      else reader.resolve(undefined);
    }
    this.#input?.pause();
  }

  #open(): InputStream {
    if (this.#input !== undefined) return this.#input;
    const input = this.#streams.input();
    this.#input = input;
    input.on('data', (chunk) => {
      this.#bytes += byteString(chunk);
      this.#serve();
    });
    input.on('end', () => this.#end());
    input.on('error', (error) => this.#end(error));
    return input;
  }

  #end(error?: Error): void {
    this.#isOver = true;
    if (error !== undefined) {
      this.#error = failure('Internal', `the standard input cannot be read: ${error.message}`, {
        cause: error,
      });
    }
    this.#serve();
  }
}

function flushed(stream: OutputStream): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(new Uint8Array(0), (error) => {
      if (error === undefined || error === null) resolve();
      else reject(failure('Internal', `the output cannot be written: ${error.message}`, { cause: error }));
    });
  });
}
