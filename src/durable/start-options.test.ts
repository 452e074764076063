import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takeTerms, writeTerms } from './start-options.ts';

const usual = { parent_close_policy: 'abandon' } as const;

test('the terms of a start are read as they were written, and stand before what else it holds', () => {
  const options = { ...takeTerms(['']).terms, ...usual, run_timeout: 1000, cron_schedule: '@daily' };
  const { terms, next } = takeTerms([7, writeTerms(options as never), 'hash', 'app:flow'], 1); // all that terms are made of
  assert.deepEqual([terms.run_timeout, terms.cron_schedule, next], [1000, '@daily', 2]);
  assert.equal(takeTerms(['', 'hash']).next, 1);
});

test('a start of a store of the first version has no terms, and nothing of it is taken for them', () => {
  const { terms, next } = takeTerms(['b00bddce97d0', 'app:flow']);
  assert.deepEqual([terms.parent_close_policy, next], ['abandon', 0]);
});
