import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  HostPids,
  incarnationOf,
  isPid,
  MAX_GENERATION,
  MAX_SCHEDULERS,
  MAX_SLOTS,
  parsePid,
  pidPrefix,
  slotIn,
} from './pid.ts';
import { Slots } from './slots.ts';

test('a pid is read as it was written', () => {
  const parts = fc.record({
    incarnation: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    scheduler: fc.nat(MAX_SCHEDULERS - 1),
    slot: fc.nat(MAX_SLOTS - 1),
    generation: fc.nat(MAX_GENERATION),
  });
  fc.assert(
    fc.property(parts, ({ incarnation, scheduler, slot, generation }) => {
      const text = new HostPids('app:host', pidPrefix(incarnation, scheduler)).pid(slot, generation);
      const read = {
        node: '',
        host: 'app:host',
        incarnation: incarnation.toString(16),
        scheduler,
        slot,
        generation,
      };
      assert.deepEqual(parsePid(text), read);
      assert.equal(slotIn(text), slot);
    }),
  );
});

test('a pid of another node says so; what is no pid is a name', () => {
  assert.equal(parsePid('{n1@app:host|0x10000000100000a}')?.node, 'n1');
  for (const text of [
    '',
    'worker',
    '{}',
    '{app:host}',
    '{app:host|12}',
    '{app:host|0x12}',
    '{a|b|0x100000001000001}',
  ]) {
    assert.equal(parsePid(text), undefined, text);
  }
  assert.deepEqual([isPid('{x'), isPid('x'), isPid('')], [true, false, false]);
});

test('looking for a slot in any text harms nobody', () => {
  fc.assert(fc.property(fc.string(), (text) => Number.isInteger(slotIn(text))));
});

for (const isShared of [false, true])
  test(`Gn1, Gn2: a slot is alive in one generation at a time, and no generation comes twice (${isShared ? 'shared' : 'alone'})`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 200 }), (steps) => {
        const slots = new Slots(isShared);
        const living: [number, number][] = [];
        const seen = new Set<string>();
        for (const step of steps) {
          const victim = living[step];
          if (victim !== undefined) {
            slots.release(victim[0]);
            living.splice(step, 1);
            assert.equal(slots.isAlive(...victim), false);
          } else {
            const slot = slots.take();
            const generation = slots.generation(slot);
            assert.equal(seen.has(`${slot}.${generation}`), false);
            seen.add(`${slot}.${generation}`);
            living.push([slot, generation]);
          }
          for (const one of living) assert.equal(slots.isAlive(...one), true);
          assert.equal(slots.living, living.length);
        }
      }),
    );
  });

test('slots grow beyond their first room', () => {
  const slots = new Slots(true);
  const alone = new Slots(false);
  for (let i = 0; i < 5000; i++) assert.equal(alone.take(), i);
  assert.deepEqual([alone.isAlive(4999, 1), alone.isAlive(5000, 1)], [true, false]);
  for (let i = 0; i < 5000; i++) assert.equal(slots.take(), i);
  slots.setLength(4999, 7);
  assert.deepEqual([slots.length(4999), slots.isAlive(4999, 1), slots.isAlive(5000, 1)], [7, true, false]);
});

test('nodes that start in the same millisecond have pids of their own, for a hundred years', () => {
  const now = Date.UTC(2100, 0);
  assert.notEqual(incarnationOf(now, 0.3), incarnationOf(now, 0.30001));
  assert.ok(incarnationOf(now, 0.999999999) < incarnationOf(now + 1000, 0));
  assert.ok(Number.isSafeInteger(incarnationOf(now, 0.999999999)));
});
