import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Load, Loads } from './loads.ts';
import type { StoredProcess } from './store/records.ts';

/** Reads what has so many bytes for each pid; turns of the event loop come when they are asked for. */
function reading(bytes: number) {
  const asked: (readonly string[])[] = [];
  const went: string[] = [];
  const deferred: (() => void)[] = [];
  const later: (() => void)[] = [];
  const found = (pid: string) =>
    ({ pid, layers: [new Uint8Array(bytes)], inputs: [] }) as unknown as StoredProcess; // all that loads look at
  const loads = new Loads({
    read: async (pids) => {
      asked.push(pids);
      return pids.filter((pid) => pid !== 'nobody').map(found);
    },
    defer: (run) => deferred.push(run),
    later: (run) => later.push(run),
    goOn: ({ pid }, load: Load) => {
      went.push([pid, ...load.late.map(({ id }) => id)].join(' '));
      return undefined;
    },
    refused: () => {},
    isInMemory: () => true,
  });
  const turn = async () => {
    for (const run of [...deferred.splice(0), ...later.splice(0)]) run();
    await new Promise(setImmediate);
  };
  return { loads, asked, went, turn };
}

test('Ld6: those that are wanted in one turn are read with one question', async () => {
  const { loads, asked, went, turn } = reading(1);
  const all = Promise.all(['a', 'b', 'a', 'nobody'].map((pid) => loads.one(pid)));
  await turn();
  const next = loads.one('c');
  await turn();
  await Promise.all([all, next]);
  assert.deepEqual(asked, [['a', 'b', 'nobody'], ['c']]);
  assert.deepEqual(went, ['a', 'b', 'c']);
});

test('Ld1, Ld2, Ld6: what comes before the question is asked is kept, and who is dropped until then does not go on', async () => {
  const { loads, went, turn } = reading(1);
  const all = Promise.all(['a', 'b'].map((pid) => loads.one(pid)));
  loads.keep('a', { id: 7, what: { type: 'monitor', from: 'x' }, body: new Uint8Array(0) });
  loads.drop('b');
  await turn();
  await all;
  assert.deepEqual(went, ['a 7']);
});

test('Ld3: of very many the store reads the next ones while some are made again, and no more of them', async () => {
  const { loads, asked, went, turn } = reading(1 << 18);
  const all = Array.from({ length: 1000 }, (_, i) => `p${i}`);
  for (const pid of all) loads.one(pid);
  await turn();
  assert.deepEqual([asked.length, went.length], [4, 1]);
  for (let n = 0; n < 100; n++) await turn();
  assert.deepEqual([asked.length, went.length], [5, 101]);
  while (went.length < 1000) await turn();
  assert.deepEqual([asked.flat(), went], [all, all]);
});

test('Ld7: those that are large let others have turns in between', async () => {
  const { loads, went, turn } = reading(1 << 16);
  const done = Promise.all(['a', 'b', 'c', 'd', 'e'].map((pid) => loads.one(pid)));
  const counts: number[] = [];
  for (let n = 0; n < 3; n++) {
    await turn();
    counts.push(went.length);
  }
  await done;
  assert.deepEqual(counts, [2, 4, 5]);
});
