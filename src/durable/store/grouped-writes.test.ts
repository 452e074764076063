import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '#base';
import { settled, VirtualClock } from '#testing';
import type { Backend } from './backend.ts';
import { GroupedWrites } from './grouped-writes.ts';
import type { Write, Written } from './records.ts';

/**
 * A store on whose way answers get lost, as the one in PostgreSQL: a batch that may have been written is asked for again
 * as it was, and it alone is answered. Each write is answered with its own number.
 */
class LossyStore {
  readonly written: number[] = [];
  isLosing = false;
  #open: readonly Write[] | undefined;

  ask(_: string, batch: readonly Write[]): Promise<Written[]> {
    const open = this.#open ?? batch;
    this.#open = open;
    if (this.isLosing) return Promise.reject(new Error('the connection was lost'));
    this.#open = undefined;
    const numbers = open.map((write) => (write.type === 'sent' ? (write.ids[0] ?? 0) : 0));
    this.written.push(...numbers);
    return Promise.resolve(numbers.map((number) => ({ inputs: [number] })));
  }
}

test('Gw1: writes are written once and each has its own answer, however often answers are lost in between', async () => {
  const clock = new VirtualClock();
  const store = new LossyStore();
  const deferred: (() => void)[] = [];
  const writes = new GroupedWrites(store as unknown as Backend, {
    clock,
    log: silentLog,
    defer: (run) => void deferred.push(run),
    isCertain: false,
    told: () => {},
  });
  const answers: (readonly [number, number | undefined])[] = [];
  let last = 0;
  const write = () => {
    const number = ++last;
    writes.write({ type: 'sent', ids: [number] }, (written) => answers.push([number, written?.inputs[0]]));
    for (const run of deferred.splice(0)) run();
  };
  for (let round = 0; round < 20; round++) {
    store.isLosing = round % 2 === 0;
    for (let i = 0; i <= round % 3; i++) write();
    await settled();
    clock.advance(round % 4 === 0 ? 30 : 70);
    await settled();
  }
  store.isLosing = false;
  clock.advance(5000);
  await settled();
  const all = Array.from({ length: last }, (_, i) => i + 1);
  assert.deepEqual(store.written, all);
  assert.deepEqual(
    answers,
    all.map((number) => [number, number]),
  );
});

test('Gw5: the next batch is on its way before those of the last one are told', async () => {
  const clock = new VirtualClock();
  const asked: number[] = [];
  const store = {
    ask(_: string, batch: readonly Write[]): Promise<Written[]> {
      asked.push(batch.length);
      return Promise.resolve(batch.map(() => ({ inputs: [] })));
    },
  };
  const deferred: (() => void)[] = [];
  const writes = new GroupedWrites(store as unknown as Backend, {
    clock,
    log: silentLog,
    defer: (run) => void deferred.push(run),
    isCertain: true,
    told: () => {},
  });
  const sent: Write = { type: 'sent', ids: [] };
  const batches: number[] = [];
  writes.write(sent, () => batches.push(asked.length));
  for (const run of deferred.splice(0)) run();
  writes.write(sent, () => batches.push(asked.length));
  writes.write(sent, () => batches.push(asked.length));
  void writes.drained().then(() => batches.push(-1));
  await settled();
  assert.deepEqual(asked, [1, 2]);
  assert.deepEqual(batches, [2, 2, 2, -1]);
});
