/** A store in SQLite whose disk is full, refuses to sync, is slow: on a disk that loses what was not synced. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Disk, type DiskOrders } from './disk.ts';
import { Ledger } from './ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'wippy-faults-'));
after(() => rmSync(folder, { recursive: true }));
const disk = Disk.compile(folder);
const skip = disk === undefined && 'there is no compiler for C, or this is not Linux';

/** The fault begins, is told, and ends; then power is lost, and all that was taken is there after the next start. */
async function survives(name: string, orders: DiskOrders, reason: RegExp): Promise<void> {
  assert.ok(disk !== undefined);
  const ledger = new Ledger(join(folder, name));
  try {
    ledger.start(disk.environment(ledger.place));
    await ledger.taken(10);
    disk.order(orders);
    await ledger.until('the store of durable processes cannot write; steps wait until it can');
    await ledger.until(
      'state',
      ({ text }) =>
        /^Running: steps of durable processes wait/.test(String(text)) && reason.test(String(text)),
    );
    const refused = await ledger.until('refused');
    assert.deepEqual([refused.kind, refused.retryable], ['Unavailable', true]);
    assert.match(String(refused.reason), reason);
    disk.order({});
    await ledger.until('the store of durable processes writes again');
    await ledger.until('state', ({ text }) => text === 'Running: well', ledger.lines.length - 50);
    await ledger.taken(10);
    disk.order({ cuts: true });
    await ledger.ended;
    ledger.start();
    await ledger.taken(5);
    await ledger.settle();
  } finally {
    await ledger.end();
  }
}

test(
  'a full disk: steps wait, senders are told after a while, and all goes on when there is room',
  { skip },
  () => survives('full', { isFull: true }, /store\.db is full; make room there/),
);

test(
  'a disk that cannot sync: nothing counts as written that is not, and all goes on when it can',
  { skip },
  () => survives('sync', { failsSyncs: true }, /store\.db cannot be read or written \(disk I\/O error\)/),
);

test('a disk that is slow: senders wait, and the rest of the node does not', { skip }, async () => {
  assert.ok(disk !== undefined);
  const ledger = new Ledger(join(folder, 'slow'));
  try {
    ledger.start(disk.environment(ledger.place));
    await ledger.taken(5);
    disk.order({ delay: 300_000 });
    await ledger.taken(3);
    disk.order({});
    await ledger.taken(10);
    await ledger.settle();
    assert.deepEqual(
      ledger.lines.filter(({ message }) => message === 'refused'),
      [],
    );
  } finally {
    await ledger.end();
  }
});
