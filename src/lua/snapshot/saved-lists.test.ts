import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { standardGlobals } from '../standard.ts';
import { LuaTable } from '../table.ts';
import { Catalog } from './catalog.ts';
import { Heap } from './heap.ts';
import { restore } from './restore.ts';
import { save } from './save.ts';

const catalog = new Catalog({ unit: () => undefined, shape: () => undefined });
for (const [name, value] of Object.entries(standardGlobals())) catalog.add(name, value);

const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constant(-0),
  fc.constant(0.5),
  fc.string({ maxLength: 4 }),
  fc.boolean(),
);

/** What is done to a list between two saves. */
const act = fc.oneof(
  fc.record({ type: fc.constant('push' as const), value }),
  fc.record({ type: fc.constant('set' as const), at: fc.nat(), value }),
  fc.record({ type: fc.constant('cut' as const), by: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ type: fc.constant('table' as const), at: fc.nat() }),
  fc.constant({ type: 'restore' as const }),
);

function listOf(length: number): LuaTable {
  const table = new LuaTable();
  for (let i = 1; i <= length; i++) table.set(i, i);
  return table;
}

const shown = ({ arr }: LuaTable): unknown[] =>
  arr.slice(1).map((one) => (one instanceof LuaTable ? shown(one) : one));

test('He3: whatever is done to long lists between saves, the layers give what they were', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 80 }),
      fc.array(fc.array(act, { maxLength: 5 }), { maxLength: 8 }),
      (length, rounds) => {
        let table = listOf(length);
        let heap = new Heap();
        const layers = [save(catalog, heap, [table])];
        for (const round of rounds) {
          for (const one of round) {
            const size = table.arr.length - 1;
            if (one.type === 'restore') {
              const restored = restore(catalog, layers);
              heap = restored.heap;
              table = restored.roots[0] as LuaTable;
              continue;
            }
            if (touchNoted(heap, table) && one.type === 'push') table.set(size + 1, one.value);
            else if (one.type === 'set' && size > 0) table.set((one.at % size) + 1, one.value);
            else if (one.type === 'table' && size > 0) table.set((one.at % size) + 1, listOf(2));
            else if (one.type === 'cut')
              for (let i = 0; i < Math.min(one.by, size); i++) table.set(size - i, undefined);
          }
          layers.push(save(catalog, heap, [table]));
          assert.deepEqual(shown(restore(catalog, layers).roots[0] as LuaTable), shown(table));
        }
      },
    ),
  );
});

/** As guest code does before it writes. */
function touchNoted(heap: Heap, table: LuaTable): boolean {
  if (table.mark > 0) {
    heap.note(table);
    table.mark = 0;
  }
  return true;
}

test('He3: what is added to a long list costs what is added', () => {
  const table = listOf(10_000);
  const heap = new Heap();
  const full = save(catalog, heap, [table]);
  touchNoted(heap, table);
  table.set(10_001, 1);
  const first = save(catalog, heap, [table]);
  assert.ok(full.length > 10_000 && first.length < 60, `${full.length}, ${first.length}`);
  const restored = restore(catalog, [full, first]);
  const again = restored.roots[0] as LuaTable;
  touchNoted(restored.heap, again);
  again.set(5, 'x');
  const second = save(catalog, restored.heap, [again]);
  assert.ok(second.length < 60, `after a restore: ${second.length}`);
  const last = restore(catalog, [full, first, second]).roots[0] as LuaTable;
  assert.deepEqual([last.arr.length, last.arr[5], last.arr[10_001]], [10_002, 'x', 1]);
});
