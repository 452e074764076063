import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { EnvironmentShape } from '../environment.ts';
import { rawText } from '../library/base.ts';
import { R, type Value } from '../machine.ts';
import { changes } from '../operations.ts';
import { standardGlobals } from '../standard.ts';
import type { LuaTable } from '../table.ts';
import { DONE, run, SLICED, Task } from '../task.ts';
import { Unit } from '../unit.ts';
import { Catalog } from './catalog.ts';
import { Heap } from './heap.ts';
import { restore } from './restore.ts';
import { save } from './save.ts';
import { SnapshotError, UnsavableError } from './snapshot-error.ts';
import { taskOf, taskParts } from './task-parts.ts';

const globals = standardGlobals();

/** A program that stands still after so many suspensions. */
class Bench {
  readonly unit: Unit;
  readonly shape = new EnvironmentShape(globals);
  readonly catalog: Catalog;
  task: Task;
  heap = new Heap();
  readonly #fuel: number;

  /** `fuel`: of slices, when it does not stop at each site. */
  constructor(source: string, fuel?: number) {
    this.#fuel = fuel ?? 1000;
    this.unit = new Unit(source, 'test.lua', { everywhere: fuel === undefined });
    this.catalog = new Catalog({
      unit: (hash) => (hash === this.unit.hash ? this.unit : undefined),
      shape: () => this.shape,
    });
    for (const [name, value] of Object.entries(globals)) this.catalog.add(name, value);
    this.task = new Task(this.unit.load(this.shape.make()), []);
  }

  /** Goes on for so many suspensions; true while there is more to do. */
  go(suspensions: number): boolean {
    changes.current = this.heap;
    let outcome: number = SLICED;
    for (let i = 0; i < suspensions && outcome === SLICED; i++) {
      R.fuel = this.#fuel;
      outcome = run(this.task, undefined);
    }
    changes.current = null;
    assert.ok(outcome === SLICED || outcome === DONE, rawText(this.task.error));
    return outcome === SLICED;
  }

  save(): Uint8Array<ArrayBuffer> {
    return save(this.catalog, this.heap, taskParts(this.task));
  }

  /** Goes on as what these bytes say. */
  restore(...layers: Uint8Array[]): void {
    const { roots, heap } = restore(this.catalog, layers);
    this.task = taskOf(roots);
    this.heap = heap;
  }

  toEnd(): readonly Value[] {
    while (this.go(1000));
    return this.task.values;
  }
}

const busy = `
  local meta = { __index = function(_, k) return k .. '!' end }
  local list, self = {}, nil
  local counter = 0
  local function tick() counter = counter + 1 return counter end
  local co = coroutine.wrap(function(a)
    local ok, err = pcall(function()
      for k, v in pairs({ x = 1, y = 2, 10, 20 }) do coroutine.yield(tostring(k) .. tostring(v)) end
      error({ code = 7 })
    end)
    coroutine.yield(ok, err.code)
    return 'end'
  end)
  local t = setmetatable({ n = 0 }, meta)
  t.self = t
  for i = 1, 30 do
    list[#list + 1] = { id = i, name = 'item ' .. i, tick = tick }
    t.n = t.n + list[i].tick()
    if i <= 6 then t['r' .. i] = co() end
  end
  table.sort(list, function(a, b) return a.id > b.id end)
  local text = ('abc'):gsub('%w', function(c) return c .. tick() end)
  return t.n, text, list[1].name, t.missing, t.self == t, tostring(t.r5)
`;

test('a task that is saved and restored at any suspension comes to the same end', () => {
  const expected = new Bench(busy).toEnd();
  const probe = new Bench(busy);
  let suspensions = 0;
  while (probe.go(1)) suspensions++;
  for (let at = 1; at < suspensions; at += 53) {
    const bench = new Bench(busy);
    bench.go(at);
    bench.restore(bench.save());
    assert.deepEqual(bench.toEnd(), expected, `saved after ${at} suspensions`);
  }
});

test('S3: deltas on a full form give what the process was at the last of them', () => {
  const expected = new Bench(busy).toEnd();
  const bench = new Bench(busy);
  const layers: Uint8Array[] = [];
  let isRunning = true;
  for (let i = 0; isRunning && i < 60; i++) {
    isRunning = bench.go(11);
    if (!isRunning) break;
    layers.push(bench.save());
    if (i % 13 === 12) bench.restore(...layers);
  }
  assert.ok(layers.length > 30, 'the program ended too early for this test');
  bench.restore(...layers);
  assert.deepEqual(bench.toEnd(), expected);
});

test('S3: deltas know what coroutines do that switched often since the last of them', () => {
  const source = `
    local function numbers(from)
      return coroutine.wrap(function() for i = from, from + 60 do local half = i / 2; coroutine.yield(i, half) end end)
    end
    local seen, slow, fast = {}, numbers(100), numbers(1000)
    for i = 1, 60 do
      local a, half = fast()
      if i % 7 == 0 then a = a + slow() end
      seen[i] = a + half
    end
    return table.concat(seen, ' ')`;
  const expected = new Bench(source, 1000).toEnd();
  for (const fuel of [3, 10, 31]) {
    const bench = new Bench(source, fuel);
    const layers: Uint8Array[] = [];
    while (bench.go(1)) {
      layers.push(bench.save());
      if (layers.length % 3 === 0) bench.restore(...layers);
    }
    assert.deepEqual(bench.task.values, expected, `slices of ${fuel}`);
    bench.restore(...layers);
    assert.deepEqual(bench.toEnd(), expected, `slices of ${fuel}, from the last bytes`);
  }
});

