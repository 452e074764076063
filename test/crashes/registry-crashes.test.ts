/** The registry's history under `kill -9` and loss of power; `npm run crashes` does the same thousands of times. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PostgresServer, SeededChance } from '../../src/testing/index.ts';
import { Disk } from './disk.ts';
import { buildProgram, examine, run } from './registry-crashes.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-crashes-'));
after(() => rmSync(folder, { recursive: true }));
const program = buildProgram(join(folder, 'program'));
const disk = Disk.compile(folder);
const server = await PostgresServer.start();
after(() => server?.remove());
const skip = disk === undefined && 'there is no compiler for C, or this is not Linux';

test('a history that is killed at any instant is one of its published versions: 30 kills', async () => {
  const path = join(folder, 'killed', 'registry.db');
  const chance = new SeededChance(11);
  let version: number | undefined;
  for (let kill = 0; kill < 30; kill++) {
    const lines = Math.floor(chance.random() * 40);
    const death = { lines, after: lines === 0 ? chance.random() * 120 : chance.random() * 4 };
    const result = await run(program, path, 1000, {}, death);
    assert.equal(result.signal, 'SIGKILL', result.errors);
    version = await examine(path, version, result);
  }
});

test('a history in PostgreSQL whose writer is killed at any instant is one of its published versions: 10 kills', {
  skip: server === undefined && 'PostgreSQL is not installed',
}, async () => {
  assert.ok(server !== undefined);
  const chance = new SeededChance(13);
  let version: number | undefined;
  for (let kill = 0; kill < 10; kill++) {
    const lines = Math.floor(chance.random() * 20);
    const death = { lines, after: lines === 0 ? chance.random() * 200 : chance.random() * 6 };
    const result = await run(program, server.dsn, 1000, {}, death);
    assert.equal(result.signal, 'SIGKILL', result.errors);
    version = await examine(server.dsn, version, result);
  }
});

test('a history whose disk loses what was not synced is one of its published versions: 20 cuts', {
  skip,
}, async () => {
  assert.ok(disk !== undefined);
  const chance = new SeededChance(12);
  const place = join(folder, 'cut');
  let version: number | undefined;
  for (let cut = 0; cut < 20; cut++) {
    const options = { cut: 1 + Math.floor(chance.random() * 90), seed: cut % 3 === 0 ? 0 : cut };
    const result = await run(program, join(place, 'registry.db'), 1000, disk.environment(place, options));
    assert.equal(result.signal, 'SIGKILL', result.errors);
    assert.equal(disk.counts.cuts, 1);
    version = await examine(join(place, 'registry.db'), version, result);
  }
});

test('a version costs one sync', { skip }, async () => {
  assert.ok(disk !== undefined);
  const syncs = async (versions: number) => {
    const place = join(folder, `counted-${versions}`);
    await run(program, join(place, 'registry.db'), versions, disk.environment(place));
    return disk.counts.syncs;
  };
  assert.equal((await syncs(9)) - (await syncs(4)), 5);
});

test('a sync that fails refuses the version, or is made good; what is found later was never half', {
  skip,
}, async () => {
  assert.ok(disk !== undefined);
  for (const fail of [1, 2, 3, 6]) {
    const place = join(folder, `failed-${fail}`);
    const path = join(place, 'registry.db');
    await examine(path, undefined, await run(program, path, 3, {}));
    const failsOn = fail % 2 === 0;
    const result = await run(program, path, 6, disk.environment(place, { fail, failsOn }));
    assert.equal(result.signal, null);
    if (failsOn) assert.ok(result.refused > 0 || result.code !== 0, `${fail}`);
    await examine(path, 3, result);
  }
});
