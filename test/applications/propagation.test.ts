/** How each kind takes an update and a delete while the application runs. `changes.test.ts` has the services. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Data } from '../../src/base/index.ts';
import { features } from '../../src/features/index.ts';
import { failureFromError, isNormal, toData } from '../../src/process/index.ts';
import { type ProposedOp, registryKinds } from '../../src/registry/index.ts';
import { nodeOperations } from '../../src/runtime/control/node-operations.ts';
import type { ControlCall } from '../../src/runtime/index.ts';
import { House, index } from './house.ts';

/** Kinds whose updates and deletes are tested here and in the named files. */
const tested: Readonly<Record<string, string>> = {
  'function.lua': 'here',
  'library.lua': 'here',
  'module.lua': 'here',
  'process.lua': 'here',
  'process.host': 'here',
  'process.service': 'here',
  'terminal.host': 'here',
  'env.storage.memory': 'here',
  'env.storage.file': 'here',
  'env.storage.os': 'here',
  'env.storage.static': 'here',
  'env.storage.router': 'here',
  'env.variable': 'here',
  'workflow.lua': 'features/durable',
  'durable.host': 'features/durable',
  'temporal.client': 'features/durable',
  'temporal.worker': 'features/durable',
  'db.sql.mysql': 'applications/sql-changes',
  'db.sql.postgres': 'applications/sql-changes',
  'db.sql.sqlite': 'applications/sql-changes',
};

class Live {
  readonly house: House;
  constructor(house: House) {
    this.house = house;
  }

  static async start(
    context: TestContext,
    entries: string,
    files: Record<string, string> = {},
  ): Promise<Live> {
    return new Live(await House.start(context, { 'src/_index.yaml': index(entries), ...files }));
  }

  update(name: string, data: object, kind?: string): Promise<unknown> {
    return this.apply(this.updateOf(name, data, kind));
  }

  updateOf(name: string, data: object, kind?: string): ProposedOp {
    const stored = this.house.node.registry.graph.entries.get(`app:${name}`);
    assert.ok(stored !== undefined, `no entry app:${name}`);
    const changed = (kind === undefined ? { ...(stored.data as object), ...data } : data) as Data;
    return {
      type: 'update',
      entry: { id: stored.id, kind: kind ?? stored.kind, meta: stored.meta, data: changed },
    };
  }

  delete(name: string): Promise<unknown> {
    return this.apply({ type: 'delete', id: `app:${name}` });
  }

  apply(...ops: ProposedOp[]): Promise<unknown> {
    return this.house.until(this.house.node.registry.apply(ops, { author: 'test' }));
  }

  /** What a function gives, or its error. */
  async call(name: string, ...args: readonly number[]): Promise<unknown> {
    return this.outcome(this.begin(name, ...args));
  }

  begin(name: string, ...args: readonly number[]) {
    return this.house.node.processes.call(`app:${name}`, args).exit;
  }

  async outcome(exit: ReturnType<Live['begin']>): Promise<unknown> {
    const ended = await this.house.until(exit);
    return isNormal(ended) ? toData(ended.value) : failureFromError(ended.error).kind;
  }

  async processes(): Promise<string[]> {
    const all = await this.house.node.processes.processes();
    return all.map(({ entry, isOutdated }) => `${entry}${isOutdated ? ' outdated' : ''}`).sort();
  }
}

test('every kind says how it takes an update and a delete, and is tested', () => {
  const kinds = features.flatMap((feature) => feature.kinds ?? []);
  for (const kind of kinds) {
    assert.ok(
      ['restart', 'beside'].includes(kind.update as string) || typeof kind.update === 'function',
      kind.kind,
    );
    assert.ok(kind.stop === 'drop' || typeof kind.stop === 'function', kind.kind);
  }
  assert.deepEqual(
    kinds.map(({ kind }) => kind).filter((kind) => tested[kind] === undefined),
    [],
  );
});

