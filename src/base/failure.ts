/**
 * The one value for every expected error: in TypeScript, in guest code, on the wire and in the store.
 *
 * Whatever else is thrown is a bug; `toFailure` makes an `Internal` of it at the edge where it is
 * caught, and keeps it as the cause for the log.
 */
import { type Data, isRecord } from './data.ts';

export const failureKinds = [
  'NotFound',
  'AlreadyExists',
  'Invalid',
  'PermissionDenied',
  'Unavailable',
  'Internal',
  'Canceled',
  'Conflict',
  'Timeout',
  'RateLimited',
  'Unknown',
] as const;

export type FailureKind = (typeof failureKinds)[number];

export interface FailureOptions {
  /** Whether the same request may succeed later; left out when it is not known. */
  readonly retryable?: boolean | undefined;
  readonly details?: Data;
  readonly cause?: unknown;
  /** Where the failure was made, in the lines of guest code. */
  readonly trace?: string | undefined;
}

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly retryable: boolean | undefined;
  readonly details: Data;
  readonly trace: string | undefined;

  constructor(kind: FailureKind, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryable = options.retryable;
    this.details = options.details;
    this.trace = options.trace;
  }
}

export function failure(kind: FailureKind, message: string, options?: FailureOptions): Failure {
  return new Failure(kind, message, options);
}

export function isFailure(value: unknown, kind?: FailureKind): value is Failure {
  return value instanceof Failure && (kind === undefined || value.kind === kind);
}

/** What was thrown, as a failure: aborts are `Canceled`, lapsed deadlines `Timeout`, all else is a bug. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (!(thrown instanceof Error)) return failure('Internal', String(thrown), { cause: thrown });
  if (thrown.name === 'AbortError') return failure('Canceled', thrown.message, { cause: thrown });
  if (thrown.name === 'TimeoutError') {
    return failure('Timeout', thrown.message, { retryable: true, cause: thrown });
  }
  return failure('Internal', thrown.message, { cause: thrown });
}

/** A failure as plain data. Causes that are bugs stay behind: their text is for the log of this node. */
export function failureToData(value: Failure): Data {
  const { kind, message, retryable, details, trace, cause } = value;
  return {
    kind,
    message,
    ...(retryable === undefined ? {} : { retryable }),
    ...(details === undefined ? {} : { details }),
    ...(trace === undefined ? {} : { trace }),
    ...(cause instanceof Failure ? { cause: failureToData(cause) } : {}),
  };
}

/** The way back. What another node sent may be of a newer make, so an unknown kind is read as `Unknown`. */
export function failureFromData(data: unknown): Failure {
  if (!isRecord(data)) return failure('Unknown', String(data));
  const kind = failureKinds.find((known) => known === data.kind) ?? 'Unknown';
  const message = typeof data.message === 'string' ? data.message : 'no message';
  return failure(kind, message, {
    retryable: typeof data.retryable === 'boolean' ? data.retryable : undefined,
    // Decoded from the wire or a store, so it is plain data already.
    details: data.details as Data,
    trace: typeof data.trace === 'string' ? data.trace : undefined,
    cause: data.cause === undefined ? undefined : failureFromData(data.cause),
  });
}
