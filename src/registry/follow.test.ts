/** How the registry follows the files, and what is settled between both. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFailure } from '#base';
import { VirtualClock } from '#testing';
import { applyOps, type Entries, sameEntry } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import type { FileState } from './overlay.ts';
import type { ProposedOp } from './proposal.ts';
import { reconcile } from './reconcile.ts';
import { entriesOf, entry, load, testTable } from './registry.testing.ts';
import { Registry } from './registry.ts';

const index = (limit: number, more = '') => ({
  'src/_index.yaml': `namespace: app
entries:
  - {name: a, kind: registry.entry, limit: ${limit}}
  - {name: b, kind: registry.entry, n: 1}
${more}`,
});

async function begin(files: FileState): Promise<Registry> {
  const registry = new Registry({ kinds: testTable(), clock: new VirtualClock() });
  await registry.start(files);
  return registry;
}

const me = { author: 'me' };
const update = (id: string, data: Record<string, number | string>): ProposedOp => ({
  type: 'update',
  entry: entry(id, 'registry.entry', data),
});
const remove = (id: string): ProposedOp => ({ type: 'delete', id });
const data = (registry: Registry, id: string) => registry.view().get(id)?.data;

test('O2: the difference of two linked results is the change set; live entries are not touched', async () => {
  const registry = await begin(await load(index(1)));
  await registry.apply([update('app:b', { n: 2 })], me);
  const events: string[] = [];
  registry.watch(({ kind, path }) => events.push(`${kind} ${path}`));
  const { version, changes, conflicts } = await registry.follow(
    await load(index(5, '  - {name: c, kind: registry.entry}')),
  );
  assert.deepEqual([version.id, version.author, changes.length, conflicts], [2, 'files', 2, []]);
  assert.deepEqual([data(registry, 'app:a'), data(registry, 'app:b')], [{ limit: 5 }, { n: 2 }]);
  assert.deepEqual(events, [
    'registry.begin v2',
    'entry.update app:a',
    'entry.create app:c',
    'registry.commit v2',
  ]);
  const again = await registry.follow(await load(index(5, '  - {name: c, kind: registry.entry}')));
  assert.deepEqual([again.version.id, again.changes], [2, []]);
});

test('O2, O6: another override comes into force, and leaves alone what was written live', async () => {
  const over = (n: number, b = n) => ({ override: [`app:a:limit=${n}`, `app:b:n=${b}`] });
  const registry = await begin(await load(index(1), over(7)));
  await registry.apply([update('app:b', { n: 9 })], me);
  assert.deepEqual([data(registry, 'app:a'), data(registry, 'app:b')], [{ limit: 7 }, { n: 9 }]);
  const { version, changes } = await registry.follow(await load(index(1), over(8)));
  assert.deepEqual([version.id, changes], [2, []]);
  assert.deepEqual([data(registry, 'app:a'), data(registry, 'app:b')], [{ limit: 8 }, { n: 9 }]);
  await registry.applyVersion(0);
  assert.deepEqual([data(registry, 'app:a'), data(registry, 'app:b')], [{ limit: 8 }, { n: 8 }]);
  assert.deepEqual(await registry.difference(0, 2), await registry.difference(0, 1));
  await registry.follow(await load(index(1)));
  assert.deepEqual([data(registry, 'app:a'), data(registry, 'app:b')], [{ limit: 1 }, { n: 1 }]);
});

test('O2, O6: what an override gives by way of a requirement is not kept either', async () => {
  const files = {
    'wippy.lock': 'directories:\n  src: src\nreplacements:\n  - {from: acme/web, to: web}\n',
    'web/_index.yaml': `namespace: web
entries:
  - {name: title, kind: ns.requirement, default: plain, targets: [{entry: page, path: .title}]}
  - {name: page, kind: registry.entry}
`,
    'src/_index.yaml': `namespace: app
entries:
  - {name: web, kind: ns.dependency, component: acme/web, version: "*", parameters: [{name: title, value: ours}]}
`,
  };
  const parameters = 'app:web:parameters.0.value=secret';
  const registry = await begin(await load(files, { override: [parameters] }));
  assert.deepEqual(data(registry, 'web:page'), { title: 'secret' });
  const text = JSON.stringify(await registry.difference(0, 0)) + JSON.stringify(registry.liveChanges);
  assert.ok(!text.includes('secret'));
  await registry.apply([update('web:page', { title: 'secret', more: 1 })], me);
  const [op] = await registry.changesOf(1);
  assert.deepEqual(op?.type === 'update' && op.entry.data, { title: 'ours', more: 1 });
  assert.deepEqual(data(registry, 'web:page'), { title: 'secret', more: 1 });
});

test('O1: an entry that agrees with the files stands where the files say', async () => {
  const registry = await begin(await load(index(1)));
  await registry.apply([update('app:b', { n: 2 })], me);
  const { 'src/_index.yaml': text } = index(1);
  const moved = { 'src/_index.yaml': `# One more line.\n${text.replace('n: 1', 'n: 2')}` };
  assert.equal((await registry.follow(await load(moved))).version.id, 1);
  for (const [id, line] of [['app:a', 4] as const, ['app:b', 5] as const]) {
    const origin = registry.view().get(id)?.origin;
    assert.deepEqual(origin?.type === 'files' && [origin.path, origin.line], ['src/_index.yaml', line]);
  }
});

test('O4: conflicts are told as long as they last; taking a side settles them', async () => {
  const registry = await begin(await load(index(1)));
  await registry.apply([update('app:a', { limit: 2 }), remove('app:b')], me);
  const changed = await load({ 'src/_index.yaml': index(3)['src/_index.yaml'].replace('n: 1', 'n: 4') });
  const { conflicts, version } = await registry.follow(changed);
  assert.deepEqual([conflicts.map(({ id }) => id), version.id], [['app:a', 'app:b'], 1]);
  const [first, second] = conflicts;
  assert.deepEqual(
    [first?.agreed?.data, first?.files?.data, first?.live?.data, second?.live],
    [{ limit: 1 }, { limit: 3 }, { limit: 2 }, undefined],
  );
  await registry.take('files', 'app:b', me);
  assert.deepEqual([data(registry, 'app:b'), registry.version.id], [{ n: 4 }, 2]);
  await registry.take('live', 'app:a', me);
  assert.deepEqual([data(registry, 'app:a'), registry.conflicts], [{ limit: 2 }, []]);
  assert.deepEqual((await registry.follow(changed)).conflicts, []);
  await registry.take('files', 'app:a', me);
  assert.deepEqual(data(registry, 'app:a'), { limit: 3 });
  await assert.rejects(registry.take('files', 'app:a', me), (thrown) => isFailure(thrown, 'Invalid'));
  await assert.rejects(registry.take('live', 'app:none', me), (thrown) => isFailure(thrown, 'Invalid'));
});

test('R1: what the files say and a participant refuses changes nothing, and is tried again', async () => {
  const registry = await begin(await load(index(1)));
  let refuses = true;
  registry.join({
    name: 'guard',
    prepare: () => {
      if (refuses) throw new Error('not now');
      return undefined;
    },
  });
  const changed = await load(index(2));
  await assert.rejects(registry.follow(changed));
  assert.deepEqual([data(registry, 'app:a'), registry.version.id], [{ limit: 1 }, 0]);
  refuses = false;
  assert.equal((await registry.follow(changed)).version.id, 1);
});

test('O3, O4: whatever was changed where, each entry is as one side says, and a second reading changes nothing', () => {
  const entries = fc
    .dictionary(fc.constantFrom('a:1', 'a:2', 'a:3'), fc.nat(2))
    .map((given) => entriesOf(...Object.entries(given).map(([id, n]) => entry(id, 'registry.entry', { n }))));
  const same = (one: StoredEntry | undefined, other: StoredEntry | undefined) =>
    one === undefined || other === undefined ? one === other : sameEntry(one, other);
  const settle = (agreed: Entries, settled: ReadonlyMap<string, StoredEntry | undefined>): Entries => {
    const all = [...new Map<string, StoredEntry | undefined>([...agreed, ...settled])];
    return new Map(all.flatMap(([id, each]) => (each === undefined ? [] : [[id, each] as const])));
  };
  fc.assert(
    fc.property(entries, entries, entries, fc.constantFrom('live', 'files'), (agreed, files, live, side) => {
      const found = reconcile({ agreed, files, live }, side);
      const after = applyOps(live, found.changes);
      for (const id of ['a:1', 'a:2', 'a:3']) {
        const [was, file, now, then] = [agreed.get(id), files.get(id), live.get(id), after.get(id)];
        if (same(was, file)) assert.ok(same(then, now), 'files that did not change change nothing');
        else if (same(was, now)) assert.ok(same(then, file), 'what only the files changed follows them');
        else assert.ok(same(then, side === 'files' ? file : now));
        const isConflict = !same(was, file) && !same(was, now) && !same(file, now);
        assert.equal(
          found.conflicts.some((each) => each.id === id),
          isConflict && side === 'live',
        );
      }
      const again = reconcile({ agreed: settle(agreed, found.agreed), files, live: after }, side);
      assert.deepEqual([again.changes, again.agreed.size, again.conflicts], [[], 0, found.conflicts]);
    }),
  );
});
