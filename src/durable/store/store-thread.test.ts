import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { StoreThread } from './backend.ts';
import { start } from './store.testing.ts';

test('what is foreseen is asked at once, and told to the first who asks; whoever asks again is told what is then', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-thread-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const store = new StoreThread(join(folder, 'store.db'));
  store.foresee('living');
  await store.ask('write', [start('{app:durable|1}')]);
  assert.deepEqual(await store.ask('living'), [], 'as it was asked');
  assert.deepEqual(await store.ask('living'), ['{app:durable|1}']);
  await store.close();
});
