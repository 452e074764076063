/** A disk that loses what was not synced, for the programs that tests start: `disk-shim.c`, compiled for the test. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface DiskOptions {
  /** The instant before which power is lost; none when left out. */
  readonly cut?: number;
  /** The number of the sync that fails. */
  readonly fail?: number;
  /** All that follow fail as well. */
  readonly failsOn?: boolean;
  /** Microseconds that each sync takes longer. */
  readonly delay?: number;
  /** Which of the writes that were not synced are there after the cut; 0 for none. */
  readonly seed?: number;
  /** An order to cut is followed at once. */
  readonly isWatched?: boolean;
}

export interface DiskCounts {
  readonly instants: number;
  readonly syncs: number;
  readonly failed: number;
  readonly cuts: number;
}

/** What the disk does to the programs that run on it, from now on. */
export interface DiskOrders {
  readonly failsSyncs?: boolean;
  /** Files cannot grow. */
  readonly isFull?: boolean;
  /** Power is lost before the next instant. */
  readonly cuts?: boolean;
  /** Microseconds that each sync takes longer. */
  readonly delay?: number;
}

const source = join(import.meta.dirname, 'disk-shim.c');

export class Disk {
  readonly #library: string;
  readonly #counts: string;

  private constructor(folder: string) {
    this.#library = join(folder, 'disk-shim.so');
    this.#counts = join(folder, 'disk-counts');
  }

  /** Undefined where there is no compiler, or no way to put a library before those of a program. */
  static compile(folder: string): Disk | undefined {
    if (process.platform !== 'linux') return undefined;
    const disk = new Disk(folder);
    for (const compiler of ['cc', 'gcc']) {
      const options = ['-O1', '-shared', '-fPIC', '-o', disk.#library, source, '-ldl', '-lpthread'];
      const { status, error, stderr } = spawnSync(compiler, options, { encoding: 'utf8' });
      if (status === 0) return disk;
      if (error === undefined) throw new Error(`${compiler} cannot compile ${source}: ${stderr}`);
    }
    return undefined;
  }

  /** For a program whose files in `folder` are to be on this disk. */
  environment(folder: string, options: DiskOptions = {}): Record<string, string> {
    const { cut = 0, fail, failsOn = false, delay = 0, seed = 0, isWatched = false } = options;
    return {
      LD_PRELOAD: this.#library,
      DISK_FOLDER: folder,
      DISK_COUNTS: this.#counts,
      DISK_CUT: String(cut),
      DISK_DELAY: String(delay),
      DISK_SEED: String(seed),
      ...(isWatched && { DISK_WATCH: '1' }),
      ...(fail !== undefined && { DISK_FAIL: `${fail}${failsOn ? '+' : ''}` }),
    };
  }

  /** In place of the orders before; a program that starts begins with none. */
  order({ failsSyncs = false, isFull = false, cuts = false, delay = 0 }: DiskOrders): void {
    const words = Buffer.alloc(16);
    words.writeBigUInt64LE(BigInt((failsSyncs ? 1 : 0) + (isFull ? 2 : 0) + (cuts ? 4 : 0)), 0);
    words.writeBigUInt64LE(BigInt(delay), 8);
    const file = openSync(this.#counts, 'r+');
    writeSync(file, words, 0, words.length, 32);
    closeSync(file);
  }

  /** What the last program did to it. */
  get counts(): DiskCounts {
    const bytes = existsSync(this.#counts) ? readFileSync(this.#counts) : Buffer.alloc(32);
    const at = (place: number) => Number(bytes.readBigUInt64LE(8 * place));
    return { instants: at(0), syncs: at(1), failed: at(2), cuts: at(3) };
  }
}
