/**
 * Runs the commands of console blocks: `wippy ...` by the command line itself, in this process; of the shell `cat FILE`,
 * `echo $?` and `echo WORDS | wippy ...` are known. `^C` on a line of the expected output is an interrupt.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { byteString, decodeUtf8 } from '#base';
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

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What the command prints, all streams in one. */
  async run({ line, expected }: Command): Promise<string> {
    const [, said, receiver] = /^echo (.+?) \| (.+)$/.exec(line) ?? [];
    const [program, ...words] = wordsOf(receiver ?? line);
    const input = said === undefined ? '' : `${wordsOf(said).join(' ')}\n`;
    if (program === 'wippy') return this.#wippy(words, input, expected);
    if (line === 'echo $?') return `${this.#code}\n`;
    if (program === 'cat')
      return words.map((file) => readFileSync(join(this.#folder, file), 'utf8')).join('');
    throw new Error(`the examples know no command ${program}`);
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
    this.#code = await runCommandLine(words, commands, {
      directory: this.#folder,
      environment: {},
      out: text,
      err: text,
      terminal: {
        input: () => Readable.from(input === '' ? [] : [Buffer.from(input)]),
        output: bytes,
        error: bytes,
      },
      version: () => '0.1.0',
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
