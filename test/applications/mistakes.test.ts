/** Applications with mistakes in them, and processes that misbehave: each is told clearly, and disturbs nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineKind, t } from '../../src/plugin/index.ts';
import { House, index, problemsOf, readProject } from './house.ts';

test('broken YAML is told with its place, next to everything else that is wrong', async () => {
  const problems = await problemsOf({
    'src/_index.yaml': 'version: "1.0"\nnamespace: app\nentries:\n  - name: a\n   kind: process.lua\n',
    'src/other/_index.yaml':
      'version: "1.0"\nnamespace: other\nentries:\n  - {name: b, kind: proces.lua, source: x}\n',
  });
  assert.equal(problems.length, 2);
  assert.match(problems[0] ?? '', /^src\/_index\.yaml:5:\d+: /);
  assert.equal(
    problems[1],
    "src/other/_index.yaml:4:21: other:b: there is no kind 'proces.lua'; did you mean 'process.lua'?",
  );
});

test('wrong fields are told by name, place and what they must be', async () => {
  const problems = await problemsOf({
    'src/_index.yaml': index(`
  - name: double
    kind: function.lua
    source: "return 1"
    pool: {type: eager}
    modles: [io]
  - name: worker
    kind: process.service
    process: no_such_code
    host: double
    lifecycle: {auto_start: maybe, restart: {max_atempts: 3}}
`),
  });
  assert.deepEqual(problems, [
    "src/_index.yaml:10:18: app:double: pool.type must be 'inline', 'lazy', 'static' or 'adaptive', not the text \"eager\"",
    "src/_index.yaml:11:5: warning: app:double: modles is not known; did you mean 'modules'?",
    'src/_index.yaml:16:29: app:worker: lifecycle.auto_start must be true or false, not the text "maybe"',
    "src/_index.yaml:16:46: warning: app:worker: lifecycle.restart.max_atempts is not known; did you mean 'max_attempts'?",
    'src/_index.yaml:14:14: app:worker: process names app:no_such_code, which does not exist',
    'src/_index.yaml:15:11: app:worker: host names app:double, a function.lua, where process.host or terminal.host is needed',
  ]);
});

test('a file that is missing is told, with the one that was probably meant', async () => {
  const [problem] = await problemsOf({
    'src/_index.yaml': index('  - {name: a, kind: function.lua, source: file://helo.lua}\n'),
    'src/hello.lua': 'return 1',
  });
  assert.match(
    problem ?? '',
    /^src\/_index\.yaml:6:\d+: app:a: there is no file src\/helo\.lua; did you mean 'file:\/\/hello\.lua'\?$/,
  );
});

test('imports that form a circle are refused', async () => {
  const problems = await problemsOf({
    'src/_index.yaml': index(`
  - {name: a, kind: library.lua, source: "return 1", imports: {b: b}}
  - {name: b, kind: library.lua, source: "return 1", imports: {c: c}}
  - {name: c, kind: library.lua, source: "return 1", imports: {a: a}}
`),
  });
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? '', /app:a: the imports form a circle: app:a -> app:b -> app:c -> app:a$/);
});

test('services that wait for each other are refused', async () => {
  const problems = await problemsOf({
    'src/_index.yaml': index(`
  - {name: code, kind: process.lua, source: "return 1"}
  - {name: a, kind: process.service, process: code, host: processes, lifecycle: {requires: [b]}}
  - {name: b, kind: process.service, process: code, host: processes, lifecycle: {requires: [a]}}
`),
  });
  assert.match(problems[0] ?? '', /app:a: the requirements form a circle: app:a -> app:b -> app:a$/);
});

test('all syntax errors in Lua are told, with file, line, column and the line itself', async () => {
  const project = await readProject({
    'src/_index.yaml': index(`
  - {name: a, kind: function.lua, source: file://a.lua}
  - {name: b, kind: library.lua, source: file://b.lua}
  - {name: c, kind: process.lua, source: "return function("}
`),
    'src/a.lua': 'local x = 1\nlocal function f(\nreturn f\n',
    'src/b.lua': 'for i = 1 do end\n',
  });
  assert.equal(project.isBroken, true);
  const report = project.report();
  assert.match(report, /src\/a\.lua:3:1: app:a: .* near 'return'\n {2}3 \| return f\n {4}\| \^/);
  assert.match(report, /src\/b\.lua:1:11: app:b: /);
  assert.match(report, /src\/_index\.yaml:9:42: app:c: .* \(line 1 of the source\)/);
  assert.match(report, /3 errors$/);
});

test('a module that does not exist is told where it is declared', async () => {
  const problems = await problemsOf({
    'src/_index.yaml': index(
      '  - {name: a, kind: function.lua, source: "return 1", modules: [io, jsn], imports: {t: ":tme"}}\n',
    ),
  });
  assert.match(
    problems[0] ?? '',
    /^src\/_index\.yaml:6:\d+: app:a: there is no module 'jsn'; did you mean 'json'\?$/,
  );
  assert.match(
    problems[1] ?? '',
    /^src\/_index\.yaml:6:\d+: app:a: there is no module 'tme'; did you mean 'time'\?$/,
  );
});

test('two processes with one command name are refused', async () => {
  const problems = await problemsOf({
    'src/_index.yaml': index(`
  - {name: a, kind: process.lua, source: "return 1", meta: {command: {name: go}}}
  - {name: b, kind: process.lua, source: "return 1", meta: {command: {name: go}}}
`),
  });
  assert.deepEqual(problems, ["src/_index.yaml:8:77: app:b: the command 'go' is that of app:a already"]);
});

/** Processes that misbehave, beside one that must keep its ticks. */
async function beside(
  context: Parameters<typeof House.start>[0],
  misbehaving: string,
  modules = '',
): Promise<House> {
  return House.start(context, {
    'src/_index.yaml': index(`
  - {name: ticker_code, kind: process.lua, source: file://ticker.lua, modules: [logger, time]}
  - {name: ticker, kind: process.service, process: ticker_code, host: processes, lifecycle: {auto_start: true}}
  - {name: ends, kind: process.lua, source: "return function() end"}
  - {name: bad_code, kind: process.lua, source: file://bad.lua, modules: [logger${modules}]}
  - {name: bad, kind: process.service, process: bad_code, host: processes, lifecycle: {auto_start: true, restart: {initial_delay: 1h}}}
`),
    'src/ticker.lua': `return function()
  while true do
    time.sleep("10ms")
    logger:info("tick")
  end
end`,
    'src/bad.lua': misbehaving,
  });
}

