/**
 * Runs the published program, which is one file, with V8's compiled form of the functions that an earlier start has run.
 *
 * Node's own cache of compiled code keeps what is compiled when a file is loaded. Nearly all functions are compiled when they
 * are first called, some 1,500 of them in the smallest start, and that takes longer than all that they do.
 *
 *   Pf1  There is a compiled form for each command, as commands run other functions. It lies in the state folder (see
 *        compiled-code.ts) with a digest by the folder's key (Kf2), and has the hash of the program in its name. What has
 *        another digest, and what V8 refuses, is made anew.
 *   Pf2  It is made once the program has run for some seconds and has nothing to do for a moment, as nothing else is done
 *        while it is made (some 45 ms); or at its end when that comes before and all went well. After a minute without
 *        such a moment it is left to the end, and a former one stays: by then V8 has dropped what only the start needed.
 *   Pf3  It holds what was in the former one too. It is made anew by the second run, which runs what finds the things that the
 *        first one has kept, by the next few runs with other arguments, which run other functions, and when it is a day
 *        old, as applications change.
 *   Pf4  Whatever goes wrong with it, the program runs.
 */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { codeOf, KeyedFolder } from '#base';

const LARGEST = 1 << 26;
/** Pf2: milliseconds. */
const WARM = 3000;
const MOMENT = 250;
const LATEST = 60_000;
/** Microseconds of the thread's processor time in a moment in which there is nothing to do. */
const NOTHING = 2500;
/** Pf3. */
const LEAST_RUNS = 2;
const MOST_RUNS = 4;
const OLD = 24 * 3600 * 1000;

export interface ProgramFile {
  readonly url: URL;
  /** Of its text. */
  readonly hash: string;
  /** Where compiled forms are kept; undefined when there is no such place. */
  readonly folder: string | undefined;
  /** The words of the command line; the first is the command (Pf1). */
  readonly words: readonly string[];
}

/** Gives what the file exports. */
export function runProgramFile({ url, hash, folder, words }: ProgramFile): unknown {
  const path = fileURLToPath(url);
  const files = folder === undefined ? undefined : new KeyedFolder(folder);
  const form = `program-${hash}-${wordOf(words[0] ?? '')}`;
  const kept = files === undefined ? undefined : read(files, form);
  // The file has nothing beyond ASCII: see scripts/bundle.ts.
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'latin1')}\n})`;
  const script = new Script(text, { filename: path, ...(kept !== undefined && { cachedData: kept.data }) });
  if (folder !== undefined && files !== undefined) {
    const former = script.cachedDataRejected === true ? undefined : kept;
    const now = numberOf(words);
    const least = former?.words === now ? LEAST_RUNS : MOST_RUNS;
    const isWanted = former === undefined || former.runs < least;
    if (isWanted || isOld(join(folder, form))) {
      const end = Buffer.alloc(END);
      end.writeUInt8(Math.min((former?.runs ?? 0) + 1, MOST_RUNS), 0);
      end.writeInt32LE(now, 1);
      keepWhenWarm(former === undefined, () => {
        if (files.write(form, [codeOf(script), end])) sweep(folder, hash);
      });
    }
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(url), module, path, dirname(path));
  return module.exports;
}

/** What stands after V8's data: the number of runs that have made it, and the words of the last one. */
const END = 5;

interface Kept {
  readonly data: Buffer;
  readonly runs: number;
  readonly words: number;
}

function read(files: KeyedFolder, name: string): Kept | undefined {
  const bytes = files.read(name, LARGEST);
  if (bytes === undefined || bytes.length < END) return undefined;
  const end = bytes.length - END;
  return { data: bytes.subarray(0, end), runs: bytes.readUInt8(end), words: bytes.readInt32LE(end + 1) };
}

/** The same for the same words; others mostly have another one. */
function numberOf(words: readonly string[]): number {
  let number = 0;
  for (const letter of words.join('\0')) number = (Math.imul(number, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return number;
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
function keepWhenWarm(isFirst: boolean, keep: () => void): void {
  const now = () => {
    clearTimeout(timer);
    process.off('exit', atEnd);
    keep();
  };
  let looks = (LATEST - WARM) / MOMENT;
  let used = 0;
  const look = () => {
    const { user, system } = process.threadCpuUsage();
    const before = used;
    used = user + system;
    if (before > 0 && used - before < NOTHING) now();
    else if (looks-- > 0) timer = setTimeout(look, MOMENT).unref();
  };
  let timer = setTimeout(look, WARM).unref();
  const atEnd = (code: number) => {
    if (code === 0 && (looks > 0 || isFirst)) now();
  };
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
