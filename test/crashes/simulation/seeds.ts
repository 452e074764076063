/** Seed after seed; one that breaks a rule is run again with fewer faults, until every fault that is left matters. */
import { type Fault, faultText } from './faults.ts';
import { type Outcome, simulate } from './simulation.ts';

export interface Tally {
  seeds: number;
  faults: number;
  events: number;
  /** What is to be told of seeds that broke a rule. */
  readonly broken: string[];
}

/** Stops after so many seeds that broke a rule. */
const MOST_BROKEN = 5;

/** `passed` is told after each hundred. */
export async function simulateSeeds(
  first: number,
  count: number,
  passed: (tally: Tally) => void = () => {},
): Promise<Tally> {
  const tally: Tally = { seeds: 0, faults: 0, events: 0, broken: [] };
  for (let seed = first; seed < first + count && tally.broken.length < MOST_BROKEN; seed++) {
    const outcome = await simulate(seed);
    tally.seeds++;
    tally.faults += outcome.faults.length;
    tally.events += outcome.events;
    if (outcome.broken.length > 0) tally.broken.push(await explained(seed, outcome));
    if (tally.seeds % 100 === 0) passed(tally);
  }
  return tally;
}

async function explained(seed: number, outcome: Outcome): Promise<string> {
  const faults = await fewest(seed, outcome.faults);
  const { broken } = await simulate(seed, { faults });
  const lines = [
    `seed ${seed}: ${outcome.broken.join('\n  ')}`,
    `  with ${outcome.faults.length} faults: ${outcome.faults.map(faultText).join('; ')}`,
    `  and with ${faults.length}: ${faults.map(faultText).join('; ')}: ${broken.join('\n  ')}`,
    `  again, with all that happens: npm run crashes -- --simulate 1 --seed ${seed} --trace`,
  ];
  return lines.join('\n');
}

async function fewest(seed: number, all: readonly Fault[]): Promise<readonly Fault[]> {
  let faults = all;
  for (const one of all) {
    const without = faults.filter((fault) => fault !== one);
    if ((await simulate(seed, { faults: without })).broken.length > 0) faults = without;
  }
  return faults;
}
