import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Clock, type FailureKind, failure, isFailure, SystemClock } from '#base';
import { idOf } from './change-set.ts';
import { LatestVersion } from './history.ts';
import type { ProposedOp } from './proposal.ts';
import { entry, makeRegistry } from './registry.testing.ts';
import type { Registry } from './registry.ts';
import type { RegistryEvent } from './registry-event.ts';
import type { Transaction } from './transaction.ts';

const author = { author: 'tester' };
const put = (type: 'create' | 'update', ...given: Parameters<typeof entry>): ProposedOp => ({
  type,
  entry: entry(...given),
});
const create = (...given: Parameters<typeof entry>) => put('create', ...given);
const update = (...given: Parameters<typeof entry>) => put('update', ...given);
const remove = (id: string): ProposedOp => ({ type: 'delete', id });

async function refused(promise: Promise<unknown>, kind: FailureKind, message?: RegExp): Promise<void> {
  await assert.rejects(promise, (thrown) => {
    assert.ok(isFailure(thrown, kind), String(thrown));
    if (message !== undefined) assert.match(thrown.message, message);
    return true;
  });
}

function ids(registry: Registry): string[] {
  return [...registry.graph.entries.keys()].sort();
}

const library = (id: string, ...imports: string[]) =>
  [
    id,
    'library.lua',
    { source: '', imports: Object.fromEntries(imports.map((each) => [each, each])) },
  ] as const;

test('loading gives version 0, each change the next one', async () => {
  const registry = await makeRegistry([entry('app:a')]);
  assert.equal(registry.version.id, 0);
  const version = await registry.apply([create('app:b')], { author: 'me', message: 'b comes' });
  assert.equal(version.id, 1);
  assert.equal(version.parent, 0);
  assert.equal(version.author, 'me');
  assert.equal(version.message, 'b comes');
  assert.equal(registry.version, version);
  assert.deepEqual(ids(registry), ['app:a', 'app:b']);
  assert.deepEqual(
    registry.versions.map(({ id }) => id),
    [0, 1],
  );
});

test('O1: an entry that a change wrote has that version and its author as origin', async () => {
  const registry = await makeRegistry();
  await registry.apply([create('app:b')], author);
  assert.deepEqual(registry.view().get('app:b')?.origin, { type: 'live', version: 1, author: 'tester' });
});

test('R1: what cannot be done in this state is refused, and nothing changes', async () => {
  const registry = await makeRegistry([entry('app:a', 'process.host')]);
  await refused(registry.apply([], author), 'Invalid', /no changes/);
  await refused(
    registry.apply([create('app:b'), create('app:a')], author),
    'AlreadyExists',
    /app:a exists already/,
  );
  await refused(
    registry.apply([create('app:b'), update('app:c')], author),
    'NotFound',
    /there is no entry app:c/,
  );
  await refused(registry.apply([remove('app:c')], author), 'NotFound');
  await refused(registry.apply([create('nonsense')], author), 'Invalid', /no entry id/);
  await refused(
    registry.apply([update('app:a', 'registry.entry')], author),
    'Invalid',
    /app:a is a process.host/,
  );
  assert.deepEqual(ids(registry), ['app:a']);
  assert.equal(registry.version.id, 0);
  assert.equal(registry.versions.length, 1);
});

test('R1: a schema, a reference or a circle refuses with every reason', async () => {
  const registry = await makeRegistry([entry(...library('app:a'))]);
  const ops = [
    create('app:s', 'store.memory', { max_size: 0 }),
    create('app:k', 'store.memry'),
    create('app:c', 'cache', { store: 'none' }),
  ];
  await refused(
    registry.apply(ops, author),
    'Invalid',
    /app:none, which does not exist.*store.memry.*max_size must be/,
  );
  const circle = [create(...library('app:b', 'app:a')), update(...library('app:a', 'app:b'))];
  await refused(registry.apply(circle, author), 'Invalid', /app:a -> app:b -> app:a/);
  assert.deepEqual(ids(registry), ['app:a']);
});

