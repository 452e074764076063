/**
 * All benchmarks, ours and each installed peer side by side in one run. README.md says what is measured and how.
 *
 *   npm run bench [-- [compute] [processes] [start] [hostile] [snapshot] [changes] [durable] [--runs N] [--only fib,json] [--peers-only]]
 */
import { cpus } from 'node:os';
import { benchChanges } from './changes.ts';
import { benchCompile } from './compile.ts';
import { benchCompute } from './compute.ts';
import { benchDurable } from './durable.ts';
import { benchHostile } from './hostile.ts';
import { benchProcesses } from './processes.ts';
import { readSettings, type Section, type Settings } from './settings.ts';
import { benchSnapshot } from './snapshot.ts';
import { benchStart } from './start.ts';

const benches: Readonly<Record<Section, (settings: Settings) => boolean | Promise<boolean>>> = {
  compute: benchCompute,
  compile: benchCompile,
  processes: benchProcesses,
  start: benchStart,
  snapshot: benchSnapshot,
  hostile: benchHostile,
  changes: benchChanges,
  durable: benchDurable,
};

async function main(): Promise<boolean> {
  const settings = readSettings(process.argv.slice(2));
  const processor = cpus();
  console.log(
    `${processor.length} x ${processor[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`,
  );
  console.log('On a shared machine differences under 30 % mean nothing; compare ratios of one run.');
  let isFine = true;
  for (const section of settings.sections) isFine = (await benches[section](settings)) && isFine;
  return isFine;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