function ticks(house: House): number {
  return house.logged('app:ticker_code').length;
}

test('an endless loop lets a process beside it keep its ticks, and can be stopped', async (context) => {
  const house = await beside(context, 'return function() while true do end end');
  // The loop is always ready, so this clock must be moved without waiting for rest.
  for (let n = 0; n < 50; n++) await house.clock.advanceAsync(10);
  const seen = ticks(house);
  assert.ok(seen >= 25, `${seen} ticks in 50 times 10 ms`);
  const [bad] = (await house.node.processes.processes()).filter(({ entry }) => entry === 'app:bad_code');
  assert.equal(bad?.state, 'ready');
  house.node.processes.terminate(bad?.pid ?? '');
  await house.pass(100);
  assert.equal(house.status('app:bad'), 'Exited');
  assert.ok(ticks(house) > seen);
});

test('runaway recursion ends as an error of its own process', async (context) => {
  const house = await beside(
    context,
    'local function f(n) return 1 + f(n + 1) end\nreturn function() f(1) end',
  );
  for (let n = 0; n < 4000 && house.status('app:bad') === 'Running'; n++) await house.clock.advanceAsync(1);
  assert.equal(house.status('app:bad'), 'Failed');
  assert.match(house.node.supervisor.state('app:bad')?.details ?? '', /stack overflow/);
  await house.pass(100);
  assert.ok(ticks(house) > 0);
});

test('a message to nobody is an error for the sender and nothing else', async (context) => {
  const house = await beside(
    context,
    `return function()
  local _, unnamed = process.send("nobody", "topic", 1)
  logger:info(unnamed:message())
  local gone = process.spawn("app:ends", "app:processes")
  time.sleep("10ms")
  local _, dead = process.send(gone, "topic", 1)
  logger:info(dead:kind() .. ": " .. tostring(dead:message():find("not found") ~= nil))
  local _, nowhere = process.spawn("app:ends", "app:no_host")
  logger:info(nowhere:message())
  local _, unknown = process.spawn("app:no_code", "app:processes")
  logger:info(unknown:message())
end`,
    ', time',
  );
  await house.pass(200);
  const [unnamed = '', ...rest] = house.logged('app:bad_code');
  assert.match(unnamed, /nobody/);
  assert.equal(rest.length, 3);
  assert.match(rest[1] ?? '', /app:no_host/);
  assert.match(rest[2] ?? '', /app:no_code/);
  assert.equal(house.status('app:bad'), 'Exited');
  assert.ok(ticks(house) >= 19);
});

test('a sleep of no duration is an error and no sleep of nothing', async (context) => {
  const house = await beside(context, 'return function() time.sleep("30 days") end', ', time');
  await house.pass(100);
  assert.match(
    house.node.supervisor.state('app:bad')?.details ?? '',
    /must be a duration.*not the text "30 days"/,
  );
});

