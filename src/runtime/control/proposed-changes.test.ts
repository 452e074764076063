import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Data, isFailure } from '#base';
import { t } from '#plugin';
import { KindTable, type ProposedOp, type Registry, type StoredEntry } from '#registry';
import { proposalOf } from './proposed-changes.ts';

const kinds = new KindTable([
  {
    kind: 'door',
    summary: 'Is locked.',
    data: t.object({ code: t.optional(t.secret), floor: t.integer({ default: 0 }) }),
  },
]);

const stored = (name: string, data: Data): [string, StoredEntry] => [
  `app:${name}`,
  { id: `app:${name}`, kind: 'door', meta: {}, data, origin: { type: 'live', version: 1, author: 'test' } },
];

const entries = new Map([stored('one', { code: '1', floor: 1 }), stored('two', {})]);
const registry = { graph: { entries }, kinds } as unknown as Registry; // what is asked of it

type Asked = Parameters<typeof proposalOf>[0][number];

const asks = (...changes: Asked[]) => proposalOf(changes, registry, 'test');

const op = (type: 'create' | 'update', name: string, data: Data): ProposedOp => ({
  type,
  entry: { id: `app:${name}`, kind: 'door', meta: {}, data },
});

test('a put creates what is not there, updates what is, and is nothing where nothing differs', () => {
  assert.deepEqual(
    asks(
      { type: 'put', id: 'app:new', kind: 'door', data: { floor: 3 } },
      { type: 'put', id: 'app:two', kind: 'door', data: { floor: 4 } },
      { type: 'put', id: 'app:one', kind: 'door', data: { code: '***', floor: 1 } },
    ),
    [op('create', 'new', { floor: 3 }), op('update', 'two', { floor: 4 })],
  );
});

test('a kind that is left out is the present one', () => {
  assert.deepEqual(asks({ type: 'update', id: 'app:two', data: { floor: 1 } }), [
    op('update', 'two', { floor: 1 }),
  ]);
  assert.throws(() => asks({ type: 'put', id: 'app:new' }, { type: 'create', id: 'app:newer' }), {
    message: /^app:new: kind is required: .*; app:newer: kind is required/,
  });
});

test('what comes later sees what came before', () => {
  assert.deepEqual(
    asks({ type: 'delete', id: 'app:two' }, { type: 'put', id: 'app:two', kind: 'door', data: {} }),
    [{ type: 'delete', id: 'app:two' }, op('create', 'two', {})],
  );
});

test('Sc2: *** is the secret that is there, and is refused where there is none', () => {
  assert.deepEqual(asks({ type: 'update', id: 'app:one', data: { code: '***', floor: 2 } }), [
    op('update', 'one', { code: '1', floor: 2 }),
  ]);
  assert.throws(
    () => asks({ type: 'put', id: 'app:two', data: { code: '***' } }),
    (thrown) => {
      assert.ok(isFailure(thrown, 'Invalid'));
      assert.match(thrown.message, /^app:two: code is \*\*\* here, and there is no value/);
      assert.deepEqual((thrown.details as { problems: { path: string }[] }).problems[0]?.path, 'code');
      return true;
    },
  );
});

test('an update of what is not there is left to the registry, which refuses it', () => {
  const [asked] = asks({ type: 'update', id: 'app:gone', data: {} });
  assert.equal(asked?.type, 'update');
});
