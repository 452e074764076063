import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fn, R, S, type Value } from '../machine.ts';
import { LuaTable, tableOf } from '../table.ts';
import { DONE, run, Task } from '../task.ts';
import { basic } from './base.ts';
import { calls, outcomeOf } from './library.testing.ts';
import { tableLibrary } from './table.ts';

const table = (name: string, ...args: Value[]) => calls(tableLibrary, name, ...args);
const listOf = (t: LuaTable) => t.arr.slice(1);

/** Sorts by a comparator of the host, and gives the list. */
function sorted(items: Value[], before: (a: Value, b: Value) => Value): Value[] {
  R.fuel = 1e9;
  const list = tableOf(items);
  const comparator = new Fn((_self, a, b) => before(a, b), [], (basic.type as Fn).proto);
  table('sort', list, comparator).gives();
  return listOf(list);
}

test('insert adds at the end or in between', () => {
  const t = tableOf(['a', 'c']);
  table('insert', t, 'd').gives();
  table('insert', t, 2, 'b').gives();
  table('insert', t, 5, 'e').gives();
  table('insert', t, 1, '_').gives();
  assert.deepEqual(listOf(t), ['_', 'a', 'b', 'c', 'd', 'e']);
  table('insert', t, undefined).gives();
  assert.equal(t.length(), 6);
  table('insert', t, 9, 'x').raises("bad argument #2 to 'insert' (position out of bounds)");
  table('insert', t, 0, 'x').raises("bad argument #2 to 'insert' (position out of bounds)");
  table('insert', t).raises("wrong number of arguments to 'insert'");
  table('insert', t, 1, 2, 3).raises("wrong number of arguments to 'insert'");
  table('insert', undefined, 1).raises("bad argument #1 to 'insert' (table expected, got nil)");
});

test('remove takes from the end or from between', () => {
  const t = tableOf(['a', 'b', 'c', 'd']);
  table('remove', t).gives('d');
  table('remove', t, 1).gives('a');
  table('remove', t, 3).gives(undefined);
  assert.deepEqual(listOf(t), ['b', 'c']);
  table('remove', t, 5).raises("bad argument #2 to 'remove' (position out of bounds)");
  table('remove', new LuaTable()).gives(undefined);
  table('remove', tableOf(['x']), 1).gives('x');
});

test('insert and remove do what a list does', () => {
  const step = fc.tuple(fc.constantFrom('insert', 'remove'), fc.nat(12), fc.integer());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const t = new LuaTable();
      const model: number[] = [];
      for (const [name, place, value] of steps) {
        const at = Math.min(place, name === 'insert' ? model.length : model.length - 1);
        if (at < 0) continue;
        if (name === 'insert') {
          table('insert', t, at + 1, value).gives();
          model.splice(at, 0, value);
        } else table('remove', t, at + 1).gives(model.splice(at, 1)[0]);
        assert.deepEqual(listOf(t), model);
      }
    }),
  );
});

test('concat joins strings and numbers', () => {
  table('concat', tableOf(['a', 1, 2.5, 2n ** 60n])).gives('a12.51152921504606846976');
  table('concat', tableOf(['a', 'b', 'c']), ', ').gives('a, b, c');
  table('concat', tableOf(['a', 'b', 'c']), '-', 2, 3).gives('b-c');
  table('concat', tableOf(['a', 'b', 'c']), '-', 3, 2).gives('');
  table('concat', tableOf(['a', true])).raises("invalid value (boolean) at index 2 in table for 'concat'");
  table('concat', tableOf(['a']), '', 1, 1e15).raises("invalid value (nil) at index 2 in table for 'concat'");
  table('concat', tableOf(Array(1000).fill('x'.repeat(1000))), 'y'.repeat(400_000)).raises(
    'resulting string too large',
  );
});

test('unpack and pack', () => {
  table('unpack', tableOf([1, 2, 3, 4])).gives(1, 2, 3, 4);
  table('unpack', tableOf([1, 2, 3]), 2).gives(2, 3);
  table('unpack', tableOf([1, 2]), 1, 5).gives(1, 2, undefined, undefined, undefined);
  table('unpack', tableOf([]), 1, 1).gives(undefined);
  table('unpack', tableOf([])).gives();
  table('unpack', tableOf([]), 1, 1e8).raises('too many results to unpack');
  table('unpack', undefined).raises("bad argument #1 to 'unpack' (table expected, got nil)");
  const outcome = outcomeOf(tableLibrary, 'pack', [1, undefined, 3, undefined]);
  assert.ok('values' in outcome);
  const packed = outcome.values[0] as LuaTable;
  assert.equal(packed.get('n'), 4);
  assert.deepEqual(listOf(packed), [1, undefined, 3]);
});

test('move copies, also onto itself', () => {
  const t = tableOf([1, 2, 3]);
  table('move', t, 1, 3, 2).gives(t);
  assert.deepEqual(listOf(t), [1, 1, 2, 3]);
  table('move', t, 2, 4, 1).gives(t);
  assert.deepEqual(listOf(t), [1, 2, 3, 3]);
  const other = new LuaTable();
  table('move', t, 1, 2, 1, other).gives(other);
  assert.deepEqual(listOf(other), [1, 2]);
  table('move', t, 1, 1e12, 2).raises("bad argument #3 to 'move' (too many elements to move)");
});

