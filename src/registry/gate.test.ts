import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FailureKind, isFailure } from '#base';
import { VirtualClock } from '#testing';
import { type AuditLine, AuditRing } from './audit.ts';
import { ChangeLimiter } from './change-rate.ts';
import { Gate, type Watched } from './gate.ts';
import { LatestVersion } from './history.ts';
import type { ProposedOp } from './proposal.ts';
import type { ProtectionRule } from './protection.ts';
import { entry, makeRegistry } from './registry.testing.ts';
import type { Registry } from './registry.ts';

const create = (...given: Parameters<typeof entry>): ProposedOp => ({
  type: 'create',
  entry: entry(...given),
});
const update = (...given: Parameters<typeof entry>): ProposedOp => ({
  type: 'update',
  entry: entry(...given),
});
const remove = (id: string): ProposedOp => ({ type: 'delete', id });

async function refused(promise: Promise<unknown>, kind: FailureKind, message: RegExp) {
  const thrown = await promise.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => error,
  );
  assert.ok(isFailure(thrown, kind), String(thrown));
  assert.match(thrown.message, message);
  return thrown;
}

const by = (author: string) => ({ author });

function protectedBy(...protections: ProtectionRule[]) {
  const clock = new VirtualClock();
  const entries = [entry('app:a'), entry('app.core:b'), entry('app.core.deep:c')];
  return makeRegistry(entries, { clock, gate: new Gate({ clock, protections }) });
}

test('P1: an entry that a rule protects is changed by those whom it names, and by nobody else', async () => {
  const registry = await protectedBy({ entries: ['app.core:*'], actors: ['admin', 'release-*'] });
  const refusal = await refused(
    registry.apply([update('app.core:b', 'registry.entry', 1)], by('agent')),
    'PermissionDenied',
    /app\.core:b is protected: agent may not change that/,
  );
  assert.equal(refusal.retryable, false);
  assert.deepEqual(refusal.details, { code: 'protected', actor: 'agent', entries: ['app.core:b'] });
  await refused(registry.apply([create('app.core:new')], by('agent')), 'PermissionDenied', /app\.core:new/);
  await refused(registry.apply([remove('app.core:b')], by('adminx')), 'PermissionDenied', /adminx/);
  await registry.apply([create('app.core:new')], by('release-7'));
  await registry.apply([remove('app.core:b')], by('admin'));
  await registry.apply([update('app:a', 'registry.entry', 1)], by('agent'));
});

test('P1: one protected entry refuses the whole change', async () => {
  const registry = await protectedBy({ entries: ['app.core.**'], actors: [] });
  const ops = [update('app:a', 'registry.entry', 1), remove('app.core.deep:c')];
  await refused(registry.apply(ops, by('agent')), 'PermissionDenied', /app\.core\.deep:c/);
  assert.deepEqual(registry.view().get('app:a')?.data, {});
  assert.equal(registry.version.id, 0);
});

test('P1: going to another version is a change like any other', async () => {
  const registry = await protectedBy({ entries: ['app.core:*'], actors: ['admin'] });
  await registry.apply([update('app.core:b', 'registry.entry', 1)], by('admin'));
  await refused(registry.applyVersion(0, by('agent')), 'PermissionDenied', /app\.core:b/);
  await registry.applyVersion(0, by('admin'));
});

test('P2: every rule that protects an entry must name the actor', async () => {
  const registry = await protectedBy(
    { entries: ['app.**'], actors: ['admin', 'agent'] },
    { entries: ['app.core:*'], actors: ['admin'] },
  );
  await registry.apply([update('app:a', 'registry.entry', 1)], by('agent'));
  await refused(
    registry.apply([update('app.core:b', 'registry.entry', 1)], by('agent')),
    'PermissionDenied',
    /core/,
  );
  await registry.apply([update('app.core:b', 'registry.entry', 1)], by('admin'));
});

test('P2, P3: an entry names in its metadata who may change it, and cannot be talked out of it', async () => {
  const registry = await makeRegistry([
    entry('app:locked', 'registry.entry', {}, { protected: true }),
    entry('app:shared', 'registry.entry', {}, { protected: ['alice', 'bots/*'] }),
  ]);
  await refused(
    registry.apply([update('app:locked', 'registry.entry', 1)], by('alice')),
    'PermissionDenied',
    /app:locked/,
  );
  await refused(
    registry.apply([update('app:shared', 'registry.entry', 1)], by('bob')),
    'PermissionDenied',
    /app:shared/,
  );
  const removed = [remove('app:shared'), create('app:shared')];
  await refused(registry.apply(removed, by('bob')), 'PermissionDenied', /app:shared/);
  await registry.apply([update('app:shared', 'registry.entry', 1)], by('bots/7'));
  await registry.apply([update('app:shared', 'registry.entry', 2)], by('bob'));
});

test('P4: files and taking back are not bound', async () => {
  const registry = await protectedBy({ entries: ['**'], actors: [] });
  const next = entry('app:a', 'registry.entry', 1);
  await registry.applyChanges([{ type: 'update', entry: next, previous: entry('app:a') }], by('files'));
  await registry.applyChanges([{ type: 'update', entry: entry('app:a'), previous: next }], {
    author: 'guard',
    act: 'take back',
  });
  assert.equal(registry.version.id, 2);
});

function limited(changes: number, per: number) {
  const clock = new VirtualClock();
  return { clock, limiter: new ChangeLimiter({ changes, per }, clock) };
}

