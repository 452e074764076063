import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { beginThread, hasStore, storeFile } from '#base';
import { StoreThread } from '#durable';
import { EarlyStore } from './early-store.ts';

function application(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-early-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'wippy.lock'), 'directories:\n  src: ./src\n');
  return folder;
}

/** One that has durable processes from before. */
async function usedApplication(context: TestContext): Promise<string> {
  const folder = application(context);
  const store = new StoreThread(storeFile(folder) ?? '');
  assert.deepEqual(await store.ask('living'), []);
  await store.close();
  return folder;
}

test('an application without a store gets none', async (context) => {
  const folder = application(context);
  const early = new EarlyStore(folder);
  assert.equal(early.take(), undefined);
  await early.close();
  assert.equal(hasStore(folder), false);
});

test('a store from before is open for the one that takes it', async (context) => {
  const folder = await usedApplication(context);
  const early = new EarlyStore(folder);
  const store = early.take();
  assert.ok(store !== undefined);
  assert.equal(early.take(), undefined, 'it is taken once');
  await early.close();
  assert.deepEqual(await store.ask('living'), []);
  await store.close();
});

test('a store that nobody took is let go, and can be opened at once', async (context) => {
  const folder = await usedApplication(context);
  await new EarlyStore(folder).close();
  const other = new StoreThread(storeFile(folder) ?? '');
  assert.deepEqual(await other.ask('living'), []);
  await other.close();
});

test('what is wrong with it is told to whoever asks it', async (context) => {
  const folder = await usedApplication(context);
  const other = new EarlyStore(folder).take();
  assert.ok(other !== undefined);
  assert.deepEqual(await other.ask('living'), []);
  const store = new EarlyStore(folder).take();
  assert.ok(store !== undefined);
  await assert.rejects(store.ask('living'), /is in use: another node keeps its durable processes there/);
  await store.close();
  await other.close();
});

const program = new URL('../durable/store/store-thread.ts', import.meta.url);

test('a thread that was begun before is the one that opens it', async (context) => {
  const folder = await usedApplication(context);
  const thread = beginThread(program, { path: storeFile(folder) });
  const store = new EarlyStore(folder, thread).take();
  assert.ok(store !== undefined);
  assert.deepEqual(await store.ask('living'), []);
  const ended = once(thread, 'exit');
  await store.close();
  await ended;
});

test('where that one has ended another one opens it', async (context) => {
  const folder = await usedApplication(context);
  const thread = beginThread(program, { path: storeFile(folder) });
  await thread.terminate();
  const store = new EarlyStore(folder, thread).take();
  assert.ok(store !== undefined);
  assert.deepEqual(await store.ask('living'), []);
  await store.close();
});
