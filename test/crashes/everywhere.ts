/**
 * Crash everywhere: workflows that wait for all that there is, in a real process on a disk that loses what was not synced,
 * which dies at every named point, and at random instants. Whenever it dies, the ends are those of an undisturbed run.
 *
 *   Ce1  A named point is one side of a write of the store, by what is written, or of an effect: `before step children/1 2`.
 *        Each is died at once.
 *   Ce2  An effect has one key, and happens at most once more for each death; that of a call that is tried again, as often as it is tried.
 *   Ce3  A run dies at most so often that no process is held for it (K1).
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Chance } from '../../src/base/index.ts';
import type { Disk } from './disk.ts';

const root = join(import.meta.dirname, '../..');
const PATIENCE = 120_000;

/** What each flow ends with. */
export const flows: Readonly<Record<string, unknown>> = {
  row: 10,
  tries: ['tries 1', 'not yet', 'tries 3'],
  selects: 'call timer told',
  children: [42, 21, 8, 'the child broke'],
  cancels: 'no room, no flight',
  ties: { down: true, exit: true },
  coroutines: ['call coroutine call', 'channel 2', 'child 2', 'message 1', 'timer 1'],
  schedules: 3,
  ages: ['young', 'old'],
};

/** Keys and lives of the effects of a run, by what they were. */
export type Effects = ReadonlyMap<string, { readonly keys: ReadonlySet<string>; readonly times: number }>;

interface Line {
  readonly [field: string]: unknown;
}

/** How a life ends before its time: at the first named point that is new, at an instant of the disk, or so long after its start. */
export type Death =
  | { readonly type: 'point'; readonly file: string }
  | { readonly type: 'instant'; readonly cut: number; readonly seed: number }
  | { readonly type: 'time'; readonly after: number; readonly seed: number };

/** Ce3. */
const MOST_DEATHS = 3;

export class Everywhere {
  readonly #folder: string;
  readonly #program: string;
  readonly #disk: Disk | undefined;
  #places = 0;

  constructor(folder: string, disk: Disk | undefined) {
    this.#folder = folder;
    this.#disk = disk;
    this.#program = build(join(folder, 'program'));
  }

