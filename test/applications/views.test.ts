/** V1: what runs finds entries through its view, and so does all that it starts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnyKind, defineKind, t } from '../../src/plugin/index.ts';
import { failureFromError, isNormal, toData } from '../../src/process/index.ts';
import type { ProposedOp } from '../../src/registry/index.ts';
import { House, index } from './house.ts';

const application = {
  'src/_index.yaml': index(`  - {name: words, kind: library.lua, source: 'return {greeting = "hello"}'}
  - {name: greet, kind: function.lua, imports: {words: words}, source: 'local words = require("words"); return function(name) return words.greeting .. " " .. name end'}
  - {name: setting, kind: registry.entry, value: 1}
  - {name: LEVEL, kind: env.variable, variable: LEVEL, storage: memory, default: low}
  - {name: memory, kind: env.storage.memory}
  - {name: look, kind: function.lua, modules: [funcs, registry, env], source: file://look.lua}
  - {name: child, kind: process.lua, modules: [funcs, registry, env], source: file://child.lua}
  - {name: service, kind: process.service, process: child, host: processes}
`).replace('kind: process.host', 'kind: process.host, host: {workers: 2}'),
  'src/look.lua': `
local funcs, registry, env = require("funcs"), require("registry"), require("env")
return function(name)
  local entry = registry.get("app:setting")
  local children = {}
  for i = 1, 2 do children[i] = process.exec("app:child", "app:processes", name) end
  return {funcs.call("app:greet", name), entry and entry.data.value or "none", env.get("LEVEL"), children[1], children[2]}
end`,
  'src/child.lua': `
local funcs = require("funcs")
return function(name) return "child: " .. funcs.call("app:greet", name) end`,
};

async function look(house: House, view = ''): Promise<unknown> {
  const name = 'ann';
  const exit = await house.until(house.node.processes.call('app:look', [name], { view }).exit);
  return isNormal(exit) ? toData(exit.value) : failureFromError(exit.error).message;
}

const update = (name: string, kind: string, data: Record<string, string | number>): ProposedOp => ({
  type: 'update',
  entry: { id: `app:${name}`, kind, meta: {}, data },
});
const words = (greeting: string) =>
  update('words', 'library.lua', { source: `return {greeting = "${greeting}"}` });
const setting = (value: number) => update('setting', 'registry.entry', { value });

const seen = (greeting: string, value: number | string, level = 'low') => [
  `${greeting} ann`,
  value,
  level,
  `child: ${greeting} ann`,
  `child: ${greeting} ann`,
];

for (const schedulers of [1, 2]) {
  test(`V1: a view is seen by all that runs in it, and by nobody else, with ${schedulers} schedulers`, async (context) => {
    const house = await House.start(context, application, { schedulers });
    const { views, registry } = house.node;
    const level = update('LEVEL', 'env.variable', { variable: 'LEVEL', storage: 'memory', default: 'high' });
    const view = await house.until(views.open([words('ahoy'), setting(2), level]));
    assert.deepEqual(await look(house), seen('hello', 1));
    assert.deepEqual(await look(house, view), seen('ahoy', 2, 'high'));

    await house.until(registry.apply([words('hi'), setting(3)], { author: 'test' }));
    assert.deepEqual(await look(house), seen('hi', 3));
    assert.deepEqual(await look(house, view), seen('ahoy', 2, 'high'));

    const before = await house.until(views.open([], 0));
    const without = await house.until(views.open([{ type: 'delete', id: 'app:setting' }]));
    assert.deepEqual(await look(house, before), seen('hello', 1));
    assert.deepEqual(await look(house, without), seen('hi', 'none'));

    views.close(view);
    assert.equal(await look(house, view), 'function app:look not found');
    assert.deepEqual(await look(house), seen('hi', 3));
  });
}

test('V1: code that a view does not touch stays as it was when the view was opened', async (context) => {
  const house = await House.start(context, application);
  const { views, registry } = house.node;
  const view = await house.until(views.open([setting(2)]));
  await house.until(registry.apply([words('hi')], { author: 'test' }));
  assert.deepEqual(await look(house, view), seen('hello', 2));
  assert.deepEqual(await look(house), seen('hi', 1));
});

test('V2: what cannot be made for a view is refused by its name, and nothing has changed', async (context) => {
  const house = await House.start(context, application);
  const { views } = house.node;
  const refused = (ops: ProposedOp[]) => house.until(views.open(ops)).then(() => 'opened', String);
  const service = { process: 'child', host: 'processes', input: 'no list' };
  assert.match(await refused([update('service', 'process.service', service)]), /app:service: .*input/);
  const other = { process: 'app:child', host: 'app:terminal' };
  assert.match(
    await refused([update('service', 'process.service', other)]),
    /app:service: a process\.service is the same one in every view/,
  );
  assert.match(await refused([update('greet', 'function.lua', { source: 'return return' })]), /app:greet/);
  assert.match(await refused([{ type: 'delete', id: 'app:words' }]), /app:greet: imports\.words/);
  assert.deepEqual(await look(house), seen('hello', 1));
});

test('what was made for views ends with them, or with the node', async (context) => {
  const ended: string[] = [];
  const kind: AnyKind = defineKind({
    kind: 'test.value',
    summary: 'Tells when it ends.',
    data: t.object({ title: t.string }),
    place: 'each',
    start: ({ data }) => data.title,
    update: 'beside',
    stop: (name: string) => {
      ended.push(name);
    },
  });
  const entries = index('  - {name: value, kind: test.value, title: live}\n');
  const house = await House.start(context, { 'src/_index.yaml': entries }, { kinds: [kind] });
  const { views } = house.node;
  const change = (name: string) => update('value', 'test.value', { title: name });
  const first = await house.until(views.open([change('first')]));
  await house.until(views.open([change('second')]));
  views.close(first);
  assert.deepEqual(ended, ['first']);
  await house.shutdown();
  assert.deepEqual(ended, ['first', 'second', 'live']);
});