test('R1: a change that would give two variables one public name is refused, whichever it is made to', async () => {
  const variable = (name: string) => ({ variable: name, storage: 'vars' });
  const registry = await makeRegistry([
    entry('app:vars', 'env.storage.memory'),
    entry('app:one', 'env.variable', variable('ONE')),
    entry('app:two', 'env.variable', variable('TWO')),
  ]);
  for (const op of [
    create('app:three', 'env.variable', variable('ONE')),
    update('app:two', 'env.variable', variable('ONE')),
    update('app:one', 'env.variable', variable('TWO')),
  ])
    await refused(registry.apply([op], author), 'Invalid', /is the public name of app:(one|two) already/);
  const swapped = [
    update('app:one', 'env.variable', variable('TWO')),
    update('app:two', 'env.variable', variable('ONE')),
  ];
  await registry.apply(swapped, author);
  assert.equal(registry.graph.variable('TWO'), 'app:one');
});

test('R1: a change that would leave a reference without its entry is refused and names who refers', async () => {
  const registry = await makeRegistry([entry(...library('app:a')), entry(...library('app:b', 'app:a'))]);
  await refused(
    registry.apply([remove('app:a')], author),
    'Invalid',
    /app:b: imports.*names app:a, which does not exist/,
  );
  await registry.apply([remove('app:a'), update(...library('app:b'))], author);
  assert.deepEqual(ids(registry), ['app:b']);
});

test('what was wrong before does not keep others from changing', async () => {
  const registry = await makeRegistry([entry('app:broken', 'cache', { store: 'none' })]);
  await registry.apply([create('app:fine')], author);
  assert.equal(registry.version.id, 1);
});

test('O6: data with placeholders is accepted as it is written', async () => {
  const registry = await makeRegistry();
  await registry.apply([create('app:s', 'store.memory', { max_size: `\${env:SIZE|5}` })], author);
  assert.deepEqual(registry.view().get('app:s')?.data, { max_size: `\${env:SIZE|5}` });
});

test('registry.entry takes any data, whole sets of operations are squashed', async () => {
  const registry = await makeRegistry();
  const ops = [
    create('a:x', 'registry.entry', [1, 2]),
    update('a:x', 'registry.entry', 'text'),
    create('a:y'),
    remove('a:y'),
  ];
  const version = await registry.apply(ops, author);
  assert.equal((await registry.changesOf(version.id)).length, 1);
  assert.equal(registry.view().get('a:x')?.data, 'text');
  assert.deepEqual(ids(registry), ['a:x']);
});

function recorder(registry: Registry) {
  const seen: string[] = [];
  const transactions: Transaction[] = [];
  registry.join({
    name: 'recorder',
    prepare: (transaction) => {
      transactions.push(transaction);
      seen.push(`prepare ${transaction.ops.map((op) => `${op.type} ${idOf(op)}`).join(', ')}`);
      return { commit: () => seen.push('commit'), discard: () => seen.push('discard') };
    },
  });
  return { seen, transactions };
}

test('T1: deletes come first and dependents before what they need, then what is needed before what needs it', async () => {
  const registry = await makeRegistry([
    entry(...library('app:a')),
    entry(...library('app:b', 'app:a')),
    entry(...library('app:z')),
  ]);
  const { seen } = recorder(registry);
  const ops = [
    remove('app:a'),
    create(...library('app:c', 'app:d')),
    remove('app:b'),
    create(...library('app:d', 'app:z')),
    update('app:z', 'library.lua', { source: 'x' }),
  ];
  await registry.apply(ops, author);
  assert.deepEqual(seen, [
    'prepare delete app:b, delete app:a, update app:z, create app:d, create app:c',
    'commit',
  ]);
});

test('T1: the order holds also by way of entries that do not change', async () => {
  const registry = await makeRegistry([
    entry(...library('app:z')),
    entry(...library('app:m', 'app:z')),
    entry(...library('app:a', 'app:m')),
  ]);
  const { seen } = recorder(registry);
  const changed = { source: 'x', imports: { m: 'app:m' } };
  await registry.apply(
    [update('app:a', 'library.lua', changed), update('app:z', 'library.lua', { source: 'y' })],
    author,
  );
  assert.deepEqual(seen, ['prepare update app:z, update app:a', 'commit']);
});

test('participants learn who is affected without being changed, also by way of others', async () => {
  const registry = await makeRegistry([
    entry(...library('app:base')),
    entry(...library('app:middle', 'app:base')),
    entry('app:run', 'function.lua', { source: '', method: 'm', imports: { x: 'middle' } }),
    entry('app:after', 'registry.entry', {}, { depends_on: ['app:base'] }),
    entry('app:other'),
  ]);
  const { transactions } = recorder(registry);
  await registry.apply([update('app:base', 'library.lua', { source: 'return 2' })], author);
  assert.deepEqual(transactions[0]?.affected, ['app:after', 'app:middle', 'app:run']);
});