test('Cr1, Cr2, Cr4: an actor that asked too often is told when to ask again, and may then', async () => {
  const clock = new VirtualClock();
  const gate = new Gate({ clock, rate: { changes: 2, per: 60_000 } });
  const registry = await makeRegistry([], { clock, gate });
  await registry.apply([create('app:a')], by('agent'));
  await refused(registry.apply([], by('agent')), 'Invalid', /no changes/);
  const refusal = await refused(registry.apply([create('app:b')], by('agent')), 'RateLimited', /30000 ms/);
  assert.equal(refusal.retryable, true);
  assert.deepEqual(refusal.details, { retry_after: 30_000, changes: 2, per: 60_000 });
  await registry.apply([create('app:c')], by('other'));
  clock.advance(29_999);
  await refused(registry.apply([create('app:b')], by('agent')), 'RateLimited', /again in 1 ms/);
  clock.advance(1);
  await registry.apply([create('app:b')], by('agent'));
  await registry.applyChanges([], by('agent'));
});

test('Cr2: a bucket never holds more than one filling', () => {
  const { clock, limiter } = limited(3, 1000);
  clock.advance(1_000_000);
  for (let i = 0; i < 3; i++) limiter.take('one');
  assert.throws(() => limiter.take('one'), /again in 334 ms/);
});

test('Cr3: processes without an actor share one bucket', () => {
  const { limiter } = limited(2, 1000);
  limiter.take('{app:host|0x00001}');
  limiter.take('{app:host|0x00002}');
  assert.throws(() => limiter.take('{app:host|0x00003}'), /RateLimited|more than 2/);
});

test('Cr2: ever new actors do not pile up, and forgetting one gives it nothing', () => {
  const { clock, limiter } = limited(1, 1000);
  limiter.take('first');
  for (let i = 0; i < 5000; i++) {
    clock.advance(0.1);
    limiter.take(`actor-${i}`);
  }
  assert.throws(() => limiter.take('first'));
});

function watched(author: string, told: string[] = []): Watched {
  return {
    author,
    version: 1,
    until: 0,
    extended: ({ id }, changes) => told.push(`v${id} ${changes.length}`),
  };
}

async function watching(registry: Registry, author: string, told?: string[]) {
  const one = watched(author, told);
  registry.gate.watch(['app:a'], one);
  return one;
}

test('B4: a watched entry is changed by its author alone, whichever way the change comes', async () => {
  const registry = await makeRegistry([entry('app:a'), entry('app:b')]);
  await registry.apply([update('app:a', 'registry.entry', 1)], by('alice'));
  const told: string[] = [];
  const one = await watching(registry, 'alice', told);
  const refusal = await refused(
    registry.apply([update('app:b', 'registry.entry', 1), remove('app:a')], by('bob')),
    'Conflict',
    /app:a is watched since alice changed it in version 1/,
  );
  assert.equal(refusal.retryable, true);
  const byFiles = [{ type: 'delete' as const, previous: entry('app:a') }];
  await refused(registry.applyChanges(byFiles, by('files')), 'Conflict', /app:a/);
  await refused(registry.applyVersion(0, by('bob')), 'Conflict', /app:a/);
  assert.equal(registry.version.id, 1);
  await registry.apply([update('app:b', 'registry.entry', 1)], by('bob'));
  assert.deepEqual(told, []);
  await registry.apply([update('app:a', 'registry.entry', 2)], by('alice'));
  assert.deepEqual(told, ['v3 1']);
  registry.gate.release(one);
  await registry.apply([remove('app:a')], by('bob'));
});

test('every attempt stands in the audit trail, with what became of it', async () => {
  const registry = await protectedBy({ entries: ['app.core:*'], actors: [] });
  await registry.apply([create('app:n')], { author: 'alice', message: 'a new one' });
  await assert.rejects(registry.apply([remove('app.core:b')], by('bob')));
  await assert.rejects(registry.apply([create('app:n')], by('bob')));
  await registry.applyVersion(0, by('carol'));
  const lines = await registry.audit(10);
  const shown = lines.map(
    ({ serial, actor, act, outcome, version, entries, refusal }: AuditLine) =>
      `${serial} ${actor} ${act} ${outcome} ${version ?? '-'} ${entries.join()} ${refusal?.kind ?? ''}`,
  );
  assert.deepEqual(shown, [
    '1 alice apply done 1 app:n ',
    '2 bob apply refused - app.core:b PermissionDenied',
    '3 bob apply refused - app:n AlreadyExists',
    '4 carol move done 0  ',
  ]);
  assert.equal(lines[0]?.message, 'a new one');
});

test('a trail that cannot be kept refuses nothing', async () => {
  class Full extends LatestVersion {
    override record(): void {
      throw new Error('no space left');
    }
  }
  const registry = await makeRegistry([], { history: new Full() });
  assert.equal((await registry.apply([create('app:a')], by('me'))).id, 1);
});

test('a trail in memory holds the latest lines only', () => {
  const ring = new AuditRing(3);
  const line = {
    time: 0,
    actor: '',
    act: 'apply',
    outcome: 'done',
    entries: [],
    count: 0,
    message: '',
  } as const;
  for (let serial = 1; serial <= 100; serial++) {
    ring.record({ ...line, serial });
    assert.ok(ring.latest(1000).length <= 3);
  }
  assert.deepEqual(
    ring.latest(2).map(({ serial }) => serial),
    [99, 100],
  );
});
