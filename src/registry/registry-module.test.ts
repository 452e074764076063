import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Data, decodeUtf8, isFailure } from '#base';
import { type AnyFunction, Held, type Module } from '#plugin';
import { invoke, invokeMethod, TestCall } from '#testing';
import { entry, makeRegistry } from './registry.testing.ts';
import type { Registry } from './registry.ts';
import { registryModule } from './registry-module.ts';

/** A guest as far as this module can tell: it calls functions and methods by name and gets data or a failure. */
class Guest {
  readonly warnings: string[] = [];
  readonly denied = new Set<string>();
  readonly #module: Module;
  readonly #call = new TestCall({
    context: { actor: { id: 'alice', meta: {} } },
    policy: ({ action, resource }) => !this.denied.has(`${action} ${resource}`),
  });

  constructor(registry: Registry) {
    this.#module = registryModule({
      viewOf: () => registry.view(),
      registry,
      warn: (message) => this.warnings.push(message),
    });
  }

  async call(name: string, ...given: unknown[]): Promise<unknown> {
    const definition: AnyFunction | undefined = this.#module.functions[name];
    assert.ok(definition);
    return resultOf(await invoke(definition, given, this.#call));
  }

  async method(of: unknown, name: string, ...given: unknown[]): Promise<unknown> {
    return resultOf(await invokeMethod(of, name, given, this.#call));
  }

  text(of: unknown): string | undefined {
    assert.ok(of instanceof Held);
    return of.handle.meta?.tostring?.(of.live);
  }
}

function resultOf([value, failed]: readonly unknown[]): unknown {
  if (failed !== undefined) throw failed;
  return value;
}

const ids = (entries: unknown) => (entries as { id: string }[]).map(({ id }) => id);

async function fails(promise: Promise<unknown>, kind: string, message?: RegExp): Promise<void> {
  await assert.rejects(promise, (thrown) => {
    assert.ok(isFailure(thrown));
    assert.equal(thrown.kind, kind, thrown.message);
    if (message !== undefined) assert.match(thrown.message, message);
    return true;
  });
}

async function start() {
  const registry = await makeRegistry([
    entry('app:a', 'registry.entry', { text: 'grün' }, { type: 't' }),
    entry('app:b', 'store.memory', {}, { type: 't' }),
    entry('other:c'),
  ]);
  return { registry, guest: new Guest(registry) };
}

test('get gives id, kind, meta and data, in the strings of guests', async () => {
  const { guest } = await start();
  const found = (await guest.call('get', 'app:a')) as { id: string; kind: string; data: { text: string } };
  assert.deepEqual(Object.keys(found), ['id', 'kind', 'meta', 'data']);
  assert.equal(decodeUtf8(found.data.text), 'grün');
  assert.notEqual(found.data.text, 'grün');
  await fails(guest.call('get', 'app:none'), 'NotFound');
  await fails(guest.call('get', 'nocolon'), 'Invalid', /'nocolon' is no entry id/);
  await fails(guest.call('get', ''), 'Invalid', /^the id must not be empty$/);
  await fails(guest.call('get'), 'Invalid');
});

test('find gives the entries that fit, and warns of keys it ignores', async () => {
  const { guest } = await start();
  assert.deepEqual(ids(await guest.call('find', { 'meta.type': 't' })), ['app:a', 'app:b']);
  assert.deepEqual(ids(await guest.call('find', { '.kind': 'store.*' })), ['app:b']);
  assert.deepEqual(ids(await guest.call('find', [])), ['app:a', 'app:b', 'other:c']);
  assert.deepEqual(guest.warnings, []);
  assert.equal(((await guest.call('find', { type: 'x' })) as Data[]).length, 3);
  assert.deepEqual(guest.warnings, [
    "registry.find ignores the key 'type': write .kind, .ns, .name, .id or meta.type",
  ]);
  await fails(guest.call('find', { '~meta.type': '(' }), 'Invalid');
});

test('parse_id gives namespace and name', async () => {
  const { guest } = await start();
  assert.deepEqual({ ...((await guest.call('parse_id', 'a:b:c')) as object) }, { ns: 'a', name: 'b:c' });
  assert.deepEqual({ ...((await guest.call('parse_id', 'abc')) as object) }, { ns: '', name: 'abc' });
});

test('permissions: get asks for the entry, lists show only what may be read', async () => {
  const { guest } = await start();
  guest.denied.add('registry.get app:a');
  await fails(guest.call('get', 'app:a'), 'PermissionDenied');
  assert.deepEqual(ids(await guest.call('find', {})), ['app:b', 'other:c']);
  const snapshot = await guest.call('snapshot');
  assert.deepEqual(ids(await guest.method(snapshot, 'entries')), ['app:b', 'other:c']);
  assert.deepEqual(ids(await guest.method(snapshot, 'namespace', 'app')), ['app:b']);
  assert.deepEqual(ids(await guest.method(snapshot, 'find', { 'meta.type': 't' })), ['app:b']);
  await fails(guest.method(snapshot, 'get', 'app:a'), 'PermissionDenied');
});

test('permissions: apply and apply_version are asked for', async () => {
  const { guest, registry } = await start();
  guest.denied.add('registry.apply ').add('registry.apply_version ');
  const changes = await guest.method(await guest.call('snapshot'), 'changes');
  await guest.method(changes, 'delete', 'app:a');
  await fails(guest.method(changes, 'apply'), 'PermissionDenied');
  await fails(guest.call('apply_version', await guest.call('current_version')), 'PermissionDenied');
  assert.equal(registry.version.id, 0);
});

test('versions begin at v0, change sets are gathered and applied as one', async () => {
  const { guest, registry } = await start();
  const first = await guest.call('current_version');
  assert.equal(await guest.method(first, 'id'), 0);
  assert.equal(await guest.method(first, 'string'), 'v0');
  const snapshot = await guest.call('snapshot');
  const changes = await guest.method(snapshot, 'changes');
  assert.deepEqual(await guest.method(changes, 'ops'), []);
  await fails(guest.method(changes, 'apply'), 'Invalid', /no changes/);
  await guest.method(changes, 'create', {
    id: { ns: 'app', name: 'new' },
    kind: 'registry.entry',
    data: { n: 1 },
  });
  await guest.method(changes, 'update', { id: 'app:a', kind: 'registry.entry', meta: [], data: { n: 2 } });
  await guest.method(changes, 'delete', { ns: 'other', name: 'c' });
  const ops = (await guest.method(changes, 'ops')) as { kind: string; entry: { id: string } }[];
  assert.deepEqual(
    ops.map((op) => [op.kind, op.entry.id]),
    [
      ['entry.create', 'app:new'],
      ['entry.update', 'app:a'],
      ['entry.delete', 'other:c'],
    ],
  );
  assert.equal(registry.version.id, 0, 'nothing happens before apply');
  const version = await guest.method(changes, 'apply');
  assert.equal(await guest.method(version, 'string'), 'v1');
  assert.equal(registry.version.author, 'alice');
  assert.deepEqual([...registry.graph.entries.keys()].sort(), ['app:a', 'app:b', 'app:new']);
  assert.deepEqual(registry.view().get('app:a')?.meta, {});
  await fails(guest.method(changes, 'apply'), 'Invalid', /no changes/);
  assert.deepEqual(
    ids(await guest.method(snapshot, 'entries')),
    ['app:a', 'app:b', 'other:c'],
    'snapshots stay',
  );
});

test('apply is all or nothing, and a set for an old version conflicts', async () => {
  const { guest, registry } = await start();
  const [one, two] = [await guest.call('snapshot'), await guest.call('snapshot')];
  const bad = await guest.method(one, 'changes');
  await guest.method(bad, 'create', { id: 'app:x', kind: 'registry.entry' });
  await guest.method(bad, 'create', { id: 'app:y', kind: 'store.memory', data: { max_size: -1 } });
  await fails(guest.method(bad, 'apply'), 'Invalid', /app:y: max_size/);
  assert.equal(registry.version.id, 0);
  for (const [snapshot, n] of [[one, 1] as const, [two, 2] as const]) {
    const changes = await guest.method(snapshot, 'changes');
    await guest.method(changes, 'update', { id: 'app:a', kind: 'registry.entry', data: { n } });
    if (n === 1) await guest.method(changes, 'apply');
    else await fails(guest.method(changes, 'apply'), 'Conflict');
  }
});

test('history: versions are linked, listed, found, shown and gone back to', async () => {
  const { guest, registry } = await start();
  for (const name of ['x', 'y']) {
    const changes = await guest.method(await guest.call('snapshot'), 'changes');
    await guest.method(changes, 'create', { id: `app:${name}`, kind: 'registry.entry' });
    await guest.method(changes, 'apply');
  }
  const history = await guest.call('history');
  const versions = (await guest.method(history, 'versions')) as unknown[];
  assert.equal(versions.length, 3);
  assert.equal(((await guest.call('versions')) as unknown[]).length, 3);
  const seen: unknown[] = [];
  for (let at: unknown = versions[0]; at !== undefined; at = await guest.method(at, 'next')) {
    seen.push(await guest.method(at, 'id'));
  }
  assert.deepEqual(seen, [0, 1, 2]);
  assert.equal(await guest.method(versions[0], 'previous'), undefined);
  assert.equal(await guest.method(await guest.method(versions[2], 'previous'), 'id'), 1);
  const old = await guest.method(history, 'snapshot_at', versions[1]);
  assert.deepEqual(ids(await guest.method(old, 'namespace', 'app')), ['app:a', 'app:b', 'app:x']);
  assert.equal(await guest.method(await guest.method(old, 'version'), 'id'), 1);
  assert.equal(await guest.method(await guest.method(history, 'get_version', 2), 'string'), 'v2');
  await fails(guest.method(history, 'get_version', 9), 'NotFound');
  await fails(guest.call('snapshot_at', 0), 'Invalid');
  await fails(guest.call('snapshot_at', 9), 'NotFound');
  assert.equal(await guest.call('apply_version', versions[0]), true);
  assert.equal(registry.version.id, 0);
  assert.equal(registry.view().get('app:x'), undefined);
});

test('texts name the type', async () => {
  const { guest } = await start();
  const snapshot = await guest.call('snapshot');
  assert.match(guest.text(snapshot) ?? '', /Snapshot/);
  assert.match(guest.text(await guest.call('current_version')) ?? '', /Version.*v0/);
  assert.match(guest.text(await guest.call('history')) ?? '', /History/);
  assert.match(guest.text(await guest.method(snapshot, 'changes')) ?? '', /Changes/);
});

test('build_delta gives the fewest operations, deletes first, what is needed before what needs it', async () => {
  const { guest } = await start();
  const library = (id: string, data: object = {}) => ({
    id,
    kind: 'library.lua',
    data: { source: '', ...data },
  });
  const from = [library('a:x'), library('a:y', { imports: { x: 'a:x' } }), library('a:same')];
  const to = [library('a:same'), library('a:new', { imports: { z: 'z' } }), library('a:z')];
  const ops = (await guest.call('build_delta', from, to)) as { kind: string; entry: { id: string } }[];
  assert.deepEqual(
    ops.map((op) => `${op.kind} ${op.entry.id}`),
    ['entry.delete a:y', 'entry.delete a:x', 'entry.create a:z', 'entry.create a:new'],
  );
  await fails(guest.call('build_delta', [library('a:x'), library('a:x')], []), 'Invalid', /twice/);
});