test('a kind that was written without types and does not say it is an error at the start', async (context) => {
  const { data } = features[0]?.kinds?.[0] ?? {};
  const vague = {
    kind: 'test.vague',
    summary: 'Says nothing.',
    data,
    place: 'one',
    start: () => ({}),
  } as never;
  await assert.rejects(
    House.start(context, {}, { kinds: [vague] }),
    /test.vague does not say .* update and stop/,
  );
});

const slow = (value: number) => `return function() time.sleep("1s") return ${value} end`;

test('function.lua: calls in flight end on the old code, the next call runs the new, none is missing in between', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: f, kind: function.lua, source: '${slow(1)}', modules: [time]}\n`,
  );
  const old = [live.begin('f'), live.begin('f')];
  await live.update('f', { source: slow(2) });
  const next = live.begin('f');
  assert.deepEqual(
    [await live.outcome(next), ...(await Promise.all(old.map((exit) => live.outcome(exit))))],
    [2, 1, 1],
  );
});

test('function.lua: calls that wait for a place in an old pool drain there; the new pool has places of its own', async (context) => {
  const entry = `  - {name: f, kind: function.lua, source: '${slow(1)}', modules: [time], pool: {workers: 1}}\n`;
  const live = await Live.start(context, entry);
  const old = [live.begin('f'), live.begin('f'), live.begin('f')];
  await live.update('f', { source: 'return function() return 2 end', pool: { workers: 2 } });
  assert.equal(await live.call('f'), 2);
  assert.deepEqual(await Promise.all(old.map((exit) => live.outcome(exit))), [1, 1, 1]);
});

test('function.lua: a delete lets calls in flight end, and the next finds nothing', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: f, kind: function.lua, source: '${slow(1)}', modules: [time]}\n`,
  );
  const old = live.begin('f');
  await live.delete('f');
  assert.deepEqual([await live.call('f'), await live.outcome(old)], ['NotFound', 1]);
});

for (const kind of ['library.lua', 'module.lua']) {
  test(`${kind}: all that import it, also by way of others, use the new code at once`, async (context) => {
    const live = await Live.start(
      context,
      `  - {name: low, kind: ${kind}, source: "return 1"}
  - {name: high, kind: ${kind}, source: "return function() return low end", imports: {low: low}}
  - {name: f, kind: function.lua, source: "return function() return high() end", imports: {high: high}}
`,
    );
    assert.equal(await live.call('f'), 1);
    await live.update('low', { source: 'return 2' });
    assert.equal(await live.call('f'), 2);
  });

  test(`${kind}: who changes together with what it imports indirectly has all of the new code`, async (context) => {
    const live = await Live.start(
      context,
      `  - {name: low, kind: ${kind}, source: "return 1"}
  - {name: high, kind: ${kind}, source: "return function() return low end", imports: {low: low}}
  - {name: f, kind: function.lua, source: "return function() return high() end", imports: {high: high}}
`,
    );
    await live.apply(
      live.updateOf('low', { source: 'return 2' }),
      live.updateOf('f', { source: 'return function() return high() * 10 end' }),
    );
    assert.equal(await live.call('f'), 20);
  });

  test(`${kind}: it cannot go while somebody imports it`, async (context) => {
    const live = await Live.start(
      context,
      `  - {name: low, kind: ${kind}, source: "return 1"}
  - {name: f, kind: function.lua, source: "return function() return low end", imports: {low: low}}
`,
    );
    await assert.rejects(live.delete('low'), /app:f: imports.low names app:low, which does not exist/);
    await live.apply({ type: 'delete', id: 'app:f' }, { type: 'delete', id: 'app:low' });
    assert.equal(await live.call('f'), 'NotFound');
  });
}

test('an entry that only comes after one that changes keeps its instances', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: first, kind: registry.entry}
  - {name: f, kind: function.lua, source: "local n = 0 return function() n = n + 1 return n end", meta: {depends_on: [first]}}