test('S3: the size of a delta follows what changed and not what there is', () => {
  const bench = new Bench(`
    local big, state = {}, { count = 0 }
    for i = 1, 2000 do big[i] = { id = i, text = 'record ' .. i } end
    while big do state.count = state.count + 1 end
  `);
  bench.go(40_000);
  const full = bench.save();
  assert.ok(full.length > 40_000, `the full form has only ${full.length} bytes`);
  bench.go(20);
  const delta = bench.save();
  assert.ok(delta.length < 200, `the delta has ${delta.length} bytes`);
});

test('S4: the full form is canonical: a restored task has the same one', () => {
  const bench = new Bench(busy);
  for (let i = 0; i < 10; i++) {
    bench.go(97);
    bench.heap = new Heap();
    const once = bench.save();
    bench.restore(once);
    bench.heap = new Heap();
    assert.deepEqual(bench.save(), once);
  }
});

test('S2: what was saved and is written to afterwards is noted once, and refused where it is read-only', () => {
  const bench = new Bench(`
    local t, frozen, hidden = { n = 0 }, table.freeze({ 1 }), 0
    local function add() hidden = hidden + 1 return hidden end
    for i = 1, 50 do
      t.n, t[i], t['k' .. i] = i, i, i
      table.insert(t, i)
      rawset(t, 'raw', i)
      setmetatable(t, { __len = function() return add() end })
    end
    return #t, hidden, t.n, t.raw, t.k50, pcall(rawset, frozen, 1, 2)
  `);
  const layers: Uint8Array[] = [];
  while (bench.go(5)) layers.push(bench.save());
  const [length, hidden, n, raw, k50, isAllowed] = bench.task.values;
  assert.deepEqual([length, hidden, n, raw, k50, isAllowed], [1, 1, 50, 50, 50, false]);
  bench.restore(...layers.slice(0, -3));
  assert.deepEqual(bench.toEnd().slice(0, 6), [1, 1, 50, 50, 50, false]);
});

test('the text of an address is the same after a restore, and no other object gets it', () => {
  const bench = new Bench(`
    local a = {}
    local before = tostring(a)
    local x = 1 + 1
    return before == tostring(a), before ~= tostring({})
  `);
  bench.go(4);
  bench.restore(bench.save());
  assert.deepEqual(bench.toEnd(), [true, true]);
});

test('S5: what has no saved form is named with the way to it, and nothing has changed', () => {
  const bench = new Bench('local t = { inner = {} } while true do t.n = 1 end');
  bench.go(20);
  const table = (bench.task.frames?.a ?? bench.task.frames?.b) as LuaTable;
  const inner = table.get('inner') as LuaTable;
  inner.set('conn', new (class Socket {})());
  const { count } = bench.heap;
  assert.throws(
    () => bench.save(),
    (thrown) =>
      thrown instanceof UnsavableError &&
      thrown.what === 'a Socket' &&
      /field 'conn' of field 'inner' of local t in function .*test\.lua:1/.test(thrown.path),
  );
  assert.equal(bench.heap.count, count);
  inner.set('conn', undefined);
  bench.restore(bench.save());
});

test('Rs2: damaged, cut off and foreign bytes are refused with a reason', () => {
  const bench = new Bench(busy);
  bench.go(300);
  const bytes = bench.save();
  const refuses = (given: Uint8Array, reason: RegExp) =>
    assert.throws(
      () => restore(bench.catalog, [given]),
      (thrown) => thrown instanceof SnapshotError && reason.test(thrown.message),
    );
  refuses(new Uint8Array(0), /it is none/);
  refuses(new TextEncoder().encode('{"pid": "nothing of the kind"}'), /it is none/);
  refuses(bytes.subarray(0, bytes.length - 9), /damaged/);
  const damaged = bytes.slice();
  damaged[100] = (damaged[100] ?? 0) ^ 1;
  refuses(damaged, /damaged/);
  const newer = bytes.slice();
  newer[4] = 99;
  refuses(newer, /format 99/);
  bench.go(5);
  refuses(bench.save(), /lies on another one/);
  const elsewhere = new Bench('return 1');
  assert.throws(() => restore(elsewhere.catalog, [bytes]), /the code [0-9a-f]{12} is not here/);
});

test('G3: forged bytes with a right checksum are refused, or are a task that runs as guests do', () => {
  const bench = new Bench(busy);
  bench.go(400);
  const bytes = bench.save();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 14), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (edits) => {
        const forged = bytes.slice();
        for (const [at, value] of edits) forged[9 + at] = value;
        const view = new DataView(forged.buffer);
        view.setUint32(forged.length - 4, crc32(forged.subarray(0, forged.length - 4)), true);
        let task: Task;
        try {
          task = taskOf(restore(bench.catalog, [forged]).roots);
        } catch (thrown) {
          assert.ok(thrown instanceof SnapshotError, String(thrown));
          return;
        }
        for (let i = 0; i < 200; i++) {
          R.fuel = 100;
          if (run(task, undefined) !== SLICED) break;
        }
      },
    ),
    { numRuns: 400 },
  );
});
