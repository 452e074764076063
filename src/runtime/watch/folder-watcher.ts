/**
 * Tells when something happens in folders. Each folder is watched for itself and not with all below it: what lies below
 * is watched because somebody read it, and a folder that is replaced by another of its name is found again.
 *
 *   Fw1  It only hints: it may tell of what did not change, and on some file systems it tells nothing. Whoever listens
 *        looks for himself, and from time to time without a hint.
 *   Fw2  A folder that is not there is waited for by way of the nearest one above it that is.
 */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { posix, resolve } from 'node:path';

export interface WatcherOptions {
  /** Relative folders begin here. */
  readonly directory: string;
  /** Told the path of what happened, in the words of the folders; the folder itself when nobody knows what it was. */
  readonly happened: (path: string) => void;
  /** A folder cannot be watched, mostly because there are too many. Told once. */
  readonly failed: (folder: string, cause: unknown) => void;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** Which folder it is, whatever its name. */
  readonly inode: number;
}

export class FolderWatcher {
  readonly #options: WatcherOptions;
  readonly #watched = new Map<string, Watched>();
  #hasFailed = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  /** From now on these folders, and no others. */
  set(folders: Iterable<string>): void {
    const wanted = new Set<string>();
    for (const folder of folders) wanted.add(this.#nearest(folder));
    for (const folder of [...this.#watched.keys()]) if (!wanted.has(folder)) this.#close(folder);
    for (const folder of wanted) this.#open(folder);
  }

  close(): void {
    for (const folder of [...this.#watched.keys()]) this.#close(folder);
  }

  /** Fw2. */
  #nearest(folder: string): string {
    let nearest = folder;
    while (this.#inode(nearest) === undefined) {
      const above = nearest === '.' || nearest === '' ? '..' : posix.dirname(nearest);
      if (above === nearest || above === '..') return '.';
      nearest = above;
    }
    return nearest;
  }

  #open(folder: string): void {
    const inode = this.#inode(folder);
    const known = this.#watched.get(folder);
    if (inode === undefined || known?.inode === inode) return;
    this.#close(folder);
    try {
      const watcher = watch(resolve(this.#options.directory, folder), { persistent: false }, (_, name) =>
        this.#options.happened(name === null ? folder : posix.join(folder, name)),
      );
      // The folder is gone; the one above tells.
      watcher.on('error', () => this.#close(folder));
      this.#watched.set(folder, { watcher, inode });
    } catch (cause) {
      if (!this.#hasFailed) this.#options.failed(folder, cause);
      this.#hasFailed = true;
    }
  }

  #close(folder: string): void {
    this.#watched.get(folder)?.watcher.close();
    this.#watched.delete(folder);
  }

  #inode(folder: string): number | undefined {
    try {
      const found = statSync(resolve(this.#options.directory, folder), { throwIfNoEntry: false });
      return found?.isDirectory() === true ? found.ino : undefined;
    } catch {
      return undefined;
    }
  }
}
