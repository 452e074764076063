/** What every history does, in memory, in SQLite and in PostgreSQL; and what those do that last. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { isFailure, SystemClock } from '#base';
import { PostgresServer } from '#testing';
import { type History, MemoryHistory } from '../history.ts';
import type { FileState } from '../overlay.ts';
import type { ProposedOp } from '../proposal.ts';
import { entriesOf, entry, testTable } from '../registry.testing.ts';
import { Registry } from '../registry.ts';
import type { StartOptions } from '../registry-options.ts';
import { isInUse } from './in-use.ts';
import { PostgresHistory } from './postgres-history.ts';
import { SqliteHistory } from './sqlite-history.ts';

/** A place that a history can be opened at again and again. */
interface Place {
  readonly name: string;
  readonly lasts: boolean;
  /** A new place each time. */
  make(): () => History | Promise<History>;
}

const folder = mkdtempSync(join(tmpdir(), 'wippy-history-'));
const server = await PostgresServer.start();
after(async () => {
  rmSync(folder, { recursive: true });
  await server?.remove();
});

let made = 0;
const places: Place[] = [
  { name: 'memory', lasts: false, make: () => () => new MemoryHistory() },
  {
    name: 'sqlite',
    lasts: true,
    make: () => {
      const path = join(folder, `${++made}`, 'registry.db');
      return () => SqliteHistory.open(path);
    },
  },
];
if (server === undefined) test.skip('histories in PostgreSQL: it is not installed');
else {
  places.push({
    name: 'postgres',
    lasts: true,
    make: () => {
      const schema = `s${++made}`;
      return () => PostgresHistory.open(server.dsn, schema);
    },
  });
}

const create = (...given: Parameters<typeof entry>): ProposedOp => ({
  type: 'create',
  entry: entry(...given),
});
const update = (...given: Parameters<typeof entry>): ProposedOp => ({
  type: 'update',
  entry: entry(...given),
});
const remove = (id: string): ProposedOp => ({ type: 'delete', id });
const me = { author: 'me' };

/** What the files say, one text for each entry; `over` lies over some of them. */
function files(
  texts: Readonly<Record<string, string>>,
  over: Readonly<Record<string, string>> = {},
): FileState {
  const file = (id: string, text: string) => ({
    ...entry(id, 'registry.entry', { text }),
    origin: { type: 'files', path: 'src/_index.yaml', line: 3, column: 5 } as const,
  });
  const written = Object.entries(texts).map(([id, text]) => file(id, text));
  const laid = written.map((each) =>
    over[each.id] === undefined ? each : file(each.id, over[each.id] ?? ''),
  );
  return {
    entries: entriesOf(...laid),
    overridden: entriesOf(...written.filter(({ id }) => over[id] !== undefined)),
  };
}

/** A start of the application with these files. */
async function start(open: () => History | Promise<History>, given: FileState, options: StartOptions = {}) {
  const history = await open();
  const registry = new Registry({ kinds: testTable(), clock: new SystemClock(), history });
  try {
    const followed = await registry.start(given, options);
    return { registry, history, ...followed };
  } catch (thrown) {
    await history.close();
    throw thrown;
  }
}

function texts(registry: Registry): Record<string, unknown> {
  return Object.fromEntries(
    [...registry.graph.entries.values()].map(({ id, data }) => [id, (data as { text?: unknown }).text]),
  );
}

for (const { name, lasts, make } of places) {
  test(`${name}: a version has parent, author, time, message, change set, its inverse and origins`, async () => {
    const { registry } = await start(make(), files({ 'app:a': 'one' }));
    const before = Date.now();
    await registry.apply([update('app:a', 'registry.entry', { text: 'two' }), create('app:b')], {
      author: 'alice',
      message: 'two things',
    });
    const version = registry.findVersion(1);
    assert.ok(version !== undefined && version.time >= before);
    assert.deepEqual(
      { ...version, time: 0 },
      { id: 1, parent: 0, author: 'alice', time: 0, message: 'two things' },
    );
    const [changed, created] = await registry.changesOf(1);
    assert.ok(changed?.type === 'update' && created?.type === 'create');
    assert.deepEqual(changed.entry.origin, { type: 'live', version: 1, author: 'alice' });
    assert.deepEqual(changed.previous.origin, { type: 'files', path: 'src/_index.yaml', line: 3, column: 5 });
    assert.deepEqual(await registry.difference(1, 0), [
      { type: 'delete', previous: created.entry },
      { type: 'update', entry: changed.previous, previous: changed.entry },
    ]);
    await registry.close();
  });

  test(`${name}: values that JSON has no form for come back as they were`, async () => {
    const data = {
      text: 'grün \0 \ud800 "$',
      big: 12345678901234567890n,
      number: Number.NEGATIVE_INFINITY,
      $bigint: '5',
      $$x: { $number: 1n },
      list: [null, true, 1.5, []],
    };
    const open = make();
    const { registry } = await start(open, files({}));
    await registry.apply([create('app:a', 'registry.entry', data, { ['__proto__']: 1 })], me);
    const [op] = await registry.changesOf(1);
    assert.ok(op?.type === 'create');
    assert.deepEqual(op.entry.data, data);
    assert.ok(Object.hasOwn(op.entry.meta, '__proto__'));
    await registry.close();
    if (!lasts) return;
    const again = await start(open, files({}));
    assert.deepEqual(again.registry.view().get('app:a')?.data, data);
    await again.registry.close();
  });

  test(`${name}: a verdict stays with its version, and the audit trail is kept`, async () => {
    const open = make();
    let { registry } = await start(open, files({ 'app:a': 'one' }));
    await registry.apply([create('app:b')], me);
    const verdict = { state: 'kept', summary: 'fine' } as never; // what a guard says is of no matter here
    await registry.judge(1, verdict);
    assert.deepEqual(registry.version.verdict, verdict);
    await assert.rejects(registry.judge(9, verdict), (thrown) => isFailure(thrown, 'NotFound'));
    await assert.rejects(registry.apply([create('app:b')], me));
    if (lasts) {
      await registry.close();
      ({ registry } = await start(open, files({ 'app:a': 'one' })));
      await registry.apply([create('app:c')], me);
    }
    assert.deepEqual(registry.findVersion(1)?.verdict, verdict);
    const lines = await registry.audit(10);
    assert.deepEqual(
      lines.map(({ serial, outcome }) => `${serial} ${outcome}`),
      ['1 done', '2 refused', ...(lasts ? ['3 done'] : [])],
    );
    await registry.close();
  });
}

