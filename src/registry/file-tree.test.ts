import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from './file-tree.ts';

test('Sf3: the state folder is no part of the tree, whatever links lead there', (context) => {
  const home = mkdtempSync(join(tmpdir(), 'wippy-tree-'));
  context.after(() => rmSync(home, { recursive: true }));
  const state = join(home, '.wippy/state');
  mkdirSync(join(state, 'cache'), { recursive: true });
  mkdirSync(join(home, 'src'));
  writeFileSync(join(state, 'key'), 'secret');
  writeFileSync(join(home, 'src/main.lua'), 'return 1');
  symlinkSync('../.wippy/state', join(home, 'src/state'));
  symlinkSync('../.wippy/state/key', join(home, 'src/key.lua'));
  symlinkSync('key.lua', join(home, 'src/key.yaml'));
  symlinkSync(join(home, 'src'), join(home, 'alias'));
  const files = diskFiles(home);
  for (const path of [
    '.wippy/state/key',
    'src/../.wippy/state/key',
    'src/state/key',
    'src/key.lua',
    'src/key.yaml',
    'alias/key.yaml',
    'alias/state/key',
    join(state, 'key'),
  ]) {
    assert.equal(files.read(path), undefined, path);
  }
  for (const path of ['.wippy/state', '.wippy/state/cache', 'src/state', 'alias/state']) {
    assert.equal(files.list(path), undefined, path);
  }
  assert.deepEqual(Buffer.from(files.read('alias/main.lua') ?? '').toString(), 'return 1');
});
