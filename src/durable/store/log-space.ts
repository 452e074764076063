/**
 * Room for the log of a store before it is needed. A commit that lets its file grow waits for the file system's own journal
 * besides the disk, which takes twice as long; one that writes where the file has room does not.
 *
 *   Ls1  Only zeros are put behind the end of the file: no frame of the log has them, so whoever reads the log ends there.
 *   Ls2  It is for speed alone: without it the log grows as it is written.
 */
import { closeSync, fstatSync, openSync, writevSync } from 'node:fs';

/** SQLite starts at the beginning again after the commit that makes 1,000 pages of it, of 4,096 bytes and a head. */
const WANTED = 1100 * (4096 + 24);
const CHUNK = new Uint8Array(1 << 16);

/** To be called by whoever writes the log, and between its writes. */
export function makeLogSpace(database: string): void {
  let file: number | undefined;
  try {
    file = openSync(`${database}-wal`, 'r+');
    const { size } = fstatSync(file);
    const count = Math.ceil((WANTED - size) / CHUNK.length);
    if (count > 0) writevSync(file, new Array<Uint8Array>(count).fill(CHUNK), size);
  } catch {
    // Ls2: a disk that refuses this tells so when there is something to write.
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
