/**
 * Durable workflows on the embedded store beside DBOS on PostgreSQL and Restate's server of npm: one after the other, many at once,
 * empty ones; what comes back after a `kill -9`; bytes in the store. All on the same disk, whose raw commits are named.
 *
 * The peers are installed from the npm registry into a folder that goes with the run.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresServer } from '../src/testing/index.ts';
import { type Finished, runChild } from './child.ts';
import { agent, killed, line, recovered, restored, silent } from './durable-alone.ts';
import { stepsShared, takenOver } from './durable-shared.ts';
import { type Figure, figuresIn, shown } from './figures.ts';
import { installed } from './installed.ts';
import { at } from './places.ts';
import { isAsked, type Settings } from './settings.ts';
import { textTable } from './text-table.ts';

interface Contestant {
  readonly name: string;
  run(folder: string): Finished;
}

const OURS = 'wippy';

/** Rows by their name, and of each the figures of the contestants. */
type Table = Map<string, { readonly unit: string; readonly values: Map<string, number[]> }>;

export async function benchDurable(settings: Settings): Promise<boolean> {
  const notes: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'wippy-durable-'));
  const server = await PostgresServer.start({ isSafe: true });
  try {
    const command = installed(folder, notes);
    const contestants = [ours(command), ...peers(folder, server, notes)];
    const table: Table = new Map();
    for (let round = 0; round < settings.runs; round++) {
      process.stderr.write(`\rdurable ${round + 1}/${settings.runs}`);
      note(table, 'raw', figuresOf(raw(folder), notes));
      for (const contestant of contestants.filter(({ name }) => isAsked(settings, name))) {
        const place = mkdtempSync(join(folder, 'run-'));
        note(table, contestant.name, figuresOf(contestant.run(place), notes, contestant.name));
        // Disks change from minute to minute: what ours is compared with is measured on both sides of it.
        if (contestant.name === OURS) note(table, 'raw', figuresOf(raw(folder), notes));
      }
      if (isAsked(settings, 'return')) {
        note(table, OURS, await returning(command, folder));
        note(table, OURS, await rising(command, folder));
      }
      if (isAsked(settings, 'agent')) note(table, OURS, agent(command, application(folder)));
      if (isAsked(settings, 'restore')) note(table, OURS, restored(command, application(folder), notes));
      if (server !== undefined && isAsked(settings, 'postgres'))
        note(table, OURS, await stepsShared(command, folder, server, notes));
      if (server !== undefined && isAsked(settings, 'takeover'))
        note(table, OURS, await takenOver(command, folder, server));
      if (isAsked(settings, 'recovery')) note(table, OURS, await recovered(command, application(folder)));
    }
    process.stderr.write('\r\u001b[K');
    show(
      table,
      contestants.map(({ name }) => name),
    );
  } finally {
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const one of new Set(notes)) console.log(one);
  return !notes.some((one) => one.startsWith('failed'));
}

const raw = (folder: string) =>
  runChild({ command: at('scripts', 'node.sh'), args: [at('bench', 'durable-raw.ts'), folder] });

function ours(command: string): Contestant {
  return {
    name: OURS,
    run: (folder) => {
      const cwd = application(folder);
      const ran = runChild({ command, args: ['run', '--silent', 'times'], cwd });
      const steps = 20 * 100 + 252 + 1000 * (20 + 100);
      const bytes = statSync(join(cwd, '.wippy', 'state', 'durable', 'store.db')).size / steps;
      const figure: Figure = { name: 'bytes in the store for each step', value: bytes, unit: 'bytes' };
      return { ...ran, stdout: `${ran.stdout}${JSON.stringify(figure)}\n` };
    },
  };
}

function peers(folder: string, server: PostgresServer | undefined, notes: string[]): Contestant[] {
  const found: Contestant[] = [];
  const dbos = server === undefined ? undefined : peer(folder, 'dbos', notes);
  if (dbos !== undefined && server !== undefined) found.push({ name: 'dbos', run: () => dbos([server.dsn]) });
  else notes.push('not beside DBOS: PostgreSQL or the package is missing');
  const restate = peer(folder, 'restate', notes);
  if (restate !== undefined) found.push({ name: 'restate', run: () => restate([]) });
  return found;
}

