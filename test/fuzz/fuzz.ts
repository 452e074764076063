/**
 * Differential fuzzing: random programs must print the same on PUC Lua 5.4 and on this engine, straight, preempted
 * and suspended at every site.
 *
 *     npm run fuzz -- --programs 300 --seed 7
 *
 * Each difference is made small and shown with what both print.
 */
import { parseArgs } from 'node:util';
import type { Way } from '../../src/lua/engine.testing.ts';
import { type Difference, difference, differences, programs } from './compare.ts';
import { printedByOurs } from './ours.ts';
import { isInstalled, printedByReference } from './reference.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    shown: { type: 'string', default: '5' },
    whole: { type: 'boolean', default: false },
  },
});

if (!isInstalled()) {
  console.error('lua5.4 is not installed');
  process.exit(2);
}

const seed = Number(values.seed);
const sources = programs(seed, Number(values.programs));
const found = differences(sources);
for (const each of found.slice(0, Number(values.shown))) show(each);
console.log(`seed ${seed}: ${sources.length} programs, ${found.length} differences`);
process.exitCode = found.length === 0 ? 0 : 1;

function show({ source, way, sort }: Difference): void {
  const small = values.whole ? source : shrink(source, (texts) => firstOfSort(texts, way, sort));
  console.log(`---- ${way}: ${sort}\n${small}\n---- ours`);
  console.log(printedByOurs(small, way));
  console.log(`---- reference\n${printedByReference([small])[0]}\n`);
}

function firstOfSort(texts: readonly string[], way: Way, sort: string): number {
  const expected = printedByReference(texts);
  return texts.findIndex((text, i) => difference(text, way, expected[i] ?? '') === sort);
}
