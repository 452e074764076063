/**
 * Room for the log of a store before it is needed. A commit that lets its file grow waits for the file system's own journal
 * besides the disk, which takes twice as long; one that writes where the file has room does not.
 *
 *   Ls1  Only zeros are put behind the end of the file: no frame of the log has them, so whoever reads the log ends there.
 *   Ls2  It is for speed alone: without it the log grows as it is written.
 *   Ls3  A log that has come to the end of its room gets as much again, so that small stores do not write room for large ones.
 */
import { closeSync, fstatSync, openSync, writevSync } from 'node:fs';

/** A page of the log with its head. */
const PAGE = 4096 + 24;
const WANTED = 1100 * PAGE;
/** SQLite starts at the beginning again after the commit that makes so many pages of it (sqlite-schema.ts), and some more. */
const MOST = 4200 * PAGE;
const CHUNK = new Uint8Array(1 << 16);

/** To be called by whoever writes the log, and between its writes. `known`: what it gave the last time; gives how long the file is now. */
export function makeLogSpace(database: string, known = 0): number {
  let file: number | undefined;
  try {
    file = openSync(`${database}-wal`, 'r+');
    const { size } = fstatSync(file);
    if (known > 0 && size <= known) return known;
    const wanted = known === 0 ? WANTED : Math.min(MOST, size + WANTED);
    const count = Math.ceil((wanted - size) / CHUNK.length);
    if (count <= 0) return size;
    writevSync(file, new Array<Uint8Array>(count).fill(CHUNK), size);
    return size + count * CHUNK.length;
  } catch {
    // Ls2: a disk that refuses this tells so when there is something to write.
    return known;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
