import assert from 'node:assert/strict';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isOwnFolder, readOwnFile, writeOwnFile } from './own-files.ts';

function folder(context: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'wippy-own-'));
  context.after(() => rmSync(made, { recursive: true }));
  return made;
}

const text = (path: string) => readOwnFile(path, 100)?.toString('latin1');

test('Of1: a folder that is missing is made for this user alone', (context) => {
  const path = join(folder(context), 'own');
  assert.ok(isOwnFolder(path));
  assert.equal(statSync(path).mode & 0o777, 0o700);
});

test('Of1: a folder that others may enter, a link to a folder and a file are none', (context) => {
  const home = folder(context);
  mkdirSync(join(home, 'open'), { mode: 0o750 });
  mkdirSync(join(home, 'own'), { mode: 0o700 });
  symlinkSync('own', join(home, 'link'));
  writeFileSync(join(home, 'file'), '');
  assert.deepEqual(
    ['open', 'own', 'link', 'file', 'missing/below'].filter((name) => isOwnFolder(join(home, name))),
    ['own'],
  );
});

test('Of2: what was written is read, with rights for this user alone', (context) => {
  const path = join(folder(context), 'file');
  assert.ok(writeOwnFile(path, [Buffer.from('one '), Buffer.from('two')]));
  assert.equal(text(path), 'one two');
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('Of2: a file that others may read, a link, one of two names, a folder and one of too many bytes are as if they were not there', (context) => {
  const home = folder(context);
  const path = join(home, 'file');
  writeOwnFile(path, [Buffer.from('right')]);
  symlinkSync('file', join(home, 'link'));
  assert.equal(text(join(home, 'link')), undefined);
  assert.equal(text(home), undefined);
  assert.equal(readOwnFile(path, 4), undefined);
  linkSync(path, join(home, 'second name'));
  assert.equal(text(path), undefined);
  rmSync(join(home, 'second name'));
  assert.equal(text(path), 'right');
  chmodSync(path, 0o640);
  assert.equal(text(path), undefined);
});

test('Of3: a link in the place of a file is replaced, and what it leads to stays as it is', (context) => {
  const home = folder(context);
  writeFileSync(join(home, 'elsewhere'), 'theirs');
  symlinkSync('elsewhere', join(home, 'file'));
  assert.ok(writeOwnFile(join(home, 'file'), [Buffer.from('ours')]));
  assert.equal(text(join(home, 'file')), 'ours');
  assert.equal(readFileSync(join(home, 'elsewhere'), 'utf8'), 'theirs');
});

test('Of3: where nothing can be written nothing is left behind', (context) => {
  const home = folder(context);
  mkdirSync(join(home, 'file'));
  assert.equal(writeOwnFile(join(home, 'file'), [Buffer.from('ours')]), false);
  assert.equal(writeOwnFile(join(home, 'missing', 'file'), [Buffer.from('ours')]), false);
  assert.deepEqual(readdirSync(home), ['file']);
});
