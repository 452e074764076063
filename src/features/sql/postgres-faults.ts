/** What a PostgreSQL server says, as failures. https://www.postgresql.org/docs/current/errcodes-appendix.html */
import { DatabaseError } from 'pg';
import { type Data, type Failure, type FailureKind, failure, isFailure } from '#base';

type Meaning = readonly [kind: FailureKind, retryable: boolean];

/** By the whole code. */
const byCode: Readonly<Record<string, Meaning>> = {
  // So many values were not asked for.
  '08P01': ['Invalid', false],
  '23505': ['AlreadyExists', false],
  '40001': ['Conflict', true],
  '40P01': ['Conflict', true],
  '42501': ['PermissionDenied', false],
  '55P03': ['Unavailable', true],
  '57014': ['Canceled', true],
  '25006': ['PermissionDenied', false],
};

/** By its class. */
const byClass: Readonly<Record<string, Meaning>> = {
  '08': ['Unavailable', true],
  '28': ['PermissionDenied', false],
  '3D': ['NotFound', false],
  '53': ['Unavailable', true],
  '57': ['Unavailable', true],
  '58': ['Internal', false],
  F0: ['Internal', false],
  XX: ['Internal', false],
};

/** Everything else that a server refuses is wrong in the statement or its values. */
const wrong: Meaning = ['Invalid', false];

export function postgresFailure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  if (!(thrown instanceof DatabaseError)) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return failure('Unavailable', `the connection to the database is lost: ${reason}`, {
      retryable: true,
      cause: thrown,
    });
  }
  const { code = '', message } = thrown;
  const [kind, retryable] = byCode[code] ?? byClass[code.slice(0, 2)] ?? wrong;
  return failure(kind, message, { retryable, details: detailsOf(thrown), cause: thrown });
}

/** What it names, beside its code. */
function detailsOf({ code, detail, hint, constraint, table, column, position }: DatabaseError): Data {
  const named = { code, detail, hint, constraint, table, column, position };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** The server has said what is wrong, and the connection goes on (class 57P: it ends). */
export function isAnswer(thrown: unknown): boolean {
  return thrown instanceof DatabaseError && thrown.code?.startsWith('57P') !== true;
}
