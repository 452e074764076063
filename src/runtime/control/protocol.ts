/**
 * The language of the control socket: one JSON object a line, in UTF-8.
 *
 *   Cp1  The node speaks first, and says who it is and which version of this language it speaks: `Greeting`.
 *   Cp2  A request is `{id, op, input}`. Its answer is any number of `{id, event}`, then one `{id, result}` or one
 *        `{id, failure}`. `{id, cancel: true}` takes a request back; its answer then is a failure of kind `Canceled`.
 *   Cp3  Answers come in any order; those of one request in theirs.
 *   Cp4  Fields that are not known are passed over, so that both sides may say more without a new version.
 *   Cp5  Integers beyond 2^53 and infinite numbers come out as they went in. What JSON does not know otherwise is null.
 *   Cp6  A line is bounded. A longer one cannot be told from nonsense, so it ends the connection.
 */
import { type Data, type Failure, failure, failureToData, isRecord, rawJSON, readExactJson } from '#base';

export const protocolVersion = 1;

/** Bytes of a request. Answers come in parts where they may be long. */
export const LONGEST_REQUEST = 32 * 1024 ** 2;
/** Bytes of an answer, for whoever reads one. */
export const LONGEST_ANSWER = 256 * 1024 ** 2;

/** Cp1. */
export interface Greeting {
  readonly control: number;
  /** The version of the program. */
  readonly program: string;
  readonly pid: number;
  /** When the node began, in milliseconds since 1970. */
  readonly since: number;
  readonly directory: string;
  /** The process that the node runs in place of the application, and with which it ends. */
  readonly runs?: string | undefined;
}

export interface Request {
  readonly id: number;
  readonly op: string;
  readonly input: Data;
}

export type Incoming =
  | ({ readonly type: 'request' } & Request)
  | { readonly type: 'cancel'; readonly id: number };

export type Answer =
  | { readonly id: number; readonly event: Data }
  | { readonly id: number; readonly result: Data }
  /** Without an id: for a line that is no request. */
  | { readonly id: number | null; readonly failure: Data };

export function failed(id: number | null, cause: Failure): Answer {
  return { id, failure: failureToData(cause) };
}

/** Throws `Invalid` for what is neither a request nor taking one back. */
export function readIncoming(line: string): Incoming {
  const value = decodeLine(line);
  if (!isRecord(value)) throw malformed('a line must be an object: {"id": 1, "op": "...", "input": {...}}');
  const { id, op, input, cancel } = value;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw malformed('id must be an integer');
  if (cancel === true) return { type: 'cancel', id };
  if (typeof op !== 'string' || op === '') throw malformed('op must name an operation');
  return { type: 'request', id, op, input: input as Data }; // what JSON gives is data
}

export function readGreeting(line: string): Greeting {
  const value = decodeLine(line);
  if (!isRecord(value) || typeof value.control !== 'number') throw malformed('this is no node of wippy');
  const { control, program, pid, since, directory, runs } = value;
  return {
    control,
    program: typeof program === 'string' ? program : '',
    pid: typeof pid === 'number' ? pid : 0,
    since: typeof since === 'number' ? since : 0,
    directory: typeof directory === 'string' ? directory : '',
    ...(typeof runs === 'string' && { runs }),
  };
}

/** Throws `Invalid` for what is no answer. */
export function readAnswer(line: string): Answer {
  const value = decodeLine(line);
  if (!isRecord(value) || !(typeof value.id === 'number' || value.id === null)) throw malformed('no answer');
  return value as Answer; // the node's own, whose version is known
}

function malformed(message: string): Failure {
  return failure('Invalid', message, { retryable: false });
}

/** With its line feed. */
export function encodeLine(value: unknown): string {
  return `${JSON.stringify(value, exact)}\n`;
}

/** Cp5. */
function exact(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return rawJSON(String(value));
  if (typeof value !== 'number' || !(Math.abs(value) > Number.MAX_SAFE_INTEGER)) return value;
  if (Number.isFinite(value)) return rawJSON(value.toExponential());
  return rawJSON(value > 0 ? '1e999' : '-1e999');
}

/** Throws `Invalid` for what is no JSON. */
export function decodeLine(line: string): unknown {
  try {
    return readExactJson(line);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw failure('Invalid', `a line must be JSON: ${reason}`, { retryable: false });
  }
}
