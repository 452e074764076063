/** Applications that work: what their processes, functions and services do when the whole house runs them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { House, index } from './house.ts';

test('hello world: a process prints to the terminal and returns the exit code', async (context) => {
  const house = await House.start(context, 'hello');
  const { value } = await house.run('app:hello', 'grün');
  assert.equal(value, 7);
  assert.deepEqual(house.printed, ['hello grün', 'I am {app:terminal|...}', '1\t2.5\ttrue\tnil', 'one two']);
});

test('functions are called by their ids, with values and errors as they are', async (context) => {
  const house = await House.start(context, 'calls');
  await house.run('app:main');
  assert.deepEqual(house.printed, [
    'double(21) = 42',
    'greet = Hello, Ada!',
    'counts: 1 1 1',
    'returned: NotFound no such thing',
    'raised: app:fails:7: it broke',
    'missing: NotFound function app:nobody not found',
    'async: 20 40 60',
    'process: 9',
  ]);
});

test('two services find each other by name and exchange messages', async (context) => {
  const house = await House.start(context, 'ping-pong');
  await house.pass(3500);
  assert.deepEqual(
    house.logged('app:pinger_code').filter((message) => message.startsWith('pong')),
    ['pong 1', 'pong 2', 'pong 3', 'pong 4'],
  );
  await house.shutdown();
  assert.deepEqual([house.status('app:pinger'), house.status('app:processes')], ['Stopped', 'Stopped']);
});

test('workers of one process share a channel of jobs', async (context) => {
  const house = await House.start(context, 'worker-pool');
  await house.run('app:pool');
  assert.deepEqual(house.printed, ['10 jobs by 3 workers in 800 ms', '1 4 9 16 25 36 49 64 81 100']);
});

test('a supervisor of our own restarts what it watches', async (context) => {
  const house = await House.start(context, 'supervision');
  await house.run('app:supervisor');
  assert.deepEqual(house.printed, [
    'worker 1 died: app:worker:9: attempt 1 failed',
    'worker 2 died: app:worker:9: attempt 2 failed',
    'worker 3 is done: 3',
    'the link told: linked',
  ]);
});

test('a service that fails is restarted by the supervisor, and its state is told', async (context) => {
  const house = await House.start(context, 'supervised');
  await house.pass(10_000);
  const restarts = house.lines.filter(({ message }) => message === 'service failed, restarting');
  assert.deepEqual(restarts.map(({ id, attempt }) => `${id} ${attempt}`).sort(), [
    'app:flaky 1',
    'app:flaky 2',
    'app:hopeless 1',
    'app:hopeless 2',
  ]);
  assert.deepEqual(
    ['flaky', 'hopeless', 'once', 'stubborn'].map((name) => house.status(`app:${name}`)),
    ['Running', 'Failed', 'Exited', 'Running'],
  );
  await house.run('app:states');
  assert.deepEqual(house.printed, [
    'app:flaky Running Running',
    'app:hopeless Failed Stopped',
    'app:once Exited Stopped',
    'app:processes Running Running',
    'app:stubborn Running Running',
    'app:terminal Running Running',
  ]);
});

test('events reach every subscriber, and those of the supervisor and the registry too', async (context) => {
  const house = await House.start(context, 'events');
  await house.pass(2000);
  await house.run('app:report');
  assert.deepEqual(house.printed, ['audit: created login deleted', 'counter: 3', 'supervisor: app:ends']);
});

test('data flows through a chain of processes and comes back summed up', async (context) => {
  const house = await House.start(context, 'pipeline');
  await house.run('app:main');
  assert.deepEqual(house.printed, ['5 lines, 2 users, worst FATAL', 'ada 3', 'bob 2', 'all stages ended: 3']);
});

test('jobs run at their intervals until they are cancelled', async (context) => {
  const house = await House.start(context, 'timers');
  await house.pass(10_000);
  await house.shutdown();
  const counts = (name: string) =>
    house.logged(`app:${name}_code`).filter((message) => message === 'tick').length;
  assert.deepEqual([counts('second'), counts('three'), counts('seven')], [10, 3, 1]);
  assert.deepEqual(
    house.lines.filter(({ message }) => message === 'stopped').map(({ name, runs }) => `${name} ${runs}`),
    ['second 10', 'seven 1', 'three 3'],
  );
});

test('variables come from their storages, their defaults and placeholders', async (context) => {
  const house = await House.start(context, 'variables', { environment: {} });
  await house.run('app:main');
  assert.deepEqual(house.printed, [
    'NAME = from the entry',
    'LEVEL = info',
    'LEVEL = debug',
    'FIXED: PermissionDenied',
    'MISSING: NotFound',
    'by id: hidden value',
    'called with: from the entry and 8080',
  ]);
});

test('ten thousand processes live at once and all answer', async (context) => {
  const house = await House.start(context, 'mass-spawn');
  await house.run('app:main', '10000');
  assert.deepEqual(house.printed, ['10000 spawned', '10000 answered', '10000 ended']);
});

test('libraries run once in each instance, and modules are globals under their names', async (context) => {
  const house = await House.start(context, 'libraries');
  await house.run('app:main');
  assert.deepEqual(house.printed, [
    'required: 1 1 true',
    'global: 2',
    'deep: base of app:base',
    'json: {"a":1}',
    'alias: {"b":2}',
    'own globals: nil',
    'not declared: true true',
  ]);
});

test('a command runs with the arguments that follow it, and its input', async (context) => {
  const house = await House.start(context, 'hello');
  house.input.end('first\nsecond');
  const { value } = await house.run('app:echo', 'a', 'b c');
  assert.equal(value, 'done');
  assert.deepEqual(house.printed, ['args: a|b c', 'line: first', 'line: second', 'end']);
});

test('system.exit ends the node with its code', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: code, kind: process.lua, source: 'return function() require("system").exit(5) end', modules: [system]}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`),
  });
  assert.equal(await house.until(house.node.exit), 5);
});

test('a registry that changes while it runs takes the running code along', async (context) => {
  const house = await House.start(context, 'live-change');
  await house.run('app:main');
  assert.deepEqual(house.printed, [
    'before: one',
    'after an update: two',
    'after the library changed: three',
    'created: fresh',
    'deleted: NotFound',
    'refused: true v3',
    'back at v0: one',
  ]);
});

test('lines of the log are events of the bus when that is asked for', async (context) => {
  const house = await House.start(
    context,
    {
      'src/_index.yaml': index(`
  - {name: code, kind: process.lua, source: file://code.lua, modules: [io, events, logger]}
`),
      'src/code.lua': `return function()
  local heard = events.subscribe("logs", "warn"):channel()
  logger:info("not this")
  logger:warn("careful", { count = 3 })
  local event = heard:receive()
  io.print(event.kind .. " " .. event.path .. " " .. event.data.message .. " " .. event.data.count)
end`,
    },
    { shareLog: true },
  );
  await house.run('app:code');
  assert.deepEqual(house.printed, ['warn app:code careful 3']);
});

test('a command runs as whom its entry says', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - name: code
    kind: process.lua
    source: file://code.lua
    modules: [io, system]
    meta: {command: {name: who, security: {actor: {id: admin, meta: {role: boss}}}}}
`),
    'src/code.lua': `return function()
  io.print(system.hosts.processes("app:terminal")[1].actor_id)
end`,
  });
  await house.run('app:code');
  assert.deepEqual(house.printed, ['admin']);
});
