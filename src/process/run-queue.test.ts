import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ENDED, type Process } from './process.ts';
import { RunQueue } from './run-queue.ts';

/** The queue looks at nothing else of a process. */
function stand(name: string): Process {
  return { name, standing: 0, nextInQueue: null } as unknown as Process;
}

const SLICE = 1000;

test('M4: of processes that never rest, the spent ones get one slice in eight or more', () => {
  const queue = new RunQueue();
  const woken = [stand('a'), stand('b'), stand('c')];
  const spent = stand('spent');
  for (const one of woken) queue.addWoken(one);
  queue.addSpent(spent);
  let fuel = 0;
  let turns = 0;
  for (let i = 0; i < 10_000; i++) {
    const next = queue.next(SLICE);
    assert.ok(next !== null);
    if (next === spent) {
      turns++;
      queue.addSpent(spent);
    } else {
      fuel += 100;
      queue.count(100);
      queue.addWoken(next);
    }
  }
  assert.ok(turns * SLICE >= fuel / 8, `${turns} slices beside ${fuel} fuel`);
});

test('M4: woken processes have their turn beside spent ones, however small a slice is', () => {
  const queue = new RunQueue();
  const woken = stand('woken');
  const spent = stand('spent');
  queue.addWoken(woken);
  queue.addSpent(spent);
  let turns = 0;
  for (let i = 0; i < 100; i++) {
    const next = queue.next(1);
    if (next === woken) {
      turns++;
      queue.count(1);
      queue.addWoken(woken);
    } else queue.addSpent(spent);
  }
  assert.equal(turns, 50);
});

test('Rq1, Rq2: each class keeps its order, and the ended are passed over', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 40 }), (plan) => {
      const queue = new RunQueue();
      const expected: { woken: Process[]; spent: Process[] } = { woken: [], spent: [] };
      for (const [i, [isWoken, ends]] of plan.entries()) {
        const process = stand(String(i));
        if (isWoken) queue.addWoken(process);
        else queue.addSpent(process);
        if (ends) process.standing = ENDED;
        else expected[isWoken ? 'woken' : 'spent'].push(process);
      }
      const given: Process[] = [];
      for (let next = queue.next(SLICE); next !== null; next = queue.next(SLICE)) given.push(next);
      assert.deepEqual(
        given.filter((one) => expected.woken.includes(one)),
        expected.woken,
      );
      assert.deepEqual(
        given.filter((one) => expected.spent.includes(one)),
        expected.spent,
      );
      assert.equal(given.length, expected.woken.length + expected.spent.length);
      assert.ok(queue.isEmpty);
    }),
  );
});
