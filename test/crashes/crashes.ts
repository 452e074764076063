/**
 * Kills the writer of a registry's history again and again, and cuts its disk off at every instant.
 *
 *   npm run crashes -- --kills 2000 --cuts 2000 --bank 100 --branches 100 --restarts 100 --seed 7
 *
 * With `--bank` a bank of durable processes dies so often too, by turns killed and cut off. With `--branches` three nodes
 * of one on PostgreSQL are killed, stopped beyond their lease and ended so often. With `--restarts` a server is restarted so
 * often, every 5 to 10 seconds, under a node that keeps its processes there.
 *
 *   npm run crashes -- --instants 500 --seed 1
 *
 * Only lets workflows that wait for all that there is die at every named point, each by itself and all together, and at so many
 * random instants (everywhere.ts).
 *
 *   npm run crashes -- --simulate 10000 --seed 1
 *
 * Only simulates clusters, one for each seed from that one on (test/crashes/simulation). `--trace` tells all that happens.
 *
 *   npm run crashes -- --programs 10000 --seed 1
 *
 * Only runs random programs of durable processes, which crash in this thread, against a model (test/crashes/programs). `--moves`
 * only changes the code of such programs while they wait.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PostgresServer, SeededChance } from '../../src/testing/index.ts';
import { plannedKills, runBank } from './bank.ts';
import { type Blow, runBranches } from './branches.ts';
import { Disk } from './disk.ts';
import { Everywhere, everyPoint, flows, randomInstants } from './everywhere.ts';
import { survives } from './postgres-faults.ts';
import { repeatMoves, repeatPrograms } from './programs/run-programs.ts';
import { buildProgram, examine, run } from './registry-crashes.ts';
import { simulateSeeds } from './simulation/seeds.ts';
import { simulate } from './simulation/simulation.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    cuts: { type: 'string', default: '1000' },
    bank: { type: 'string', default: '20' },
    branches: { type: 'string', default: '0' },
    restarts: { type: 'string', default: '0' },
    simulate: { type: 'string', default: '0' },
    instants: { type: 'string', default: '0' },
    programs: { type: 'string', default: '0' },
    moves: { type: 'string', default: '0' },
    trace: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});
const chance = new SeededChance(Number(values.seed));
if (Number(values.simulate) > 0)
  process.exit(await simulateOnly(Number(values.seed), Number(values.simulate)));
if (Number(values.moves) > 0) process.exit(await repeatMoves(Number(values.moves), Number(values.seed)));
if (Number(values.programs) > 0)
  process.exit(await repeatPrograms(Number(values.programs), Number(values.seed)));
if (Number(values.instants) > 0) process.exit(await everywhereOnly(Number(values.instants)));
const folder = mkdtempSync(join(tmpdir(), 'wippy-crashes-'));

async function everywhereOnly(instants: number): Promise<number> {
  const place = mkdtempSync(join(tmpdir(), 'wippy-everywhere-'));
  try {
    const disk = Disk.compile(place);
    if (disk === undefined)
      console.log('there is no compiler for C, or this is not Linux: nodes are only killed');
    const everywhere = new Everywhere(place, disk);
    const random = await randomInstants(everywhere, instants, chance);
    console.log(
      `instants: ${random.deaths} deaths in ${random.runs} runs, the ends are those of an undisturbed one`,
    );
    const names = Object.keys(flows);
    for (const some of [...names.map((name) => [name]), names]) {
      const { points, deaths, runs } = await everyPoint(everywhere, place, some);
      console.log(`points of ${some.join(', ')}: ${points} in ${deaths} deaths and ${runs} runs`);
    }
    return 0;
  } finally {
    rmSync(place, { recursive: true });
  }
}

async function simulateOnly(first: number, count: number): Promise<number> {
  if (values.trace) {
    const { broken } = await simulate(first, { trace: (line) => process.stdout.write(line) });
    console.log(broken.length === 0 ? 'no rule was broken' : broken.join('\n'));
    return broken.length;
  }
  const { seeds, faults, events, broken } = await simulateSeeds(first, count, (tally) => {
    if (tally.seeds % 1000 === 0) console.log(`simulation: ${tally.seeds} of ${count} seeds`);
  });
  console.log(
    `simulation: ${seeds} seeds, ${faults} faults, ${events} events, ${broken.length} broke a rule`,
  );
  for (const one of broken) console.log(one);
  return broken.length === 0 ? 0 : 1;
}

/** A history that grew long is examined slowly, so each is given up after so many deaths. */
const DEATHS = 50;

