import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '#testing';
import { Awakening, elapsedSince, restOf } from './awakening.ts';
import type { Backend } from './store/backend.ts';
import { NEVER } from './store/records.ts';

test('Sl4: what is left of a rest counts by the clock, and is no longer than it was to be when that was set back', () => {
  const clock = new VirtualClock();
  clock.advance(1000);
  const now = clock.now();
  const left = (wakeAt: number, at: number) =>
    restOf({ pid: 'a', wakeAt, at }, clock).until - clock.monotonic();
  assert.equal(left(now + 500, now - 300), 500);
  assert.equal(left(now + 90_500, now + 90_000), 500);
  assert.equal(left(NEVER, now), Number.POSITIVE_INFINITY);
});

test('Sl6: the time since a state was saved is that of the clock that went further', () => {
  const clock = new VirtualClock();
  const [at, since] = [clock.now(), clock.monotonic()];
  clock.advance(1000);
  assert.deepEqual([elapsedSince(at, clock), elapsedSince(at, clock, since)], [1000, 1000]);
  clock.set(-600);
  assert.deepEqual([elapsedSince(at, clock), elapsedSince(at, clock, since)], [400, 1000]);
  clock.set(5000);
  assert.deepEqual([elapsedSince(at, clock), elapsedSince(at, clock, since)], [5400, 5400]);
  clock.set(-9000);
  assert.equal(elapsedSince(at, clock), 0);
});

/** A store that has them all; every tenth rests for a second. `fails`: some cannot be counted together. */
function counting(clock: VirtualClock, fails: (pids: readonly string[]) => boolean = () => false) {
  const asked: string[] = [];
  const counted = new Map<string, number>();
  const answers = (method: string, pids: readonly string[]): unknown => {
    asked.push(`${method} ${pids.length}`);
    if (method === 'resting')
      return pids
        .filter((pid) => Number(pid) % 10 === 0)
        .map((pid) => ({ pid, wakeAt: clock.now() + 1000, at: clock.now() }));
    if (method === 'attempted') {
      if (fails(pids)) throw new Error('it cannot be counted');
      for (const pid of pids) counted.set(pid, (counted.get(pid) ?? 0) + 1);
      return undefined;
    }
    assert.equal(method, 'processes');
    for (const pid of pids) assert.equal(counted.get(pid), 1, `${pid} is counted before it is read`);
    return pids.map((pid) => ({ pid }));
  };
  const backend = {
    ask: async (method: string, pids: readonly string[]) => answers(method, pids),
  } as unknown;
  return { backend: backend as Backend, asked, counted };
}

const pids = Array.from({ length: 1000 }, (_, i) => String(i));
const chunks = Array.from({ length: 10 }, (_, i) => pids.slice(i * 100, i * 100 + 100));

test('K1: many that go on are counted a few hundred at once, each of them once and before it is read', async () => {
  const clock = new VirtualClock();
  const { backend, asked, counted } = counting(clock);
  const { read } = new Awakening({ backend, clock }, pids);
  const found = await Promise.all(chunks.map((some) => read(some)));
  assert.deepEqual(found.flatMap((some) => some.map(({ pid }) => pid)).sort(), [...pids].sort());
  assert.deepEqual([counted.size, counted.has('20')], [900, false]);
  assert.equal(asked.filter((one) => one.startsWith('attempted')).length, 4);
  // One of them again, after what was read with it was damaged.
  assert.deepEqual(await read(['999']), [{ pid: '999' }]);
  assert.equal(counted.get('999'), 1);
});

test('K1: when some cannot be counted together, each is counted by itself', async () => {
  const clock = new VirtualClock();
  const { backend, counted } = counting(clock, (some) => some.includes('7'));
  const { read } = new Awakening({ backend, clock }, pids);
  await assert.rejects(read(chunks[0] ?? []), /cannot be counted/);
  assert.deepEqual(await read(['8']), [{ pid: '8' }]);
  assert.equal((await read(['10'])).length, 1);
  await assert.rejects(read(['7']), /cannot be counted/);
  assert.equal((await read(chunks[4] ?? [])).length, 100);
  assert.equal(counted.has('7'), false);
});
