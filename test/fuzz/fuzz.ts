/**
 * Differential fuzzing: random programs must print the same on PUC Lua 5.4 and on this engine: straight, preempted,
 * suspended at every site, and saved and restored at every site.
 *
 *     npm run fuzz -- --programs 300 --seed 7
 *     npm run fuzz -- --programs 100000
 *     npm run fuzz -- --programs 100000 --minutes 30    # as many of them as that allows
 *
 * The programs are those of so many seeds, from the one that is given on. Each difference is shown with its seed: the
 * program made small (or `--whole`), and what both print. `--programs 1` with that seed runs it alone.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Way, ways } from '../../src/lua/engine.testing.ts';
import { noComparison } from './compare.ts';
import { isInstalled } from './reference.ts';
import { shown } from './shown.ts';
import { compareInProcesses } from './workers.ts';

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: 'Infinity' },
    workers: { type: 'string', default: String(availableParallelism()) },
    shown: { type: 'string', default: '5' },
    whole: { type: 'boolean', default: false },
  },
});

if (!isInstalled()) {
  console.error('lua5.4 is not installed');
  process.exit(2);
}

const [seed, count] = [Number(values.seed), Number(values.programs)];
const end = Date.now() + Number(values.minutes) * 60_000;
const total = noComparison();
let done = 0;
await compareInProcesses(seed, count, Number(values.workers), end, (part, programs) => {
  for (const way of ways) total.same[way] += part.same[way];
  total.silent += part.silent;
  total.older.same += part.older.same;
  total.older.otherwise += part.older.otherwise;
  for (const each of part.differences) {
    total.differences.push(each);
    if (total.differences.length <= Number(values.shown)) console.log(shown(each, values.whole));
    else console.log(`seed ${each.seed}, ${each.way}: ${each.sort}`);
  }
  done += programs;
  const progress = `${done} of ${count}, ${total.differences.length} differences`;
  process.stderr.write(process.stderr.isTTY ? `\r${progress} ` : `${progress}\n`);
});
if (process.stderr.isTTY) process.stderr.write('\n');
console.log(`seed ${seed}: ${done} programs, ${total.differences.length} differences`);
const counts = ways.map((way: Way) => `${total.same[way]} ${way}`).join(', ');
console.log(`the same: ${counts}; ${total.silent} say nothing`);
const { same, otherwise } = total.older;
console.log(`of those in the language of Lua 5.1: ${same} print the same there, ${otherwise} otherwise`);
process.exitCode = total.differences.length === 0 ? 0 : 1;
