import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFailure } from '#base';
import { invoke } from '#testing';
import { base64 } from './base64-module.ts';

const { encode, decode } = base64.functions;

test('the module has all its functions', () => {
  assert.deepEqual(Object.keys(base64.functions).sort(), ['decode', 'encode']);
});

test('bytes become text with padding', async () => {
  for (const [data, text] of [
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['\xff\xfe\x00', '//4A'],
  ]) {
    assert.deepEqual(await invoke(encode, [data]), [text]);
    assert.deepEqual(await invoke(decode, [text]), [data]);
  }
  assert.deepEqual(await invoke(decode, ['Zm\r\n9v\n']), ['foo']);
});

test('any bytes come back', async () => {
  const bytes = fc.uint8Array().map((array) => Buffer.from(array).toString('latin1'));
  await fc.assert(
    fc.asyncProperty(bytes, async (data) => {
      const [text] = await invoke(encode, [data]);
      assert.deepEqual(await invoke(decode, [text]), [data]);
    }),
  );
});

test('what is no base64 is Invalid', async () => {
  for (const bad of ['Zg', 'Zg=', 'Zg===', 'Z_-v', '!!!!', 'Zg==Zg==', '=Zg=', 5, undefined]) {
    const [value, error] = await invoke(decode, [bad]);
    assert.equal(value, undefined);
    assert.ok(isFailure(error, 'Invalid') && error.retryable === false, String(bad));
  }
  const [, error] = await invoke(encode, [5]);
  assert.ok(isFailure(error, 'Invalid'));
});
