import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Few } from './few.ts';

const things = Array.from({ length: 12 }, (_, number) => ({ number }));

test('few things are a set in the order in which they came', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('add', 'add', 'delete'), fc.constantFrom(...things)), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const model = new Set<object>();
      const few = new Few<(typeof things)[number]>();
      for (const [step, one] of all) {
        if (step === 'add') {
          model.add(one);
          few.add(one);
        } else assert.equal(few.delete(one), model.delete(one));
        assert.equal(few.size, model.size);
        assert.deepEqual([...few], [...model]);
      }
    }),
  );
});

test('what goes while few things are walked through is not met any more', () => {
  for (const count of [2, 8, 12]) {
    const few = new Few<(typeof things)[number]>();
    for (const one of things.slice(0, count)) few.add(one);
    const met: number[] = [];
    for (const { number } of few) {
      met.push(number);
      for (const other of things) if (other.number % 2 === 1) few.delete(other);
    }
    assert.deepEqual(
      met,
      things.slice(0, count).flatMap(({ number }) => (number % 2 === 0 ? [number] : [])),
    );
  }
});
