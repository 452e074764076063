/**
 * The files of stored snapshots: one for each version that was published, with the programs that they belong to. JSON,
 * packed; bytes of snapshots are texts whose every char code is a byte.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

export interface StoredSnapshot {
  /** Whether the task waited for the host, which answers 7. */
  readonly waits: boolean;
  /** The last number that was given for an address. */
  readonly addresses: number;
  /** A full form, and deltas on it. */
  readonly layers: readonly string[];
}

export interface StoredProgram {
  readonly name: string;
  readonly source: string;
  /** What the program returns at its end. */
  readonly result: string;
  readonly snapshots: readonly StoredSnapshot[];
}

const place = join(import.meta.dirname, 'stored');
const SUFFIX = '.json.br';

export function storedVersions(): string[] {
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
}

export function readFrames(version: string): readonly StoredProgram[] {
  return JSON.parse(brotliDecompressSync(readFileSync(join(place, version + SUFFIX))).toString());
}

/** Gives the number of bytes. */
export function writeFrames(version: string, programs: readonly StoredProgram[]): number {
  mkdirSync(place, { recursive: true });
  const bytes = brotliCompressSync(JSON.stringify(programs));
  writeFileSync(join(place, version + SUFFIX), bytes);
  return bytes.length;
}
