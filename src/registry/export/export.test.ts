import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SystemClock } from '#base';
import { type ChangeSet, difference } from '../change-set.ts';
import { memoryFiles } from '../file-tree.ts';
import { type LoadOptions, loadApplication } from '../load.ts';
import type { ProposedOp } from '../proposal.ts';
import { entry, testTable } from '../registry.testing.ts';
import { Registry } from '../registry.ts';
import { exportChanges } from './export-live-changes.ts';

type Texts = Readonly<Record<string, string>>;

const lock = { 'wippy.lock': 'directories:\n  src: src\n  modules: .wippy\n' };

function load(texts: Texts, options: Partial<LoadOptions> = {}) {
  return (files = memoryFiles({ ...lock, ...texts })) =>
    loadApplication({ files, kinds: testTable(), environment: {}, ...options });
}

/** The files after an export of what these operations changed; and the registry, which knows the files before. */
async function exported(texts: Texts, ops: readonly ProposedOp[], options: Partial<LoadOptions> = {}) {
  const application = await load(texts, options)();
  const registry = new Registry({ kinds: testTable(), clock: new SystemClock() });
  await registry.start(application);
  if (ops.length > 0) await registry.apply(ops, { author: 'me' });
  const files = memoryFiles({ ...lock, ...texts });
  const result = await exportChanges({ files, load: load(texts, options), changes: registry.liveChanges });
  const after: Record<string, string> = { ...texts };
  for (const [path, text] of result.files) {
    if (text === undefined) delete after[path];
    else after[path] = text;
  }
  return { registry, after, ...result, reloaded: await load(after, options)() };
}

/** O5: both agree afterwards, and following the files changes nothing. */
async function agrees(texts: Texts, ops: readonly ProposedOp[], options: Partial<LoadOptions> = {}) {
  const result = await exported(texts, ops, options);
  assert.deepEqual(result.left, []);
  const { version } = result.registry;
  const followed = await result.registry.follow(result.reloaded);
  assert.deepEqual([followed.changes, followed.conflicts, followed.version], [[], [], version]);
  assert.deepEqual(result.registry.liveChanges, []);
  return result;
}

const update = (...given: Parameters<typeof entry>): ProposedOp => ({
  type: 'update',
  entry: entry(...given),
});
const create = (...given: Parameters<typeof entry>): ProposedOp => ({
  type: 'create',
  entry: entry(...given),
});
const remove = (id: string): ProposedOp => ({ type: 'delete', id });

const index = `# All of it.
version: "1.0"
namespace: app

entries:
  # The first.
  - name: a   # odd   spacing
    kind: registry.entry
    meta: {title:   "One"}
    # how many
    limit: 5 # at most
    list: [1,   2]

  - {name: b, kind: registry.entry, size: 3}

  # The code of c.
  - name: c
    kind: library.lua
    source: file://c.lua

# The end.
`;
const texts = { 'src/_index.yaml': index, 'src/c.lua': 'return 1\n' };

test('O5: a field that changed is written where it stood, with the comments around it', async () => {
  const ops = [update('app:a', 'registry.entry', { limit: 7, list: [1, 2], more: 'x' }, { title: 'One' })];
  const { after } = await agrees(texts, ops);
  assert.equal(
    after['src/_index.yaml'],
    index
      .replace('a   # odd   spacing', 'a # odd   spacing')
      .replace('meta: {title:   "One"}', 'meta: { title: "One" }')
      .replace('limit: 5 # at most', 'limit: 7 # at most')
      .replace('    list: [1,   2]\n', '    list: [ 1, 2 ]\n    more: x\n'),
  );
});

test('O5: an entry in braces stays in braces, and others stay letter by letter', async () => {
  const { after } = await agrees(texts, [update('app:b', 'registry.entry', { size: 4 })]);
  assert.equal(after['src/_index.yaml'], index.replace('size: 3', 'size: 4'));
});

test('O5: a text keeps its quotes', async () => {
  const quoted = {
    'src/_index.yaml': `namespace: app\nentries:\n  - {name: a, kind: registry.entry, one: "x y", two: 'x', three: x}\n`,
  };
  const { after } = await agrees(quoted, [
    update('app:a', 'registry.entry', { one: 'z', two: "it's", three: '7' }),
  ]);
  assert.match(after['src/_index.yaml'] ?? '', /one: "z", two: 'it''s', three: "7"\}/);
});

