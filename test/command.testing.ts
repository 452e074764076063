/** A command, called as the shell calls it, in a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { TestContext } from 'node:test';
import type { Surroundings } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { runCommandLine } from '../src/cli/shell.ts';

export { index } from './applications/house.ts';

const lock = 'directories:\n  modules: .wippy\n  src: ./src\n';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandFolder {
  readonly directory: string;
  write(path: string, text: string): void;
  run(...words: string[]): Promise<Ended>;
  /** The same while it runs. */
  start(...words: string[]): {
    readonly ended: Promise<Ended>;
    readonly written: { out: string; err: string };
    interrupt(): void;
  };
}

/** Paths and texts; `wippy.lock` is there unless it is given. */
export function commandIn(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  { hasLockFile = true } = {},
): CommandFolder {
  const directory = mkdtempSync(join(tmpdir(), 'wippy-command-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(join(directory, dirname(path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  for (const [path, text] of Object.entries({ ...(hasLockFile && { 'wippy.lock': lock }), ...files }))
    write(path, text);
  const start = (...words: string[]) => startCommand(directory, words);
  return { directory, write, start, run: (...words) => start(...words).ended };
}

function startCommand(directory: string, words: readonly string[]) {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: false,
  });
  const stream = (name: 'out' | 'err') => {
    const made = new PassThrough();
    made.on('data', (chunk) => {
      written[name] += String(chunk);
    });
    return made;
  };
  const listeners = new Set<() => void>();
  const surroundings: Surroundings = {
    directory,
    environment: {},
    out: output('out'),
    err: output('err'),
    terminal: { input: () => new PassThrough().end(), output: stream('out'), error: stream('err') },
    version: () => '1.2.3',
    onInterrupt: (run) => {
      listeners.add(run);
      return () => listeners.delete(run);
    },
  };
  const code = runCommandLine(words, commands, surroundings);
  return {
    ended: code.then((value) => ({ code: value, ...written })),
    written,
    interrupt: () => {
      for (const run of [...listeners]) run();
    },
  };
}