test('a crash inside a supervised service is logged with its traceback and healed', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: code, kind: process.lua, source: file://crash.lua, modules: [time]}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true, restart: {initial_delay: 100ms}}}
`),
    'src/crash.lua':
      'local function inner() local t; return t.x end\nreturn function() time.sleep("1s"); inner() end',
  });
  await house.pass(1050);
  assert.equal(house.status('app:service'), 'Failed');
  const line = house.lines.find(({ message }) => message === 'service failed, restarting');
  const error = line?.error as { message: string; trace: string };
  assert.equal(error.message, "app:code:1: attempt to index a nil value (local 't')");
  assert.match(error.trace, /app:code:1: in function 'inner'[\s\S]*app:code:2: in function/);
  await house.pass(100);
  assert.equal(house.status('app:service'), 'Running');
});

const never = defineKind({
  kind: 'test.never',
  summary: 'Never becomes ready.',
  data: t.object({}),
  place: 'one',
  isSupervised: true,
  start: () => new Promise<never>(() => {}),
  update: 'restart',
  stop: 'drop',
});

const deaf = defineKind({
  kind: 'test.deaf',
  summary: 'Does not stop.',
  data: t.object({}),
  place: 'one',
  isSupervised: true,
  start: () => ({}),
  update: 'restart',
  stop: () => new Promise<never>(() => {}),
});

test('a service that never becomes ready fails after its time, and what needs it waits', async (context) => {
  const house = await House.start(
    context,
    {
      'src/_index.yaml': index(`
  - {name: late, kind: test.never, lifecycle: {auto_start: true, start_timeout: 3s}}
  - {name: code, kind: process.lua, source: "return function() return 1 end"}
  - {name: waits, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true, requires: [late]}}
  - {name: free, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`),
    },
    { kinds: [never] },
  );
  assert.equal(house.status('app:late'), 'Failed');
  assert.equal(house.node.supervisor.state('app:late')?.details, 'was not ready within 3s');
  assert.deepEqual([house.status('app:waits'), house.status('app:free')], ['Unknown', 'Exited']);
  const waiting = house.lines.find(({ message }) => message === 'service waits for others');
  assert.deepEqual([waiting?.id, waiting?.for], ['app:waits', ['app:late']]);
});

test('services that refuse to stop are ended by force, each in its time', async (context) => {
  const house = await House.start(
    context,
    {
      'src/_index.yaml': index(`
  - {name: deaf, kind: test.deaf, lifecycle: {auto_start: true, stop_timeout: 2s}}
  - {name: hears_code, kind: process.lua, source: "return function() local e = process.events() while true do e:receive() end end"}
  - {name: hears, kind: process.service, process: hears_code, host: processes, lifecycle: {auto_start: true, stop_timeout: 4s}}
  - {name: loop_code, kind: process.lua, source: "return function() channel.new():receive() end"}
  - {name: loop, kind: process.service, process: loop_code, host: processes, lifecycle: {auto_start: true}}
`),
    },
    { kinds: [deaf] },
  );
  await house.pass(10);
  const began = house.clock.monotonic();
  await house.shutdown();
  const took = house.clock.monotonic() - began;
  assert.ok(took >= 4000 && took < 4500, `took ${took} ms`);
  const forced = house.lines.filter(({ message }) => message.includes('by force')).map(({ id }) => id);
  assert.deepEqual(forced, ['app:deaf', 'app:hears']);
  assert.ok(house.node.supervisor.states().every(({ status }) => status === 'Stopped'));
});

test('shutdown as a whole is bounded by shutdown.timeout', async (context) => {
  const house = await House.start(
    context,
    {
      'src/_index.yaml': index(
        '  - {name: deaf, kind: test.deaf, lifecycle: {auto_start: true, stop_timeout: 1h}}\n',
      ),
    },
    { kinds: [deaf], set: ['shutdown.timeout=5s'] },
  );
  const began = house.clock.monotonic();
  await house.shutdown();
  assert.ok(house.clock.monotonic() - began < 5100);
});

test('a change that is refused leaves everything as it was, and names what is wrong', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index('  - {name: f, kind: function.lua, source: "return function() return 1 end"}\n'),
  });
  const { registry } = house.node;
  const update = (data: object) =>
    registry.apply(
      [{ type: 'update', entry: { id: 'app:f', kind: 'function.lua', meta: {}, data: data as never } }],
      {
        author: 'test',
      },
    );
  await assert.rejects(house.until(update({ source: 'return function( end' })), {
    kind: 'Invalid',
    message: /^app:f:1:18: /,
  });
  await assert.rejects(house.until(update({ source: 'return 1', modules: ['jsn'] })), {
    message: "app:f: there is no module 'jsn'; did you mean 'json'?",
  });
  await assert.rejects(house.until(update({ source: 'return 1', imports: { x: 'app:nothing' } })), {
    kind: 'Invalid',
  });
  assert.equal(registry.version.id, 0);
});

test('storages of variables that ask each other in a circle are told so', async () => {
  assert.deepEqual(
    await problemsOf({
      'src/_index.yaml': index(`
  - {name: one, kind: env.storage.router, storages: [constants, two]}
  - {name: two, kind: env.storage.router, storages: [one]}
  - {name: itself, kind: env.storage.router, storages: [itself]}
  - {name: constants, kind: env.storage.static, values: {A: b}}`),
    }),
    [
      'src/_index.yaml:9:57: app:itself: the storages form a circle: app:itself -> app:itself',
      'src/_index.yaml:7:65: app:one: the storages form a circle: app:one -> app:two -> app:one',
    ],
  );
});

test('an entry cannot name what the node has for code', async () => {
  const problems = await problemsOf({
    'src/_index.yaml': index(`
  - {name: code, kind: process.lua, source: "return 1"}
  - {name: service, kind: process.service, process: code, host: "system:durable"}`),
  });
  assert.match(
    problems[0] ?? '',
    /host names system:durable, which is the own one of the node: code can use it/,
  );
});
