/** One program, run with crashes on a real store, and compared with what the model says. */
import assert from 'node:assert/strict';
import { createLog, type Log, type SeededChance, silentLog } from '../../../src/base/index.ts';
import { defaultHostSettings, SqliteStore } from '../../../src/durable/index.ts';
import { failureFromError, isNormal, toData } from '../../../src/process/index.ts';
import { type Crash, HOST, Life, type Moment, type Pace } from './life.ts';
import { flowOf, standingEntries } from './lua-text.ts';
import { type Expected, endsByPaths, type ProcessEnd, TERMINATED } from './model.ts';
import type { Program } from './program.ts';
import { Entries } from './toolchain.ts';

/** How a program is run: the moment of the crash of each life but the last, and how long nothing runs after it. */
export interface Plan {
  readonly seed: number;
  readonly crashes: readonly (Crash & { readonly downtime: number })[];
  readonly pace: Pace;
  /** Code comes from the store, as if the entries had changed meanwhile. */
  readonly readsCode: boolean;
  /** Milliseconds after which a process that rests leaves memory; the usual when it is left out. */
  readonly hibernateAfter?: number | undefined;
}

export interface Report {
  /** Moments and points of the last life. */
  readonly counts: Life['counts'];
  readonly crashes: readonly Moment[];
}

/** Effects of all lives, by call. */
export class Outside {
  readonly keys = new Map<string, Set<string>>();
  readonly times = new Map<string, number>();
  readonly calls = new Map<string, Set<string>>();

  happened(call: string, key: string): number {
    const before = this.times.get(call) ?? 0;
    this.times.set(call, before + 1);
    added(this.keys, call, key);
    added(this.calls, key, call);
    return before;
  }
}

