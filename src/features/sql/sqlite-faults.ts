/** What SQLite throws, as failures. https://www.sqlite.org/rescode.html */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure, type FailureKind, failure } from '#base';

interface Meaning {
  readonly kind: FailureKind;
  readonly retryable: boolean;
}

const wrong: Meaning = { kind: 'Invalid', retryable: false };
const refused: Meaning = { kind: 'PermissionDenied', retryable: false };
const busy: Meaning = { kind: 'Unavailable', retryable: true };
const disk: Meaning = { kind: 'Unavailable', retryable: true };
const damaged: Meaning = { kind: 'Internal', retryable: false };

/** By the primary code. */
const meanings: Readonly<Record<number, readonly [name: string, Meaning]>> = {
  1: ['SQLITE_ERROR', wrong],
  3: ['SQLITE_PERM', refused],
  5: ['SQLITE_BUSY', busy],
  6: ['SQLITE_LOCKED', busy],
  7: ['SQLITE_NOMEM', { kind: 'RateLimited', retryable: true }],
  8: ['SQLITE_READONLY', refused],
  9: ['SQLITE_INTERRUPT', { kind: 'Canceled', retryable: true }],
  10: ['SQLITE_IOERR', disk],
  11: ['SQLITE_CORRUPT', damaged],
  13: ['SQLITE_FULL', disk],
  14: ['SQLITE_CANTOPEN', disk],
  17: ['SQLITE_SCHEMA', busy],
  18: ['SQLITE_TOOBIG', wrong],
  19: ['SQLITE_CONSTRAINT', wrong],
  20: ['SQLITE_MISMATCH', wrong],
  21: ['SQLITE_MISUSE', wrong],
  23: ['SQLITE_AUTH', refused],
  25: ['SQLITE_RANGE', wrong],
  26: ['SQLITE_NOTADB', damaged],
};

/** Extended codes with a meaning of their own. */
const special: Readonly<Record<number, readonly [name: string, Meaning]>> = {
  1555: ['SQLITE_CONSTRAINT_PRIMARYKEY', { kind: 'AlreadyExists', retryable: false }],
  2067: ['SQLITE_CONSTRAINT_UNIQUE', { kind: 'AlreadyExists', retryable: false }],
  275: ['SQLITE_CONSTRAINT_CHECK', wrong],
  787: ['SQLITE_CONSTRAINT_FOREIGNKEY', wrong],
  1299: ['SQLITE_CONSTRAINT_NOTNULL', wrong],
};

export function sqliteFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Error && 'errcode' in thrown ? Number(thrown.errcode) : undefined;
  if (code === undefined) {
    // Node's own checks of values: their number, form and size.
    const isCheck = thrown instanceof Error && 'code' in thrown;
    return failure(isCheck ? 'Invalid' : 'Internal', message, { retryable: false, cause: thrown });
  }
  const [name, { kind, retryable }] = special[code] ??
    meanings[code & 0xff] ?? [`SQLITE_${code}`, { kind: 'Internal', retryable: false }];
  return failure(kind, message, { retryable, details: { code: name }, cause: thrown });
}

/** Why a file is not opened: SQLite itself names neither the file nor what is wrong with it. */
export function unopened(path: string, thrown: unknown): Failure {
  const { kind, message, retryable, details } = sqliteFailure(thrown);
  const why = whyUnopened(path) ?? message;
  return failure(kind, `${path} cannot be opened: ${why}`, {
    retryable,
    ...(details !== undefined && { details }),
    cause: thrown,
  });
}

function whyUnopened(path: string): string | undefined {
  const folder = dirname(path);
  if (!existsSync(folder)) return `its folder ${folder} is not there; make it`;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return 'it is a folder; name a file';
  return undefined;
}