test('T2: the first that refuses ends it, and what was prepared is discarded, last first', async () => {
  const registry = await makeRegistry();
  const seen: string[] = [];
  const events: string[] = [];
  registry.watch(({ kind, path }) => events.push(`${kind} ${path}`));
  for (const name of ['one', 'two']) {
    registry.join({
      name,
      prepare: () => ({
        commit: () => seen.push(`commit ${name}`),
        discard: () => seen.push(`discard ${name}`),
      }),
    });
  }
  let refusing = true;
  registry.join({
    name: 'three',
    prepare: () => {
      if (refusing) throw failure('Invalid', 'app:x: does not compile');
      return undefined;
    },
  });
  await refused(registry.apply([create('app:x')], author), 'Invalid', /does not compile/);
  assert.deepEqual(seen.splice(0), ['discard two', 'discard one']);
  assert.deepEqual(events.splice(0), ['registry.begin v1', 'registry.discard v1']);
  assert.equal(registry.version.id, 0);
  refusing = false;
  await registry.apply([create('app:x')], author);
  assert.deepEqual(seen, ['commit one', 'commit two']);
  assert.equal(registry.version.id, 1);
});

test('a participant that breaks refuses too, without its reason reaching the caller as its own', async () => {
  const registry = await makeRegistry();
  registry.join({
    name: 'programs',
    prepare: () => {
      throw new TypeError('oh no');
    },
  });
  await refused(registry.apply([create('app:x')], author), 'Internal', /programs failed/);
});

test('T3: a participant that does not answer in time refuses, and what it prepares later is discarded', async () => {
  let elapse = () => {};
  const system = new SystemClock();
  const clock: Clock = {
    now: () => 0,
    nowNanos: () => 0n,
    monotonic: () => system.monotonic(),
    setTimer: (_, run) => {
      elapse = run;
      return { cancel: () => true };
    },
  };
  const registry = await makeRegistry([], { clock });
  const answer = Promise.withResolvers<{ commit(): void; discard(): void }>();
  const discarded = Promise.withResolvers<void>();
  registry.join({ name: 'slow', prepare: () => answer.promise });
  const result = registry.apply([create('app:x')], author);
  await new Promise(setImmediate);
  elapse();
  await refused(result, 'Timeout', /slow did not answer within 30 s/);
  assert.equal(registry.version.id, 0);
  answer.resolve({ commit: () => assert.fail(), discard: discarded.resolve });
  await discarded.promise;
});

test('R2: changes are applied one after the other', async () => {
  const registry = await makeRegistry();
  let running = 0;
  registry.join({
    name: 'counter',
    prepare: async () => {
      running++;
      assert.equal(running, 1);
      await new Promise(setImmediate);
      running--;
      return undefined;
    },
  });
  const versions = await Promise.all(
    ['a', 'b', 'c'].map((name) => registry.apply([create(`app:${name}`)], author)),
  );
  assert.deepEqual(
    versions.map(({ id }) => id),
    [1, 2, 3],
  );
});

test('R3: a change set for an older version is refused when it touches what changed since', async () => {
  const registry = await makeRegistry([entry('app:a'), entry('app:b')]);
  await registry.apply([update('app:a', 'registry.entry', { n: 1 })], author);
  const conflict = registry.apply([update('app:a', 'registry.entry', { n: 2 })], {
    author: 'other',
    base: 0,
  });
  await refused(conflict, 'Conflict', /app:a changed since version 0/);
  await registry.apply([update('app:b', 'registry.entry', { n: 2 })], { author: 'other', base: 0 });
  assert.equal(registry.version.id, 2);
});

test('R3: so is one that comes to the same, and one for an entry that came or went meanwhile', async () => {
  const registry = await makeRegistry([entry('app:a', 'registry.entry', 1), entry('app:b')]);
  await registry.apply([update('app:a', 'registry.entry', 2), remove('app:b'), create('app:c')], author);
  const stale = { ...author, base: 0 };
  await refused(registry.apply([update('app:a', 'registry.entry', 2)], stale), 'Conflict', /app:a changed/);
  await refused(registry.apply([update('app:b')], stale), 'Conflict', /app:b changed/);
  await refused(registry.apply([create('app:c')], stale), 'Conflict', /app:c changed/);
  assert.equal(registry.version.id, 1);
});