test('O5: code is written into the file that holds it', async () => {
  const { after, entries } = await agrees(texts, [update('app:c', 'library.lua', { source: 'return 2\n' })]);
  assert.deepEqual(after, { 'src/_index.yaml': index, 'src/c.lua': 'return 2\n' });
  assert.deepEqual(entries, ['app:c']);
});

test('O5: an entry that is gone goes with the comment above it', async () => {
  const { after } = await agrees(texts, [remove('app:a')]);
  const start = index.indexOf('  # The first.');
  assert.equal(after['src/_index.yaml'], index.slice(0, start) + index.slice(index.indexOf('  - {name: b')));
});

test('O5: new entries come last in the file of their namespace, code in a file of its own', async () => {
  const ops = [
    create('app:d', 'registry.entry', { text: 'one\ntwo\n', n: 1 }, { title: 'D' }),
    create('app:e', 'library.lua', { source: 'local x = 1\nreturn x\n' }),
  ];
  const { after } = await agrees(texts, ops);
  const added = `
  - name: d
    kind: registry.entry
    meta:
      title: D
    text: |
      one
      two
    n: 1

  - name: e
    kind: library.lua
    source: file://e.lua
`;
  assert.equal(after['src/_index.yaml'], index.replace('\n# The end.', `${added}\n# The end.`));
  assert.equal(after['src/e.lua'], 'local x = 1\nreturn x\n');
});

test('O5: a namespace without a file gets one where it would be looked for', async () => {
  const { after } = await agrees(texts, [create('app.users.web:x'), create('other:y')]);
  const file = (namespace: string, name: string) =>
    `version: "1.0"\nnamespace: ${namespace}\n\nentries:\n  - name: ${name}\n    kind: registry.entry\n`;
  assert.equal(after['src/users/web/_index.yaml'], file('app.users.web', 'x'));
  assert.equal(after['src/other/_index.yaml'], file('other', 'y'));
});

