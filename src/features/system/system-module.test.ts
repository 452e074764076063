import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FailureKind, isFailure } from '#base';
import type { AnyFunction, Module } from '#plugin';
import { invoke, type Question, TestCall } from '#testing';
import { system } from './system-module.ts';
import { type NodeSetting, type NodeSystem, nodeSystem, nodeSystemId } from './system-service.ts';

const functions = new Map<string, AnyFunction>([
  ...Object.entries<AnyFunction>(system.functions),
  ...system.modules.flatMap((module: Module) =>
    Object.entries(module.functions).map(([name, one]) => [`${module.name}.${name}`, one] as const),
  ),
]);

class FakeNode implements NodeSystem {
  readonly id = 'node-1';
  readonly exits: number[] = [];
  readonly #settings = new Map<NodeSetting, number>();
  exit(code: number): void {
    this.exits.push(code);
  }
  modules() {
    return [{ name: 'json', description: 'JSON.', classes: ['encoding'] }];
  }
  hosts() {
    return [{ id: 'app:host', workers: 2, processes: 1, executed: 7, queueDepth: 0 }];
  }
  async processes() {
    const rest = {
      reductions: 50,
      isOutdated: true,
      isUpgradable: false,
      mailbox: 1,
      inputs: 2,
      fibers: 3,
      links: 0,
      watchers: 1,
      scheduler: 0,
    };
    const info = {
      pid: '{app:host|1}',
      host: 'app:host',
      entry: 'app:main',
      state: 'waiting',
      program: '',
      isCall: false,
      trace: '',
      ...rest,
    } as const;
    return [
      { ...info, parent: '', actor: '', startedAt: 1_700_000_000_000.25 },
      {
        ...info,
        pid: '{app:other|2}',
        host: 'app:other',
        parent: '{app:host|1}',
        actor: 'ann',
        startedAt: 0,
      },
    ];
  }
  services() {
    const times = { lastUpdate: 1_700_000_000_000_000_001n, startedAt: 0n };
    return [{ id: 'app:service', status: 'Running', desired: 'Running', retryCount: 2, ...times } as const];
  }
  setting(name: NodeSetting) {
    return this.#settings.get(name);
  }
  set(name: NodeSetting, value: number) {
    this.#settings.set(name, value);
  }
}

function world(policy?: (question: Question) => boolean) {
  const node = new FakeNode();
  const call = new TestCall(policy === undefined ? {} : { policy }).provide(nodeSystem, nodeSystemId, node);
  return { node, call };
}

function run(name: string, given: unknown[] = [], call = world().call) {
  const definition = functions.get(name);
  assert.ok(definition, name);
  return invoke(definition, given, call);
}

async function refuses(name: string, given: unknown[], kind: FailureKind, call = world().call) {
  const [value, error] = await run(name, given, call);
  assert.equal(value, undefined);
  assert.ok(isFailure(error, kind) && error.retryable === false, `${name}: ${error}`);
}

test('the module has all its functions', () => {
  assert.deepEqual([...functions.keys()].sort(), [
    ...['cluster.leader', 'cluster.members', 'cluster.size', 'exit', 'gc.collect', 'gc.get_percent'],
    ...[
      'gc.set_percent',
      'hosts.list',
      'hosts.processes',
      'lock.acquire',
      'lock.release',
      'memory.allocated',
    ],
    ...[
      'memory.get_limit',
      'memory.heap_objects',
      'memory.set_limit',
      'memory.stats',
      'modules',
      'node.addr',
    ],
    ...['node.id', 'node.role', 'process.cwd', 'process.hostname', 'process.pid', 'raft.commit_index'],
    ...['raft.is_leader', 'raft.is_member', 'raft.role', 'raft.stats', 'raft.term', 'runtime.cpu_count'],
    ...['runtime.goroutines', 'runtime.max_procs', 'supervisor.state', 'supervisor.states'],
  ]);
});

test('each function asks for its permission, and is Invalid without it', async () => {
  const wanted: Record<string, string> = {
    exit: 'system.exit ',
    modules: 'system.read modules',
    'memory.set_limit': 'system.control memory_limit',
    'memory.get_limit': 'system.read memory_limit',
    'gc.collect': 'system.gc gc',
    'gc.set_percent': 'system.gc gc_percent',
    'gc.get_percent': 'system.read gc_percent',
    'runtime.goroutines': 'system.read goroutines',
    'runtime.max_procs': 'system.read gomaxprocs',
    'runtime.cpu_count': 'system.read cpu',
    'process.pid': 'system.read pid',
    'process.hostname': 'system.read hostname',
    'process.cwd': 'system.read cwd',
    'raft.stats': 'system.read raft_stats',
    'lock.acquire': 'system.lock a',
    'lock.release': 'system.lock a',
  };
  for (const name of functions.keys()) {
    const { call } = world(() => false);
    const given = /^(lock|hosts\.processes|supervisor\.state$)/.test(name)
      ? ['a']
      : /set_/.test(name)
        ? [5]
        : [];
    await refuses(name, given, 'Invalid', call);
    const [area] = name.split('.');
    const asked = call.asked.map(({ action, resource }) => `${action} ${resource}`);
    assert.deepEqual(asked, [wanted[name] ?? `system.read ${area}`], name);
  }
});

