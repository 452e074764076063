/**
 * Runs the commands of console blocks: `wippy ...` by the command line itself, in this process; of the shell `cat FILE`,
 * `echo $?`, `echo WORDS | wippy ...` and `wippy ... | wippy ...` are known. `^C` on a line of the expected output is an
 * interrupt. `wippy run &` starts a node and goes on when it can be asked; it ends with `kill %1`, or with the page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { byteString, decodeUtf8 } from '#base';
import { findNode } from '#runtime';
import type { Surroundings } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { runCommandLine } from '../../src/cli/shell.ts';
import { beginningPattern } from './expectation.ts';

export interface Command {
  readonly line: string;
  readonly expected: string;
}

export function commandsOf(text: string): Command[] {
  const found: { line: string; expected: string }[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const last = found.at(-1);
    if (line.startsWith('$ ')) found.push({ line: line.slice(2), expected: '' });
    else if (last === undefined) throw new Error(`a console block begins with a command: ${line}`);
    else last.expected += `${line}\n`;
  }
  return found;
}

const interrupt = '^C\n';

export class Shell {
  readonly #folder: string;
  #code = 0;
  /** Ends the node that runs in the background. */
  #stop: (() => Promise<void>) | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What the command prints, all streams in one. */
  async run({ line, expected }: Command): Promise<string> {
    const [, giver, receiver] = /^((?:echo|wippy) .+?) \| (.+)$/.exec(line) ?? [];
    if (line.endsWith(' &')) return this.#background(wordsOf(line.slice(0, -2)).slice(1));
    if (line === 'kill %1') return this.end();
    const [program, ...words] = wordsOf(receiver ?? line);
    const input = giver === undefined ? '' : await this.#output(giver);
    if (program === 'wippy') return this.#wippy(words, input, expected);
    if (line === 'echo $?') return `${this.#code}\n`;
    if (program === 'cat')
      return words.map((file) => readFileSync(join(this.#folder, file), 'utf8')).join('');
    throw new Error(`the examples know no command ${program}`);
  }

  /** What the left side of a pipe gives. */
  async #output(line: string): Promise<string> {
    const [program, ...words] = wordsOf(line);
    return program === 'echo' ? `${words.join(' ')}\n` : this.#wippy(words, '', '');
  }

  async #background(words: readonly string[]): Promise<string> {
    let interrupt: () => void = () => {};
    let said = '';
    const text = {
      write: (part: string) => {
        said += part;
      },
      isTerminal: false,
    };
    const silent = {
      write: (_: Uint8Array, done?: () => void) => {
        done?.();
        return true;
      },
    };
    const ended = this.#call(words, {
      out: text,
      err: text,
      terminal: { input: () => Readable.from([]), output: silent, error: silent },
      onInterrupt: (run) => {
        interrupt = run;
        return () => {};
      },
    });
    this.#stop = async () => {
      interrupt();
      await ended;
    };
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while ((await findNode(this.#folder))?.socket.destroy() === undefined) {
      if (isOver) throw new Error(`it ended at once: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return '';
  }

  /** Ends what runs in the background. */
  async end(): Promise<string> {
    const stop = this.#stop;
    this.#stop = undefined;
    await stop?.();
    return '';
  }

  #call(words: readonly string[], around: Pick<Surroundings, 'out' | 'err' | 'terminal' | 'onInterrupt'>) {
    const place = { directory: this.#folder, environment: {}, version: () => '0.1.0' };
    return runCommandLine(words, commands, { ...place, ...around });
  }

  async #wippy(words: readonly string[], input: string, expected: string): Promise<string> {
    const [before, after] = expected.split(interrupt);
    const isReady = beginningPattern(before ?? '');
    let printed = '';
    let tell: (() => void) | undefined;
    const print = (text: string) => {
      printed += text;
      if (after === undefined || tell === undefined || !isReady.test(printed)) return;
      const told = tell;
      tell = undefined;
      printed += interrupt;
      setImmediate(told);
    };
    const text = { write: print, isTerminal: false };
    const bytes = {
      write: (chunk: Uint8Array, done?: () => void) => {
        print(decodeUtf8(byteString(chunk)));
        done?.();
        return true;
      },
    };
    this.#code = await this.#call(words, {
      out: text,
      err: text,
      terminal: {
        input: () => Readable.from(input === '' ? [] : [Buffer.from(input)]),
        output: bytes,
        error: bytes,
      },
      onInterrupt: (run) => {
        tell = run;
        return () => {};
      },
    });
    return printed;
  }
}

/** Words between blanks; quotes keep blanks together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}
