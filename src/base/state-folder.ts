/**
 * The state folder of an application: what the runtime keeps for itself, and what would run with its rights.
 *
 *   Sf1  It is `.wippy/state` beside `wippy.lock`. Without a lock file there is none.
 *   Sf2  It and the folders in it belong to this user alone (Of1). Any other is left alone, and the runtime goes on
 *        without.
 *   Sf3  No path that an application names leads there, whatever links it goes through.
 */
import { lstatSync, mkdirSync, readlinkSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { isOwnFolder } from './own-files.ts';

/** Where something lies in the state folder of the application in `directory`, if it is there. */
export function statePath(directory: string, name: string): string {
  return join(directory, '.wippy', 'state', name);
}

/** A folder in the state folder of the application in `directory`, made if it is missing; undefined when no place is safe. */
export function stateFolder(directory: string, name: string): string | undefined {
  const hidden = join(directory, '.wippy');
  const folder = statePath(directory, name);
  try {
    if (!lstatSync(join(directory, 'wippy.lock')).isFile()) return undefined;
    if (lstatSync(hidden, { throwIfNoEntry: false }) === undefined) mkdirSync(hidden);
  } catch {
    // A folder that cannot be written or looked into.
    return undefined;
  }
  return isOwnFolder(dirname(folder)) && isOwnFolder(folder) ? folder : undefined;
}

/** Tells whether a path is the state folder of the application in `directory`, or lies in it (Sf3). It need not exist. */
export function leadsToState(directory: string, path: string): boolean {
  return stateGuard(directory)(path);
}

/** The same for many paths, while folders and the links to them stay as they are. */
export function stateGuard(directory: string): (path: string) => boolean {
  const folders = new Map<string, string>();
  const state = realPlace(join(directory, '.wippy', 'state'), folders);
  return (path) => {
    const target = realPlace(resolve(directory, path), folders);
    return target === state || target.startsWith(`${state}${sep}`);
  };
}

/** Where a path leads when all links are followed, those too that lead to what is not there yet. */
function realPlace(path: string, folders: Map<string, string>, links = 0): string {
  const above = dirname(path);
  if (above === path) return path;
  let folder = folders.get(above);
  if (folder === undefined) {
    folder = realPlace(above, folders, links);
    folders.set(above, folder);
  }
  const place = join(folder, basename(path));
  const link = links < MOST_LINKS ? linkAt(place) : undefined;
  return link === undefined ? place : realPlace(resolve(folder, link), folders, links + 1);
}

/** As many as systems follow. */
const MOST_LINKS = 40;

function linkAt(path: string): string | undefined {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isSymbolicLink() === true ? readlinkSync(path) : undefined;
  } catch {
    // Below what is no folder, or may not be looked into.
    return undefined;
  }
}
