/**
 * What the crash tests of durable processes run: a node with the application of a folder, whose flows are started by name,
 * and which dies at a chosen point.
 *
 *   node everywhere-program.js PLACE FLOW...
 *
 * It goes on with what is there, starts the flows that are not, and says how they ended. Effects are lines of the file
 * `effects` beside the store, each with the number of the life. With CRASH_POINTS, a file of names, it dies at the first point
 * that is not among them, and adds its name; `none` crashes nowhere.
 *
 *   Ep1  A point is one side of a write of the store, by what is written, or of an effect.
 *   Ep2  While a process would be held if the node died once more (K1), it does not.
 */
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../src/base/index.ts';
import { type Answer, type Asked, type Backend, type Method, StoreThread } from '../../src/durable/index.ts';
import { arg, defineFeature, defineModule, fn, t } from '../../src/plugin/index.ts';
import { failureFromError, isNormal, toData } from '../../src/process/index.ts';
import { ProjectReader, RunningNode } from '../../src/runtime/index.ts';

const [, , place = '', ...flows] = process.argv;
const { CRASH_POINTS: points, CRASH_DISK: disk, CRASH_LIFE: life = '1' } = process.env;
const HOST = 'app:durable';
/** Deaths after which one more would hold a process: K1 holds at 4, and a life counts when it begins. */
const TIRED = 2;

function say(what: object): void {
  writeSync(1, `${JSON.stringify(what)}\n`);
}

/** Power is lost, or where there is no such disk the process is killed. */
function die(): never {
  if (disk === undefined) process.kill(process.pid, 'SIGKILL');
  else unlinkSync(join(disk, 'cut-now'));
  throw new Error('it cannot die');
}

class Points {
  readonly #met = new Set(points === undefined ? [] : readFileSync(points, 'utf8').split('\n'));
  /** Ep2. */
  readonly tired = new Set<string>();

  pass(side: 'before' | 'after', names: readonly string[]): void {
    if (points === undefined || this.tired.size > 0) return;
    const fresh = names.map((name) => `${side} ${name}`).filter((name) => !this.#met.has(name));
    if (fresh.length === 0) return;
    appendFileSync(points, `${fresh.join('\n')}\n`);
    die();
  }
}

const met = new Points();

/** Gives processes names that are the same in each run: whose child, and which one. */
class Labels {
  readonly #path = join(place, 'labels');
  readonly #labels = new Map<string, string>();
  readonly #children = new Map<string, number>();

