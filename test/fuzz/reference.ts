/** Runs programs on PUC Lua 5.4, or another one, all in one process of it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COMMAND = 'lua5.4';

/** How long the reference may work before it is stopped, so that whoever waits for it hears something in time. */
interface Patience {
  /** Milliseconds for all programs together. */
  readonly together: number;
  /** Milliseconds for the one at which it was stopped, by itself. */
  readonly alone: number;
  /** So often it is stopped at most; what is left then counts as stopped too. */
  readonly times: number;
}

/** 75 s at most for one language: a worker that says nothing for five minutes is taken for dead (workers.ts). */
const usual: Patience = { together: 20_000, alone: 5000, times: 3 };

export const preludeFile = join(import.meta.dirname, 'prelude.lua');

export function isInstalled(command = COMMAND): boolean {
  return spawnSync(command, ['-v']).status === 0;
}

/** What a program printed that did not come to its end in time. */
export const ENDLESS = 'too many steps';

/** What each of the programs prints, with a last line `failed: ...` when it ends with an error. */
export function printedByReference(
  programs: readonly string[],
  command = COMMAND,
  { together, alone, times }: Patience = usual,
): string[] {
  const printed: string[] = [];
  for (let stopped = 0; printed.length < programs.length; ) {
    const left = programs.slice(printed.length);
    printed.push(...printedWithin(together, left, command));
    const next = programs[printed.length];
    if (next === undefined) break;
    // Others may have taken all the time.
    const [one = ENDLESS] = printedWithin(alone, [next], command);
    printed.push(one);
    if (++stopped < times) continue;
    while (printed.length < programs.length) printed.push(ENDLESS);
  }
  return printed;
}

/** What those print that end within so many milliseconds together, in order. */
function printedWithin(millis: number, programs: readonly string[], command: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    const file = join(folder, 'programs');
    writeFileSync(file, programs.map((each) => `${each.length}\n${each}`).join(''), 'latin1');
    const script = join(import.meta.dirname, 'reference.lua');
    const { stdout, stderr, status, signal } = spawnSync(command, [script, preludeFile, file], {
      encoding: 'latin1',
      maxBuffer: 2 ** 30,
      timeout: millis,
    });
    if (signal === null && status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
    return split(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The texts behind their lengths, as far as they are whole. */
function split(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const line = text.indexOf('\n', at);
    const end = line + 1 + Number(text.slice(at, line));
    if (line < 0 || end > text.length) break;
    found.push(text.slice(line + 1, end));
    at = end;
  }
  return found;
}
