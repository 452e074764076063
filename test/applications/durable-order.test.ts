/** The example `durable-order` does what its README says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SqliteStore, StoreHere } from '../../src/durable/index.ts';
import { SeededChance, VirtualClock } from '../../src/testing/index.ts';
import { House } from './house.ts';

test('orders go on after the machine was lost, wait for a person, and are delivered', async (context) => {
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  // The store answers when it does, so which attempt gets which number is not settled. A payment fails now and then all
  // the same, but never twelve times one after the other, which is how often it is tried in ten minutes.
  const seeded = new SeededChance(1);
  const chance = {
    random: () => Math.max(seeded.random(), seeded.random(), seeded.random()),
    bytes: (length: number) => seeded.bytes(length),
  };
  const start = () =>
    House.start(context, '../../examples/durable-order', {
      clock,
      chance,
      durableStore: () => new StoreHere(store, setImmediate),
    });
  const first = await start();
  assert.equal((await first.run('shop:new', '1', 'tea', '12')).value, 0);
  assert.equal((await first.run('shop:new', '2', 'books', '250')).value, 0);
  first.crash();
  const second = await start();
  await second.pass(600_000);
  const states = () =>
    Object.fromEntries(store.lines({ limit: 9 }).map(({ attributes, state }) => [itemOf(attributes), state]));
  assert.deepEqual(states(), { tea: 'completed', books: 'running' });
  second.crash();
  const third = await start();
  const order = third.node.processes.lookup('order 2');
  assert.ok(order !== undefined, 'the large order waits');
  await third.pass(3_600_000);
  third.node.processes.send('', order, 'approve', ['ann']);
  await third.pass(100);
  assert.deepEqual(states(), { tea: 'completed', books: 'completed' });
  const payments = [first, second, third].flatMap(({ lines }) =>
    lines.filter(({ message }) => message === 'payment made'),
  );
  assert.equal(new Set(payments.map(({ key }) => key)).size, 2, 'one key for each order');
});

test('an order that met a bug is held with its approval, and goes on with the fixed code', async (context) => {
  const folder = join(import.meta.dirname, '../../examples/durable-order');
  const names = ['_index.yaml', 'new.lua', 'order.lua', 'pay.lua', 'stock.lua'];
  const files = Object.fromEntries(
    names.map((name) => [`src/${name}`, readFileSync(join(folder, 'src', name), 'utf8')]),
  );
  const right = files['src/order.lua'] ?? '';
  const wrong = right.replace('by = result.value }', 'by = result.value.name.first }');
  assert.notEqual(wrong, right, 'the README names a line that is there');
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  const start = (order: string) =>
    House.start(
      context,
      { ...files, 'src/order.lua': order },
      {
        clock,
        // Every payment is made.
        chance: { random: () => 0.9, bytes: (length) => new SeededChance(3).bytes(length) },
        durableStore: () => new StoreHere(store, setImmediate),
      },
    );
  const first = await start(wrong);
  assert.equal((await first.run('shop:new', '3', 'lamps', '300')).value, 0);
  await first.pass(60_000);
  const order = first.node.processes.lookup('order 3') ?? '';
  first.node.processes.send('', order, 'approve', ['ann']);
  await first.pass(1000);
  assert.equal(store.line(order)?.state, 'held');
  assert.equal(store.line(order)?.problem, "shop:order:33: attempt to index a nil value (field 'name')");
  first.crash();
  const second = await start(right);
  const administration = second.node.durability.engine?.administration;
  assert.ok(administration !== undefined);
  const { step } = await second.until(administration.upgrade(order, {}));
  assert.equal(step, 3);
  await second.pass(1000);
  assert.equal(store.line(order)?.state, 'completed');
  const paid = [first, second].flatMap(({ lines }) =>
    lines.filter(({ message }) => message === 'payment made'),
  );
  assert.equal(paid.length, 1);
  assert.deepEqual(second.lines.find(({ message }) => message === 'approved')?.by, 'ann');
});

function itemOf(attributes: string): string {
  const { search } = JSON.parse(attributes) as { search: { item: string } };
  return search.item;
}
