/** For tests: kinds that look like the real ones, and applications made of texts. */
import assert from 'node:assert/strict';
import { type Data, SystemClock } from '#base';
import { defineService, t } from '#plugin';
import type { StoredEntry } from './entry.ts';
import { memoryFiles } from './file-tree.ts';
import { type EntryKind, KindTable } from './kind-table.ts';
import { type Application, type LoadOptions, loadApplication } from './load.ts';
import { formatProblem } from './problem.ts';
import { Registry } from './registry.ts';
import { registryKinds } from './registry-kinds.ts';
import type { RegistryOptions } from './registry-options.ts';

export interface TestStore {
  get(key: string): Promise<Data>;
}

export const storeService = defineService<TestStore>({
  name: 'store',
  summary: 'Keys and values.',
  methods: ['get'],
});

const builtin = t.text("a built-in module, such as ':json'", (text) => text.startsWith(':'));
const code = {
  source: t.string,
  modules: t.list(t.string).default([]),
  imports: t.map(t.oneOf(builtin, t.ref('library.*'))).default({}),
};

export const lifecycle = t.object({
  auto_start: t.boolean.default(false),
  requires: t.list(t.ref()).default([]),
  depends_on: t.list(t.ref()).default([]),
});

export const testKinds: readonly EntryKind[] = [
  ...registryKinds,
  { kind: 'library.lua', summary: 'Shared code.', data: t.object(code) },
  { kind: 'function.lua', summary: 'A function.', data: t.object({ ...code, method: t.string }) },
  { kind: 'process.lua', summary: 'A process.', data: t.object({ ...code, method: t.string }) },
  {
    kind: 'process.host',
    summary: 'Runs processes.',
    data: t.object({ host: t.object({ workers: t.integer({ min: 1, default: 4 }) }).default({}) }),
    isSupervised: true,
  },
  {
    kind: 'process.service',
    summary: 'A supervised process.',
    data: t.object({ process: t.ref('process.*'), host: t.ref('process.host') }),
    isSupervised: true,
  },
  {
    kind: 'store.memory',
    summary: 'Keys and values in memory.',
    data: t.object({
      max_size: t.integer({ min: 1, default: 10_000 }),
      ttl: t.duration('5m'),
      token: t.optional(t.secret),
    }),
    provides: storeService,
  },
  { kind: 'cache', summary: 'Needs a store.', data: t.object({ store: t.ref(storeService) }) },
  {
    kind: 'http.endpoint',
    summary: 'An endpoint.',
    data: t.object({ path: t.string, func: t.ref('function.*') }),
    meta: t.object({ router: t.ref('http.router') }, { unknown: 'keep' }),
  },
  { kind: 'http.router', summary: 'A router.', data: t.object({ prefix: t.string.default('/') }) },
  { kind: 'env.storage.memory', summary: 'Variables.', data: t.object({}) },
  {
    kind: 'env.variable',
    summary: 'A variable.',
    data: t.object({
      variable: t.optional(t.string),
      storage: t.ref('env.storage.*'),
      default: t.optional(t.string),
    }),
  },
];

export function testTable(): KindTable {
  return new KindTable(testKinds, lifecycle);
}

const lock = 'directories:\n  modules: .wippy\n  src: ./src\n';

/** Loads an application given as paths and texts; `wippy.lock` is there unless it is given. */
export function load(
  texts: Readonly<Record<string, string>>,
  options: Partial<LoadOptions> = {},
): Promise<Application> {
  const files = memoryFiles({ 'wippy.lock': lock, ...texts });
  return loadApplication({ files, kinds: testTable(), environment: {}, ...options });
}

/** The application loads with exactly these problems, each in one line. */
export async function loads(
  texts: Readonly<Record<string, string>>,
  problems: readonly string[] = [],
  options: Partial<LoadOptions> = {},
): Promise<Application> {
  const application = await load(texts, options);
  assert.deepEqual(application.problems.map(formatProblem).sort(), [...problems].sort());
  return application;
}

/** An entry as if somebody had written it while the registry runs. */
export function entry(
  id: string,
  kind = 'registry.entry',
  data: Data = {},
  meta: StoredEntry['meta'] = {},
): StoredEntry {
  return { id, kind, meta, data, origin: { type: 'live', version: 0, author: 'test' } };
}

export function entriesOf(...entries: readonly StoredEntry[]): Map<string, StoredEntry> {
  return new Map(entries.map((each) => [each.id, each]));
}

export async function makeRegistry(
  entries: readonly StoredEntry[] = [],
  options: Partial<RegistryOptions> = {},
): Promise<Registry> {
  const registry = new Registry({ kinds: testTable(), clock: new SystemClock(), ...options });
  await registry.load(entriesOf(...entries));
  return registry;
}
