/** Clusters of durable nodes under a seed; `npm run crashes -- --simulate 10000` runs more of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateSeeds } from './seeds.ts';
import { simulate } from './simulation.ts';

const SEEDS = 500;

test('a cluster that nothing disturbs does its work, whatever the seed', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const { broken } = await simulate(seed, { faults: [] });
    assert.deepEqual(broken, [], `seed ${seed}`);
  }
});

test('the same seed is the same run, and another one is not', async () => {
  const hashes: string[] = [];
  for (const seed of [3, 4, 3, 4]) hashes.push((await simulate(seed)).hash);
  assert.deepEqual(hashes.slice(2), hashes.slice(0, 2));
  assert.notEqual(hashes[0], hashes[1]);
});

test('a node that takes over what it had before it lost its lease runs each process once', async () => {
  for (const seed of [99, 397]) {
    const { broken } = await simulate(seed, {
      hasFar: false,
      faults: [{ at: 343, type: 'server', node: 0, span: 4136 }],
    });
    assert.deepEqual(broken, [], `seed ${seed}`);
  }
});

test('what is started while a node has no lease begins when it has one again', async () => {
  const { broken } = await simulate(134, {
    hasFar: false,
    faults: [
      { at: 25, type: 'server', node: 0, span: 3341 },
      { at: 3540, type: 'crash', node: 2, span: 3168 },
    ],
  });
  assert.deepEqual(broken, []);
});

test('processes of a host that is gone wait until it is added again, wherever they are kept', async () => {
  const alone = await simulate(83, {
    hasFar: false,
    faults: [{ at: 14, type: 'leave', node: 0, span: 567 }],
  });
  assert.deepEqual(alone.broken, []);
  const shared = await simulate(110, {
    hasFar: false,
    faults: [
      { at: 288, type: 'server', node: 0, span: 1861 },
      { at: 831, type: 'leave', node: 2, span: 138 },
    ],
  });
  assert.deepEqual(shared.broken, []);
});

test('what another store starts here while the host is being removed is asked for again', async () => {
  const { broken } = await simulate(305537, {
    faults: [
      { at: 50, type: 'block', node: 1, span: 2565, isFar: true },
      { at: 889, type: 'leave', node: 1, span: 24, isFar: true },
    ],
  });
  assert.deepEqual(broken, []);
});

test('who waits for a process on a host that was not there yet is told of its loss, whatever is there when it is read again', async () => {
  const { broken } = await simulate(304152);
  assert.deepEqual(broken, []);
});

test('a node whose hosts are gone does not look without end for what it may have lost', async () => {
  const { broken } = await simulate(608215, {
    faults: [
      { at: 7, type: 'server', node: 0, span: 1852, isFar: true },
      { at: 74, type: 'server', node: 0, span: 995 },
      { at: 581, type: 'leave', node: 0, span: 550 },
    ],
  });
  assert.deepEqual(broken, []);
});

test(`${SEEDS} clusters whose nodes, clocks, ways and server fail break no rule`, async () => {
  const { broken } = await simulateSeeds(1, SEEDS);
  assert.deepEqual(broken, [], broken.join('\n'));
});
