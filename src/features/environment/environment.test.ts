import assert from 'node:assert/strict';
import {
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
import type { Data } from '#base';
import { invoke, startKind, TestCall, TestWorld } from '#testing';
import { env } from './env-module.ts';
import { fileStorage } from './file-storage.ts';
import { memoryStorage } from './memory-storage.ts';
import { osStorage } from './os-storage.ts';
import { routerStorage } from './router-storage.ts';
import { staticStorage } from './static-storage.ts';
import { storageService, type VariableStorage } from './storage.ts';
import { variable, variableService } from './variable.ts';
import { variableDirectory, variableDirectoryId } from './variable-directory.ts';

const denied = { kind: 'PermissionDenied', retryable: false };

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'wippy-env-'));
  context.after(() => rmSync(path, { recursive: true }));
  return path;
}

async function memory(values: Readonly<Record<string, string>> = {}): Promise<VariableStorage> {
  const storage = await startKind(memoryStorage, {});
  for (const [key, value] of Object.entries(values)) await storage.set(key, value);
  return storage;
}

test('a storage in memory gives what was set', async () => {
  const storage = await memory({ A: '1' });
  assert.deepEqual([await storage.get('A'), await storage.get('B')], ['1', undefined]);
  assert.deepEqual(await storage.all(), { A: '1' });
});

test('constants cannot be set', async () => {
  const storage = await startKind(staticStorage, { values: { HOST: 'x', PORT: 80, DEBUG: true } });
  assert.deepEqual(await storage.all(), { HOST: 'x', PORT: '80', DEBUG: 'true' });
  await assert.rejects(storage.set('HOST', 'y'), denied);
});

test('the variables of the operating system are only read', async () => {
  const storage = await startKind(osStorage, {});
  assert.equal(await storage.get('PATH'), process.env.PATH);
  assert.equal(await storage.get('NO_SUCH_VARIABLE'), undefined);
  await assert.rejects(storage.set('PATH', ''), denied);
});

test('a router asks its storages in order and writes to the first', async () => {
  const first = await memory({ A: '', B: 'first' });
  const second = await memory({ A: 'second', B: 'second', C: 'second' });
  const world = new TestWorld()
    .provide(storageService, 'app:one', first)
    .provide(storageService, 'app:two', second);
  const router = await startKind(routerStorage, { storages: ['one', 'two'] }, world);
  assert.deepEqual(await Promise.all(['A', 'B', 'C', 'D'].map((key) => router.get(key))), [
    'second',
    'first',
    'second',
    undefined,
  ]);
  await router.set('C', 'mine');
  assert.deepEqual([await first.get('C'), await second.get('C')], ['mine', 'second']);
  assert.deepEqual(await router.all(), { A: '', B: 'first', C: 'mine' });
});

test('Fs1: a file is read again when somebody has written into it', async (context) => {
  const path = join(folder(context), 'app.env');
  writeFileSync(path, 'NAME=one\n# comment\nOTHER = two  # why\n');
  const storage = await startKind(fileStorage, { file_path: path });
  assert.deepEqual(await storage.all(), { NAME: 'one', OTHER: 'two' });
  writeFileSync(path, 'NAME=three and more\n');
  assert.deepEqual(await storage.all(), { NAME: 'three and more' });
});

test('Fs2: a write replaces the file whole, with its mode, and keeps all other lines', async (context) => {
  const path = join(folder(context), 'app.env');
  writeFileSync(path, '# head\nA=1\n\nB=2\n', { mode: 0o600 });
  const storage = await startKind(fileStorage, { file_path: path });
  await Promise.all([storage.set('A', 'x'), storage.set('C', '3')]);
  assert.equal(readFileSync(path, 'utf8'), '# head\nA=x\n\nB=2\nC=3\n');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(path, '..')), ['app.env']);
});

test('Fs3: a file that is not there holds nothing, and is made only when it shall be', async (context) => {
  const path = join(folder(context), 'deep/app.env');
  const without = await startKind(fileStorage, { file_path: path });
  assert.deepEqual(await without.all(), {});
  await assert.rejects(without.set('A', '1'), { kind: 'NotFound', message: /auto_create: true/ });
  const made = await startKind(fileStorage, {
    file_path: path,
    auto_create: true,
    file_mode: 0o640,
    dir_mode: '0700',
  });
  assert.equal(statSync(path).mode & 0o777, 0o640);
  assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
  await made.set('A', '1');
  assert.equal(await without.get('A'), '1');
});

test('Fs4: no file of the state folder is read or written, whatever links lead there', async (context) => {
  const home = folder(context);
  const state = join(process.cwd(), '.wippy/state');
  symlinkSync(state, join(home, 'folder'));
  symlinkSync(join(state, 'file'), join(home, 'file'));
  for (const file_path of [
    '.wippy/state/app.env',
    './x/../.wippy/state/y',
    join(home, 'folder/a'),
    join(home, 'file'),
  ]) {
    await assert.rejects(startKind(fileStorage, { file_path, auto_create: true }), denied);
  }
  const path = join(home, 'app.env');
  const storage = await startKind(fileStorage, { file_path: path, auto_create: true });
  rmSync(path);
  symlinkSync(join(state, 'later'), path);
  await assert.rejects(storage.set('A', '1'), denied);
});

