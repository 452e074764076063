/** What guest code can reach by name: the globals of the language, and the modules with their fields. */
import { SystemClock, silentLog } from '#base';
import { features } from '#features';
import { LuaTable, type Members, type Value } from '#lua';
import { KindTable, Registry } from '#registry';
import { moduleValues } from './module-values.ts';

export interface Surfaces {
  /** Those of all code. */
  readonly globals: ReadonlyMap<string, Members | undefined>;
  isModule(name: string): boolean;
  readonly names: readonly string[];
  module(name: string): Members | undefined;
}

let known: Surfaces | undefined;

/** Read from the very tables that guests get. They are the same on every node, so they are made once. */
export function moduleSurfaces(): Surfaces {
  known ??= make();
  return known;
}

function make(): Surfaces {
  const clock = new SystemClock();
  const registry = new Registry({ kinds: new KindTable([]), clock });
  const values = moduleValues({
    features,
    registry,
    viewOf: () => registry.view(),
    log: silentLog,
    handOver: undefined,
  });
  const members = new Map<string, Members | undefined>();
  const module = (name: string): Members | undefined => {
    if (!members.has(name)) members.set(name, membersOf(values.get(name)));
    return members.get(name);
  };
  const globals = new Map<string, Members | undefined>([
    ['_G', undefined],
    ['require', undefined],
    ...Object.entries(values.globals).map(([name, value]) => [name, membersOf(value)] as const),
  ]);
  for (const name of values.ambient) globals.set(name, module(name));
  return { globals, isModule: (name) => values.has(name), names: [...values.names()], module };
}

/** The fields of a table; undefined for any other value. */
function membersOf(value: Value, open: readonly LuaTable[] = []): Members | undefined {
  if (!(value instanceof LuaTable) || open.includes(value)) return undefined;
  const found = new Map<string, Members | undefined>();
  for (const [key, field] of value.entries()) {
    if (typeof key === 'string') found.set(key, membersOf(field, [...open, value]));
  }
  return found;
}
