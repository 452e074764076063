import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTerms, writeTerms } from './start-options.ts';

const usual = { parent_close_policy: 'abandon' } as const;

test('the terms of a start are read as they were written, and stand before what else it holds', () => {
  const options = { ...takeTerms(['']).terms, ...usual, run_timeout: 1000, cron_schedule: '@daily' };
  const { terms, content } = takeTerms([writeTerms(options as never), 'hash', 'app:flow']); // all that terms are made of
  assert.deepEqual([terms.run_timeout, terms.cron_schedule, content], [1000, '@daily', ['hash', 'app:flow']]);
  assert.deepEqual(takeTerms(['', 'hash']).content, ['hash']);
});

test('a start of a store of the first version has no terms, and nothing of it is taken for them', () => {
  const { terms, content } = takeTerms(['b00bddce97d0', 'app:flow']);
  assert.deepEqual([terms.parent_close_policy, content], ['abandon', ['b00bddce97d0', 'app:flow']]);
});
