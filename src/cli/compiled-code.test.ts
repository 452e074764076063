import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { cacheFolder } from './compiled-code.ts';

function application(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-state-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'wippy.lock'), '');
  return folder;
}

test('Cc1: compiled code lies in the state folder of the application', (context) => {
  const folder = application(context);
  assert.equal(cacheFolder(folder), join(folder, '.wippy/state/cache'));
  assert.equal(cacheFolder(folder), join(folder, '.wippy/state/cache'));
});

test('Cc1: without a lock file nothing is kept, and no folder is made', (context) => {
  const folder = application(context);
  rmSync(join(folder, 'wippy.lock'));
  assert.equal(cacheFolder(folder), undefined);
  assert.ok(!existsSync(join(folder, '.wippy')));
});

test('Cc2: the state folder is for this user alone', (context) => {
  const folder = application(context);
  cacheFolder(folder);
  const state = join(folder, '.wippy/state');
  assert.equal(statSync(state).mode & 0o777, 0o700);
  chmodSync(state, 0o750);
  assert.equal(cacheFolder(folder), undefined);
});

test('Cc2: a link in the place of the state folder is not followed', (context) => {
  const folder = application(context);
  mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 });
  mkdirSync(join(folder, '.wippy'));
  symlinkSync('../elsewhere', join(folder, '.wippy/state'));
  assert.equal(cacheFolder(folder), undefined);
});

test('Cc2: a place that cannot be written is gone without', (context) => {
  const folder = application(context);
  writeFileSync(join(folder, '.wippy'), 'a file');
  assert.equal(cacheFolder(folder), undefined);
});
