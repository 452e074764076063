/** A server of a test as a system process: ended at once, and started again over the same folder, as often as a test asks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { user } from './server-place.ts';

export interface ServerCommand {
  readonly folder: string;
  readonly program: string;
  readonly words: readonly string[];
  /** What it says once it takes connections. */
  readonly ready: string;
  /** What ends it at once, connections and all. */
  readonly end: NodeJS.Signals;
}

export class ServerProcess {
  readonly #command: ServerCommand;
  #process: ChildProcess | undefined;

  constructor(command: ServerCommand) {
    this.#command = command;
  }

  /** Resolves when it takes connections. */
  resume(): Promise<void> {
    const { folder, program, words, ready } = this.#command;
    const child = spawn(program, words, { ...user(), cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    return new Promise((resolve, reject) => {
      let told = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        told += text;
        if (told.includes(ready)) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`the server ended: ${told}`)));
    });
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(this.#command.end);
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#command.folder, { recursive: true, force: true });
  }
}
