import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FailureKind, isFailure } from '#base';
import { LuaTable, recordOf } from '#lua';
import type { AnyFunction, Module } from '#plugin';
import { toData } from '#process';
import { invoke, TestCall, VirtualClock } from '#testing';
import { crypto } from './crypto-module.ts';
import { randomText } from './random.ts';

const functions = new Map<string, AnyFunction>([
  ...Object.entries<AnyFunction>(crypto.functions),
  ...crypto.modules.flatMap((module: Module) =>
    Object.entries(module.functions).map(([name, one]) => [`${module.name}.${name}`, one] as const),
  ),
]);

const clock = new VirtualClock(1_700_000_000_000);
const call = new TestCall({ clock });

function run(name: string, ...given: unknown[]): Promise<readonly unknown[]> {
  const definition = functions.get(name);
  assert.ok(definition, name);
  return invoke(definition, given, call);
}

async function value(name: string, ...given: unknown[]): Promise<unknown> {
  const [result, error] = await run(name, ...given);
  assert.equal(error, undefined);
  return result;
}

async function refuses(kind: FailureKind, name: string, ...given: unknown[]): Promise<void> {
  const [result, error] = await run(name, ...given);
  assert.equal(result, undefined);
  assert.ok(isFailure(error, kind) && error.retryable === false, `${name}: ${error}`);
}

test('the module has all its functions', () => {
  assert.deepEqual([...functions.keys()].sort(), [
    ...['constant_time_compare', 'decrypt.aes', 'decrypt.chacha20', 'encrypt.aes', 'encrypt.chacha20'],
    ...['hmac.sha256', 'hmac.sha512', 'jwt.encode', 'jwt.verify', 'pbkdf2', 'random.bytes', 'random.string'],
    'random.uuid',
  ]);
});

test('random data has the length and the characters that are asked for', async () => {
  assert.equal(String(await value('random.bytes', 33)).length, 33);
  assert.match(String(await value('random.string', 1000)), /^[\dA-Za-z]{1000}$/);
  assert.match(String(await value('random.string', 100, 'ab')), /^[ab]{100}$/);
  assert.match(String(await value('random.uuid')), /^[\da-f]{8}-[\da-f]{4}-4/);
  for (const length of [0, -1, 1_048_577, 1.5, 'x']) await refuses('Invalid', 'random.bytes', length);
  await refuses('Invalid', 'random.string', 5, '');
  await refuses('Invalid', 'random.string', 0);
});

test('every character is as likely as any other', () => {
  const all = () => Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const text = randomText(200, 'abcdefghij', all);
  const counts = [...'abcdefghij'].map((each) => text.split(each).length - 1);
  assert.deepEqual(counts, Array(10).fill(20));
});

test('codes have the key first, and it must not be empty', async () => {
  const code = 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7';
  assert.equal(await value('hmac.sha256', '\x0b'.repeat(20), 'Hi There'), code);
  assert.equal(String(await value('hmac.sha512', 'k', '')).length, 128);
  await refuses('Invalid', 'hmac.sha256', '', 'data');
});

const keys = { aes: ['k'.repeat(16), 'k'.repeat(24), 'k'.repeat(32)], chacha20: ['k'.repeat(32)] };

test('what is encrypted is decrypted, by the same key and further data only', async () => {
  for (const [name, all] of Object.entries(keys)) {
    for (const key of all) {
      const encrypted = String(await value(`encrypt.${name}`, 'secret \xff', key, 'aad'));
      assert.equal(encrypted.length, 12 + 8 + 16);
      assert.notEqual(await value(`encrypt.${name}`, 'secret \xff', key, 'aad'), encrypted);
      assert.equal(await value(`decrypt.${name}`, encrypted, key, 'aad'), 'secret \xff');
      await refuses('Internal', `decrypt.${name}`, encrypted, key);
      await refuses('Internal', `decrypt.${name}`, encrypted, `x${key.slice(1)}`, 'aad');
      await refuses(
        'Internal',
        `decrypt.${name}`,
        `${encrypted.slice(0, -1)}${encrypted.endsWith('a') ? 'b' : 'a'}`,
        key,
        'aad',
      );
      await refuses('Internal', `decrypt.${name}`, 'short', key);
      await refuses('Invalid', `encrypt.${name}`, 'x', 'bad');
      await refuses('Invalid', `decrypt.${name}`, encrypted, 'bad');
    }
  }
});

