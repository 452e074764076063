/** Makes fields fit for a line of log: secrets hidden, failures spelt out, nothing that cannot be written. */
import { Failure } from './failure.ts';

type Loggable = null | boolean | number | string | Loggable[] | { [key: string]: Loggable };

const secretName =
  /(^|[_-])(password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|authorization|cookie|credential)s?$/i;

/** Deeper values, and more of them, are written as `...`: whoever logs them means something smaller. */
const deepest = 8;
const mostValues = 1000;

interface Walk {
  readonly depth: number;
  readonly budget: { left: number };
}

/** Names that a line has already. */
const taken = new Set(['time', 'level', 'message']);

export function loggable(fields: Readonly<Record<string, unknown>> | undefined): Record<string, Loggable> {
  const result: Record<string, Loggable> = Object.create(null);
  if (fields === undefined) return result;
  const walk: Walk = { depth: 1, budget: { left: mostValues } };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) result[taken.has(name) ? `${name}_` : name] = field(name, value, walk);
  }
  return result;
}

function field(name: string, value: unknown, walk: Walk): Loggable {
  const isText = typeof value === 'string' || value instanceof Uint8Array;
  return isText && secretName.test(name) ? '***' : plain(value, walk);
}

function plain(value: unknown, walk: Walk): Loggable {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      return value === null ? null : composite(value, walk);
    default:
      return String(value);
  }
}

function composite(value: object, walk: Walk): Loggable {
  if (walk.depth > deepest || walk.budget.left-- <= 0) return '...';
  const inner: Walk = { ...walk, depth: walk.depth + 1 };
  if (value instanceof Error) return error(value, inner);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return value.map((item) => plain(item, inner));
  const result: Record<string, Loggable> = Object.create(null);
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) result[name] = field(name, item, inner);
  }
  return result;
}

function error(value: Error, walk: Walk): Loggable {
  const result: Record<string, Loggable> = { message: value.message };
  if (value instanceof Failure) {
    result.kind = value.kind;
    if (value.retryable !== undefined) result.retryable = value.retryable;
    if (value.details !== undefined) result.details = plain(value.details, walk);
    if (value.trace !== undefined) result.trace = value.trace;
  } else {
    result.kind = value.name;
    if (value.stack !== undefined) result.stack = value.stack;
  }
  if (value.cause !== undefined) result.cause = plain(value.cause, walk);
  return result;
}
