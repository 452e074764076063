/**
 * Compares programs in several processes at a time: each takes a part of the seeds and ends, so that nothing grows. A
 * part whose process dies, or stays at one program for too long, is a difference at that program's seed; the rest of
 * the part goes to another process.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { type Comparison, isKeepingLocals, noComparison, programOf } from './compare.ts';
import { Silence } from './silence.ts';

/** What a process is told to do, and what it tells. */
export interface Part {
  readonly seed: number;
  readonly count: number;
}
export type Told = { readonly began: number } | { readonly found: Comparison };

/** Long enough that the start of a process, and warming it up, cost little beside it. */
const PART = 1000;
/** Seconds that one program may take in all ways of running. */
const LONGEST = 300;

/** Calls `take` with what is found of each part and the number of its programs. No part begins after `end`. */
export async function compareInProcesses(
  seed: number,
  count: number,
  workers: number,
  end: number,
  take: (found: Comparison, programs: number) => void,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count && Date.now() < end) {
      const part = { seed: seed + next, count: Math.min(PART, count - next) };
      next += part.count;
      await comparePart(part, take);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, Math.ceil(count / PART)) }, work));
}

async function comparePart(part: Part, take: (found: Comparison, programs: number) => void): Promise<void> {
  const end = part.seed + part.count;
  for (let seed = part.seed; seed < end; ) {
    const { found, at, end: how } = await runPart({ seed, count: end - seed });
    if (found !== undefined) {
      take(found, end - seed);
      return;
    }
    const broken = {
      seed: at,
      source: programOf(at),
      way: 'straight',
      keepsLocals: isKeepingLocals(at),
      sort: how,
    } as const;
    take({ ...noComparison(), differences: [broken] }, 1);
    // What came before is the same again and cheap beside what has just been lost.
    if (at > seed) await comparePart({ seed, count: at - seed }, take);
    seed = at + 1;
  }
}

interface Ran {
  readonly found: Comparison | undefined;
  /** The seed at which it was last. */
  readonly at: number;
  /** How it ended. */
  readonly end: string;
}

function runPart(part: Part): Promise<Ran> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(part)]);
    let at = part.seed;
    let found: Comparison | undefined;
    const silence = new Silence(LONGEST);
    const watch = setInterval(() => {
      if (silence.isTooLong()) child.kill('SIGKILL');
    }, 1000);
    child.on('message', (told: Told) => {
      if ('found' in told) found = told.found;
      else at = told.began;
      silence.isBroken();
    });
    // Once it has exited and all that it told has been read.
    child.on('close', (code, signal) => {
      clearInterval(watch);
      const end = silence.wasTooLong
        ? `the process did not end within ${LONGEST} s`
        : `the process died of ${signal ?? `exit code ${code}`}`;
      resolve({ found, at, end });
    });
  });
}