  /** Runs flows to their ends, with a death in each life until there are no more. Gives how many there were, and the effects. */
  async run(
    names: readonly string[],
    deaths: Iterator<Death, undefined>,
  ): Promise<{ readonly deaths: number; readonly effects: Effects }> {
    const place = join(this.#folder, `everywhere-${this.#places++}`);
    cpSync(join(import.meta.dirname, 'everywhere'), place, { recursive: true });
    mkdirSync(join(place, 'store'));
    try {
      for (let died = 0; ; ) {
        const { value: death } = deaths.next();
        const { lines, errors } = await this.#live(place, names, death, died + 1);
        const last = lines.find(({ ended }) => ended !== undefined);
        const told = () => `${errors}\n${lines.map((line) => JSON.stringify(line)).join('\n')}`;
        if (last === undefined) {
          assert.ok(death !== undefined && !lines.some(({ held }) => held !== undefined), told());
          died++;
          continue;
        }
        const expected = Object.fromEntries(names.map((name) => [name, flows[name]]));
        assert.deepEqual(last.ended, expected, told());
        assert.deepEqual(last.names, [], 'names that are left');
        return { deaths: died, effects: effectsOf(place) };
      }
    } finally {
      rmSync(place, { recursive: true });
    }
  }

  #live(place: string, names: readonly string[], death: Death | undefined, number: number) {
    const disk = this.#disk;
    const store = join(place, 'store');
    const seed = death?.type === 'point' || death === undefined ? 0 : death.seed;
    const cut = death?.type === 'instant' ? { cut: death.cut } : {};
    const power = disk?.environment(store, { ...cut, seed, isWatched: death?.type === 'time' });
    const child = spawn(process.execPath, [this.#program, place, ...names], {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: join(this.#folder, 'compiled'),
        CRASH_LIFE: String(number),
        ...(death?.type === 'point' && { CRASH_POINTS: death.file }),
        ...(power !== undefined && { ...power, CRASH_DISK: store }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: Line[] = [];
    let errors = '';
    let dies: NodeJS.Timeout | undefined;
    const take = linesTo((text) => {
      const line = JSON.parse(text) as Line; // the program writes nothing else
      lines.push(line);
      if (line.ready !== true || death?.type !== 'time') return;
      dies = setTimeout(
        () => (disk === undefined ? child.kill('SIGKILL') : disk.order({ cuts: true })),
        death.after,
      );
    });
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    const giveUp = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    return new Promise<{ readonly lines: readonly Line[]; readonly errors: string }>((resolve, reject) =>
      child.once('close', (_, signal) => {
        clearTimeout(giveUp);
        // A life that has come to its end before is not to take the next one along.
        clearTimeout(dies);
        if (signal === 'SIGKILL' && death === undefined)
          reject(new Error(`it came to no end: ${JSON.stringify(lines)} ${errors}`));
        else resolve({ lines, errors });
      }),
    );
  }
}

/** The program as few files, so that it starts fast. */
function build(folder: string): string {
  buildSync({
    entryPoints: [
      join(import.meta.dirname, 'everywhere-program.ts'),
      join(root, 'src/durable/store/store-thread.ts'),
    ],
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  // Packages are found from where the program lies.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'everywhere-program.js');
}

function linesTo(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part !== '') take(part);
  };
}

function effectsOf(place: string): Effects {
  const effects = new Map<string, { keys: Set<string>; times: number }>();
  for (const line of readFileSync(join(place, 'effects'), 'utf8').split('\n').slice(0, -1)) {
    const [, call = '', key = ''] = line.split('\t');
    const { keys, times } = effects.get(call) ?? { keys: new Set(), times: 0 };
    effects.set(call, { keys: keys.add(key), times: times + 1 });
  }
  return effects;
}

/** Ce2. */
function compare(calm: Effects, disturbed: Effects, deaths: number): void {
  assert.deepEqual([...disturbed.keys()].sort(), [...calm.keys()].sort(), 'effects that happened');
  for (const [call, { keys, times }] of disturbed) {
    const once = calm.get(call);
    assert.equal(keys.size, once?.keys.size, `keys of ${call}: ${[...keys].join(', ')}`);
    const most = (once?.times ?? 0) * (1 + deaths);
    assert.ok(times <= most, `${call} happened ${times} times; ${deaths} deaths allow ${most}`);
  }
}

const none: Iterator<Death, undefined> = { next: () => ({ done: true, value: undefined }) };

export interface Tally {
  readonly deaths: number;
  readonly points: number;
  readonly runs: number;
}

/** Ce1: the flows die together at every named point. */
export async function everyPoint(
  everywhere: Everywhere,
  folder: string,
  names: readonly string[],
): Promise<Tally> {
  const file = join(folder, `points-${names.join('-')}`);
  writeFileSync(file, '');
  const calm = await everywhere.run(names, none);
  const points = () => readFileSync(file, 'utf8').split('\n').length - 1;
  const tally = { deaths: 0, points: 0, runs: 0 };
  for (;;) {
    const death = { done: false, value: { type: 'point', file } } as const;
    const { deaths, effects } = await everywhere.run(names, { next: () => death });
    compare(calm.effects, effects, deaths);
    tally.deaths += deaths;
    tally.runs++;
    tally.points = points();
    if (deaths === 0) return tally;
  }
}

/** All flows together die at so many random instants. */
export async function randomInstants(everywhere: Everywhere, times: number, chance: Chance): Promise<Tally> {
  const names = Object.keys(flows);
  const calm = await everywhere.run(names, none);
  const tally = { deaths: 0, points: 0, runs: 0 };
  while (tally.deaths < times) {
    const deaths = Array.from({ length: Math.min(MOST_DEATHS, times - tally.deaths) }, (): Death => {
      const seed = chance.random() < 0.3 ? 0 : Math.ceil(chance.random() * 1e9);
      return chance.random() < 0.5
        ? { type: 'time', after: chance.random() * 1500, seed }
        : { type: 'instant', cut: 1 + Math.floor(chance.random() * 300), seed };
    });
    const { deaths: died, effects } = await everywhere.run(names, deaths.values());
    compare(calm.effects, effects, died);
    tally.deaths += died;
    tally.runs++;
  }
  return tally;
}
