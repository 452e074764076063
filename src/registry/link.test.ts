import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '#base';
import type { StoredEntry } from './entry.ts';
import { link } from './link.ts';
import { entriesOf, entry } from './registry.testing.ts';

function moduleEntry(id: string, kind: string, data: Data, meta: StoredEntry['meta'] = {}): StoredEntry {
  const place = { path: 'm/_index.yaml', line: 1, column: 1 };
  return { id, kind, meta, data, origin: { type: 'module', module: 'acme/web', ...place } };
}

const target = moduleEntry(
  'web:api',
  'http.endpoint',
  { lifecycle: { depends_on: ['a:b'] } },
  { title: 'API' },
);

function requirement(targets: Data, more: Record<string, Data> = {}): StoredEntry {
  return moduleEntry('web:router', 'ns.requirement', { targets, ...more });
}

function dependency(id: string, value: Data, name = 'router'): StoredEntry {
  return entry(id, 'ns.dependency', { component: 'acme/web', version: '*', parameters: [{ name, value }] });
}

function linked(...entries: StoredEntry[]) {
  const result = link(entriesOf(target, ...entries));
  return {
    api: result.entries.get('web:api'),
    problems: result.problems.map(
      ({ severity, id, path, message }) => `${severity} ${id} ${path.join('.')}: ${message}`,
    ),
  };
}

test('a parameter of a dependency is set in all targets', () => {
  const { api, problems } = linked(
    requirement([
      { entry: 'api', path: '.meta.router' },
      { entry: 'web:api', path: 'options.deep.router' },
    ]),
    dependency('app:web', 'app:main'),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(api?.meta, { title: 'API', router: 'app:main' });
  assert.deepEqual(api?.data, {
    lifecycle: { depends_on: ['a:b'] },
    options: { deep: { router: 'app:main' } },
  });
});

test('L3: += appends to a list, once, with or without a blank', () => {
  const { api, problems } = linked(
    requirement([
      { entry: 'api', path: '.lifecycle.depends_on +=' },
      { entry: 'api', path: '.lifecycle.depends_on+=' },
      { entry: 'api', path: '.tags +=' },
    ]),
    dependency('app:web', 'app:main'),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(api?.data, { lifecycle: { depends_on: ['a:b', 'app:main'] }, tags: ['app:main'] });
});

test('a default is used when nobody gives a value, also an empty one, with its type', () => {
  const targets = [{ entry: 'api', path: '.size' }];
  assert.deepEqual(linked(requirement(targets, { default: 5 })).api?.data, {
    lifecycle: { depends_on: ['a:b'] },
    size: 5,
  });
  const empty = linked(requirement(targets, { default: '' }));
  assert.deepEqual(empty.api?.data, { lifecycle: { depends_on: ['a:b'] }, size: '' });
  assert.deepEqual(empty.problems, []);
});

test('L1: the application wins over modules, and an exact id names a requirement of any module', () => {
  const targets = [{ entry: 'api', path: '.meta.router' }];
  const transitive = moduleEntry('web:dep', 'ns.dependency', {
    component: 'acme/web',
    version: '*',
    parameters: [{ name: 'router', value: 'theirs' }],
  });
  const marked = { ...dependency('app:marked', 'marked'), meta: { module: 'acme/other' } };
  const own = entry('app:own', 'ns.dependency', {
    component: 'acme/other',
    version: '*',
    parameters: [{ name: 'web:router', value: 'ours' }],
  });
  const { api, problems } = linked(requirement(targets), transitive, marked, own);
  assert.deepEqual(problems, []);
  assert.equal(api?.meta.router, 'ours');
});

test('L1: two different values are a conflict, equal ones are fine', () => {
  const targets = [{ entry: 'api', path: '.meta.router' }];
  const equal = linked(requirement(targets), dependency('app:a', 'x'), dependency('app:b', 'x'));
  assert.deepEqual(equal.problems, []);
  const different = linked(requirement(targets), dependency('app:a', 'x'), dependency('app:b', 'y'));
  assert.deepEqual(different.problems, [
    'error app:b parameters.0.value: gives web:router the value "y", which was given "x" by app:a',
  ]);
});

test('two requirements that set one value differently are a conflict', () => {
  const other = moduleEntry('web:other', 'ns.requirement', {
    default: 'b',
    targets: [{ entry: 'api', path: '.meta.router' }],
  });
  const { problems } = linked(requirement([{ entry: 'api', path: '.meta.router' }], { default: 'a' }), other);
  assert.deepEqual(problems, [
    'error web:router targets.0.path: sets web:api at meta.router to "a", but web:other sets it to "b"',
  ]);
});

test('L4: a requirement that nobody fills is a problem', () => {
  const { api, problems } = linked(requirement([{ entry: 'api', path: '.meta.router' }]));
  assert.deepEqual(problems, [
    "warning web:router : is not filled: no ns.dependency has a parameter 'router' and there is no default",
  ]);
  assert.equal(api, target);
  const strict = link(entriesOf(requirement([{ entry: 'api', path: '.x' }])), { isStrict: true });
  assert.equal(strict.problems[0]?.severity, 'error');
});

test('a target that does not exist, and a path that cannot be set, are problems', () => {
  const { problems } = linked(
    requirement([
      { entry: 'apis', path: '.meta.router' },
      { entry: 'api', path: '.lifecycle.depends_on.x' },
      { entry: 'api', path: '.meta.title +=' },
    ]),
    dependency('app:web', 'v'),
  );
  assert.deepEqual(problems, [
    "error web:router targets.0.entry: targets web:apis, which does not exist; did you mean 'web:api'?",
    'error web:router targets.1.path: cannot set .lifecycle.depends_on.x in web:api',
    'error web:router targets.2.path: cannot set .meta.title += in web:api',
  ]);
  const hidden = link(entriesOf(requirement([{ entry: 'gone', path: '.a' }], { default: 1 })), {
    disabled: new Set(['web:gone']),
  });
  assert.deepEqual(hidden.problems, []);
});

test('a value with a placeholder is carried as it is', () => {
  const { api } = linked(requirement([{ entry: 'api', path: '.url' }]), dependency('app:web', `\${env:URL}`));
  assert.deepEqual(api?.data, { lifecycle: { depends_on: ['a:b'] }, url: `\${env:URL}` });
});
