import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '#base';
import type { ProvidedEntry } from '#plugin';
import { missingProvided } from './provided.ts';

const screen: ProvidedEntry = {
  id: 'wippy.terminal:host',
  kind: 'terminal.host',
  module: 'wippy/terminal',
  meta: {},
  data: () => ({}),
};

function brings(
  entries: { kind?: string; data: Data }[],
  modules: string[] = [],
  there: string[] = [],
): string[] {
  const written = entries.map(({ kind = 'process.lua', data }) => ({ kind, data }));
  return missingProvided(written, [screen], (id) => there.includes(id), { modules }).map(({ id }) => id);
}

test('a provided entry comes with whoever names it: as import, as host, as what a module is given', () => {
  assert.deepEqual(brings([{ data: { imports: { a: screen.id } } }]), [screen.id]);
  assert.deepEqual(brings([{ data: { host: screen.id } }, { data: { host: screen.id } }]), [screen.id]);
  assert.deepEqual(brings([{ data: { parameters: [{ name: 'host', value: screen.id }] } }]), [screen.id]);
  assert.deepEqual(brings([{ kind: 'ns.requirement', data: { default: screen.id } }]), [screen.id]);
  assert.deepEqual(brings([{ data: { source: screen.id, host: 'app:host' } }]), []);
});

test('a provided entry comes with its module, as a dependency or in the lock file', () => {
  assert.deepEqual(brings([{ kind: 'ns.dependency', data: { component: 'wippy/terminal' } }]), [screen.id]);
  assert.deepEqual(brings([{ kind: 'ns.dependency', data: { component: 'acme/web' } }]), []);
  assert.deepEqual(brings([], ['acme/web', 'wippy/terminal']), [screen.id]);
});

test('a provided entry stays away where there is one of that name', () => {
  assert.deepEqual(brings([{ data: { host: screen.id } }], ['wippy/terminal'], [screen.id]), []);
});
