/**
 * Folders and files of this user alone: for what nobody else may read or change.
 *
 *   Of1  A folder is a folder and no link, belongs to this user, and gives nobody else any right.
 *   Of2  A file is a regular file with one name and no link, belongs to this user, and gives nobody else any right.
 *   Of3  A file is written beside its place and then moved there: who reads gets a whole one, the former or the new.
 *
 * Nothing here throws for a place that is not so: it is as if there were nothing.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';

/** Whether the folder is there, or could be made, and is this user's alone (Of1). */
export function isOwnFolder(path: string): boolean {
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) mkdirSync(path, { mode: 0o700 });
    const found = lstatSync(path);
    return found.isDirectory() && isOfThisUserAlone(found);
  } catch {
    return false;
  }
}

function isOfThisUserAlone({ uid, mode }: Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o077) === 0;
}

/** The bytes of a file of up to `most` bytes; undefined when there is none (Of2). */
export function readOwnFile(path: string, most: number): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.nlink !== 1 || !isOfThisUserAlone(found)) return undefined;
    if (found.size > most) return undefined;
    // Not from the pool: what reads it may want it aligned.
    const bytes = Buffer.allocUnsafeSlow(found.size);
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(file, bytes, filled, bytes.length - filled, filled);
      if (count === 0) return undefined;
      filled += count;
    }
    return bytes;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

let written = 0;

/** Whether the bytes could be written (Of3). */
export function writeOwnFile(path: string, parts: readonly Uint8Array[]): boolean {
  const beside = `${path}.${process.pid}.${++written}.tmp`;
  try {
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
    const file = openSync(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      for (const part of parts) writeWhole(file, part);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    return true;
  } catch {
    rmSync(beside, { force: true });
    return false;
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
