/**
 * Programs that take what they can, and how well a neighbour on the same scheduler does meanwhile: round trips with a third
 * process every 2 ms, and a tick every 10 ms (M5). The programs are those of `test/applications/hostile`.
 *
 * A node that has just started runs cold code. So the neighbours live for a while before, and then each program is run
 * again and again until some three hundred ticks were seen.
 */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostilePrograms } from '../test/applications/hostile/programs.ts';
import { type Finished, runChild } from './child.ts';
import type { Collection, Stretch, Turns } from './hostile-turns.ts';
import { at, withFolder } from './places.ts';
import { isAsked, type Settings } from './settings.ts';
import { textTable } from './text-table.ts';

const TICK = 10;

const head = [
  'program',
  'runs',
  'seconds',
  'trips',
  'p99 ms',
  'max',
  'ticks',
  'p99 ms apart',
  'max',
  'quiet p99',
  'max',
  'turn p99 ms',
  'longest (cpu)',
  'its longest slice (cpu)',
  'collecting',
];

/** Quiet before, seconds and ticks at least, and seconds after which no run begins. */
const LENGTH = ['1500ms', '3', '280', '6'];

interface Told {
  readonly ended: string;
  readonly runs: number;
  readonly seconds: number;
  readonly rounds: number[];
  readonly apart: number[];
}

export function benchHostile(settings: Settings): boolean {
  if (settings.peersOnly) return true;
  return withFolder((folder) => {
    const cwd = join(folder, 'hostile');
    cpSync(at('test', 'applications', 'hostile'), cwd, { recursive: true });
    const rows: string[][] = [];
    let isGood = true;
    for (const [name, end] of Object.entries(hostilePrograms)) {
      if (!isAsked(settings, name)) continue;
      process.stderr.write(`\rhostile ${name.padEnd(30)}`);
      const turns = join(folder, `${name}.json`);
      const child = runBeside(name, cwd, turns);
      const told = toldBy(child);
      if (told === undefined || !end.test(told.ended)) isGood = false;
      rows.push(told === undefined ? [name, child.reason] : row(name, told, readTurns(turns)));
    }
    process.stderr.write('\r\u001b[K');
    console.log(`\nhostile programs, each again and again for ${LENGTH[1]} seconds, with the default limits`);
    console.log(textTable([head, ...rows]));
    return isGood;
  });
}

function runBeside(name: string, cwd: string, turns: string): Finished {
  const args = [
    `TURNS_FILE=${turns}`,
    `NODE_OPTIONS=--import ${at('bench', 'hostile-turns.ts')}`,
    at('bin', 'wippy'),
    ...['run', '-x', 'app:neighbour', name, ...LENGTH],
  ];
  return runChild({ command: 'env', args, cwd });
}

function toldBy({ ok, stdout }: Finished): Told | undefined {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return ok && line.startsWith('{') ? (JSON.parse(line) as Told) : undefined; // as neighbour.lua prints it
}

function readTurns(file: string): Turns {
  return JSON.parse(readFileSync(file, 'utf8')) as Turns; // as hostile-turns.ts wrote it
}

function row(name: string, told: Told, { turns, slices, collections }: Turns): string[] {
  const longest = turns.reduce((a, b) => (b.cpu > a.cpu ? b : a));
  const quiet = ticksAmong(turns);
  const within = slices.filter(({ began }) => began >= longest.began && began < longest.began + longest.wall);
  const slice = within.toSorted((a, b) => b.cpu - a.cpu)[0];
  return [
    name,
    String(told.runs),
    told.seconds.toFixed(1),
    String(told.rounds.length),
    share(told.rounds, 0.99),
    share(told.rounds, 1),
    String(told.apart.length),
    share(told.apart, 0.99),
    share(told.apart, 1),
    share(quiet, 0.99),
    share(quiet, 1),
    share(
      turns.map(({ cpu }) => cpu),
      0.99,
    ),
    time(longest),
    slice === undefined ? 'none of 2 ms' : `${slice.who.replace('app:', '')} ${time(slice)}`,
    collected(collections, longest),
  ];
}

/**
 * What the ticks of a neighbour would have been on a machine that does nothing else: those of 10 ms, each told after the turn
 * in which it fell due, on the clock that stands still while others have the processor.
 */
function ticksAmong(turns: readonly Stretch[]): number[] {
  const first = turns[0];
  if (first === undefined) return [];
  const apart: number[] = [];
  let before = first.at;
  for (const { at, cpu } of turns) {
    while (before + TICK < at) {
      apart.push(TICK);
      before += TICK;
    }
    if (before + TICK > at + cpu) continue;
    apart.push(at + cpu - before);
    before = at + cpu;
  }
  return apart;
}

const time = ({ wall, cpu }: Stretch): string => `${wall.toFixed(1)} (${cpu.toFixed(1)})`;

/** Milliseconds that the collector took of a turn, of how many stops. */
function collected(collections: readonly Collection[], turn: Stretch): string {
  const within = collections.filter(({ began }) => began >= turn.began && began < turn.began + turn.wall);
  return `${within.reduce((sum, { wall }) => sum + wall, 0).toFixed(1)} in ${within.length}`;
}

function share(values: readonly number[], part: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0).toFixed(1);
}
