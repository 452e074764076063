/**
 * Differential fuzzing: random programs must print the same on PUC Lua 5.4 and on this engine, straight, preempted
 * and suspended at every site.
 *
 *     npm run fuzz -- --programs 300 --seed 7
 *
 * Each difference is made small and shown with what both print.
 */
import { parseArgs } from 'node:util';
import { compare, programs } from './compare.ts';
import { isInstalled } from './reference.ts';
import { shown } from './shown.ts';

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
const { same, silent, differences } = compare(sources);
for (const each of differences.slice(0, Number(values.shown))) console.log(shown(each, values.whole));
console.log(`seed ${seed}: ${sources.length} programs, ${differences.length} differences`);
console.log(
  `the same: ${[...same].map(([way, count]) => `${count} ${way}`).join(', ')}; ${silent} say nothing`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
