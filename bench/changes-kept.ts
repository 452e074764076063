/**
 * What keeping versions costs: changes one after the other in a registry of 10,000 entries, in memory and in SQLite, beside a
 * sync of the same disk; and reading such a history at a start.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../src/base/index.ts';
import {
  type History,
  KindTable,
  openHistory,
  Registry,
  registryKinds,
  type StoredEntry,
} from '../src/registry/index.ts';
import { tell } from './figures.ts';
import { median } from './statistics.ts';

const ENTRIES = 10_000;
const CHANGES = 300;

const entries = new Map(
  Array.from({ length: ENTRIES }, (_, n): [string, StoredEntry] => {
    const origin = { type: 'files', path: 'src/_index.yaml', line: n, column: 1 } as const;
    const data = { n, text: 'a text of the usual length of texts '.repeat(5) };
    return [`app:e${n}`, { id: `app:e${n}`, kind: 'registry.entry', meta: { type: 'sample' }, data, origin }];
  }),
);

async function start(history: History): Promise<Registry> {
  const registry = new Registry({ kinds: new KindTable(registryKinds), clock: new SystemClock(), history });
  await registry.start({ entries, overridden: new Map() });
  return registry;
}

async function changes(registry: Registry): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < CHANGES; n++) {
    const id = `app:e${(n * 7919) % ENTRIES}`;
    const entry = { id, kind: 'registry.entry', meta: {}, data: { n: -n } };
    const begun = performance.now();
    await registry.apply([{ type: 'update', entry }], { author: 'bench' });
    times.push(performance.now() - begun);
  }
  return median(times);
}

function syncs(folder: string): number {
  const file = openSync(join(folder, 'raw'), 'w');
  const times: number[] = [];
  for (let n = 0; n < CHANGES; n++) {
    writeSync(file, Buffer.alloc(4096, n));
    const begun = performance.now();
    fdatasyncSync(file);
    times.push(performance.now() - begun);
  }
  closeSync(file);
  return median(times);
}

const folder = mkdtempSync(join(tmpdir(), 'wippy-kept-'));
try {
  const open = (history_type: 'memory' | 'sqlite') => {
    const registry = { enable_history: true, history_type, history_path: 'registry.db' };
    return openHistory({ registry: registry as never }, folder); // what matters of the settings
  };
  tell('one sync of the disk', syncs(folder), 'ms');
  tell('a change kept in memory', await changes(await start(await open('memory'))), 'ms');
  const registry = await start(await open('sqlite'));
  tell('a change kept in SQLite', await changes(registry), 'ms');
  await registry.close();
  const begun = process.cpuUsage();
  const again = await open('sqlite');
  const { user, system } = process.cpuUsage(begun);
  tell('reading a history of 10,000 entries and 300 versions', (user + system) / 1000, 'ms of the processor');
  await again.close();
} finally {
  rmSync(folder, { recursive: true });
}