test('R4: entries that no change touches are the same objects', async () => {
  const registry = await makeRegistry([entry('app:a')]);
  const before = registry.view().get('app:a');
  await registry.apply([create('app:b')], author);
  assert.equal(registry.view().get('app:a'), before);
});

test('a version can be gone back to, forward to, and built on', async () => {
  const registry = await makeRegistry([entry('app:a', 'registry.entry', { n: 0 })]);
  await registry.apply([update('app:a', 'registry.entry', { n: 1 }), create('app:b')], author);
  await registry.apply([remove('app:b'), create('app:c')], author);
  const { seen } = recorder(registry);
  await registry.applyVersion(0);
  assert.deepEqual(ids(registry), ['app:a']);
  assert.deepEqual(registry.view().get('app:a')?.data, { n: 0 });
  assert.equal(registry.version.id, 0);
  assert.deepEqual(seen.splice(0), ['prepare delete app:c, update app:a', 'commit']);
  await registry.apply([create('app:b', 'registry.entry', 'new')], author);
  assert.equal(registry.version.id, 3);
  assert.equal(registry.version.parent, 0);
  await registry.applyVersion(2);
  assert.deepEqual(ids(registry), ['app:a', 'app:c']);
  await registry.applyVersion(3);
  assert.deepEqual(ids(registry), ['app:a', 'app:b']);
  assert.equal(registry.view().get('app:b')?.data, 'new');
  assert.deepEqual(
    registry.versions.map(({ id }) => id),
    [0, 1, 2, 3],
  );
  await refused(registry.applyVersion(9), 'NotFound');
});

test('whatever way was taken, a version is what it was when it was published', async () => {
  const name = fc.constantFrom('app:a', 'app:b', 'app:c');
  const step = fc.oneof(
    fc.record({ type: fc.constant('put' as const), id: name, n: fc.nat(3) }),
    fc.record({ type: fc.constant('remove' as const), id: name, n: fc.nat(3) }),
    fc.record({ type: fc.constant('move' as const), id: name, n: fc.nat(5) }),
  );
  const state = (registry: Registry) =>
    Object.fromEntries(ids(registry).map((id) => [id, registry.view().get(id)?.data]));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const registry = await makeRegistry([entry('app:a')]);
      const published = new Map([[0, state(registry)]]);
      for (const { type, id, n } of steps) {
        const isThere = registry.graph.entries.has(id);
        if (type === 'move') {
          if (published.has(n)) await registry.applyVersion(n);
        } else if (type === 'put') {
          const version = await registry.apply(
            [put(isThere ? 'update' : 'create', id, 'registry.entry', n)],
            author,
          );
          published.set(version.id, state(registry));
        } else if (isThere) {
          const version = await registry.apply([remove(id)], author);
          published.set(version.id, state(registry));
        }
        assert.deepEqual(state(registry), published.get(registry.version.id));
      }
      for (const [id, expected] of published) {
        const seen = Object.fromEntries(
          [...(await registry.viewAt(id)).entries()].map((each) => [each.id, each.data]),
        );
        assert.deepEqual(seen, expected);
      }
    }),
  );
});

test('a version that can no longer be had in force is refused, and the registry stays', async () => {
  const registry = await makeRegistry([entry('app:a')]);
  await registry.apply([create('app:b')], author);
  registry.join({
    name: 'guard',
    prepare: () => {
      throw failure('Invalid', 'no way back');
    },
  });
  await refused(registry.applyVersion(0), 'Invalid', /no way back/);
  assert.equal(registry.version.id, 1);
  assert.deepEqual(ids(registry), ['app:a', 'app:b']);
});

