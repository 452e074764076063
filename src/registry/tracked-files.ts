/**
 * Files of a folder as they were last looked at, with everything that somebody asked for: what a project was read from.
 *
 *   Tf1  What did not change is the same object at every reading, so whoever made something of it can keep that.
 *   Tf2  Nothing is looked at again before `refresh`: one reading of a project sees one state of each file.
 *   Tf3  What was asked for and is not there is tracked like everything else.
 *   Tf4  What comes and goes with a folder is looked at with it.
 *   Tf5  A file whose stamp is as young as the look at it may change again without showing it, and is read again at the
 *        next look.
 */
import { type BigIntStats, statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { diskFiles, type FileTree, type FolderItem } from './file-tree.ts';

interface SeenFile {
  readonly bytes: Uint8Array | undefined;
  readonly stamp: string;
  /** When it last changed, in milliseconds since 1970, as far as the file system knows. */
  readonly time: number | undefined;
  /** Tf5. */
  readonly isYoung: boolean;
}

/** What a refresh found. */
export interface FileChanges {
  /** Files whose content is another, that came or went; and folders in which something came or went. */
  readonly paths: readonly string[];
  /** Files that are empty or gone now and were not. */
  readonly emptied: readonly string[];
  /** When the last of the files was saved, in milliseconds since 1970. */
  readonly savedAt: number | undefined;
}

/** Clocks of file systems may be so coarse, in milliseconds. */
const COARSEST = 50;

export class TrackedFiles implements FileTree {
  readonly #directory: string;
  readonly #files = new Map<string, SeenFile>();
  readonly #folders = new Map<string, readonly FolderItem[] | undefined>();
  #disk: FileTree;

  constructor(directory: string) {
    this.#directory = directory;
    this.#disk = diskFiles(directory);
  }

  read(path: string): Uint8Array | undefined {
    let seen = this.#files.get(path);
    if (seen === undefined) {
      seen = this.#look(path);
      this.#files.set(path, seen);
    }
    return seen.bytes;
  }

  list(folder: string): readonly FolderItem[] | undefined {
    if (!this.#folders.has(folder)) this.#folders.set(folder, this.#disk.list(folder));
    return this.#folders.get(folder);
  }

  /** Nobody will ask what has changed. */
  forget(): void {
    this.#files.clear();
    this.#folders.clear();
  }

  /** Whether something at this path, relative to the directory, was asked for. */
  isTracked(path: string): boolean {
    return this.#files.has(path) || this.#folders.has(path);
  }

  /** All that was asked for. */
  paths(): Iterable<string> {
    return new Set([...this.#files.keys(), ...this.#folders.keys()]);
  }

  /** The folders in which a change can matter: those that were listed, and those of files that were read. */
  folders(): ReadonlySet<string> {
    const folders = new Set(this.#folders.keys());
    for (const path of this.#files.keys()) folders.add(posix.dirname(path));
    return folders;
  }

  /** Looks at these again, whatever their stamps say. */
  refresh(paths: Iterable<string>): FileChanges {
    // Links may lead elsewhere now.
    this.#disk = diskFiles(this.#directory);
    const changed: string[] = [];
    const emptied: string[] = [];
    let savedAt: number | undefined;
    // A set that grows while it is walked is walked to its end.
    const due = new Set(paths);
    for (const path of due) {
      for (const below of this.#relist(path)) {
        changed.push(path);
        for (const each of this.#below(below)) due.add(each);
      }
      const seen = this.#files.get(path);
      if (seen === undefined) continue;
      const now = this.#look(path);
      if (isSameContent(seen.bytes, now.bytes)) {
        this.#files.set(path, { ...now, bytes: seen.bytes });
        continue;
      }
      this.#files.set(path, now);
      changed.push(path);
      if (size(now) === 0 && size(seen) > 0) emptied.push(path);
      savedAt = Math.max(savedAt ?? 0, now.time ?? 0);
    }
    return { paths: changed, emptied, savedAt };
  }

  /** Those that seem to have changed by their stamps; nothing is taken over. */
  suspects(paths: Iterable<string>): string[] {
    this.#disk = diskFiles(this.#directory);
    const found: string[] = [];
    for (const path of paths) {
      const isOtherFolder =
        this.#folders.has(path) && !isSameList(this.#folders.get(path), this.#disk.list(path));
      const seen = this.#files.get(path);
      const isOtherFile = seen !== undefined && (seen.isYoung || seen.stamp !== this.#stamp(path).text);
      if (isOtherFolder || isOtherFile) found.push(path);
    }
    return found;
  }

  /** The paths that came or went in a folder, when it is one that was listed. */
  #relist(folder: string): string[] {
    if (!this.#folders.has(folder)) return [];
    const [before, now] = [this.#folders.get(folder), this.#disk.list(folder)];
    if (isSameList(before, now)) return [];
    this.#folders.set(folder, now);
    const [old, present] = [namesIn(before), namesIn(now)];
    const others = [...old.symmetricDifference(present)].map((item) => item.slice(item.indexOf(' ') + 1));
    // An empty folder that comes or goes changes no name, and yet something.
    return others.length === 0 ? [folder] : others.map((name) => posix.join(folder, name));
  }

  /** A path, and all that was asked for below it: a folder that comes and goes takes everything along. */
  #below(path: string): string[] {
    const isInside = (other: string) => other.startsWith(`${path}/`);
    return [path, ...[...this.#files.keys()].filter(isInside), ...[...this.#folders.keys()].filter(isInside)];
  }

  /** The stamp first: what is written in between shows at the next look. */
  #look(path: string): SeenFile {
    const { text, time } = this.#stamp(path);
    const isYoung = time !== undefined && Date.now() - time < COARSEST;
    return { stamp: text, time, isYoung, bytes: this.#disk.read(path) };
  }

  #stamp(path: string): { readonly text: string; readonly time: number | undefined } {
    try {
      const found: BigIntStats | undefined = statSync(resolve(this.#directory, path), {
        bigint: true,
        throwIfNoEntry: false,
      });
      if (found === undefined) return { text: 'nothing', time: undefined };
      const { ino, size: length, mtimeNs, ctimeNs, ctimeMs } = found;
      return { text: `${ino} ${length} ${mtimeNs} ${ctimeNs}`, time: Number(ctimeMs) };
    } catch {
      // Below what is no folder any more, or may not be looked into.
      return { text: 'nothing', time: undefined };
    }
  }
}

function size({ bytes }: SeenFile): number {
  return bytes?.length ?? 0;
}

function isSameContent(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one, other) === 0;
}

function namesIn(list: readonly FolderItem[] | undefined): Set<string> {
  return new Set(list?.map(({ name, type }) => `${type} ${name}`));
}

function isSameList(
  one: readonly FolderItem[] | undefined,
  other: readonly FolderItem[] | undefined,
): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.length === other.length &&
    one.every(({ name, type }, at) => name === other[at]?.name && type === other[at]?.type)
  );
}
