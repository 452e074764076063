/** Some random programs of one seed; `npm run fuzz` runs more of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Way, ways } from '../../src/lua/engine.testing.ts';
import { compare } from './compare.ts';
import { isInstalled } from './reference.ts';
import { shown } from './shown.ts';

const seed = Number(process.env.SEED ?? 20_261);
const skip = isInstalled() ? false : 'lua5.4 is not installed';

function same(title: string, count: number, chosen: readonly Way[]): void {
  test(`random programs print the same as on PUC Lua, ${title}`, { skip }, () => {
    const { differences } = compare(seed, count, chosen);
    const [first] = differences;
    if (first !== undefined) assert.fail(`${differences.length} differences\n${shown(first)}`);
  });
}

const unsaved = ways.filter((way) => way !== 'saved');
same(unsaved.join(', '), 150, unsaved);
same('saved', 15, ['saved']);