test('O5: lists that begin at the margin, files without an end of line, empty lists, JSON and single entries', async () => {
  const margin = 'namespace: app\nentries:\n- name: a\n  kind: registry.entry\n  n: 1';
  const changed = await agrees({ 'src/_index.yaml': margin }, [
    update('app:a', 'registry.entry', { n: 2 }),
    create('app:b', 'registry.entry', { n: 3 }),
  ]);
  const second = '\n- name: b\n  kind: registry.entry\n  n: 3\n';
  assert.equal(changed.after['src/_index.yaml'], `${margin.replace('n: 1', 'n: 2')}\n${second}`);
  const empty = { 'src/_index.yaml': 'namespace: app\n# nothing yet\nentries: []\n', 'src/b.yaml': margin };
  assert.deepEqual((await agrees(empty, [remove('app:a'), create('app:b')])).entries, ['app:a', 'app:b']);
  const json = {
    'src/_index.json':
      '{\n    "namespace": "app",\n    "entries": [{"name": "a", "kind": "registry.entry", "n": {"m": 1}}]\n}\n',
  };
  const { after } = await agrees(json, [
    update('app:a', 'registry.entry', { n: { o: [1] } }),
    create('app:b'),
  ]);
  assert.match(after['src/_index.json'] ?? '', /^\{\n {4}"namespace": "app",/);
  const single = {
    'src/one.yaml': '# One.\nnamespace: app\nname: a\nkind: registry.entry\nn: 1 # so many\n',
  };
  const one = await agrees(single, [update('app:a', 'registry.entry', { n: 2 })]);
  assert.equal(one.after['src/one.yaml'], single['src/one.yaml'].replace('n: 1', 'n: 2'));
  const none = await agrees({ ...single, 'src/_index.yaml': margin.replace('name: a', 'name: z') }, [
    remove('app:a'),
  ]);
  assert.equal(none.after['src/one.yaml'], undefined);
});

test('O5: nothing is written that the files would not say; what is left is named with the reason', async () => {
  const module = {
    ...texts,
    'wippy.lock': 'directories:\n  src: src\nreplacements:\n  - {from: acme/web, to: web}\n',
    'web/_index.yaml': 'namespace: web\nentries:\n  - {name: x, kind: registry.entry}\n',
    'src/two.yaml': 'namespace: app\nmeta: {shared: 1}\nentries:\n  - {name: s, kind: registry.entry}\n',
  };
  const { entries, left, after } = await exported(module, [
    update('app:b', 'registry.entry', { size: 4 }),
    update('web:x', 'registry.entry', { n: 1 }),
    update('app:s', 'registry.entry', {}, {}),
    create('app:l', 'registry.entry', [1, 2]),
    create('app:m', 'registry.entry', { text: 'file://nowhere' }),
    create('app:n', 'registry.entry', { name: 'taken' }),
  ]);
  assert.deepEqual(entries, ['app:b']);
  assert.deepEqual(Object.fromEntries(left.map(({ id, reason }) => [id, reason])), {
    'web:x': 'it belongs to the module acme/web',
    'app:l': 'its data is no table, which a file has no form for',
    'app:s': 'its files cannot be made to say what is live',
    'app:m': 'its files cannot be made to say what is live',
    'app:n': 'its files cannot be made to say what is live',
  });
  assert.equal(after['src/_index.yaml'], index.replace('size: 3', 'size: 4'));
});

test('O2, O6: what is laid over the files is never written into them', async () => {
  const ops = [update('app:a', 'registry.entry', { limit: 9, list: [1, 2], more: 1 }, { title: 'One' })];
  const { after, registry } = await agrees(texts, ops, { override: ['app:a:limit=9'] });
  assert.deepEqual(registry.view().get('app:a')?.data, { limit: 9, list: [1, 2], more: 1 });
  assert.match(after['src/_index.yaml'] ?? '', /limit: 5 # at most/);
  assert.match(after['src/_index.yaml'] ?? '', /more: 1/);
});

test('O5: what was changed on both sides is written as it is live', async () => {
  const application = await load(texts)();
  const registry = new Registry({ kinds: testTable(), clock: new SystemClock() });
  await registry.start(application);
  await registry.apply([update('app:b', 'registry.entry', { size: 4 })], { author: 'me' });
  const edited = { ...texts, 'src/_index.yaml': index.replace('size: 3', 'size: 8') };
  const now = await load(edited)();
  assert.equal((await registry.follow(now)).conflicts.length, 1);
  const files = memoryFiles({ ...lock, ...edited });
  const changes: ChangeSet = registry.liveChanges;
  const result = await exportChanges({ files, load: load(edited), changes });
  assert.equal(result.files.get('src/_index.yaml'), index.replace('size: 3', 'size: 4'));
  const again = await registry.follow(
    await load({ ...edited, ...Object.fromEntries(result.files) } as Texts)(),
  );
  assert.deepEqual([again.conflicts, again.changes], [[], []]);
  assert.deepEqual(difference(now.entries, now.entries), []);
});

test('O5: whatever was changed, both agree afterwards, and entries that nobody changed stay letter by letter', async () => {
  const scalar = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      'two\nlines\n',
      '# no comment',
      '- no list',
      'a: b',
      ' blanks ',
      'yes',
      '1.50',
      '',
      '"',
      "'",
      '\ttab',
      `\${env:X|1}`,
    ),
    fc.integer(),
    fc.boolean(),
  );
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('x', 'y', 'z w'), scalar),
  );
  const fields = fc.dictionary(fc.constantFrom('limit', 'list', 'more', 'deep'), value, { maxKeys: 4 });
  const change = fc.record({
    id: fc.constantFrom('app:a', 'app:b', 'app:new', 'app.far:x'),
    fields,
    isGone: fc.boolean(),
  });
  const property = fc.asyncProperty(fc.array(change, { maxLength: 4 }), async (given) => {
    const changes = [...new Map(given.map((each) => [each.id, each])).values()];
    const ops = changes.flatMap(({ id, fields: data, isGone }): ProposedOp[] => {
      const isThere = id === 'app:a' || id === 'app:b';
      if (isGone) return isThere ? [remove(id)] : [];
      return [(isThere ? update : create)(id, 'registry.entry', data)];
    });
    const { after } = await agrees(texts, ops);
    assert.ok(
      after['src/_index.yaml']?.includes(
        '  # The code of c.\n  - name: c\n    kind: library.lua\n    source: file://c.lua\n',
      ),
    );
    if (!changes.some(({ id }) => id === 'app:b')) {
      assert.ok(after['src/_index.yaml']?.includes('  - {name: b, kind: registry.entry, size: 3}\n'));
    }
  });
  await fc.assert(property, { numRuns: 60 });
});
