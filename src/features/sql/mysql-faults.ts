/** What a MySQL server says, as failures. https://mariadb.com/docs/server/reference/error-codes/mariadb-error-code-reference */
import { type Failure, type FailureKind, failure, isFailure } from '#base';
import { isOfMariaDb, mariaDbCode } from './mariadb-codes.ts';

type Meaning = readonly [kind: FailureKind, retryable: boolean];

const exists: Meaning = ['AlreadyExists', false];
const refused: Meaning = ['PermissionDenied', false];
const away: Meaning = ['Unavailable', true];
const conflict: Meaning = ['Conflict', true];
const damaged: Meaning = ['Internal', false];
/** Everything else that a server refuses is wrong in the statement or its values. */
const wrong: Meaning = ['Invalid', false];

const byNumber: Readonly<Record<number, Meaning>> = {
  // Keys that are there.
  1022: exists,
  1062: exists,
  1169: exists,
  1586: exists,
  // Rights, and what may only be read.
  1044: refused,
  1045: refused,
  1142: refused,
  1143: refused,
  1227: refused,
  1290: refused,
  1370: refused,
  1698: refused,
  1792: refused,
  1836: refused,
  1049: ['NotFound', false],
  // Transactions in each other's way.
  1020: conflict,
  1213: conflict,
  1205: away,
  3572: away,
  // Asked to stop, and out of time.
  1317: ['Canceled', true],
  3024: ['Timeout', true],
  // No room, no memory, too many, shutting down.
  1021: away,
  1037: away,
  1038: away,
  1040: away,
  1041: away,
  1053: away,
  1114: away,
  1129: away,
  1203: away,
  1226: away,
  3169: away,
  4031: away,
  // Tables and storage that are broken.
  1030: damaged,
  1034: damaged,
  1035: damaged,
  1194: damaged,
  1195: damaged,
};

/** Where MariaDB's own numbers mean more than that something is wrong. */
const byNumberOfMariaDb: Readonly<Record<number, Meaning>> = {
  1927: away,
  1969: ['Timeout', true],
  1979: refused,
  4150: refused,
  4151: refused,
};

/** The connection ends with these. */
const last = new Set([1053, 1927, 3169]);
const lastOfMysql = 4031;

/** What the server said, apart from what became of the connection. */
interface Told extends Error {
  readonly errno: number;
  readonly code?: string;
  readonly sqlState: string;
}

function isTold(thrown: unknown): thrown is Told {
  return thrown instanceof Error && 'sqlState' in thrown && 'errno' in thrown;
}

/** The server has said what is wrong, and the connection goes on. */
export function isAnswer(thrown: unknown, isMariaDb: boolean): thrown is Told {
  if (!isTold(thrown) || thrown.sqlState.startsWith('08')) return false;
  return !last.has(thrown.errno) && (isMariaDb || thrown.errno !== lastOfMysql);
}

/** The text had nothing after what was done. */
export function isEmptyText(thrown: unknown): boolean {
  return isTold(thrown) && thrown.errno === 1065;
}

export function mysqlFailure(thrown: unknown, isMariaDb: boolean): Failure {
  if (isFailure(thrown)) return thrown;
  if (!isTold(thrown)) {
    const reason = thrown instanceof Error ? reasonOf(thrown) : String(thrown);
    return failure('Unavailable', `the connection to the database is lost: ${reason}`, {
      retryable: true,
      cause: thrown,
    });
  }
  const { errno, sqlState, message } = thrown;
  const isOwn = isMariaDb && isOfMariaDb(errno);
  const meaning = isOwn ? byNumberOfMariaDb[errno] : byNumber[errno];
  const [kind, retryable] = meaning ?? (sqlState.startsWith('08') ? away : wrong);
  const code = isOwn ? mariaDbCode(errno) : (thrown.code ?? String(errno));
  return failure(kind, message, {
    retryable,
    details: { code, number: errno, state: sqlState },
    cause: thrown,
  });
}

/** Several addresses that do not answer have no message of their own. */
function reasonOf({ message, errors }: Error & { readonly errors?: readonly unknown[] }): string {
  const [first] = errors ?? [];
  return message === '' && first instanceof Error ? first.message : message;
}
