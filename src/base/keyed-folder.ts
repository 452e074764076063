/**
 * A folder of files that only this program wrote: for what is run when it is read, and verified by nobody else (G2).
 *
 *   Kf1  The folder and all files in it are this user's alone (Of1, Of2).
 *   Kf2  Each file carries a digest made with the folder's key, over its name and its content. Where the digest is not
 *        right, the file is as if it were not there.
 *   Kf3  Without a folder that can be used, everything works, and nothing is kept.
 *   Kf4  Several programs may share the folder: files are moved to their place whole (Of3).
 *
 * The key lies in the folder too. So the digest finds what is damaged, what comes from elsewhere, and what was written by
 * somebody who could place a file but not read the key. Who can read all files of this user can make what is right; but
 * could change the program as well.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { isOwnFolder, readOwnFile, writeOwnFile } from './own-files.ts';

const KEY_LENGTH = 32;
const DIGEST_LENGTH = 32;

export class KeyedFolder {
  readonly #folder: string;
  /** Undefined when nothing can be kept (Kf3). */
  readonly #key: Buffer | undefined;

  constructor(folder: string) {
    this.#folder = folder;
    this.#key = isOwnFolder(folder) ? keyOf(folder) : undefined;
  }

  get isUsable(): boolean {
    return this.#key !== undefined;
  }

  /** What was written under this name, up to `most` bytes (Kf2). It begins at a multiple of 8 in its memory. */
  read(name: string, most: number): Buffer | undefined {
    if (this.#key === undefined) return undefined;
    const bytes = readOwnFile(join(this.#folder, name), most);
    if (bytes === undefined || bytes.length < DIGEST_LENGTH) return undefined;
    const content = bytes.subarray(DIGEST_LENGTH);
    const expected = digest(this.#key, name, [content]);
    return timingSafeEqual(expected, bytes.subarray(0, DIGEST_LENGTH)) ? content : undefined;
  }

  /** Whether it could be written. */
  write(name: string, parts: readonly Uint8Array[]): boolean {
    if (this.#key === undefined) return false;
    return writeOwnFile(join(this.#folder, name), [digest(this.#key, name, parts), ...parts]);
  }
}

function digest(key: Buffer, name: string, parts: readonly Uint8Array[]): Buffer {
  const made = createHmac('sha256', key).update(`${name}\n`);
  for (const part of parts) made.update(part);
  return made.digest();
}

/** Of two programs that make one at the same time both take the one that stayed. */
function keyOf(folder: string): Buffer | undefined {
  const path = join(folder, 'key');
  const known = readOwnFile(path, KEY_LENGTH);
  if (known?.length === KEY_LENGTH) return known;
  if (!writeOwnFile(path, [randomBytes(KEY_LENGTH)])) return undefined;
  const made = readOwnFile(path, KEY_LENGTH);
  return made?.length === KEY_LENGTH ? made : undefined;
}
