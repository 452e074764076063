/**
 * Room for the log of a store before it is needed. A commit that lets its file grow waits for the file system's own journal
 * besides the disk, which takes twice as long; one that writes where the file has room does not.
 *
 *   Ls1  Only zeros are put behind the end of the file: no frame of the log has them, so whoever reads the log ends there.
 *   Ls2  It is for speed alone: without it the log grows as it is written.
 *   Ls3  A log that has come to the end of its room gets as much again, so that small stores do not write room for large ones.
 *   Ls4  How long the file is is asked seldom: the next write then notes a new time of the file, and its sync takes half as long
 *        again.
 *   Ls5  A log that is there when the store is opened keeps its room (sqlite-schema.ts).
 */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';

/** A page of the log with its head. */
const PAGE = 4096 + 24;
const WANTED = 1100 * PAGE;
/** SQLite starts at the beginning again after the commit that makes so many pages of it (sqlite-schema.ts), and some more. */
export const MOST_LOG = 4200 * PAGE;
/** A page of memory: what is written in larger pieces Linux keeps in larger ones, and then each small write to it costs twice as much. */
const CHUNK = new Uint8Array(4096);
/** Ls4: so many writes take a part of the room at most that does not matter. */
const SELDOM = 64;

/** Belongs to whoever writes the log, and is told between the writes. */
export class LogSpace {
  readonly #path: string;
  /** How long the file was when it was asked; 0 before. */
  #size = 0;
  /** Writes since then. */
  #writes = SELDOM;

  constructor(database: string) {
    this.#path = `${database}-wal`;
  }

  /** So many writes were made. */
  wrote(count: number): void {
    this.#writes += count;
    if (this.#writes < SELDOM || this.#size >= MOST_LOG) return;
    this.#writes = 0;
    let file: number | undefined;
    try {
      file = openSync(this.#path, 'r+');
      this.#size = this.#grown(file, fstatSync(file).size);
    } catch {
      // Ls2: a disk that refuses this tells so when there is something to write.
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  #grown(file: number, size: number): number {
    if (this.#size > 0 && size <= this.#size) return size;
    const wanted = this.#size === 0 ? WANTED : Math.min(MOST_LOG, size + WANTED);
    const count = Math.ceil((wanted - size) / CHUNK.length);
    if (count <= 0) return size;
    for (let i = 0; i < count; i++) writeSync(file, CHUNK, 0, CHUNK.length, size + i * CHUNK.length);
    return size + count * CHUNK.length;
  }
}
