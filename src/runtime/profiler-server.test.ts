import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { isFailure, silentLog } from '#base';
import { ProfilerServer } from './profiler-server.ts';

const settings = (address: string) => ({
  enabled: true,
  address,
  read_timeout: 15_000,
  write_timeout: 15_000,
  idle_timeout: 60_000,
});

async function start(context: TestContext): Promise<ProfilerServer> {
  const server = await ProfilerServer.start(settings('localhost:0'), silentLog);
  context.after(() => server.close());
  return server;
}

test('a profile says which functions ran, and the heap what allocated', async (context) => {
  const { url } = await start(context);
  assert.match(await (await fetch(url)).text(), /profile\?seconds=30/);
  const response = await fetch(`${url}profile?seconds=0.05`);
  assert.match(response.headers.get('content-disposition') ?? '', /profile\.cpuprofile/);
  const profile = (await response.json()) as { nodes: unknown[]; startTime: number; endTime: number };
  assert.ok(profile.nodes.length > 0 && profile.endTime > profile.startTime);
  const heap = (await (await fetch(`${url}heap`)).json()) as {
    head: { children: unknown[] };
    samples: unknown;
  };
  assert.ok(heap.head.children.length >= 0 && Array.isArray(heap.samples));
});

test('Pr3: a second recording is refused, and one ends with its connection', async (context) => {
  const { url } = await start(context);
  const controller = new AbortController();
  const first = fetch(`${url}profile?seconds=300`, { signal: controller.signal });
  let status = 200;
  while (status === 200) status = (await fetch(`${url}profile?seconds=0.01`)).status;
  assert.equal(status, 409);
  controller.abort();
  await assert.rejects(first);
  while (status === 409) status = (await fetch(`${url}profile?seconds=0.01`)).status;
  assert.equal(status, 200);
});

test('Pr2: who asks for another address, or for something else, is refused', async (context) => {
  const { url } = await start(context);
  const ask = (path: string, options: { host?: string; method?: string }) =>
    new Promise((resolve) => {
      const { host, method = 'GET' } = options;
      const headers = host === undefined ? {} : { host };
      request(new URL(path, url), { method, headers }, (response) =>
        resolve(response.resume().statusCode),
      ).end();
    });
  assert.equal(await ask('.', { host: 'evil.example:6060' }), 403);
  assert.equal(await ask('.', { method: 'POST' }), 405);
  assert.equal(await ask('nothing', {}), 404);
  assert.equal(await ask('profile?seconds=x', {}), 400);
  assert.equal(await ask('.', {}), 200);
});

test('an address that is taken is Unavailable, one that is none Invalid', async (context) => {
  const { url } = await start(context);
  const taken = ProfilerServer.start(settings(`localhost:${new URL(url).port}`), silentLog);
  await assert.rejects(taken, (thrown) => isFailure(thrown, 'Unavailable'));
  const none = ProfilerServer.start(settings('localhost'), silentLog);
  await assert.rejects(none, (thrown) => isFailure(thrown, 'Invalid'));
});