`,
  );
  assert.equal(await live.call('f'), 1);
  await live.update('first', { other: true });
  assert.equal(await live.call('f'), 2);
});

const waits = (text: string) => `return function() process.inbox():receive() logger:info("${text}") end`;

test('process.lua: what runs keeps its code and is shown as outdated, what is spawned has the new; the way back ends that', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`,
  );
  await live.house.pass(10);
  await live.update('code', { source: waits('new') });
  assert.deepEqual(await live.processes(), ['app:code outdated']);
  const call = { node: live.house.node } as ControlCall;
  const operation = nodeOperations.find(({ name }) => name === 'node.outdated');
  const answer = await operation?.run({} as never, call);
  const [{ pid, ...told } = { pid: '' }] = answer as { readonly pid: string }[];
  assert.match(pid, /^\{app:processes\|/);
  assert.deepEqual(told, { host: 'app:processes', entry: 'app:code', upgradable: false });
  await live.house.until(live.house.node.registry.applyVersion(0));
  assert.deepEqual(await live.processes(), ['app:code']);
});

test('process.lua: a delete leaves what runs, and the next spawn finds nothing', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: start, kind: function.lua, source: 'return function() return process.spawn("app:code", "app:processes") end'}
`,
  );
  assert.match(String(await live.call('start')), /app:processes/);
  await live.delete('code');
  assert.equal(await live.call('start'), 'NotFound');
  assert.deepEqual(await live.processes(), ['app:code outdated']);
});

test('process.lua: who was told of newer code and did not look is told of all that came since', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: a, kind: library.lua, source: "return 1"}
  - {name: b, kind: library.lua, source: "return 1"}
  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger], imports: {a: a, b: b}}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`,
    {
      'src/code.lua': `return function()
  process.set_options({ upgradable = true })
  local events = process.events()
  process.inbox():receive()
  logger:info(table.concat(events:receive().sources, " "))
end`,
    },
  );
  await live.house.pass(10);
  await live.update('a', { source: 'return 2' });
  await live.update('b', { source: 'return 2' });
  const [{ pid } = { pid: '' }] = await live.house.node.processes.processes();
  live.house.node.processes.send('', pid, 'go', []);
  await live.house.pass(10);
  assert.deepEqual(live.house.logged('app:code'), ['app:a app:b']);
});

test('process.service: outdated ones are started again on request, and only they', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: other, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: one, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
  - {name: two, kind: process.service, process: other, host: processes, lifecycle: {auto_start: true}}
`,
  );
  await live.house.pass(10);
  await live.update('code', { source: waits('new') });
  assert.deepEqual(await live.house.until(live.house.node.restartOutdated()), ['app:one']);
  assert.deepEqual(await live.processes(), ['app:code', 'app:other']);
  assert.deepEqual(await live.house.until(live.house.node.restartOutdated()), []);
});

test('process.service: input, host and lifecycle of its entry start it again; a delete stops it', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: 'return function(n) logger:info("up " .. n) process.inbox():receive() end', modules: [logger]}
  - {name: more, kind: process.host, lifecycle: {auto_start: true}}
  - {name: service, kind: process.service, process: code, host: processes, input: [1], lifecycle: {auto_start: true}}
`,
  );
  await live.house.pass(10);
  for (const data of [
    { input: [2] },
    { host: 'more' },
    { lifecycle: { auto_start: true, stop_timeout: '1s' } },
  ]) {
    await live.update('service', data);
    await live.house.pass(2000);
  }
  assert.deepEqual(live.house.logged('app:code'), ['up 1', 'up 2', 'up 2', 'up 2']);
  const [{ host } = { host: '' }] = await live.house.node.processes.processes();
  assert.equal(host, 'app:more');
  await live.delete('service');
  await live.house.pass(2000);
  assert.deepEqual([live.house.status('app:service'), await live.processes()], [undefined, []]);
});

test('process.host: a delete asks its processes to end', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: more, kind: process.host, lifecycle: {auto_start: true}}
  - {name: start, kind: function.lua, source: 'return function() return process.spawn("app:code", "app:more") end'}
