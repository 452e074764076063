/**
 * What SQLite throws, as failures that say what is wrong, where, and what to do.
 *
 *   Sf2  What may pass (a full disk, a disk that refuses) is `Unavailable` and can be tried again: nothing was written.
 *   Sf3  A file that was found damaged is not written to any more, for that would spread it: a person has to decide.
 */
import { type Failure, failure, isFailure, isRecord, toFailure } from '#base';

/** Primary result codes of SQLite. */
const [NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB] = [7, 8, 10, 11, 13, 14, 26];
const passing: ReadonlySet<number | undefined> = new Set([NOMEM, READONLY, IOERR, CANTOPEN]);

/** The file lies there damaged; nothing that a program does mends it. */
export function isDamage(thrown: unknown): thrown is Failure {
  return isFailure(thrown) && isRecord(thrown.details) && thrown.details.code === 'damaged';
}

/** Something of it is; what is asked for may tell of another process than the damaged one. */
export function isDamagedPartly(thrown: unknown): boolean {
  return isDamage(thrown) && isRecord(thrown.details) && thrown.details.isPartly === true;
}

export class SqliteFaults {
  readonly #path: string;
  #damage: Failure | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Sf3. Asked before anything is written. */
  check(): void {
    if (this.#damage !== undefined) throw this.#damage;
  }

  of(thrown: unknown): Failure {
    const code = codeOf(thrown);
    if (code === undefined) return toFailure(thrown);
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const path = this.#path;
    if (code === CORRUPT || code === NOTADB) {
      const advice = `stop the node, keep a copy of the folder, and put a backup there, or what "sqlite3 ${path} .recover" saves`;
      this.#damage = failure('Internal', `${path} is damaged (${reason}); ${advice}`, {
        retryable: false,
        details: { code: 'damaged' },
        cause: thrown,
      });
      return this.#damage;
    }
    if (code === FULL) {
      const message = `the disk with ${path} is full; make room there`;
      return failure('Unavailable', message, { retryable: true, cause: thrown });
    }
    if (!passing.has(code)) return toFailure(thrown);
    const message = `${path} cannot be read or written (${reason}); look at the disk, its file system and the rights of the folder`;
    return failure('Unavailable', message, { retryable: true, cause: thrown });
  }
}

function codeOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return undefined;
  // What is above the lowest byte tells more of the same.
  return Number(thrown.errcode) & 0xff;
}
