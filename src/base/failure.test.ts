import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure, failure, failureFromData, failureToData, isFailure, toFailure } from './failure.ts';

test('a failure has kind, message, retryability, details and cause', () => {
  const cause = new Error('socket closed');
  const made = failure('Unavailable', 'database does not answer', {
    retryable: true,
    details: { host: 'db' },
    cause,
  });
  assert.ok(made instanceof Failure && made instanceof Error);
  assert.equal(made.kind, 'Unavailable');
  assert.equal(made.message, 'database does not answer');
  assert.equal(made.retryable, true);
  assert.deepEqual(made.details, { host: 'db' });
  assert.equal(made.cause, cause);
});

test('what a failure was not told is undefined', () => {
  const made = failure('NotFound', 'no key user:1');
  assert.equal(made.retryable, undefined);
  assert.equal(made.details, undefined);
  assert.equal('cause' in made, false);
});

test('isFailure asks for any failure or for one kind', () => {
  assert.ok(isFailure(failure('Invalid', 'x')));
  assert.ok(isFailure(failure('Invalid', 'x'), 'Invalid'));
  assert.ok(!isFailure(failure('Invalid', 'x'), 'Internal'));
  assert.ok(!isFailure(new Error('x')));
  assert.ok(!isFailure(undefined));
});

test('toFailure keeps failures and makes Internal of bugs', () => {
  const own = failure('Conflict', 'x');
  assert.equal(toFailure(own), own);
  const bug = new TypeError('x is not a function');
  assert.equal(toFailure(bug).kind, 'Internal');
  assert.equal(toFailure(bug).cause, bug);
  assert.equal(toFailure('text').message, 'text');
  assert.equal(toFailure(undefined).message, 'undefined');
});

test('toFailure knows aborts and lapsed deadlines', () => {
  assert.equal(toFailure(new DOMException('stopped', 'AbortError')).kind, 'Canceled');
  const timeout = toFailure(new DOMException('late', 'TimeoutError'));
  assert.equal(timeout.kind, 'Timeout');
  assert.equal(timeout.retryable, true);
});

test('a failure survives the way through plain data', () => {
  const inner = failure('Timeout', 'no answer', { retryable: true });
  const outer = failure('Unavailable', 'call failed', {
    retryable: false,
    details: { n: [1, 2] },
    trace: 'app:x:3',
    cause: inner,
  });
  const back = failureFromData(JSON.parse(JSON.stringify(failureToData(outer))));
  assert.deepEqual(failureToData(back), failureToData(outer));
  assert.ok(isFailure(back.cause, 'Timeout'));
});

test('data of another make is read as far as it goes', () => {
  assert.equal(failureFromData({ kind: 'Exhausted', message: 'm' }).kind, 'Unknown');
  assert.equal(failureFromData('odd').message, 'odd');
  assert.equal(failureFromData({}).message, 'no message');
});

test('a cause that is a bug does not leave as data', () => {
  assert.deepEqual(failureToData(failure('Internal', 'x', { cause: new Error('secret path') })), {
    kind: 'Internal',
    message: 'x',
  });
});
