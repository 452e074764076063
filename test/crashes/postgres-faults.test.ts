/** A store in PostgreSQL that goes away for a while; `npm run crashes -- --restarts 100` does the last at length. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PostgresServer } from '../../src/testing/index.ts';
import { LEASE, type Mishap, survives } from './postgres-faults.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-postgres-faults-'));
const server = await PostgresServer.start();
after(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true });
});
const skip = server === undefined && 'PostgreSQL is not installed';

function run(name: string, ...mishaps: Mishap[]) {
  assert.ok(server !== undefined);
  return survives(join(folder, name), server, mishaps);
}

test('connections that are lost, or ended by the server, cost nothing that was taken', { skip }, () =>
  run('cut', { type: 'cut' }, { type: 'end' }, { type: 'cut' }, { type: 'end' }).then(() => {}),
);

test('a line that is dead for longer than the lease: the node says so, and joins again', { skip }, () =>
  run('dead', { type: 'dead' }).then(() => {}),
);

test('a server that is restarted: the host says what is wrong, and goes on', { skip }, async () => {
  const ledger = await run('restart', { type: 'restart', down: 100 }, { type: 'restart', down: 2 * LEASE });
  const told = ledger.lines.filter(({ message }) => message === 'state').map(({ text }) => String(text));
  assert.ok(
    told.some((text) => /^Running: .*the store in PostgreSQL cannot be used: /.test(text)),
    told.join('\n'),
  );
});
