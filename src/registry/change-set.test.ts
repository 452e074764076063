import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  after,
  applyOps,
  type ChangeSet,
  difference,
  type Entries,
  inverse,
  type Op,
  opBetween,
  sameEntry,
  squash,
} from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import { entriesOf, entry } from './registry.testing.ts';

const value = fc.oneof(
  fc.integer({ min: 0, max: 2 }),
  fc.constant({ a: [1, { b: 2 }] }),
  fc.constant({ a: [1, { b: 3 }] }),
);
const anyEntry = fc
  .record({ name: fc.constantFrom('a', 'b', 'c', 'd'), value })
  .map(({ name, value }) => entry(`app:${name}`, 'registry.entry', value));
const state = fc.array(anyEntry, { maxLength: 4 }).map((entries) => entriesOf(...entries));

/** Operations that fit the state they are applied to, also several for one id. */
function walk(
  start: Entries,
  steps: readonly { readonly next: StoredEntry; readonly remove: boolean }[],
): Op[] {
  const now = new Map(start);
  return steps.flatMap(({ next, remove }) => {
    const previous = now.get(next.id);
    const op = opBetween(previous, remove ? undefined : next);
    if (op === undefined || (previous === undefined && remove)) return [];
    const changed = after(op);
    if (changed === undefined) now.delete(next.id);
    else now.set(next.id, changed);
    return [op];
  });
}

const journey = fc
  .tuple(state, fc.array(fc.record({ next: anyEntry, remove: fc.boolean() }), { maxLength: 12 }))
  .map(([start, steps]) => ({ start, ops: walk(start, steps) }));

function sameState(one: Entries, other: Entries): void {
  const sorted = (entries: Entries) => [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.deepEqual(sorted(one), sorted(other));
}

test('X1: a change set and then its inverse give the state from before', () => {
  fc.assert(
    fc.property(journey, ({ start, ops }) => {
      sameState(applyOps(applyOps(start, ops), inverse(ops)), start);
      assert.deepEqual(inverse(inverse(ops)), ops);
    }),
  );
});

test('X2: squashing keeps the effect, with one operation for each id that differs', () => {
  fc.assert(
    fc.property(journey, ({ start, ops }) => {
      const squashed = squash(ops);
      const end = applyOps(start, ops);
      sameState(applyOps(start, squashed), end);
      const changed = [...new Set([...start.keys(), ...end.keys()])].filter((id) => {
        const [one, other] = [start.get(id), end.get(id)];
        return one === undefined || other === undefined ? one !== other : !sameEntry(one, other);
      });
      assert.equal(squashed.length, changed.length);
      sameState(applyOps(applyOps(start, squashed), inverse(squashed)), start);
    }),
  );
});

test('X2: the four rules of squashing', () => {
  const [one, two] = [entry('a:x', 'k', 1), entry('a:x', 'k', 2)];
  const create: Op = { type: 'create', entry: one };
  const update: Op = { type: 'update', entry: two, previous: one };
  const remove: Op = { type: 'delete', previous: two };
  const squashes = (ops: ChangeSet, expected: ChangeSet) => assert.deepEqual(squash(ops), expected);
  squashes([create, update], [{ type: 'create', entry: two }]);
  squashes([create, update, remove], []);
  squashes([update, remove], [{ type: 'delete', previous: one }]);
  squashes([remove, create], [{ type: 'update', entry: one, previous: two }]);
  squashes([update, { type: 'update', entry: one, previous: two }], []);
});

test('X3: the difference of two states leads from one to the other', () => {
  fc.assert(
    fc.property(state, state, (from, to) => {
      const ops = difference(from, to);
      sameState(applyOps(from, ops), to);
      assert.equal(squash(ops).length, ops.length);
    }),
  );
});