test('Vf1: a sign for comments within a value is part of it', async (context) => {
  const path = join(folder(context), 'app.env');
  writeFileSync(path, 'PASSWORD=a#b#\nNONE=#nothing\n');
  const storage = await startKind(fileStorage, { file_path: path });
  assert.deepEqual(await storage.all(), { PASSWORD: 'a#b#', NONE: '' });
  await storage.set('PASSWORD', '1#2');
  assert.equal(await storage.get('PASSWORD'), '1#2');
});

test('a value that a line cannot hold is refused', async (context) => {
  const path = join(folder(context), 'app.env');
  const storage = await startKind(fileStorage, { file_path: path, auto_create: true });
  for (const value of ['two\nlines', ' padded', 'half # hidden', '# hidden']) {
    await assert.rejects(storage.set('A', value), { kind: 'Invalid' });
  }
});

async function named(data: Data, values: Readonly<Record<string, string>> = {}) {
  const world = new TestWorld('app:the_name').provide(storageService, 'app:store', await memory(values));
  return startKind(variable, { storage: 'store', ...(data as object) }, world);
}

test('Va1: the key is the public name, or the name of the entry', async () => {
  const values = { PUBLIC: 'a', the_name: 'b' };
  assert.equal(await (await named({ variable: 'PUBLIC' }, values)).get(), 'a');
  assert.equal(await (await named({}, values)).get(), 'b');
});

test('Va2: an empty value counts as none, and then the default holds', async () => {
  assert.equal(await (await named({ variable: 'A', default: 'x' }, { A: '' })).get(), 'x');
  assert.equal(await (await named({ variable: 'A' }, { A: '' })).get(), undefined);
});

test('a read-only variable refuses to be set, in both spellings', async () => {
  await assert.rejects((await named({ readonly: true })).set('x'), denied);
  await assert.rejects((await named({ read_only: true })).set('x'), denied);
});

test('a name with other characters is refused', async () => {
  await assert.rejects(named({ variable: 'A-B' }), { kind: 'Invalid', message: /letters, digits and _/ });
});

/** A call of a guest where these variables are registered, with one storage behind them. */
async function guest(
  variables: Readonly<Record<string, Data>>,
  values: Readonly<Record<string, string>> = {},
) {
  const storage = await memory(values);
  const call = new TestCall({ policy: ({ resource }) => resource !== 'SECRET' });
  const ids: Record<string, string> = {};
  for (const [name, data] of Object.entries(variables)) {
    const world = new TestWorld(`app:${name.toLowerCase()}`).provide(storageService, 'app:store', storage);
    const live = await startKind(variable, { variable: name, storage: 'store', ...(data as object) }, world);
    ids[name] = world.entry;
    call.provide(variableService, world.entry, live);
  }
  call.provide(storageService, 'app:store', storage);
  call.provide(variableDirectory, variableDirectoryId, {
    find: (name) => ids[name] ?? Object.values(ids).find((id) => id === name),
    storages: () => ['app:store'],
    variables: () => Object.values(ids),
    given: () => {},
  });
  const run = (name: 'get' | 'set' | 'get_all', ...args: unknown[]) =>
    invoke(env.functions[name], args, call);
  return { run, storage };
}

test('guests read variables by name and by id', async () => {
  const { run } = await guest({ PORT: { default: '80' }, NAME: {} }, { NAME: 'n' });
  assert.deepEqual(await run('get', 'PORT'), ['80']);
  assert.deepEqual(await run('get', 'app:name'), ['n']);
});

test('a variable that is unknown, empty or nameless is an error', async () => {
  const { run } = await guest({ PORT: {} });
  const failed = async (name: string) => (await run('get', name))[1] as { kind: string; message: string };
  assert.equal((await failed('PROT')).message, "there is no variable PROT; did you mean 'PORT'?");
  assert.equal((await failed('PORT')).kind, 'NotFound');
  assert.equal((await failed('')).kind, 'Invalid');
});

test('guests set what may be set', async () => {
  const { run, storage } = await guest({ LEVEL: {}, FIXED: { read_only: true } });
  assert.deepEqual(await run('set', 'LEVEL', 'debug'), [true]);
  assert.equal(await storage.get('LEVEL'), 'debug');
  assert.equal(((await run('set', 'FIXED', 'x'))[1] as { kind: string }).kind, 'PermissionDenied');
});

test('get_all lists what the storages hold, not the defaults, as far as it is allowed', async () => {
  const { run } = await guest({ PORT: { default: '80' } }, { A: '1', SECRET: 's' });
  assert.deepEqual({ ...((await run('get_all'))[0] as object) }, { A: '1' });
});
