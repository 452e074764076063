import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '#base';
import { stopValue } from '#plugin';
import { decodeEntryOf, settled, startKind, TestWorld } from '#testing';
import { type HostSettings, type NodeHosts, nodeHosts, nodeHostsId } from './host-service.ts';
import { processHost } from './process-host.ts';
import { processLua } from './process-lua.ts';
import { processService } from './process-service.ts';

class Hosts implements NodeHosts {
  readonly settings = new Map<string, HostSettings>();
  readonly stopped: string[] = [];
  add(id: string, settings: HostSettings): void {
    this.settings.set(id, settings);
  }
  change(id: string, settings: HostSettings): void {
    this.settings.set(id, settings);
  }
  async stop(id: string): Promise<void> {
    this.stopped.push(id);
  }
}

async function host(data: object = {}) {
  const hosts = new Hosts();
  const world = new TestWorld('app:processes').provide<NodeHosts>(nodeHosts, nodeHostsId, hosts);
  const live = await startKind(processHost, data as never, world);
  const update = (next: object) => {
    assert.ok(typeof processHost.update === 'function');
    return processHost.update(
      live,
      decodeEntryOf(processHost, 'app:processes', next as never) as never,
      world,
    );
  };
  return { hosts, live, update };
}

test('a host is known to the node while it runs', async () => {
  const { hosts, live } = await host({ host: { workers: 4, max_processes: 100 } });
  const { workers, maxProcesses } = hosts.settings.get('app:processes') ?? {};
  assert.deepEqual([workers, maxProcesses], [4, 100]);
  await stopValue(processHost, live);
  assert.deepEqual(hosts.stopped, ['app:processes']);
});

test('the number of workers changes while the host runs, at the commit', async () => {
  const { hosts, update, live } = await host({ host: { workers: 4 } });
  const change = await update({ host: { workers: 8 } });
  assert.equal(hosts.settings.get('app:processes')?.workers, 4);
  change.commit();
  assert.equal(hosts.settings.get('app:processes')?.workers, 8);
  assert.equal(live.settings().workers, 8);
});

test('the queue sizes of a running host do not change', async () => {
  const { update } = await host();
  assert.throws(() => update({ host: { queue_size: 1 } }), {
    kind: 'Invalid',
    message: /host.queue_size cannot change/,
  });
  assert.throws(() => update({ host: { local_queue_size: 1 } }), /host.local_queue_size cannot change/);
});

test('numbers that make no sense are refused with their place', async () => {
  await assert.rejects(
    host({ host: { workers: 0 } }),
    /app:processes.host.workers must be an integer of at least 1/,
  );
});

async function service(data: object = {}) {
  const world = new TestWorld('app:worker');
  const live = await startKind(
    processService,
    { process: 'code', host: 'processes', ...data } as never,
    world,
  );
  const [spawned] = world.spawned;
  assert.ok(spawned !== undefined);
  return { world, live, spawned };
}

test('Ps1: a service is ready when its process has been spawned', async () => {
  const { spawned } = await service({ input: [1, { name: 'grün' }] });
  assert.deepEqual([spawned.entry, spawned.host], ['app:code', 'app:processes']);
  assert.equal(spawned.args[0], 1);
  assert.deepEqual({ ...(spawned.args[1] as object) }, { name: 'gr\xc3\xbcn' });
});

test('Ps2: a process that returns ends the service well, one that fails makes it fail', async () => {
  const good = await service();
  good.spawned.end({ type: 'result', value: 1 });
  assert.deepEqual(good.world.ends, [undefined]);
  const bad = await service();
  const failed = failure('Internal', 'boom');
  bad.spawned.end({ type: 'failure', failure: failed });
  assert.deepEqual(bad.world.ends, [failed]);
});

test('Ps3: to stop is to cancel the process and to wait until it is gone', async () => {
  const { world, live, spawned } = await service();
  let isStopped = false;
  const stopped = Promise.resolve(stopValue(processService, live)).then(() => {
    isStopped = true;
  });
  await settled();
  assert.deepEqual([world.told, isStopped], [[`cancel ${spawned.pid}`], false]);
  spawned.end({ type: 'failure', failure: failure('Canceled', 'stopped') });
  await stopped;
  assert.deepEqual(world.ends, []);
});

test('the code of a process is compiled with its modules and imports', async () => {
  const world = new TestWorld('app:code');
  await startKind(
    processLua,
    { source: 'return 1', method: 'main', modules: ['io'], imports: { lib: 'library', json: ':json' } },
    world,
  );
  assert.deepEqual(world.compiled, [
    {
      id: 'app:code',
      text: 'return 1',
      file: 'app:code',
      method: 'main',
      modules: ['io'],
      imports: Object.assign(Object.create(null), { lib: 'app:library', json: ':json' }),
    },
  ]);
});

test('a lifecycle on a process.lua is warned of', async () => {
  const warnings: string[] = [];
  const log = { warn: (message: string) => warnings.push(message) };
  const world = new TestWorld('app:code', { log: log as never });
  await startKind(processLua, { source: 'return 1', lifecycle: { auto_start: true } }, world);
  assert.match(warnings[0] ?? '', /lifecycle has no effect/);
});
