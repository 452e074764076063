import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '#base';
import { TestWorld } from '#testing';
import type { Connection } from './database.ts';
import { Pool, type PoolSettings } from './pool.ts';

const settings: PoolSettings = { maxOpen: 2, maxIdle: 1, maxLifetime: 60_000, maxWait: 5000 };

/** A pool of connections that only count. */
function pool(given: Partial<PoolSettings> = {}) {
  const world = new TestWorld();
  const log: string[] = [];
  let made = 0;
  const open = async () => {
    const name = ++made;
    log.push(`open ${name}`);
    const connection = {
      isInTransaction: false,
      lost: undefined as Connection['lost'],
      close: async () => void log.push(`close ${name}`),
    };
    return connection as unknown as Connection; // nothing else of it is used
  };
  const of = new Pool('app:db', open, { ...settings, ...given }, world);
  return { pool: of, world, log, signal: new AbortController() };
}

test('Pl1: there are never more than so many, and who waits is served in order', async () => {
  const { pool: own, log, signal } = pool();
  const [first, second] = await Promise.all([own.acquire(signal.signal), own.acquire(signal.signal)]);
  const order: string[] = [];
  const third = own.acquire(signal.signal).then((one) => noted(order, 'third', one));
  const fourth = own.acquire(signal.signal).then((one) => noted(order, 'fourth', one));
  own.release(first);
  assert.equal(await third, first);
  own.release(second);
  await fourth;
  assert.deepEqual(
    [order, log],
    [
      ['third', 'fourth'],
      ['open 1', 'open 2'],
    ],
  );
  const { wait_count, in_use, idle, open_connections } = own.stats();
  assert.deepEqual(
    { wait_count, in_use, idle, open_connections },
    { wait_count: 2, in_use: 2, idle: 0, open_connections: 2 },
  );
});

test('Pl1: nobody who comes later takes what was promised to one who waits', async () => {
  const { pool: own, signal } = pool({ maxOpen: 1 });
  const first = await own.acquire(signal.signal);
  const waiting = own.acquire(signal.signal);
  own.release(first);
  const late = own.acquire(signal.signal);
  assert.equal(await waiting, first);
  own.release(first);
  assert.equal(await late, first);
});

test('Pl2: so many are kept as may be idle, and none that is old or lost', async () => {
  const { pool: own, log, world, signal } = pool();
  const [first, second] = await Promise.all([own.acquire(signal.signal), own.acquire(signal.signal)]);
  own.release(first);
  own.release(second);
  assert.deepEqual([log.at(-1), own.stats().max_idle_closed], ['close 2', 1]);
  world.clock.advance(60_000);
  const next = await own.acquire(signal.signal);
  assert.deepEqual(log.slice(-2), ['close 1', 'open 3']);
  assert.equal(own.stats().max_lifetime_closed, 1);
  (next as { lost: unknown }).lost = failure('Unavailable', 'gone');
  own.release(next);
  assert.deepEqual([log.at(-1), own.stats().open_connections], ['close 3', 0]);
});

test('Pl3: a wait ends with its signal, and after its time', async () => {
  const { pool: own, world, signal } = pool({ maxOpen: 1 });
  const first = await own.acquire(new AbortController().signal);
  const canceled = own.acquire(signal.signal);
  const late = own.acquire(new AbortController().signal);
  signal.abort(failure('Canceled', 'the process has ended'));
  await assert.rejects(canceled, { kind: 'Canceled' });
  const refused = assert.rejects(late, { kind: 'Timeout', retryable: true, message: /app:db .* within 5 s/ });
  world.clock.advance(5000);
  await refused;
  own.release(first);
  assert.equal(own.stats().idle, 1);
  assert.equal(own.stats().wait_duration, 5e9);
});

test('Pl4: a closed pool gives nothing more, and closes what comes back', async () => {
  const { pool: own, log, signal } = pool({ maxOpen: 1 });
  const first = await own.acquire(signal.signal);
  const waiting = assert.rejects(own.acquire(signal.signal), { kind: 'Unavailable' });
  await own.close();
  await waiting;
  await assert.rejects(own.acquire(signal.signal), { kind: 'Unavailable' });
  own.release(first);
  assert.deepEqual(log, ['open 1', 'close 1']);
});

test('one that cannot be opened leaves its place to the next', async () => {
  const world = new TestWorld();
  let isDown = true;
  const open = async () => {
    if (isDown) throw failure('Unavailable', 'down');
    return { lost: undefined, close: async () => {} } as unknown as Connection; // as above
  };
  const own = new Pool('app:db', open, { ...settings, maxOpen: 1 }, world);
  const { signal } = new AbortController();
  await assert.rejects(own.acquire(signal), { kind: 'Unavailable' });
  isDown = false;
  await own.acquire(signal);
});

function noted<T>(order: string[], name: string, one: T): T {
  order.push(name);
  return one;
}
