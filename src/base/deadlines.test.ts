import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Deadline, Deadlines } from './deadlines.ts';

test('deadlines come out in order of time, and of adding within one instant', () => {
  const deadlines = new Deadlines<string>();
  deadlines.add(20, 'c');
  deadlines.add(10, 'a');
  deadlines.add(10, 'b');
  assert.equal(deadlines.next, 10);
  assert.equal(deadlines.take(5), undefined);
  assert.deepEqual(
    [deadlines.take(50)?.item, deadlines.take(50)?.item, deadlines.take(50)?.item],
    ['a', 'b', 'c'],
  );
  assert.equal(deadlines.take(50), undefined);
  assert.equal(deadlines.next, Number.POSITIVE_INFINITY);
});

test('take leaves those that were added from a given order on', () => {
  const deadlines = new Deadlines<string>();
  deadlines.add(2, 'old');
  const order = deadlines.added;
  deadlines.add(2, 'new');
  assert.equal(deadlines.take(2, order)?.item, 'old');
  assert.equal(deadlines.take(2, order), undefined);
  assert.equal(deadlines.take(2)?.item, 'new');
});

test('a deadline is removed once', () => {
  const deadlines = new Deadlines<string>();
  const deadline = deadlines.add(1, 'x');
  assert.equal(deadlines.remove(deadline), true);
  assert.equal(deadlines.remove(deadline), false);
  assert.equal(deadlines.size, 0);
});

test('a heap of deadlines does what a sorted list does', () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 20 }) }),
    fc.record({ remove: fc.nat(30) }),
    fc.record({ take: fc.integer({ min: 0, max: 20 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const heap = new Deadlines<number>();
      const all: Deadline<number>[] = [];
      let model: Deadline<number>[] = [];
      for (const action of steps) {
        if ('add' in action) {
          const made = heap.add(action.add, all.length);
          all.push(made);
          model = [...model, made].sort((a, b) => a.at - b.at || a.item - b.item);
        } else if ('remove' in action) {
          const chosen = all[action.remove];
          if (chosen === undefined) continue;
          assert.equal(heap.remove(chosen), model.includes(chosen));
          model = model.filter((each) => each !== chosen);
        } else {
          const expected = model.find((each) => each.at <= action.take);
          assert.equal(heap.take(action.take), expected);
          model = model.filter((each) => each !== expected);
        }
        assert.equal(heap.size, model.length);
        assert.equal(heap.next, model[0]?.at ?? Number.POSITIVE_INFINITY);
      }
    }),
  );
});