test('setting the number of cores needs control', async () => {
  const { call } = world(({ action }) => action === 'system.read');
  const [before] = await run('runtime.max_procs', [], call);
  assert.ok(Number(before) >= 1);
  await refuses('runtime.max_procs', [3], 'Invalid', call);
});

test('settings give what was before, and read back', async () => {
  const { call } = world();
  assert.deepEqual(await run('memory.get_limit', [], call), [-1]);
  assert.deepEqual(await run('memory.set_limit', [1_000_000], call), [-1]);
  assert.deepEqual(await run('memory.set_limit', [-1], call), [1_000_000]);
  assert.deepEqual(await run('gc.set_percent', [200], call), [100]);
  assert.deepEqual(await run('gc.get_percent', [], call), [200]);
  await run('runtime.max_procs', [3], call);
  assert.deepEqual(await run('runtime.max_procs', [], call), [3]);
  await refuses('memory.set_limit', [-2], 'Invalid', call);
  await refuses('runtime.max_procs', [0], 'Invalid', call);
  await refuses('runtime.max_procs', [-1], 'Invalid', call);
});

test('exit ends the node with a code', async () => {
  const { node, call } = world();
  assert.deepEqual(await run('exit', [3], call), [true]);
  assert.deepEqual(await run('exit', [], call), [true]);
  assert.deepEqual(node.exits, [3, 0]);
  await refuses('exit', ['x'], 'Invalid', call);
});

test('memory is told in bytes', async () => {
  const [stats] = await run('memory.stats');
  const { alloc, num_gc, sys, heap_alloc } = stats as Record<string, number>;
  assert.ok([alloc, sys, heap_alloc].every((bytes) => Number(bytes) > 100_000));
  assert.ok(Number(num_gc) >= 0);
  assert.equal(Object.keys(stats as object).length, 15);
  assert.deepEqual(await run('gc.collect'), [true]);
  assert.ok(Number((await run('memory.heap_objects'))[0]) > 1000);
});

test('hosts, processes and services are listed', async () => {
  const host = { id: 'app:host', workers: 2, processes: 1, executed: 7, stolen: 0, queue_depth: 0 };
  assert.deepEqual(await run('hosts.list'), [[host]]);
  const [processes] = await run('hosts.processes', ['app:host']);
  const stats = { mailbox: 1, inputs: 2, coroutines: 3, links: 0, monitors: 1, scheduler: 0 };
  assert.deepEqual(processes, [
    {
      ...{ pid: '{app:host|1}', host: 'app:host', source: 'app:main', state: 'waiting', steps: 50 },
      ...{ outdated: true, upgradable: false },
      ...{ started_at: 1_700_000_000_000_000_000n, stats },
    },
  ]);
  assert.deepEqual(await run('hosts.processes', ['app:none']), [[]]);
  assert.deepEqual(await run('runtime.goroutines'), [6]);
  const [state] = await run('supervisor.state', ['app:service']);
  assert.deepEqual((await run('supervisor.states'))[0], [state]);
  assert.deepEqual(state, {
    ...{ id: 'app:service', status: 'Running', desired: 'Running', retry_count: 2 },
    ...{ last_update: 1_700_000_000_000_000_001n, started_at: 0 },
  });
  await refuses('supervisor.state', ['app:none'], 'NotFound');
  await refuses('supervisor.state', [], 'Invalid');
});

test('modules are listed with their classes', async () => {
  assert.deepEqual(await run('modules'), [[{ name: 'json', description: 'JSON.', class: ['encoding'] }]]);
});

test('a node that is alone has no membership, and agrees with nobody', async () => {
  assert.deepEqual(await run('node.id'), ['node-1']);
  assert.deepEqual(await run('node.role'), ['non-member']);
  await refuses('cluster.members', [], 'Internal');
  assert.deepEqual(await run('cluster.leader'), ['']);
  assert.deepEqual(await run('cluster.size'), [0]);
  for (const name of functions.keys()) if (name.startsWith('raft.')) await refuses(name, [], 'Internal');
  await refuses('node.addr', [], 'Internal');
  await refuses('lock.acquire', ['a'], 'Internal');
  await refuses('lock.acquire', [''], 'Invalid');
  await refuses('lock.release', ['a'], 'Internal');
});

test('the machine tells of itself', async () => {
  assert.deepEqual(await run('process.pid'), [process.pid]);
  assert.deepEqual(await run('process.cwd'), [process.cwd()]);
  assert.equal(typeof (await run('process.hostname'))[0], 'string');
});