  constructor(living: (pid: string) => boolean) {
    if (!existsSync(this.#path)) return;
    for (const line of readFileSync(this.#path, 'utf8').split('\n')) {
      const [pid = '', parent = '', name] = line.split(' ');
      if (pid !== '' && living(pid)) this.#add(pid, parent, name);
    }
  }

  begun(pid: string, parent: string, name: string | undefined): string {
    appendFileSync(this.#path, `${pid} ${parent}${name === undefined ? '' : ` ${name}`}\n`);
    return this.#add(pid, parent, name);
  }

  of(pid: string): string {
    return this.#labels.get(pid) ?? 'another';
  }

  #add(pid: string, parent: string, name: string | undefined): string {
    const number = (this.#children.get(parent) ?? 0) + 1;
    this.#children.set(parent, number);
    const label = name ?? `${this.of(parent)}/${number}`;
    this.#labels.set(pid, label);
    return label;
  }
}

class WatchedStore implements Backend {
  readonly #inner = new StoreThread(join(place, 'store', 'store.db'));
  #labels: Labels | undefined;

  async ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    this.#labels ??= await this.#open();
    if (method !== 'write') return this.#inner.ask(method, ...args);
    const [batch] = args as Asked<'write'>;
    const names = batch.map((one) => this.#nameOf(one, this.#labels as Labels)); // it is there since the first line
    met.pass('before', names);
    const answer = await this.#inner.ask(method, ...args);
    for (const one of batch) if (one.type === 'step') met.tired.delete(one.step.pid);
    met.pass('after', names);
    return answer;
  }

  async #open(): Promise<Labels> {
    const lines = await this.#inner.ask('lines', { limit: 1000 });
    for (const { pid, state, attempts } of lines)
      if (state === 'running' && attempts >= TIRED) met.tired.add(pid);
    const pids = new Set(lines.map(({ pid }) => pid));
    return new Labels((pid) => pids.has(pid));
  }

  #nameOf(write: Asked<'write'>[0][number], labels: Labels): string {
    if (write.type === 'start') return `start ${labels.begun(write.start.pid, '', write.start.name)}`;
    if (write.type === 'input') return `input ${labels.of(write.input.to)} ${write.input.kind}`;
    if (write.type !== 'step') return write.type;
    const { step } = write;
    for (const { pid, name } of step.starts) labels.begun(pid, step.pid, name);
    return `step ${labels.of(step.pid)} ${step.number}`;
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

const effects = join(place, 'effects');
const counts = new Map<string, number>();
if (existsSync(effects)) {
  for (const line of readFileSync(effects, 'utf8').split('\n')) {
    const [, call = ''] = line.split('\t');
    counts.set(call, (counts.get(call) ?? 0) + 1);
  }
}

const reader = new ProjectReader({
  directory: place,
  environment: {},
  codeFolder: join(place, 'code'),
  features: [
    defineFeature({
      name: 'outside',
      summary: 'For tests.',
      modules: [
        defineModule({
          name: 'outside',
          summary: 'The world outside, which notices.',
          functions: {
            happened: fn({
              summary: 'Something that the world notices; gives how often it has happened before.',
              args: [arg('call', t.string), arg('key', t.string)],
              returns: t.integer({}),
              effect: 'local',
              run: (call, key) => happened(call, key),
            }),
          },
        }),
      ],
    }),
  ],
});

function happened(call: string, key: string): number {
  met.pass('before', [`effect ${call}`]);
  const before = counts.get(call) ?? 0;
  counts.set(call, before + 1);
  appendFileSync(effects, `${life}\t${call}\t${key}\n`);
  if (call === 'grow') void grow();
  met.pass('after', [`effect ${call}`]);
  return before;
}

/** The code of flow `ages` changes while it runs. */
async function grow(): Promise<void> {
  const file = join(place, 'src/ages.lua');
  const grown = readFileSync(file, 'utf8').replace("'young'", "'old'").replace('"young"', '"old"');
  // Whole or not at all, whenever the process dies.
  writeFileSync(`${file}.new`, grown);
  renameSync(`${file}.new`, file);
  const followed = await node.follow(await reader.read());
  say({ followed: Object.keys(followed) });
}

const project = await reader.read();
if (project.isBroken) throw new Error(project.report());
const log = createLog({
  level: 'warn',
  format: 'json',
  write: (line) => writeSync(1, `${line}\n`),
  now: () => Date.now(),
});
const nowhere = {
  write(_: Uint8Array, done?: (error?: Error | null) => void) {
    done?.();
    return true;
  },
};
const node = await RunningNode.prepare({
  project,
  log,
  streams: { input: () => process.stdin, output: nowhere, error: nowhere },
  durableStore: () => new WatchedStore(),
  features: project.options.features,
});
await node.startServices();
say({ ready: true });
const engine = node.durability.engineOf(HOST);
if (engine === undefined) throw new Error('there is no store');
const known = await engine.administration.lines({ limit: 1000 });
for (const flow of flows) {
  if (known.some(({ startedAs }) => startedAs === flow)) continue;
  const exit = await node.execute({ entry: 'app:start', args: [flow] });
  if (!isNormal(exit)) throw new Error(failureFromError(exit.error).message);
}

const ended: Record<string, unknown> = {};
for (;;) {
  const lines = await engine.administration.lines({ limit: 1000 });
  const held = lines.filter(({ state }) => state === 'held');
  if (held.length > 0) {
    say({ held: held.map(({ startedAs, problem }) => ({ startedAs, problem })) });
    process.exit(1);
  }
  if (lines.every(({ state }) => state !== 'running')) break;
  await new Promise((resolve) => setTimeout(resolve, 5));
}
for (const { startedAs, pid } of await engine.administration.lines({ limit: 1000 })) {
  if (startedAs === undefined || !flows.includes(startedAs)) continue;
  const exit = await engine.administration.exitOf(pid);
  ended[startedAs] =
    exit === undefined
      ? undefined
      : isNormal(exit)
        ? toData(exit.value)
        : failureFromError(exit.error).message;
}
const all = await engine.administration.lines({ limit: 1000 });
say({ ended, names: all.flatMap(({ names }) => names), processes: all.length });
project.code?.write();
process.exit(0);
