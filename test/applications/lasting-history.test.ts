/** An application whose history lasts, started again and again in a folder of its own. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLog } from '../../src/base/index.ts';
import { TrackedFiles } from '../../src/registry/index.ts';
import { exportLive, loadProject, RunningNode } from '../../src/runtime/index.ts';

const index = `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host, lifecycle: {auto_start: true}}

  # What it answers.
  - name: answer
    kind: function.lua
    source: file://answer.lua
    method: answer

  - name: limit
    kind: registry.entry
    n: 1 # one
`;
const answer = (text: string) => `local function answer() return "${text}" end\nreturn { answer = answer }\n`;

function folder(context: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'wippy-lasting-'));
  context.after(() => rmSync(path, { recursive: true }));
  const all = {
    'wippy.lock': 'directories:\n  src: src\n',
    '.wippy.yaml': 'registry:\n  history_type: sqlite\n',
    'src/_index.yaml': index,
    'src/answer.lua': answer('files'),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) write(path, name, text);
  return path;
}

function write(path: string, name: string, text: string): void {
  mkdirSync(dirname(join(path, name)), { recursive: true });
  writeFileSync(join(path, name), text);
}

interface Started {
  readonly node: RunningNode;
  readonly warnings: string[];
  end(): Promise<void>;
}

async function start(directory: string, override: readonly string[] = []): Promise<Started> {
  const project = await loadProject({ directory, environment: {}, override });
  assert.equal(project.isBroken, false, project.report());
  const warnings: string[] = [];
  const log = createLog({
    level: 'warn',
    format: 'json',
    write: (line: string) => warnings.push(JSON.parse(line).message),
    now: Date.now,
  });
  const write = (_: Uint8Array, done?: (error?: Error | null) => void) => {
    done?.();
    return true;
  };
  const output = { write };
  const node = await RunningNode.prepare({
    project,
    log,
    streams: { input: () => process.stdin, output, error: output },
  });
  await node.startServices();
  return { node, warnings, end: () => node.shutdown() };
}

function update({ node }: Started, id: string, data: object) {
  const stored = node.registry.graph.entries.get(id);
  assert.ok(stored !== undefined);
  const entry = { id, kind: stored.kind, meta: stored.meta, data: { ...(stored.data as object), ...data } };
  return node.registry.apply([{ type: 'update', entry }], { author: 'me' });
}

function data({ node }: Started, id: string): unknown {
  return node.registry.view().get(id)?.data;
}

test('O3: code that was changed live runs after the next start, and unchanged files change nothing', async (context) => {
  const path = folder(context);
  const first = await start(path);
  await update(first, 'app:answer', { source: answer('live') });
  await first.end();
  const second = await start(path);
  assert.equal(second.node.registry.version.id, 1);
  assert.deepEqual(second.warnings, []);
  assert.match((data(second, 'app:answer') as { source: string }).source, /live/);
  await second.end();
});

test('O3, R1: a start whose files and live entries do not fit is refused, and the history stays as it was', async (context) => {
  const library = 'namespace: app\nentries:\n  - {name: lib, kind: library.lua, source: "return {}"}\n';
  const path = folder(context, { 'src/lib.yaml': library });
  const first = await start(path);
  const entry = {
    id: 'app:user',
    kind: 'function.lua',
    meta: {},
    data: { source: answer('user'), method: 'answer', imports: { x: 'app:lib' } },
  };
  await first.node.registry.apply([{ type: 'create', entry }], { author: 'me' });
  await first.end();
  rmSync(join(path, 'src/lib.yaml'));
  await assert.rejects(start(path), /app:user: imports\.x names app:lib, which does not exist/);
  write(path, 'src/lib.yaml', library);
  const again = await start(path);
  assert.equal(again.node.registry.version.id, 1);
  assert.deepEqual(data(again, 'app:user'), entry.data);
  await again.end();
});

test('O4: on_conflict: fail keeps the application from starting, and names what to do', async (context) => {
  const path = folder(context, {
    '.wippy.yaml': 'registry:\n  history_type: sqlite\n  on_conflict: fail\n',
  });
  const first = await start(path);
  await update(first, 'app:limit', { n: 2 });
  await first.end();
  write(path, 'src/_index.yaml', index.replace('n: 1', 'n: 3'));
  await assert.rejects(start(path), /app:limit was changed .*'wippy registry take files app:limit'/);
  write(path, 'src/_index.yaml', index);
  const again = await start(path);
  assert.deepEqual(data(again, 'app:limit'), { n: 2 });
  await again.end();
});

test('O5: what was changed live is written into the files; then both agree, in this run and in the next', async (context) => {
  const path = folder(context);
  const first = await start(path);
  await update(first, 'app:limit', { n: 2 });
  await update(first, 'app:answer', { source: answer('live') });
  // As a watch reads it.
  const project = await loadProject({ directory: path, environment: {}, files: new TrackedFiles(path) });
  const trial = await exportLive(project, first.node.registry, { isTrial: true, entries: ['app:limit'] });
  assert.deepEqual([trial.entries, [...trial.files.keys()]], [['app:limit'], ['src/_index.yaml']]);
  assert.equal(readFileSync(join(path, 'src/_index.yaml'), 'utf8'), index);
  const { entries, left } = await exportLive(project, first.node.registry);
  assert.deepEqual([[...entries].sort(), left], [['app:answer', 'app:limit'], []]);
  assert.equal(readFileSync(join(path, 'src/_index.yaml'), 'utf8'), index.replace('n: 1', 'n: 2'));
  assert.equal(readFileSync(join(path, 'src/answer.lua'), 'utf8'), answer('live'));
  assert.equal(first.node.registry.version.id, 2);
  assert.equal(first.node.registry.view().get('app:limit')?.origin.type, 'files');
  const followed = await first.node.follow(await loadProject({ directory: path, environment: {} }));
  assert.deepEqual([followed.changes, followed.version.id], [[], 2]);
  await first.end();
  write(path, 'src/_index.yaml', index.replace('n: 1', 'n: 5'));
  const second = await start(path);
  assert.deepEqual([data(second, 'app:limit'), second.warnings], [{ n: 5 }, []]);
  await second.end();
});

test('O6: what -o lays over an entry is in force and not in the history', async (context) => {
  const path = folder(context);
  const first = await start(path, ['app:limit:n=77123']);
  assert.deepEqual(data(first, 'app:limit'), { n: 77123 });
  await update(first, 'app:limit', { more: true });
  assert.deepEqual(data(first, 'app:limit'), { n: 77123, more: true });
  await first.end();
  assert.ok(!readFileSync(join(path, '.wippy/registry.db')).includes('77123'));
  const second = await start(path);
  assert.deepEqual(data(second, 'app:limit'), { n: 1, more: true });
  await second.end();
});

test('a history of a newer format is refused with a clear message, and so is a file of another kind', async (context) => {
  const path = folder(context);
  await (await start(path)).end();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(path, '.wippy/registry.db'));
  database.exec('pragma user_version = 9');
  database.close();
  await assert.rejects(start(path), /registry\.db was written by a newer version of wippy: it has format 9/);
  rmSync(join(path, '.wippy'), { recursive: true });
  mkdirSync(join(path, '.wippy'));
  const other = new DatabaseSync(join(path, '.wippy/registry.db'));
  other.exec('create table mine (x)');
  other.close();
  await assert.rejects(start(path), /registry\.db is no history of a registry/);
});