for (const { name, make } of places.filter(({ lasts }) => lasts)) {
  test(`${name}: O3: a start goes on at the head: unchanged files change nothing, live changes stay`, async () => {
    const open = make();
    const given = { 'app:a': 'one', 'app:b': 'one', 'app:c': 'one' };
    const first = await start(open, files(given));
    assert.equal(first.version.id, 0);
    await first.registry.apply([update('app:a', 'registry.entry', { text: 'live' }), remove('app:b')], me);
    await first.registry.apply([create('app:d', 'registry.entry', { text: 'live' })], me);
    await first.registry.close();
    const { registry, version, changes, conflicts } = await start(open, files(given));
    assert.deepEqual([version.id, version.author, changes, conflicts], [2, 'me', [], []]);
    assert.deepEqual(texts(registry), { 'app:a': 'live', 'app:c': 'one', 'app:d': 'live' });
    assert.deepEqual(
      registry.versions.map(({ id }) => id),
      [0, 1, 2],
    );
    await registry.applyVersion(0);
    assert.deepEqual(texts(registry), given);
    await registry.apply([create('app:e')], me);
    assert.equal(registry.version.parent, 0);
    await registry.close();
    const last = await start(open, files(given));
    assert.equal(last.registry.version.id, 3);
    await last.registry.close();
  });

  test(`${name}: O3: what only the files changed meanwhile becomes a version, whose author are the files`, async () => {
    const open = make();
    const first = await start(open, files({ 'app:a': 'one', 'app:b': 'one', 'app:c': 'one' }));
    await first.registry.apply([update('app:a', 'registry.entry', { text: 'live' })], me);
    await first.registry.close();
    const given = files({ 'app:a': 'one', 'app:b': 'two', 'app:d': 'new' });
    const { registry, version } = await start(open, given);
    assert.deepEqual([version.id, version.parent, version.author], [2, 1, 'files']);
    assert.deepEqual(texts(registry), { 'app:a': 'live', 'app:b': 'two', 'app:d': 'new' });
    await registry.close();
    const again = await start(open, given);
    assert.equal(again.version.id, 2);
    await again.registry.close();
  });

  test(`${name}: O4: an entry changed on both sides stays live until somebody settles it`, async () => {
    const open = make();
    const first = await start(open, files({ 'app:a': 'one', 'app:b': 'one' }));
    const both = ['app:a', 'app:b'].map((id) => update(id, 'registry.entry', { text: 'live' }));
    await first.registry.apply(both, me);
    await first.registry.close();
    const given = files({ 'app:a': 'two', 'app:b': 'two' });
    for (let turn = 0; turn < 2; turn++) {
      const { registry, conflicts, version } = await start(open, given);
      assert.equal(version.id, 1);
      assert.deepEqual(
        conflicts.map(({ id }) => id),
        ['app:a', 'app:b'],
      );
      assert.deepEqual(registry.conflicts, conflicts);
      await registry.close();
    }
    const { registry } = await start(open, given);
    await registry.take('live', 'app:a', me);
    assert.equal((await registry.take('files', 'app:b', me)).id, 2);
    assert.deepEqual([texts(registry), registry.conflicts], [{ 'app:a': 'live', 'app:b': 'two' }, []]);
    await registry.close();
    const settled = await start(open, given);
    assert.deepEqual([settled.conflicts, settled.version.id], [[], 2]);
    assert.deepEqual(texts(settled.registry), { 'app:a': 'live', 'app:b': 'two' });
    await settled.registry.close();
    await assert.rejects(
      start(open, files({ 'app:a': 'three', 'app:b': 'two' }), { onConflict: 'fail' }),
      (thrown) => {
        assert.ok(isFailure(thrown, 'Conflict'));
        assert.match(thrown.message, /app:a.*take files app:a/);
        return true;
      },
    );
    const won = await start(open, files({ 'app:a': 'three', 'app:b': 'two' }), { onConflict: 'files' });
    assert.deepEqual(texts(won.registry), { 'app:a': 'three', 'app:b': 'two' });
    await won.registry.close();
  });

  test(`${name}: O6: what lies over the files is in force and never kept`, async () => {
    const open = make();
    const first = await start(open, files({ 'app:a': 'one', 'app:b': 'one' }, { 'app:a': 'secret' }));
    assert.deepEqual(texts(first.registry), { 'app:a': 'secret', 'app:b': 'one' });
    const kept = { ...(first.registry.view().get('app:a')?.data as object), more: 1 };
    await first.registry.apply([update('app:a', 'registry.entry', kept)], me);
    assert.deepEqual(first.registry.view().get('app:a')?.data, { text: 'secret', more: 1 });
    assert.ok(!JSON.stringify(await first.registry.changesOf(1)).includes('secret'));
    await first.registry.close();
    const history = await open();
    assert.ok(!JSON.stringify([...(history.head?.entries ?? [])]).includes('secret'));
    assert.deepEqual(history.head?.entries.get('app:a')?.data, { text: 'one', more: 1 });
    await history.close();
    const other = await start(open, files({ 'app:a': 'one', 'app:b': 'one' }, { 'app:a': 'another' }));
    assert.deepEqual(other.registry.view().get('app:a')?.data, { text: 'another', more: 1 });
    assert.equal(other.version.id, 1);
    await other.registry.close();
    const none = await start(open, files({ 'app:a': 'one', 'app:b': 'one' }));
    assert.deepEqual(none.registry.view().get('app:a')?.data, { text: 'one', more: 1 });
    await none.registry.close();
  });

  test(`${name}: a step that cannot be written changes nothing`, async () => {
    const open = make();
    const { registry, history } = await start(open, files({ 'app:a': 'one' }));
    await history.close();
    const events: string[] = [];
    registry.watch(({ kind }) => events.push(kind));
    await assert.rejects(registry.apply([create('app:b')], me), (thrown) => isFailure(thrown, 'Unavailable'));
    assert.deepEqual([registry.version.id, texts(registry)], [0, { 'app:a': 'one' }]);
    assert.deepEqual(events, ['registry.begin', 'registry.discard']);
  });

  test(`${name}: a second process is refused while one has the history`, async () => {
    const open = make();
    const { registry } = await start(open, files({}));
    await assert.rejects(
      async () => open(),
      (thrown) => {
        assert.ok(isFailure(thrown, 'Unavailable'), String(thrown));
        assert.match(thrown.message, /in use by another process/);
        assert.ok(isInUse(thrown));
        return true;
      },
    );
    await registry.close();
    const again = await open();
    await again.close();
  });

  test(`${name}: whatever was done, a start finds what was in force, and every version as it was`, async () => {
    const id = fc.constantFrom('app:a', 'app:b', 'app:c');
    const step = fc.oneof(
      fc.record({ type: fc.constant('put' as const), id, n: fc.nat(3) }),
      fc.record({ type: fc.constant('remove' as const), id, n: fc.nat(3) }),
      fc.record({ type: fc.constant('move' as const), id, n: fc.nat(5) }),
      fc.record({ type: fc.constant('restart' as const), id, n: fc.nat(3) }),
    );
    const property = fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      const open = make();
      const given = files({ 'app:a': 'one' });
      let { registry } = await start(open, given);
      const published = new Map([[0, texts(registry)]]);
      for (const { type, id, n } of steps) {
        const isThere = registry.graph.entries.has(id);
        if (type === 'move' && published.has(n)) await registry.applyVersion(n);
        else if (type === 'put' || (type === 'remove' && isThere)) {
          const op =
            type === 'remove' ? remove(id) : (isThere ? update : create)(id, 'registry.entry', { text: n });
          const version = await registry.apply([op], me);
          published.set(version.id, texts(registry));
        } else if (type === 'restart') {
          const before = registry.version.id;
          await registry.close();
          ({ registry } = await start(open, given));
          assert.equal(registry.version.id, before);
        }
        assert.deepEqual(texts(registry), published.get(registry.version.id));
      }
      for (const [version, expected] of published) {
        const view = await registry.viewAt(version);
        const seen = [...view.entries()].map(({ id, data }) => [id, (data as { text: unknown }).text]);
        assert.deepEqual(Object.fromEntries(seen), expected);
      }
      await registry.close();
    });
    await fc.assert(property, { numRuns: 8 });
  });
}
