import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Hash } from './hash.ts';
import { LuaTable } from './table.ts';
import { Traversal } from './traversal.ts';
import type { Value } from './value.ts';

const key = fc.oneof(
  fc.constantFrom('id', 'name', 'tags', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'x'.repeat(60)),
  fc.constantFrom<Value>(0, -1, 2.5, true, false),
);
const write = fc.record({ table: fc.nat(3), key, value: fc.option(fc.nat(9), { nil: undefined }) });

/** What a table holds, as a traversal gives it. */
function pairs(table: LuaTable): [Value, Value][] {
  const found: [Value, Value][] = [];
  const walk = new Traversal(table);
  while (walk.step()) found.push([walk.key, walk.value]);
  return found;
}

test('tables whose lists of keys are shared hold what each of them was given, in its own order', () => {
  const check = (writes: { table: number; key: Value; value: Value }[]) => {
    const tables = Array.from({ length: 4 }, () => new LuaTable());
    const models = tables.map(() => new Map<Value, Value>());
    for (const { table, key, value } of writes) {
      tables[table]?.set(key, value);
      const model = models[table];
      // A key that is set again takes the place that it had, until it is made room for others.
      if (value !== undefined || model?.has(key)) model?.set(key, value);
    }
    for (const [i, table] of tables.entries()) {
      const expected = [...(models[i] ?? [])].filter(([, value]) => value !== undefined);
      assert.deepEqual(new Map(pairs(table)), new Map(expected));
      for (const [each, value] of models[i] ?? []) assert.equal(table.get(each), value);
      const { keys = [], vals = [] } = table.hash ?? {};
      assert.equal(keys.length, vals.length);
      if (keys.length <= 8) assert.deepEqual(pairs(table), expected);
    }
  };
  fc.assert(fc.property(fc.array(write, { maxLength: 80 }), check));
});

test('tables with the same keys in the same order share one list of them, also when their texts were cut', () => {
  const of = (source: string) => {
    const table = new LuaTable();
    for (let i = 0; i < source.length; i += 3) table.set(source.substring(i, i + 3), i);
    return table.hash?.keys;
  };
  assert.equal(of('onetwosixten'), of('onetwosixten'));
  assert.notEqual(of('onetwosixten'), of('onesixtwoten'));
});

test('a list of more than eight keys is of one table', () => {
  const [a, b] = [new Hash(), new Hash()];
  for (const hash of [a, b]) for (let i = 0; i < 9; i++) hash.set(`key ${i}`, i);
  assert.notEqual(a.keys, b.keys);
  assert.deepEqual(a.keys, b.keys);
});

test('a traversal meets each key once when others are removed and room is made for new ones', () => {
  const table = new LuaTable();
  for (let i = 0; i < 40; i++) table.set(`key ${i}`, i);
  const walk = new Traversal(table);
  const met: Value[] = [];
  while (walk.step()) {
    met.push(walk.key);
    table.set(walk.key, undefined);
    if (met.length === 30) table.set('new', 1);
  }
  assert.deepEqual(
    met.filter((each) => each !== 'new'),
    Array.from({ length: 40 }, (_, i) => `key ${i}`),
  );
});
