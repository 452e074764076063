import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChangeFile, readChangeFile } from './change-file.ts';
import { memoryFiles } from './file-tree.ts';
import { formatPlace, formatProblem } from './problem.ts';
import { SourceText } from './source-text.ts';

const files = memoryFiles({ 'changes/price.lua': 'return 3\n', 'secret.txt': 'no' });

function read(text: string): Promise<ChangeFile> {
  return readChangeFile(new SourceText('changes/c.yaml', text), {
    files,
    folder: 'changes',
    root: 'changes',
  });
}

async function reads(text: string, ...ops: unknown[]): Promise<void> {
  const file = await read(text);
  assert.deepEqual(file.problems.map(formatProblem), []);
  assert.deepEqual(file.ops, ops);
}

async function refuses(text: string, ...problems: string[]): Promise<void> {
  assert.deepEqual((await read(text)).problems.map(formatProblem), problems);
}

const note = { id: 'app:note', kind: 'registry.entry', meta: {}, data: { text: 'hi' } };

test('Cf1: sections say what is to be done', () =>
  reads(
    `namespace: app
create:
  - {name: note, kind: registry.entry, text: hi}
update:
  - {name: other.ns:price, meta: {a: 1}, value: 3}
put:
  - {name: note, kind: registry.entry, text: hi}
delete: [old, other.ns:older]
`,
    { type: 'create', ...note },
    { type: 'update', id: 'other.ns:price', meta: { a: 1 }, data: { value: 3 } },
    { type: 'put', ...note },
    { type: 'delete', id: 'app:old' },
    { type: 'delete', id: 'other.ns:older' },
  ));

test('Cf1: an entry file puts its entries', () =>
  reads('version: "1.0"\nnamespace: app\nentries:\n  - {name: note, kind: registry.entry, text: hi}\n', {
    type: 'put',
    ...note,
  }));

test('Cf1: a list without sections puts its entries', () =>
  reads('- {name: app:note, kind: registry.entry, text: hi}', { type: 'put', ...note }));

test('Cf2: what is shown can be given back, one or several, as YAML or JSON', async () => {
  const shown = { ...note, origin: 'src/_index.yaml:3:5' };
  await reads(JSON.stringify(shown), { type: 'put', ...note });
  await reads(JSON.stringify([shown]), { type: 'put', ...note });
  await reads('id: app:note\nkind: registry.entry\ndata:\n  text: hi\n', { type: 'put', ...note });
});

test('Cf2: a field that is called data is one of the entry when it is written with a name', () =>
  reads('- {name: app:x, kind: k, data: 1}', {
    type: 'put',
    id: 'app:x',
    kind: 'k',
    meta: {},
    data: { data: 1 },
  }));

test('Cf3: operations of guests and of differences are read', async () => {
  const ops = [
    { kind: 'entry.create', entry: note },
    { kind: 'entry.update', entry: note, previous: note },
    { kind: 'entry.delete', entry: note },
  ];
  const read = [
    { type: 'create', ...note },
    { type: 'update', ...note },
    { type: 'delete', id: 'app:note' },
  ];
  await reads(JSON.stringify(ops), ...read);
  await reads(JSON.stringify({ from: 1, to: 2, changes: ops }), ...read);
});

test('message, base and guard go with the changes', async () => {
  const file = await read('message: why\nbase: v3\nguard: {window: 10s}\ndelete: [app:x]\n');
  assert.deepEqual([file.message, file.base, file.guard], ['why', 3, { window: '10s' }]);
});

test('file:// values are the content of their files, and of none outside', async () => {
  const op = { type: 'put', id: 'app:f', kind: 'function.lua', meta: {}, data: { source: 'return 3\n' } };
  await reads('- {name: app:f, kind: function.lua, source: file://price.lua}', op);
  await refuses(
    '- {name: app:f, kind: function.lua, source: file://prise.lua}\n- {name: app:g, source: file://../secret.txt}',
    "changes/c.yaml:1:45: app:f: there is no file changes/prise.lua; did you mean 'file://price.lua'?",
    'changes/c.yaml:2:25: app:g: file://../secret.txt leads outside changes; only files below it can be named',
  );
});

test('Cf4: every problem is told, with its place', () =>
  refuses(
    `creat: []
message: [1]
base: soon
create: 5
update:
  - price
  - {name: price}
  - {id: "a b:c"}
  - {id: app:x, kind: 5, meta: no}
delete: [old]
`,
    "changes/c.yaml:1:1: creat is not known here; did you mean 'create'?",
    'changes/c.yaml:4:9: create must be a list',
    'changes/c.yaml:6:5: an entry must be a table with name and kind',
    "changes/c.yaml:7:12: 'price' has no namespace; write namespace:name, or give the file a namespace",
    "changes/c.yaml:8:10: 'a b:c' is no entry id of the form namespace:name",
    "changes/c.yaml:9:23: the kind must be a text such as 'function.lua'",
    'changes/c.yaml:9:32: meta must be a table',
    "changes/c.yaml:10:10: 'old' has no namespace; write namespace:name, or give the file a namespace",
    'changes/c.yaml:2:10: message must be a text',
    'changes/c.yaml:3:7: base must be the number of a version',
  ));

test('what is no change at all is told', async () => {
  await refuses(
    '',
    'changes/c.yaml:1:1: the changes must be a list of entries, or sections such as create, update and delete',
  );
  await refuses('namespace: app\n', 'changes/c.yaml:1:1: there are no changes in it');
  assert.match(formatProblem((await read('a: [')).problems[0] ?? assert.fail()), /^changes\/c\.yaml:1:/);
});

test('Cf4: the places of values are known by ids and fields', async () => {
  const file = await read(`namespace: app
put:
  - name: price
    kind: function.lua
    meta: {title: Price}
    modules: [io, jsn]
    source: |
      local x = 1
      return }
  - {id: app:shown, kind: k, data: {list: [{size: 1}]}}
  - {name: f, source: file://price.lua}
delete: [old]
`);
  const place = (id: string, path: string, line?: number, column?: number) => {
    const found = file.place({ id, path, line, column });
    return found && formatPlace(found);
  };
  assert.equal(place('app:price', ''), 'changes/c.yaml:3:5');
  assert.equal(place('app:price', 'kind'), 'changes/c.yaml:4:11');
  assert.equal(place('app:price', 'meta.title'), 'changes/c.yaml:5:19');
  assert.equal(place('app:price', 'modules.1'), 'changes/c.yaml:6:19');
  assert.equal(place('app:price', 'source', 2, 8), 'changes/c.yaml:9:14');
  assert.equal(place('app:shown', 'list.0.size'), 'changes/c.yaml:10:51');
  assert.equal(place('app:f', 'source', 1, 8), 'changes/price.lua:1:8');
  assert.equal(place('app:f', 'source'), 'changes/c.yaml:11:23');
  assert.equal(place('app:old', ''), 'changes/c.yaml:12:10');
  assert.equal(place('app:missing', 'x'), undefined);
});
