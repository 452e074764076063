/**
 * A node whose store is hindered in one way or another. A client hands entries to a durable book, which notes each by a
 * function: what the client was told is taken must be noted, each under one key.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
const PATIENCE = 60_000;

export interface LedgerLine {
  readonly message: string;
  readonly [field: string]: unknown;
}

/** Where the book is kept when it is in PostgreSQL. */
export interface Database {
  readonly port: number;
}

export class Ledger {
  readonly place: string;
  /** Of all lives. */
  readonly lines: LedgerLine[] = [];
  readonly #words: readonly string[];
  /** Lines before the present life. */
  #before = 0;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  errors = '';

  constructor(place: string, database?: Database, words: readonly string[] = []) {
    this.place = place;
    this.#words = words;
    rmSync(place, { recursive: true, force: true });
    cpSync(join(import.meta.dirname, 'faults'), place, { recursive: true });
    if (database === undefined) return;
    const path = join(place, 'src/_index.yaml');
    const host = '{name: durable, kind: durable.host,';
    const entry = `{name: database, kind: db.sql.postgres, host: 127.0.0.1, port: ${database.port}, database: postgres, username: postgres, lifecycle: {auto_start: true}}`;
    writeFileSync(path, readFileSync(path, 'utf8').replace(host, `${entry}\n  - ${host} store: database,`));
  }

  start(environment: Readonly<Record<string, string>> = {}): void {
    this.#before = this.lines.length;
    const words = ['run', '--set', 'logger.encoding=json', ...this.#words];
    const child = spawn(join(root, 'bin/wippy'), words, {
      cwd: this.place,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('close', resolve));
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) this.#told(part);
      });
    }
  }

  #told(text: string): void {
    try {
      this.lines.push(JSON.parse(text) as LedgerLine); // the log writes nothing else
    } catch {
      this.errors += `${text}\n`;
    }
  }

  /** Resolves with the line when the present life writes it, or has; `from`: not before that line. */
  async until(
    message: string,
    matches: (line: LedgerLine) => boolean = () => true,
    from = 0,
  ): Promise<LedgerLine> {
    for (const end = Date.now() + PATIENCE; ; ) {
      const first = Math.max(from, this.#before);
      const found = this.lines.slice(first).find((line) => line.message === message && matches(line));
      if (found !== undefined) return found;
      if (Date.now() > end) {
        const last = this.lines.slice(-20).map((line) => JSON.stringify(line));
        throw new Error(`'${message}' did not come: ${this.errors}\n${last.join('\n')}`);
      }
      await pause(20);
    }
  }

  /** Resolves when so many more entries were taken. */
  async taken(count: number): Promise<void> {
    const from = this.lines.length;
    const isDone = () => this.#of('acked', this.lines.slice(from)).size >= count;
    await this.until('acked', isDone, from);
  }

  /** Ends the node, when it has not ended; resolves when it is gone. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#child?.kill(signal);
    const giveUp = setTimeout(() => this.#child?.kill('SIGKILL'), PATIENCE);
    await this.#ended;
    clearTimeout(giveUp);
  }

  /** Power is lost by itself. */
  get ended(): Promise<unknown> {
    return this.#ended;
  }

  #of(message: string, lines: readonly LedgerLine[] = this.lines): Set<string> {
    return new Set(lines.filter((line) => line.message === message).map(({ label }) => String(label)));
  }

  /** Waits until all that was taken by now is noted. Throws when something was noted that nobody handed in, or under two keys. */
  async settle(mayRepeat = false): Promise<void> {
    const taken = [...this.#of('acked')];
    const noted = new Map<string, Set<string>>();
    const isNoted = () => {
      noted.clear();
      for (const { message, label, key } of this.lines) {
        if (message !== 'noted') continue;
        const keys = noted.get(String(label)) ?? new Set();
        noted.set(String(label), keys.add(String(key)));
      }
      return taken.every((label) => noted.has(label));
    };
    await this.until('noted', isNoted);
    const refused = this.#of('refused');
    for (const [label, keys] of noted)
      if (!mayRepeat || !refused.has(label))
        assert.equal(keys.size, 1, `${label} was handled ${keys.size} times`);
  }
}
