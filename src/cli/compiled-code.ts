/**
 * Where V8's compiled form of the runtime's own code is kept between starts, so that a start compiles nothing.
 *
 * V8 does not verify what it reads there, so whoever could write to it would run code with the runtime's rights.
 *
 *   Cc1  It lies in the state folder of the application, `.wippy/state` beside `wippy.lock`; without a lock file
 *        nothing is kept.
 *   Cc2  The state folder is a real folder that belongs to this user alone. Any other is left alone, and the start
 *        goes on without.
 */
import { lstatSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

export function keepCompiledCode(directory: string): void {
  const folder = cacheFolder(directory);
  if (folder !== undefined) enableCompileCache(folder);
}

/** Undefined when there is no place that is safe. Makes the folders that are missing. */
export function cacheFolder(directory: string): string | undefined {
  const hidden = join(directory, '.wippy');
  const state = join(hidden, 'state');
  const cache = join(state, 'cache');
  try {
    if (!lstatSync(join(directory, 'wippy.lock')).isFile()) return undefined;
    makeFolder(hidden, 0o755);
    makeFolder(state, 0o700);
    makeFolder(cache, 0o700);
    return isOfThisUserAlone(state) && isOfThisUserAlone(cache) ? cache : undefined;
  } catch {
    // A folder that cannot be written or looked into: starting takes a little longer, and that is all.
    return undefined;
  }
}

function makeFolder(path: string, mode: number): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) mkdirSync(path, { recursive: true, mode });
}

/** Cc2. */
function isOfThisUserAlone(path: string): boolean {
  const found = lstatSync(path);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}
