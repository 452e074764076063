import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference, idOf } from './change-set.ts';
import { EarlierReadings } from './earlier-readings.ts';
import type { FileTree } from './file-tree.ts';
import { KindTable } from './kind-table.ts';
import { loadApplication } from './load.ts';
import { formatProblem } from './problem.ts';
import { testKinds } from './registry.testing.ts';

/** Files that are the same objects as long as nobody changes them, and count how often they are read. */
class Files implements FileTree {
  readonly reads: string[] = [];
  readonly #texts = new Map<string, Uint8Array>();

  set(path: string, text: string): void {
    this.#texts.set(path, Buffer.from(text));
  }

  read(path: string): Uint8Array | undefined {
    this.reads.push(path);
    return this.#texts.get(path);
  }

  list(folder: string) {
    if (folder !== 'src') return undefined;
    const names = [...this.#texts.keys()].filter((path) => path.startsWith('src/'));
    return names.map((path) => ({ name: path.slice('src/'.length), type: 'file' as const })).sort();
  }
}

const lock = 'directories:\n  modules: .wippy\n  src: ./src\n';

function application(texts: Readonly<Record<string, string>>) {
  const files = new Files();
  files.set('wippy.lock', lock);
  for (const [path, text] of Object.entries(texts)) files.set(path, text);
  const kinds = new KindTable(testKinds);
  const earlier = new EarlierReadings(kinds);
  const load = async () => {
    const loaded = await loadApplication({ files, kinds, environment: {}, earlier });
    return { ...loaded, told: loaded.problems.map(formatProblem) };
  };
  return { files, load };
}

const two = {
  'src/a.yaml':
    'namespace: a\nentries:\n  - {name: one, kind: library.lua, source: file://one.lua}\n  - {name: two, kind: library.lua, source: file://two.lua}\n',
  'src/one.lua': 'return 1',
  'src/two.lua': 'return 2',
  'src/b.yaml':
    'namespace: b\nentries:\n  - {name: user, kind: function.lua, method: m, source: "return 1", imports: {one: "a:one"}}\n',
};

test('Df1, Df2: entries that are as they were are the same objects, also beside others that changed', async () => {
  const { files, load } = application(two);
  const first = await load();
  assert.deepEqual(first.told, []);
  files.set('src/one.lua', 'return 11');
  const second = await load();
  assert.deepEqual(difference(first.entries, second.entries).map(idOf), ['a:one']);
  assert.equal(second.entries.get('a:two'), first.entries.get('a:two'));
  assert.equal(second.entries.get('b:user'), first.entries.get('b:user'));
  const third = await load();
  assert.equal(third.entries.get('a:one'), second.entries.get('a:one'));
});

test('Df1: a file that an entry names and that comes later is found', async () => {
  const { files, load } = application({
    'src/a.yaml': 'namespace: a\nentries:\n  - {name: one, kind: library.lua, source: file://late.lua}\n',
  });
  assert.match((await load()).told.join(), /there is no file src\/late.lua/);
  files.set('src/late.lua', 'return 1');
  const { told, entries } = await load();
  assert.deepEqual(told, []);
  assert.deepEqual(entries.get('a:one')?.data, { source: 'return 1' });
});

test('Er1: who names what went is wrong, though its own file did not change, and right when it is back', async () => {
  const { files, load } = application(two);
  await load();
  files.set(
    'src/a.yaml',
    'namespace: a\nentries:\n  - {name: two, kind: library.lua, source: file://two.lua}\n',
  );
  for (let i = 0; i < 2; i++)
    assert.match((await load()).told.join(), /src\/b.yaml:3:.*b:user: .*a:one, which does not exist/);
  files.set('src/a.yaml', two['src/a.yaml']);
  assert.deepEqual((await load()).told, []);
});

test('Er1: what is wrong stays wrong until it is mended, whatever else is right', async () => {
  const { files, load } = application(two);
  await load();
  files.set('src/one.lua', 'return 11');
  files.set('src/c.yaml', 'namespace: c\nentries:\n  - {name: bad, kind: library.lua}\n');
  assert.match((await load()).told.join(), /c:bad/);
  files.set('src/two.lua', 'return 22');
  assert.match((await load()).told.join(), /c:bad/);
  files.set('src/c.yaml', 'namespace: c\nentries: []\n');
  assert.deepEqual((await load()).told, []);
});
