import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TrackedFiles } from './tracked-files.ts';

function folder(context: TestContext, texts: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'wippy-tracked-'));
  context.after(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  mkdirSync(join(root, 'src'));
  for (const [path, text] of Object.entries(texts)) write(path, text);
  return { root, write, files: new TrackedFiles(root) };
}

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

test('Tf1, Tf2: what did not change is the same object; nothing changes before the refresh', (context) => {
  const { files, write } = folder(context, { 'src/a': 'one', 'src/b': 'two' });
  const [a, b, list] = [files.read('src/a'), files.read('src/b'), files.list('src')];
  write('src/a', 'other');
  assert.equal(files.read('src/a'), a);
  assert.deepEqual(files.refresh(['src', 'src/a', 'src/b']).paths, ['src/a']);
  assert.equal(text(files.read('src/a')), 'other');
  assert.equal(files.read('src/b'), b);
  assert.equal(files.list('src'), list);
});

test('a file that is saved as it was has not changed', (context) => {
  const { files, write } = folder(context, { 'src/a': 'one' });
  const bytes = files.read('src/a');
  write('src/a', 'one');
  assert.deepEqual(files.refresh(['src/a']).paths, []);
  assert.equal(files.read('src/a'), bytes);
});

test('a save by renaming a new file over the old one is a change of that file', (context) => {
  const { files, write, root } = folder(context, { 'src/a': 'one' });
  files.read('src/a');
  files.list('src');
  write('src/.a.tmp', 'two');
  renameSync(join(root, 'src/.a.tmp'), join(root, 'src/a'));
  assert.deepEqual(files.refresh(['src/a', 'src']).paths, ['src/a']);
});

test('a link leads to what it points at, and is seen when it points elsewhere', (context) => {
  const { files, root } = folder(context, { one: '1', two: '2' });
  symlinkSync(join(root, 'one'), join(root, 'src/link'));
  assert.equal(text(files.read('src/link')), '1');
  rmSync(join(root, 'src/link'));
  symlinkSync(join(root, 'two'), join(root, 'src/link'));
  assert.deepEqual(files.refresh(['src/link']).paths, ['src/link']);
  assert.equal(text(files.read('src/link')), '2');
});

test('Tf3: what was asked for and is not there is seen when it comes', (context) => {
  const { files, write } = folder(context, {});
  assert.equal(files.read('src/late'), undefined);
  write('src/late', 'here');
  assert.deepEqual(files.refresh(['src/late']).paths, ['src/late']);
});

test('a file that lost its content is told apart', (context) => {
  const { files, write } = folder(context, { 'src/a': 'one', 'src/b': 'two' });
  files.read('src/a');
  files.read('src/b');
  write('src/a', '');
  write('src/b', 't');
  assert.deepEqual(files.refresh(['src/a', 'src/b']).emptied, ['src/a']);
});

test('Tf4: what lies in a folder that goes and comes is looked at with it', (context) => {
  const { files, root, write } = folder(context, { 'src/a': 'one' });
  files.list('.');
  files.list('src');
  files.read('src/a');
  renameSync(join(root, 'src'), join(root, 'away'));
  files.refresh(['.']);
  assert.deepEqual([files.read('src/a'), files.list('src')], [undefined, undefined]);
  write('away/a', 'two');
  renameSync(join(root, 'away'), join(root, 'src'));
  files.refresh(['.']);
  assert.deepEqual([text(files.read('src/a')), files.list('src')?.length], ['two', 1]);
});

test('Tf5: a file that may change within its own stamp is suspected once more, others by their stamps', (context) => {
  const { files, root, write } = folder(context, { 'src/a': 'one', 'src/old': 'old' });
  const past = new Date('2020-01-01');
  utimesSync(join(root, 'src/old'), past, past);
  files.list('src');
  files.read('src/a');
  assert.deepEqual(files.suspects(['src', 'src/a']), ['src/a']);
  write('src/more', '');
  assert.ok(files.suspects(['src', 'src/a']).includes('src'));
});
