import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { KeyedFolder } from './keyed-folder.ts';

const content = Buffer.from('what was written');

function place(context: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), 'wippy-keyed-'));
  context.after(() => rmSync(home, { recursive: true }));
  const folder = join(home, 'cache');
  assert.ok(new KeyedFolder(folder).write('form', [content.subarray(0, 4), content.subarray(4)]));
  return folder;
}

const read = (folder: string, name = 'form') => new KeyedFolder(folder).read(name, 1000);

test('Kf2: what was written is read again, by another start too', (context) => {
  const folder = place(context);
  assert.deepEqual(read(folder), content);
  assert.equal((read(folder)?.byteOffset ?? 1) % 8, 0);
  assert.equal(read(folder, 'other'), undefined);
  assert.equal(new KeyedFolder(folder).read('form', 20), undefined);
});

test('Kf2: a file with any bit changed is as if it were not there', (context) => {
  const folder = place(context);
  const file = join(folder, 'form');
  const bytes = readFileSync(file);
  for (let i = 0; i < bytes.length * 8; i++) {
    const changed = Buffer.from(bytes);
    changed[i >> 3] = (changed[i >> 3] ?? 0) ^ (1 << (i & 7));
    writeFileSync(file, changed);
    assert.equal(read(folder), undefined, `bit ${i}`);
  }
  for (const length of [0, 10, 32, bytes.length - 1]) {
    writeFileSync(file, bytes.subarray(0, length));
    assert.equal(read(folder), undefined, `${length} bytes`);
  }
});

test('Kf2: a file is right under its own name and in its own folder only', (context) => {
  const [one, two] = [place(context), place(context)];
  copyFileSync(join(one, 'form'), join(one, 'other'));
  assert.equal(read(one, 'other'), undefined);
  copyFileSync(join(one, 'form'), join(two, 'form'));
  assert.equal(read(two), undefined);
});

test('Kf1: what others may read or write is not used', (context) => {
  const folder = place(context);
  chmodSync(join(folder, 'form'), 0o644);
  assert.equal(read(folder), undefined);
  chmodSync(join(folder, 'form'), 0o600);
  chmodSync(folder, 0o755);
  assert.equal(new KeyedFolder(folder).isUsable, false);
  assert.equal(new KeyedFolder(folder).write('form', [content]), false);
});
