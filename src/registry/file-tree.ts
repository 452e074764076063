/** The files that loading reads: a small interface, so that tests and packs can bring trees of their own. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stateGuard } from '#base';

export interface FolderItem {
  readonly name: string;
  readonly type: 'file' | 'folder';
}

/** Paths are separated by `/`; relative ones belong to the working directory of the application. */
export interface FileTree {
  /** What stands directly in a folder, by name; undefined when there is no such folder. */
  list(folder: string): readonly FolderItem[] | undefined;
  /** The bytes of a file; undefined when there is no such file. */
  read(path: string): Uint8Array | undefined;
}

/**
 * The files of this machine, relative paths taken from `directory`. The state folder is no part of the tree, whatever
 * links lead there (Sf3).
 */
export function diskFiles(directory: string): FileTree {
  const isState = stateGuard(directory);
  const unlessState = <T>(path: string, access: (path: string) => T): T | undefined =>
    isState(path) ? undefined : unlessMissing(() => access(resolve(directory, path)));
  return {
    list: (folder) => unlessState(folder, listFolder),
    read: (path) => unlessState(path, (file) => readFileSync(file)),
  };
}

function listFolder(folder: string): FolderItem[] {
  const items = readdirSync(folder, { withFileTypes: true }).flatMap((found): FolderItem[] => {
    if (found.isFile()) return [{ name: found.name, type: 'file' }];
    if (found.isDirectory()) return [{ name: found.name, type: 'folder' }];
    return found.isSymbolicLink() ? linked(resolve(folder, found.name), found.name) : [];
  });
  return items.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A link to a file is that file. A link to a folder is not followed: it may lead back up. */
function linked(path: string, name: string): FolderItem[] {
  try {
    readdirSync(path);
    return [];
  } catch (thrown) {
    return codeOf(thrown) === 'ENOTDIR' ? [{ name, type: 'file' }] : [];
  }
}

function unlessMissing<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw thrown;
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

/** A tree held in memory: paths and texts. */
export function memoryFiles(texts: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const clean = (path: string) =>
    path
      .replace(/^(\.?\/)+/, '')
      .replace(/\/$/, '')
      .replace(/^\.$/, '');
  const files = new Map(Object.entries(texts).map(([path, text]) => [clean(path), text]));
  return {
    read: (path) => {
      const found = files.get(clean(path));
      return typeof found === 'string' ? Buffer.from(found, 'utf8') : found;
    },
    list: (folder) => {
      const prefix = clean(folder) === '' ? '' : `${clean(folder)}/`;
      const items = new Map<string, FolderItem>();
      for (const path of files.keys()) {
        if (!path.startsWith(prefix)) continue;
        const [name = '', ...below] = path.slice(prefix.length).split('/');
        items.set(name, { name, type: below.length > 0 ? 'folder' : 'file' });
      }
      return items.size === 0 ? undefined : [...items.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
