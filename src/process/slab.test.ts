import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Slabs, type Stored } from './slab.ts';

test('what lies in slabs comes out as it went in, whatever came and went meanwhile', () => {
  const step = fc.oneof(
    fc.record({ put: fc.integer({ min: 0, max: 200_000 }), fill: fc.nat(255) }),
    fc.record({ take: fc.nat(50) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const slabs = new Slabs();
      const inside: { stored: Stored; length: number; fill: number }[] = [];
      for (const one of steps) {
        if ('put' in one) {
          const bytes = new Uint8Array(one.put).fill(one.fill);
          inside.push({ stored: slabs.put(bytes), length: one.put, fill: one.fill });
          continue;
        }
        const [taken] = inside.splice(one.take % Math.max(1, inside.length), 1);
        if (taken === undefined) continue;
        const bytes = slabs.take(taken.stored);
        assert.equal(bytes.length, taken.length);
        assert.ok(bytes.every((byte) => byte === taken.fill));
      }
      assert.equal(
        slabs.living,
        inside.reduce((sum, { length }) => sum + length, 0),
      );
    }),
    { numRuns: 60 },
  );
});