`,
  );
  await live.call('start');
  await live.delete('more');
  await live.house.pass(60_000);
  assert.deepEqual([await live.processes(), live.house.status('app:more')], [[], undefined]);
  assert.notEqual(typeof (await live.call('start')), 'object');
});

test('Le7: a host that becomes another kind of host takes its services along', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: place, kind: process.host, lifecycle: {auto_start: true}}
  - {name: service, kind: process.service, process: code, host: place, lifecycle: {auto_start: true}}
`,
  );
  await live.house.pass(10);
  await live.apply(
    { type: 'delete', id: 'app:place' },
    {
      type: 'create',
      entry: { id: 'app:place', kind: 'terminal.host', meta: {}, data: { lifecycle: { auto_start: true } } },
    },
  );
  await live.house.pass(60_000);
  assert.deepEqual(
    [live.house.status('app:place'), live.house.status('app:service')],
    ['Running', 'Running'],
  );
  assert.deepEqual(await live.processes(), ['app:code']);
});

test('an entry that becomes plain data ends what it was', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`,
  );
  await live.house.pass(10);
  await live.apply(
    { type: 'delete', id: 'app:service' },
    { type: 'create', entry: { id: 'app:service', kind: 'registry.entry', meta: {}, data: {} } },
  );
  await live.house.pass(2000);
  assert.deepEqual([live.house.status('app:service'), await live.processes()], [undefined, []]);
});

test('terminal.host: its settings change while its process runs; a delete ends it', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: code, kind: process.lua, source: '${waits('old')}', modules: [logger]}
  - {name: service, kind: process.service, process: code, host: terminal, lifecycle: {auto_start: true}}
`,
  );
  await live.house.pass(10);
  await live.update('terminal', { hide_logs: true, limits: { mailbox: 5 } });
  assert.deepEqual([live.house.status('app:service'), await live.processes()], ['Running', ['app:code']]);
  await live.apply({ type: 'delete', id: 'app:service' }, { type: 'delete', id: 'app:terminal' });
  await live.house.pass(20_000);
  assert.deepEqual([live.house.status('app:terminal'), await live.processes()], [undefined, []]);
});

const variable = `  - {name: v, kind: env.variable, variable: V, storage: s}
  - {name: get, kind: function.lua, source: "return function() return env.get('V') end", modules: [env]}
  - {name: set, kind: function.lua, source: "return function(n) return env.set('V', tostring(n)) end", modules: [env]}
`;

test('env.storage.memory: values stay through an update and go with a delete', async (context) => {
  const live = await Live.start(context, `  - {name: s, kind: env.storage.memory}\n${variable}`);
  await live.call('set', 1);
  await live.apply({ ...live.updateOf('s', {}), type: 'update' } as ProposedOp);
  assert.equal(await live.call('get'), '1');
  const [s, v] = ['s', 'v'].map((name) => live.updateOf(name, {}));
  await live.apply({ type: 'delete', id: 'app:v' }, { type: 'delete', id: 'app:s' });
  assert.equal(await live.call('get'), 'NotFound');
  await live.apply({ ...s, type: 'create' } as ProposedOp, { ...v, type: 'create' } as ProposedOp);
  assert.equal(await live.call('get'), 'NotFound');
});

test('env.storage.static: other constants count at the next look', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: s, kind: env.storage.static, values: {V: one}}\n${variable}`,
  );
  assert.equal(await live.call('get'), 'one');
  await live.update('s', { values: { V: 'two' } });
  assert.equal(await live.call('get'), 'two');
});

test('env.storage.file: another file is read from the next look on', async (context) => {
  const files = ['one', 'two'].map((name) => join(tmpdir(), `wippy-propagation-${process.pid}-${name}.env`));
  for (const [at, file] of files.entries()) writeFileSync(file, `V=${at + 1}\n`);
  context.after(() => files.forEach((file) => void rmSync(file)));
  const live = await Live.start(
    context,
    `  - {name: s, kind: env.storage.file, file_path: ${files[0]}}\n${variable}`,
  );
  assert.equal(await live.call('get'), '1');
  await live.update('s', { file_path: files[1] });
  assert.equal(await live.call('get'), '2');
  await assert.rejects(live.delete('s'), /app:v: storage names app:s, which does not exist/);
});

test('env.storage.router: another chain counts at the next look', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: a, kind: env.storage.static, values: {V: a}}
  - {name: b, kind: env.storage.static, values: {V: b}}
  - {name: s, kind: env.storage.router, storages: [a, b]}
${variable}`,
  );
  assert.equal(await live.call('get'), 'a');
  await live.update('s', { storages: ['b', 'a'] });
  assert.equal(await live.call('get'), 'b');
  await live.update('b', { values: {} });
  assert.equal(await live.call('get'), 'a');
});

