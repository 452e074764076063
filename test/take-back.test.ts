/** Taking back, on a registry alone, against the rule itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SystemClock } from '../src/base/index.ts';
import { idOf, KindTable, type ProposedOp, Registry, registryKinds } from '../src/registry/index.ts';
import { takeBack } from '../src/runtime/guard/take-back.ts';

const ids = ['app:a', 'app:b', 'app:c', 'app:d'];

/** What an entry is to become; undefined: it goes. */
type Wanted = ReadonlyMap<string, number | undefined>;

const wanted: fc.Arbitrary<Wanted> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.option(fc.nat(3), { nil: undefined })), {
    selector: ([id]) => id,
    minLength: 1,
  })
  .map((pairs) => new Map(pairs));

function state(registry: Registry): Map<string, unknown> {
  return new Map([...registry.graph.entries.values()].map(({ id, data }) => [id, data]));
}

function opsFor(registry: Registry, change: Wanted): ProposedOp[] {
  return [...change].flatMap(([id, data]): ProposedOp[] => {
    const present = registry.graph.entries.get(id);
    if (data === undefined) return present === undefined ? [] : [{ type: 'delete', id }];
    const entry = { id, kind: 'registry.entry', meta: {}, data };
    return [{ type: present === undefined ? 'create' : 'update', entry }];
  });
}

async function change(registry: Registry, author: string, to: Wanted): Promise<void> {
  const ops = opsFor(registry, to);
  if (ops.length > 0) await registry.apply(ops, { author });
}

const by = { author: 'guard', message: '' };

test('B1: what nobody changed since is as it was before, everything else is as it is', async () => {
  await fc.assert(
    fc.asyncProperty(wanted, wanted, fc.array(wanted, { maxLength: 4 }), async (first, theirs, others) => {
      const registry = new Registry({ kinds: new KindTable(registryKinds), clock: new SystemClock() });
      await registry.load(new Map());
      await change(registry, 'somebody', first);
      const before = state(registry);
      const base = registry.version.id;
      await change(registry, 'agent', theirs);
      const made = registry.version.id;
      if (made === base) return;
      const touched = new Set((await registry.changesOf(made)).map(idOf));
      for (const other of others) await change(registry, 'bob', other);
      const now = state(registry);
      const since = new Set((await registry.difference(made, registry.version.id)).map(idOf));

      const { left, entries, version } = await takeBack(registry, [made], by);

      const after = state(registry);
      for (const id of ids) {
        const isMine = touched.has(id) && !since.has(id);
        assert.deepEqual(after.get(id), (isMine ? before : now).get(id), id);
      }
      assert.deepEqual(new Set(entries), touched.difference(since));
      for (const { entry, reason } of left) {
        assert.ok(touched.has(entry) && since.has(entry));
        assert.match(reason, /^changed since by bob in version \d+$/);
      }
      assert.equal(version, entries.length > 0 ? registry.version.id : undefined);
    }),
    { numRuns: 200 },
  );
});

test('B1: several versions are taken back as one change, whatever others did in between', async () => {
  await fc.assert(
    fc.asyncProperty(wanted, fc.array(wanted, { minLength: 1, maxLength: 4 }), async (first, steps) => {
      const registry = new Registry({ kinds: new KindTable(registryKinds), clock: new SystemClock() });
      await registry.load(new Map());
      await change(registry, 'somebody', first);
      const before = state(registry);
      const versions: number[] = [];
      for (const [n, step] of steps.entries()) {
        const base = registry.version.id;
        await change(registry, 'agent', step);
        if (registry.version.id !== base) versions.push(registry.version.id);
        await change(registry, 'bob', new Map([[`app:other-${n}`, n]]));
      }
      if (versions.length === 0) return;
      await takeBack(registry, versions, by);
      const after = state(registry);
      for (const id of ids) assert.deepEqual(after.get(id), before.get(id), id);
      for (const n of steps.keys()) assert.equal(after.get(`app:other-${n}`), n);
    }),
    { numRuns: 100 },
  );
});