test('a frozen table refuses all changes', () => {
  const t = tableOf([2, 1]);
  table('freeze', t).gives(t);
  table('freeze', t).gives(t);
  const refusal = 'attempt to modify a read-only table';
  table('insert', t, 3).raises(refusal);
  table('remove', t).raises(refusal);
  table('sort', t).raises(refusal);
  table('move', t, 1, 1, 2).raises(refusal);
  table('concat', t).gives('21');
});

test('create gives an empty table', () => {
  const outcome = outcomeOf(tableLibrary, 'create', [10, 5]);
  assert.ok('values' in outcome && outcome.values[0] instanceof LuaTable && outcome.values[0].isEmpty());
});

test('numbers and strings are sorted by value and by bytes', () => {
  const numbers = tableOf([3, -1, 2.5, 10, Number.NEGATIVE_INFINITY]);
  table('sort', numbers).gives();
  assert.deepEqual(listOf(numbers), [Number.NEGATIVE_INFINITY, -1, 2.5, 3, 10]);
  const texts = tableOf(['b', 'a\xff', 'B', '', 'a', '10', '9']);
  table('sort', texts).gives();
  assert.deepEqual(listOf(texts), ['', '10', '9', 'B', 'a', 'a\xff', 'b']);
});

test('long lists are sorted in blocks, with a pause after each', () => {
  for (const text of [(n: number) => n, (n: number) => n + 0.5, (n: number) => `${n}`.padStart(9, '0')]) {
    R.fuel = 0;
    const items = Array.from({ length: 60_000 }, (_, i) => text((i * 48_271) % 60_013));
    const list = tableOf(items);
    table('sort', list).gives();
    assert.deepEqual(
      listOf(list),
      items.toSorted((a, b) => (a < b ? -1 : 1)),
    );
  }
});

test('many items have loops of their own for their comparator, which do the same', () => {
  const items = Array.from({ length: 700 }, (_, i) => ({ key: (i * 7919) % 50, i }));
  const before = (a: Value, b: Value) => (a as { key: number }).key < (b as { key: number }).key;
  const expected = items.toSorted((a, b) => a.key - b.key);
  R.fuel = 1e9;
  const comparator = new Fn((_self, a, b) => before(a, b), [], (basic.type as Fn).proto);
  for (let round = 0; round < 6; round++) {
    const list = tableOf(items as unknown as Value[]);
    table('sort', list, comparator).gives();
    assert.deepEqual(listOf(list), expected);
  }
});

test('other lists are sorted in Lua, by what < says', () => {
  R.fuel = 1e9;
  const mixed = tableOf([2n ** 60n, 3, -(2n ** 60n), 1.5]);
  table('sort', mixed).gives();
  assert.deepEqual(listOf(mixed), [-(2n ** 60n), 1.5, 3, 2n ** 60n]);
});

test('a comparator decides, and equal ones keep their order', () => {
  assert.deepEqual(
    sorted([1, 5, 3, 2], (a, b) => (a as number) > (b as number)),
    [5, 3, 2, 1],
  );
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 200 }), (items) => {
      const found = sorted(items, (a, b) => Math.floor((a as number) / 10) < Math.floor((b as number) / 10));
      assert.deepEqual(
        found,
        items.toSorted((a, b) => Math.floor(a / 10) - Math.floor(b / 10)),
      );
    }),
  );
});

test('a comparator that is no order ends, with all items or an error', () => {
  for (const n of [2, 3, 4, 5, 6, 50, 1000]) {
    R.fuel = 1e9;
    const items = Array.from({ length: n }, (_, i) => i);
    const always = new Fn(() => true, [], (basic.type as Fn).proto);
    const list = tableOf(items);
    const outcome = outcomeOf(tableLibrary, 'sort', [list, always]);
    assert.deepEqual(outcome, { error: 'invalid order function for sorting' });
    assert.deepEqual(listOf(list), items);
    let state = n;
    const chance = () => {
      state = (state * 48271) % 2147483647;
      return state % 3 === 0;
    };
    const confused = new Fn(chance, [], (basic.type as Fn).proto);
    outcomeOf(tableLibrary, 'sort', [list, confused]);
    assert.deepEqual(
      listOf(list).toSorted((a, b) => (a as number) - (b as number)),
      items,
    );
  }
});

test('a comparator may suspend', () => {
  const waiting = new Fn(
    () => {
      R.why = 3;
      return S;
    },
    [],
    (basic.type as Fn).proto,
  );
  const list = tableOf([3, 1, 2]);
  const task = new Task(tableLibrary.get('sort') as Fn, [list, waiting]);
  R.fuel = 1e9;
  let outcome = run(task, undefined);
  // Stable insertion asks (1, 3), once (3, 1), then (2, 3), (2, 1).
  for (const answer of [true, false, true, false]) {
    assert.notEqual(outcome, DONE);
    outcome = run(task, answer);
  }
  assert.equal(outcome, DONE);
  assert.deepEqual(listOf(list), [1, 2, 3]);
});

test('a comparator is called about n log n times', () => {
  let calls = 0;
  const items = Array.from({ length: 1024 }, (_, i) => (i * 7919) % 1024);
  sorted(items, (a, b) => {
    calls++;
    return (a as number) < (b as number);
  });
  assert.ok(calls < 10_240, `${calls}`);
});
