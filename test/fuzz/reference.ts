/** Runs programs on PUC Lua 5.4, or another one, all in one process of it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COMMAND = 'lua5.4';

/** Milliseconds that all programs together may take. */
const LONGEST = 30_000;

export const preludeFile = join(import.meta.dirname, 'prelude.lua');

export function isInstalled(command = COMMAND): boolean {
  return spawnSync(command, ['-v']).status === 0;
}

/** What a program printed that did not come to its end in time. */
export const ENDLESS = 'too many steps';

/** What each of the programs prints, with a last line `failed: ...` when it ends with an error. */
export function printedByReference(programs: readonly string[], command = COMMAND): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    const file = join(folder, 'programs');
    writeFileSync(file, programs.map((each) => `${each.length}\n${each}`).join(''), 'latin1');
    const script = join(import.meta.dirname, 'reference.lua');
    const { stdout, stderr, status, signal } = spawnSync(command, [script, preludeFile, file], {
      encoding: 'latin1',
      maxBuffer: 2 ** 30,
      timeout: LONGEST,
    });
    if (signal !== null) return endless(programs, command);
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
    return split(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Some of the programs did not end: finds out which. */
function endless(programs: readonly string[], command: string): string[] {
  if (programs.length === 1) return [ENDLESS];
  const middle = programs.length >> 1;
  return [programs.slice(0, middle), programs.slice(middle)].flatMap((half) =>
    printedByReference(half, command),
  );
}

/** The texts behind their lengths. */
function split(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const line = text.indexOf('\n', at);
    const end = line + 1 + Number(text.slice(at, line));
    found.push(text.slice(line + 1, end));
    at = end;
  }
  return found;
}
