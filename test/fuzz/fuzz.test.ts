/** Some random programs of one seed; `npm run fuzz` runs more of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, programs } from './compare.ts';
import { isInstalled } from './reference.ts';
import { shown } from './shown.ts';

const seed = Number(process.env.SEED ?? 20_261);
const skip = isInstalled() ? false : 'lua5.4 is not installed';

test('random programs print the same as on PUC Lua, straight, preempted and suspended everywhere', {
  skip,
}, () => {
  const { differences } = compare(programs(seed, 200));
  const [first] = differences;
  if (first !== undefined) assert.fail(`seed ${seed}: ${differences.length} differences\n${shown(first)}`);
});
