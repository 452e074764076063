import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Pids } from './pids.ts';

/** Of three slots, in one of which there were two. */
const pid = fc.constantFrom(
  '{a|0x1900000001000001}',
  '{a|0x1900000002000001}',
  '{b|0x1900000002000002}',
  '{c|0x1900000003000001}',
);

test('a set of pids holds what a set of texts holds, in the same order', () => {
  const steps = fc.array(fc.record({ isAdded: fc.boolean(), pid }));
  fc.assert(
    fc.property(pid, steps, (first, all) => {
      const pids = new Pids(first);
      const model = new Set([first]);
      for (const step of all) {
        if (step.isAdded) {
          pids.add(step.pid);
          model.add(step.pid);
        } else assert.equal(pids.delete(step.pid), model.delete(step.pid));
        assert.deepEqual([...pids.all], [...model]);
        assert.equal(pids.size, model.size);
      }
    }),
  );
});
