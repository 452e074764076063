/** A held process is mended: the code is fixed, and the same run goes on where it stopped. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { House } from './house.ts';
import { entries, Lives, pidOf, starting } from './lives.ts';

function administration(house: House) {
  const { engine } = house.node.durability;
  assert.ok(engine !== undefined);
  return engine.administration;
}

const start = starting('process.with_options({}):with_name("order"):spawn("app:flow", "app:careful")');

/** Runs the first code until it is held or waits, then gives the second one to the node. */
async function changed(
  context: TestContext,
  before: string,
  after: string,
): Promise<{ lives: Lives; house: House; pid: string }> {
  const lives = new Lives(context);
  const house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': before });
  const pid = await pidOf(house);
  await house.pass(5000);
  house.crash();
  const next = await lives.start({ 'src/start.lua': start, 'src/flow.lua': after });
  await next.pass(10);
  return { lives, house: next, pid };
}

async function upgraded(
  context: TestContext,
  before: string,
  after: string,
): Promise<{ lives: Lives; house: House; pid: string }> {
  const made = await changed(context, before, after);
  await made.house.until(administration(made.house).upgrade(made.pid, {}));
  return made;
}

async function refused(context: TestContext, before: string, after: string, message: RegExp): Promise<void> {
  const { house, lives, pid } = await changed(context, before, after);
  const state = lives.store.line(pid)?.state;
  await assert.rejects(house.until(administration(house).upgrade(pid, {})), { message });
  assert.equal(lives.store.line(pid)?.state, state);
}

const buggy = `
local function price(n)
  return n .. nil
end
return { main = function()
  local total = 0
  for n = 1, 3 do
    total = total + assert(funcs.call("app:act", n))
    time.sleep("1s")
    if n == 2 then total = total + price(n) end
  end
  return { total, (process.listen("note"):receive()) }
end }`;

test('a function that is fixed takes the place of the old one, and the run goes on with what it has', async (context) => {
  const { lives, house, pid } = await upgraded(
    context,
    buggy,
    buggy.replace('return n .. nil', 'return n * 100'),
  );
  house.node.processes.send('', pid, 'note', ['hello']);
  assert.deepEqual(await lives.result(pid), [212, 'hello']);
  const shown = { isSecret: () => false, hide: (text: string) => text };
  assert.equal(await house.until(administration(house).look(pid, shown)), undefined);
  assert.equal(
    lives.store.steps(pid, 1e9, 99).some(({ facts }) => facts.includes('upgrade')),
    true,
  );
});

test('Mc2: a function that has changed goes on at a place that is there unchanged', async (context) => {
  const fixed = buggy
    .replace('local total = 0', 'local total = 0 -- the sum')
    .replace('if n == 2 then total = total + price(n) end', 'if n == 2 then total = total + 1000 end')
    .replace('return { total,', 'local all = total + 1 return { all,');
  const { lives, house, pid } = await upgraded(context, buggy, fixed);
  house.node.processes.send('', pid, 'note', ['hello']);
  assert.deepEqual(await lives.result(pid), [1013, 'hello']);
});

test('Up5: what has returned or was let go since the last full form of the state does not keep a process from new code', async (context) => {
  const before = `return { main = function()
    local first = funcs.call("app:act", 1)
    local rest = function() return funcs.call("app:act", 2) end
    local second = rest()
    rest = nil
    time.sleep("1h")
    return { first, second, (nil).x }
  end }`;
  const after = before
    .replace('"app:act", 1)', '"app:act", 10)')
    .replace('local rest = function() return funcs.call("app:act", 2) end', 'local rest')
    .replace('rest()', '20')
    .replace('(nil).x', '"new"');
  const { lives, house } = await upgraded(context, before, after);
  await house.pass(3_600_000);
  const [{ pid } = { pid: '' }] = lives.store.lines({ limit: 1 });
  assert.deepEqual(await lives.result(pid), [2, 4, 'new']);
});

