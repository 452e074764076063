import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredEntry } from './entry.ts';
import { searchEntry } from './search.ts';

const entry: StoredEntry = {
  id: 'app:price',
  kind: 'function.lua',
  meta: { title: 'What it costs', tags: ['shop', 'Money'] },
  data: { source: 'local tax = 2\n  return tax + 40', size: 40, deep: { list: [{ note: 'taxed' }] } },
  origin: { type: 'live', version: 1, author: 'test' },
};

const found = (...words: string[]) =>
  searchEntry(entry, words)?.map(({ path, line, text }) => `${path}:${line}: ${text}`);

test('a word is found in the id, the metadata and the data, the first place first', () => {
  assert.deepEqual(found('price'), ['id:1: app:price']);
  assert.deepEqual(found('costs'), ['meta.title:1: What it costs']);
  assert.deepEqual(found('return'), ['data.source:2: return tax + 40']);
  assert.deepEqual(found('taxed'), ['data.deep.list.0.note:1: taxed']);
});

test('case makes no difference, and numbers are found as they are written', () => {
  assert.deepEqual(found('MONEY'), ['meta.tags.1:1: Money']);
  assert.deepEqual(found('40'), ['data.source:2: return tax + 40']);
});

test('all words must be there', () => {
  assert.deepEqual(found('price', 'shop'), ['id:1: app:price', 'meta.tags.0:1: shop']);
  assert.equal(found('price', 'cake'), undefined);
});
