/**
 * Random programs of durable processes with crashes, against a model that knows nothing of the engine;
 * `npm run crashes -- --programs 10000` runs as many as it is told to.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMoves } from './programs/moves.ts';
import { crashEverywhere, runPrograms } from './programs/run-programs.ts';

test('300 random programs end as the model says, wherever their node crashes', async () => {
  const { failures, programs, crashes } = await runPrograms(300, 1, 1);
  assert.equal(failures.join('\n'), '');
  assert.equal(programs, 300);
  assert.ok(crashes > 300, `${crashes} crashes`);
});

test('small programs end as the model says when their node crashes at any one of their moments', async () => {
  let moments = 0;
  for (const seed of [29, 45, 58, 13]) moments += await crashEverywhere(seed);
  assert.ok(moments > 50, `${moments} moments`);
});

test('programs whose code is changed while they wait are refused, or end as the model says', async () => {
  const { taken, refused, later } = await runMoves(40, 1);
  assert.ok(
    taken > 10 && refused > 5 && later > 3,
    `${taken} taken, ${refused} refused, ${later} must be taken`,
  );
});
