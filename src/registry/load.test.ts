import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { diskFiles } from './file-tree.ts';
import { loadApplication } from './load.ts';
import { formatProblem, formatReport } from './problem.ts';
import { load, loads, testTable } from './registry.testing.ts';

const main = `version: "1.0"
namespace: app
meta:
  team: core
entries:
  - name: worker
    kind: process.lua
    meta: {title: Worker}
    source: file://worker.lua
    method: main
    imports:
      util: util
  - name: util
    kind: library.lua
    source: "return {}"
  - name: processes
    kind: process.host
    lifecycle: {auto_start: true}
  - name: service
    kind: process.service
    process: worker
    host: app:processes
    lifecycle:
      requires: [processes]
`;

test('an application is read with its entries, their data and where they stand', async () => {
  const application = await loads({ 'src/_index.yaml': main, 'src/worker.lua': 'return 1\n' });
  const worker = application.entries.get('app:worker');
  assert.deepEqual(worker?.data, {
    source: 'return 1\n',
    method: 'main',
    imports: { util: 'util' },
  });
  assert.deepEqual(worker.meta, { team: 'core', title: 'Worker' });
  assert.deepEqual(
    [...application.entries.keys()],
    ['app:worker', 'app:util', 'app:processes', 'app:service'],
  );
});

test('O1: an entry of a file has its path, line and column, and the files it includes', async () => {
  const application = await loads({ 'src/_index.yaml': main, 'src/worker.lua': 'return 1\n' });
  assert.deepEqual(application.entries.get('app:worker')?.origin, {
    type: 'files',
    path: 'src/_index.yaml',
    line: 6,
    column: 5,
    included: { source: 'src/worker.lua' },
  });
  assert.deepEqual(application.place('app:service', ['host']), {
    path: 'src/_index.yaml',
    line: 22,
    column: 11,
  });
  assert.deepEqual(application.place('app:service', ['host'], 'key'), {
    path: 'src/_index.yaml',
    line: 22,
    column: 5,
  });
});

test('every .yaml, .yml and .json file below the sources is read, other trees and files are left alone', async () => {
  const one = (namespace: string) => JSON.stringify({ namespace, name: 'x', kind: 'registry.entry', any: 1 });
  const application = await loads({
    'src/a.yaml': one('a'),
    'src/deep/er/b.yml': one('b'),
    'src/c.json': one('c'),
    'src/node_modules/d.yaml': one('d'),
    'src/.git/e.yaml': one('e'),
    'src/f.txt': one('f'),
    'other/g.yaml': one('g'),
    'src/package.json': '{"name": "x", "kind": "y"}',
    'src/chart.yaml': '{{ if .namespace }}\na: [\n',
    'src/kubernetes.yaml': 'kind: Pod\nmetadata: {name: x, namespace: y}\n',
  });
  assert.deepEqual([...application.entries.keys()], ['a:x', 'c:x', 'b:x']);
  assert.deepEqual(application.entries.get('a:x')?.data, { any: 1 });
});

test('without a lock file there is nothing, and the caller can say so', async () => {
  const application = await loadApplication({
    files: { list: () => [], read: () => undefined },
    kinds: testTable(),
    environment: {},
  });
  assert.equal(application.hasLockFile, false);
  assert.equal(application.entries.size, 0);
  assert.deepEqual(application.problems, []);
});

test('broken YAML is reported with its place, in several files at once', async () => {
  // The words are the library's; that each file has a problem with a place is ours.
  const { problems } = await load({
    'src/_index.yaml': 'namespace: app\nentries:\n  - name: [x\n',
    'src/other.yaml': 'namespace: app\nentries:\n  - name: x\n   kind: y\n',
    'src/third.json': '{"namespace": "app", "entries": [',
    'src/fourth.yaml': 'namespace: app\nname: x\nname: y\nkind: registry.entry\n',
    'src/fifth.yaml': 'namespace: app\nname: &a x\nkind: *b\n',
    '.wippy.yaml': 'shutdown: [',
    'wippy.lock': 'directories: {src: ./src}\n',
  });
  const places = problems.map(({ place }) => `${place?.path}:${place?.line}`);
  assert.deepEqual([...new Set(places)].sort(), [
    '.wippy.yaml:1',
    'src/_index.yaml:4',
    'src/fifth.yaml:3',
    'src/fourth.yaml:3',
    'src/other.yaml:4',
    'src/third.json:1',
  ]);
  for (const { severity, place } of problems) assert.ok(severity === 'error' && place?.column !== undefined);
});

