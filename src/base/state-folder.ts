/**
 * The state folder of an application: what the runtime keeps for itself, and what would run with its rights.
 *
 *   Sf1  It is `.wippy/state` beside `wippy.lock`. Without a lock file there is none.
 *   Sf2  It and the folders in it belong to this user alone (Of1). Any other is left alone, and the runtime goes on
 *        without.
 *   Sf3  No path that an application names leads there, whatever links it goes through.
 */
import { lstatSync, mkdirSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { isOwnFolder } from './own-files.ts';

/** A folder in the state folder of the application in `directory`, made if it is missing; undefined when no place is safe. */
export function stateFolder(directory: string, name: string): string | undefined {
  const hidden = join(directory, '.wippy');
  const state = join(hidden, 'state');
  const folder = join(state, name);
  try {
    if (!lstatSync(join(directory, 'wippy.lock')).isFile()) return undefined;
    if (lstatSync(hidden, { throwIfNoEntry: false }) === undefined) mkdirSync(hidden);
  } catch {
    // A folder that cannot be written or looked into.
    return undefined;
  }
  return isOwnFolder(state) && isOwnFolder(folder) ? folder : undefined;
}

/** Whether a path is the state folder of the application in `directory`, or lies in it (Sf3). It need not exist. */
export function leadsToState(directory: string, path: string): boolean {
  const state = realPlace(join(directory, '.wippy', 'state'));
  const target = realPlace(resolve(directory, path));
  return target === state || target.startsWith(`${state}${sep}`);
}

/** As many as systems follow. */
const MOST_LINKS = 40;

/** Where a path leads when all links are followed, those too that lead to what is not there yet. */
function realPlace(path: string): string {
  let links = 0;
  const missing: string[] = [];
  for (let at = path; ; ) {
    const link = linkAt(at);
    if (link !== undefined && ++links <= MOST_LINKS) {
      at = resolve(realPlace(dirname(at)), link);
      continue;
    }
    try {
      return join(realpathSync(at), ...missing);
    } catch {
      if (dirname(at) === at) return path;
      missing.unshift(basename(at));
      at = dirname(at);
    }
  }
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
