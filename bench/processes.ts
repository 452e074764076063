/**
 * The shapes of processes on ours and on Erlang/OTP with one scheduler.
 *
 * Each item runs in a fresh system process; both measure with their own clock inside, so that no start is in the figures.
 * Ours is the application in `apps/processes`, run by `wippy run -x bench:main ITEM` of the built package.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, isInstalled, runChild } from './child.ts';
import { installed } from './installed.ts';
import { at, withFolder } from './places.ts';
import { isAsked, type Settings } from './settings.ts';
import { median, rotated } from './statistics.ts';
import { grouped, shortNumber, textTable } from './text-table.ts';

interface Item {
  readonly name: string;
  readonly what: string;
  readonly on: readonly ('wippy' | 'erlang')[];
}

const both = ['wippy', 'erlang'] as const;

const items: readonly Item[] = [
  { name: 'roundtrips', what: '1,000,000 round trips between two', on: both },
  { name: 'ring', what: 'ring of 1,000 by 1,000 laps', on: both },
  { name: 'spawn', what: '100,000 that answer and end', on: both },
  { name: 'fan_in', what: 'fan-in of 100 senders by 10,000', on: both },
  { name: 'calls', what: 'calls of one server from 100 callers', on: both },
  { name: 'function_calls', what: 'calls of one function from 100 callers', on: ['wippy'] },
  { name: 'restarts', what: '100,000 restarts of supervised processes, 500 in turn', on: both },
  { name: 'mass_spawn', what: '10,000 monitored, each with a ticker: spawned', on: both },
  { name: 'idle_bytes', what: 'memory of an idle process', on: both },
  { name: 'hibernated_bytes', what: 'memory of a hibernated process', on: both },
];

/** Figures that an item gives besides the one of its name. */
const besides: Readonly<Record<string, string>> = {
  mass_spawn_started: '10,000 monitored, each with a ticker: all running',
  restarts_burst: 'restarts, 5,000 in one burst of one supervisor',
};

interface Runner {
  readonly name: 'wippy' | 'erlang';
  run(item: string): Command;
}

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Values of one figure by runner. */
type Figures = Map<string, { readonly unit: string; readonly values: Map<string, number[]> }>;

export function benchProcesses(settings: Settings): boolean {
  return withFolder((folder) => {
    const notes: string[] = [];
    const runners: Runner[] = settings.peersOnly ? [] : [prepareOurs(folder, notes)];
    const erlang = prepareErlang(folder, notes);
    if (erlang !== undefined) runners.push(erlang);

    const figures = measure(runners, settings, notes);
    console.log(`\nprocesses: medians of ${settings.runs} fresh processes; ratio above 1: ours is better`);
    console.log(table(figures));
    for (const note of notes) console.log(note);
    console.log(
      'not measured: more than one scheduler, messages larger than a number, distance between nodes',
    );
    return !notes.some((note) => note.startsWith('failed'));
  });
}

function prepareOurs(folder: string, notes: string[]): Runner {
  const command = installed(folder, notes);
  const application = join(folder, 'processes');
  cpSync(at('bench', 'apps', 'processes'), application, { recursive: true });
  return {
    name: 'wippy',
    run: (item) => ({
      command,
      args: ['run', '-x', 'bench:main', item],
      cwd: application,
    }),
  };
}

function prepareErlang(folder: string, notes: string[]): Runner | undefined {
  if (!isInstalled('erl', ['-noshell', '-eval', 'halt().'])) {
    notes.push('skipped erlang: not installed');
    return undefined;
  }
  const compiled = runChild({ command: 'erlc', args: ['-o', folder, at('bench', 'peers', 'processes.erl')] });
  if (!compiled.ok) {
    notes.push(`skipped erlang: ${compiled.reason}`);
    return undefined;
  }
  const flags = ['+S', '1', '+P', '2000000', '-noshell', '-pa', folder, '-s', 'processes', 'main'];
  return { name: 'erlang', run: (item) => ({ command: 'erl', args: [...flags, item] }) };
}

function measure(runners: readonly Runner[], settings: Settings, notes: string[]): Figures {
  const figures: Figures = new Map();
  const failed = new Set<string>();
  for (let round = 0; round < settings.runs; round++) {
    for (const item of items.filter(({ name }) => isAsked(settings, name))) {
      process.stderr.write(`\rprocesses ${round + 1}/${settings.runs} ${item.name.padEnd(18)}`);
      for (const runner of rotated(runners, round)) {
        const key = `${item.name} on ${runner.name}`;
        if (!item.on.includes(runner.name) || failed.has(key)) continue;
        const child = runChild(runner.run(item.name));
        const found = child.ok ? readFigures(child.stdout) : [];
        if (found.length === 0) {
          failed.add(key);
          notes.push(`failed ${key}: ${child.reason || child.stderr.trim() || 'no figures'}`);
        }
        for (const figure of found) keep(figures, runner.name, figure);
      }
    }
  }
  process.stderr.write('\r\u001b[K');
  return figures;
}

function readFigures(text: string): Figure[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Figure); // both programs print exactly this
}

function keep(figures: Figures, runner: string, { name, value, unit }: Figure): void {
  const figure = figures.get(name) ?? { unit, values: new Map<string, number[]>() };
  figures.set(name, figure);
  const values = figure.values.get(runner) ?? [];
  figure.values.set(runner, values);
  values.push(value);
}

function table(figures: Figures): string {
  const rows = [['', 'wippy', 'erlang', 'unit', 'ratio']];
  const names = items.flatMap(({ name }) => [
    name,
    ...Object.keys(besides).filter((b) => b.startsWith(name)),
  ]);
  for (const name of names) {
    const figure = figures.get(name);
    if (figure === undefined) continue;
    const [mine, peer] = both.map((runner) => {
      const values = figure.values.get(runner);
      return values === undefined ? undefined : median(values);
    });
    const what = besides[name] ?? items.find((item) => item.name === name)?.what ?? name;
    rows.push([what, valueText(mine), valueText(peer), figure.unit, ratioText(mine, peer, figure.unit)]);
  }
  return textTable(rows);
}

function valueText(value: number | undefined): string {
  if (value === undefined) return '-';
  return value >= 1000 ? grouped(value) : shortNumber(value);
}

/** How many times better ours is: rates are better when larger, times and sizes when smaller. */
function ratioText(mine: number | undefined, peer: number | undefined, unit: string): string {
  if (mine === undefined || peer === undefined) return '-';
  return shortNumber(unit.endsWith('/s') ? mine / peer : peer / mine);
}