test('a misspelt kind is reported with the one that was meant', async () => {
  await loads(
    {
      'src/_index.yaml':
        'namespace: app\nentries:\n  - name: x\n    kind: proces.lua\n  - name: y\n    kind: quux\n',
    },
    [
      "src/_index.yaml:4:11: app:x: there is no kind 'proces.lua'; did you mean 'process.lua'?",
      "src/_index.yaml:6:11: app:y: there is no kind 'quux'",
    ],
  );
});

test('wrong, missing and unknown fields are reported where they stand', async () => {
  const text = `namespace: app
entries:
  - name: f
    kind: function.lua
    source: return 1
    metod: run
  - name: s
    kind: store.memory
    max_size: many
    ttl: 5 minutes
`;
  await loads({ 'src/_index.yaml': text }, [
    "src/_index.yaml:6:5: warning: app:f: metod is not known; did you mean 'method'?",
    'src/_index.yaml:3:5: app:f: method is required: a text',
    'src/_index.yaml:9:15: app:s: max_size must be an integer of at least 1, not the text "many"',
    'src/_index.yaml:10:10: app:s: ttl must be a duration such as \'30s\', not the text "5 minutes"',
  ]);
});

test('what is no entry is reported and does not hide the others', async () => {
  const text = `namespace: app
entires: []
entries:
  - 5
  - kind: registry.entry
  - name: a b
    kind: registry.entry
  - name: c
  - name: d
    kind: registry.entry
    meta: text
`;
  const application = await loads({ 'src/_index.yaml': text }, [
    "src/_index.yaml:2:1: warning: entires is not known here; did you mean 'entries'?",
    'src/_index.yaml:4:5: an entry must be a table with name and kind',
    'src/_index.yaml:5:5: an entry must have a name',
    "src/_index.yaml:6:11: the name 'a b' must be without blanks and colons",
    "src/_index.yaml:8:5: app:c: an entry must have a kind, a text such as 'function.lua'",
    'src/_index.yaml:11:11: meta must be a table',
  ]);
  assert.deepEqual([...application.entries.keys()], ['app:d']);
});

test('a file that cannot be an entry file by mistake is warned of', async () => {
  await loads(
    {
      'src/_index.yaml': 'entries: []\n',
      'src/a.yaml': 'namespace: app\nentires: []\n',
      'src/c/_index.yaml': '- namespace: app\n',
      'src/d/_index.yaml': 'namespace: app\nlist: []\n',
      'src/b.yaml': 'namespace: 5\nentries: []\nversion: "2.0"\n',
    },
    [
      'src/_index.yaml: warning: the file has no namespace, so it defines no entries',
      'src/c/_index.yaml: warning: the file has no namespace, so it defines no entries',
      'src/d/_index.yaml: warning: the file has no list of entries, so it defines no entries',
      "src/a.yaml:2:1: warning: the file has a namespace but no entries; did you mean 'entries'?",
      "src/b.yaml:1:12: namespace must be names joined by dots, such as 'app.users'",
      'src/b.yaml:3:10: warning: version "2.0" is not known; \'1.0\' is read',
    ],
  );
});

test('a missing file is reported with the name that comes closest', async () => {
  const text = 'namespace: app\nentries:\n  - {name: x, kind: library.lua, source: file://lib/utils.lua}\n';
  await loads({ 'src/_index.yaml': text, 'src/lib/util.lua': '' }, [
    "src/_index.yaml:3:42: app:x: there is no file src/lib/utils.lua; did you mean 'file://lib/util.lua'?",
  ]);
});

test('a file outside the sources cannot be named', async () => {
  const text = `namespace: app
entries:
  - {name: x, kind: library.lua, source: file://../secret.lua}
  - {name: y, kind: library.lua, source: file:///etc/passwd}
  - {name: z, kind: library.lua, source: file://sub/../ok.lua}
`;
  await loads({ 'src/_index.yaml': text, 'secret.lua': '', 'src/ok.lua': '' }, [
    'src/_index.yaml:3:42: app:x: file://../secret.lua leads outside src; only files below it can be named',
    'src/_index.yaml:4:42: app:y: file:///etc/passwd leads outside src; only files below it can be named',
  ]);
});

