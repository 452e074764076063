/** What runs follows its entries: changes of a running application, one kind after the other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProposedEntry } from '../../src/registry/index.ts';
import { House, index } from './house.ts';

/** Applies one change to an entry's data. */
function update(house: House, id: string, data: object): Promise<unknown> {
  const stored = house.node.registry.graph.entries.get(id);
  assert.ok(stored !== undefined, `no entry ${id}`);
  const entry: ProposedEntry = {
    id,
    kind: stored.kind,
    meta: stored.meta,
    data: { ...(stored.data as object), ...data },
  };
  return house.until(house.node.registry.apply([{ type: 'update', entry }], { author: 'test' }));
}

const loops = (text: string) => `return function()
  logger:info("${text}")
  local events = process.events()
  while true do
    local event = events:receive()
    logger:info("${text} hears " .. event.kind)
    if event.kind == process.event.CANCEL then return end
  end
end`;

test('an upgradable process hears that its code, or what it imports, is outdated, and moves on to the new code', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: words, kind: library.lua, source: "return 'one'"}
  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger], imports: {words: words}}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`),
    'src/code.lua': `return function(state)
  process.set_options({ upgradable = true })
  logger:info("runs " .. words .. " with " .. tostring(state))
  local event = process.events():receive()
  if event.kind == "pid.outdated" then
    logger:info("outdated: " .. table.concat(event.sources, " "))
    assert(process.upgrade(nil, "kept"))
  end
end`,
  });
  await house.pass(10);
  const [before] = (await house.node.processes.processes()).filter(({ entry }) => entry === 'app:code');
  await update(house, 'app:words', { source: "return 'two'" });
  await house.pass(10);
  assert.deepEqual(house.logged('app:code'), [
    'runs one with nil',
    'outdated: app:words',
    'runs two with kept',
  ]);
  const [after] = (await house.node.processes.processes()).filter(({ entry }) => entry === 'app:code');
  assert.equal(after?.pid, before?.pid);
  assert.equal(house.status('app:service'), 'Running');
});

test('a change that leaves the code the same outdates nobody', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger]}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`),
    'src/code.lua':
      'return function() process.set_options({upgradable = true}) process.events():receive() logger:info("outdated") end',
  });
  await house.pass(10);
  await update(house, 'app:code', { modules: ['logger', 'logger'] });
  await house.pass(10);
  assert.deepEqual(house.logged('app:code'), []);
  assert.equal(house.status('app:service'), 'Running');
});

test('a process service whose entry changes is stopped and started as the next', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: one, kind: process.lua, source: file://one.lua, modules: [logger]}
  - {name: two, kind: process.lua, source: file://two.lua, modules: [logger]}
  - {name: service, kind: process.service, process: one, host: processes, lifecycle: {auto_start: true}}
`),
    'src/one.lua': loops('one'),
    'src/two.lua': loops('two'),
  });
  await house.pass(10);
  await update(house, 'app:service', { process: 'two' });
  await house.pass(10);
  assert.deepEqual(
    house.lines
      .filter(({ logger }) => logger === 'app:one' || logger === 'app:two')
      .map(({ message }) => message),
    ['one', 'one hears pid.cancel', 'two'],
  );
  assert.equal(house.status('app:service'), 'Running');
});

test('a service that is created starts, one that is deleted stops', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(
      '  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger]}\n',
    ),
    'src/code.lua': loops('service'),
  });
  const entry: ProposedEntry = {
    id: 'app:service',
    kind: 'process.service',
    meta: {},
    data: { process: 'code', host: 'processes', lifecycle: { auto_start: true } },
  };
  const { registry } = house.node;
  await house.until(registry.apply([{ type: 'create', entry }], { author: 'test' }));
  await house.pass(10);
  assert.equal(house.status('app:service'), 'Running');
  await house.until(registry.apply([{ type: 'delete', id: 'app:service' }], { author: 'test' }));
  await house.pass(10);
  assert.equal(house.status('app:service'), undefined);
  assert.deepEqual(house.logged('app:code'), ['service', 'service hears pid.cancel']);
});

test('a host takes other settings while its processes run, but no other lifecycle', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: code, kind: process.lua, source: file://code.lua, modules: [logger]}
  - {name: service, kind: process.service, process: code, host: processes, lifecycle: {auto_start: true}}
`),
    'src/code.lua': loops('service'),
  });
  await house.pass(10);
  await update(house, 'app:processes', { host: { max_processes: 1 } });
  assert.equal(house.status('app:service'), 'Running');
  assert.deepEqual(house.logged('app:code'), ['service']);
  await assert.rejects(
    update(house, 'app:processes', { host: { queue_size: 7 } }),
    /host.queue_size cannot change/,
  );
  await assert.rejects(
    update(house, 'app:processes', { lifecycle: { auto_start: false } }),
    /lifecycle cannot change/,
  );
});

