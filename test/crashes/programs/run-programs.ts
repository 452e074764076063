/** Many random programs, each run undisturbed and with crashes, and what is told of one that goes wrong. */
import { SeededChance } from '../../../src/testing/index.ts';
import { sourceOf } from './lua-text.ts';
import { Ambiguous, type Expected, expected } from './model.ts';
import { runMoves } from './moves.ts';
import { type Program, sizeOf } from './program.ts';
import { randomProgram } from './random-program.ts';
import { shrinkProgram } from './shrink-program.ts';
import { type Plan, randomPlan, runTrial } from './trial.ts';

export interface Tally {
  programs: number;
  processes: number;
  crashes: number;
  /** Crashes by the moments at which they came. */
  readonly moments: Map<string, number>;
  readonly failures: string[];
  /** The seed after the last one. */
  next: number;
}

/** A seed and what it stands for; undefined when its program has no certain outcome. */
function programOf(seed: number): { program: Program; expected: Expected; chance: SeededChance } | undefined {
  const chance = new SeededChance(seed);
  const program = randomProgram((limit) => Math.floor(chance.random() * limit));
  const known = outcomeOf(program);
  return known === undefined ? undefined : { program, expected: known, chance };
}

function outcomeOf(program: Program): Expected | undefined {
  try {
    return expected(program);
  } catch (thrown) {
    if (thrown instanceof Ambiguous) return undefined;
    throw thrown;
  }
}

const calmly = (seed: number): Plan => ({ seed, crashes: [], pace: {}, readsCode: false });

/** Runs so many programs, the first one with this seed, each with so many plans; stops at the first that goes wrong. */
export async function runPrograms(count: number, first: number, plans = 2): Promise<Tally> {
  const tally: Tally = {
    programs: 0,
    processes: 0,
    crashes: 0,
    moments: new Map(),
    failures: [],
    next: first,
  };
  while (tally.programs < count && tally.failures.length === 0) {
    const seed = tally.next++;
    const made = programOf(seed);
    if (made === undefined) continue;
    tally.programs++;
    tally.processes += made.expected.ends.size;
    let plan = calmly(seed);
    try {
      const calm = await runTrial(made.program, made.expected, plan);
      for (let n = 0; n < plans; n++) {
        plan = randomPlan(made.chance, seed, calm.counts);
        const { crashes } = await runTrial(made.program, made.expected, plan);
        tally.crashes += crashes.length;
        for (const one of crashes) tally.moments.set(one, (tally.moments.get(one) ?? 0) + 1);
      }
    } catch (thrown) {
      tally.failures.push(await explain(seed, made.program, plan, thrown));
    }
  }
  return tally;
}

/** Crashes a program once at each of its moments; gives their number. */
export async function crashEverywhere(seed: number): Promise<number> {
  const made = programOf(seed);
  if (made === undefined) return 0;
  const calm = await runTrial(made.program, made.expected, calmly(seed));
  const { moments } = calm.counts;
  for (let at = 1; at <= moments; at++) {
    const plan = {
      ...calmly(seed),
      crashes: [{ at, of: 'moments' as const, downtime: 1 + (at % 3) }],
      readsCode: at % 2 === 0,
    };
    try {
      await runTrial(made.program, made.expected, plan);
    } catch (thrown) {
      throw new Error(await explain(seed, made.program, plan, thrown));
    }
  }
  return moments;
}

/** So many runs are spent on making a program smaller. */
const MOST_RUNS = 3000;

async function explain(seed: number, program: Program, plan: Plan, thrown: unknown): Promise<string> {
  let runs = 0;
  let last = { program, plan, message: messageOf(thrown) };
  /** The crash may be needed at another moment when the program is smaller. */
  const fails = async (candidate: Program): Promise<boolean> => {
    const known = outcomeOf(candidate);
    for (const one of plansLike(last.plan)) {
      if (known === undefined || ++runs > MOST_RUNS) return false;
      try {
        await runTrial(candidate, known, one);
      } catch (again) {
        last = { program: candidate, plan: one, message: messageOf(again) };
        return true;
      }
    }
    return false;
  };
  await shrinkProgram(program, fails);
  const { seed: _, ...how } = last.plan;
  return [
    `program ${seed}: ${messageOf(thrown)}`,
    `plan: ${JSON.stringify(plan)}; again with npm run crashes -- --programs 1 --seed ${seed}`,
    `smaller (${sizeOf(last.program)} statements), with ${JSON.stringify(how)}: ${last.message}`,
    sourceOf(last.program),
  ].join('\n');
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The plan, and others with fewer crashes or one of them earlier. */
function* plansLike(plan: Plan): Generator<Plan> {
  yield plan;
  const { crashes } = plan;
  if (crashes.length > 1) for (const i of crashes.keys()) yield { ...plan, crashes: crashes.toSpliced(i, 1) };
  for (const [i, one] of crashes.entries()) {
    for (let back = 1; back <= 25 && back < one.at; back++)
      yield { ...plan, crashes: crashes.with(i, { ...one, at: one.at - back }) };
  }
}

/** Programs between two lines that tell how far it is. */
const TOLD = 500;

/** Runs so many and tells of it; gives the code with which to end. */
export async function repeatPrograms(count: number, seed: number): Promise<number> {
  const sum = { programs: 0, processes: 0, crashes: 0 };
  for (let next = seed; sum.programs < count; ) {
    const tally = await runPrograms(Math.min(TOLD, count - sum.programs), next);
    for (const key of ['programs', 'processes', 'crashes'] as const) sum[key] += tally[key];
    for (const failure of tally.failures) console.log(failure);
    if (tally.failures.length > 0) return 1;
    console.log(
      `programs: ${sum.programs} with ${sum.processes} processes, ${sum.crashes} crashes, all as the model says`,
    );
    next = tally.next;
  }
  return 0;
}

/** Moves so many programs to other code and tells of it; gives the code with which to end. */
export async function repeatMoves(count: number, seed: number): Promise<number> {
  try {
    const { moves, taken, refused, later } = await runMoves(count, seed);
    console.log(`moves: ${moves}, ${taken} taken as the model says (${later} had to be), ${refused} refused`);
    return 0;
  } catch (thrown) {
    console.log(messageOf(thrown));
    return 1;
  }
}
