import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base';
import { invoke, TestCall, VirtualClock } from '#testing';
import { uuid } from './uuid-module.ts';

type Name = keyof typeof uuid.functions;

const url = '6ba7b811-9dad-11d1-80b4-00c04fd430c8';

async function gives(name: Name, given: unknown[], value: unknown): Promise<void> {
  assert.deepEqual(await invoke(uuid.functions[name], given), [value]);
}

async function refuses(name: Name, ...given: unknown[]): Promise<void> {
  const [value, error] = await invoke(uuid.functions[name], given);
  assert.equal(value, undefined);
  assert.ok(isFailure(error, 'Invalid') && error.retryable === false);
}

async function makes(name: Name, call: TestCall): Promise<string> {
  return String((await invoke(uuid.functions[name], [], call))[0]);
}

test('the module has all its functions', () => {
  assert.deepEqual(Object.keys(uuid.functions).sort(), [
    ...['format', 'parse', 'v1', 'v3', 'v4', 'v5', 'v7', 'validate', 'variant', 'version'],
  ]);
});

test('names give the identifiers of the RFC', async () => {
  await gives(
    'v5',
    ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com'],
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
  await gives(
    'v3',
    ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com'],
    '5df41881-3aed-3515-88a7-2f4a814cf09e',
  );
  const [name] = await invoke(uuid.functions.v5, [url, 'K\xc3\xb6ln']);
  const [other] = await invoke(uuid.functions.v5, [url, 'K\xf6ln']);
  assert.notEqual(name, other);
});

test('times and chance come from the call', async () => {
  const clock = new VirtualClock(1_700_000_000_123);
  const call = new TestCall({ clock, seed: 5 });
  for (const [name, version] of [
    ['v1', 1],
    ['v4', 4],
    ['v7', 7],
  ] as const) {
    const made = await makes(name, call);
    await gives('version', [made], version);
    await gives('variant', [made], 'RFC4122');
    assert.notEqual(await makes(name, call), made);
    assert.equal(
      await makes(name, new TestCall({ clock, seed: 8 })),
      await makes(name, new TestCall({ clock, seed: 8 })),
    );
  }
  const [info] = await invoke(uuid.functions.parse, [await makes('v7', call)]);
  assert.deepEqual(info, { version: 7, variant: 'RFC4122', timestamp: 1_700_000_000 });
  const made = await makes('v1', call);
  const [read] = await invoke(uuid.functions.parse, [made]);
  assert.deepEqual(read, { version: 1, variant: 'RFC4122', timestamp: 1_700_000_000, node: made.slice(24) });
});

test('v7 sorts by its time', async () => {
  const clock = new VirtualClock(1_700_000_000_123);
  const call = new TestCall({ clock });
  const made: string[] = [];
  for (let i = 0; i < 100; i++) {
    made.push(await makes('v7', call));
    clock.advance(i % 2 === 0 ? 0.000_001 : 0.7);
  }
  assert.deepEqual(made, [...made].sort());
});

test('every spelling is read', async () => {
  const spellings = [url, url.toUpperCase(), `urn:uuid:${url}`, `{${url}}`, url.replaceAll('-', '')];
  for (const spelling of spellings) {
    await gives('validate', [spelling], true);
    await gives('format', [spelling], url);
  }
  await gives('format', [url, 'simple'], url.replaceAll('-', ''));
  await gives('format', [url, 'urn'], `urn:uuid:${url}`);
  for (const bad of ['', 'x', `{${url}`, `${url}}`, `${url}0`, 5, undefined, true])
    await gives('validate', [bad], false);
});

test('variants are told apart', async () => {
  const withDigit = (digit: string) => `6ba7b811-9dad-11d1-${digit}0b4-00c04fd430c8`;
  await gives('variant', [withDigit('0')], 'Reserved');
  await gives('variant', [withDigit('b')], 'RFC4122');
  await gives('variant', [withDigit('c')], 'Microsoft');
  await gives('variant', [withDigit('e')], 'Future');
});

test('wrong input is Invalid', async () => {
  await refuses('version', 'x');
  await refuses('variant');
  await refuses('parse', 5);
  await refuses('v5', 'x', 'name');
  await refuses('v3', url);
  await refuses('format', url, 'long');
});
