import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { difference } from './change-set.ts';
import { EntryGraph } from './entry-graph.ts';
import { References } from './references.ts';
import { entriesOf, entry, testTable } from './registry.testing.ts';

const kinds = testTable();
const references = new References(kinds);
const names = ['a:x', 'a:y', 'b:x', 'b:y'];

const anyId = fc.constantFrom(...names);
const anyEntry = fc.oneof(
  fc
    .tuple(anyId, fc.array(anyId, { maxLength: 2 }))
    .map(([id, imports]) =>
      entry(id, 'library.lua', { source: '', imports: Object.fromEntries(imports.map((to) => [to, to])) }),
    ),
  fc
    .tuple(anyId, fc.constantFrom('a:x', 'ns:a', 'ns:b', 'b:y'))
    .map(([id, to]) => entry(id, 'registry.entry', {}, { depends_on: [to] })),
  fc
    .tuple(anyId, fc.constantFrom('ONE', 'TWO'))
    .map(([id, variable]) => entry(id, 'env.variable', { variable, storage: 's:s' })),
  fc
    .tuple(anyId, fc.constantFrom('ONE', 'TWO', 'a:x'))
    .map(([id, name]) => entry(id, 'store.memory', { max_size: `\${env:${name}}` })),
);
const anyState = fc.array(anyEntry, { maxLength: 5 }).map((entries) => entriesOf(...entries));

test('the graph made of the one before is the graph made anew, in both directions', () => {
  fc.assert(
    fc.property(fc.array(anyState, { minLength: 2, maxLength: 4 }), ([first = new Map(), ...others]) => {
      let graph = new EntryGraph(first, kinds, references);
      for (const state of others) {
        graph.dependents('a:x');
        graph.variable('ONE');
        graph.inNamespace('a');
        graph = graph.next(difference(graph.entries, state));
        const fresh = new EntryGraph(graph.entries, kinds, references);
        for (const id of names) {
          assert.deepEqual(graph.dependencies(id), fresh.dependencies(id));
          assert.deepEqual(graph.dependents(id), fresh.dependents(id));
        }
        assert.deepEqual([...graph.variables()].sort(), [...fresh.variables()].sort());
        assert.deepEqual([...graph.inNamespace('a')].sort(), [...fresh.inNamespace('a')].sort());
      }
    }),
  );
});

test('who depends is who has the dependency', () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const graph = new EntryGraph(state, kinds, references);
      for (const from of state.keys()) {
        for (const { to } of graph.dependencies(from)) {
          if (to !== from) assert.ok(graph.dependents(to).includes(from), `${from} depends on ${to}`);
        }
      }
      const twice = [...state.values()].filter(({ kind }) => kind === 'env.variable').length > 1;
      for (const to of state.keys()) {
        for (const from of graph.dependents(to)) {
          // Of two variables with one name only the first is meant, but a change of either matters.
          assert.ok(
            twice || graph.dependencies(from).some((each) => each.to === to),
            `${from} depends on ${to}`,
          );
        }
      }
    }),
  );
});
