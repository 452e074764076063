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
import { leadsToState, stateFolder } from './state-folder.ts';

function application(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-state-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'wippy.lock'), '');
  return folder;
}

test('Sf1: compiled code lies in the state folder of the application', (context) => {
  const folder = application(context);
  assert.equal(stateFolder(folder, 'cache'), join(folder, '.wippy/state/cache'));
  assert.equal(stateFolder(folder, 'cache'), join(folder, '.wippy/state/cache'));
});

test('Sf1: without a lock file nothing is kept, and no folder is made', (context) => {
  const folder = application(context);
  rmSync(join(folder, 'wippy.lock'));
  assert.equal(stateFolder(folder, 'cache'), undefined);
  assert.ok(!existsSync(join(folder, '.wippy')));
});

test('Sf2: the state folder is for this user alone', (context) => {
  const folder = application(context);
  stateFolder(folder, 'cache');
  const state = join(folder, '.wippy/state');
  assert.equal(statSync(state).mode & 0o777, 0o700);
  chmodSync(state, 0o750);
  assert.equal(stateFolder(folder, 'cache'), undefined);
});

test('Sf2: a link in the place of the state folder is not followed', (context) => {
  const folder = application(context);
  mkdirSync(join(folder, 'elsewhere'), { mode: 0o700 });
  mkdirSync(join(folder, '.wippy'));
  symlinkSync('../elsewhere', join(folder, '.wippy/state'));
  assert.equal(stateFolder(folder, 'cache'), undefined);
});

test('Sf2: a place that cannot be written is gone without', (context) => {
  const folder = application(context);
  writeFileSync(join(folder, '.wippy'), 'a file');
  assert.equal(stateFolder(folder, 'cache'), undefined);
});

test('Sf3: a path leads to the state folder by its name, through folders and through links', (context) => {
  const folder = application(context);
  const cache = stateFolder(folder, 'cache') ?? '';
  mkdirSync(join(folder, 'data'));
  symlinkSync('../.wippy', join(folder, 'data/hidden'));
  symlinkSync(cache, join(folder, 'data/cache'));
  symlinkSync('../.wippy/state/cache/key', join(folder, 'data/key'));
  const leading = [
    '.wippy/state',
    '.wippy/state/',
    './.wippy/./state/cache/new/file',
    'data/../.wippy/state/x',
    'data/hidden/state/key',
    'data/cache/lua/file',
    'data/key',
    join(folder, '.wippy/state/cache'),
  ];
  assert.deepEqual(
    leading.filter((path) => !leadsToState(folder, path)),
    [],
  );
  symlinkSync('loop/below', join(folder, 'data/loop'));
  const others = [
    'data/loop',
    '.wippy',
    '.wippy/statement',
    'data',
    'data/file',
    'data/hidden/file',
    '/',
    '../other',
  ];
  assert.deepEqual(
    others.filter((path) => leadsToState(folder, path)),
    [],
  );
});