interface Tally {
  deaths: number;
  versions: number;
  /** Found in force though nobody had been told: the end came between the commit and the word. */
  untold: number;
}

async function repeat(
  name: string,
  times: number,
  die: (place: string) => ReturnType<typeof run>,
): Promise<void> {
  const tally: Tally = { deaths: 0, versions: 0, untold: 0 };
  let version: number | undefined;
  for (let time = 0; time < times; time++) {
    const place = join(folder, `${name}-${Math.floor(time / DEATHS)}`);
    if (time % DEATHS === 0) version = undefined;
    const result = await die(place);
    if (result.signal !== 'SIGKILL') throw new Error(`the program ended by itself: ${result.errors}`);
    const found = await examine(join(place, 'registry.db'), version, result);
    tally.deaths++;
    tally.versions += Math.max(0, found - (version ?? 0));
    if (found === result.tried) tally.untold++;
    version = found;
  }
  console.log(
    `${name}: ${tally.deaths} deaths, ${tally.versions} versions, ${tally.untold} committed and not told, none half`,
  );
}

/** Lives of a bank between two closings of its books. */
const LIVES = 8;

async function repeatBank(times: number, disk: Disk | undefined): Promise<void> {
  let deaths = 0;
  let twice = 0;
  for (let round = 0; deaths < times; round++) {
    const isCut = disk !== undefined && round % 2 === 1;
    const plan = isCut
      ? Array.from({ length: LIVES }, () => ({
          cut: 2 + Math.floor(chance.random() * 150),
          seed: chance.random() < 0.3 ? 0 : Math.ceil(chance.random() * 1e9),
        }))
      : plannedKills(LIVES, 300, () => chance.random());
    const outcome = await runBank(join(folder, `bank-${round}`), plan, isCut ? disk : undefined);
    deaths += outcome.deaths;
    for (const count of outcome.audits.values()) if (count > 1) twice++;
  }
  console.log(
    `bank: ${deaths} deaths, no transfer lost or doubled, ${twice} calls made again with their keys`,
  );
}

/** Blows between two closings of the books. */
const BLOWS = 8;

async function repeatBranches(times: number): Promise<void> {
  const server = await PostgresServer.start();
  if (server === undefined) {
    console.log('branches: skipped, PostgreSQL is not installed');
    return;
  }
  try {
    for (let dealt = 0; dealt < times; dealt += BLOWS) {
      const blows = Array.from({ length: Math.min(BLOWS, times - dealt) }, (): Blow => {
        const act = (['kill', 'pause', 'drain'] as const)[Math.floor(chance.random() * 3)] ?? 'kill';
        return { node: Math.floor(chance.random() * 3), act, after: chance.random() * 500 };
      });
      await runBranches(join(folder, `branches-${dealt}`), server, blows);
    }
  } finally {
    await server.remove();
  }
  console.log(`branches: ${times} blows to three nodes, no transfer lost or doubled`);
}

async function repeatRestarts(times: number): Promise<void> {
  const server = times === 0 ? undefined : await PostgresServer.start();
  if (server === undefined) {
    if (times > 0) console.log('restarts: skipped, PostgreSQL is not installed');
    return;
  }
  try {
    const mishaps = Array.from({ length: times }, () => ({
      type: 'restart' as const,
      after: 5000 + chance.random() * 5000,
      down: chance.random() * 3000,
    }));
    await survives(join(folder, 'restarts'), server, mishaps);
  } finally {
    await server.remove();
  }
  console.log(`restarts: ${times} of a server, nothing lost that was taken`);
}

try {
  const program = buildProgram(join(folder, 'program'));
  await repeat('kill', Number(values.kills), (place) => {
    const lines = Math.floor(chance.random() * 40);
    const death = { lines, after: lines === 0 ? chance.random() * 120 : chance.random() * 4 };
    return run(program, join(place, 'registry.db'), 100_000, {}, death);
  });
  const disk = Disk.compile(folder);
  if (disk === undefined) console.log('cut: skipped, there is no compiler for C, or this is not Linux');
  else {
    await repeat('cut', Number(values.cuts), (place) => {
      const options = {
        cut: 1 + Math.floor(chance.random() * 200),
        seed: chance.random() < 0.3 ? 0 : 1 + Math.floor(chance.random() * 1e9),
      };
      return run(program, join(place, 'registry.db'), 100_000, disk.environment(place, options));
    });
  }
  await repeatBank(Number(values.bank), disk);
  await repeatBranches(Number(values.branches));
  await repeatRestarts(Number(values.restarts));
} finally {
  rmSync(folder, { recursive: true });
}
