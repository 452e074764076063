/** Crash everywhere, as `npm run crashes -- --instants 500` does it at length. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SeededChance } from '../../src/testing/index.ts';
import { Disk } from './disk.ts';
import { Everywhere, everyPoint, randomInstants } from './everywhere.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-everywhere-'));
after(() => rmSync(folder, { recursive: true }));
const everywhere = new Everywhere(folder, Disk.compile(folder));

test('Ce1, Ce2: whenever power is lost, at every named point of some of them, workflows end as if nothing had happened', async () => {
  await everyPoint(everywhere, folder, ['children', 'cancels', 'ages']);
});

test('Ce2: whenever power is lost, at 50 random instants, workflows end as if nothing had happened', async () => {
  await randomInstants(everywhere, 50, new SeededChance(1));
});
