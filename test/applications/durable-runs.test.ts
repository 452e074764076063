/** When durable processes begin, begin anew, and must have ended: the options of a start. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { toData } from '../../src/process/index.ts';
import type { House } from './house.ts';
import { entries, Lives, pidOf } from './lives.ts';

const start = (options: string, more = '') => `return { main = function(way)
  local spawner = process.with_options({${options}})
  ${more}
  local pid, err = spawner:spawn("app:flow", "app:durable", way)
  if err then return "refused: " .. tostring(err) end
  return pid
end }`;

const log = `local function note(text)
  local info = workflow.info()
  require("logger"):info(text .. " " .. info.attempt)
end
`;

/** What the workflow noted, each with the number of the run. */
function notes(house: House): string[] {
  return house.lines.flatMap(({ message, logger }) => (logger === 'app:flow' ? [message] : []));
}

async function life(context: TestContext, flow: string, options: string, more?: string) {
  const lives = new Lives(context);
  const files = { 'src/flow.lua': `${log}${flow}`, 'src/start.lua': start(options, more) };
  const house = await lives.start(files);
  return { lives, files, house, pid: await pidOf(house) };
}

test('a start is delayed, also over a restart, and what comes meanwhile is there when it begins', async (context) => {
  const flow = `return { main = function()
    note("begins")
    return process.inbox():receive():topic()
  end }`;
  const { lives, files, house, pid } = await life(context, flow, '["workflow.start_delay"] = "1h"');
  await house.pass(1000 * 60 * 30);
  assert.deepEqual(notes(house), []);
  house.crash();
  const later = await lives.start({ ...files, 'src/start.lua': told(pid) });
  await pidOf(later);
  await later.pass(1000 * 60 * 29);
  assert.deepEqual(notes(later), []);
  await later.pass(1000 * 61);
  assert.deepEqual(notes(later), ['begins 1']);
  assert.equal(await lives.result(pid), 'hello');
});

