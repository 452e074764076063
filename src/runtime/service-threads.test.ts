import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { isFailure } from '#base';
import type { HeavyWork } from '#process';
import { ServiceThreads } from './service-threads.ts';

const threads = new ServiceThreads(1);
after(() => threads.close());
const never = new AbortController().signal;
/** A comparison, without the options that its differ would have. */
const compare = (saved: unknown, before: string, text: string): HeavyWork => ({
  of: 'text.Differ',
  name: 'compare',
  args: [before, text],
  saved: { value: saved },
});

test('a function is found by the path of its module, and does what it does elsewhere', async () => {
  const work = { of: 'compress.gzip', name: 'encode', args: ['text', { level: 6 }] };
  const encoded = await threads.run(work, never);
  const back = await threads.run({ of: 'compress.gzip', name: 'decode', args: [encoded, {}] }, never);
  assert.equal(back, 'text');
});

test('St1: what finds no free thread waits its turn', async () => {
  const texts = ['a', 'b', 'c'];
  const encoded = await Promise.all(
    texts.map((text) =>
      threads.run({ of: 'compress.gzip', name: 'encode', args: [text, { level: 6 }] }, never),
    ),
  );
  const decoded = await Promise.all(
    encoded.map((bytes) => threads.run({ of: 'compress.gzip', name: 'decode', args: [bytes, {}] }, never)),
  );
  assert.deepEqual(decoded, texts);
});

test('a failure arrives as it is, anything else that is thrown as Internal', async () => {
  const wrong = { of: 'compress.gzip', name: 'decode', args: ['no gzip', {}] };
  await assert.rejects(threads.run(wrong, never), (thrown) => isFailure(thrown, 'Invalid'));
  for (const work of [{ of: 'nothing', name: 'x', args: [] }, compare(null, 'a', 'b')])
    await assert.rejects(threads.run(work, never), (thrown) => isFailure(thrown, 'Internal'));
});

test('St2: work that nobody waits for ends, and others go on', async () => {
  const controller = new AbortController();
  const text = 'abcdefghij'.repeat(2_000_000);
  const encode = { of: 'compress.brotli', name: 'encode', args: [text, { level: 11 }] };
  const dropped = threads.run(encode, controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(dropped, /enough/);
  const again = await threads.run({ of: 'compress.gzip', name: 'encode', args: ['x', { level: 6 }] }, never);
  assert.ok(String(again).length > 0);
});
