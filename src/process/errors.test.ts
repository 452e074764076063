import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure, failure } from '#base';
import { LuaTable } from '#lua';
import { errorFromFailure, errorIn, failureFromError, guestError } from './error-value.ts';
import { toData } from './lua-data.ts';
import { runs } from './world.testing.ts';

runs(
  '43: the kinds are these texts',
  `local e = errors
   return {e.NOT_FOUND, e.ALREADY_EXISTS, e.INVALID, e.PERMISSION_DENIED, e.UNAVAILABLE, e.INTERNAL, e.CANCELED, e.CONFLICT, e.TIMEOUT, e.RATE_LIMITED, e.UNKNOWN}`,
  [
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
    '',
  ],
);

runs(
  '44: errors.new of a text, and of a table',
  `local a = errors.new("text")
   local b = errors.new{message = "m", kind = errors.CONFLICT, retryable = false, details = {x = {y = {1}}}}
   local c = errors.new{message = "m", details = {}}
   return {a:message(), a:kind(), a:retryable() == nil, a:details() == nil, b:kind(), b:retryable(), b:details().x.y[1], c:details() == nil}`,
  ['text', '', true, true, 'Conflict', false, 1, true],
);

runs(
  '45, 51: kind without a call is the method, and the type is userdata',
  `local e = errors.new("x")
   return {type(e.kind), type(e), e.nothing == nil}`,
  ['function', 'userdata', true],
);

runs(
  '46: wrap keeps what the inner error has, and its message',
  `local e = errors.wrap(errors.new{message = "inner", kind = "Timeout", retryable = true, details = {a = 1}}, "context")
   local s = errors.wrap("plain", "context")
   return {e:kind(), e:retryable(), e:details().a, e:message(), tostring(e), s:message(), s:kind()}`,
  ['Timeout', true, 1, 'inner', 'inner', 'plain', ''],
);

runs(
  '47: errors.is is false for whatever is no error',
  `local e = errors.new{message = "m", kind = "NotFound"}
   return {errors.is(e, errors.NOT_FOUND), errors.is(e, "Invalid"), errors.is(nil, "x"), errors.is("NotFound", "NotFound"), errors.is({}, "")}`,
  [true, false, false, false, false],
);

runs(
  '48: an error joins texts on either side, and another error',
  `local e, f = errors.new("one"), errors.new("two")
   return {e .. "!", "!" .. e, e .. f, 1 .. e, tostring(e)}`,
  ['one!', '!one', 'onetwo', '1one', 'one'],
);

runs(
  '49: an error has a stack, as text and as frames',
  `local e = errors.new("x")
   local frame = errors.call_stack(e).frames[1]
   return {type(e:stack()), #e:stack() > 0, type(frame.source), type(frame.line), errors.call_stack("x") == nil}`,
  ['string', true, 'string', 'number', true],
);

runs(
  '49: the stack has the line where the error was made',
  `local function make() return errors.new("x") end
   local e = (make())
   return {errors.call_stack(e).frames[1].line, contains(e:stack(), "make")}`,
  [2, true],
);

runs(
  '50: a text that was raised is caught with its position, an error value as itself',
  `local ok, caught = pcall(error, "text")
   local e = errors.new("e")
   local ok2, same = pcall(error, e)
   return {ok, contains(caught, "text"), ok2, same == e}`,
  [false, true, false, true],
);

runs(
  'a change to the details that were read or given changes nothing in the error',
  `local given = {a = {1}}
   local e = errors.new{message = "m", details = given}
   given.a[1] = 2
   e:details().a[1] = 3
   return e:details().a[1]`,
  1,
);

test('a failure and an error value are the same thing twice', () => {
  const made = failure('RateLimited', 'zu viel ü', {
    retryable: true,
    details: { limit: [1, 2] },
    trace: 'app:x:1',
  });
  const back = failureFromError(errorFromFailure(made));
  assert.ok(back instanceof Failure);
  const facts = ({ kind, message, retryable, details, trace }: Failure) => ({
    kind,
    message,
    retryable,
    details,
    trace,
  });
  assert.deepEqual(facts(back), facts(made));
});

test('an error of unknown kind is the empty text for guests', () => {
  const error = errorFromFailure(failure('Unknown', 'what'));
  assert.deepEqual(
    [error.kind, failureFromError(error).kind, errorIn(guestError(error))],
    ['', 'Unknown', error],
  );
});

test('tables become lists and objects, at any depth, and a circle is refused', () => {
  const list = new LuaTable();
  list.set(1, 'a');
  list.set(2, list);
  assert.throws(() => toData(list), /contains itself/);
  let deep = new LuaTable();
  for (let i = 0; i < 100_000; i++) {
    const outer = new LuaTable();
    outer.set(1, deep);
    deep = outer;
  }
  assert.ok(Array.isArray(toData(deep)));
  const odd = new LuaTable();
  odd.set('__proto__', 1);
  odd.set(5, 'five');
  odd.set(1.5, 'x');
  assert.deepEqual(Object.entries(toData(odd) as object).sort(), [
    ['1.5', 'x'],
    ['5', 'five'],
    ['__proto__', 1],
  ]);
});
