import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredEntry } from '#registry';
import { affectedTests } from './affected-tests.ts';
import { testEntries } from './test-entries.ts';

const code = (source: string, imports = {}) => ({ kind: 'function.lua', data: { source, imports } });

const entries: Record<string, { kind: string; data: object; meta?: object }> = {
  'app:base': { ...code('return {}'), kind: 'library.lua' },
  'app:calc': { ...code('return {}', { base: 'base' }), kind: 'library.lua' },
  'app:total': code('return function() return require("calc") end', { calc: 'app:calc' }),
  'app:other': code('return function() end'),
  'app:host': { kind: 'process.host', data: {} },
  'app:t1': { ...code('funcs.call("app:total", 1)', { test: ':json' }), meta: { type: 'test' } },
  'app:t2': { ...code('return true', { base: 'app:base' }), meta: { type: 'test' } },
  'app:t3': { ...code('return true'), meta: { type: 'test' } },
};

function stored(changes: Record<string, unknown> = {}): Map<string, StoredEntry> {
  const all = Object.entries({ ...entries, ...changes }).filter(([, entry]) => entry !== undefined);
  return new Map(
    all.map(([id, entry]) => [
      id,
      { id, meta: {}, origin: { type: 'live', version: 1, author: '' }, ...(entry as object) } as StoredEntry,
    ]),
  );
}

const before = stored();

/** The names of the tests that a change of entries affects. */
function affected(changes: Record<string, unknown>): string {
  const after = stored(changes);
  const found = affectedTests(testEntries(after.values()), before, after);
  return found.map(({ id }) => id.replace('app:', '')).join(' ');
}

test('At1, At2: a test is affected by what it imports and names, however far away', () => {
  assert.equal(
    affected({ 'app:base': { ...entries['app:base'], data: { source: 'return 1', imports: {} } } }),
    't1 t2',
  );
  assert.equal(affected({ 'app:total': code('return nil') }), 't1');
  assert.equal(affected({ 'app:other': code('return nil') }), '');
  assert.equal(affected({ 'app:t3': { ...entries['app:t3'], data: { source: 'return false' } } }), 't3');
  assert.equal(affected({}), '');
});

test('At2: what is gone affects those who reached it, and what is new those who reach it', () => {
  assert.equal(affected({ 'app:total': undefined }), 't1');
  assert.equal(affected({ 'app:t4': { ...code('return true'), meta: { type: 'test' } } }), 't4');
});

test('At3: a change of what is no code affects all tests', () => {
  assert.equal(
    affected({ 'app:host': { kind: 'process.host', data: { host: { workers: 1 } } } }),
    't1 t2 t3',
  );
  assert.equal(affected({ 'app:data': { kind: 'registry.entry', data: 1 } }), 't1 t2 t3');
});
