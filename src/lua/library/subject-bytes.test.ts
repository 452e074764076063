import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRead, MAX_READ, pieceRead } from './subject-bytes.ts';

/** Reads the subject for a line of searches of its own. */
function read(subject: string): void {
  const by = {};
  isRead(by, subject, 0);
  assert.ok(isRead(by, subject, subject.length));
}

test('pieces of every length are those of the subject, up to its last byte (By2)', () => {
  const words = Array.from({ length: 64 }, (_, i) => String.fromCharCode(255 - i, 0, 97 + (i % 26))).join('');
  const subject = words.repeat(Math.ceil(MAX_READ / words.length)).slice(0, MAX_READ);
  read(subject);
  for (const end of [subject.length, subject.length - 5, 200, 40]) {
    for (let length = 0; length <= 12; length++) {
      for (let shift = 0; shift < 8; shift++) {
        const to = end - shift;
        assert.equal(pieceRead(subject, to - length, to), subject.slice(to - length, to));
      }
    }
  }
});

test('bytes of an earlier subject behind the end are no part of a piece', () => {
  read('x'.repeat(100));
  const subject = 'some words in a shorter subject.';
  read(subject);
  for (let from = 20; from <= subject.length; from++) {
    assert.equal(pieceRead(subject, from, subject.length), subject.slice(from));
  }
});