test('those that were started with the same have arguments and messages of their own, also when their node was lost before they began', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/flow.lua': `return { main = function(given)
      table.insert(given, "more")
      local told = process.inbox():receive():payload():data()
      table.insert(told, "more")
      return #given .. " and " .. #told
    end }`,
    'src/start.lua': `return { main = function()
      local spawner = process.with_options({["workflow.start_delay"] = "1h"}):with_message("told", {"one"})
      return spawner:spawn("app:flow", "app:durable", {"one"}) .. " " .. spawner:spawn("app:flow", "app:durable", {"one"})
    end }`,
  };
  const house = await lives.start(files);
  const pids = (await pidOf(house)).split(' ');
  house.crash();
  const later = await lives.start(files);
  await later.pass(1000 * 60 * 61);
  assert.deepEqual(await Promise.all(pids.map((pid) => lives.result(pid))), ['2 and 2', '2 and 2']);
});

test('a process that is cancelled before its time runs nothing, whatever its host says of failures', async (context) => {
  const flow = `return { main = function() note("runs") end }`;
  const begun = (host: string, options: string) =>
    `return { main = function() return process.with_options({${options}}):spawn("app:flow", "${host}") end }`;
  const failed = { failed: 'was asked to end before it began: no more' };
  const delay = '["workflow.start_delay"] = "300d"';
  const schedule =
    '["workflow.cron_schedule"] = "0 * * * *", ["workflow.retry_policy"] = {maximum_attempts = 3}';
  for (const [host, options, ran] of [
    ['app:durable', delay, []],
    ['app:careful', delay, []],
    ['app:careful', schedule, ['runs 1']],
  ] as const) {
    for (const isLost of [false, true]) {
      const lives = new Lives(context);
      const files = { 'src/flow.lua': `${log}${flow}`, 'src/start.lua': begun(host, options) };
      const house = await lives.start(files);
      const pid = await pidOf(house);
      await house.pass(1000 * 60 * 61);
      assert.deepEqual(notes(house), ran);
      const administration = () => lives.house?.node.durability.engine?.administration;
      if (isLost) {
        // The word lies in the store, and the node is lost before it is followed.
        house.crash();
        const next = await lives.start({ 'src/flow.lua': files['src/flow.lua'] });
        const told = administration()?.cancel(pid, 'no more', false) ?? Promise.resolve();
        await next.until(told.then(() => lives.cut()));
        next.crash();
        assert.equal(lives.store.line(pid)?.state, 'running', host);
        const last = await lives.start({ 'src/flow.lua': files['src/flow.lua'] });
        await last.pass(1000);
        assert.deepEqual([notes(next), notes(last)], [[], []]);
      } else await house.until(administration()?.cancel(pid, 'no more', false) ?? Promise.resolve());
      assert.deepEqual(await lives.result(pid), failed);
      assert.deepEqual(notes(house), ran);
    }
  }
});

const told = (pid: string) => `return { main = function() return process.send("${pid}", "hello", 1) end }`;

test('a delayed process that is told to end does not wait for its time', async (context) => {
  const { lives, files, house, pid } = await life(
    context,
    'return { main = function() end }',
    '["temporal.workflow.start_delay"] = 3600000',
  );
  house.crash();
  const end = `return { main = function() return process.terminate("${pid}") end }`;
  const later = await lives.start({ ...files, 'src/start.lua': end });
  await pidOf(later);
  assert.deepEqual(await lives.result(pid), { failed: 'process terminated' });
});

test('a failed run is begun anew as its policy says, with the same pid, and those who watch it are told of the last end', async (context) => {
  const flow = `return { main = function(way)
    note("runs")
    if workflow.info().attempt < 4 then return nil, errors.new({ message = "not yet", retryable = true }) end
    return "done"
  end }`;
  const policy = 'initial_interval = 1000, backoff_coefficient = 3, maximum_interval = 5000';
  const { lives, files, house, pid } = await life(
    context,
    flow.replace('return {', 'local errors = require("errors")\nreturn {'),
    `["workflow.id"] = "order", ["workflow.retry_policy"] = {${policy}}`,
  );
  await house.pass(1500);
  assert.deepEqual(notes(house), ['runs 1', 'runs 2']);
  house.crash();
  const watch = `return { main = function()
    assert(process.monitor("${pid}"))
    local exit = process.events():receive()
    return exit.result.value .. " " .. tostring(process.registry.lookup("order"))
  end }`;
  const later = await lives.start({ ...files, 'src/start.lua': watch });
  const end = await pidOf(later);
  assert.deepEqual([notes(later), end], [['runs 3', 'runs 4'], 'done nil']);
});

test('what may not be tried again, and the last attempt, are final', async (context) => {
  const flow = `return { main = function()
    note("runs")
    return nil, require("errors").new({ message = "no", retryable = true, kind = "Invalid" })
  end }`;
  const once = await life(
    context,
    flow,
    '["workflow.retry_policy"] = {maximum_attempts = 2, initial_interval = "10ms"}',
  );
  assert.deepEqual(await once.lives.result(once.pid), { failed: 'no' });
  assert.deepEqual(notes(once.house), ['runs 1', 'runs 2']);
  const never = await life(
    context,
    flow,
    '["workflow.retry_policy"] = {non_retryable_error_types = {"Invalid"}}',
  );
  assert.deepEqual(await never.lives.result(never.pid), { failed: 'no' });
  assert.deepEqual(notes(never.house), ['runs 1']);
});

test('a run that takes too long fails with Timeout, and so does a process with all its runs', async (context) => {
  const flow = `return { main = function()
    note("runs")
    time.sleep("1h")
  end }`;
  const one = await life(context, flow, '["workflow.run_timeout"] = "10s"');
  assert.deepEqual(await one.lives.result(one.pid), { failed: 'the workflow took longer than it may' });
  const all = await life(
    context,
    flow,
    '["workflow.run_timeout"] = "1s", ["workflow.execution_timeout"] = "5s", ["workflow.retry_policy"] = {initial_interval = 1000, backoff_coefficient = 1}',
  );
  await all.house.pass(2500);
  all.house.crash();
  const later = await all.lives.start(all.files);
  assert.deepEqual(await all.lives.result(all.pid), { failed: 'the workflow took longer than it may' });
  assert.deepEqual([notes(all.house), notes(later)], [['runs 1', 'runs 2'], ['runs 3']]);
});

test('Ru9: a process whose time is over before its next try would begin fails with Timeout and why it was to be tried again', async (context) => {
  const flow = `return { main = function()
    note("runs")
    return nil, require("errors").new({ message = "no stock", retryable = true, kind = "Unavailable", details = { left = 0 } })
  end }`;
  const policy = '{initial_interval = 3000, backoff_coefficient = 1}';
  const options = `["workflow.execution_timeout"] = "5s", ["workflow.retry_policy"] = ${policy}`;
  const { lives, house, pid } = await life(context, flow, options);
  assert.deepEqual(await lives.result(pid), {
    failed: 'the workflow took longer than it may; it had failed before: no stock',
  });
  const exit = await house.node.durability.engineOf('app:durable')?.administration.exitOf(pid);
  assert.ok(exit?.type === 'failed');
  assert.deepEqual(
    [exit.error.kind, exit.error.details && toData(exit.error.details)],
    [
      'Timeout',
      { cause: { kind: 'Unavailable', message: 'no stock', retryable: true, details: { left: 0 } } },
    ],
  );
  assert.deepEqual(notes(house), ['runs 1', 'runs 2']);
});

test('options of a start that nobody knows are refused, and those that mean nothing here taken', async (context) => {
  const begun = async (options: string) => {
    const { house } = await life(context, 'return { main = function() end }', options);
    return String((await house.run('app:start')).value);
  };
  assert.match(
    await begun('["workflow.exection_timeout"] = "5s"'),
    /^refused: workflow.exection_timeout is not known; did you mean 'execution_timeout'\? Known: id, .*, wait_for_cancellation$/,
  );
  assert.match(
    await begun('["temporal.workflow.retry_policy"] = { attempts = 3 }'),
    /^refused: workflow.retry_policy.attempts is not known; .*maximum_attempts/,
  );
  const nothing = ['task_queue = "q"', 'namespace = "n"', 'task_timeout = "1s"', 'enable_eager_start = true'];
  const all = [...nothing, 'wait_for_cancellation = true'].map((one) =>
    one.replace(/^(\w+)/, '["workflow.$1"]'),
  );
  assert.match(await begun(all.join(', ')), /^\{app:durable/);
});

test('who was cancelled does not begin anew, also when the node was restarted before it ended', async (context) => {
  const flow = `return { main = function()
    process.events():receive()
    note("asked")
    time.sleep("10m")
    note("ends")
  end }`;
  const { lives, files, house, pid } = await life(context, flow, '["workflow.cron_schedule"] = "0 * * * *"');
  await house.pass(1000 * 60 * 61);
  await house.until(
    house.node.durability.engine?.administration.cancel(pid, 'enough', false) ?? Promise.resolve(),
  );
  await house.pass(1000);
  house.crash();
  const later = await lives.start(files);
  await later.pass(1000 * 60 * 120);
  assert.equal(lives.store.line(pid)?.state, 'completed');
  assert.deepEqual([notes(house), notes(later)], [['asked 1'], ['ends 1']]);
});

test('a schedule begins a run at its times, skips those that pass while one runs, and makes up once for a downtime', async (context) => {
  const flow = `return { main = function()
    local at = time.now():format("15:04")
    note(at)
    if at == "02:00" then time.sleep("90m") end
  end }`;
  const { lives, files, house, pid } = await life(context, flow, '["workflow.cron_schedule"] = "0 * * * *"');
  await house.pass(1000 * 60 * 60 * 4.5);
  assert.deepEqual(notes(house), ['01:00 1', '02:00 1', '04:00 1']);
  house.crash();
  lives.clock.advance(1000 * 60 * 60 * 3);
  const later = await lives.start({
    ...files,
    'src/start.lua': `return { main = function() return process.cancel("${pid}", "enough") end }`,
  });
  await later.pass(1000 * 60 * 45);
  assert.deepEqual(notes(later), ['07:30 1', '08:00 1']);
  assert.equal(lives.store.line(pid)?.state, 'running');
  await pidOf(later);
  assert.deepEqual(await lives.result(pid), { failed: 'was asked to end before it began: enough' });
  assert.deepEqual(notes(later), ['07:30 1', '08:00 1']);
});

const hourly = (catchUp: string) =>
  `["workflow.cron_schedule"] = "0 * * * *", ["workflow.cron_catch_up"] = "${catchUp}"`;
const HOUR = 1000 * 60 * 60;

test('all times of a schedule are made up for, or none, when the start says so', async (context) => {
  const flow = `return { main = function()
    note("hour " .. time.now():format("15"))
    if time.now():format("15") == "01" then time.sleep("150m") end
  end }`;
  for (const [catchUp, before, after] of [
    // 02:00 and 03:00 passed while a run was under way, 05:00 to 07:00 while no node was there.
    ['all', ['01', '03', '03', '04'], ['07', '07', '07', '08']],
    ['skip', ['01', '04'], ['08']],
  ] as const) {
    const { lives, files, house } = await life(context, flow, hourly(catchUp));
    await house.pass(HOUR * 4.5);
    assert.deepEqual(
      notes(house),
      before.map((at) => `hour ${at} 1`),
    );
    house.crash();
    lives.clock.advance(HOUR * 3);
    const later = await lives.start(files);
    await later.pass(HOUR * 0.75);
    assert.deepEqual(
      notes(later),
      after.map((at) => `hour ${at} 1`),
    );
  }
});

test('Ru8: times of a schedule that pass while a run is tried anew are made up for, also when the node is lost meanwhile', async (context) => {
  const flow = `local errors = require("errors")
  return { main = function()
    workflow.attrs({ memo = { note = "seen" } })
    note("hour " .. time.now():format("15:04"))
    if time.now():format("15") < "04" then return nil, errors.new({ message = "not yet", retryable = true }) end
  end }`;
  const retries = '["workflow.retry_policy"] = { initial_interval = "100m", backoff_coefficient = 1 }';
  const { lives, files, house, pid } = await life(context, flow, `${hourly('all')}, ${retries}`);
  await house.pass(HOUR * 3);
  assert.deepEqual(notes(house), ['hour 01:00 1', 'hour 02:40 2']);
  house.crash();
  const later = await lives.start(files);
  await later.pass(HOUR * 2.75);
  // That of 01:00 succeeds at last; those of 02:00 to 04:00 have passed.
  const made = ['hour 04:20 3', 'hour 04:20 1', 'hour 04:20 1', 'hour 04:20 1', 'hour 05:00 1'];
  assert.deepEqual(notes(later), made);
  assert.match(lives.store.line(pid)?.attributes ?? '', /"memo":\{"note":"seen"\}/);
});

test('a run that begins late has its whole time', async (context) => {
  const flow = `return { main = function()
    note("begins")
    time.sleep("10m")
    note("goes on")
    time.sleep("10m")
    note("ends")
  end }`;
  const { lives, files, house } = await life(
    context,
    flow,
    `${hourly('once')}, ["workflow.run_timeout"] = "25m"`,
  );
  await house.pass(1);
  house.crash();
  lives.clock.advance(HOUR * 3.2);
  const later = await lives.start(files);
  await later.pass(1000 * 60 * 12);
  assert.deepEqual(notes(later), ['begins 1', 'goes on 1']);
  later.crash();
  const last = await lives.start(files);
  await last.pass(1000 * 60 * 12);
  assert.deepEqual(notes(last), ['ends 1']);
});

test('an id that was used is refused or used again as the policy says', async (context) => {
  const options = (policy: string) => `["workflow.id"] = "order", ["workflow.id_reuse_policy"] = "${policy}"`;
  const flow = 'return { main = function(way) if way == "fail" then error("no") end end }';
  const lives = new Lives(context);
  const files = (policy: string) => ({
    'src/flow.lua': flow,
    'src/start.lua': start(options(policy)),
  });
  let house = await lives.start(files('allow_duplicate_failed_only'));
  const first = await pidOf(house, 'fail');
  await lives.result(first);
  const second = await pidOf(house);
  assert.notEqual(second, first);
  await lives.result(second);
  const refused = new RegExp(`^refused: order was used before, by ${RegExp.escape(second)} \\(completed\\)$`);
  assert.match(await pidOf(house), refused);
  house.crash();
  house = await lives.start(files('reject_duplicate'));
  assert.match(await pidOf(house), refused);
  house.crash();
  house = await lives.start(files('allow_duplicate'));
  assert.match(await pidOf(house), /^\{app:durable\|d/);
});

test('of two starts at once under an id that may be used once, one begins', async (context) => {
  const options = '["workflow.id"] = "order", ["workflow.id_reuse_policy"] = "reject_duplicate"';
  const lives = new Lives(context);
  const house = await lives.start({
    'src/flow.lua': 'return { main = function() end }',
    'src/start.lua': `return { main = function()
      local spawner = process.with_options({${options}})
      local done, told = channel.new(5), {}
      for i = 1, 5 do
        coroutine.spawn(function()
          local pid, err = spawner:spawn("app:flow", "app:durable")
          done:send(pid and "begun" or err:kind())
        end)
      end
      for i = 1, 5 do told[i] = done:receive() end
      return table.concat(told, " ")
    end }`,
  });
  const told = await pidOf(house);
  assert.match(told, /begun/);
  assert.equal(lives.store.lines({ limit: 9 }).length, 1);
});

test('a workflow that starts a child asks the store too whether its id may be used', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': `${entries}
  - {name: child, kind: workflow.lua, source: 'return { main = function() return 1 end }', method: main}`,
    'src/flow.lua': `return { main = function()
      local spawner = process.with_options({["workflow.id"] = "child", ["workflow.id_reuse_policy"] = "reject_duplicate"})
      local pid = assert(spawner:spawn("app:child", "app:durable"))
      process.events():receive()
      local other, err = spawner:spawn("app:child", "app:durable")
      local result, failed = spawner:exec("app:child", "app:durable")
      return err:kind() .. " " .. failed:kind() .. " " .. tostring(other or result)
    end }`,
    'src/start.lua': start(''),
  });
  assert.equal(await lives.result(await pidOf(house)), 'AlreadyExists AlreadyExists nil');
});

test('children end with their parent, are asked to, or go on, as their policy says', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': `${entries}
  - {name: child, kind: workflow.lua, source: file://child.lua, modules: [time, logger], method: main}`,
    'src/child.lua': `return { main = function()
      local timer = require("time").after("1h")
      local got = channel.select({ process.events():case_receive(), timer:case_receive() })
      return got.channel == timer and "went on" or got.value.kind
    end }`,
    'src/flow.lua': `return { main = function()
      local made = {}
      for _, policy in ipairs({ "terminate", "request_cancel", "abandon" }) do
        local spawner = process.with_options({ ["workflow.parent_close_policy"] = policy })
        made[#made + 1] = assert(spawner:spawn("app:child", "app:durable"))
      end
      time.sleep("1s")
      return made
    end }`,
    'src/start.lua': start(''),
  });
  const pids = await lives.result(await pidOf(house));
  const ends: unknown[] = [];
  for (const pid of pids as string[]) {
    await house.pass(1000 * 60 * 61);
    ends.push(await lives.result(pid));
  }
  assert.deepEqual(ends, [{ failed: 'process terminated' }, 'pid.cancel', 'went on']);
});

