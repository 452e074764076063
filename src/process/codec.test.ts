import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { host, LuaTable, R, tableOf, typeHandle, Userdata, type Value } from '#lua';
import { Channel } from './channel.ts';
import { guestChannel } from './channel-handle.ts';
import { Codec } from './codec.ts';
import { copyValue } from './copy.ts';
import { ErrorValue, errorHandle, errorIn, guestError } from './error-value.ts';
import { dataOf, payloadHandle, payloadIn, wrapped } from './payload-value.ts';

const codec = new Codec([errorHandle, payloadHandle, typeHandle]);

/** A value's graph as text: the same text, the same graph. Tables and handles are numbered as they are met. */
function shape(root: Value): string {
  const numbers = new Map<object, number>();
  const lines: string[] = [];
  const work: LuaTable[] = [];
  const name = (value: Value): string => {
    if (typeof value !== 'object' || value === undefined)
      return typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
    const known = numbers.get(value as object);
    if (known !== undefined) return `#${known}`;
    numbers.set(value as object, numbers.size);
    if (value instanceof LuaTable) {
      work.push(value);
      return `#${numbers.size - 1}`;
    }
    const error = errorIn(value);
    if (error !== undefined)
      return `error(${error.kind},${error.message},${error.retryable},${name(error.details)})`;
    const payload = payloadIn(value);
    return payload === undefined ? 'other' : `payload(${payload.format},${name(payload.value)})`;
  };
  lines.push(name(root));
  for (let table = work.shift(); table !== undefined; table = work.shift()) {
    for (const [key, value] of table.entries()) lines.push(`${name(key)}=${name(value)}`);
    lines.push(`length ${table.length()}`);
  }
  return lines.join('\n');
}

/** Graphs of tables that refer to each other at will, with everything that crosses and much that does not. */
const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(undefined),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((n) => n > 2n ** 53n || n < -(2n ** 53n)),
  fc.string({ unit: 'binary-ascii', maxLength: 80 }),
  fc.constant(host('f', () => undefined)),
  fc.constant(guestChannel(new Channel(0))),
  fc.constant(guestError(new ErrorValue('Conflict', 'm', true, tableOf([1, 2]), 's', ['c']))),
);

const plan = fc.array(
  fc.array(
    fc.tuple(
      fc.oneof(leaf, fc.nat(12)),
      fc.oneof(
        leaf,
        fc.nat(9).map((n) => ({ table: n })),
      ),
    ),
    { maxLength: 12 },
  ),
  {
    minLength: 1,
    maxLength: 10,
  },
);

const graphs: fc.Arbitrary<Value> = plan.map((tables) => {
  const made = tables.map(() => new LuaTable());
  const valueOfPlan = (item: Value): Value => {
    if (typeof item !== 'object' || item === null || !('table' in item)) return item;
    const table = made[Number(item.table) % made.length];
    return Number(item.table) % 4 === 3 ? wrapped(table) : table;
  };
  for (const [i, entries] of tables.entries()) {
    for (const [key, item] of entries) {
      if (key === undefined || Number.isNaN(key)) continue;
      const value = valueOfPlan(item);
      if (typeof key === 'string' && key.length < 3) made[i]?.setField(key, value);
      else made[i]?.set(key, value);
    }
  }
  return made[0];
});

test('Co3: a copy equals what the bytes give', () => {
  fc.assert(
    fc.property(fc.oneof(leaf, graphs), (value) => {
      R.fuel = 1e9;
      assert.equal(shape(copyValue(value)), shape(codec.decode(codec.encode(value))));
    }),
    { numRuns: 400 },
  );
});

test('Co1, Cd2: shared and circular tables stay so, and are no tables of the original', () => {
  for (const cross of [copyValue, (value: Value) => codec.decode(codec.encode(value))]) {
    const inner = tableOf([1]);
    const root = tableOf([inner, inner]);
    root.set('self', root);
    const copy = cross(root);
    assert.ok(copy instanceof LuaTable);
    assert.equal(copy.get(1), copy.get(2));
    assert.equal(copy.get('self'), copy);
    assert.notEqual(copy, root);
    assert.notEqual(copy.get(1), inner);
  }
});

test('Co2: functions, channels and metatables stay behind', () => {
  const table = tableOf([1, host('f', () => undefined)]);
  table.mt = new LuaTable();
  table.set('ch', guestChannel(new Channel(0)));
  table.set(
    host('g', () => undefined),
    1,
  );
  for (const cross of [copyValue, (value: Value) => codec.decode(codec.encode(value))]) {
    const copy = cross(table);
    assert.ok(copy instanceof LuaTable);
    assert.deepEqual([...copy.entries()], [[1, 1]]);
    assert.deepEqual([copy.mt, copy.length()], [null, 1]);
  }
});

test('Co4: tables nested very deep are copied and encoded', () => {
  R.fuel = 1e9;
  let table = new LuaTable();
  for (let i = 0; i < 200_000; i++) table = tableOf([table]);
  const copy = copyValue(table);
  const back = codec.decode(codec.encode(table));
  assert.ok(copy instanceof LuaTable && back instanceof LuaTable);
});

test('Co5: copying spends fuel', () => {
  R.fuel = 1000;
  copyValue(tableOf(Array.from({ length: 400 }, (_, i) => i)));
  assert.ok(R.fuel <= 900);
});

test('errors and payloads cross with all they hold', () => {
  const error = new ErrorValue('Conflict', 'm', false, tableOf([1]), 'stack', ['outer', 'inner']);
  const back = codec.decode(codec.encode(tableOf([guestError(error), wrapped(tableOf(['x']))])));
  assert.ok(back instanceof LuaTable);
  const read = errorIn(back.get(1));
  assert.deepEqual(
    [read?.kind, read?.message, read?.retryable, read?.stack, read?.contexts, read?.details?.get(1)],
    ['Conflict', 'm', false, 'stack', ['outer', 'inner'], 1],
  );
  const payload = payloadIn(back.get(2));
  const inner = payload === undefined ? undefined : dataOf(payload);
  assert.ok(inner instanceof LuaTable && inner.get(1) === 'x');
});

test('Cd3: a handle that the reader does not know is nil', () => {
  const other = new Codec([]);
  const back = other.decode(codec.encode(tableOf([1, guestError(new ErrorValue('', 'm'))])));
  assert.ok(back instanceof LuaTable);
  assert.deepEqual([back.length(), back.get(2)], [1, undefined]);
});

test('Cd1, Cd4: bytes that are cut off, of another version or of nonsense are refused and never crash', () => {
  const bytes = codec.encode(tableOf(['text', 1.5, tableOf([true])]));
  for (let length = 0; length < bytes.length; length++) {
    assert.throws(() => codec.decode(bytes.subarray(0, length)));
  }
  assert.throws(() => codec.decode(Uint8Array.of(99, 0)), /format 99/);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
      try {
        codec.decode(Uint8Array.from([1, ...noise]));
      } catch (thrown) {
        assert.ok(thrown instanceof Error);
      }
    }),
  );
});

test('a userdata of no known handle is nil, as a value and as a key', () => {
  const handle = { name: 'odd', metatable: new LuaTable() };
  assert.equal(copyValue(new Userdata(handle, 1)), undefined);
  assert.equal(codec.decode(codec.encode(new Userdata(handle, 1))), undefined);
});
