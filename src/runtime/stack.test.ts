import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestSliceOf } from './stack.ts';

test('the longest slice follows the stack that Node was given', () => {
  assert.equal(longestSliceOf(['--stack-size=57600']), 58_982);
  assert.equal(longestSliceOf(['--stack-size=1000', '--stack-size=2000']), 2048);
});

test('without a stack size, or with a wrong one, it fits the default stack', () => {
  assert.equal(longestSliceOf([]), 1007);
  assert.equal(longestSliceOf(['--stack-size=much']), 1007);
});