test('a host that has its processes refuses more', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: small, kind: process.host, host: {max_processes: 1}, lifecycle: {auto_start: true}}
  - {name: waits, kind: process.lua, source: "return function() process.inbox():receive() end"}
  - {name: main, kind: process.lua, source: file://main.lua, modules: [io]}
`),
    'src/main.lua': `return function()
  assert(process.spawn("app:waits", "app:small"))
  local _, full = process.spawn("app:waits", "app:small")
  io.print(full:kind() .. " " .. tostring(full:retryable()))
  local _, busy = process.spawn("app:waits", "app:terminal")
  io.print(busy:kind())
end`,
  });
  await house.run('app:main');
  assert.deepEqual(house.printed, ['RateLimited true', 'RateLimited']);
});

test('a variable that changes counts from the next look, and for entries that name it from their next change', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: constants, kind: env.storage.static, values: {A: one}}
  - {name: a, kind: env.variable, variable: A, storage: constants}
  - {name: main, kind: process.lua, source: "return function() io.print(env.get('A')) end", modules: [io, env]}
`),
  });
  await house.run('app:main');
  await update(house, 'app:constants', { values: { A: 'two' } });
  await house.run('app:main');
  assert.deepEqual(house.printed, ['one', 'two']);
});

test('options of a function hold for its calls', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: memory, kind: env.storage.memory}
  - {name: tries, kind: env.variable, variable: TRIES, storage: memory, default: "0"}
  - name: flaky
    kind: function.lua
    source: file://flaky.lua
    modules: [env]
    meta: {options: {retry: {max_attempts: 3, initial_delay: 100, backoff_factor: 2}}}
  - {name: slow, kind: function.lua, source: "return function() time.sleep('1h') end", modules: [time], meta: {options: {timeout: 500}}}
  - {name: main, kind: process.lua, source: file://main.lua, modules: [io, funcs, time]}
`),
    'src/flaky.lua': `return function()
  local tries = tonumber(env.get("TRIES")) + 1
  env.set("TRIES", tostring(tries))
  if tries < 3 then
    return nil, errors.new({ message = "try " .. tries, kind = errors.UNAVAILABLE, retryable = true })
  end
  return tries
end`,
    'src/main.lua': `return function()
  local started = time.now()
  local function passed() return time.now():sub(started):milliseconds() end
  io.print("flaky: " .. tostring(funcs.call("app:flaky")) .. " after " .. passed())
  local _, late = funcs.call("app:slow")
  io.print(late:kind() .. " after " .. passed())
end`,
  });
  await house.run('app:main');
  assert.deepEqual(house.printed, ['flaky: 3 after 300', 'Timeout after 800']);
});

test('lifecycle.security says who acts in a service and in all that it starts', async (context) => {
  const house = await House.start(context, {
    'src/_index.yaml': index(`
  - {name: inner, kind: function.lua, source: "return function() return 1 end"}
  - {name: code, kind: process.lua, source: "return function() funcs.call('app:inner') process.inbox():receive() end", modules: [funcs]}
  - name: service
    kind: process.service
    process: code
    host: processes
    lifecycle: {auto_start: true, security: {actor: {id: robot, meta: {role: worker}}}}
  - {name: main, kind: process.lua, source: file://main.lua, modules: [io, system]}
`),
    'src/main.lua': `return function()
  for _, info in ipairs(system.hosts.processes("app:processes")) do io.print(info.source .. " " .. info.actor_id) end
end`,
  });
  await house.pass(10);
  await house.run('app:main');
  assert.deepEqual(house.printed, ['app:code robot']);
});

test('two schedulers run the same application', async (context) => {
  const house = await House.start(context, 'pipeline', { schedulers: 2 });
  await house.run('app:main');
  assert.equal(house.printed.at(-1), 'all stages ended: 3');
  const spread = await House.start(context, 'ping-pong', { schedulers: 2 });
  await spread.pass(1500);
  assert.deepEqual(spread.logged('app:pinger_code'), ['pong 1', 'pong 2']);
});