function added(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** Nothing takes so long, in milliseconds. */
const STUCK = 10 * 86_400_000;
const MOST_TURNS = 200_000;

const settings = { ...defaultHostSettings, keep: { steps: 3, finished: 400 * 86_400_000 } };

/** Throws what says in which way the program went wrong. */
export async function runTrial(
  program: Program,
  expected: Expected,
  plan: Plan,
  log: Log = silentLog,
): Promise<Report> {
  const store = new SqliteStore(':memory:');
  const entries = entriesFor(program);
  const programs = plan.readsCode ? new StoredOnly(entries) : entries;
  const ledger = new Outside();
  const crashes: Moment[] = [];
  let begins = Date.UTC(2030, 0, 1);
  const problems: string[] = [];
  const watched = createLog({
    level: 'debug',
    format: 'json',
    write: (line) => {
      const { level, message } = JSON.parse(line);
      if (level === 'error') problems.push(line);
      log.debug(message, JSON.parse(line));
    },
    now: () => begins,
  });
  for (const crash of [...plan.crashes, undefined]) {
    const life = new Life({
      store,
      programs,
      ledger,
      begins,
      seed: plan.seed + crashes.length,
      pace: plan.pace,
      crash,
      settings: { ...settings, hibernateAfter: plan.hibernateAfter ?? settings.hibernateAfter },
      log: watched,
    });
    await life.start();
    if (life.crashed === undefined && store.lines({ limit: 1 }).length === 0) await begin(life, entries);
    while (life.crashed === undefined && (life.isBusy || store.living().length > 0)) {
      await life.turn();
      const passed = life.clock.monotonic();
      if (passed > STUCK || life.counts.moments > MOST_TURNS)
        throw new Error(`it is stuck: ${stateOf(store)}`);
    }
    begins = life.clock.now() + (crash?.downtime ?? 0);
    if (life.crashed === undefined) {
      life.isSafe = true;
      assert.deepEqual(problems, [], 'errors of the log');
      await compare(life, store, expected, ledger, crashes.length);
      return { counts: life.counts, crashes };
    }
    crashes.push(life.crashed);
  }
  throw new Error('the last life crashed');
}

const compiled = new WeakMap<Program, Entries>();
let standing: Entries | undefined;

export function entriesFor(program: Program): Entries {
  let entries = compiled.get(program);
  if (entries === undefined) {
    standing ??= new Entries(standingEntries);
    entries = standing.with(flowOf(program));
    compiled.set(program, entries);
  }
  return entries;
}

/** Programs of entries that are others now: what goes on goes on with the code of the store. */
class StoredOnly {
  readonly #entries: Entries;

  constructor(entries: Entries) {
    this.#entries = entries;
  }

  process(id: string) {
    return this.#entries.process(id);
  }

  identity(): undefined {
    return undefined;
  }

  function(id: string) {
    return this.#entries.function(id);
  }

  byHash(): undefined {
    return undefined;
  }
}

export async function begin(life: Life, entries: Entries): Promise<void> {
  const program = entries.process('app:flow');
  assert.ok(program !== undefined);
  const started = life.node.spawn(program, HOST, [0, 'm', '', 1]);
  started.catch(() => {});
  await life.until(started);
}

function stateOf(store: SqliteStore): string {
  const lines = store.lines({ limit: 50 });
  return JSON.stringify(
    lines.map(({ pid, state, step, problem, attributes }) => [pid, state, step, problem, attributes]),
  );
}

/** How all processes have ended, by their paths. */
export async function endsOf(life: Life, store: SqliteStore): Promise<Map<string, ProcessEnd>> {
  const ends = new Map<string, ProcessEnd>();
  for (const { pid, attributes } of store.lines({ limit: 10_000 })) {
    const path: string = JSON.parse(attributes).search?.path ?? pid;
    assert.ok(!ends.has(path), `${path} was started twice`);
    let exit: Awaited<ReturnType<typeof life.engine.administration.exitOf>>;
    await life.until(life.engine.administration.exitOf(pid).then((found) => (exit = found)));
    assert.ok(exit !== undefined, `${path} has not ended`);
    if (isNormal(exit)) {
      const { sum, trace } = toData(exit.value) as { sum: number; trace: unknown };
      ends.set(path, { sum, trace: (Array.isArray(trace) ? trace : []) as string[] }); // an empty table has no form
    } else
      ends.set(path, {
        failed: exit.type === 'terminated' ? TERMINATED : failureFromError(exit.error).message,
      });
  }
  return endsByPaths([...ends]);
}

async function compare(
  life: Life,
  store: SqliteStore,
  expected: Expected,
  ledger: Outside,
  crashes: number,
): Promise<void> {
  const ends = await endsOf(life, store);
  assert.deepEqual(sorted(ends), sorted(expected.ends), 'ends of the processes');
  assert.deepEqual(
    [...ledger.times.keys()].sort(),
    [...expected.calls.keys()].sort(),
    'calls that were made',
  );
  for (const [call, times] of expected.calls) {
    assert.equal(ledger.keys.get(call)?.size, 1, `keys of call ${call}`);
    const made = ledger.times.get(call) ?? 0;
    const most = times * (1 + crashes);
    assert.ok(made <= most, `call ${call} was made ${made} times, and ${crashes} crashes allow ${most}`);
    if (crashes === 0) assert.equal(made, times, `call ${call}`);
  }
  for (const [key, calls] of ledger.calls)
    assert.equal(calls.size, 1, `calls with the key ${key}: ${[...calls]}`);
  assert.deepEqual(store.names(), [], 'names that are left');
  for (const { pid } of store.lines({ limit: 10_000 }))
    assert.deepEqual(store.process(pid)?.inputs, [], 'inputs that are left');
}

export function sorted(map: ReadonlyMap<string, ProcessEnd>): [string, ProcessEnd][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** A plan for a program whose undisturbed run had so many moments and points. */
export function randomPlan(chance: SeededChance, seed: number, counts: Life['counts']): Plan {
  const below = (limit: number) => Math.floor(chance.random() * limit);
  const crashes = Array.from({ length: 1 + below(4) }, () => {
    const of = below(2) === 0 ? 'moments' : 'points';
    // The later lives are shorter than the whole.
    const at = 1 + below(below(2) === 0 ? counts[of] : Math.ceil(counts[of] / 4));
    return { at, of, downtime: [1, 15, 1000, 30_000][below(4)] ?? 1 } as const;
  });
  const hibernateAfter = [undefined, 1, 5000][below(3)];
  return { seed, crashes, pace: randomPace(below), readsCode: below(2) === 0, hibernateAfter };
}

export function randomPace(below: (limit: number) => number): Pace {
  return {
    longestSlice: [undefined, undefined, 5, 60][below(4)],
    longestStep: [undefined, undefined, 0][below(3)],
  };
}
