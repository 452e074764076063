import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '#base';
import { t } from '#plugin';
import type { StoredEntry } from './entry.ts';
import { changedSecrets, hideEntrySecrets, keepEntrySecrets } from './entry-secrets.ts';
import { KindTable } from './kind-table.ts';

const kinds = new KindTable([
  {
    kind: 'door',
    summary: 'Something that is locked.',
    data: t.object({
      code: t.optional(t.secret),
      keys: t.list(t.secret).default([]),
      floor: t.integer({ default: 0 }),
    }),
    meta: t.object({ note: t.optional(t.secret) }),
  },
]);

function door(data: Data, meta: StoredEntry['meta'] = {}): StoredEntry {
  return { id: 'app:door', kind: 'door', meta, data, origin: { type: 'live', version: 1, author: 'test' } };
}

test('Sc1: what is shown has *** in the place of every secret, and nothing else is touched', () => {
  const entry = door({ code: '1234', keys: ['a', 'b'], floor: 2 }, { note: 'under the mat', title: 'Door' });
  const { data, meta } = hideEntrySecrets(entry, kinds);
  assert.deepEqual(data, { code: '***', keys: ['***', '***'], floor: 2 });
  assert.deepEqual(meta, { note: '***', title: 'Door' });
  const open = door({ floor: 1 });
  assert.equal(hideEntrySecrets(open, kinds), open);
});

test('Sc2: *** that comes back is the secret that is there', () => {
  const known = door({ code: '1234', keys: ['a', 'b'] }, { note: 'mat' });
  const given = door({ code: '***', keys: ['***', 'c'], floor: 3 }, { note: '***' });
  const { entry, unknown } = keepEntrySecrets(given, known, kinds);
  assert.deepEqual(entry.data, { code: '1234', keys: ['a', 'c'], floor: 3 });
  assert.deepEqual(entry.meta, { note: 'mat' });
  assert.deepEqual(unknown, []);
});

test('Sc2: where there is nothing that *** could stand for, its place is told', () => {
  assert.deepEqual(keepEntrySecrets(door({ code: '***' }), undefined, kinds).unknown, [['code']]);
  assert.deepEqual(keepEntrySecrets(door({ keys: ['***'] }), door({ keys: [] }), kinds).unknown, [
    ['keys', 0],
  ]);
});

test('secrets that differ are told by their places alone', () => {
  const one = door({ code: '1', keys: ['a'], floor: 1 });
  assert.deepEqual(changedSecrets(one, door({ code: '2', keys: ['a'], floor: 2 }), kinds), ['code']);
  assert.deepEqual(changedSecrets(one, door({ keys: ['a', 'b'] }), kinds), ['code', 'keys.1']);
  assert.deepEqual(changedSecrets(one, one, kinds), []);
});