test('watchers see begin, each entry in order, and the commit, after it is in force', async () => {
  const registry = await makeRegistry([entry('app:old', 'registry.entry', { n: 1 })]);
  const events: RegistryEvent[] = [];
  const stop = registry.watch((event) => {
    if (event.kind === 'entry.create') assert.ok(registry.view().get(event.path) !== undefined);
    events.push(event);
  });
  await registry.apply([create('app:new', 'registry.entry', { n: 2 }), remove('app:old')], author);
  stop();
  await registry.apply([remove('app:new')], author);
  assert.deepEqual(events, [
    { system: 'registry', kind: 'registry.begin', path: 'v1', data: { version: 1 } },
    {
      system: 'registry',
      kind: 'entry.delete',
      path: 'app:old',
      data: { id: 'app:old', kind: 'registry.entry', meta: {}, data: { n: 1 } },
    },
    {
      system: 'registry',
      kind: 'entry.create',
      path: 'app:new',
      data: { id: 'app:new', kind: 'registry.entry', meta: {}, data: { n: 2 } },
    },
    { system: 'registry', kind: 'registry.commit', path: 'v1', data: { version: 1 } },
  ]);
});

test('a commit and a watcher that break keep nobody from theirs', async () => {
  const registry = await makeRegistry();
  const seen: string[] = [];
  registry.join({ name: 'bad', prepare: () => ({ commit: () => assert.fail() }) });
  registry.join({ name: 'good', prepare: () => ({ commit: () => seen.push('commit') }) });
  registry.watch(() => assert.fail());
  await registry.apply([create('app:x')], author);
  assert.deepEqual(seen, ['commit']);
  assert.equal(registry.version.id, 1);
});

test('loading goes through the participants, so a start refuses like a change', async () => {
  const registry = await makeRegistry();
  const { seen } = recorder(registry);
  const events: string[] = [];
  registry.watch(({ kind }) => events.push(kind));
  await registry.load(
    new Map([
      ['app:b', entry(...library('app:b', 'app:a'))],
      ['app:a', entry(...library('app:a'))],
    ]),
  );
  assert.deepEqual(seen, ['prepare create app:a, create app:b', 'commit']);
  assert.deepEqual(events, []);
});

test('modules are mounted by files only, which is said', async () => {
  const registry = await makeRegistry();
  const data = { component: 'acme/web', version: '*' };
  await refused(
    registry.apply([create('app:web', 'ns.dependency', data)], author),
    'Unavailable',
    /in the files/,
  );
});

test('without a history there is only the latest version', async () => {
  const registry = await makeRegistry([entry('app:a')], { history: new LatestVersion() });
  await registry.apply([create('app:b')], author);
  assert.deepEqual(
    registry.versions.map(({ id }) => id),
    [1],
  );
  await refused(registry.applyVersion(0), 'NotFound');
});

test('V1: a view shows the current version as it moves, or one version for ever', async () => {
  const registry = await makeRegistry([entry('app:a', 'registry.entry', {}, { type: 't' })]);
  const moving = registry.view();
  const fixed = moving.fixed();
  await registry.apply([create('app:b', 'registry.entry', {}, { type: 't' }), remove('app:a')], author);
  assert.deepEqual(
    [...moving.entries()].map(({ id }) => id),
    ['app:b'],
  );
  assert.deepEqual(
    [...fixed.entries()].map(({ id }) => id),
    ['app:a'],
  );
  assert.equal(fixed.get('app:b'), undefined);
  assert.equal(fixed.version.id, 0);
  assert.deepEqual(
    moving.find({ 'meta.type': 't' }).entries.map(({ id }) => id),
    ['app:b'],
  );
  assert.deepEqual(
    fixed.namespace('app').map(({ id }) => id),
    ['app:a'],
  );
  assert.deepEqual(
    [...(await registry.viewAt(0)).entries()].map(({ id }) => id),
    ['app:a'],
  );
  await refused(registry.viewAt(7), 'NotFound');
});

test('V1: a change set laid over a view is seen there and nowhere else', async () => {
  const registry = await makeRegistry([entry('app:a'), entry('app:c')]);
  const changed = entry('app:b', 'registry.entry', {}, { new: true });
  const laid = registry.view().with([
    { type: 'create', entry: changed },
    { type: 'delete', previous: entry('app:a') },
  ]);
  assert.deepEqual(
    [...laid.entries()].map(({ id }) => id),
    ['app:c', 'app:b'],
  );
  assert.deepEqual(laid.find({ 'meta.new': true }).entries, [changed]);
  assert.equal(registry.view().get('app:b'), undefined);
  await registry.apply([create('app:d')], author);
  assert.ok(laid.get('app:d') !== undefined, 'it follows what lies below');
});
