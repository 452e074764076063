/** Runs the commands of console blocks, as a user would type them. */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { beginningPattern } from './expectation.ts';

export interface Command {
  readonly line: string;
  /** What it prints; `^C` on a line of its own is an interrupt. */
  readonly expected: string;
}

export function commandsOf(text: string): Command[] {
  const commands: { line: string; expected: string }[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const last = commands.at(-1);
    if (line.startsWith('$ ')) commands.push({ line: line.slice(2), expected: '' });
    else if (last === undefined) throw new Error(`a console block begins with a command: ${line}`);
    else last.expected += `${line}\n`;
  }
  return commands;
}

const binaries = join(import.meta.dirname, '..', '..', 'bin');
const longest = 20_000;

/** What the command printed, both streams in one. */
export function runCommand({ line, expected }: Command, folder: string): Promise<string> {
  const [before, after] = expected.split('^C\n');
  const shell = spawn('/bin/sh', ['-c', `exec 2>&1; ${after === undefined ? '' : 'exec '}${line}`], {
    cwd: folder,
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: longest,
  });
  const isReady = beginningPattern(before ?? '');
  let output = '';
  let isInterrupted = after === undefined;
  shell.stdout.setEncoding('utf8');
  shell.stdout.on('data', (text: string) => {
    output += text;
    if (isInterrupted || !isReady.test(output)) return;
    isInterrupted = true;
    output += '^C\n';
    shell.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    shell.on('error', reject);
    shell.on('close', () => resolve(output));
  });
}
