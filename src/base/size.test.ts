import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeBytes } from './size.ts';

test('a size is a number of bytes, or of K, M and G of 1024', () => {
  const sizes = ['1024', '12B', '3K', '512M', '512MB', '2G', '2GiB', '1gb'].map(sizeBytes);
  assert.deepEqual(sizes, [1024, 12, 3072, 2 ** 29, 2 ** 29, 2 ** 31, 2 ** 31, 2 ** 30]);
});

test('what is no size has none', () => {
  for (const text of ['', '0', '012', 'M', '1.5G', '-1', '1T', '5 M', 'off', '1234567890123'])
    assert.equal(sizeBytes(text), undefined, text);
});
