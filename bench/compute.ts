/**
 * The compute programs on ours and on each peer.
 *
 * Each figure is the median of several fresh processes; the order alternates. `inside` has compiling in it and the
 * start of the runner not: ours and gopher-lua say it themselves, of the others the time to run nothing is subtracted.
 * All times are wall time, so that a machine with other work slows all alike. With several rounds it is the last of them in
 * each process, told by the program itself: then the time of the processor for the peers, whose `os.clock` that is. What a
 * program prints must be the same everywhere.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Command, runChild } from './child.ts';
import { type Contestant, findPeers, prepareOurs } from './contestant.ts';
import { at, withFolder } from './places.ts';
import { inRounds, lastRound } from './rounds.ts';
import { isAsked, type Settings } from './settings.ts';
import { geometricMean, median, rotated } from './statistics.ts';
import { shortNumber, textTable } from './text-table.ts';

const REFERENCE = 'lua5.4';

/** Programs that need integers of 64 bits or bit operators. */
const NEEDS_INTEGERS = new Set(['lcg', 'fnv']);

interface Cell {
  readonly inside: number[];
  readonly whole: number[];
  output: string | undefined;
  problem: string | undefined;
}

type Cells = Map<string, Map<string, Cell>>;

export function benchCompute(settings: Settings): boolean {
  return withFolder((folder) => {
    const { peers, missing } = findPeers(folder);
    const contestants = settings.peersOnly ? peers : [...prepareOurs(folder), ...peers];
    const programs = readdirSync(at('bench', 'programs'))
      .filter((file) => file.endsWith('.lua'))
      .map((file) => basename(file, '.lua'))
      .filter((program) => isAsked(settings, program));
    const cells = measure(programs, contestants, settings.runs, filesOf(programs, settings.rounds, folder));
    const problems = problemsIn(cells, programs);
    print(programs, contestants, cells, settings);
    for (const line of [...missing.map((peer) => `skipped ${peer}`), ...problems]) console.log(line);
    console.log(
      `not measured: memory; wippy preempted by a second process; programs larger than a few pages`,
    );
    return problems.length === 0;
  });
}

/** The file of a program: its own, or one that does its work in rounds. */
function filesOf(programs: readonly string[], rounds: number, folder: string): (program: string) => string {
  const own = (program: string) => at('bench', 'programs', `${program}.lua`);
  if (rounds === 1) return own;
  const made = (program: string) => join(folder, `${program}.lua`);
  for (const program of programs)
    writeFileSync(made(program), inRounds(readFileSync(own(program), 'latin1'), rounds), 'latin1');
  return made;
}

function measure(
  programs: readonly string[],
  contestants: readonly Contestant[],
  runs: number,
  fileOf: (program: string) => string,
): Cells {
  const cells: Cells = new Map();
  const starts = new Map(contestants.map((contestant) => [contestant.name, startOf(contestant)]));
  for (const contestant of contestants) {
    for (const program of programs) {
      for (let run = 0; run < (contestant.earlier ?? 0); run++) runChild(contestant.run(fileOf(program)));
    }
  }
  for (let round = 0; round < runs; round++) {
    for (const [i, program] of programs.entries()) {
      process.stderr.write(`\rcompute ${round + 1}/${runs} ${program.padEnd(12)}`);
      for (const contestant of rotated(contestants, round + i)) {
        if (NEEDS_INTEGERS.has(program) && !contestant.integers) continue;
        const cell = cellOf(cells, program, contestant.name);
        runOnce(cell, contestant.run(fileOf(program)), starts.get(contestant.name) ?? 0);
      }
    }
  }
  process.stderr.write('\r\u001b[K');
  return cells;
}

function cellOf(cells: Cells, program: string, contestant: string): Cell {
  const row = cells.get(program) ?? new Map<string, Cell>();
  cells.set(program, row);
  const cell = row.get(contestant) ?? { inside: [], whole: [], output: undefined, problem: undefined };
  row.set(contestant, cell);
  return cell;
}

/** What it takes to run nothing. */
function startOf(contestant: Contestant): number {
  const nothing = contestant.run(at('bench', 'peers', 'nothing.lua'));
  return median(Array.from({ length: 5 }, () => runChild(nothing).whole));
}

function runOnce(cell: Cell, command: Command, start: number): void {
  if (cell.problem !== undefined) return;
  const child = runChild(command);
  if (!child.ok) {
    cell.problem = child.reason;
    return;
  }
  const said = /\{"inside_ms": ([\d.]+)\}/.exec(child.stderr)?.[1];
  const { output, millis } = lastRound(child.stdout);
  cell.output = output;
  cell.inside.push(millis ?? (said === undefined ? child.whole - start : Number(said)));
  cell.whole.push(child.whole);
}

/** What failed, and whose output differs from the reference's. */
function problemsIn(cells: Cells, programs: readonly string[]): string[] {
  const problems: string[] = [];
  for (const program of programs) {
    const row = cells.get(program) ?? new Map<string, Cell>();
    const expected = row.get(REFERENCE)?.output;
    for (const [name, cell] of row) {
      if (expected !== undefined && cell.output !== undefined && cell.output !== expected) {
        cell.problem ??= `printed ${JSON.stringify(cell.output)} instead of ${JSON.stringify(expected)}`;
      }
      if (cell.problem !== undefined) problems.push(`failed ${program} on ${name}: ${cell.problem}`);
    }
  }
  return problems;
}

function print(
  programs: readonly string[],
  contestants: readonly Contestant[],
  cells: Cells,
  { runs, rounds }: Settings,
): void {
  const names = contestants.map((contestant) => contestant.name);
  const what = rounds === 1 ? 'inside' : `of the last of ${rounds} rounds in a process`;
  console.log(`\ncompute: milliseconds ${what}, medians of ${runs}; in brackets the ratio to ${REFERENCE}`);
  console.log(table(programs, names, cells, 'inside', true));
  console.log('\ncompute: milliseconds of the whole process, its start included');
  console.log(table(programs, names, cells, 'whole', false));
}

function table(
  programs: readonly string[],
  names: readonly string[],
  cells: Cells,
  what: 'inside' | 'whole',
  ratios: boolean,
): string {
  const all = new Map<string, number[]>(names.map((name) => [name, []]));
  const rows = programs.map((program) => {
    const reference = medianOf(cells, program, REFERENCE, what);
    return [
      program,
      ...names.map((name) => cellText(cells, program, name, what, reference, ratios ? all : undefined)),
    ];
  });
  const means = names.map((name) => {
    const values = all.get(name) ?? [];
    return values.length === 0 ? '' : shortNumber(geometricMean(values));
  });
  const footer = ratios ? [['geometric mean of ratios', ...means]] : [];
  return textTable([['', ...names], ...rows, ...footer]);
}

function cellText(
  cells: Cells,
  program: string,
  name: string,
  what: 'inside' | 'whole',
  reference: number | undefined,
  ratios: Map<string, number[]> | undefined,
): string {
  const value = medianOf(cells, program, name, what);
  if (value === undefined) return cells.get(program)?.get(name)?.problem === undefined ? '-' : 'failed';
  if (ratios === undefined || reference === undefined) return shortNumber(value);
  const ratio = value / reference;
  ratios.get(name)?.push(ratio);
  return name === REFERENCE ? shortNumber(value) : `${shortNumber(value)} (${shortNumber(ratio)})`;
}

function medianOf(cells: Cells, program: string, name: string, what: 'inside' | 'whole'): number | undefined {
  const cell = cells.get(program)?.get(name);
  return cell === undefined || cell.problem !== undefined || cell[what].length === 0
    ? undefined
    : median(cell[what]);
}
