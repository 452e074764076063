/**
 * Durable processes under `kill -9` and loss of power, fewer times than would hold those that never come to a commit (K1);
 * `npm run crashes -- --bank 500` does the same at length.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SeededChance } from '../../src/testing/index.ts';
import { plannedKills, runBank } from './bank.ts';
import { Disk } from './disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-bank-'));
after(() => rmSync(folder, { recursive: true }));
const disk = Disk.compile(folder);

test('no transfer is lost or made twice when the node is killed 4 times', async () => {
  const chance = new SeededChance(3);
  await runBank(
    join(folder, 'killed'),
    plannedKills(4, 250, () => chance.random()),
  );
});

test('no transfer is lost or made twice when power is lost 4 times', {
  skip: disk === undefined && 'there is no compiler for C, or this is not Linux',
}, async () => {
  const chance = new SeededChance(4);
  await runBank(
    join(folder, 'cut'),
    Array.from({ length: 4 }, (_, life) => ({
      cut: 2 + Math.floor(chance.random() * 120),
      seed: life % 3 === 0 ? 0 : life,
    })),
    disk,
  );
});
