import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LogSpace } from './log-space.ts';
import { SqliteStore } from './sqlite-store.ts';
import { facts, start, step } from './store.testing.ts';

test('Ls1: what is in a log with room behind it is found after the machine was lost', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-log-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [path, copy] = [join(folder, 'store.db'), join(folder, 'copy.db')];
  const store = new SqliteStore(path);
  store.write([start('a'), step('a', 1)]);
  new LogSpace(path).wrote(1);
  const { size } = statSync(`${path}-wal`);
  assert.ok(size > 4_000_000);
  store.write([step('a', 2)]);
  assert.equal(statSync(`${path}-wal`).size, size);
  for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
  store.write([step('a', 3)]);
  store.close();
  for (const [place, last] of [
    [copy, 2],
    [path, 3],
  ] as const) {
    const again = new SqliteStore(place);
    const found = again.process('a');
    again.close();
    assert.deepEqual(facts(found)[1], last);
  }
});

test('Ls2: a database without a log is left alone', () => {
  new LogSpace(join(tmpdir(), 'wippy-no-such-folder', 'store.db')).wrote(1);
});

test('Ls3, Ls4: a log that has come to its end gets more room, some writes later', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-log-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'store.db');
  const log = `${path}-wal`;
  writeFileSync(log, '');
  const space = new LogSpace(path);
  const after = (writes: number) => {
    space.wrote(writes);
    return statSync(log).size;
  };
  const first = after(1);
  assert.equal(after(64), first);
  appendFileSync(log, 'more');
  assert.equal(after(63), first + 4);
  const second = after(1);
  assert.ok(second > 1.9 * first);
  for (let n = 0; n < 10; n++) {
    appendFileSync(log, 'more');
    after(64);
  }
  assert.ok(statSync(log).size < 20_000_000);
});

/** The store of a node that was lost is opened, and written to: bytes of its log before and after. */
function reopened(context: TestContext, layer: number): [before: number, after: number] {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-log-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [path, copy] = [join(folder, 'store.db'), join(folder, 'copy.db')];
  const store = new SqliteStore(path);
  new LogSpace(path).wrote(1);
  store.write([start('a'), step('a', 1, { layer: new Uint8Array(layer) })]);
  for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
  store.close();
  const before = statSync(`${copy}-wal`).size;
  const again = new SqliteStore(copy);
  again.write([step('a', 2)]);
  const after = statSync(`${copy}-wal`).size;
  assert.deepEqual(facts(again.process('a'))[1], 2);
  again.close();
  return [before, after];
}

test('Ls5: the log of a node that was lost keeps its room, but not more than a log needs', (context) => {
  const [before, after] = reopened(context, 1000);
  assert.ok(before > 4_000_000);
  assert.equal(after, before);
  const [much, less] = reopened(context, 25_000_000);
  assert.ok(much > 25_000_000 && less < 20_000_000 && less > 4_000_000, `${much}, ${less}`);
});
