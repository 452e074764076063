import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LuaSyntaxError } from './syntax-error.ts';

function at(source: string, mark: string): LuaSyntaxError {
  return new LuaSyntaxError(source, 'app:main', source.indexOf(mark), 'unexpected symbol', mark);
}

test('the message is the one Lua users know', () => {
  assert.equal(at('a\nb ! c', '!').message, "app:main:2: unexpected symbol near '!'");
  assert.equal(new LuaSyntaxError('', 'f', 0, 'oh', '<eof>').message, 'f:1: oh near <eof>');
  assert.equal(new LuaSyntaxError('', 'f', 0, 'oh').message, 'f:1: oh');
});

test('the excerpt is the line with a caret under the column', () => {
  const error = at('first\nlocal x = ! 1\nlast', '!');
  assert.deepEqual([error.line, error.column, error.offset], [2, 11, 16]);
  assert.equal(error.excerpt, 'local x = ! 1\n          ^');
});

test('tabs before the caret stay tabs', () => {
  assert.equal(at('\tx\t!', '!').excerpt, '\tx\t!\n\t \t^');
});

test('columns count characters, not bytes', () => {
  const error = at('s = "\xc3\xa9\xf0\x9f\x98\x80" !', '!');
  assert.equal(error.column, 10);
  assert.equal(error.excerpt, 's = "é😀" !\n         ^');
});

test('of a long line the neighbourhood is shown', () => {
  const error = at(`${'a'.repeat(500)}!${'b'.repeat(500)}`, '!');
  assert.equal(error.column, 501);
  assert.equal(error.excerpt.split('\n')[0], `...${'a'.repeat(60)}!${'b'.repeat(59)}...`);
});

test('a long token is cut', () => {
  assert.equal(new LuaSyntaxError('', 'f', 0, 'oh', 'x'.repeat(100)).near, `${'x'.repeat(80)}...`);
});
