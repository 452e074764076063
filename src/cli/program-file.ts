/**
 * Runs the published program, which is one file, with V8's compiled form of the functions that an earlier start has run.
 *
 * Node's own cache of compiled code keeps what is compiled when a file is loaded. Nearly all functions are compiled when they
 * are first called, some 1,500 of them in the smallest start, and that takes longer than all that they do.
 *
 *   Pf1  There is a compiled form for each command, as commands run other functions. It lies in the state folder (see
 *        compiled-code.ts), and has the hash of the program in its name. What V8 refuses is made anew.
 *   Pf2  It is made once the program has run for some seconds, or at its end when that comes before and all went well. Later
 *        V8 has dropped what only the start needed.
 *   Pf3  It holds what was in the former one too. It is made by the first runs, and again when it is a day old, as
 *        applications change.
 *   Pf4  Whatever goes wrong with it, the program runs.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { readOwnFile, writeOwnFile } from '#base';

const LARGEST = 1 << 26;
/** Pf2: milliseconds. */
const WARM = 3000;
/** Pf3. */
const FIRST_RUNS = 2;
const OLD = 24 * 3600 * 1000;

export interface ProgramFile {
  readonly url: URL;
  /** Of its text. */
  readonly hash: string;
  /** Where compiled forms are kept; undefined when there is no such place. */
  readonly folder: string | undefined;
  /** Pf1. */
  readonly command: string;
}

/** Gives what the file exports. */
export function runProgramFile({ url, hash, folder, command }: ProgramFile): unknown {
  const path = fileURLToPath(url);
  const form = folder === undefined ? undefined : join(folder, `program-${hash}-${wordOf(command)}`);
  const kept = form === undefined ? undefined : read(form);
  // The file has nothing beyond ASCII: see scripts/bundle.ts.
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'latin1')}\n})`;
  const script = new Script(text, { filename: path, ...(kept !== undefined && { cachedData: kept.data }) });
  if (folder !== undefined && form !== undefined) {
    const runs = kept === undefined || script.cachedDataRejected === true ? 0 : kept.runs;
    if (runs < FIRST_RUNS || isOld(form)) {
      keepWhenWarm(() => {
        if (writeOwnFile(form, [script.createCachedData(), Uint8Array.of(Math.min(runs + 1, FIRST_RUNS))]))
          sweep(folder, hash);
      });
    }
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(url), module, path, dirname(path));
  return module.exports;
}

/** V8's data, and the number of runs that have made it. */
function read(path: string): { readonly data: Buffer; readonly runs: number } | undefined {
  const bytes = readOwnFile(path, LARGEST);
  return bytes === undefined ? undefined : { data: bytes.subarray(0, -1), runs: bytes.at(-1) ?? 0 };
}

function wordOf(command: string): string {
  return /^[a-z]{1,16}$/.test(command) ? command : 'other';
}

function isOld(path: string): boolean {
  try {
    return statSync(path).mtimeMs < Date.now() - OLD;
  } catch {
    return true;
  }
}

/** Pf2. */
function keepWhenWarm(keep: () => void): void {
  const now = () => {
    clearTimeout(timer);
    process.off('exit', atEnd);
    keep();
  };
  const atEnd = (code: number) => {
    if (code === 0) now();
  };
  const timer = setTimeout(now, WARM).unref();
  process.on('exit', atEnd);
}

/** Drops the forms of other programs. */
function sweep(folder: string, hash: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (name.startsWith('program-') && !name.startsWith(`program-${hash}-`)) rmSync(join(folder, name));
    }
  } catch {
    // Another start does the same.
  }
}
