/**
 * The modules of a node as guest code gets them: those of the language and of processes, those of the
 * features. A module is made when code that declares it is first loaded.
 */
import type { Log } from '#base';
import type { ModuleInfo } from '#features/system';
import { type Catalog, EnvironmentShape, FROZEN, LuaTable, R, standardGlobals, type Value } from '#lua';
import type { AnyHandle, Feature, Module } from '#plugin';
import {
  type CrossingHandle,
  channelModule,
  coroutineSpawn,
  ctxModule,
  errorsModule,
  eventGlobals,
  eventsModule,
  funcsModule,
  type HandOver,
  type KnownHandles,
  kernelHandles,
  ModuleAdapter,
  payloadModule,
  processModule,
  type Resumer,
  workflowModule,
} from '#process';
import { type ChangeGuard, type Registry, registryModule, type View } from '#registry';
import { kernelModules, kernelSummaries } from './module-names.ts';
import { printModule } from './print-module.ts';
import type { ModuleValues } from './program.ts';

export interface ModuleSources {
  readonly features: readonly Feature[];
  readonly registry: Registry;
  /** The view of this name; '' is the current state as it moves. */
  readonly viewOf: (name: string) => View;
  readonly guard?: (() => ChangeGuard) | undefined;
  readonly log: Log;
  readonly handOver: HandOver | undefined;
}

export interface NodeModules extends ModuleValues {
  /** All that code can declare, by their names. */
  listed(): readonly ModuleInfo[];
  /** The handles of all modules and features whose values cross between processes. */
  crossing(): readonly CrossingHandle[];
  /** The handles of all modules and features, for processes that are saved. */
  handles(): KnownHandles & Resumer;
}

export function moduleValues(sources: ModuleSources): NodeModules {
  const { features, log, handOver } = sources;
  const language = standardGlobals();
  const adapter = new ModuleAdapter(new EnvironmentShape(language), handOver);
  const definitions = new Map<string, Module>(
    features.flatMap((feature) => (feature.modules ?? []).map((module) => [module.name, module] as const)),
  );
  const ambient = [
    ...kernelModules,
    ...[...definitions.values()].flatMap(({ name, isAmbient }) => (isAmbient ? [name] : [])),
  ];
  const made = new Map<string, Value>(Object.entries(kernelValues(language)));
  const late = new Map([registryOf(sources), printModule(log)].map((module) => [module.name, module]));
  let catalog: Catalog | undefined;
  const get = (name: string): Value => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const definition = definitions.get(name) ?? late.get(name);
    if (definition === undefined) return undefined;
    const value = withRegisters(() => adapter.module(definition));
    made.set(name, value);
    catalog?.add(name, value);
    return value;
  };
  let known: ReadonlyMap<string, AnyHandle> | undefined;
  const handles = () => {
    known ??= new Map(
      Array.from(handlesOf(features, [...definitions.values(), ...late.values()]), (one) => [one.name, one]),
    );
    return known;
  };
  const reached: KnownHandles & Resumer = {
    types: adapter.types,
    handle: (name) => handles().get(name),
    resume: (...given) => adapter.resume(...given),
    isHarmless: (operation) => adapter.isHarmless(operation),
    isWithin: (operation) => adapter.isWithin(operation),
  };
  const print = get('print');
  const globals = {
    ...language,
    ...eventGlobals,
    print: print instanceof LuaTable ? print.getText('print') : undefined,
  };
  return {
    get,
    has: (name) => made.has(name) || definitions.has(name) || name === 'registry' || name === 'mocks',
    names: () => [...made.keys(), ...definitions.keys(), 'registry', 'mocks'],
    globals,
    ambient,
    nameIn(given) {
      catalog = given;
      for (const [name, value] of Object.entries(globals)) given.add(name, value);
      for (const [name, value] of made) given.add(name, value);
      for (const handle of kernelHandles) given.addHandle(handle);
      for (const handle of handles().values()) given.addHandle(adapter.types.typeOf(handle));
    },
    handles: () => reached,
    listed: () => listed([...definitions.values(), registryOf(sources)]),
    crossing: () => adapter.crossing(handles().values()),
  };
}

function listed(modules: readonly Module[]): ModuleInfo[] {
  const kernel = Object.entries(kernelSummaries).map(([name, description]) => ({
    name,
    description,
    classes: [],
  }));
  const defined = modules.map(({ name, summary, classes = [] }) => ({ name, description: summary, classes }));
  return [...kernel, ...defined].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function handlesOf(features: readonly Feature[], modules: readonly Module[]): Set<AnyHandle> {
  const brought = features.flatMap(({ handles = [] }) => handles);
  const given = modules.flatMap(({ handles = [] }) => handles);
  return new Set([...brought, ...given]);
}

/** Tables that the layers below bring ready made. */
function kernelValues(language: Readonly<Record<string, Value>>): Record<string, Value> {
  return {
    process: processModule,
    channel: channelModule,
    errors: errorsModule,
    payload: payloadModule,
    funcs: funcsModule,
    events: eventsModule,
    ctx: ctxModule,
    workflow: workflowModule,
    string: language.string,
    table: language.table,
    math: language.math,
    os: language.os,
    coroutine: withSpawn(language.coroutine),
  };
}

function withSpawn(coroutine: Value): LuaTable {
  const table = new LuaTable();
  if (coroutine instanceof LuaTable) for (const [key, value] of coroutine.entries()) table.set(key, value);
  table.setField('spawn', coroutineSpawn);
  table.mark = FROZEN;
  return table;
}

function registryOf({ registry, viewOf, guard, log }: ModuleSources): Module {
  const lines = log.child({ logger: 'registry' });
  return registryModule({
    viewOf: (call) => viewOf(call.view),
    registry,
    guard,
    warn: (message, { pid, entry }) => lines.warn(message, { pid, entry }),
  });
}

/** A prelude runs while the code that asks for it is in the middle of a slice. */
function withRegisters<T>(run: () => T): T {
  const { fuel, reserve, task, coroutine } = R;
  try {
    return run();
  } finally {
    R.fuel = fuel;
    R.reserve = reserve;
    R.task = task;
    R.coroutine = coroutine;
  }
}
