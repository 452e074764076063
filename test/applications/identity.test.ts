/** As whom processes and functions run: what their entries declare, and what they inherit. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnyKind } from '../../src/plugin/index.ts';
import { defineKind, t } from '../../src/plugin/index.ts';
import type { Policy } from '../../src/process/index.ts';
import { House, index } from './house.ts';

/** Stands for the kind of policies: only that there are entries to name. */
const rule: AnyKind = defineKind({
  kind: 'security.policy',
  summary: 'A policy.',
  data: t.object({}),
  place: 'each',
  start: () => null,
  update: 'beside',
  stop: 'drop',
});

/** Allows everything, and notes who asks: entry, actor, policies and groups. */
function recording() {
  const asked: string[] = [];
  const policy: Policy = {
    isOpen: false,
    allow: ({ entry, context: { actor, scope } }, action) => {
      if (action === 'registry.get') asked.push([entry, actor?.id, scope?.policies, scope?.groups].join(' '));
      return true;
    },
  };
  return { asked, policy };
}

const ask = 'local registry = require("registry"); return function() registry.get("app:rule") return 1 end';
const entries = `  - {name: rule, kind: security.policy}
  - {name: open, kind: function.lua, modules: [registry], source: '${ask}'}
  - {name: own, kind: function.lua, modules: [registry], source: '${ask}', security: {actor: {id: jörg}, policies: [rule], groups: [staff, other:all]}}
  - {name: plain, kind: process.lua, modules: [registry], source: '${ask}'}
  - {name: known, kind: process.lua, modules: [registry], source: '${ask}', security: {actor: {id: ada}}}
  - name: main
    kind: process.lua
    source: file://main.lua
    modules: [funcs, registry]
    meta: {command: {name: main, security: {actor: {id: shell}, policies: [rule]}}}
    security: {actor: {id: never}}
  - {name: service, kind: process.service, process: known, host: processes, lifecycle: {security: {actor: {id: daemon}}}}
  - {name: second, kind: process.service, process: known, host: processes}
`;
const main = `
local funcs = require("funcs")
local registry = require("registry")
return function()
  registry.get("app:rule")
  funcs.call("app:open")
  funcs.call("app:own")
  process.exec("app:plain", "app:processes")
  process.exec("app:known", "app:processes")
end`;

for (const schedulers of [1, 2]) {
  test(`who acts follows from entries and callers, with ${schedulers} schedulers`, async (context) => {
    const { asked, policy } = recording();
    const house = await House.start(
      context,
      { 'src/_index.yaml': index(entries), 'src/main.lua': main },
      { kinds: [rule], policy, schedulers },
    );
    const { error } = await house.run('app:main');
    assert.equal(error, undefined);
    const jorg = Buffer.from('jörg').toString('latin1');
    assert.deepEqual(asked, [
      'app:main shell app:rule ',
      'app:open shell app:rule ',
      `app:own ${jorg} app:rule app:staff,other:all`,
      'app:plain shell app:rule ',
      'app:known ada  ',
    ]);
    asked.length = 0;
    await house.until(house.node.supervisor.start('app:service'));
    await house.pass(10);
    await house.until(house.node.supervisor.start('app:second'));
    await house.pass(10);
    assert.deepEqual(asked, ['app:known daemon  ', 'app:known ada  ']);
  });
}

test('a function that declares another identity runs under it from the next call on', async (context) => {
  const { asked, policy } = recording();
  const change = `
local funcs, registry = require("funcs"), require("registry")
return function()
  funcs.call("app:open")
  local entry = registry.get("app:open")
  entry.data.security = {actor = {id = "eve"}}
  local changes = registry.snapshot():changes()
  changes:update(entry)
  assert(changes:apply())
  funcs.call("app:open")
end`;
  const house = await House.start(
    context,
    { 'src/_index.yaml': index(entries), 'src/main.lua': change },
    { kinds: [rule], policy },
  );
  const { error } = await house.run('app:main');
  assert.equal(error, undefined);
  const calls = asked.filter((line) => line.startsWith('app:open'));
  assert.deepEqual(calls, ['app:open shell app:rule ', 'app:open eve  ']);
});
