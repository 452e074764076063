/** What people do with durable processes that went wrong: look back, try again, fork, give up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProcessView } from '../../src/process/index.ts';
import type { House } from './house.ts';
import { entries, Lives, pidOf, starting } from './lives.ts';

const shown = { isSecret: () => false, hide: (text: string) => text };

function administration(house: House) {
  const { engine } = house.node.durability;
  assert.ok(engine !== undefined);
  return engine.administration;
}

function locals(view: ProcessView | undefined): Record<string, string> {
  const frames = view?.coroutines[0]?.frames ?? [];
  return Object.fromEntries(frames.flatMap(({ locals }) => locals.map(({ name, value }) => [name, value])));
}

const counting = {
  'src/start.lua': starting('process.with_options({}):with_name("order"):spawn("app:flow", "app:durable")'),
  'src/flow.lua': `return { main = function()
      local notes = process.listen("note")
      local sum = 0
      for n = 1, 6 do
        sum = sum + assert(funcs.call("app:act", n))
        time.sleep("1m")
      end
      return { sum, (notes:receive()) }
    end }`,
};

test('each kept step tells what came in and what went out, and can be looked at', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start(counting);
  const pid = await pidOf(house);
  house.node.processes.send('', pid, 'note', ['early']);
  await house.pass(150_000);
  const steps = (await house.until(administration(house).history(pid, 1e9, 100))).reverse();
  assert.deepEqual(steps.flatMap(({ went }) => went.map(({ kind, who }) => `${kind} ${who}`)).slice(0, 3), [
    'call app:act',
    'call time.sleep',
    'call app:act',
  ]);
  const came = steps.flatMap((step) => step.came);
  assert.ok(came.some(({ kind, about, bytes }) => kind === 'message' && about === 'note' && bytes > 0));
  assert.ok(came.some(({ kind, bytes }) => kind === 'result' && bytes > 0));
  const sums: (string | undefined)[] = [];
  for (const { number } of steps) {
    sums.push(locals(await house.until(administration(house).look(pid, shown, number))).sum);
  }
  assert.deepEqual([...new Set(sums)], ['0', '2', '6', '12']);
});

test('only as many past steps are kept as the host says, and the last can always be restored', async (context) => {
  const lives = new Lives(context);
  const files = {
    ...counting,
    'src/_index.yaml': entries.replace(
      '{name: durable, kind: durable.host,',
      '{name: durable, kind: durable.host, keep: {steps: 3},',
    ),
    'src/flow.lua': counting['src/flow.lua'].replace('1, 6', '1, 400').replace('1m', '1s'),
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  let most = 0;
  for (let i = 0; i < 40; i++) {
    await house.pass(10_000);
    const steps = lives.store.steps(pid, 1e9, 10_000);
    const last = steps[0]?.number ?? 0;
    assert.ok(lives.store.state(pid, Math.max(1, last - 3)) !== undefined);
    most = Math.max(most, steps.length);
  }
  assert.ok(most < 300, `${most} steps are kept`);
});

test('what has ended is forgotten after the time that its host says, with its code', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/_index.yaml': entries.replace(
      '{name: durable, kind: durable.host,',
      '{name: durable, kind: durable.host, keep: {finished: 10m},',
    ),
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': 'return { main = function() return 7 end }',
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  assert.equal(await lives.result(pid), 7);
  const program = lives.store.process(pid)?.program ?? '';
  await house.pass(9 * 60_000);
  assert.notEqual(lives.store.line(pid), undefined);
  await house.pass(3 * 60_000);
  assert.equal(lives.store.line(pid), undefined);
  assert.deepEqual(lives.store.steps(pid, 1e9, 9), []);
  assert.equal(lives.store.code(program), undefined);
  const next = await pidOf(house);
  assert.equal(await lives.result(next), 7);
  assert.notEqual(lives.store.code(program), undefined, 'code that is used again is stored again');
});

test('D13: a fork has a pid of its own, no names and new keys; answers that came later are its answers too', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    ...counting,
    'src/_index.yaml': entries.replace(
      "'return function(n) return n * 2 end'",
      'file://act.lua, modules: [ctx, logger]',
    ),
    'src/act.lua': `return function(n)
      require("logger"):info(n .. " " .. require("ctx").get("idempotency_key"))
      return n * 2
    end`,
  });
  const pid = await pidOf(house);
  await house.pass(150_000);
  assert.equal(house.logged('app:act').length, 3);
  const repair = administration(house);
  const steps = await house.until(repair.history(pid, 1e9, 100));
  const second = steps.find(({ went }) => went.some(({ kind, about }) => kind === 'call' && about === '3'));
  assert.ok(second !== undefined);
  const made = await house.until(repair.fork(pid, { step: second.number }));
  assert.notEqual(made, pid);
  assert.deepEqual(lives.store.line(made)?.forkOf, { pid, step: second.number });
  assert.deepEqual([lives.store.line(made)?.names, lives.store.line(pid)?.names], [[], ['order']]);
  await house.pass(10);
  assert.equal(house.logged('app:act').length, 3, 'its second call was answered by the record');
  for (const one of [pid, made]) house.node.processes.send('', one, 'note', [one]);
  await house.pass(400_000);
  assert.deepEqual(await lives.result(made), [42, made]);
  assert.deepEqual(await lives.result(pid), [42, pid]);
  const keys = house.logged('app:act');
  assert.equal(new Set(keys).size, keys.length);
  assert.ok(keys.some((key) => key.includes(made)));
});

test('D13: a call without an answer is made again only when the person says so, also from a process that has failed', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/_index.yaml': entries.replace(
      "'return function(n) return n * 2 end'",
      'file://act.lua, modules: [time]',
    ),
    'src/act.lua': 'return function(n) require("time").sleep("1h") return n * 2 end',
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': 'return { main = function() return assert(funcs.call("app:act", 4)) end }',
  });
  const pid = await pidOf(house);
  await house.pass(1000);
  const repair = administration(house);
  await assert.rejects(house.until(repair.fork(pid, {})), {
    message: /waits for calls whose answers are not known: app:act; --repeat-calls/,
  });
  await assert.rejects(house.until(repair.fork(pid, { step: 99 })), { message: /those from 1 to 1 are/ });
  assert.equal(await house.until(repair.fail(pid, 'no use')), true);
  assert.deepEqual(await lives.result(pid), { failed: 'no use' });
  const made = await house.until(repair.fork(pid, { repeatsCalls: true }));
  await house.pass(3_600_000);
  assert.equal(await lives.result(made), 8);
});

test('a step with which a process ended, or began anew, has no state: a fork goes on from the last one that has, or is told it', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting(
      'process.with_options({ ["workflow.retry_policy"] = { maximum_attempts = 2 } }):spawn("app:flow", "app:durable")',
    ),
    'src/flow.lua': `return { main = function()
      time.sleep("1m")
      error("no way")
    end }`,
  });
  const pid = await pidOf(house);
  await house.pass(1000);
  const repair = administration(house);
  await house.pass(600_000);
  assert.equal(lives.store.line(pid)?.state, 'failed');
  const steps = await house.until(repair.history(pid, 1e9, 100));
  const shape = steps.map(({ number, bytes, isFull }) => {
    const stateless = isFull ? 'anew' : 'end';
    return `${number} ${bytes === 0 ? stateless : 'state'}`;
  });
  assert.deepEqual(shape, ['4 end', '3 state', '2 anew', '1 state']);
  const said = async (step: number) => {
    const { message } = await house.until(repair.fork(pid, { step })).then(assert.fail, (thrown) => thrown);
    return String(message).replaceAll(pid, 'PID');
  };
  assert.equal(await said(4), 'step 4 of PID is its end and has no state to go on from; step 3 has one');
  assert.equal(await said(2), 'step 2 of PID begins it anew and has no state to go on from; step 1 has one');
  assert.equal(await said(5), 'step 5 of PID is not kept; those from 1 to 3 are');
  const made = await house.until(repair.fork(pid, {}));
  assert.deepEqual(lives.store.line(made)?.forkOf, { pid, step: 3 });
  const [end, anew, state] = await Promise.all([4, 2, 1].map((step) => repair.stepOf(pid, step, shown)));
  assert.deepEqual([end?.isEnd, anew?.isEnd, state?.isEnd], [true, false, false]);
  assert.deepEqual([end?.isNewBeginning, anew?.isNewBeginning], [false, true]);
});

test('a process that ended in its first step has no step to fork', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': 'return { main = function() return 7 end }',
  });
  const pid = await pidOf(house);
  assert.equal(await lives.result(pid), 7);
  const repair = administration(house);
  await assert.rejects(house.until(repair.fork(pid, {})), {
    message: `no step of ${pid} that is kept has a state`,
  });
  await assert.rejects(house.until(repair.fork(pid, { step: 1 })), {
    message: `step 1 of ${pid} is its end and has no state to go on from; none before it has one`,
  });
});

test('a fork hears of the end of a child that it watches, also of one that was before', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function(child)
      if child then time.sleep("1m") return "child" end
      local events = process.events()
      assert(process.spawn("app:flow", "app:durable", true))
      return events:receive().result.value
    end }`,
  });
  const pid = await pidOf(house);
  await house.pass(1000);
  const before = await house.until(administration(house).fork(pid, {}));
  await house.pass(60_000);
  assert.equal(await lives.result(pid), 'child');
  assert.equal(await lives.result(before), 'child');
  const after = await house.until(administration(house).fork(pid, { step: 1 }));
  assert.equal(await lives.result(after), 'child');
});

const retrying = (retry: string) => ({
  'src/_index.yaml': entries
    .replace(
      'kind: durable.host, on_error: hold,',
      `kind: durable.host, on_error: retry, retry: {jitter: 0, ${retry}},`,
    )
    .replace("'return function(n) return n * 2 end'", 'file://act.lua, modules: [logger, time]'),
  'src/act.lua': `return function(good)
    require("logger"):info("tried")
    return tostring(require("time").now():unix_nano()) >= good
  end`,
  'src/start.lua': `return { main = function(good) return assert(process.spawn("app:flow", "app:careful", good)) end }`,
  'src/flow.lua': `return { main = function(good)
    local ok, err = funcs.call("app:act", good)
    if err or not ok then error("not yet") end
    return "done"
  end }`,
});

test('on_error: retry runs the step again after growing delays, also over a restart, and then holds', async (context) => {
  const lives = new Lives(context);
  const files = retrying('initial_delay: 10s, backoff_factor: 3, max_attempts: 3');
  const house = await lives.start(files);
  const pid = await pidOf(house, '9');
  await house.pass(1000);
  const [line] = lives.store.lines({ limit: 1 });
  assert.deepEqual([line?.state, line?.failures], ['held', 1]);
  assert.ok((line?.retryAt ?? 0) > lives.clock.now());
  await house.pass(10_000);
  assert.equal(house.logged('app:act').length, 2);
  house.crash();
  const next = await lives.start(files);
  await next.pass(15_000);
  assert.equal(next.logged('app:act').length, 0, 'the second delay is 30 s');
  await next.pass(20_000);
  assert.equal(next.logged('app:act').length, 1);
  await next.pass(200_000);
  assert.equal(next.logged('app:act').length, 2);
  const held = lives.store.line(pid);
  assert.deepEqual([held?.state, held?.retryAt, held?.failures], ['held', undefined, 4]);
});

test('attempts that are used up fail the process when the host says so', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start(retrying('initial_delay: 1s, max_attempts: 1, exhausted: fail'));
  const { failed } = (await lives.result(await pidOf(house, '9'))) as { failed: string };
  assert.match(failed, /not yet/);
});

test('a held process that is given up ends as failed: its names are free and those who watch it are told', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': `return { main = function()
      local child = assert(process.with_options({}):with_name("order"):spawn("app:flow", "app:careful"))
      return child .. " " .. assert(process.spawn("app:flow", "app:durable", child))
    end }`,
    'src/flow.lua': `return { main = function(watched)
      if watched then
        local events = process.events()
        assert(process.monitor(watched))
        return tostring(events:receive().result.error)
      end
      time.sleep("1s")
      error("broken")
    end }`,
  });
  const [child = '', watcher = ''] = (await pidOf(house)).split(' ');
  await house.pass(5000);
  assert.equal(lives.store.line(child)?.state, 'held');
  assert.equal(await house.until(administration(house).fail(child, 'beyond repair')), true);
  assert.deepEqual(await lives.result(child), { failed: 'beyond repair' });
  assert.equal(await lives.result(watcher), 'beyond repair');
  assert.equal(house.node.processes.lookup('order'), undefined);
  assert.equal(await house.until(administration(house).fail(child, '')), false);
});

test('who ends a process by force says why, and those who watch it are told', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': `return { main = function()
      local child = assert(process.spawn("app:flow", "app:durable"))
      return child .. " " .. assert(process.spawn("app:flow", "app:durable", child))
    end }`,
    'src/flow.lua': `return { main = function(watched)
      if not watched then time.sleep("1h") end
      local events = process.events()
      assert(process.monitor(watched))
      return tostring(events:receive().result.error)
    end }`,
  });
  const [child = '', watcher = ''] = (await pidOf(house)).split(' ');
  await house.pass(10);
  await house.until(administration(house).cancel(child, 'not wanted', true));
  assert.deepEqual(await lives.result(child), { failed: 'process terminated: not wanted' });
  assert.equal(await lives.result(watcher), 'process terminated: not wanted');
});

test('a cancel with a deadline ends the process when it passes, also after a restart', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': `return { main = function()
      local pid = assert(process.spawn("app:flow", "app:durable"))
      assert(process.cancel(pid, "enough", "10m"))
      return pid
    end }`,
    'src/flow.lua': `return { main = function()
      local events = process.events()
      while true do events:receive() end
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(60_000);
  house.crash();
  const next = await lives.start(files);
  await next.pass(8 * 60_000);
  assert.equal(lives.store.line(pid)?.state, 'running');
  await next.pass(2 * 60_000);
  assert.equal(lives.store.line(pid)?.state, 'failed');
});

test('attributes that were said before a restart stay when others are said after it', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      assert(workflow.attrs({ search = { customer = "c1" } }))
      time.sleep("1m")
      assert(workflow.attrs({ memo = { note = "later" } }))
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(1000);
  house.crash();
  const next = await lives.start(files);
  await next.pass(60_000);
  await lives.result(pid);
  assert.deepEqual(JSON.parse(lives.store.line(pid)?.attributes ?? ''), {
    search: { customer: 'c1' },
    memo: { note: 'later' },
  });
});

test('K2: who uses more than it may is held as its host says, and goes on when it may have more', async (context) => {
  const lives = new Lives(context);
  const limited = (memory: string) => ({
    'src/_index.yaml': entries.replace('on_error: hold,', `on_error: hold, limits: {memory: ${memory}},`),
    'src/start.lua': starting('process.with_options({}):with_name("order"):spawn("app:flow", "app:careful")'),
    'src/flow.lua': `return { main = function()
      time.sleep("1s")
      pcall(function() local held = {} for n = 1, 10000 do held[n] = ("x"):rep(1000) .. n end end)
      return "done"
    end }`,
  });
  const house = await lives.start(limited('2MB'));
  const pid = await pidOf(house);
  await house.pass(5000);
  const line = lives.store.line(pid);
  assert.equal(line?.state, 'held');
  assert.equal(line.problem, 'memory limit exceeded: app:flow holds more than 2 MB');
  house.crash();
  const roomy = await lives.start(limited('200MB'));
  await roomy.until(administration(roomy).retry(pid));
  assert.equal(await lives.result(pid), 'done');
});
