/**
 * Dumps of processes that failed, as files of this user alone.
 *
 *   Df1  The folder is `.wippy/state/dumps` (0700), each file is 0600 and written whole (Of1 to Of3).
 *   Df2  So many are kept; when another is written the oldest go.
 *   Df3  The name of a dump is its time, so names sort by age. A name that somebody gives is looked for among those that
 *        are there, and never leads elsewhere.
 *   Df4  What is not of the format, or of a later version, is passed over in lists and refused by name.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failure, isRecord, readOwnFile, stateFolder, writeOwnFile } from '#base';
import { DUMP_FORMAT, DUMP_VERSION, type ProcessDump } from '#process';

/** A dump as it lies in its file. */
export interface StoredDump extends ProcessDump {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

const NAME = /^\d{8}-\d{6}-\d{3}$/;
const ENDING = '.json';
const LARGEST = 1 << 24;

/** The dumps of the application in a folder; undefined when it has no place for them. */
export function dumpFiles(directory: string, keep = Number.POSITIVE_INFINITY): DumpFiles | undefined {
  const folder = stateFolder(directory, 'dumps');
  return folder === undefined ? undefined : new DumpFiles(folder, keep);
}

export class DumpFiles {
  readonly #folder: string;
  readonly #keep: number;
  #last = 0;

  constructor(folder: string, keep: number) {
    this.#folder = folder;
    this.#keep = keep;
  }

  /** Gives the id of what was written; undefined when it could not be. */
  write(dump: ProcessDump, time: number): string | undefined {
    this.#last = Math.max(time, this.#last + 1);
    const names = new Set(this.#names());
    while (names.has(idOf(this.#last))) this.#last++;
    const id = idOf(this.#last);
    const stored: StoredDump = { ...dump, id, time };
    const bytes = Buffer.from(`${JSON.stringify(stored, undefined, 1)}\n`, 'utf8');
    if (!writeOwnFile(this.#path(id), [bytes])) return undefined;
    for (const old of [...names, id].sort().slice(0, -this.#keep)) rmSync(this.#path(old), { force: true });
    return id;
  }

  /** The newest first. */
  list(): StoredDump[] {
    return this.#names()
      .reverse()
      .flatMap((name) => {
        const read = this.#read(name);
        return typeof read === 'string' ? [] : [read];
      });
  }

  /** By its id or the beginning of it; the newest when none is given. Throws when there is none, or several. */
  find(given: string | undefined): StoredDump {
    const names = this.#names();
    const found = given === undefined ? names.slice(-1) : names.filter((name) => name.startsWith(given));
    const [only, ...others] = found;
    if (only === undefined)
      throw failure('NotFound', given === undefined ? 'there are no dumps' : `there is no dump ${given}`);
    if (others.length > 0) throw failure('Invalid', `several dumps begin with ${given}: ${found.join(', ')}`);
    const read = this.#read(only);
    if (typeof read === 'string') throw failure('Invalid', `the dump ${only} cannot be shown: ${read}`);
    return read;
  }

  #path(id: string): string {
    return join(this.#folder, `${id}${ENDING}`);
  }

  #names(): string[] {
    let files: string[];
    try {
      files = readdirSync(this.#folder);
    } catch {
      return [];
    }
    const names = files.flatMap((file) => (file.endsWith(ENDING) ? [file.slice(0, -ENDING.length)] : []));
    return names.filter((name) => NAME.test(name)).sort();
  }

  /** The dump, or what is wrong with the file. */
  #read(id: string): StoredDump | string {
    const bytes = readOwnFile(this.#path(id), LARGEST);
    if (bytes === undefined) return 'its file is gone, or is not of this user alone';
    try {
      const read: unknown = JSON.parse(bytes.toString('utf8'));
      if (!isRecord(read) || read.format !== DUMP_FORMAT) return 'it is no dump';
      if (read.version !== DUMP_VERSION) return `it is of version ${String(read.version)}`;
      return { ...(read as unknown as StoredDump), id }; // this format and version are written only above
    } catch {
      return 'it is no JSON';
    }
  }
}

/** `20261122-081233-123`, in UTC. */
function idOf(time: number): string {
  const [, date = '', clock = '', millis = ''] =
    /^(.*)T(.*)\.(\d{3})Z$/.exec(new Date(time).toISOString()) ?? [];
  return `${date.replaceAll('-', '')}-${clock.replaceAll(':', '')}-${millis}`;
}