test('D13: of a run that has failed, a fork goes on in new code from a step of it; what cannot go on is refused', async (context) => {
  const lives = new Lives(context);
  const files = {
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local first = funcs.call("app:act", 1)
      time.sleep("1m")
      local second = funcs.call("app:act", 2)
      return first + second + nil
    end }`,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  await house.pass(61_000);
  assert.match(JSON.stringify(await lives.result(pid)), /attempt to perform arithmetic/);
  house.crash();
  const change = (from: string, to: string) =>
    lives.start({ 'src/flow.lua': files['src/flow.lua'].replace(from, to) });

  const fixed = await change('+ nil', '+ 100');
  const fork = await fixed.until(administration(fixed).fork(pid, { isUpgraded: true }));
  await fixed.pass(61_000);
  assert.equal(await lives.result(fork), 106);
  assert.equal(lives.store.line(fork)?.forkOf?.pid, pid);
  fixed.crash();

  const other = await change(
    'funcs.call("app:act", 2)\n      return first + second + nil',
    'first * 10 return second',
  );
  await assert.rejects(other.until(administration(other).fork(pid, { isUpgraded: true })), {
    message:
      /cannot go on with the code of app:flow: .* \(app:flow:5\) waits at a place .*; step 2 can: --step 2$/,
  });
  const early = await other.until(administration(other).fork(pid, { isUpgraded: true, step: 2 }));
  await other.pass(61_000);
  assert.equal(await lives.result(early), 20);
});

test('a function without a name goes on in new code: it is known by the call that it was given to', async (context) => {
  const before = `return { main = function()
    local done = channel.new(1)
    coroutine.spawn(function()
      time.sleep("1h")
      done:send("old")
    end)
    local ok, text = pcall(function() local got = done:receive() return got .. "?" end)
    return text
  end }`;
  const { lives, house, pid } = await upgraded(
    context,
    before,
    before.replace('"old"', '"new"').replace('"?"', '"!"'),
  );
  await house.pass(3_600_000);
  assert.equal(await lives.result(pid), 'new!');
});

test('a library that is fixed reaches the process that imports it', async (context) => {
  const lives = new Lives(context);
  const flow = `return { main = function()
    local first = sums.add(1, 1)
    time.sleep("1s")
    if first > 0 then return sums.add(first, 2) + sums.made end
  end }`;
  const broken = entries.replace('return a + b end', 'if b > 1 then error("no") end return a + b end');
  const house = await lives.start({
    'src/_index.yaml': broken,
    'src/start.lua': start,
    'src/flow.lua': flow,
  });
  const pid = await pidOf(house);
  await house.pass(3000);
  assert.equal(lives.store.line(pid)?.state, 'held');
  house.crash();
  const next = await lives.start({ 'src/start.lua': start, 'src/flow.lua': flow });
  await next.until(administration(next).upgrade(pid, {}));
  assert.equal(await lives.result(pid), 6, 'the failed step is done again from its beginning');
});

test('Mc3: functions and values that are new at the top of a source are there for what uses them', async (context) => {
  const fixed = buggy
    .replace(
      'local function price(n)',
      'local RATE = 7\nlocal function rated(n) return n * RATE end\nlocal function price(n)',
    )
    .replace('return n .. nil', 'return rated(n)');
  const { lives, house, pid } = await upgraded(context, buggy, fixed);
  house.node.processes.send('', pid, 'note', ['hello']);
  assert.deepEqual(await lives.result(pid), [26, 'hello']);
});

test('a place that has changed is refused, and the error names it and a step before that can go on', async (context) => {
  const fixed = buggy.replace('time.sleep("1s")', 'time.sleep("2s")');
  await refused(
    context,
    buggy,
    fixed,
    /step \d+ of .* cannot go on with the code of app:flow: .*app:flow:\d+\) waits at a place that the new code does not have, or has changed; step \d+ can: --step \d+/,
  );
});

test('what the new code needs and the run does not have is refused', async (context) => {
  const waits = 'return { main = function() local a = 1 time.sleep("1h") return a end }';
  const needs = 'return { main = function() local a = 1 local b = 2 time.sleep("1h") return a + b end }';
  await refused(context, waits, needs, /has no value for the variable 'b' of the new code/);
  const text = 'return { main = function() local a = "x" time.sleep("1h") return a end }';
  const number = 'return { main = function() local a = 1 time.sleep("1h") return a + 1 end }';
  await refused(context, text, number, /has no number in 'a'/);
  const loop = 'return { main = function() for i = 1, 3 do time.sleep("1h") end end }';
  await refused(context, loop, loop.replace('1, 3', '1, 9'), /waits at a place/);
  const shared =
    'return { main = function() local a = 1 do local f = function() a = 2 end f() end time.sleep("1h") return a end }';
  const single = shared.replace('a = 2', 'return a');
  await refused(
    context,
    shared,
    single,
    /app:flow:\d+\) has a variable 'a' that in the new code it shares with none/,
  );
  await refused(context, single, shared, /has a variable 'a' that in the new code it shares with one/);
  const twice = 'return { main = function() time.sleep("1h") time.sleep("1h") return 1 end }';
  const moved = 'return { main = function() local x = 1 time.sleep("1h") time.sleep("1h") return 2 end }';
  await refused(context, twice, moved, /waits at a place/);
  const helper =
    'local function f() return 1 end return { main = function() time.sleep("1h") return f() end }';
  await refused(
    context,
    helper,
    helper.replaceAll('f()', 'g()'),
    /is held by the process and is not in the new code/,
  );
  const given =
    'local function f(n) return n end local list = { f } return { main = function() time.sleep("1h") return f(list[1]("x")) end }';
  const called = given.replace('{ f }', '{}').replace('f(list[1]("x"))', 'f(1) + #list');
  await refused(context, given, called, /may be called with any 'n', which the new code takes for a number/);
});

test('Up4: a process that failed before its first step begins with the new code', async (context) => {
  const broken = 'return { main = function() error("at once") end }';
  const { lives, pid } = await upgraded(context, broken, 'return { main = function() return "well" end }');
  assert.equal(await lives.result(pid), 'well');
});

test('a running process is moved too, and code that is the same is told so', async (context) => {
  const before = 'return { main = function() time.sleep("10s") return "old" end }';
  const { lives, house, pid } = await upgraded(context, before, before.replace('"old"', '"new"'));
  await assert.rejects(house.until(administration(house).upgrade(pid, {})), { message: /has the code that/ });
  assert.equal(await lives.result(pid), 'new');
});

test('Up2, Up3: from a step before, what came since comes again, and what was done since only when it may be', async (context) => {
  const flow = `return { main = function()
    local notes = process.listen("note")
    local first = notes:receive()
    local second = notes:receive()
    local sum = assert(funcs.call("app:act", 1))
    time.sleep("1s")
    error("the end of " .. first .. second .. sum)
  end }`;
  const lives = new Lives(context);
  const house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': flow });
  const pid = await pidOf(house);
  await house.pass(10);
  for (const note of ['a', 'b']) {
    house.node.processes.send('', pid, 'note', [note]);
    await house.pass(10);
  }
  await house.pass(3000);
  assert.equal(lives.store.line(pid)?.state, 'held');
  house.crash();
  const fixed = flow
    .replace('local second = notes:receive()', 'local second = notes:receive() .. "!"')
    .replace('error("the end of " .. first .. second .. sum)', 'return first .. second .. sum');
  const next = await lives.start({ 'src/start.lua': start, 'src/flow.lua': fixed });
  const repair = administration(next);
  await assert.rejects(next.until(repair.upgrade(pid, { step: 1 })), { message: /app:act.*--repeat-calls/ });
  assert.deepEqual(await next.until(repair.upgrade(pid, { step: 1, repeatsCalls: true })), {
    step: 1,
    changedChunks: [],
  });
  assert.equal(await lives.result(pid), 'ab!2');
});

test('Up2, Up3: who goes back again gets each message once, and an upgrade is nothing that others know of', async (context) => {
  const flow = `return { main = function()
    local notes = process.listen("note")
    local said = notes:receive()
    said = said .. notes:receive()
    for _ = 1, 2 do said = said .. notes:receive() end
    return said
  end }`;
  const lives = new Lives(context);
  let house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': flow });
  const pid = await pidOf(house);
  await house.pass(10);
  const say = async (note: string) => {
    house.node.processes.send('', pid, 'note', [note]);
    await house.pass(10);
  };
  const goBack = async (step: number, ending: string) => {
    house.crash();
    const source = flow.replace('return said', `return said .. "${ending}"`);
    house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': source });
    await house.until(administration(house).upgrade(pid, { step }));
    await house.pass(10);
  };
  await say('a');
  await say('b');
  await goBack(1, '!');
  await goBack(2, '?');
  await say('c');
  await goBack(1, '.');
  await say('d');
  assert.equal(await lives.result(pid), 'abcd.');
});

test('Up3: answers and messages that came again are not taken for others when a process goes back once more', async (context) => {
  const flow = `return { main = function()
    local notes = process.listen("note")
    local said = notes:receive()
    for _ = 1, 2 do said = said .. assert(funcs.call("app:act", 1)) .. notes:receive() end
    return said .. notes:receive()
  end }`;
  const lives = new Lives(context);
  let house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': flow });
  const pid = await pidOf(house);
  await house.pass(10);
  for (const note of ['a', 'b', 'c']) {
    house.node.processes.send('', pid, 'note', [note]);
    await house.pass(3000);
  }
  for (const [step, ending] of [
    [1, '!'],
    [1, '?'],
    [4, '.'],
  ] as const) {
    house.crash();
    const source = flow.replace(
      'return said .. notes:receive()',
      `return said .. notes:receive() .. "${ending}"`,
    );
    house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': source });
    await house.until(administration(house).upgrade(pid, { step, repeatsCalls: true }));
    await house.pass(3000);
  }
  house.node.processes.send('', pid, 'note', ['d']);
  assert.equal(await lives.result(pid), 'a2b2cd.');
});

test('Mc2: a half-done expression in loops and branches goes on in code that has changed around it', async (context) => {
  const before = `
local base = 10
return { main = function(...)
  local notes = process.listen("note")
  local items, total = { 5, 6, 7 }, 0
  for round = 1, 2 do
    for i, item in ipairs(items) do
      if item ~= 5 then
        total = total + item * base + tonumber((notes:receive())) * round
      end
    end
  end
  return total
end }`;
  const after = before
    .replace('local base = 10', 'local weight = 1000\nlocal base = 10')
    .replace('for round = 1, 2 do', 'local unused = "new"\n  for round = 1, 2 do')
    .replace('        total = total + item', '        local seen = item\n        total = total + item')
    .replace('      end\n    end\n  end', '        total = total + weight\n      end\n    end\n  end');
  const lives = new Lives(context);
  const house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': before });
  const pid = await pidOf(house);
  await house.pass(10);
  house.node.processes.send('', pid, 'note', ['1']);
  await house.pass(10);
  house.crash();
  const next = await lives.start({ 'src/start.lua': start, 'src/flow.lua': after });
  assert.deepEqual((await next.until(administration(next).upgrade(pid, {}))).changedChunks, ['app:flow']);
  for (const note of ['2', '3', '4']) next.node.processes.send('', pid, 'note', [note]);
  // The first item was done by the old code: three of four get the weight.
  assert.equal(await lives.result(pid), 60 + 1 + (70 + 2) + (60 + 3 * 2) + (70 + 4 * 2) + 3000);
});

test('coroutines, closures in tables and a fork of the mended process go on with the new code too', async (context) => {
  const before = `return { main = function()
  local log = {}
  local handlers = { add = function(x) log[#log + 1] = "old " .. x end, stop = function() return #log end }
  local done = channel.new(1)
  coroutine.spawn(function()
    for n = 1, 3 do time.sleep("1m") handlers.add(n) end
    done:send(true)
  end)
  done:receive()
  return { handlers.stop(), log[1], log[3] }
end }`;
  const after = before.replace('"old " .. x', '"new " .. x').replace('return #log end', 'return -#log end');
  const lives = new Lives(context);
  const house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': before });
  const pid = await pidOf(house);
  await house.pass(61_000);
  house.crash();
  const next = await lives.start({ 'src/start.lua': start, 'src/flow.lua': after });
  await next.until(administration(next).upgrade(pid, {}));
  const made = await next.until(administration(next).fork(pid, {}));
  await next.pass(180_000);
  assert.deepEqual(await lives.result(pid), [-3, 'old 1', 'new 3']);
  assert.deepEqual(await lives.result(made), [-3, 'old 1', 'new 3']);
});

test('code that changed while no node ran: who asked to be told of it is told when it goes on, once', async (context) => {
  const flow = (age: string) => `local age = "${age}"
return { main = function(before, heard)
  if heard ~= nil then return { before, age, heard } end
  process.set_options({ upgradable = true })
  local event = process.events():receive()
  time.sleep("1h")
  local more = channel.select({ process.events():case_receive(), default = true })
  process.upgrade(nil, age, event.kind .. " " .. table.concat(event.sources, " ") .. " " .. tostring(more.default))
end }`;
  const { lives, house } = await changed(context, flow('old'), flow('new'));
  house.crash();
  const files = { 'src/start.lua': start, 'src/flow.lua': flow('new') };
  const again = await lives.start(files);
  await again.pass(100);
  await again.pass(3_600_000);
  const [line] = lives.store.lines({ limit: 1 });
  assert.deepEqual(await lives.result(line?.pid ?? ''), ['old', 'new', 'pid.outdated app:flow true']);
});

test('who is told of code that changed while no node ran learns which entry it was, as who runs does', async (context) => {
  const flow = (age: string) => `local age = "${age}"
return { main = function()
  process.set_options({ upgradable = true })
  return process.events():receive().sources
end }`;
  const told = async (flowAfter: string, sumsAfter: string) => {
    const lives = new Lives(context);
    const house = await lives.start({ 'src/start.lua': start, 'src/flow.lua': flow('old') });
    const pid = await pidOf(house);
    await house.pass(100);
    house.crash();
    const index = entries.replace('return a + b end', `${sumsAfter} end`);
    const next = await lives.start({
      'src/_index.yaml': index,
      'src/start.lua': start,
      'src/flow.lua': flowAfter,
    });
    await next.pass(100);
    return lives.result(pid);
  };
  const same = 'return a + b';
  assert.deepEqual(await told(flow('old'), 'return b + a'), ['app:sums']);
  assert.deepEqual(await told(flow('new'), same), ['app:flow']);
  assert.deepEqual(await told(flow('new'), 'return b + a'), ['app:flow', 'app:sums']);
});