test('any data comes back', async () => {
  const bytes = fc.uint8Array().map((array) => Buffer.from(array).toString('latin1'));
  await fc.assert(
    fc.asyncProperty(bytes, fc.option(bytes, { nil: undefined }), async (data, aad) => {
      for (const [name, [key]] of Object.entries(keys)) {
        const encrypted = await value(`encrypt.${name}`, data, key, aad);
        assert.equal(await value(`decrypt.${name}`, encrypted, key, aad), data);
      }
    }),
    { numRuns: 30 },
  );
});

const claims = (exp: unknown = 1_700_000_060) => recordOf({ sub: 'ann', exp });

test('tokens are verified by secret and by key', async () => {
  for (const alg of [undefined, 'HS256', 'HS384', 'HS512']) {
    const token = await value('jwt.encode', claims(), 'secret', alg);
    assert.deepEqual(toData(await value('jwt.verify', token, 'secret', alg)), {
      sub: 'ann',
      exp: 1_700_000_060,
    });
    await refuses('Internal', 'jwt.verify', token, 'other', alg);
  }
  const pem = { type: 'spki', format: 'pem' } as const;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: pem,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const token = await value('jwt.encode', claims(), privateKey, 'RS256');
  assert.deepEqual(toData(await value('jwt.verify', token, publicKey, 'RS256')), {
    sub: 'ann',
    exp: 1_700_000_060,
  });
  await refuses('Internal', 'jwt.verify', token, publicKey, 'HS256');
  await refuses('Invalid', 'jwt.verify', token, 'no key', 'RS256');
  await refuses('Invalid', 'jwt.encode', claims(), 'no key', 'RS256');
});

test('a token that others make is understood', async () => {
  const token =
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';
  const read = await value('jwt.verify', token, 'your-256-bit-secret', 'HS256', false);
  assert.deepEqual(toData(read), { sub: '1234567890', name: 'John Doe', iat: 1516239022 });
});

test('Jw1, Jw2: wrong algorithms and times are refused', async () => {
  const token = String(await value('jwt.encode', claims(), 'secret', 'HS512'));
  await refuses('Internal', 'jwt.verify', token, 'secret');
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
  await refuses('Internal', 'jwt.verify', none, 'secret');
  await refuses('Internal', 'jwt.verify', 'a.b', 'secret');
  await refuses('Internal', 'jwt.verify', 'a.b.c', 'secret');
  await refuses(
    'Internal',
    'jwt.verify',
    await value('jwt.encode', claims(1_700_000_000), 'secret'),
    'secret',
  );
  await refuses('Internal', 'jwt.verify', await value('jwt.encode', claims('soon'), 'secret'), 'secret');
  const open = await value('jwt.encode', recordOf({ sub: 'ann' }), 'secret');
  await refuses('Internal', 'jwt.verify', open, 'secret');
  assert.deepEqual(toData(await value('jwt.verify', open, 'secret', 'HS256', false)), { sub: 'ann' });
  const later = await value('jwt.encode', recordOf({ nbf: 1_700_000_001 }), 'secret');
  await refuses('Internal', 'jwt.verify', later, 'secret', 'HS256', false);
});

test('Jw3: the header takes further fields, which are no claims', async () => {
  const token = await value(
    'jwt.encode',
    recordOf({ _header: recordOf({ kid: 'k1', alg: 'none' }) }),
    'secret',
  );
  const [header = '', payload = ''] = String(token).split('.');
  assert.equal(Buffer.from(header, 'base64url').toString(), '{"alg":"HS256","typ":"JWT","kid":"k1"}');
  assert.equal(Buffer.from(payload, 'base64url').toString(), '{}');
});

test('wrong arguments of tokens are Invalid', async () => {
  await refuses('Invalid', 'jwt.encode', 'text', 'secret');
  await refuses('Invalid', 'jwt.encode', new LuaTable(), '');
  await refuses('Invalid', 'jwt.encode', new LuaTable(), 'secret', 'none');
  await refuses('Invalid', 'jwt.verify', '', 'secret');
  await refuses('Invalid', 'jwt.verify', 'a.b.c');
});

test('keys are derived from passwords', async () => {
  const key = String(await value('pbkdf2', 'password', 'salt', 4096, 32));
  const wanted = 'c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a';
  assert.equal(Buffer.from(key, 'latin1').toString('hex'), wanted);
  await refuses('Invalid', 'pbkdf2', '', 'salt', 1, 1);
  await refuses('Invalid', 'pbkdf2', 'p', 's', 0, 1);
});

test('texts are compared whole', async () => {
  assert.equal(await value('constant_time_compare', 'a\xff', 'a\xff'), true);
  assert.equal(await value('constant_time_compare', 'ab', 'ac'), false);
  assert.equal(await value('constant_time_compare', 'a', 'ab'), false);
});