test('file:// stands for content anywhere in an entry, also in lists and metadata', async () => {
  const text = `namespace: app
entries:
  - name: x
    kind: registry.entry
    meta: {schema: file://a.json}
    pages: [file://b.md, text]
`;
  const application = await loads({ 'src/_index.yaml': text, 'src/a.json': '{}', 'src/b.md': '# b' });
  const found = application.entries.get('app:x');
  assert.deepEqual(found?.data, { pages: ['# b', 'text'] });
  assert.deepEqual(found.meta, { schema: '{}' });
  assert.deepEqual(found.origin.type === 'files' && found.origin.included, {
    'pages.0': 'src/b.md',
    'meta.schema': 'src/a.json',
  });
});

test('references to nothing and to the wrong kind are reported with what was meant', async () => {
  const text = `namespace: app
entries:
  - {name: worker, kind: process.lua, source: "", method: main}
  - {name: processes, kind: process.host}
  - name: one
    kind: process.service
    process: workr
    host: processes
  - name: two
    kind: process.service
    process: worker
    host: app:worker
  - name: three
    kind: cache
    store: other:kv
  - {name: kv, kind: store.memory}
  - name: four
    kind: registry.entry
    meta: {depends_on: [app:nothing, ns:ap, worker]}
  - name: five
    kind: http.endpoint
    meta: {router: api}
    path: /
    func: nope
`;
  await loads({ 'src/_index.yaml': text }, [
    "src/_index.yaml:7:14: app:one: process names app:workr, which does not exist; did you mean 'app:worker'?",
    'src/_index.yaml:12:11: app:two: host names app:worker, a process.lua, where process.host is needed',
    "src/_index.yaml:15:12: app:three: store names other:kv, which does not exist; did you mean 'app:kv'?",
    'src/_index.yaml:19:25: warning: app:four: meta.depends_on[1] names app:nothing, which does not exist',
    "src/_index.yaml:19:38: warning: app:four: meta.depends_on[2] names the namespace ap, which has no entries; did you mean 'app'?",
    'src/_index.yaml:22:20: app:five: meta.router names app:api, which does not exist',
    'src/_index.yaml:24:11: app:five: func names app:nope, which does not exist',
  ]);
});

test('imports that form a circle are reported once, with the circle', async () => {
  const text = `namespace: app
entries:
  - {name: a, kind: library.lua, source: "", imports: {x: b}}
  - {name: b, kind: library.lua, source: "", imports: {x: c, y: ":json"}}
  - {name: c, kind: library.lua, source: "", imports: {x: a, y: d}}
  - {name: d, kind: library.lua, source: "", imports: {itself: d}}
  - {name: h, kind: process.host, lifecycle: {requires: [i]}}
  - {name: i, kind: process.host, lifecycle: {depends_on: [h]}}
`;
  await loads({ 'src/_index.yaml': text }, [
    'src/_index.yaml:3:59: app:a: the imports form a circle: app:a -> app:b -> app:c -> app:a',
    'src/_index.yaml:6:64: app:d: the imports form a circle: app:d -> app:d',
    'src/_index.yaml:7:58: app:h: the requirements form a circle: app:h -> app:i -> app:h',
  ]);
});

test('E4: variables that are made of their own values form a circle, by defaults and by storages', async () => {
  const text = `namespace: app
entries:
  - {name: store, kind: env.storage.memory}
  - {name: a, kind: env.variable, variable: A, storage: store, default: "x\${env:B|y}"}
  - {name: b, kind: env.variable, variable: B, storage: store, default: "\${env:NONE|\${env:app:a}}"}
  - {name: c, kind: env.variable, variable: C, storage: store, default: "\${env:C|/bin}"}
  - {name: d, kind: env.variable, variable: D, storage: store, default: "\${env:E}"}
  - {name: e, kind: env.variable, variable: E, storage: store}
  - {name: f, kind: env.variable, variable: F, storage: made}
  - {name: made, kind: env.storage.memory, values: {F: "\${env:F}"}}
`;
  const circles = (await load({ 'src/_index.yaml': text })).problems.filter(
    ({ severity }) => severity === 'error',
  );
  assert.deepEqual(
    circles.map(({ message }) => message.slice(message.indexOf('the '))),
    [
      'the variables form a circle: app:a -> app:b -> app:a',
      'the variables form a circle: app:c -> app:c',
      'the variables form a circle: app:f -> app:made -> app:f',
    ],
  );
});

