import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesFor } from './profiling.ts';

test('lines follow the sources for whoever profiles, and are mapped for whoever inspects', () => {
  assert.equal(linesFor(['--stack-size=57000']), undefined);
  assert.equal(linesFor(['--cpu-prof', '--cpu-prof-dir=x']), 'followed');
  assert.equal(linesFor([], ' --no-warnings  --cpu-prof'), 'followed');
  assert.equal(linesFor(['--inspect']), 'mapped');
  assert.equal(linesFor([], '--inspect-brk=0 --cpu-prof'), 'mapped');
  assert.equal(linesFor(['--inspect-port=0', '--profile']), undefined);
});
