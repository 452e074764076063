/** Durable processes as applications see them: what lives on over a restart, and what a workflow knows of itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entries, Lives, pidOf, starting } from './lives.ts';

test('a workflow knows its id, its type and how many steps it took', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting(
      'process.with_options({}):with_name("order 1"):spawn("app:flow", "app:durable")',
    ),
    'src/flow.lua': `return { main = function()
      local first = workflow.info()
      time.sleep("1s")
      return { first.workflow_id, first.workflow_type, first.task_queue, first.attempt, first.run_id == process.pid(),
        workflow.history_length() > first.history_length, workflow.history_size() > 0 }
    end }`,
  });
  const pid = await pidOf(house);
  assert.deepEqual(await lives.result(pid), ['order 1', 'Flow', 'app:durable', 1, true, true, true]);
});

test('who is no durable process is told so', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace(
      'source: file://start.lua',
      'source: file://start.lua, modules: [workflow]',
    ),
    'src/start.lua': `return { main = function()
      local info, err = require("workflow").info()
      return tostring(info) .. ": " .. err:message()
    end }`,
  });
  assert.deepEqual(await house.run('app:start'), {
    value: 'nil: this is no durable process: spawn it on a durable host',
  });
});

test('a process goes on after a restart with its locals, libraries, versions, context and messages', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting(
      'process.with_context({ tenant = "t1" }):with_name("n"):with_message("note", "early"):spawn("app:flow", "app:durable", 5)',
    ),
    'src/flow.lua': `return { main = function(n)
      local version = workflow.version("discount", 1, 2)
      local sum = sums.add(n, 1)
      local notes = process.listen("note")
      local heard = notes:receive()
      ctx.set("step", "later")
      time.sleep("10m")
      local late = notes:receive()
      return { version, workflow.version("discount", 1, 3), sum, sums.made, heard, late, ctx.get("tenant"), ctx.get("step") }
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(60_000);
  house.crash();
  const next = await lives.start(files);
  assert.equal(next.node.processes.lookup('n'), pid);
  next.node.processes.send('', pid, 'note', ['late']);
  await next.pass(1000);
  assert.deepEqual(lives.store.living(), [pid], 'the sleep goes on over the restart');
  await next.pass(9 * 60_000);
  assert.deepEqual(await lives.result(pid), [2, 2, 6, 1, 'early', 'late', 't1', 'later']);
});

test('messages that nobody has asked for yet survive, however many steps they came with', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      time.sleep("10s")
      local notes, heard = process.listen("note"), {}
      for n = 1, 3 do heard[n] = notes:receive() end
      local event = process.events():receive()
      return { heard, event.reason, (process.events():receive()).reason }
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  for (const note of ['a', 'b', 'c']) {
    house.node.processes.send('', pid, 'note', [note]);
    house.node.processes.cancel(pid, note);
    await house.pass(1000);
  }
  house.crash();
  await lives.start(files);
  assert.deepEqual(await lives.result(pid), [['a', 'b', 'c'], 'a', 'b']);
});

test('coroutines that began, and ended, with later steps are there, or are not, after a restart', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local done = channel.new(9)
      local function later(n) coroutine.spawn(function() time.sleep(n .. "s") done:send(n) end) end
      later(1)
      later(5)
      time.sleep("2s")
      later(10)
      return done:receive() + done:receive() + done:receive() + process.listen("more"):receive()
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(3000);
  house.crash();
  lives.cut();
  lives.clock.advance(10_000);
  const next = await lives.start(files);
  await next.pass(1000);
  next.crash();
  const last = await lives.start(files);
  last.node.processes.send('', pid, 'more', [100]);
  assert.deepEqual(await lives.result(pid), 116);
});

test('a name is one process: a second start gives the first, and its message reaches it', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': `return { main = function()
      local first = assert(process.with_options({}):with_name("cart"):with_message("item", "a"):spawn("app:flow", "app:durable", 1))
      local second = assert(process.with_options({ ["temporal.workflow.id"] = "cart" }):with_message("item", "b"):spawn("app:flow", "app:durable", 2))
      local third, err = process.with_options({ ["temporal.workflow.id"] = "cart", ["temporal.workflow.id_conflict_policy"] = "fail" }):spawn("app:flow", "app:durable")
      assert(first == second and third == nil and err:kind() == errors.ALREADY_EXISTS, tostring(err))
      return first
    end }`,
    'src/flow.lua': `return { main = function(n)
      local items = process.listen("item")
      return { n, (items:receive()), (items:receive()) }
    end }`,
  });
  assert.deepEqual(await lives.result(await pidOf(house)), [1, 'a', 'b']);
});

test('children: the end of one comes without asking, another one is waited for', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function(n)
      if n then return n + 1 end
      local events = process.events()
      assert(process.spawn("app:flow", "app:durable", 1))
      return { events:receive().result.value, (workflow.exec("app:flow", 10)) }
    end }`,
  });
  assert.deepEqual(await lives.result(await pidOf(house)), [2, 11]);
});

test('K3: on a host that holds, a failed process keeps its name and inputs, and goes on with fixed functions', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting('process.with_options({}):with_name("order"):spawn("app:flow", "app:careful")'),
    'src/flow.lua': `return { main = function()
      local total = assert(funcs.call("app:act", 1))
      time.sleep("1s")
      total = total + assert(funcs.call("app:act", 10))
      return { total, (process.listen("more"):receive()) }
    end }`,
  };
  const broken = entries.replace(
    "'return function(n) return n * 2 end'",
    '\'return function(n) if n > 5 then error("too many") end return n * 2 end\'',
  );
  const house = await lives.start({ ...files, 'src/_index.yaml': broken });
  const pid = await pidOf(house);
  await house.pass(2000);
  const [line] = lives.store.lines({ limit: 1 });
  assert.deepEqual([line?.state, line?.names], ['held', ['order']]);
  assert.match(line?.problem ?? '', /too many/);
  house.node.processes.send('', pid, 'more', ['input of a held one']);
  await house.pass(10);
  house.crash();
  const next = await lives.start(files);
  const { engine } = next.node.durability;
  assert.equal(next.node.processes.lookup('order'), pid);
  assert.equal(await next.until(engine?.administration.retry(pid) ?? Promise.resolve(false)), true);
  assert.deepEqual(await lives.result(pid), [22, 'input of a held one']);
});

test('a process that is upgraded goes on with its new program after a restart, whatever the entries say', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': 'return { main = function() time.sleep("1s") process.upgrade("app:plain", "state") end }',
    'src/plain.lua': `return { main = function(state) require("time").sleep("1m") return "plain with " .. state end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(10_000);
  house.crash();
  const next = await lives.start({
    ...files,
    'src/plain.lua': 'return { main = function() return "other code" end }',
  });
  await next.pass(60_000);
  assert.deepEqual(await lives.result(pid), 'plain with state');
});

test('D11: volatile processes that a durable one watched are lost with their node, and it is told so', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local events = process.events()
      local child = assert(process.spawn_monitored("app:plain", "app:processes"))
      local event = events:receive()
      return { event.kind, event.from == child, tostring(event.result.error) }
    end }`,
    'src/plain.lua': 'return { main = function() process.inbox():receive() end }',
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(1000);
  house.crash();
  await lives.start(files);
  assert.deepEqual(await lives.result(pid), ['pid.exit', true, 'its node was restarted']);
});

test('what cannot be saved ends the process with an error that names it, and nothing of the step has left', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace('logger]', 'logger, events]'),
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local watch = require("events").subscribe("system")
      funcs.async("app:act", 1)
      watch:channel():receive()
    end }`,
  });
  const { failed } = (await lives.result(await pidOf(house))) as { failed: string };
  assert.match(failed, /^cannot wait for a message while 'watch' is open \(app:flow:\d+\)$/);
});

test('a step that is given up takes back the starts and names that it decided, and the code is stored with the next start', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/_index.yaml': `${entries.replace('logger]', 'logger, events]')}
  - {name: child, kind: workflow.lua, source: file://child.lua, modules: [time], method: main}`,
    'src/child.lua': `return { main = function(n)
      require("time").sleep("10s")
      return "child " .. n
    end }`,
    'src/start.lua': `return { main = function(first)
      if first then return assert(process.spawn("app:flow", "app:durable")) end
      assert(not process.registry.lookup("mine") and not process.registry.lookup("one"), "the names are free")
      return assert(process.with_options({}):with_name("one"):spawn("app:child", "app:durable", 2))
    end }`,
    'src/flow.lua': `return { main = function()
      local watch = require("events").subscribe("system")
      assert(process.registry.register("mine", process.pid()))
      assert(process.with_options({}):with_name("one"):spawn("app:child", "app:durable", 1))
      watch:channel():receive()
    end }`,
  };
  const house = await lives.start(files);
  const flow = await pidOf(house, 'first');
  const { failed } = (await lives.result(flow)) as { failed: string };
  assert.match(failed, /cannot wait/);
  const child = await pidOf(house);
  await house.pass(1000);
  assert.deepEqual(
    lives.store.lines({ limit: 5 }).map(({ pid }) => pid),
    [child, flow],
  );
  house.crash();
  await lives.start({ ...files, 'src/child.lua': 'return { main = function() return "other" end }' });
  assert.equal(await lives.result(child), 'child 2');
});

test('attributes are kept with the process, for those who look for it', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      assert(workflow.attrs({ search = { customer = "c1" }, memo = { note = "first" } }))
      time.sleep("1s")
      assert(workflow.attrs({ memo = { note = "second" } }))
    end }`,
  });
  await lives.result(await pidOf(house));
  assert.deepEqual(JSON.parse(lives.store.lines({ limit: 1 })[0]?.attributes ?? ''), {
    search: { customer: 'c1' },
    memo: { note: 'second' },
  });
});

test('attributes that are no tables are refused', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local _, search = workflow.attrs({ search = "c1" })
      local _, memo = workflow.attrs({ memo = { 1, 2 } })
      local _, other = workflow.attrs({ serch = {} })
      local _, inner = workflow.attrs({ memo = { run = print } })
      return { search:kind(), search:message(), memo:message(), inner:message(), other:kind(), other:message(), (workflow.attrs({ search = {} })) }
    end }`,
  });
  assert.deepEqual(await lives.result(await pidOf(house)), [
    'Invalid',
    'attributes.search must be a table, not the text "c1"',
    'attributes.memo must be a table, not a list',
    'attributes.memo.run is a function, and only plain data can be passed on',
    'Invalid',
    "attributes.serch is not known; did you mean 'search'? Known: search, memo",
    true,
  ]);
});

test('cancel, terminate and links reach durable processes', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': `return { main = function()
      local pid = assert(process.spawn("app:flow", "app:durable"))
      local other = assert(process.spawn("app:flow", "app:durable", pid))
      assert(process.cancel(pid, "enough"))
      return pid .. " " .. other
    end }`,
    'src/flow.lua': `return { main = function(partner)
      if partner then
        assert(process.link(partner))
        process.inbox():receive()
      end
      local event = process.events():receive()
      error("was asked to end: " .. event.kind)
    end }`,
  });
  const [pid = '', other = ''] = (await pidOf(house)).split(' ');
  assert.match(JSON.stringify(await lives.result(pid)), /was asked to end: pid.cancel/);
  assert.match(JSON.stringify(await lives.result(other)), /was asked to end: pid.cancel/);
});

test('the default host is there without an entry', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace(/^.*durable\.host.*\n/gm, ''),
    'src/start.lua': starting('process.spawn("app:flow", "system:durable", 4)'),
    'src/flow.lua': 'return { main = function(n) time.sleep("1s") return n * n end }',
  });
  assert.deepEqual(await lives.result(await pidOf(house)), 16);
});

const temporal = entries.replace(
  /^.*name: durable, .*\n/m,
  `  - {name: client, kind: temporal.client, address: 'localhost:7233', tq_prefix: shop-, lifecycle: {auto_start: true}}
  - {name: durable, kind: temporal.worker, client: client, task_queue: orders, lifecycle: {auto_start: true, depends_on: [client]}}
`,
);

test('workflows of a temporal worker run on the embedded engine when the configuration says so', async (context) => {
  const lives = new Lives(context);
  const files = {
    '.wippy.yaml': 'version: "1.0"\ndurable: {temporal: embedded}\n',
    'src/_index.yaml': temporal,
    'src/start.lua': starting('process.spawn("app:flow", "app:durable", 4)'),
    'src/flow.lua': `return { main = function(n)
      local info = workflow.info()
      return { assert(funcs.call("app:act", n)), info.task_queue, info.namespace }
    end }`,
  };
  const house = await lives.start(files);
  assert.deepEqual(await lives.result(await pidOf(house)), [8, 'shop-orders', 'default']);
});

test('what a workflow calls on a temporal worker may take ten minutes, without any options', async (context) => {
  const lives = new Lives(context);
  const files = {
    '.wippy.yaml': 'version: "1.0"\ndurable: {temporal: embedded}\n',
    'src/_index.yaml': temporal
      .replace("'return function(n) return n * 2 end'", 'file://act.lua, method: main, modules: [time]')
      .replace(/source: file:..plain.lua, modules: \[time\]/, 'source: file://plain.lua, modules: [funcs]'),
    'src/act.lua': 'return { main = function(span) require("time").sleep(span) return "done" end }',
    'src/plain.lua': 'return { main = function() return (require("funcs").call("app:act", "11m")) end }',
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local function try(options, span)
        local value, err = funcs.new():with_options(options):call("app:act", span)
        return value or err:kind() .. " " .. tostring(err:retryable())
      end
      local _, err = funcs.call("app:act", "11m")
      return { err:kind() .. " " .. tostring(err:retryable()), try({ timeout = "1m" }, "2m"), try({ timeout = "1h" }, "11m"),
        try({ ["activity.start_to_close_timeout"] = "12m" }, "11m"), funcs.call("app:act", "9m"),
        process.exec("app:plain", "app:durable") }
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(1000 * 60 * 70);
  const final = 'Timeout false';
  assert.deepEqual(await lives.result(pid), [final, final, final, 'done', 'done', 'done']);
});

test('of what a durable process ends with, functions reach nobody, alone or in a table, whoever waits', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/flow.lua': `return { main = function(how)
      local function secret() return "reached" end
      if how == "alone" then return secret end
      if how == "nested" then return { secret = secret, n = { 1, secret } } end
      local function seen(value) return type(value) == "table" and type(value.secret) .. #value.n or type(value) end
      local child = assert(process.spawn_monitored("app:flow", "app:durable", "alone"))
      return { seen((process.exec("app:flow", "app:durable", "alone"))), seen((process.exec("app:flow", "app:durable", "nested"))),
        seen(process.events():receive().result.value) }
    end }`,
    'src/start.lua': `return { main = function()
      local function seen(value) return type(value) == "table" and type(value.secret) .. #value.n or type(value) end
      local own = process.exec("app:flow", "app:durable", "durable")
      process.spawn_monitored("app:flow", "app:durable", "alone")
      table.insert(own, seen(process.events():receive().result.value))
      table.insert(own, seen((process.exec("app:flow", "app:durable", "alone"))))
      table.insert(own, seen((process.exec("app:flow", "app:durable", "nested"))))
      return own
    end }`,
  });
  const { value } = await house.run('app:start');
  assert.deepEqual(value, ['nil', 'nil1', 'nil', 'nil', 'nil', 'nil1']);
});

test('whoever counts on reports of activities is told once that there are none', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local made = funcs.new():with_options({ ["activity.heartbeat_timeout"] = "10s" })
      made = made:with_options({ ["temporal.activity.heartbeat_timeout"] = "1m" })
      return made:call("app:act", 4)
    end }`,
  });
  assert.equal(await lives.result(await pidOf(house)), 8);
  const told = house.lines.filter(({ message }) => message.includes('heartbeat_timeout has no effect'));
  assert.deepEqual(
    told.map(({ level, entry }) => [level, entry]),
    [['warn', 'app:flow']],
  );
});

test('a raised error of a call is Internal and final, a missing function may come, and nobody links to itself', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace(
      "'return function(n) return n * 2 end'",
      'file://act.lua, method: main',
    ),
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/act.lua': `return { main = function(how)
      if how == "plain" then error("broken") end
      if how == "kind" then error(errors.new({ kind = errors.CONFLICT, message = "taken", retryable = true })) end
      return nil, errors.new("returned")
    end }`,
    'src/flow.lua': `return { main = function()
      local found = {}
      local function note(_, err) found[#found + 1] = { err:kind(), tostring(err:retryable()) } end
      note(funcs.call("app:act", "plain"))
      note(funcs.call("app:act", "kind"))
      note(funcs.call("app:act", "returned"))
      note(funcs.call("app:nobody"))
      note(process.link(process.pid()))
      return found
    end }`,
  });
  assert.deepEqual(await lives.result(await pidOf(house)), [
    ['Internal', 'false'],
    ['Conflict', 'true'],
    ['', 'nil'],
    ['NotFound', 'true'],
    ['Invalid', 'false'],
  ]);
});

test('without that a temporal worker fails, and its error names the setting', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({ 'src/_index.yaml': temporal });
  await house.pass(1000);
  assert.match(house.node.supervisor.state('app:client')?.details ?? '', /durable: \{temporal: embedded\}/);
});

test('calls are tried again as the options of activities say', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace(
      "'return function(n) return n * 2 end'",
      'file://act.lua, modules: [logger]',
    ),
    'src/act.lua': `return function(kind, retryable)
      require("logger"):info("tried " .. kind)
      return nil, errors.new({ message = "no luck", kind = kind, retryable = retryable })
    end`,
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local policy = { maximum_attempts = 3, initial_interval = 100, non_retryable_error_types = { "Conflict" } }
      local act = funcs.new():with_options({ ["activity.retry_policy"] = policy })
      act:call("app:act", errors.UNAVAILABLE, true)
      act:call("app:act", errors.CONFLICT, true)
      act:call("app:act", errors.INVALID, false)
      return true
    end }`,
  });
  assert.equal(await lives.result(await pidOf(house)), true);
  assert.deepEqual(house.logged('app:act'), [
    'tried Unavailable',
    'tried Unavailable',
    'tried Unavailable',
    'tried Conflict',
    'tried Invalid',
  ]);
});
