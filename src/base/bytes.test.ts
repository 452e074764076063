import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byteString, bytesOf, decodeUtf8, encodeUtf8, isAscii, isByteString } from './bytes.ts';

test('text becomes the bytes of its UTF-8', () => {
  assert.equal(encodeUtf8('plain'), 'plain');
  assert.equal(encodeUtf8('é€'), '\xc3\xa9\xe2\x82\xac');
  assert.equal(encodeUtf8('😀'), '\xf0\x9f\x98\x80');
  assert.equal(encodeUtf8('\ud800'), '\xef\xbf\xbd');
});

test('bytes are read as UTF-8, and what is none becomes U+FFFD', () => {
  assert.equal(decodeUtf8('plain\0\x7f'), 'plain\0\x7f');
  assert.equal(decodeUtf8('\xc3\xa9'), 'é');
  assert.equal(decodeUtf8('a\xffb'), 'a\ufffdb');
});

test('every text comes back from its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = encodeUtf8(text);
      assert.ok(isByteString(bytes));
      assert.equal(decodeUtf8(bytes), text);
    }),
  );
});

test('every byte string comes back from its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.deepEqual(new Uint8Array(bytesOf(byteString(bytes))), bytes);
    }),
  );
});

test('a view into a larger buffer gives only its own bytes', () => {
  assert.equal(byteString(Uint8Array.of(65, 66, 67, 68).subarray(1, 3)), 'BC');
});

test('ASCII and byte strings are told apart from other text', () => {
  assert.deepEqual(
    [isAscii('a'), isAscii('é'), isByteString('é'), isByteString('€')],
    [true, false, true, false],
  );
});
