import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closest, suggestion } from './suggest.ts';

test('a misspelt word finds the one that was meant', () => {
  const known = ['max_size', 'cleanup_interval', 'host', 'port'];
  assert.equal(closest('max_sise', known), 'max_size');
  assert.equal(closest('maxsize', known), 'max_size');
  assert.equal(closest('prot', known), 'port');
  assert.equal(closest('HOST', known), 'host');
  assert.equal(closest('cleanup_intervall', known), 'cleanup_interval');
});

test('a word that resembles none finds none', () => {
  assert.equal(closest('database', ['host', 'port']), undefined);
  assert.equal(closest('x', []), undefined);
  assert.equal(closest('host', ['host']), undefined);
});

test('a suggestion ends a message or is nothing', () => {
  assert.equal(suggestion('prot', ['port']), "; did you mean 'port'?");
  assert.equal(suggestion('zzz', ['port']), '');
});
