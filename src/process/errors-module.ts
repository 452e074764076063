/** The guest module `errors`: errors with kind, retryability, details and stack. */
import { type FailureKind, failureKinds } from '#base';
import { LuaTable, library, plainText, raise, recordOf, setTypeErrors, tableOf, type Value } from '#lua';
import { detailsFor, detailsOf, ErrorValue, errorHandle, errorIn, guestError } from './error-value.ts';
import { describeHandle, textOf } from './guest.ts';
import { stackHere } from './stack-here.ts';

/** `NotFound` as `NOT_FOUND`, with the text that guests compare with. */
const kinds: Record<string, string> = {};
for (const kind of failureKinds) kinds[constantName(kind)] = kind === 'Unknown' ? '' : kind;

function constantName(kind: FailureKind): string {
  return kind.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

function make(given: Value, second: Value): Value {
  if (given instanceof LuaTable) return fromSpec(given);
  const text = textOf(given);
  if (text === undefined) return raise("bad argument #1 to 'new' (text or table expected)", 1);
  const detail = textOf(second);
  // Samples of the documentation give kind and message.
  if (detail !== undefined && Object.values(kinds).includes(text)) {
    return guestError(new ErrorValue(text, detail, undefined, undefined, stackHere()));
  }
  return guestError(new ErrorValue('', text, undefined, undefined, stackHere()));
}

function fromSpec(spec: LuaTable): Value {
  const message = textOf(spec.getText('message'));
  if (message === undefined) return raise("bad argument #1 to 'new' (message must be a text)", 1);
  const kind = spec.getText('kind');
  const retryable = spec.getText('retryable');
  const details = spec.getText('details');
  const error = new ErrorValue(
    typeof kind === 'string' ? kind : '',
    message,
    typeof retryable === 'boolean' ? retryable : undefined,
    details instanceof LuaTable ? detailsOf(details) : undefined,
    stackHere(),
  );
  return guestError(error);
}

function wrap(given: Value, context: Value): Value {
  const text = textOf(context);
  const added = text === undefined ? [] : [text];
  const inner = errorIn(given);
  if (inner === undefined) {
    const message = plainText(given);
    if (message === undefined) return raise("bad argument #1 to 'wrap' (error or text expected)", 1);
    return guestError(new ErrorValue('', message, undefined, undefined, stackHere(), added));
  }
  const { kind, message, retryable, details, stack, contexts } = inner;
  return guestError(new ErrorValue(kind, message, retryable, details, stack, [...added, ...contexts]));
}

/** `source:line: in name` of each line of a stack. */
const stackLine = /^\s*(.+?):(\d+):(?: in (.*))?$/;

function callStack(given: Value): Value {
  const error = errorIn(given);
  if (error === undefined) return undefined;
  const frames: LuaTable[] = [];
  for (const line of error.stack.split('\n')) {
    const [, source, number, name] = stackLine.exec(line) ?? [];
    if (source !== undefined) frames.push(recordOf({ source, line: Number(number), name }));
  }
  return recordOf({ thread: 'main', frames: tableOf(frames) });
}

function of(read: (error: ErrorValue) => Value) {
  return (_: unknown, value: Value) => {
    const error = errorIn(value);
    return error === undefined ? raise('bad self (error expected)', 1) : read(error);
  };
}

describeHandle(
  errorHandle,
  {
    kind: of((error) => error.kind),
    message: of((error) => error.message),
    retryable: of((error) => error.retryable),
    details: of(detailsFor),
    stack: of((error) => (error.stack === '' ? error.text : error.stack)),
  },
  {
    __tostring: of((error) => error.message),
    __concat: (_, a, b) => {
      const left = errorIn(a)?.message ?? plainText(a);
      const right = errorIn(b)?.message ?? plainText(b);
      if (left === undefined || right === undefined)
        return raise('attempt to concatenate an error with no text', 1);
      return left + right;
    },
  },
);

/** What a value that is not of a type is refused with: `path`, `expected` and `got` are among the details. */
setTypeErrors((message, details) => {
  const table = details instanceof LuaTable ? detailsOf(details) : undefined;
  return guestError(new ErrorValue('Invalid', message, false, table, stackHere()));
});

export const errorsModule: LuaTable = library(
  'errors',
  {
    new: (_, given, second) => make(given, second),
    wrap: (_, given, context) => wrap(given, context),
    is: (_, given, kind) => errorIn(given)?.kind === kind,
    call_stack: (_, given) => callStack(given),
  },
  kinds,
);
