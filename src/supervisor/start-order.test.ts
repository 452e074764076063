import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { startOrder } from './start-order.ts';

interface Graph {
  readonly [id: string]: readonly string[];
}

/** `~id` names a weaker dependency. */
function order(services: readonly string[], graph: Graph) {
  return startOrder(services, (id) =>
    (graph[id] ?? []).map((to) => ({ to: to.replace('~', ''), isWeak: to.startsWith('~') })),
  );
}

test('So1: what is needed comes in an earlier level', () => {
  const { levels, needs } = order(['web', 'db', 'cache'], { web: ['db', '~cache'] });
  assert.deepEqual(levels, [['cache', 'db'], ['web']]);
  assert.deepEqual(needs.get('web'), ['cache', 'db']);
});

test('So1: entries that are no services lead on to those that are', () => {
  const { needs } = order(['gateway', 'hook'], {
    hook: ['~router'],
    router: ['~group'],
    group: ['~gateway'],
  });
  assert.deepEqual(needs.get('hook'), ['gateway']);
});

test('So2: lifecycles that wait for each other are told as a circle', () => {
  assert.throws(() => order(['a', 'b'], { a: ['b'], b: ['a'] }), {
    kind: 'Invalid',
    message: 'services wait for each other: a -> b -> a',
  });
});

test('So3: in another circle the weaker dependency gives way', () => {
  const { levels, needs } = order(['a', 'b'], { a: ['b'], b: ['~a'] });
  assert.deepEqual(levels, [['b'], ['a']]);
  assert.deepEqual(needs.get('b'), []);
});

test('a service that is named by its own entry does not wait for itself', () => {
  assert.deepEqual(order(['a'], { a: ['a', '~x'], x: ['~a'] }).needs.get('a'), []);
});

const graphs = fc.array(fc.array(fc.nat(15), { maxLength: 4 }), { maxLength: 15 });

test('So1, So3, So4: needs never form a circle, and the order of the input does not matter', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.nat(14), { maxLength: 15 }), (edges, chosen) => {
      const services = [...new Set(chosen.map((n) => `n${n}`))];
      const dependencies = (id: string) =>
        (edges[Number(id.slice(1))] ?? []).map((to) => ({ to: `n${to}`, isWeak: true }));
      const one = startOrder(services, dependencies);
      const other = startOrder([...services].reverse(), dependencies);
      assert.deepEqual([...one.needs].sort(), [...other.needs].sort());
      const level = new Map(one.levels.flatMap((ids, at) => ids.map((id) => [id, at] as const)));
      for (const [id, needs] of one.needs) {
        for (const need of needs) assert.ok((level.get(need) ?? 0) < (level.get(id) ?? 0));
      }
      assert.equal(level.size, services.length);
    }),
  );
});
