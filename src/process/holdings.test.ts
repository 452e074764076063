import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Holdings } from './holdings.ts';

const things = Array.from({ length: 4 }, () => ({ release() {} }));
const thing = fc.constantFrom(...things);

test('holdings are a set in the order in which they came', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('add', 'delete'), thing), { maxLength: 30 });
  fc.assert(
    fc.property(thing, steps, (first, all) => {
      const model = new Set([first]);
      const holdings = new Holdings(first);
      for (const [step, one] of all) {
        if (step === 'add') {
          model.add(one);
          holdings.add(one);
        } else {
          model.delete(one);
          holdings.delete(one);
        }
        assert.equal(holdings.size, model.size);
        assert.deepEqual(
          [...holdings].map((held) => things.indexOf(held)),
          [...model].map((held) => things.indexOf(held)),
        );
      }
    }),
  );
});
