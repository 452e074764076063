/**
 * Measures changes of one running node with 10,000 entries, in a fresh process: prints each figure as a line of JSON.
 *
 *   node bench/changes-inside.ts ITEM
 *
 * A time begins when the change set is handed to the registry and ends when what it changes has been used: the call
 * has answered, the last of the processes has read the entry, the service's next process has reported.
 */
import { parseArgs } from 'node:util';
import { createLog, type Data, isRecord } from '#base';
import { isNormal } from '#process';
import { memoryFiles, type ProposedOp } from '#registry';
import { loadProject, RunningNode } from '#runtime';
import { largeApplication } from './large-application.ts';
import { median } from './statistics.ts';

const ROUNDS = 40;

interface Report {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

class Bench {
  readonly node: RunningNode;
  #serial = 0;
  readonly #waiting = new Map<string, () => void>();

  private constructor(node: RunningNode) {
    this.node = node;
    // What the application reports comes as events of a system of its own.
    node.processes.listen({ system: 'bench', kind: undefined }, ({ path }) => {
      this.#waiting.get(path)?.();
      this.#waiting.delete(path);
    });
  }

  static async start(): Promise<Bench> {
    const project = await loadProject({
      directory: '/nowhere',
      environment: {},
      files: memoryFiles(largeApplication()),
    });
    if (project.isBroken) throw new Error(project.report());
    const node = await RunningNode.prepare({
      project,
      log: createLog({
        level: 'warn',
        format: 'json',
        write: (line) => process.stderr.write(line),
        now: Date.now,
      }),
      streams: { input: () => process.stdin, output: process.stdout, error: process.stderr },
    });
    await node.startServices();
    return new Bench(node);
  }

  /** A number that was never used before. */
  next(): number {
    return ++this.#serial;
  }

  reported(path: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(path, resolve));
  }

  update(id: string, data: Readonly<Record<string, Data>>): ProposedOp {
    const stored = this.node.registry.graph.entries.get(id);
    if (stored === undefined || !isRecord(stored.data)) throw new Error(`there is no ${id}`);
    const { kind, meta } = stored;
    return { type: 'update', entry: { id, kind, meta, data: { ...stored.data, ...data } as Data } };
  }

  async apply(...ops: ProposedOp[]): Promise<void> {
    await this.node.registry.apply(ops, { author: 'bench' });
  }

  async call(id: string, expected: number): Promise<void> {
    const exit = await this.node.processes.call(id, []).exit;
    if (!isNormal(exit) || exit.value !== expected) throw new Error(`${id} did not give ${expected}`);
  }
}

type Item = (bench: Bench) => Promise<Report[]>;

/** The median of the rounds, after some that warm up. */
async function timed(name: string, round: () => Promise<void>): Promise<Report[]> {
  for (let i = 0; i < 5; i++) await round();
  const times: number[] = [];
  const { user, system } = process.threadCpuUsage();
  for (let i = 0; i < ROUNDS; i++) {
    const started = performance.now();
    await round();
    times.push(performance.now() - started);
  }
  const cpu = process.threadCpuUsage();
  const worked = (cpu.user - user + cpu.system - system) / 1000 / ROUNDS;
  const worst = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS * 0.95)] ?? Number.NaN;
  return [
    { name, value: median(times), unit: 'ms' },
    { name: `${name}, processor time`, value: worked, unit: 'ms' },
    { name: `${name}, of twenty the slowest`, value: worst, unit: 'ms' },
  ];
}

const items: Readonly<Record<string, Item>> = {
  function: (bench) =>
    timed('function', async () => {
      const value = bench.next();
      await bench.apply(bench.update('functions.n1:f7', { source: `return function() return ${value} end` }));
      await bench.call('functions.n1:f7', value);
    }),

  library: (bench) =>
    timed('library of 20 functions', async () => {
      const value = bench.next();
      await bench.apply(bench.update('shared:words', { source: `return { value = ${value} }` }));
      for (let i = 0; i < 20; i++) await bench.call(`shared:user${i}`, value);
    }),

  service: (bench) =>
    timed('definition of a service', async () => {
      const value = bench.next();
      const isUp = bench.reported(`up ${value}`);
      await bench.apply(bench.update('services:s50', { input: [value] }));
      await isUp;
    }),

  create: (bench) =>
    timed('new function', async () => {
      const value = bench.next();
      const id = `functions.new:f${value}`;
      const data = { source: `return function() return ${value} end` };
      await bench.apply({ type: 'create', entry: { id, kind: 'function.lua', meta: {}, data } });
      await bench.call(id, value);
    }),

  throughput: async (bench) => {
    const count = 500;
    const source = (value: number) => ({ source: `return function() return ${value} end` });
    for (let i = 0; i < 50; i++) await bench.apply(bench.update(`functions.n2:f${i}`, source(bench.next())));
    const started = performance.now();
    for (let i = 0; i < count; i++) {
      await bench.apply(bench.update(`functions.n2:f${i % 100}`, source(bench.next())));
    }
    const seconds = (performance.now() - started) / 1000;
    return [{ name: 'change sets, one after the other', value: count / seconds, unit: '/s' }];
  },

  configuration: async (bench) => {
    const areReady = bench.reported('observers ready');
    await bench.node.supervisor.start('shared:watch');
    await areReady;
    return timed('entry that 1,000 processes observe', async () => {
      const value = bench.next();
      const isSeen = bench.reported(`seen ${value}`);
      await bench.apply(bench.update('shared:settings', { limit: value }));
      await isSeen;
    });
  },
};

const { positionals } = parseArgs({ allowPositionals: true });
const bench = await Bench.start();
for (const name of positionals.length === 0 ? Object.keys(items) : positionals) {
  for (const report of (await items[name]?.(bench)) ?? []) console.log(JSON.stringify(report));
}
await bench.node.shutdown();
