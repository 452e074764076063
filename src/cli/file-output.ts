/**
 * The standard output and error as files: what is written has left when `write` returns.
 *
 * Node's own streams wait in the same way where they lead to files, pipes and terminals, but making them takes
 * half as long as starting Node.
 *
 *   Fo1  A reader that is slow is waited for; nothing is lost and nothing comes out of order.
 *   Fo2  A reader that has gone away is told to whoever made this, once for each write.
 */
import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Output } from './command.ts';

/** Milliseconds between two looks at a pipe that is full. */
const patience = 2;

export class FileOutput implements Output {
  readonly #descriptor: number;
  readonly #gone: () => void;

  constructor(descriptor: number, gone: () => void) {
    this.#descriptor = descriptor;
    this.#gone = gone;
  }

  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): boolean {
    try {
      this.#writeAll(typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk);
      done?.();
    } catch (thrown) {
      if (codeOf(thrown) === 'EPIPE') this.#gone();
      else if (done === undefined || !(thrown instanceof Error)) throw thrown;
      else done(thrown);
    }
    return true;
  }

  /** Whether a person is looking at it. Most files are told from terminals without loading what knows of those. */
  get isTerminal(): boolean {
    return fstatSync(this.#descriptor).isCharacterDevice() && isatty(this.#descriptor);
  }

  /** Fo1. */
  #writeAll(bytes: Uint8Array): void {
    let written = 0;
    while (written < bytes.length) {
      try {
        written += writeSync(this.#descriptor, bytes, written);
      } catch (thrown) {
        if (codeOf(thrown) !== 'EAGAIN') throw thrown;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patience);
      }
    }
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
