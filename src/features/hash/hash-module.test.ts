import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFailure } from '#base';
import { invoke } from '#testing';
import { fnv32, fnv64 } from './fnv.ts';
import { hash } from './hash-module.ts';

type Name = keyof typeof hash.functions;

async function gives(name: Name, given: unknown[], value: unknown): Promise<void> {
  assert.deepEqual(await invoke(hash.functions[name], given), [value]);
}

test('the module has all its functions', () => {
  assert.deepEqual(Object.keys(hash.functions).sort(), [
    ...['fnv32', 'fnv64', 'hmac_md5', 'hmac_sha1', 'hmac_sha256', 'hmac_sha512', 'md5', 'pbkdf2', 'sha1'],
    ...['sha256', 'sha512'],
  ]);
});

test('digests are hexadecimal, or bytes when asked', async () => {
  await gives('md5', ['abc'], '900150983cd24fb0d6963f7d28e17f72');
  await gives('sha1', ['abc'], 'a9993e364706816aba3e25717850c26c9cd0d89d');
  await gives('sha256', [''], 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  await gives('md5', ['abc', true], '\x90\x01\x50\x98\x3c\xd2\x4f\xb0\xd6\x96\x3f\x7d\x28\xe1\x7f\x72');
  await gives('md5', ['\xff'], '00594fd4f42ba43fc1ca0427a0576295');
  const [long] = await invoke(hash.functions.sha512, ['abc']);
  assert.match(String(long), /^ddaf35a193617aba/);
});

test('codes are made with the message first', async () => {
  await gives('hmac_md5', ['what do ya want for nothing?', 'Jefe'], '750c783e6ab0b503eaa86e310a5db738');
  await gives(
    'hmac_sha1',
    ['what do ya want for nothing?', 'Jefe'],
    'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  );
  const [code] = await invoke(hash.functions.hmac_sha256, ['Hi There', '\x0b'.repeat(20)]);
  assert.equal(code, 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
});

test('the quick hashes are FNV-1', async () => {
  await gives('fnv32', [''], 0x811c9dc5);
  await gives('fnv32', ['foobar'], 0x31f0b262);
  await gives('fnv64', ['foobar'], BigInt.asIntN(64, 0x340d8765a4dda9c2n));
  await gives('fnv64', [''], BigInt.asIntN(64, 0xcbf29ce484222325n));
});

test('the halves of 32 bits give what 64 bits give', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      let wanted = 0xcbf29ce484222325n;
      for (const byte of bytes) wanted = BigInt.asUintN(64, wanted * 0x100000001b3n) ^ BigInt(byte);
      const text = Buffer.from(bytes).toString('latin1');
      assert.equal(fnv64(text), BigInt.asIntN(64, wanted));
      assert.ok(fnv32(text) >= 0);
    }),
  );
});

test('keys are derived from passwords', async () => {
  const [key] = await invoke(hash.functions.pbkdf2, ['password', 'salt', 1, 20]);
  assert.equal(
    Buffer.from(String(key), 'latin1').toString('hex'),
    '120fb6cffcf8b32c43e7225256c4f837a86548c9',
  );
  const [other] = await invoke(hash.functions.pbkdf2, ['password', 'salt', 2, 64, 'sha512']);
  assert.equal(String(other).length, 64);
});

test('wrong arguments are Invalid', async () => {
  const calls: [Name, unknown[]][] = [
    ['md5', [5]],
    ['hmac_sha256', ['x']],
    ['fnv32', []],
    ['pbkdf2', ['', 'salt', 1, 1]],
    ['pbkdf2', ['p', '', 1, 1]],
    ['pbkdf2', ['p', 's', 0, 1]],
    ['pbkdf2', ['p', 's', 1, 0]],
    ['pbkdf2', ['p', 's', 1, 1, 'md5']],
    ['pbkdf2', ['p', 's', 10_000_001, 1]],
  ];
  for (const [name, given] of calls) {
    const [value, error] = await invoke(hash.functions[name], given);
    assert.equal(value, undefined);
    assert.ok(isFailure(error, 'Invalid') && error.retryable === false);
  }
});
