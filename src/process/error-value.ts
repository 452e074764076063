/**
 * Errors as guests see them: userdata with kind, message, retryable, details and stack. The content never changes, so
 * the same object may stand in the heaps of several processes; `details()` gives a fresh table each time.
 *
 * The kind that `Failure` calls `Unknown` is the empty text here.
 */
import { decodeUtf8, encodeUtf8, Failure, type FailureKind, failureKinds } from '#base';
import { defineState, FROZEN, LuaTable, Userdata, type Value } from '#lua';
import { type CrossingHandle, copyValue } from './copy.ts';
import { asText, fromData, toData } from './lua-data.ts';

/** A place that is put into words when somebody asks. */
export interface Trace {
  readonly text: string;
}

export class ErrorValue {
  kind: string;
  message: string;
  retryable: boolean | undefined;
  /** Never handed out itself, only copied. */
  details: LuaTable | undefined;
  #stack: string | Trace;
  /** What `errors.wrap` added, outermost first; shown where the host prints the error. */
  contexts: readonly string[];

  constructor(
    kind: string,
    message: string,
    retryable?: boolean,
    details?: LuaTable,
    stack: string | Trace = '',
    contexts: readonly string[] = NONE,
  ) {
    this.kind = kind;
    this.message = message;
    this.retryable = retryable;
    this.details = details;
    this.#stack = stack;
    this.contexts = contexts;
  }

  /** Lines of the traceback, `source:line: in name`. */
  get stack(): string {
    return typeof this.#stack === 'string' ? this.#stack : this.#stack.text;
  }

  get hasStack(): boolean {
    return typeof this.#stack !== 'string' || this.#stack !== '';
  }

  /** The same error as one of another kind. */
  of(kind: FailureKind, retryable: boolean): ErrorValue {
    return new ErrorValue(kind, this.message, retryable, this.details, this.#stack, this.contexts);
  }

  /** Makes a new one what the parts say. */
  static fill(
    into: ErrorValue,
    [kind, message, retryable, details, stack, ...contexts]: readonly Value[],
  ): void {
    into.kind = text(kind);
    into.message = text(message);
    into.retryable = typeof retryable === 'boolean' ? retryable : undefined;
    into.details = details instanceof LuaTable ? frozen(details) : undefined;
    into.#stack = text(stack);
    into.contexts = contexts.map(text);
  }

  /** `context: message`, for people. */
  get text(): string {
    return this.contexts.length === 0 ? this.message : `${this.contexts.join(': ')}: ${this.message}`;
  }
}

const NONE: readonly string[] = [];

defineState<ErrorValue>({
  name: 'error/1',
  type: ErrorValue,
  changes: 'never',
  save,
  make: () => new ErrorValue('', ''),
  fill: (error, saved) => ErrorValue.fill(error, saved),
});

/** The metatable is filled by the errors module. */
export const errorHandle: CrossingHandle = {
  name: 'error',
  metatable: new LuaTable(),
  crossing: { isShared: true, save, restore },
};

function save(live: unknown): Value[] {
  const { kind, message, retryable, details, stack, contexts } = live as ErrorValue; // the handle holds nothing else
  return [kind, message, retryable, details, stack, ...contexts];
}

function restore(saved: readonly Value[]): ErrorValue {
  const error = new ErrorValue('', '');
  ErrorValue.fill(error, saved);
  return error;
}

function text(value: Value): string {
  return typeof value === 'string' ? value : '';
}

/** The error as a guest's value. */
export function guestError(error: ErrorValue): Userdata {
  return new Userdata(errorHandle, error);
}

/** The error in a guest's value, or undefined when it holds none. */
export function errorIn(value: Value): ErrorValue | undefined {
  return value instanceof Userdata && value.live instanceof ErrorValue ? value.live : undefined;
}

/** `last`: why it was tried again, which the details have as `cause`. */
export function timeoutError(message: string, retryable: boolean, last?: ErrorValue): ErrorValue {
  if (last === undefined) return new ErrorValue('Timeout', message, retryable);
  const { kind, retryable: was, details } = last;
  const cause = {
    kind,
    message: last.text,
    retryable: was,
    details: details && toData(details, asText.read),
  };
  const told = fromData({ cause }, asText.write);
  const text = `${message}; it had failed before: ${last.text}`;
  return new ErrorValue('Timeout', text, retryable, told instanceof LuaTable ? frozen(told) : undefined);
}

export function errorOf(
  kind: FailureKind,
  message: string,
  options: { readonly retryable?: boolean; readonly details?: LuaTable } = {},
): ErrorValue {
  return new ErrorValue(
    kind === 'Unknown' ? '' : kind,
    encodeUtf8(message),
    options.retryable,
    options.details,
  );
}

/** Wrong arguments and malformed ids: never worth another try. */
export function invalid(message: string): ErrorValue {
  return new ErrorValue('Invalid', message, false);
}

export function notFound(message: string): ErrorValue {
  return new ErrorValue('NotFound', message, false);
}

export function denied(action: string, resource: string): ErrorValue {
  return new ErrorValue('PermissionDenied', `not allowed: ${action} on ${resource}`, false);
}

/** What a guest raised or returned as an error, as an error value. */
export function errorFrom(value: Value, stack: string | Trace = ''): ErrorValue {
  if (typeof value === 'string') return new ErrorValue('', value, undefined, undefined, stack);
  const known = errorIn(value);
  if (known !== undefined) {
    if (known.hasStack || stack === '') return known;
    return new ErrorValue(known.kind, known.message, known.retryable, known.details, stack, known.contexts);
  }
  if (value instanceof LuaTable) {
    const message = value.getText('message');
    return new ErrorValue(
      '',
      typeof message === 'string' ? message : 'an error that is a table without a message',
      undefined,
      detailsOf(value),
      stack,
    );
  }
  if (value instanceof Failure) return errorFromFailure(value);
  return new ErrorValue('', value === undefined ? 'nil' : String(value), undefined, undefined, stack);
}

/** A table as details: a copy of its plain part, or undefined when nothing is in it. */
export function detailsOf(table: LuaTable): LuaTable | undefined {
  const copy = copyValue(table) as LuaTable; // the copy of a table is one
  return copy.isEmpty() ? undefined : frozen(copy);
}

/** A fresh table with the details, for guests. */
export function detailsFor(error: ErrorValue): Value {
  return copyValue(error.details);
}

export function errorFromFailure(failure: Failure): ErrorValue {
  const details = failure.details === undefined ? undefined : fromData(failure.details, asText.write);
  return new ErrorValue(
    failure.kind === 'Unknown' ? '' : failure.kind,
    encodeUtf8(failure.message),
    failure.retryable,
    details instanceof LuaTable && !details.isEmpty() ? frozen(details) : undefined,
    failure.trace === undefined ? '' : encodeUtf8(failure.trace),
  );
}

export function failureFromError(error: ErrorValue): Failure {
  const kind = failureKinds.find((known) => known === error.kind) ?? 'Unknown';
  return new Failure(kind, decodeUtf8(error.text), {
    retryable: error.retryable,
    details: error.details === undefined ? undefined : toData(error.details, asText.read),
    trace: error.stack === '' ? undefined : decodeUtf8(error.stack),
  });
}

function frozen(table: LuaTable): LuaTable {
  table.mark = FROZEN;
  return table;
}
