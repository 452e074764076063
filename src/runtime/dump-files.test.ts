import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ProcessDump } from '#process';
import { type DumpFiles, dumpFiles } from './dump-files.ts';

const time = Date.UTC(2026, 10, 22, 8, 12, 33, 123);

function dumpOf(message: string): ProcessDump {
  return {
    format: 'wippy.dump',
    version: 1,
    process: {
      pid: '{app:host|0x1}',
      entry: 'app:main',
      host: 'app:host',
      parent: '',
      actor: '',
      isCall: false,
      startedAt: 0,
      reductions: 1,
      links: 0,
      watchers: 0,
    },
    error: { kind: '', message, traceback: '' },
    mailbox: { length: 0, topics: [] },
    coroutines: [],
    skippedCoroutines: 0,
  };
}

function application(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'wippy-dumps-'));
  context.after(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, 'wippy.lock'), '');
  return path;
}

function opened(directory: string, keep?: number): DumpFiles {
  const files = dumpFiles(directory, keep);
  assert.ok(files !== undefined);
  return files;
}

test('Df1: folder and files are of this user alone', (context) => {
  const directory = application(context);
  opened(directory).write(dumpOf('broken'), time);
  const folder = join(directory, '.wippy/state/dumps');
  const modes = [folder, join(folder, '20261122-081233-123.json')].map((path) => statSync(path).mode & 0o777);
  assert.deepEqual(modes, [0o700, 0o600]);
});

test('Df1: a folder that others may look into holds no dumps', (context) => {
  const directory = application(context);
  opened(directory);
  chmodSync(join(directory, '.wippy/state/dumps'), 0o755);
  assert.equal(dumpFiles(directory), undefined);
});

test('Df2: so many are kept, the newest', (context) => {
  const files = opened(application(context), 3);
  for (let i = 1; i <= 5; i++) files.write(dumpOf(`number ${i}`), time + i * 1000);
  assert.deepEqual(
    files.list().map(({ error }) => error.message),
    ['number 5', 'number 4', 'number 3'],
  );
});

test('Df3: dumps of one moment have names of their own, also by two writers', (context) => {
  const directory = application(context);
  const [one, other] = [opened(directory), opened(directory)];
  const ids = [one.write(dumpOf('a'), time), one.write(dumpOf('b'), time), other.write(dumpOf('c'), time)];
  assert.equal(new Set(ids).size, 3);
  assert.equal(one.list().length, 3);
});

test('Df3: a dump is found by its id, the beginning of it, or as the newest', (context) => {
  const files = opened(application(context));
  files.write(dumpOf('old'), time);
  files.write(dumpOf('new'), time + 60_000);
  assert.equal(files.find('20261122-081233-123').error.message, 'old');
  assert.equal(files.find('20261122-0813').error.message, 'new');
  assert.equal(files.find(undefined).error.message, 'new');
  assert.throws(() => files.find('2026'), { kind: 'Invalid', message: /several dumps begin with 2026/ });
  for (const wrong of ['../../../etc/passwd', 'x', '20261122-081233-123/../x'])
    assert.throws(() => files.find(wrong), { kind: 'NotFound' });
});

test('Df4: what is no dump of this version is passed over, and refused by name', (context) => {
  const directory = application(context);
  const files = opened(directory);
  const folder = join(directory, '.wippy/state/dumps');
  const write = (id: string, text: string) =>
    writeFileSync(join(folder, `${id}.json`), text, { mode: 0o600 });
  write('20260101-000000-001', '{"format": "wippy.dump", "version": 2}');
  write('20260101-000000-002', 'nonsense');
  write('20260101-000000-003', 'null');
  write('notes', '{}');
  symlinkSync('/etc/hostname', join(folder, '20260101-000000-004.json'));
  assert.deepEqual(files.list(), []);
  assert.throws(() => files.find('20260101-000000-001'), { message: /it is of version 2/ });
  for (const id of ['20260101-000000-002', '20260101-000000-003', '20260101-000000-004'])
    assert.throws(() => files.find(id), { kind: 'Invalid' });
  assert.equal(readdirSync(folder).length, 5);
});