function peer(
  folder: string,
  name: string,
  notes: string[],
): ((args: readonly string[]) => Finished) | undefined {
  const cwd = join(folder, name);
  cpSync(at('bench', 'peers', name), cwd, { recursive: true });
  const made = runChild({ command: 'npm', args: ['install', '--no-audit', '--no-fund', '--silent'], cwd });
  if (!made.ok) {
    notes.push(`not beside ${name}: ${made.reason}`);
    return undefined;
  }
  return (args) =>
    runChild({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', 'times.js', ...args],
      cwd,
    });
}

function application(folder: string): string {
  const target = mkdtempSync(join(folder, 'application-'));
  cpSync(at('bench', 'apps', 'durable'), target, { recursive: true });
  return target;
}

/** 10,000 processes wait; their node is killed; in the next one one of them answers, then all. Measured by the clock of the wall. */
async function returning(command: string, folder: string): Promise<Figure[]> {
  const cwd = application(mkdtempSync(join(folder, 'return-')));
  await left(command, cwd, ['crowd'], 'they wait');
  const [one, all] = await begun(command, cwd, 'back', ['back', 'all']);
  return [
    {
      name: 'one of 10,000 that wait answers after kill -9, with the start of the node',
      value: one,
      unit: 'ms',
    },
    { name: 'all 10,000 have been told something, have run and answered', value: all, unit: 'ms' },
  ];
}

/** Seconds: longer than it takes to make 10,000. */
const NAP = 30;

/** 10,000 processes sleep, and their time passes while no node runs; in the next one all go on by themselves. */
async function rising(command: string, folder: string): Promise<Figure[]> {
  const cwd = application(mkdtempSync(join(folder, 'rise-')));
  await left(command, cwd, ['nap', `${NAP}s`], 'they sleep');
  await new Promise((resolve) => setTimeout(resolve, NAP * 1000));
  const [one, all] = await begun(command, cwd, 'risen', ['one', 'all']);
  return [
    {
      name: 'one of 10,000 whose time came goes on after kill -9, with the start of the node',
      value: one,
      unit: 'ms',
    },
    { name: 'all 10,000 go on and have stored it', value: all, unit: 'ms' },
  ];
}

/** Milliseconds after which a node has kept V8's form of its program, as every node has that did not just start. */
const SETTLED = 6000;

/** Runs a command until it prints the line, and kills its node a little later. */
async function left(command: string, cwd: string, words: readonly string[], until: string): Promise<void> {
  // What the peers wrote before is not to be on its way to the disk meanwhile.
  spawnSync('sync');
  const node = silent(command, cwd, words);
  await line(node, until);
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  await killed(node);
}

/** Milliseconds from the start of a node until its command prints each of two lines. */
async function begun(command: string, cwd: string, word: string, lines: readonly [string, string]) {
  const begin = performance.now();
  const node = silent(command, cwd, [word]);
  const times = await Promise.all(lines.map((one) => line(node, one).then(() => performance.now() - begin)));
  if (node.exitCode === null) await new Promise((resolve) => node.once('close', resolve));
  return times as [number, number]; // one for each line
}

function figuresOf({ ok, stdout, reason }: Finished, notes: string[], name = 'raw'): Figure[] {
  if (!ok) notes.push(`failed ${name}: ${reason}`);
  return figuresIn(stdout);
}

function note(table: Table, contestant: string, figures: readonly Figure[]): void {
  for (const { name, value, unit } of figures) {
    const row = table.get(name) ?? { unit, values: new Map<string, number[]>() };
    table.set(name, row);
    const values = row.values.get(contestant);
    if (values === undefined) row.values.set(contestant, [value]);
    else values.push(value);
  }
}

function show(table: Table, names: readonly string[]): void {
  const columns = ['raw', ...names];
  const rows = [...table].map(([name, { unit, values }]) => [
    name,
    ...columns.map((column) => shown(values.get(column) ?? [])),
    unit,
  ]);
  console.log('\ndurable: raw commits of SQLite with the same settings, ours, and the peers');
  console.log(textTable([['', ...columns, ''], ...rows]));
}
