import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnvironmentShape } from '../environment.ts';
import { Frame, host, hostFunctions, R, S, SLICE, type Value } from '../machine.ts';
import { Catalog } from '../snapshot/catalog.ts';
import { Heap } from '../snapshot/heap.ts';
import { restore } from '../snapshot/restore.ts';
import { save } from '../snapshot/save.ts';
import { taskOf, taskParts } from '../snapshot/task-parts.ts';
import { standardGlobals } from '../standard.ts';
import { LuaTable } from '../table.ts';
import { DONE, run, SLICED, Task } from '../task.ts';
import { Unit } from '../unit.ts';
import { Sorting } from './sort.ts';
import { BLOCK, RUN } from './sort-code.ts';

/** Sorts records by a key that many of them share, and tells the first place at which they are not in order. */
const SORT = `
  local n = ...
  local list = {}
  for i = 1, n do list[i] = { key = i * 7919 % 101, order = i } end
  table.sort(list, function(a, b) return a.key < b.key end)
  for i = 2, n do
    local a, b = list[i - 1], list[i]
    if b.key < a.key or a.key == b.key and b.order < a.order then return i end
  end
  return #list`;

/** Runs it in slices; after each of those that `isSaved` chooses the task goes through bytes. */
function sortRecords(n: number, fuel: number, isSaved: (slice: number) => boolean): readonly Value[] {
  const shape = new EnvironmentShape(standardGlobals());
  const unit = new Unit(SORT, 'sort.lua');
  const catalog = new Catalog({ unit: () => unit, shape: () => shape });
  for (const [name, value] of Object.entries(standardGlobals())) catalog.add(name, value);
  let task = new Task(unit.load(shape.make()), [n]);
  for (let slice = 0; ; slice++) {
    R.fuel = fuel;
    const outcome = run(task, undefined);
    if (outcome === DONE) return task.values;
    assert.equal(outcome, SLICED);
    if (isSaved(slice)) task = taskOf(restore(catalog, [save(catalog, new Heap(), taskParts(task))]).roots);
  }
}

const sizes = [BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 2, BLOCK + RUN, 2 * BLOCK + 1, 3 * BLOCK - 5];

test('a list of several blocks is sorted by its comparator, and equal items keep their order', () => {
  for (const n of sizes)
    assert.deepEqual(
      sortRecords(n, 1_000_000, () => false),
      [n],
    );
});

test('a sort of several blocks goes on after each slice, from saved bytes too', () => {
  for (const n of sizes)
    assert.deepEqual(
      sortRecords(n, 9973, (slice) => slice % 7 === 3),
      [n],
    );
});

test('the runs of several blocks, none of them merged, as earlier versions saved them, are merged', () => {
  const step = hostFunctions.get('table.sort.step');
  assert.ok(step);
  const before = host('test.before', (_self, a, b) => (a as number) < (b as number));
  const n = 3 * BLOCK + 100;
  for (const low of [1 + RUN, 2 * BLOCK + 1 + 3 * RUN, 3 * BLOCK + 1]) {
    const items: Value[] = [undefined, ...Array.from({ length: n }, (_, i) => (i * 7919) % n)];
    for (let at = 1; at < low; at += RUN) {
      const sorted = (items.slice(at, at + RUN) as number[]).sort((a, b) => a - b);
      items.splice(at, RUN, ...sorted);
    }
    const list = new LuaTable();
    const sorting = new Sorting(list, items, n, before);
    Object.assign(sorting, { low, i: low + 1, at: low, value: items[low + 1] });
    let frame = new Frame(step, 1, sorting, undefined, undefined, undefined, null);
    for (;;) {
      R.fuel = 5000;
      if (step.proto.resume(frame, undefined) !== S || R.why !== SLICE) break;
      frame = R.head as Frame;
      R.head = R.tail = null;
    }
    const found = Array.from({ length: n }, (_, i) => list.get(i + 1));
    assert.deepEqual(
      found,
      Array.from({ length: n }, (_, i) => (i * 7919) % n).sort((a, b) => a - b),
    );
  }
});