test('E5: a placeholder without its end is told, and so is one in a default', async () => {
  const text = `namespace: app
entries:
  - {name: a, kind: http.router, prefix: "/\${env:A|\${env:B}"}
  - {name: b, kind: http.router, prefix: "/\${A|\${env:B}}"}
`;
  await loads({ 'src/_index.yaml': text }, [
    `src/_index.yaml:3:42: app:a: prefix has a placeholder without its }: \${env:A|\${env:B}; a plain \${ is written $\${`,
    'src/_index.yaml:4:42: app:b: prefix needs the variable B, which no env.variable entry provides',
  ]);
});

test('circles of metadata only are allowed', async () => {
  const text = `namespace: app
entries:
  - {name: a, kind: registry.entry, meta: {depends_on: [b]}}
  - {name: b, kind: registry.entry, meta: {depends_on: ["ns:app"]}}
`;
  await loads({ 'src/_index.yaml': text });
});

test('an id that is defined twice is reported with both places', async () => {
  const text = 'namespace: app\nentries:\n  - {name: x, kind: registry.entry}\n';
  await loads({ 'src/a.yaml': text, 'src/b.yaml': text }, [
    'src/b.yaml:3:5: app:x is defined twice; the first definition is at src/a.yaml:3:5',
  ]);
});

test('many problems of many kinds come in one report, with excerpts and carets', async () => {
  const texts = {
    '.wippy.yaml': 'securty:\n  strict_mode: true\n',
    'src/_index.yaml': 'namespace: app\nentries:\n  - name: x\n    kind: store.memory\n    max_size: 0\n',
  };
  const { problems } = await load(texts, { set: ['shutdown.timeout=soon'], override: ['app:y:a=1'] });
  const report = formatReport(problems, (path) => texts[path as keyof typeof texts]);
  assert.equal(
    report,
    [
      ".wippy.yaml:1:1: warning: securty is not known; did you mean 'security'?",
      '  1 | securty:',
      '    | ^',
      'src/_index.yaml:5:15: app:x: max_size must be an integer of at least 1, not the number 0',
      '  5 |     max_size: 0',
      '    |               ^',
      'shutdown.timeout must be a duration such as \'30s\', not the text "soon"',
      "the override 'app:y:a' names the entry app:y, which does not exist; did you mean 'app:x'?",
      '3 errors, 1 warning',
    ].join('\n'),
  );
});

test('O2: overrides, what is disabled and requirements are applied before validation', async () => {
  const texts = {
    '.wippy.yaml': `override:
  "app:x:kind": store.memory
  "app:x:max_size": 5
  app:x:meta.note: ""
disable:
  entries: [app:bad]
  namespaces: ["legacy.**"]
profiles:
  large:
    override: {"app:x:data.max_size": 50}
`,
    'src/_index.yaml': `namespace: app
entries:
  - {name: x, kind: nonsense, max_size: many}
  - {name: bad, kind: nonsense}
`,
    'src/old.yaml': 'namespace: legacy.a\nname: x\nkind: nonsense\n',
    'src/older.yaml': 'namespace: legacy\nname: x\nkind: nonsense\n',
  };
  const small = await loads(texts);
  assert.deepEqual(small.entries.get('app:x')?.data, { max_size: 5 });
  assert.deepEqual(small.entries.get('app:x')?.meta, { note: '' });
  assert.deepEqual([...small.entries.keys()], ['app:x']);
  const large = await loads(texts, [], { profiles: ['large'] });
  assert.deepEqual(large.entries.get('app:x')?.data, { max_size: 50 });
  const command = await loads(texts, [], { override: ['app:x:max_size=7'] });
  assert.deepEqual(command.entries.get('app:x')?.data, { max_size: 7 });
});

test('O6: placeholders stay in the entry, and what lies over the files is known apart', async () => {
  const text = `namespace: app
entries:
  - name: x
    kind: store.memory
    max_size: "\${env:SIZE|10}"
    ttl: 1m
  - {name: vars, kind: env.storage.memory}
`;
  const application = await loads({ 'src/_index.yaml': text }, [], { override: ['app:x:ttl=2m'] });
  assert.deepEqual(application.entries.get('app:x')?.data, { max_size: `\${env:SIZE|10}`, ttl: '2m' });
  assert.deepEqual(application.overridden.get('app:x')?.data, { max_size: `\${env:SIZE|10}`, ttl: '1m' });
  assert.deepEqual([...application.overridden.keys()], ['app:x']);
});