test('env.storage.os: nothing in it can change, and it goes with its entry', async (context) => {
  const live = await Live.start(
    context,
    '  - {name: s, kind: env.storage.os}\n  - {name: v, kind: env.variable, variable: PATH, storage: s}\n  - {name: get, kind: function.lua, source: "return function() return env.get(\'PATH\') end", modules: [env]}\n',
  );
  const path = await live.call('get');
  await live.update('s', { lifecycle: {} });
  assert.equal(await live.call('get'), path);
  await live.apply({ type: 'delete', id: 'app:v' }, { type: 'delete', id: 'app:s' });
  assert.equal(await live.call('get'), 'NotFound');
});

test('env.variable: another name, default and right to write count at the next look', async (context) => {
  const live = await Live.start(context, `  - {name: s, kind: env.storage.memory}\n${variable}`);
  await live.update('v', { default: 'standard', readonly: true });
  assert.deepEqual([await live.call('get'), await live.call('set', 1)], ['standard', 'PermissionDenied']);
  await live.update('v', { variable: 'W', default: 'standard' });
  assert.equal(await live.call('get'), 'NotFound');
});

test('plain data is seen by the next look of whoever reads it', async (context) => {
  assert.deepEqual(registryKinds.map(({ kind }) => kind).sort(), [
    'ns.definition',
    'ns.dependency',
    'ns.requirement',
    'registry.entry',
  ]);
  const live = await Live.start(
    context,
    `  - {name: d, kind: registry.entry, value: 1}
  - {name: f, kind: function.lua, source: "return function() return registry.get('app:d').data.value end", modules: [registry]}
`,
  );
  assert.equal(await live.call('f'), 1);
  await live.update('d', { value: 2 });
  assert.equal(await live.call('f'), 2);
});

test('events tell what a version did, in order: begin, the entries, commit; a refusal is a discard', async (context) => {
  const live = await Live.start(
    context,
    `  - {name: d, kind: registry.entry, value: 1}
  - {name: f, kind: function.lua, source: "return function() return 1 end"}
  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger, events]}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`,
    {
      'src/code.lua': `return function()
  local channel = events.subscribe("registry"):channel()
  while true do
    local event = channel:receive()
    local data = event.data
    local what = data.version and ("v" .. data.version) or (data.error or data.kind) .. " " .. tostring(data.data and data.data.value)
    logger:info(event.system .. " " .. event.kind .. " " .. event.path .. " " .. what)
  end
end`,
    },
  );
  await live.house.pass(10);
  await live.apply(live.updateOf('d', { value: 2 }), { type: 'delete', id: 'app:f' });
  await assert.rejects(live.update('d', {}, 'function.lua'));
  await assert.rejects(live.update('code', { source: 'return {' }));
  await live.house.pass(10);
  const told = live.house.logged('app:code');
  assert.deepEqual(told.slice(0, 5), [
    'registry registry.begin v1 v1',
    'registry entry.accept app:f function.lua nil',
    'registry entry.delete app:f function.lua nil',
    'registry entry.update app:d registry.entry 2',
    'registry registry.commit v1 v1',
  ]);
  assert.equal(told[5], 'registry registry.begin v2 v2');
  assert.match(told[6] ?? '', /^registry entry.reject app:code .*unexpected symbol.* nil$/s);
  assert.deepEqual(told.slice(7), ['registry registry.discard v2 v2']);
});
