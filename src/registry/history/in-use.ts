/** A history that another process has, told apart from one that cannot be reached. */
import { failure, isFailure, isRecord } from '#base';

const CODE = 'history-in-use';

export function inUse(what: string, cause?: unknown): Error {
  const message = `${what} is in use by another process, such as a node of this application`;
  return failure('Unavailable', message, { retryable: true, details: { code: CODE }, cause });
}

export function isInUse(thrown: unknown): boolean {
  return isFailure(thrown, 'Unavailable') && isRecord(thrown.details) && thrown.details.code === CODE;
}
