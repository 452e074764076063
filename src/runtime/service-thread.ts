/** What a service thread runs: functions of features, found by their names, one after the other. */
import { parentPort } from 'node:worker_threads';
import { Failure, failureToData, SystemClock, systemChance } from '#base';
import { features } from '#features';
import type { AnyFunction, AnyHandle, Call, Module } from '#plugin';
import type { HeavyWork } from '#process';

const clock = new SystemClock();

const known: Readonly<Record<string, unknown>> = {
  now: () => clock.now(),
  nowNanos: () => clock.nowNanos(),
  monotonic: () => clock.monotonic(),
  random: () => systemChance.random(),
  randomBytes: (length: number) => systemChance.bytes(length),
  // The thread is paid for by nobody.
  spend: () => {},
};

/** Work that needs more of the world than this does not belong here. */
const call = new Proxy({} as Call, {
  get: (_, name) => {
    if (typeof name === 'string' && Object.hasOwn(known, name)) return known[name];
    throw new TypeError(`a service thread has no ${String(name)}`);
  },
});

const modules = new Map<string, Module>();
const handles = new Map<string, AnyHandle>();

function enter(module: Module, path: string): void {
  modules.set(path, module);
  for (const handle of module.handles ?? []) handles.set(handle.name, handle);
  for (const inner of module.modules ?? []) enter(inner, `${path}.${inner.name}`);
}

for (const feature of features) {
  for (const module of feature.modules ?? []) enter(module, module.name);
  for (const handle of feature.handles ?? []) handles.set(handle.name, handle);
}

async function run({ of, name, args, saved }: HeavyWork): Promise<unknown> {
  const definition: AnyFunction | undefined =
    saved === undefined ? modules.get(of)?.functions[name] : handles.get(of)?.methods[name];
  if (definition === undefined) throw new TypeError(`a service thread does not know ${of}.${name}`);
  const before = saved === undefined ? [] : [await handles.get(of)?.restore?.(saved.value, call)];
  // The arguments were read by the function's own schemas.
  return (definition.run as (...all: unknown[]) => unknown)(...before, ...args, call);
}

/** What comes back: a value, a failure as data, or the text of a bug. */
export type Outcome =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'failure'; readonly failure: unknown }
  | { readonly type: 'bug'; readonly text: string };

async function outcomeOf(work: HeavyWork): Promise<Outcome> {
  try {
    return { type: 'value', value: await run(work) };
  } catch (thrown) {
    if (thrown instanceof Failure) return { type: 'failure', failure: failureToData(thrown) };
    return { type: 'bug', text: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}

parentPort?.on('message', async (work: HeavyWork) => parentPort?.postMessage(await outcomeOf(work)));
