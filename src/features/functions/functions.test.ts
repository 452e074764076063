import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '#base';
import { startKind, TestWorld } from '#testing';
import { functionLua } from './function-lua.ts';

async function facts(data: object = {}, meta: Data = {}) {
  const given = { source: 'return {}', method: 'call', ...data };
  const live = await startKind(functionLua, given as never, new TestWorld('app:f'), meta);
  return live.facts();
}

test('without a number of workers the pool is lazy, with one it is static', async () => {
  assert.deepEqual((await facts()).pool, { type: 'lazy', maxSize: 16 });
  assert.deepEqual((await facts({ pool: { workers: 2 } })).pool, { type: 'static', workers: 2, buffer: 128 });
  assert.deepEqual((await facts({ pool: { size: 3 } })).pool, { type: 'static', workers: 3, buffer: 192 });
});

test('a static pool without numbers has eight workers', async () => {
  assert.deepEqual((await facts({ pool: { type: 'static' } })).pool, {
    type: 'static',
    workers: 8,
    buffer: 512,
  });
  assert.deepEqual((await facts({ pool: { type: 'static', buffer: 0 } })).pool, {
    type: 'static',
    workers: 8,
    buffer: 0,
  });
});

test('the other pools keep at most so many instances', async () => {
  assert.deepEqual((await facts({ pool: { type: 'adaptive', max_size: 4 } })).pool, {
    type: 'adaptive',
    maxSize: 4,
  });
  assert.deepEqual((await facts({ pool: { type: 'inline' } })).pool, { type: 'inline', maxSize: 16 });
});

test('options of calls stand in the metadata, as milliseconds or durations', async () => {
  const { defaults } = await facts(
    {},
    { options: { timeout: 500, retry: { max_attempts: 3, initial_delay: '1s' } } },
  );
  assert.equal(defaults.timeout, 500);
  assert.deepEqual(defaults.retry, { maxAttempts: 3, initialDelay: 1000, backoffFactor: undefined });
});

test('a pool of an unknown type is refused', async () => {
  await assert.rejects(facts({ pool: { type: 'eager' } }), /app:f.pool.type must be/);
});

test('the facts are the same object each time, so that pools can hang on it', async () => {
  const live = await startKind(functionLua, { source: 'return {}', method: 'call' });
  assert.equal(live.facts(), live.facts());
});
