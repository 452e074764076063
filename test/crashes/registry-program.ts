/**
 * What the crash tests of the registry's history run and expect: each version is a function of its number and of the
 * version that it was built on, so that whatever is found after a crash can be said to be right or wrong.
 *
 *   node registry-program.js PLACE VERSIONS
 *
 * It goes on with the history at PLACE, a file or the address of a PostgreSQL server, for so many versions, and says `try N` before it asks for a version, `done N` when that
 * is in force, and `refused N` when it was not written.
 */
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { SystemClock } from '../../src/base/index.ts';
import {
  type History,
  isInUse,
  KindTable,
  openHistory,
  type ProposedOp,
  Registry,
  registryKinds,
  type StoredEntry,
} from '../../src/registry/index.ts';

const NAMES = 7;

/** The texts of a version's entries. */
export type Texts = Readonly<Record<string, string>>;

function file(name: number): StoredEntry {
  const data = { text: `file ${name}` };
  const origin = { type: 'files', path: 'src/_index.yaml', line: 1, column: 1 } as const;
  return { id: `app:f${name}`, kind: 'registry.entry', meta: {}, data, origin };
}

const files = new Map(Array.from({ length: 20 }, (_, name) => [`app:f${name}`, file(name)]));

export function firstTexts(): Texts {
  return Object.fromEntries([...files.keys()].map((id, name) => [id, `file ${name}`]));
}

/** The version that this one goes to instead of making a new one. */
export function target(version: number): number | undefined {
  return version % 11 === 10 ? version - 4 : undefined;
}

function text(version: number): string {
  return `version ${version} `.repeat(1 + ((version * 37) % 200));
}

/** What a version makes of the one below it. */
export function nextTexts(version: number, below: Texts): Texts {
  const [set, gone] = [`app:k${version % NAMES}`, `app:k${(version + 3) % NAMES}`];
  const { [gone]: _, ...rest } = below;
  const left = version % 5 === 0 ? rest : below;
  return { ...left, [set]: text(version), 'app:f1': text(version + 1) };
}

function opsBetween(before: Texts, after: Texts): ProposedOp[] {
  const entry = (id: string, value: string) => ({
    id,
    kind: 'registry.entry',
    meta: {},
    data: { text: value },
  });
  const gone = Object.keys(before).filter((id) => !Object.hasOwn(after, id));
  const changed = Object.entries(after).filter(([id, value]) => before[id] !== value);
  return [
    ...gone.map((id) => ({ type: 'delete' as const, id })),
    ...changed.map(([id, value]) => ({
      type: Object.hasOwn(before, id) ? ('update' as const) : ('create' as const),
      entry: entry(id, value),
    })),
  ];
}

export async function openAt(place: string): Promise<History> {
  const kept = place.startsWith('postgres://')
    ? { history_type: 'postgres', history_dsn: place }
    : { history_type: 'sqlite', history_path: place };
  const registry = { enable_history: true, ...kept } as never; // what matters of the settings
  for (let patience = 100; ; patience--) {
    try {
      return await openHistory({ registry }, '/');
    } catch (thrown) {
      // A server notices a little later that the program before is gone.
      if (!isInUse(thrown) || patience === 0) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

export async function registryOver(history: History): Promise<Registry> {
  const registry = new Registry({ kinds: new KindTable(registryKinds), clock: new SystemClock(), history });
  await registry.start({ entries: files, overridden: new Map() });
  return registry;
}

export function textsOf(entries: Iterable<StoredEntry>): Texts {
  return Object.fromEntries([...entries].map(({ id, data }) => [id, (data as { text: string }).text]));
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

async function write(registry: Registry, last: number): Promise<void> {
  let number = (registry.versions.at(-1)?.id ?? 0) + 1;
  say(`done ${registry.version.id}`);
  for (; number <= last; number++) {
    const back = target(number);
    if (back !== undefined && registry.version.id !== back)
      await attempt(back, () => registry.applyVersion(back));
    const before = textsOf(registry.graph.entries.values());
    const ops = opsBetween(before, nextTexts(number, before));
    const isWritten = await attempt(number, () => registry.apply(ops, { author: 'writer' }));
    if (!isWritten) number--;
  }
}

let refusals = 0;

async function attempt(number: number, run: () => Promise<unknown>): Promise<boolean> {
  say(`try ${number}`);
  try {
    await run();
    say(`done ${number}`);
    return true;
  } catch (thrown) {
    say(`refused ${number} ${thrown instanceof Error ? thrown.message : thrown}`);
    // A disk that is gone for good takes nothing more.
    if (++refusals > 3) process.exit(3);
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , path = '', versions = '0'] = process.argv;
  const registry = await registryOver(await openAt(path));
  await write(registry, registry.version.id + Number(versions));
  await registry.close();
}