test('a placeholder must name a variable of the application, or have a default', async () => {
  const text = `namespace: app
entries:
  - {name: vars, kind: env.storage.memory}
  - {name: size, kind: env.variable, variable: CACHE_SIZE, storage: vars}
  - {name: a, kind: store.memory, max_size: "\${env:CACHE_SIZE}", ttl: "\${env:app:size}"}
  - {name: b, kind: store.memory, max_size: "\${env:CACHE_SIZ}", ttl: "\${env:NONE|1m}"}
  - {name: c, kind: registry.entry, text: "\${env:WHATEVER}"}
`;
  await loads({ 'src/_index.yaml': text }, [
    "src/_index.yaml:6:45: app:b: max_size needs the variable CACHE_SIZ, which no env.variable entry provides; did you mean 'CACHE_SIZE'?",
  ]);
});

test('E6: the public name of a variable belongs to no other', async () => {
  const text = `namespace: app
entries:
  - {name: vars, kind: env.storage.memory}
  - {name: one, kind: env.variable, variable: PORT, storage: vars}
  - {name: other, kind: env.variable, storage: vars}
  - name: two
    kind: env.variable
    variable: PORT
    storage: vars
`;
  await loads({ 'src/_index.yaml': text }, [
    'src/_index.yaml:8:15: app:two: variable: PORT is the public name of app:one already; give it another one',
  ]);
});

test('a reference to a disabled entry says so', async () => {
  const text =
    'namespace: app\nentries:\n  - {name: c, kind: cache, store: kv}\n  - {name: kv, kind: store.memory}\n';
  await loads({ '.wippy.yaml': 'disable: {entries: ["app:k*"]}\n', 'src/_index.yaml': text }, [
    'src/_index.yaml:3:35: app:c: store names app:kv, which is disabled',
  ]);
});

test('missing sources, configurations and a broken lock file are reported', async () => {
  await loads({ 'wippy.lock': 'directories:\n  sources: ./x\nmodules: 5\n' }, [
    'wippy.lock:2:3: warning: directories.sources is not known',
    'wippy.lock:3:10: modules must be a list, not the number 5',
    'warning: the source folder src does not exist',
  ]);
  await loads({ 'src/a.txt': '' }, ['the configuration file other.yaml does not exist'], {
    configurations: ['other.yaml'],
  });
});

test('a lock file elsewhere names folders relative to itself', async () => {
  const lock = 'directories: {src: ./source}\n';
  const application = await loads(
    {
      'project/my.lock': lock,
      'project/source/_index.yaml': 'namespace: app\nname: x\nkind: registry.entry\n',
    },
    [],
    { lockFile: 'project/my.lock' },
  );
  assert.ok(application.entries.has('app:x'));
});

test('an application on disk is read through the same interface', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-load-'));
  try {
    mkdirSync(join(folder, 'src/deep'), { recursive: true });
    writeFileSync(join(folder, 'wippy.lock'), 'directories: {src: ./src}\n');
    writeFileSync(join(folder, 'src/_index.yaml'), main);
    writeFileSync(join(folder, 'src/worker.lua'), 'return 2');
    writeFileSync(join(folder, 'src/deep/latin.lua'), Buffer.from([0x2d, 0x2d, 0xe9]));
    writeFileSync(
      join(folder, 'src/deep/a.yaml'),
      'namespace: d\nname: x\nkind: library.lua\nsource: file://latin.lua\n',
    );
    symlinkSync(join(folder, 'src'), join(folder, 'src/loop'));
    symlinkSync(join(folder, 'src/deep/a.yaml'), join(folder, 'src/linked.yaml'));
    const application = await loadApplication({
      files: diskFiles(folder),
      kinds: testTable(),
      environment: {},
    });
    assert.deepEqual(application.problems.map(formatProblem), [
      'src/deep/a.yaml:4:9: d:x: src/deep/latin.lua is not text in UTF-8',
      'src/linked.yaml:4:9: d:x: there is no file src/latin.lua',
      'src/linked.yaml:1:1: d:x is defined twice; the first definition is at src/deep/a.yaml:1:1',
    ]);
    assert.equal(application.entries.size, 5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