test('attributes of the start are kept, and those said later lie over them, also after a restart', async (context) => {
  const flow = `return { main = function()
    time.sleep("1s")
    workflow.attrs({ memo = { note = "second" } })
  end }`;
  const { lives, files, house, pid } = await life(
    context,
    flow,
    '["workflow.search_attributes"] = {customer = "c1"}, ["workflow.memo"] = {note = "first"}',
  );
  const attributes = () => JSON.parse(lives.store.line(pid)?.attributes ?? '');
  assert.deepEqual(attributes(), { search: { customer: 'c1' }, memo: { note: 'first' } });
  house.crash();
  await lives.start(files);
  await lives.result(pid);
  assert.deepEqual(attributes(), { search: { customer: 'c1' }, memo: { note: 'second' } });
});

test('options that are wrong are refused, each with its reason', async (context) => {
  for (const [option, reason] of [
    ['["workflow.run_timeout"] = "soon"', /workflow\.run_timeout must be a duration/],
    ['["workflow.cron_schedule"] = "every day"', /workflow\.cron_schedule must be a cron schedule, such as/],
    ['["workflow.id_conflict_policy"] = "use"', /workflow\.id_conflict_policy must be .*use_existing/],
    ['["workflow.retry_policy"] = {maximum_attempts = -1}', /workflow\.retry_policy\.maximum_attempts must/],
  ] as const) {
    const { pid } = await life(context, 'return { main = function() end }', option);
    assert.match(pid, reason);
  }
});

test('Ru6: calls of each run have keys of their own, and no run gets an answer to another one', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace(
      "'return function(n) return n * 2 end'",
      'file://act.lua, modules: [ctx, logger, time]',
    ),
    'src/act.lua': `return function(n)
      require("logger"):info(require("ctx").get("idempotency_key"))
      return n
    end`,
    'src/start.lua': start('["workflow.retry_policy"] = { initial_interval = 1000 }'),
    'src/flow.lua': `return { main = function(role)
      if role == "child" then time.sleep("10s") return "late" end
      assert(funcs.call("app:act", 1))
      if workflow.info().attempt == 1 then
        coroutine.spawn(function() process.exec("app:flow", "app:durable", "child") end)
        time.sleep("1s")
        error("again")
      end
      funcs.call("app:act", 2)
      return assert(process.exec("app:flow", "app:durable", "child"))
    end }`,
  });
  const begun = house.clock.now();
  const pid = await pidOf(house);
  assert.equal(await lives.result(pid), 'late');
  assert.ok(house.clock.now() - begun >= 12_000, 'the child of the second run was waited for');
  const keys = house.logged('app:act');
  assert.equal(keys.length, 3);
  assert.equal(new Set(keys).size, 3, keys.join(' '));
});
