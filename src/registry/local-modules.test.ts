import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loads } from './registry.testing.ts';

const index = (namespace: string, extra = '') =>
  `namespace: ${namespace}\nentries:\n  - {name: x, kind: registry.entry}\n${extra}`;
const dependency = (component: string) =>
  `namespace: app\nentries:\n  - {name: dep, kind: ns.dependency, component: ${component}, version: "*"}\n`;

test('a module is read from the folder that replaces it, with its origin (O1)', async () => {
  const application = await loads(
    {
      'wippy.lock': 'directories: {src: ./src}\nreplacements:\n  - {from: acme/web, to: ../web}\n',
      'src/_index.yaml': dependency('acme/web'),
      '../web/wippy.yaml': 'organization: acme\nmodule: web\nversion: 1.2.0\n',
      '../web/src/_index.yaml': index(
        'web',
        '  - {name: doc, kind: registry.entry, text: file://../README.md}\n',
      ),
      '../web/README.md': 'hello',
      '../web/test/_index.yaml': index('web.test'),
    },
    ['wippy.lock:2:1: warning: replacements belong into .wippy.yaml, under workspace.replacements'],
  );
  const found = application.entries.get('web:x');
  assert.deepEqual(found?.origin, {
    type: 'module',
    module: 'acme/web',
    version: '1.2.0',
    path: '../web/src/_index.yaml',
    line: 3,
    column: 5,
  });
  assert.deepEqual(found.meta, { module: 'acme/web', module_version: '1.2.0' });
  assert.deepEqual(application.entries.get('web:doc')?.data, { text: 'hello' });
  assert.equal(application.entries.has('web.test:x'), false);
});

test('workspace.replacements are relative to the first configuration, and null removes one', async () => {
  const lock = 'replacements:\n  - {from: acme/old, to: ./old}\n';
  const application = await loads(
    {
      'wippy.lock': lock,
      'conf/a.yaml': 'workspace:\n  replacements: {acme/web: ../../web, acme/old: ~}\n',
      'src/_index.yaml': index('app'),
      '../web/_index.yaml': index('web'),
    },
    ['wippy.lock:1:1: warning: replacements belong into .wippy.yaml, under workspace.replacements'],
    { configurations: ['conf/a.yaml'] },
  );
  assert.deepEqual([...application.entries.keys()], ['app:x', 'web:x']);
});

test('vendored modules are read unpacked, and so are those that they depend on', async () => {
  const application = await loads({
    'wippy.lock': 'modules:\n  - {name: acme/web, version: v2.0.0}\n',
    'src/_index.yaml': index('app'),
    '.wippy/vendor/acme/web/_index.yaml': `namespace: web\nentries:\n  - {name: log, kind: ns.dependency, component: acme/log, version: ">=v0.3.0"}\n`,
    '.wippy/vendor/acme/log/_index.yaml': index('log'),
    '.wippy/vendor/acme/unused/_index.yaml': index('unused'),
  });
  assert.deepEqual([...application.entries.keys()], ['app:x', 'web:log', 'log:x']);
  assert.equal(application.entries.get('web:log')?.meta.module_version, 'v2.0.0');
});

test('a module that is not there, or only packed, is a problem where it is asked for', async () => {
  const text = `namespace: app
entries:
  - {name: a, kind: ns.dependency, component: acme/web, version: "*"}
  - {name: b, kind: ns.dependency, component: acme/packed, version: "*"}
  - {name: c, kind: ns.dependency, component: nonsense, version: "*"}
  - {name: d, kind: ns.dependency, component: acme/gone, version: "*"}
`;
  await loads(
    {
      'src/_index.yaml': text,
      '.wippy.yaml': 'workspace: {replacements: {acme/gone: ./gone}}\n',
      '.wippy/vendor/acme/packed-v1.0.0.wapp': '',
    },
    [
      'src/_index.yaml:3:47: the module acme/web is not on this machine: it is neither replaced by a folder nor under .wippy/vendor/acme/web',
      'src/_index.yaml:4:47: the module acme/packed is packed in .wippy/vendor/acme/packed-v1.0.0.wapp, and packs cannot be read yet; unpack it into .wippy/vendor/acme/packed',
      'src/_index.yaml:5:47: app:c: component must be the name of a module, such as \'acme/http\', not the text "nonsense"',
      'src/_index.yaml:6:47: the folder gone, which replaces the module acme/gone, does not exist',
    ],
  );
});

test("a module's own exclude patterns hold", async () => {
  const application = await loads({
    'wippy.lock': 'modules: [{name: acme/web}]\n',
    'src/_index.yaml': index('app'),
    '.wippy/vendor/acme/web/wippy.yaml': 'exclude: ["test/**", "web:y*", "dev:**"]\n',
    '.wippy/vendor/acme/web/_index.yaml': index('web', '  - {name: yes, kind: registry.entry}\n'),
    '.wippy/vendor/acme/web/test/_index.yaml': index('web.test'),
    '.wippy/vendor/acme/web/dev.yaml': index('dev'),
  });
  assert.deepEqual([...application.entries.keys()], ['app:x', 'web:x']);
});
