import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { bytesOf, type FailureKind, isFailure } from '#base';
import type { AnyFunction, Module } from '#plugin';
import { invoke } from '#testing';
import { compress } from './compress-module.ts';

const functions = new Map<string, AnyFunction>(
  compress.modules.flatMap((module: Module) =>
    Object.entries(module.functions).map(([name, one]) => [`${module.name}.${name}`, one] as const),
  ),
);
const formats = ['gzip', 'deflate', 'zlib', 'brotli', 'zstd'];

function run(name: string, ...given: unknown[]): Promise<readonly unknown[]> {
  const definition = functions.get(name);
  assert.ok(definition, name);
  return invoke(definition, given);
}

async function value(name: string, ...given: unknown[]): Promise<string> {
  const [result, error] = await run(name, ...given);
  assert.equal(error, undefined);
  return String(result);
}

async function refuses(kind: FailureKind, message: RegExp, name: string, ...given: unknown[]): Promise<void> {
  const [result, error] = await run(name, ...given);
  assert.equal(result, undefined);
  assert.ok(isFailure(error, kind) && error.retryable === false, `${name}: ${error}`);
  assert.match(error.message, message);
}

test('the module has all its functions', () => {
  assert.deepEqual([...functions.keys()].sort(), [
    ...['brotli.decode', 'brotli.encode', 'deflate.decode', 'deflate.encode', 'gzip.decode', 'gzip.encode'],
    ...['zlib.decode', 'zlib.encode', 'zstd.decode', 'zstd.encode', 'zstd.inspect_dict', 'zstd.train_dict'],
  ]);
});

test('any data comes back, at any level', async () => {
  const bytes = fc.uint8Array({ minLength: 1 }).map((array) => Buffer.from(array).toString('latin1'));
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.constantFrom(...formats),
      fc.integer({ min: 1, max: 9 }),
      async (data, format, level) => {
        const encoded = await value(`${format}.encode`, data, { level });
        assert.equal(await value(`${format}.decode`, encoded), data);
      },
    ),
    { numRuns: 60 },
  );
});

test('others understand it', async () => {
  const text = 'hello '.repeat(1000);
  assert.equal(gunzipSync(bytesOf(await value('gzip.encode', text))).toString(), text);
  assert.equal(await value('gzip.decode', gzipSync(text).toString('latin1')), text);
  assert.ok((await value('brotli.encode', text, { level: 11 })).length < 60);
});

test('empty data, wrong levels and broken data are refused', async () => {
  const most = { gzip: 9, deflate: 9, zlib: 9, brotli: 11, zstd: 22 };
  for (const [format, level] of Object.entries(most)) {
    await refuses('Invalid', /data must not be empty/, `${format}.encode`, '');
    await refuses('Invalid', /data must not be empty/, `${format}.decode`, '');
    await refuses('Invalid', /data must be a string/, `${format}.encode`, 5);
    await refuses('Invalid', /level must be/, `${format}.encode`, 'x', { level: level + 1 });
    await refuses('Invalid', /level must be/, `${format}.encode`, 'x', { level: -1 });
    await value(`${format}.encode`, 'x', { level });
    const kind = format === 'zstd' ? 'Internal' : 'Invalid';
    await refuses(kind, /the data is no/, `${format}.decode`, 'not compressed at all');
    const encoded = await value(`${format}.encode`, 'some longer text '.repeat(20));
    await refuses(kind, /the data is no/, `${format}.decode`, encoded.slice(0, -4));
  }
});

test('a bomb ends at the size that is allowed', async () => {
  for (const format of formats) {
    const bomb = await value(`${format}.encode`, '\0'.repeat(1_000_000));
    await refuses('Internal', /longer than 1000 bytes/, `${format}.decode`, bomb, { max_size: 1000 });
    assert.equal((await value(`${format}.decode`, bomb, { max_size: 1_000_000 })).length, 1_000_000);
    await refuses('Invalid', /max_size/, `${format}.decode`, bomb, { max_size: 0 });
  }
});

const order = (id: number) =>
  JSON.stringify({
    order_id: id,
    customer: { name: `customer ${id * 7}`, country: 'DE' },
    state: 'delivered',
    items: [id % 3],
  });
const samples = Array.from({ length: 200 }, (_, id) => order(id));

test('a dictionary makes short texts shorter, and is needed to read them', async () => {
  const dict = await value('zstd.train_dict', samples, { size: 2048 });
  assert.ok(dict.length <= 2048);
  const text = order(4711);
  const encoded = await value('zstd.encode', text, { dict });
  const without = await value('zstd.encode', text);
  assert.ok(encoded.length * 2 < without.length, `${encoded.length} of ${without.length}`);
  assert.equal(await value('zstd.decode', encoded, { dict }), text);
  assert.equal(
    zstdDecompressSync(bytesOf(encoded), { dictionary: Buffer.from(dict, 'latin1') }).toString(),
    text,
  );
  await refuses('Internal', /the data is no zstd/, 'zstd.decode', encoded);
  const other = await value('zstd.train_dict', samples.slice(50), { size: 2048 });
  await refuses('Internal', /the data is no zstd/, 'zstd.decode', encoded, { dict: other });
});

test('a dictionary tells its id and its size', async () => {
  const [facts] = await run(
    'zstd.inspect_dict',
    await value('zstd.train_dict', samples, { size: 1024, id: 77 }),
  );
  assert.deepEqual(facts, { id: 77, content_size: 1024 - 140 });
  const [own] = await run('zstd.inspect_dict', await value('zstd.train_dict', ['a short sample']));
  const { id, content_size } = own as { id: number; content_size: number };
  assert.ok(id >= 32_768 && id < 2 ** 31);
  assert.equal(content_size, 14);
});

test('samples without anything in common make a dictionary as well', async () => {
  const noise = Array.from({ length: 64 }, (_, i) => `${i}`.padStart(40, String.fromCharCode(40 + i)));
  const dict = await value('zstd.train_dict', noise, { size: 512 });
  assert.equal(await value('zstd.decode', await value('zstd.encode', 'x', { dict }), { dict }), 'x');
});

test('wrong dictionaries and samples are Invalid', async () => {
  await refuses('Invalid', /samples must be a list/, 'zstd.train_dict', []);
  await refuses('Invalid', /samples must be a list/, 'zstd.train_dict', 'x');
  await refuses('Invalid', /at least 8 bytes/, 'zstd.train_dict', ['short', '']);
  await refuses('Invalid', /options.size/, 'zstd.train_dict', samples, { size: 100 });
  for (const name of ['zstd.encode', 'zstd.decode']) {
    await refuses('Invalid', /no dictionary/, name, 'x', { dict: 'bogus dictionary' });
    await refuses('Invalid', /dict must not be empty/, name, 'x', { dict: '' });
  }
  await refuses('Invalid', /no dictionary/, 'zstd.inspect_dict', 'bogus');
  await refuses('Invalid', /no dictionary/, 'zstd.inspect_dict', `\x37\xa4\x30\xec${'\xff'.repeat(40)}`);
  await refuses('Invalid', /dict must not be empty/, 'zstd.inspect_dict', '');
});
