/** Nodes that share a store in PostgreSQL; `npm run crashes -- --branches 100` does the same at length. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PostgresServer } from '../../src/testing/index.ts';
import { type Blow, runBranches } from './branches.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-branches-'));
const server = await PostgresServer.start();
after(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true });
});
const skip = server === undefined && 'PostgreSQL is not installed';

function run(...blows: Blow[]): Promise<void> {
  assert.ok(server !== undefined);
  return runBranches(folder, server, blows);
}

test('three nodes on one store: transfers between them are made once', { skip }, () => run());

test('a node that is killed is taken over from; no transfer is lost or made twice', { skip }, () =>
  run({ node: 0, act: 'kill', after: 100 }, { node: 1, act: 'kill', after: 300 }),
);

test('a node that was stopped beyond its lease commits nothing of what others have now', { skip }, () =>
  run({ node: 0, act: 'pause', after: 100 }, { node: 2, act: 'pause', after: 100 }),
);

test('a node that ends in order hands over', { skip }, () =>
  run({ node: 1, act: 'drain', after: 100 }, { node: 2, act: 'drain', after: 100 }),
);
