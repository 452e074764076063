import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { circles, type Dependencies, type Dependency, order, orderLevels } from './order.ts';

type Graph = Readonly<Record<string, readonly Dependency[]>>;

const dependenciesOf =
  (graph: Graph): Dependencies =>
  (id) =>
    graph[id] ?? [];

const needs = (...ids: string[]): Dependency[] => ids.map((to) => ({ to, isWeak: false }));
const after = (...ids: string[]): Dependency[] => ids.map((to) => ({ to, isWeak: true }));

const names = 'abcdefghij'.split('');
const edge = fc.record({ to: fc.constantFrom(...names), isWeak: fc.boolean() });
const anyGraph = fc.dictionary(fc.constantFrom(...names), fc.array(edge, { maxLength: 3 }));
// Edges lead only to earlier names, so there is no circle.
const acyclic = anyGraph.map((graph) =>
  Object.fromEntries(Object.entries(graph).map(([id, edges]) => [id, edges.filter(({ to }) => to < id)])),
);

test('D1: an entry is in a later level than everything it needs', () => {
  fc.assert(
    fc.property(acyclic, fc.subarray(names), (graph, ids) => {
      const levels = orderLevels(ids, dependenciesOf(graph));
      const levelOf = new Map(levels.flatMap((level, index) => level.map((id) => [id, index] as const)));
      assert.deepEqual([...levelOf.keys()].sort(), ids);
      for (const id of ids) {
        const below = (graph[id] ?? []).map(({ to }) => levelOf.get(to) ?? -1);
        assert.equal(levelOf.get(id), Math.max(-1, ...below) + 1, 'and no later than it has to be');
      }
    }),
  );
});

test('D1: what needs a circle comes after all of it', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const sequence = order(names, dependenciesOf(graph));
      assert.deepEqual([...sequence].sort(), names);
      const at = new Map(sequence.map((id, index) => [id, index]));
      const reach = (from: string, seen = new Set<string>()): Set<string> => {
        for (const { to } of graph[from] ?? []) if (!seen.has(to)) reach(to, seen.add(to));
        return seen;
      };
      for (const id of names) {
        for (const to of reach(id)) {
          const isMutual = reach(to).has(id);
          assert.ok(isMutual || (at.get(to) ?? 0) < (at.get(id) ?? 0), `${to} before ${id}`);
        }
      }
    }),
  );
});

test('D2: within a circle the weak dependencies give way', () => {
  const graph = { a: after('b'), b: needs('c'), c: needs('a') };
  assert.deepEqual(order(['a', 'b', 'c'], dependenciesOf(graph)), ['a', 'c', 'b']);
  assert.deepEqual(circles(['a', 'b', 'c'], dependenciesOf(graph)), []);
});

test('D3: the same input gives the same output, whatever order it came in', () => {
  fc.assert(
    fc.property(anyGraph, fc.shuffledSubarray(names, { minLength: names.length }), (graph, shuffled) => {
      const mixed = Object.fromEntries(Object.entries(graph).map(([id, edges]) => [id, edges.toReversed()]));
      assert.deepEqual(
        orderLevels(shuffled, dependenciesOf(mixed)),
        orderLevels(names, dependenciesOf(graph)),
      );
    }),
  );
});

test('a circle is shown by its shortest way, beginning with the first name', () => {
  const graph = { c: needs('a'), a: needs('b', 'c'), b: needs('c'), d: needs('d'), e: needs('a') };
  assert.deepEqual(circles(names, dependenciesOf(graph)), [
    ['a', 'c', 'a'],
    ['d', 'd'],
  ]);
});

test('a chain of any length is ordered', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `n${String(index).padStart(5, '0')}`);
  const dependencies = (id: string) =>
    needs(ids[Number(id.slice(1)) + 1] ?? '').filter(({ to }) => to !== '');
  assert.deepEqual(order(ids, dependencies), ids.toReversed());
});
