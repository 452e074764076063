import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorValue, type Exit } from '#process';
import { endingOf } from './ending.ts';

const normal = (value: unknown): Exit => ({ type: 'normal', value });

test('a number is the exit code, within what a shell sees', () => {
  const code = (value: unknown) => endingOf(normal(value)).code;
  assert.deepEqual([0, 1, 42, 255, 2.9].map(code), [0, 1, 42, 255, 2]);
  assert.deepEqual([-1, 257].map(code), [255, 1]);
});

test('a number that a shell would see as success without being 0 is 1', () => {
  const code = (value: unknown) => endingOf(normal(value)).code;
  assert.deepEqual([256, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2n ** 62n].map(code), [1, 1, 1, 1, 1]);
});

test('false is 1; true, nothing and tables are 0', () => {
  assert.deepEqual(
    [false, true, undefined, {}].map((value) => endingOf(normal(value)).code),
    [1, 0, 0, 0],
  );
});

test('a text is printed, with 0', () => {
  assert.deepEqual(endingOf(normal('gr\xc3\xbcn')), { code: 0, text: 'grün' });
});

test('an error is told with its traceback, with 1', () => {
  const error = new ErrorValue(
    'Internal',
    'it broke',
    undefined,
    undefined,
    'stack traceback:\n\tapp:a:1: in main chunk',
  );
  assert.deepEqual(endingOf({ type: 'failed', error }), {
    code: 1,
    error: 'it broke\nstack traceback:\n\tapp:a:1: in main chunk',
  });
});
