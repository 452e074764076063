import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '#base';
import { features } from '#features';
import { KindTable, Registry } from '#registry';
import { VirtualClock } from '#testing';
import { declaredModules } from './module-names.ts';
import { moduleValues } from './module-values.ts';

const registry = new Registry({ kinds: new KindTable([]), clock: new VirtualClock() });
const values = moduleValues({
  features,
  registry,
  viewOf: () => registry.view(),
  log: silentLog,
  handOver: undefined,
});

test('the modules that are listed are those of the kernel and of the features, each with what it is for', () => {
  const listed = values.listed();
  const names = listed.map(({ name }) => name);
  const ambient = ['process', 'channel', 'errors', 'payload'];
  const own = features.flatMap(({ modules = [] }) => modules.map(({ name }) => name));
  assert.deepEqual(names, [...ambient, ...declaredModules, ...own].sort());
  for (const { name, description } of listed) assert.notEqual(description, '', name);
});
